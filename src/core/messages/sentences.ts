import type { Coded } from '../model/codes/coded.ts';

/** A sentence for each code, made of its data when it is shown: texts are not there yet when a module is loaded. */
export type Sentences<Data> = { readonly [Code in keyof Data]: (data: Data[Code]) => string };

/** The sentence of a code and its data. */
export function sentenceOf<Data>(sentences: Sentences<Data>, { code, data }: Coded<Data>): string {
  return sentences[code](data);
}
