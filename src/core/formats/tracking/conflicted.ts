import type { Steps } from '../../base/steps.ts';
import type { Part, StreamTask } from '../../model/item.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { toProblem, type Problem } from '../../model/problem.ts';
import { conflictLine, mayHaveConflict } from '../../text/conflictMarkers.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
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
  const parsed = yield* format.parseInSteps(file, context);
  const line = yield* conflictLine(file.source.text);
  if (line === undefined) return parsed;
  return {
    ...parsed,
    parts: parsed.parts.map(between),
    problems: [problemOf(file, line, format.tasks !== undefined)],
  };
}

function problemOf({ source }: MarkdownDocument, line: number, byCells: boolean): Problem {
  return toProblem(byCells ? 'conflict.markers' : 'conflict.byHand', 'error', {}, source.lineRange(line));
}

/** What can be said of an item that has two states. */
function between(item: Part): Part {
  switch (item.kind) {
    case 'streamPart':
      return { ...item, tasks: onceEach(item.tasks ?? []) };
    case 'workItem':
      return { ...item, task: { ...item.task, status: unsaid } };
    case 'spec':
      return item;
  }
}

/** Each task once, as our side has it: that comes first. */
function onceEach(tasks: readonly StreamTask[]): readonly StreamTask[] {
  const seen = new Set<string>();
  return tasks.filter(({ id, title }) => {
    const name = JSON.stringify([id, title.value]);
    return !seen.has(name) && seen.add(name);
  });
}
