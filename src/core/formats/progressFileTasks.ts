import { t } from '@vscode/l10n';
import type { CriteriaShape } from '../model/criteria.ts';
import type { Task } from '../model/item.ts';
import { readLinks, type Link } from '../model/link.ts';
import { isNobody } from '../model/owner.ts';
import type { Report } from '../model/problem.ts';
import { nameRows } from '../model/rowIdentity.ts';
import { readStatus } from '../model/statusWords.ts';
import { findLinks, isPlain, plainText } from '../text/inline.ts';
import type { HeadingBlock, TableBlock, TableRow } from '../text/markdown.ts';
import { placeOf } from '../text/place.ts';
import { flatten, type SourceText } from '../text/sourceText.ts';
import { cellText } from '../text/table.ts';
import type { MarkdownFile } from './format.ts';

/** Which column of a table says what; -1 for one that is not there. */
export interface TaskColumns {
  readonly task: number;
  readonly status: number;
  readonly owner: number;
  readonly notes: number;
  /** What identifies a row. */
  readonly id: number;
  /** What only numbers the rows of one table. */
  readonly number: number;
  /** The head of every column, as a reader sees it. */
  readonly names: readonly string[];
}

/** To find rows, the criteria that they name are nothing. */
export const noCriteria: CriteriaShape = { mayHold: () => false, find: () => [], lead: () => undefined };

/** A task as its row reads; the key comes when all rows are known. */
export type DraftTask = { -readonly [Key in keyof Task]: Task[Key] };

/** A table of tasks, as far as its rows need to know it. */
export interface FoundTable {
  readonly table: TableBlock;
  readonly columns: TaskColumns;
  /** Plain text of the nearest heading above it. */
  readonly heading: string | undefined;
}

/** The tables of tasks of a file, in order. */
export function findTaskTables({
  source,
  markdown,
}: Pick<MarkdownFile, 'source' | 'markdown'>): readonly FoundTable[] {
  const found: FoundTable[] = [];
  let heading: string | undefined;
  for (const block of markdown.blocks) {
    if (block.kind === 'heading') heading = headingText(source, block);
    if (block.kind !== 'table') continue;
    const columns = taskColumns(source, block);
    if (columns !== undefined) found.push({ table: block, columns, heading });
  }
  return found;
}

/** What a reader sees of a heading. */
export function headingText(source: SourceText, { content }: HeadingBlock): string {
  return plainText(source.slice(content)).trim();
}

/** What heads of columns are called, the best word first: where two of one meaning stand side by side, it is the one that counts. */
const heads = {
  task: ['task', 'tasks'],
  status: ['status', 'state'],
  owner: ['owner', 'assignee', 'assigned to', 'agent', 'who'],
  notes: ['notes', 'note', 'comments', 'comment'],
  id: ['id', 'task id'],
  number: ['#', 'no', 'no.', 'nr', 'nr.', '№', 'num', 'num.', 'number'],
} as const satisfies Record<string, readonly string[]>;

/** The columns of a table of tasks: one with a Task and a Status column, whatever else it has, in any order. */
export function taskColumns(source: SourceText, { header }: TableBlock): TaskColumns | undefined {
  const names = header.cells.map((cell) => plainText(cellText(source, cell)).trim());
  const lower = names.map((name) => name.toLowerCase());
  const find = (words: readonly string[]): number =>
    words.map((word) => lower.indexOf(word)).find((at) => at >= 0) ?? -1;
  const task = find(heads.task);
  const status = find(heads.status);
  if (task < 0 || status < 0) return undefined;
  return {
    task,
    status,
    owner: find(heads.owner),
    notes: find(heads.notes),
    id: find(heads.id),
    number: find(heads.number),
    names,
  };
}

/** Tells of columns that mean what another one means too, and are read as any other column for that. */
function reportSecondHeads(
  source: SourceText,
  { header }: TableBlock,
  columns: TaskColumns,
  report: Report,
): void {
  const { names } = columns;
  for (const meaning of Object.keys(heads) as (keyof typeof heads)[]) {
    const best = columns[meaning];
    for (const [at, cell] of header.cells.entries()) {
      const isSame = (heads[meaning] as readonly string[]).includes(names[at]?.toLowerCase() ?? '');
      if (best < 0 || at === best || !isSame) continue;
      const message =
        names[at] === names[best]
          ? t('There are two {0} columns: the first counts.', names[best] ?? '')
          : t(
              '“{0}” counts, so “{1}” is a column like any other.',
              names[best] ?? '',
              plainText(cellText(source, cell)),
            );
      report('column.second', 'hint', message, cell.content);
    }
  }
}

/** Whether somebody meant this table for tasks, though it has not the columns. */
export function looksLikeTasks(source: SourceText, { header }: TableBlock, section: string): boolean {
  const names = header.cells.map((cell) => plainText(cellText(source, cell)).trim().toLowerCase());
  return names.includes('task') || (section === 'tasks' && names.length > 1);
}

export function readTaskTable(
  source: SourceText,
  { table, columns, heading }: FoundTable,
  criteria: CriteriaShape,
  report: Report,
): DraftTask[] {
  const tasks: DraftTask[] = [];
  reportSecondHeads(source, table, columns, report);
  const extraColumns = extraColumnsOf(columns);
  for (const row of table.rows) {
    if (row.cells.every(({ content }) => content.start === content.end)) {
      report('row.empty', 'hint', t('This row is empty.'), row.range);
      continue;
    }
    const line = source.slice(row.range);
    if (isConflictMarker(line)) continue;
    // Nearly every row is plain words: one look at the whole of it spares several at each cell.
    const plain = isPlain(line);
    const cells = row.cells.map((cell) =>
      plain ? source.slice(cell.content) : plainText(cellText(source, cell)).trim(),
    );
    if (row.cells.length <= Math.max(columns.status, columns.task))
      report('row.short', 'warning', t('This row ends before its Status column.'), row.range);
    if (cells.length > columns.names.length && cells.slice(columns.names.length).some((text) => text !== ''))
      report(
        'row.long',
        'warning',
        t('This row has more cells than the head: what is in them belongs to no column.'),
        row.range,
      );
    const task = readRow(source, row, cells, columns, report);
    if (heading !== undefined) task.heading = heading;
    if (task.title === '')
      report(
        'task.noTitle',
        'warning',
        task.id === undefined
          ? t('This row has no task and no ID: it cannot be changed.')
          : t('This row has no task.'),
        row.range,
      );
    if (!plain || criteria.mayHold(line)) task.criteria = criteriaOf(cells, criteria, row, report);
    if (!plain) task.links = linksOf(source, row);
    if (extraColumns.length > 0) task.extra = extraOf(cells, columns, extraColumns);
    tasks.push(task);
  }
  return tasks;
}

const none: readonly never[] = [];

/** Rows have the same few words in common, in all files: each is kept, and worked out, once. */
class SharedWords<T> {
  readonly #known = new Map<string, T>();
  readonly #find: (word: string) => T;

  constructor(find: (word: string) => T) {
    this.#find = find;
  }

  get(word: string): T {
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    // Files that have a word of their own in every row: nothing is shared, so nothing is kept for long.
    if (this.#known.size >= 1000) this.#known.clear();
    const own = flatten(word);
    const found = this.#find(own);
    this.#known.set(own, found);
    return found;
  }
}

const statuses = new SharedWords((word) => ({ word, status: readStatus(word) }));
const owners = new SharedWords((name) => ({ name: isNobody(name) ? undefined : name }));
const ids = new SharedWords((id) => id);

function readRow(
  source: SourceText,
  row: TableRow,
  cells: readonly string[],
  columns: TaskColumns,
  report: Report,
): DraftTask {
  const statusCell = row.cells[columns.status];
  const statusWord = statusCell === undefined ? '' : cellText(source, statusCell);
  const { word, status } = statuses.get(statusWord);
  if (status === 'unknown' && statusCell !== undefined)
    report(
      'status.unknown',
      'warning',
      t('“{0}” is no status that Throughline knows.', statusWord),
      statusCell.content,
    );
  const owner = owners.get(cells[columns.owner] ?? '').name;
  const id = cells[columns.id] ?? '';
  const number = cells[columns.number] ?? '';
  const task: DraftTask = {
    kind: 'task',
    key: '',
    title: flatten(cells[columns.task] ?? ''),
    status,
    statusWord: word,
    notes: flatten(cells[columns.notes] ?? ''),
    criteria: none,
    links: none,
    extra: none,
    place: placeOf(source, row.range),
  };
  // A dash in an ID column is no ID, as one in an Owner column is no owner.
  if (!isNobody(id)) task.id = flatten(id);
  if (number !== '') task.number = flatten(number);
  if (owner !== undefined) task.owner = owner;
  return task;
}

/** More IDs than this in one row are a mistake, and would be looked for in every view. */
const mostCriteria = 200;

function criteriaOf(
  cells: readonly string[],
  shape: CriteriaShape,
  { range }: TableRow,
  report: Report,
): readonly string[] {
  let only: string | undefined;
  let several: Set<string> | undefined;
  for (const text of cells)
    for (const { id } of shape.find(text)) {
      // Nearly every row names one, and needs no set for it.
      if (only === undefined) only = ids.get(id);
      else if (only !== id) (several ??= new Set([only])).add(ids.get(id));
      if (several === undefined || several.size <= mostCriteria) continue;
      const message = t('Only the first {0} criteria of this row are read.', mostCriteria);
      report('row.manyCriteria', 'warning', message, range);
      return [...several].slice(0, mostCriteria);
    }
  if (several !== undefined) return [...several];
  return only === undefined ? none : [only];
}

function linksOf(source: SourceText, { cells }: TableRow): readonly Link[] {
  const found = cells.flatMap(({ content }) => readLinks(source, findLinks(source, content)));
  return found.length === 0 ? none : found;
}

/** The columns that only this table has. */
function extraColumnsOf({ names, task, status, owner, notes, id, number }: TaskColumns): readonly number[] {
  return names.flatMap((_name, i) => ([task, status, owner, notes, id, number].includes(i) ? [] : [i]));
}

function extraOf(
  cells: readonly string[],
  { names }: TaskColumns,
  columns: readonly number[],
): Task['extra'] {
  const found: { name: string; text: string }[] = [];
  for (const column of columns) {
    const text = cells[column];
    // A head of thousands of columns over thousands of short rows is no work.
    if (text === undefined) break;
    found.push({ name: names[column] ?? '', text: flatten(text) });
  }
  return found.length === 0 ? none : found;
}

function isConflictMarker(line: string): boolean {
  // Any other row is told by its second character.
  if (line.charCodeAt(0) !== line.charCodeAt(1)) return false;
  return /^(?:<{7} |={7}$|>{7} |\|{7}(?: |$))/.test(line);
}

/** Gives each task its key: the path and the row's name. Rows that cannot be told apart, or have no name, say so. */
export function setKeys(tasks: readonly DraftTask[], path: string, report: Report): void {
  // Joined, not flattened: the keys of a file share the text of its path.
  const prefix = `${path}#`;
  const groups = new Map<string, DraftTask[]>();
  for (const [i, { kind, name, alike: look }] of (nameRows([tasks])[0] ?? []).entries()) {
    const task = tasks[i];
    if (task === undefined) continue;
    task.key = prefix + name;
    if (kind === 'unique') continue;
    task.ambiguous = true;
    if (kind === 'nameless') continue;
    const group = groups.get(look);
    if (group === undefined) groups.set(look, [task]);
    else group.push(task);
  }
  for (const group of groups.values())
    for (const task of group) {
      // A few lines are enough: thousands of rows that name each other would be millions of numbers.
      const others = group.slice(0, 4).filter((each) => each !== task);
      report(
        'task.duplicate',
        'warning',
        t(
          '“{0}” is also on line {1}: rows that cannot be told apart cannot be changed.',
          task.title || (task.id ?? ''),
          others.map(({ place }) => place.line + 1).join(', '),
        ),
        task.place,
      );
    }
}
