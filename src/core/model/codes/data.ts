import type { NoData } from './coded.ts';

/** What can be wrong with a text of data, whatever it is about. */
export interface DataProblems {
  readonly 'data.truncated': NoData;
  /** Something follows the value that the text holds. */
  readonly 'data.continued': NoData;
  readonly 'data.comment': NoData;
  readonly 'data.trailingComma': NoData;
  readonly 'data.invalid': NoData;
  /** Objects and lists stand in each other deeper than is read. */
  readonly 'data.tooDeep': { readonly levels: number };
  /** The last one counts; `line` is that of the first one, counted from one. */
  readonly 'data.duplicateKey': { readonly key: string; readonly line: number };
  readonly 'data.prototypeKey': { readonly key: string };
  /** The value of a known key is of another type. */
  readonly 'data.type': { readonly key: string; readonly expected: 'list' | 'object' | 'text' };
}
