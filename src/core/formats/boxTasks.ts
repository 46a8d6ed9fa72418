import type { Capabilities } from '../model/capabilities.ts';
import type { StreamTask, TaskGroup } from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import type { Report } from '../model/problem.ts';
import type { Status } from '../model/status.ts';
import type { BoxLine, HeadingLine } from '../text/checklist.ts';
import type { DocumentId } from '../text/document.ts';
import { oneLine, plainText } from '../text/inline.ts';
import type { Range } from '../text/range.ts';
import type { SourceText } from '../text/sourceText.ts';

/** A box knows what is done and what is not; who is at it is kept beside the file. */
export const ofBoxes: Capabilities = { owner: 'claims', statuses: ['todo', 'done'] };

/** A line with a box that is a task, with the heading that it is below. */
export interface TaskLine {
  readonly box: BoxLine;
  readonly heading: HeadingLine | undefined;
}

/** Gives the plain text of headings, each worked out once. */
export function titlesOf(source: SourceText): (heading: HeadingLine) => string {
  const titles = new Map<HeadingLine, string>();
  return (heading) => {
    const known = titles.get(heading) ?? oneLine(plainText(source.slice(heading.text)));
    titles.set(heading, known);
    return known;
  };
}

/** What a mark in a box says; any other than a tick or none is told. */
export function statusOf(source: SourceText, box: Range, report: Report): StreamTask['status'] {
  const written = source.slice(box);
  const mark = written.trim();
  const value: Status | 'unknown' = /^[xX]$/.test(mark) ? 'done' : mark === '' ? 'todo' : 'unknown';
  if (value === 'unknown') report('box.otherMark', 'warning', { mark: written }, box);
  return { value, written, range: box };
}

/** The tasks of a document that was read. */
export function tasksIn({ parts }: Pick<ParsedDocument, 'parts'>): readonly StreamTask[] {
  return parts.flatMap((part) => (part.kind === 'streamPart' ? (part.tasks ?? []) : []));
}

/** Consecutive tasks below one heading; where they have one they begin there. */
export function groupsOf(
  document: DocumentId,
  lines: readonly TaskLine[],
  titleOf: (heading: HeadingLine) => string,
): readonly TaskGroup[] {
  const groups: { heading: HeadingLine | undefined; start: number; end: number; count: number }[] = [];
  for (const { box, heading } of lines) {
    const last = groups.at(-1);
    if (last === undefined || last.heading !== heading)
      groups.push({ heading, start: box.range.start, end: box.range.end, count: 1 });
    else {
      last.end = box.range.end;
      last.count++;
    }
  }
  return groups.map(({ heading, start, end, count }) => ({
    location: { document, range: { start: heading === undefined ? start : heading.range.start, end } },
    count,
    ...(heading === undefined ? {} : { title: titleOf(heading) }),
  }));
}

/** Tasks are told apart by their IDs, and depend on each other by them. */
export function reportSameIds(source: SourceText, tasks: readonly StreamTask[], report: Report): void {
  const byId = new Map<string, StreamTask[]>();
  for (const task of tasks) {
    if (task.id === undefined) continue;
    const known = byId.get(task.id);
    if (known === undefined) byId.set(task.id, [task]);
    else known.push(task);
  }
  for (const [id, same] of byId)
    if (same.length > 1)
      for (const task of same) {
        const others = same.slice(0, 5).filter((each) => each !== task);
        const numbers = others.slice(0, 4).map(({ location: { range } }) => source.lineAt(range.start) + 1);
        report('box.sameId', 'warning', { id, lines: numbers }, task.location.range);
      }
}
