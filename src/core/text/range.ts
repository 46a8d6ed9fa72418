/** A half-open stretch of a text, in UTF-16 units from its start: `text.slice(start, end)`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A place in a text: zero-based line, and UTF-16 units from the start of that line. */
export interface Position {
  readonly line: number;
  readonly character: number;
}
