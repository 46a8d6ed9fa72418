import type { SourceText } from '../../text/sourceText.ts';

/** The line end of a text: that of its first line. */
export function lineEndOf(source: SourceText): string {
  const ending = source.lineEnding(0);
  return ending === '' ? '\n' : ending;
}

/** A text whose lines end at `\n` with other line ends. */
export function withLineEnds(text: string, ending: string): string {
  return ending === '\n' ? text : text.replaceAll('\n', ending);
}

/** The last line before another one that is not blank, at least `first`. */
export function lastFilledLine(source: SourceText, first: number, end: number): number {
  let line = end - 1;
  while (line > first && source.slice(source.lineRange(line)).trim() === '') line--;
  return Math.max(line, first);
}
