import { perStep, type Steps } from '../base/steps.ts';
import { isBlank, textStart, trimmedLine } from './markdownLines.ts';
import type { SourceText } from './sourceText.ts';

/**
 * The line that closes the code fence on `line`, which stands at `column`. Undefined when it cannot be told: the fence has no
 * end, a line leaves the item that it is in, or its first line is none that opens code.
 */
export function* fenceEnd(source: SourceText, line: number, column: number): Steps<number | undefined> {
  const { text } = source;
  const start = textStart(source, line);
  const { end } = trimmedLine(source, line);
  const sign = text.charAt(start);
  let size = 0;
  while (text.charAt(start + size) === sign) size++;
  // Backticks behind the fence make a code span of it.
  if (sign === '`' && text.slice(start + size, end).includes('`')) return undefined;
  for (let last = line + 1; last < source.lineCount; last++) {
    if (last % perStep === 0) yield;
    if (isBlank(source, last)) continue;
    const from = textStart(source, last);
    const to = trimmedLine(source, last).end;
    const indent = from - source.lineStart(last);
    if (indent < column) return undefined;
    if (indent > column + 3 || to - from < size) continue;
    let at = from;
    while (at < to && text.charAt(at) === sign) at++;
    if (at === to) return last;
  }
  return undefined;
}
