import type { TextEdit } from './edit.ts';
import { diffLines, DiffWork } from './lineDiff.ts';
import { toLines } from './lineMerge.ts';

/** Lines that a change replaced, with their line ends. */
export interface ChangedLines {
  /** Zero-based line of `now` in the text after the change. */
  readonly line: number;
  readonly was: string;
  readonly now: string;
  /** The lines above and below; empty at the ends of the text. */
  readonly above: string;
  readonly below: string;
}

/** What a change did to the lines of a text. */
export function changedLines(before: string, after: string): readonly ChangedLines[] {
  const [old, now] = [toLines(before), toLines(after)];
  return diffLines(old, now, new DiffWork()).map(({ old: from, now: to }) => ({
    line: to.from,
    was: old.slice(from.from, from.from + from.count).join(''),
    now: now.slice(to.from, to.from + to.count).join(''),
    above: now[to.from - 1] ?? '',
    below: now[to.from + to.count] ?? '',
  }));
}

/**
 * The edits that give lines back what they were, wherever they are now. Undefined when one of them is another now, or cannot be told from
 * lines that are equal: where a change only took lines away, those above and below have to be there.
 */
export function undoLines(text: string, changes: readonly ChangedLines[]): readonly TextEdit[] | undefined {
  const lines = toLines(text);
  const starts: number[] = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length);
  const edits: TextEdit[] = [];
  let from = 0;
  let shift = 0;
  for (const change of changes) {
    const at = findLines(lines, change, { from, expected: change.line + shift });
    if (at === undefined) return undefined;
    shift = at - change.line;
    const end = at + toLines(change.now).length;
    const range = { start: starts[at] ?? 0, end: starts[end] ?? text.length };
    edits.push({ range, expect: change.now, text: change.was });
    from = end;
  }
  return edits;
}

/** The one place, from a line on, at which the lines of a change are; of several equal ones that between the lines it was between. */
function findLines(
  lines: readonly string[],
  { now: text, above, below }: ChangedLines,
  { from, expected }: { readonly from: number; readonly expected: number },
): number | undefined {
  const now = toLines(text);
  const isAt = (at: number): boolean => now.every((line, i) => lines[at + i] === line);
  const isBetween = (at: number): boolean =>
    (lines[at - 1] ?? '') === above && (lines[at + now.length] ?? '') === below;
  if (expected >= from && isAt(expected) && isBetween(expected)) return expected;
  const found: number[] = [];
  for (let at = from; at + now.length <= lines.length; at++)
    if (isAt(at) && (now.length > 0 || isBetween(at))) found.push(at);
  const [only, ...others] = found.length === 1 ? found : found.filter(isBetween);
  return others.length === 0 ? only : undefined;
}
