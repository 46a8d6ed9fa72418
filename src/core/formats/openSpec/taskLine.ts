import { toBoxLine, trimmed, type BoxLine } from '../../text/checklist.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';

/**
 * `- [ ] 1.2 Send code`. One mark at most is in the box, which no link begins; blanks may be missing. Source: `TASK_LINE_PATTERN` of
 * OpenSpec.
 */
const boxLine = /^([ \t]*)([-*+]|\d{1,9}[.)])[ \t]*\[(?:([ \t]*[^\]\s][ \t]*|)\](?![([])|([ \t]+)\])/;

/** Wherever it stands, in a code block too: a task that is counted by mistake is seen, one that is not is lost. */
export function readTaskLine(source: SourceText, line: number): BoxLine | undefined {
  const { start, end } = source.lineRange(line);
  const match = boxLine.exec(source.text.slice(start, Math.min(end, start + 300)));
  if (match === null) return undefined;
  const [whole, indent = '', marker = ''] = match;
  const inside = match[3] ?? match[4] ?? '';
  return toBoxLine(source, line, { indent, marker, inside, length: whole.length });
}

const number = /^\d+(?:\.\d+)+[A-Za-z]*(?=\s|$)/;

/** `1.2`, `1.2.3`, `1.2a` at the beginning of a task, and what follows it. */
export function readNumber(
  source: SourceText,
  text: Range,
): { readonly id?: string; readonly idRange?: Range; readonly title: Range } {
  const id = number.exec(source.text.slice(text.start, Math.min(text.end, text.start + 60)))?.[0];
  if (id === undefined) return { title: text };
  const end = text.start + id.length;
  return {
    id,
    idRange: { start: text.start, end },
    title: trimmed(source.text, { start: end, end: text.end }),
  };
}

/** The number of a list item that has no box, and would be a task if it had one: `- 1.2 Send code`, `1.2 Send code`. */
export function numberWithoutBox(line: string): string | undefined {
  return /^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?(\d{1,4}(?:\.\d{1,4}){1,4}[A-Za-z]?)(?:\*\*|__)?[ \t:]+\S/.exec(
    line.slice(0, 300),
  )?.[1];
}
