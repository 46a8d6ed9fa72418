import type { Range } from './range.ts';
import type { SourceText } from './sourceText.ts';

/** A line with a check box, for tools that read lists line by line: `- [x] #3 Errors are logged`. */
export interface CheckLine {
  /** What stands before the bullet: blanks, or nothing. */
  readonly indent: string;
  readonly bullet: string;
  /** The one character in the box. */
  readonly mark: Range;
  /** What follows the box, without the blanks around it. */
  readonly body: Range;
}

/** Reads a line (its range without the line ending) as one with a check box; undefined where it is none. */
export function readCheckLine(source: SourceText, line: Range): CheckLine | undefined {
  const found = /^([ \t]*)([-*+])[ \t]+\[(.)\](?=[ \t]|$)/u.exec(source.slice(line));
  if (found === null) return undefined;
  const [whole, indent = '', bullet = '', mark = ''] = found;
  const markEnd = line.start + whole.length - 1;
  const rest = source.slice({ start: markEnd + 1, end: line.end });
  const body = rest.trim();
  const start = markEnd + 1 + (body === '' ? 0 : rest.indexOf(body));
  return {
    indent,
    bullet,
    mark: { start: markEnd - mark.length, end: markEnd },
    body: { start, end: start + body.length },
  };
}
