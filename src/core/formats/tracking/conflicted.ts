import type { Steps } from '../../base/steps.ts';
import type { Part, StreamTask } from '../../model/item.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { toProblem, type Problem } from '../../model/problem.ts';
import { conflictLine, mayHaveConflict, placeLines, type ConflictLine } from '../../text/conflictMarkers.ts';
import { withoutEnding } from '../../text/lineMerge.ts';
import { openInSteps, type MarkdownDocument } from '../../text/syntax.ts';
import type { Format, ParseContext } from '../format.ts';
import { unsaid } from './workItem.ts';

/**
 * A format whose files may have the markers of a merge conflict in them: then that is the one thing to say of the file, as all else
 * follows from it, and what both sides say is not told as one.
 */
export function withConflicts(format: Format<'markdown'>): Format<'markdown'> {
  return {
    ...format,
    parseInSteps: (file, context) =>
      mayHaveConflict(file.source.text)
        ? parseConflicted(format, file, context)
        : format.parseInSteps(file, context),
  };
}

function* parseConflicted(
  format: Format<'markdown'>,
  file: MarkdownDocument,
  context: ParseContext,
): Steps<ParsedDocument> {
  const { text } = file.source;
  const line = yield* conflictLine(text);
  if (line === undefined) return yield* format.parseInSteps(file, context);
  const lines = (yield* placeLines(text))?.lines;
  const unmarked =
    lines === undefined ? undefined : yield* openInSteps('markdown', file, withoutMarkers(lines));
  const parsed = yield* format.parseInSteps(unmarked?.syntax === 'markdown' ? unmarked : file, context);
  const placeOf = (task: StreamTask): ConflictLine | undefined =>
    lines?.[file.source.lineAt(task.location.range.start)];
  return {
    ...parsed,
    parts: parsed.parts.map((part) => between(part, placeOf)),
    problems: [problemOf(file, line, format.tasks !== undefined)],
  };
}

/**
 * The text with blanks for markers and for what both sides changed, of the same length: everything stays where it is. Between rows they
 * are an empty row: a marker as it is, or a blank line, would cut off the rows below it.
 */
function withoutMarkers(lines: readonly ConflictLine[]): string {
  const isKept = ({ place }: ConflictLine): boolean => place !== 'marker' && place !== 'base';
  const below: boolean[] = [];
  for (let i = lines.length - 1, isRow = false; i >= 0; i--) {
    const line = lines[i];
    if (line !== undefined && isKept(line)) isRow = line.text.startsWith('|');
    below[i] = isRow;
  }
  let isBelowRow = false;
  return lines
    .map((line, i) => {
      const { text } = line;
      if (isKept(line)) {
        isBelowRow = text.startsWith('|');
        return text;
      }
      const words = withoutEnding(text);
      const blanks = ' '.repeat(words.length);
      const isBetweenRows = isBelowRow && below[i] === true && words.length > 1;
      return `${isBetweenRows ? `|${blanks.slice(2)}|` : blanks}${text.slice(words.length)}`;
    })
    .join('');
}

function problemOf({ source }: MarkdownDocument, line: number, byCells: boolean): Problem {
  return toProblem(byCells ? 'conflict.markers' : 'conflict.byHand', 'error', {}, source.lineRange(line));
}

/** What can be said of an item that has two states. */
function between(item: Part, placeOf: (task: StreamTask) => ConflictLine | undefined): Part {
  switch (item.kind) {
    case 'streamPart':
      return {
        ...item,
        tasks: onceEach(item.tasks ?? [], placeOf).map((task) => ({ ...task, inConflict: true })),
        operations: [],
      };
    case 'workItem':
      return { ...item, task: { ...item.task, status: unsaid, inConflict: true } };
    case 'spec':
      return item;
  }
}

/** Each task once, as our side has it. The other one may have renamed it, or given it another number. */
function onceEach(
  tasks: readonly StreamTask[],
  placeOf: (task: StreamTask) => ConflictLine | undefined,
): readonly StreamTask[] {
  const seen = new Set<string>();
  return tasks.filter((task) => {
    const { id, number, title } = task;
    const { place, conflict } = placeOf(task) ?? {};
    const whole = JSON.stringify([id, title.value]);
    const names = [title.value, ...[id, number].filter((name) => name !== undefined)].map((name, i) =>
      JSON.stringify([conflict, i === 0, name]),
    );
    if (seen.has(whole) || (place === 'theirs' && names.some((name) => seen.has(name)))) return false;
    seen.add(whole);
    if (place === 'ours') for (const name of names) seen.add(name);
    return true;
  });
}
