import type { Position } from './range.ts';

/** Offsets at which the lines of a text begin, in order; the first is 0. They turn ranges into lines without the text. */
export type LineStarts = readonly number[];

/** The zero-based line that holds `offset`. */
export function lineAt(starts: LineStarts, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? Infinity) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function positionAt(starts: LineStarts, offset: number): Position {
  const line = lineAt(starts, offset);
  return { line, character: offset - (starts[line] ?? 0) };
}
