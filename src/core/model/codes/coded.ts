/** A closed union of codes, each with its own data: made from an interface that names the data of each code. */
export type Coded<Data> = {
  readonly [Code in keyof Data]: { readonly code: Code; readonly data: Data[Code] };
}[keyof Data];

/** For a code that says it all. */
export type NoData = Readonly<Record<string, never>>;
