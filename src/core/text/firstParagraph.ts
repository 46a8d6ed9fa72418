import type { Range } from './range.ts';

/** Where the first paragraph of a part of a text is: up to the first line without anything. Empty where there is none. */
export function firstParagraphOf(text: string, { start, end }: Range): Range {
  let from: number | undefined;
  let to = end;
  for (let line = start; line < end;) {
    const newline = text.indexOf('\n', line);
    const next = newline < 0 ? end : Math.min(newline + 1, end);
    const isBlank = text.slice(line, next).trim() === '';
    if (!isBlank) {
      from ??= line;
      to = next;
    } else if (from !== undefined) break;
    line = next;
  }
  return from === undefined ? { start, end: start } : { start: from, end: to };
}
