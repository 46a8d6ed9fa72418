import type { CriteriaShape } from '../model/criteria.ts';
import type { Task } from '../model/item.ts';
import { toLink, type Link } from '../model/link.ts';
import { isNobody } from '../model/owner.ts';
import { readStatus } from '../model/statusWords.ts';
import { findLinks, plainText } from '../text/inline.ts';
import type { TableBlock, TableRow } from '../text/markdown.ts';
import { placeOf } from '../text/place.ts';
import { flatten, type SourceText } from '../text/sourceText.ts';
import { cellText } from '../text/table.ts';
import type { Report } from './progressFileHeader.ts';

/** Which column of a table says what; -1 for one that is not there. */
export interface TaskColumns {
  readonly task: number;
  readonly status: number;
  readonly owner: number;
  readonly notes: number;
  readonly id: number;
  /** The head of every column, as a reader sees it. */
  readonly names: readonly string[];
}

/** To find rows, the criteria that they name are nothing. */
export const noCriteria: CriteriaShape = { mayHold: () => false, find: () => [] };

/** A task as its row reads; the key comes when all rows are known. */
export type DraftTask = { -readonly [Key in keyof Task]: Task[Key] };

/** The columns of a table of tasks: one with a Task and a Status column, whatever else it has, in any order. */
export function taskColumns(source: SourceText, { header }: TableBlock): TaskColumns | undefined {
  const names = header.cells.map((cell) => plainText(cellText(source, cell)).trim());
  const find = (...words: readonly string[]): number =>
    names.findIndex((name) => words.includes(name.toLowerCase()));
  const task = find('task', 'tasks');
  const status = find('status', 'state');
  if (task < 0 || status < 0) return undefined;
  return {
    task,
    status,
    owner: find('owner', 'assignee', 'assigned to', 'who', 'agent'),
    notes: find('notes', 'note', 'comments', 'comment'),
    id: find('id', '#', 'no', 'no.', 'task id'),
    names,
  };
}

/** Whether somebody meant this table for tasks, though it has not the columns. */
export function looksLikeTasks(source: SourceText, { header }: TableBlock, section: string): boolean {
  const names = header.cells.map((cell) => plainText(cellText(source, cell)).trim().toLowerCase());
  return names.includes('task') || (section === 'tasks' && names.length > 1);
}

export function readTaskTable(
  source: SourceText,
  table: TableBlock,
  columns: TaskColumns,
  criteria: CriteriaShape,
  report: Report,
): DraftTask[] {
  const tasks: DraftTask[] = [];
  const words = new SharedWords();
  for (const row of table.rows) {
    if (row.cells.every(({ content }) => content.start === content.end)) {
      report('row.empty', 'hint', 'This row is empty.', row.range);
      continue;
    }
    if (isConflictMarker(source.slice(row.range))) continue;
    const texts = row.cells.map((cell) => plainText(cellText(source, cell)).trim());
    if ((texts[columns.task] ?? '') === '')
      report('task.noTitle', 'warning', 'This row has no task.', row.range);
    if (row.cells.length <= Math.max(columns.status, columns.task))
      report('row.short', 'warning', 'This row ends before its Status column.', row.range);
    if (texts.length > columns.names.length && texts.slice(columns.names.length).some((text) => text !== ''))
      report(
        'row.long',
        'warning',
        'This row has more cells than the head: what is in them belongs to no column.',
        row.range,
      );
    tasks.push(readRow(source, row, texts, columns, criteria, words, report));
  }
  return tasks;
}

const none: readonly never[] = [];

/** What the rows of a table have in common: the same few words, each kept and looked up once. */
class SharedWords {
  readonly #texts = new Map<string, string>();
  readonly #statuses = new Map<string, Task['status']>();
  readonly #nobodies = new Map<string, boolean>();

  text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const own = flatten(text);
    this.#texts.set(own, own);
    return own;
  }

  status(word: string): Task['status'] {
    return lookUp(this.#statuses, word, readStatus);
  }

  isNobody(owner: string): boolean {
    return lookUp(this.#nobodies, owner, isNobody);
  }
}

function lookUp<T>(known: Map<string, T>, word: string, find: (word: string) => T): T {
  const before = known.get(word);
  if (before !== undefined) return before;
  const found = find(word);
  known.set(word, found);
  return found;
}

function readRow(
  source: SourceText,
  row: TableRow,
  texts: readonly string[],
  columns: TaskColumns,
  criteria: CriteriaShape,
  words: SharedWords,
  report: Report,
): DraftTask {
  const statusCell = row.cells[columns.status];
  const statusWord = statusCell === undefined ? '' : cellText(source, statusCell);
  const status = words.status(statusWord);
  if (status === 'unknown' && statusCell !== undefined)
    report(
      'status.unknown',
      'warning',
      `“${statusWord}” is no status that Throughline knows.`,
      statusCell.content,
    );
  const owner = texts[columns.owner] ?? '';
  const id = texts[columns.id] ?? '';
  const task: DraftTask = {
    kind: 'task',
    key: '',
    title: flatten(texts[columns.task] ?? ''),
    status,
    statusWord: words.text(statusWord),
    notes: flatten(texts[columns.notes] ?? ''),
    criteria: criteriaOf(texts, criteria, words),
    links: linksOf(source, row),
    extra: extraOf(texts, columns),
    place: placeOf(source, row.range),
  };
  if (id !== '') task.id = flatten(id);
  if (!words.isNobody(owner)) task.owner = words.text(owner);
  return task;
}

function criteriaOf(texts: readonly string[], shape: CriteriaShape, words: SharedWords): readonly string[] {
  let found: string[] | undefined;
  for (const text of texts)
    for (const { id } of shape.find(text)) {
      found ??= [];
      if (!found.includes(id)) found.push(words.text(id));
    }
  return found ?? none;
}

function linksOf(source: SourceText, { range, cells }: TableRow): readonly Link[] {
  // Nearly every row is plain words: one look at the whole of it spares one for each cell.
  if (!/[[<]/.test(source.slice(range))) return none;
  return cells.flatMap(({ content }) => findLinks(source, content).map((link) => toLink(source, link)));
}

/** By the row's cells: a head of thousands of columns over thousands of short rows is no work. */
function extraOf(texts: readonly string[], { names, ...own }: TaskColumns): Task['extra'] {
  const columns = [own.task, own.status, own.owner, own.notes, own.id];
  if (names.length <= columns.filter((column) => column >= 0).length) return none;
  let found: { name: string; text: string }[] | undefined;
  for (const [i, text] of texts.entries()) {
    const name = names[i];
    if (name !== undefined && !columns.includes(i)) (found ??= []).push({ name, text: flatten(text) });
  }
  return found ?? none;
}

function isConflictMarker(line: string): boolean {
  return /^(?:<{7} |={7}$|>{7} |\|{7}(?: |$))/.test(line);
}

/**
 * Gives each task its key: the path, and the row's ID where it has one, else its title. Rows that cannot be told apart get
 * a number behind it: they are shown, and a change of them is refused.
 */
export function setKeys(tasks: readonly DraftTask[], path: string, report: Report): void {
  const groups = new Map<string, DraftTask | DraftTask[]>();
  for (const task of tasks) {
    const name = nameOf(task);
    const known = groups.get(name);
    if (known === undefined) groups.set(name, task);
    else if (Array.isArray(known)) known.push(task);
    else groups.set(name, [known, task]);
  }
  // Joined, not flattened: the keys of a file share the text of its path.
  const prefix = `${path}#`;
  for (const [name, group] of groups) {
    const key = prefix + name;
    if (!Array.isArray(group)) {
      group.key = key;
      if (name === '') group.ambiguous = true;
      continue;
    }
    for (const [position, task] of group.entries()) {
      task.key = position === 0 ? key : `${key} (${position + 1})`;
      task.ambiguous = true;
      if (name === '') continue;
      // A few lines are enough: thousands of rows that name each other would be millions of numbers.
      const others = group.slice(0, 4).filter((each) => each !== task);
      const lines = others.map((each) => each.place.line + 1).join(', ');
      const message = `“${name}” is also on line ${lines}: rows that cannot be told apart cannot be changed.`;
      report('task.duplicate', 'warning', message, task.place);
    }
  }
}

/** What a row is called: its ID where it has one, else its title. */
export function nameOf({ id, title }: { readonly id?: string; readonly title: string }): string {
  const name = id ?? title;
  return /[^\x20-\x7e]| {2}/.test(name) ? name.normalize('NFC').replace(/\s+/g, ' ') : name;
}
