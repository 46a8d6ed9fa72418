import type { Range } from '../text/range.ts';

/** A value of a document: what it means, the text that says so, and where in the document of its item that text is. */
export interface Sourced<T> {
  readonly value: T;
  /** What the document holds, quotes and the escapes of a table left out: `✅ Done`, `x`, `-`. Empty when nothing is written. */
  readonly written: string;
  /**
   * Where `written` is, and where a new value goes; missing when there is no place for it. It is true of the text that was
   * parsed, so whoever has just parsed may use it (an operation that plans edits, a feature of an editor), and the index drops it.
   */
  readonly range?: Range;
}
