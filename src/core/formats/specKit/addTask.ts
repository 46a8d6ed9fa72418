import { runAtOnce } from '../../base/steps.ts';
import type { StreamPart, StreamTask } from '../../model/item.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import { comparable } from '../../model/rowIdentity.ts';
import { groupToExtend, headingName } from '../../model/taskGroups.ts';
import { plainLines, readBoxLine, readHeadingLine } from '../../text/checklist.ts';
import { applyEdits, type Edits, type TextEdit } from '../../text/edit.ts';
import { plainText } from '../../text/inline.ts';
import { insertLines } from '../../text/insertLines.ts';
import type { SourceText } from '../../text/sourceText.ts';
import { openInSteps, type LinesDocument } from '../../text/syntax.ts';
import { parseAtOnce, refuseConflict, type NewTask, type OpenDocument } from '../format.ts';
import { defaultCriteria } from '../../model/criteria.ts';
import { tasksIn } from './tasks.ts';

/** Tasks under one heading, or under none. */
interface Phase {
  readonly title: string | undefined;
  readonly tasks: readonly StreamTask[];
}

/**
 * Adds a task below the last one of a phase, with the next number, in the layout of the others: of the phase that is named, else of the
 * story that it is for, else of the last one with work left.
 */
export function addTask(
  open: OpenDocument<'lines'>,
  part: StreamPart,
  { title, mentions = [], heading }: NewTask,
): Edits | Refusal {
  const { document } = open;
  const { source } = document;
  const conflict = refuseConflict(document);
  if (conflict !== undefined) return conflict;
  const tasks = part.tasks ?? [];
  const name = comparable(plainText(title));
  const same = tasks.find((each) => comparable(each.title.value) === name);
  if (same !== undefined) return refusal('task.exists', { title: name, line: lineOf(source, same) + 1 });
  const phases = phasesOf(part);
  const named = heading === undefined ? phases : phases.filter((each) => isCalled(each, heading));
  if (heading !== undefined && named.length === 0) {
    const headings = phases.flatMap((each) => each.title ?? []);
    return refusal('task.noTable', { heading, path: document.id.path, headings });
  }
  const isOf = (task: StreamTask, id: string): boolean => task.mentions.some((each) => each.id === id);
  const ofStory = named.filter((each) =>
    each.tasks.some((task) => mentions.some((id) => isStory(id) && isOf(task, id))),
  );
  const phase = groupToExtend(ofStory.length > 0 ? ofStory : named);
  const item = itemFor(source, tasks, phase?.tasks ?? [], { title, mentions });
  for (const edit of placesFor(source, phase?.tasks ?? [], item)) {
    const isRead = isReadBack(open, edit, tasks, { title, mentions });
    if (isRead) return { kind: 'edits', edits: [edit] };
  }
  return refusal('task.title', { why: 'form', title, path: document.id.path });
}

function phasesOf({ groups = [], tasks = [] }: StreamPart): readonly Phase[] {
  let from = 0;
  return groups.map(({ title, count }) => ({ title, tasks: tasks.slice(from, (from += count)) }));
}

function isCalled({ title }: Phase, heading: string): boolean {
  return title !== undefined && headingName(title) === headingName(heading);
}

function isStory(id: string): boolean {
  return /^US\d+$/.test(id);
}

/** The line of a new task, as those beside it are written. */
function itemFor(
  source: SourceText,
  all: readonly StreamTask[],
  beside: readonly StreamTask[],
  { title, mentions }: Pick<NewTask, 'title'> & { readonly mentions: readonly string[] },
): string {
  const like = beside.filter(({ ambiguous }) => ambiguous !== true);
  const top = shallowest(source, like.length > 0 ? like : beside);
  const box = top === undefined ? undefined : readBoxLine(source, lineOf(source, top));
  const withId = like.findLast(({ id }) => id !== undefined) ?? all.findLast(({ id }) => id !== undefined);
  const stories = mentions.filter(isStory);
  const shared = stories.length > 0 ? stories : sharedStories(beside);
  const others = mentions.filter((id) => !isStory(id));
  const words = [
    `${box?.indent ?? ''}${nextMarker(box?.marker)} [ ]`,
    nextId(source, all, withId),
    ...shared.map((id) => `[${id}]`),
    title,
    ...(others.length === 0 ? [] : [`(${others.join(', ')})`]),
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** Of a list in a list the outer one goes on. */
function shallowest(source: SourceText, tasks: readonly StreamTask[]): StreamTask | undefined {
  const depth = (task: StreamTask): number => readBoxLine(source, lineOf(source, task))?.indent.length ?? 0;
  const least = Math.min(...tasks.map(depth));
  return tasks.findLast((task) => depth(task) === least);
}

function nextMarker(marker = '-'): string {
  const number = /^(\d+)(.)$/.exec(marker);
  return number === null ? marker : `${Number(number[1]) + 1}${number[2] ?? ''}`;
}

/** Of phases whose tasks are all for the same stories: those. */
function sharedStories(tasks: readonly StreamTask[]): readonly string[] {
  const [first, ...others] = tasks.map(({ mentions }) =>
    mentions
      .map(({ id }) => id)
      .filter(isStory)
      .join(' '),
  );
  return first === undefined || first === '' || others.some((each) => each !== first) ? [] : first.split(' ');
}

/** `**T013**` behind `**T012**`; empty where the tasks have no IDs. In a file without tasks they begin. */
function nextId(source: SourceText, all: readonly StreamTask[], like: StreamTask | undefined): string {
  if (like === undefined) return all.length === 0 ? 'T001' : '';
  const [, prefix = 'T', digits = '001'] = /^(\D+)(\d+)/.exec(like.id ?? '') ?? [];
  const numbers = all.flatMap(({ id }) => /^\D+(\d{1,6})/.exec(id ?? '')?.[1] ?? []);
  const next = Math.max(0, ...numbers.map(Number)) + 1;
  const id = `${prefix}${String(next).padStart(digits.length, '0')}`;
  return markedAs(source.slice(source.lineRange(lineOf(source, like))), like.id ?? '', id);
}

/** An ID with the marks around it, and the colon behind it, that another one has in its line. */
function markedAs(line: string, like: string, id: string): string {
  const at = line.indexOf(like);
  const mark = ['**', '__', '`'].find(
    (each) => line.slice(0, at).endsWith(each) && line.startsWith(each, at + like.length),
  );
  const end = at + like.length + (mark?.length ?? 0);
  return `${mark ?? ''}${id}${mark ?? ''}${line.charAt(end) === ':' ? ':' : ''}`;
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
  { title, mentions }: { readonly title: string; readonly mentions: readonly string[] },
): boolean {
  const applied = applyEdits(document.source.text, [edit]);
  if (applied.kind !== 'applied') return false;
  const now = runAtOnce(openInSteps('lines', document, applied.text));
  if (now?.syntax !== 'lines') return false;
  const read = tasksIn(parseAtOnce(format, now satisfies LinesDocument, { root, criteria: defaultCriteria }));
  const others = mentions.filter((id) => !isStory(id));
  const wanted = plainText(others.length === 0 ? title : `${title} (${others.join(', ')})`).trim();
  const at = read.findIndex((task, i) => task.title.value !== before[i]?.title.value);
  const added = read[at];
  return (
    read.length === before.length + 1 &&
    added?.title.value === wanted &&
    added.status.value === 'todo' &&
    read.every((task, i) => i === at || task.title.value === before[i < at ? i : i - 1]?.title.value)
  );
}

function lineOf(source: SourceText, { location: { range } }: StreamTask): number {
  return source.lineAt(range.start);
}
