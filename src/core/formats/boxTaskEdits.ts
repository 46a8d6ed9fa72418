import { runAtOnce } from '../base/steps.ts';
import { defaultCriteria } from '../model/criteria.ts';
import type { StreamPart, StreamTask } from '../model/item.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { comparable } from '../model/rowIdentity.ts';
import { headingName } from '../model/taskGroups.ts';
import { plainLines, readBoxLine, readHeadingLine } from '../text/checklist.ts';
import { applyEdits, type Edits, type TextEdit } from '../text/edit.ts';
import { plainText } from '../text/inline.ts';
import { insertLines } from '../text/insertLines.ts';
import type { SourceText } from '../text/sourceText.ts';
import { openInSteps, type LinesDocument } from '../text/syntax.ts';
import { tasksIn } from './boxTasks.ts';
import { parseAtOnce, refuseConflict, type NewTask, type OpenDocument, type TaskChange } from './format.ts';

/** Ticks a box, or empties it: nothing else of its line changes. */
export function setBox(
  { document, parsed }: OpenDocument<'lines'>,
  { status: { value, written, range } }: StreamTask,
  { status }: TaskChange,
): Edits | Refusal {
  if (status === undefined) return { kind: 'edits', edits: [] };
  if (status !== 'done' && status !== 'todo')
    return refusal('status.noWord', { file: document.id.path.slice(document.id.path.lastIndexOf('/') + 1) });
  if (range === undefined) throw new Error('a box is read with its place');
  if (value === status) return { kind: 'edits', edits: [] };
  const text = status === 'done' ? tickIn(tasksIn(parsed)) : ' ';
  return { kind: 'edits', edits: [{ range, expect: written, text }] };
}

/** As most of the file's boxes are ticked. */
function tickIn(tasks: readonly StreamTask[]): string {
  const ticked = (sign: string): number => tasks.filter(({ status }) => status.written === sign).length;
  return ticked('X') > ticked('x') ? 'X' : 'x';
}

/** Tasks under one heading, or under none. */
export interface BoxGroup {
  readonly title: string | undefined;
  readonly tasks: readonly StreamTask[];
}

/** The groups that a new task may go into: those of a heading where one is named. Refuses what is there already. */
export function groupsForBox(
  { document }: OpenDocument<'lines'>,
  part: StreamPart,
  { title, heading }: Pick<NewTask, 'title' | 'heading'>,
): { readonly kind: 'groups'; readonly groups: readonly BoxGroup[] } | Refusal {
  const conflict = refuseConflict(document);
  if (conflict !== undefined) return conflict;
  const name = comparable(plainText(title));
  const same = part.tasks?.find((each) => comparable(each.title.value) === name);
  if (same !== undefined)
    return refusal('task.exists', { title: name, line: lineOf(document.source, same) + 1 });
  const all = groupsIn(part);
  if (heading === undefined) return { kind: 'groups', groups: all };
  const groups = all.filter((each) => isCalled(each, heading));
  if (groups.length > 0) return { kind: 'groups', groups };
  const headings = all.flatMap((each) => each.title ?? []);
  return refusal('task.noTable', { heading, path: document.id.path, headings });
}

function groupsIn({ groups = [], tasks = [] }: StreamPart): readonly BoxGroup[] {
  let from = 0;
  return groups.map(({ title, count }) => ({ title, tasks: tasks.slice(from, (from += count)) }));
}

function isCalled({ title }: BoxGroup, heading: string): boolean {
  return title !== undefined && headingName(title) === headingName(heading);
}

/**
 * Adds a line with a box below some tasks, and all that belongs to the last of them; where there are none, at the end of the file. It has
 * to be read as the task that was meant, and all others as before.
 */
export function addBox(
  open: OpenDocument<'lines'>,
  beside: readonly StreamTask[],
  item: string,
  /** `read`: the title that the line will be read with. */
  { title, read }: { readonly title: string; readonly read: string },
): Edits | Refusal {
  const { document, parsed } = open;
  for (const edit of placesFor(document.source, beside, item))
    if (isReadBack(open, edit, tasksIn(parsed), read)) return { kind: 'edits', edits: [edit] };
  return refusal('task.title', { why: 'form', title, path: document.id.path });
}

/** Of a list in a list the outer one goes on. */
export function shallowest(source: SourceText, tasks: readonly StreamTask[]): StreamTask | undefined {
  const depth = (task: StreamTask): number => readBoxLine(source, lineOf(source, task))?.indent.length ?? 0;
  const least = Math.min(...tasks.map(depth));
  return tasks.findLast((task) => depth(task) === least);
}

export function nextMarker(marker = '-'): string {
  const number = /^(\d+)(.)$/.exec(marker);
  return number === null ? marker : `${Number(number[1]) + 1}${number[2] ?? ''}`;
}

/** Below all that belongs to the last task, else right below its line, else at the end of the file. */
function* placesFor(source: SourceText, tasks: readonly StreamTask[], item: string): Iterable<TextEdit> {
  const last = tasks.at(-1);
  if (last === undefined) {
    const end = source.text.trimEnd().length;
    const isFirst = end === 0;
    yield insertLines(source, end, isFirst ? [item] : ['', item]);
    return;
  }
  const line = lineOf(source, last);
  const behind = lastLineOf(source, line);
  yield insertLines(source, source.lineRange(behind).start, [item]);
  if (behind > line) yield insertLines(source, source.lineRange(line).start, [item]);
}

/** The last line that belongs to the item on a line: text that goes on, and what is indented below it. */
function lastLineOf(source: SourceText, line: number): number {
  const own = indentOf(source, line);
  const plain = new Set(runAtOnce(plainLines(source)).lines);
  let last = line;
  for (let next = line + 1; next < source.lineCount; next++) {
    const text = source.slice(source.lineRange(next));
    const isInside = !plain.has(next) && !plain.has(next - 1);
    const isDeeper = indentOf(source, next) > own;
    const isOver = text.trim() === '' || readHeadingLine(source, next) !== undefined;
    if (!isInside && (isOver || (!isDeeper && startsBlock.test(text)))) break;
    last = next;
  }
  return last;
}

const startsBlock = /^\s*(?:[-*+>|<]|\d+[.)]|```|~~~)/;

function indentOf(source: SourceText, line: number): number {
  const text = source.slice(source.lineRange(line));
  return text.length - text.trimStart().length;
}

/** Whether the file says the same of all others then, and of the new one what was meant. */
function isReadBack(
  { document, format, root }: OpenDocument<'lines'>,
  edit: TextEdit,
  before: readonly StreamTask[],
  title: string,
): boolean {
  const applied = applyEdits(document.source.text, [edit]);
  if (applied.kind !== 'applied') return false;
  const now = runAtOnce(openInSteps('lines', document, applied.text));
  if (now?.syntax !== 'lines') return false;
  const read = tasksIn(parseAtOnce(format, now satisfies LinesDocument, { root, criteria: defaultCriteria }));
  const at = read.findIndex((task, i) => task.title.value !== before[i]?.title.value);
  const added = read[at];
  return (
    read.length === before.length + 1 &&
    added?.title.value === plainText(title).trim() &&
    added.status.value === 'todo' &&
    read.every((task, i) => i === at || task.title.value === before[i < at ? i : i - 1]?.title.value)
  );
}

export function lineOf(source: SourceText, { location: { range } }: StreamTask): number {
  return source.lineAt(range.start);
}
