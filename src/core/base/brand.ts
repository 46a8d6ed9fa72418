/** A string that cannot be mixed up with other strings. */
export type Brand<Name extends string> = string & { readonly brand: Name };
