import type { NoData } from './coded.ts';

/** What can be wrong with a file as such, or with a path, whatever it holds. */
export interface FileProblems {
  /** There is not a word in it. */
  readonly 'file.empty': NoData;
}

/** Why a file was not written. */
export interface FileRefusals {
  readonly 'file.missing': { readonly path: string };
}
