import type { StreamTask, WorkItem, StreamPart } from '../../model/item.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import type { Edits, TextEdit } from '../../text/edit.ts';
import { insertLines } from '../../text/insertLines.ts';
import type { SourceText } from '../../text/sourceText.ts';
import { refuseConflict, type OpenDocument, type TaskChange, type WriteContext } from '../format.ts';
import { configOf, type BacklogConfig } from './config.ts';
import { Head } from './head.ts';
import { shelfOf } from './places.ts';
import { setNames, setText } from './valueEdits.ts';
import { findWord, statusWords, wordFor } from './words.ts';

type Open = OpenDocument<'lines'>;

/** Makes a task what `change` says: the values of its status, of who works on it, and of when it was changed, where it says that. */
export function setTask(
  { document, root }: Open,
  task: StreamTask,
  change: TaskChange,
  context: WriteContext,
): Edits | Refusal {
  const refused = refuseConflict(document);
  if (refused !== undefined) return refused;
  const { source, id } = document;
  const head = Head.read(source, () => undefined);
  if (head === undefined) return refusal('item.missing', { path: id.path });
  const isStatus = change.word !== undefined || change.status !== undefined;
  if (isStatus && shelfOf(root, id.path)?.shelf === 'draft')
    return refusal('task.draft', { title: task.title.value });
  const config = configOf(root);
  const edits: TextEdit[] = [];
  const { owner } = change;
  const word = wordOf(config, task, change);
  if (word === undefined && change.status !== undefined)
    return refusal('feature.noWord', {
      path: id.path,
      status: change.status,
      words: statusWords(config).map((each) => each.word),
    });
  if (word !== undefined && word !== task.status.written) {
    const entry = head.find('status');
    const edit = entry && setText(source, entry, word);
    if (edit === undefined) return refusal('item.value', { path: id.path, why: 'field', text: 'status' });
    edits.push(edit);
  }
  if (owner !== undefined) {
    const edit = setOwner(source, head, owner, context);
    if (edit === 'noPlace') return refusal('item.value', { path: id.path, why: 'field', text: 'assignee' });
    if (edit !== undefined) edits.push(edit);
  }
  return { kind: 'edits', edits: withDate(source, head, edits, context.now) };
}

/** The word that is written; undefined where none is, or there is no such word. */
function wordOf(config: BacklogConfig, task: StreamTask, { word, status }: TaskChange): string | undefined {
  if (word !== undefined) return findWord(config, word)?.word;
  if (status === undefined) return undefined;
  // One that says it already says more, perhaps.
  return status === task.status.value && task.status.written !== ''
    ? task.status.written
    : wordFor(config, status);
}

function setOwner(
  source: SourceText,
  head: Head,
  owner: string | null,
  { ownersWritten }: WriteContext,
): TextEdit | 'noPlace' | undefined {
  const entry = head.find('assignee');
  const sign = hasSigns(head, ownersWritten?.() ?? []) ? '@' : '';
  const names = (owner ?? '')
    .split(',')
    .map((name) => name.trim().replace(/^@/, ''))
    .filter((name) => name !== '')
    .map((name) => `${sign}${name}`);
  if (entry !== undefined) {
    if (names.length === 0 && (entry.value.kind === 'empty' || head.texts('assignee').length === 0))
      return undefined;
    return setNames(source, entry, names) ?? (entry.value.kind === 'empty' ? undefined : 'noPlace');
  }
  if (names.length === 0) return undefined;
  // The one key that is added: the tool itself writes it behind the status.
  const before = head.find('status') ?? head.find('title') ?? head.find('id');
  if (before === undefined) return 'noPlace';
  const written = names.map((name) => (/^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`));
  return insertLines(source, before.range.end, [`assignee: [${written.join(', ')}]`]);
}

/** Whether names begin with an `@`: as they do here, else as they do elsewhere; the tool's own way where there are none. */
function hasSigns(head: Head, others: Iterable<string>): boolean {
  const own = head.texts('assignee').map(({ value }) => value);
  if (own.length > 0) return own.some((name) => name.startsWith('@'));
  let isKnown = false;
  for (const each of others) {
    if (each.includes('@')) return true;
    if (each !== '') isKnown = true;
  }
  return !isKnown;
}

/** With the day, or the minute, at which the task was changed, where it says that: as its tool does. */
function withDate(
  source: SourceText,
  head: Head,
  edits: readonly TextEdit[],
  now: string,
): readonly TextEdit[] {
  const entry = edits.length === 0 ? undefined : head.find('updated_date');
  if (entry === undefined) return edits;
  const written = head.text('updated_date')?.value ?? head.text('created_date')?.value ?? '';
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written);
  const text = isDay ? now.slice(0, 10) : now.slice(0, 16).replace('T', ' ');
  if (text === written) return edits;
  const edit = setText(source, entry, text);
  return edit === undefined ? edits : [...edits, edit];
}

const notes = 'SECTION:NOTES';
/** What stands before the notes where the tool makes their section. */
const before = ['SECTION:PLAN', 'DOD', 'AC', 'SECTION:DESCRIPTION'];

/** Adds a note at the end of the implementation notes; makes their section where there is none. */
export function addNote(
  { document, parsed }: Open,
  _part: StreamPart | WorkItem,
  text: string,
  { now }: WriteContext,
): Edits | Refusal {
  const refused = refuseConflict(document) ?? refuseBroken({ document, parsed }, notes);
  if (refused !== undefined) return refused;
  const { source } = document;
  const head = Head.read(source, () => undefined);
  if (head === undefined) return refusal('note.none', { path: document.id.path });
  // The tool finds sections by comments, wherever these stand.
  const line = text.replaceAll('<!--', '&lt;!--');
  return { kind: 'edits', edits: withDate(source, head, [noteEdit(source, head, line)], now) };
}

function noteEdit(source: SourceText, head: Head, line: string): TextEdit {
  const lineOf = (pattern: RegExp, from = head.end): number | undefined => {
    for (let at = from; at < source.lineCount; at++)
      if (pattern.test(source.slice(source.lineRange(at)))) return at;
    return undefined;
  };
  const markerLine = (marker: string): number | undefined =>
    lineOf(new RegExp(`^[ \\t]*<!--[ \\t]*${marker}:END[ \\t]*-->[ \\t]*$`));
  const isBlank = (at: number): boolean => source.slice(source.lineRange(at)).trim() === '';
  /** Behind the last line with text above a line. */
  const appendAbove = (end: number, isEmpty: (at: number) => boolean): TextEdit => {
    let last = end - 1;
    while (last > head.end && isBlank(last)) last--;
    const lines = isEmpty(last) ? [line] : ['', line];
    return insertLines(source, source.lineStart(last), lines);
  };
  const end = markerLine(notes);
  if (end !== undefined)
    return appendAbove(end, (at) => /^[ \t]*<!--/.test(source.slice(source.lineRange(at))));
  const heading = lineOf(/^##[ \t]+implementation notes\b/i);
  if (heading !== undefined) {
    const next = lineOf(/^##?[ \t]/, heading + 1) ?? source.lineCount;
    return appendAbove(next, (at) => at === heading);
  }
  const section = [
    '',
    '## Implementation Notes',
    '',
    `<!-- ${notes}:BEGIN -->`,
    line,
    `<!-- ${notes}:END -->`,
  ];
  const place = before.map(markerLine).find((at) => at !== undefined);
  if (place !== undefined) return insertLines(source, source.lineStart(place), section);
  let last = source.lineCount - 1;
  while (last > head.end - 1 && isBlank(last)) last--;
  return insertLines(source, source.lineStart(last), section);
}

/** Refuses what needs a section whose markers do not fit together. */
export function refuseBroken(
  { document, parsed }: Pick<Open, 'document' | 'parsed'>,
  ...markers: readonly string[]
): Refusal | undefined {
  const problem = parsed.problems.find(
    (each) =>
      each.code === 'markers.unbalanced' &&
      markers.some((marker) => each.data.marker.startsWith(`${marker}:`)),
  );
  return problem === undefined
    ? undefined
    : refusal('markers.broken', { line: document.source.lineAt(problem.range.start) + 1 });
}

/** Checks a criterion, or takes that back: the one character in its box. */
export function setCheck(
  { document, parsed }: Open,
  check: NonNullable<StreamTask['checks']>[number],
  isChecked: boolean,
): Edits | Refusal {
  const refused =
    refuseConflict(document) ??
    refuseBroken({ document, parsed }, check.list === 'acceptance' ? 'AC' : 'DOD');
  if (refused !== undefined) return refused;
  const { range } = check.checked;
  if (range === undefined) return refusal('check.missing', { check: check.id ?? check.text });
  const expect = document.source.slice(range);
  if (check.checked.value === isChecked) return { kind: 'edits', edits: [] };
  return { kind: 'edits', edits: [{ range, expect, text: isChecked ? 'x' : ' ' }] };
}

/** See `TaskEdits.commandOf`. */
export function commandOfTask({ document, root }: Open): string | undefined {
  const own = Head.read(document.source, () => undefined)?.text('onStatusChange');
  return own?.value ?? configOf(root).onStatusChange;
}
