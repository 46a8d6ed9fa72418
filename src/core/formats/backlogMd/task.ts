import type { Steps } from '../../base/steps.ts';
import { readOnly } from '../../model/capabilities.ts';
import type { Field, Task, WorkItem } from '../../model/item.ts';
import { LinkLimit, type Link } from '../../model/link.ts';
import { isNobody } from '../../model/owner.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { toProblem, type Problem, type Report } from '../../model/problem.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Status } from '../../model/status.ts';
import type { Root } from '../../model/system.ts';
import { conflictLine } from '../../text/conflictMarkers.ts';
import { oneLine, renderedText } from '../../text/inline.ts';
import { nameOfFile, type LinesDocument } from '../../text/syntax.ts';
import { readComments } from './comments.ts';
import { configOf, type BacklogConfig } from './config.ts';
import { readDay } from './dates.ts';
import { Head, plainValue } from './head.ts';
import { idInName, isSameId, toId } from './ids.ts';
import { shelfOf, type Shelf } from './places.ts';
import { readBody, type Section } from './sections.ts';
import { canOf, findWord, ofDraft, readDraft } from './words.ts';

/** What a key says that has a place of its own; the others are shown as they are. */
const ownKeys: ReadonlySet<string> = new Set([
  'id',
  'title',
  'status',
  'assignee',
  'created_date',
  'priority',
  'milestone',
  'dependencies',
  'parent_task_id',
  // It says where the card stands on a board, and no more.
  'ordinal',
]);

const linkKeys = ['references', 'documentation', 'modified_files'] as const;

const unsaid: Task['status'] = { value: 'unknown', written: '' };
const unowned: Task['owner'] = { value: undefined, written: '' };
const longestSummary = 300;

/** Reads the file of a task: whatever it holds, it is a backlog item. Total. */
export function* parseTask(document: LinesDocument, root: Root): Steps<ParsedDocument> {
  const { id, key, source } = document;
  const shelf = shelfOf(root, id.path);
  const problems: Problem[] = [];
  const report: Report = (code, severity, data, range) => {
    problems.push(toProblem(code, severity, data, range));
  };
  const conflict = yield* conflictLine(source.text);
  const item = yield* readItem(document, root, shelf, report);
  const isArchived = item.shelf === 'archived';
  const only =
    conflict === undefined
      ? undefined
      : toProblem('conflict.byHand', 'error', {}, source.lineRange(conflict));
  return {
    id,
    key,
    format: 'backlogMd.task',
    holds: 'backlog',
    lineStarts: source.lineStarts,
    parts: [
      only === undefined ? item : { ...item, task: { ...item.task, status: unsaid, inConflict: true } },
    ],
    problems: isArchived
      ? []
      : only === undefined
        ? problems.sort((a, b) => a.range.start - b.range.start)
        : [only],
  };
}

function* readItem(
  document: LinesDocument,
  root: Root,
  shelf: Shelf | undefined,
  report: Report,
): Steps<WorkItem> {
  const { id, key, source } = document;
  const config = configOf(root);
  const name = nameOfFile(id.path);
  const head = Head.read(source, report);
  const { sections, checks } = yield* readBody(document, head?.end ?? 0, report);
  if (head === undefined) report('item.noFrontMatter', 'warning', {}, source.lineRange(0));
  const itemId = readId(head, name, config, report);
  const idRange = head?.text('id')?.range;
  const title = head?.text('title');
  if (head !== undefined && title === undefined)
    report('item.noKey', 'warning', { key: 'title' }, source.lineRange(0));
  const dependsOn = head
    ?.texts('dependencies')
    .map((each) => ({ ...each, value: toId(each.value, config.prefix) }));
  const parent = head?.text('parent_task_id');
  const created = readCreated(head, report);
  const priority = head?.text('priority');
  const milestone = head?.text('milestone');
  const notes = readComments(document, sections);
  const summary = readSummary(document, sections, head?.end ?? 0);
  const limit = new LinkLimit((most, at) => {
    report('links.tooMany', 'warning', { most }, at);
  });
  const task: Task = {
    kind: 'task',
    key,
    title: title ?? { value: itemId ?? name, written: '' },
    status: readStatus(head, config, shelf, report),
    owner: readOwner(head),
    mentions: [],
    links: limit.keep([...readLinks(head), ...memoryLinks(id.path, root, itemId)]),
    fields: readFields(head),
    can: canChange(head, shelf) ? (shelf?.shelf === 'draft' ? ofDraft : canOf(config)) : readOnly,
    location: { document: id },
    ...(itemId === undefined ? {} : { id: itemId, idRange: idRange ?? { start: 0, end: 0 } }),
    ...(checks.length === 0 ? {} : { checks }),
    ...(dependsOn === undefined || dependsOn.length === 0 ? {} : { dependsOn }),
    ...(parent === undefined ? {} : { parent: { ...parent, value: toId(parent.value, config.prefix) } }),
  };
  return {
    kind: 'workItem',
    list: 'backlog',
    task,
    ...(shelf?.shelf === undefined ? {} : { shelf: shelf.shelf }),
    ...(priority === undefined ? {} : { priority }),
    ...(milestone === undefined ? {} : { milestone: milestone.value }),
    ...(created === undefined ? {} : { created }),
    ...(notes.length === 0 ? {} : { notes }),
    ...(summary === '' ? {} : { summary }),
  };
}

/** What was completed or archived is moved by the tool alone; what has no place for a status is only shown. */
function canChange(head: Head | undefined, shelf: Shelf | undefined): boolean {
  return head?.find('status') !== undefined && shelf?.isDone !== true && shelf?.shelf !== 'archived';
}

function readId(
  head: Head | undefined,
  name: string,
  { prefix }: BacklogConfig,
  report: Report,
): string | undefined {
  const inName = idInName(name);
  const written = head?.text('id');
  if (written === undefined) {
    const at = head?.entries[0]?.keyRange ?? { start: 0, end: 0 };
    if (head !== undefined && inName === undefined) report('item.noKey', 'warning', { key: 'id' }, at);
    return inName;
  }
  const id = toId(written.value, prefix);
  if (inName !== undefined && !isSameId(id, inName) && written.range !== undefined)
    report('item.otherId', 'warning', { id, inName }, written.range);
  return id;
}

function readStatus(
  head: Head | undefined,
  config: BacklogConfig,
  shelf: Shelf | undefined,
  report: Report,
): Sourced<Status | 'unknown'> {
  const written = head?.text('status');
  if (written === undefined) {
    if (head !== undefined)
      report('item.noKey', 'warning', { key: 'status' }, head.entries[0]?.keyRange ?? { start: 0, end: 3 });
    return shelf?.isDone === true ? { value: 'done', written: '' } : unsaid;
  }
  const { value: word, range } = written;
  const found = findWord(config, word) ?? (shelf?.shelf === 'draft' ? readDraft(word) : undefined);
  if (found === undefined && range !== undefined)
    report('item.status', 'warning', { word, words: config.statuses }, range);
  return { ...written, value: shelf?.isDone === true ? 'done' : (found?.status ?? 'unknown') };
}

/** Several names are one owner: `codex, maple`. */
function readOwner(head: Head | undefined): Task['owner'] {
  const range = head?.place('assignee');
  if (head === undefined || range === undefined) return unowned;
  const names = head.texts('assignee').flatMap(({ value }) => {
    const name = value.trim().replace(/^@(?=.)/, '');
    return isNobody(name) ? [] : [name];
  });
  const value = names.length === 0 ? undefined : names.join(', ');
  return { value, written: head.slice(range), range };
}

/** Whether a text leads somewhere: it is an address, or a path. */
function leads(text: string): boolean {
  if (/^https?:\/\/\S+$/.test(text)) return true;
  if (/^[a-z][\w+.-]*:\/\//i.test(text)) return false;
  const endsInName = /\.[A-Za-z]\w{0,9}(?:[:#]\S*)?$/.test(text);
  return text.includes('/') ? endsInName || !/\s/.test(text) : endsInName && !/\s/.test(text);
}

function readLinks(head: Head | undefined): readonly Link[] {
  if (head === undefined) return [];
  return linkKeys.flatMap((key) =>
    head.texts(key).flatMap(({ value, range }): readonly Link[] => {
      const destination = value.trim();
      if (range === undefined || !leads(destination)) return [];
      const role = key === 'modified_files' ? 'artifact' : 'file';
      return [{ role, text: destination, destination, isPlain: true, range }];
    }),
  );
}

/** Where flowspec keeps what is worth remembering of a task: `memory/task-12.md`, and in `memory/archive/` once it is done. */
function memoryLinks(path: string, root: Root, itemId: string | undefined): readonly Link[] {
  if (itemId === undefined || root.workflow === undefined) return [];
  const up = '../'.repeat(path.slice(root.path.length + 1).split('/').length - 1);
  return ['memory', 'memory/archive'].map((folder) => ({
    role: 'memory',
    text: `${itemId.toLowerCase()}.md`,
    destination: `${up}${folder}/${itemId.toLowerCase()}.md`,
    ifThere: true,
    range: { start: 0, end: 0 },
  }));
}

/** What no other member says: labels, type, references that are no paths, and keys that the tool does not know. */
function readFields(head: Head | undefined): readonly Field[] {
  if (head === undefined) return [];
  return head.entries.flatMap((entry): readonly Field[] => {
    const { key, range } = entry;
    const isOfLinks = linkKeys.some((each) => each === key);
    if (ownKeys.has(key)) return [];
    const value = isOfLinks
      ? head
          .texts(key)
          .map((each) => each.value.trim())
          .filter((each) => !leads(each))
          .join(', ')
      : plainValue(entry);
    return value === '' ? [] : [{ name: key, value, range }];
  });
}

function readCreated(head: Head | undefined, report: Report): string | undefined {
  const written = head?.text('created_date');
  if (written === undefined) return undefined;
  const day = readDay(written.value);
  if (day === undefined && written.range !== undefined)
    report('item.date', 'warning', { text: written.value }, written.range);
  return day;
}

/** The first paragraph of the description, or of the text where no markers say which that is. */
function readSummary({ source }: LinesDocument, sections: readonly Section[], from: number): string {
  const section = sections.find(({ marker }) => marker === 'SECTION:DESCRIPTION');
  const last = section?.last ?? source.lineCount - 1;
  const lines: string[] = [];
  for (let line = section?.first ?? from, length = 0; line <= last && length < 2 * longestSummary; line++) {
    const text = source
      .slice(source.lineRange(line))
      .slice(0, 2 * longestSummary)
      .trim();
    const isText = text !== '' && !/^(?:#|<!--|-{3,}$|[-*+] \[.\] )/.test(text);
    if (!isText && lines.length > 0) break;
    if (!isText) continue;
    lines.push(text);
    length += text.length;
  }
  return oneLine(renderedText(lines.join(' ').slice(0, 2 * longestSummary))).slice(0, longestSummary);
}
