import { findCriteria } from '../model/criteria.ts';
import type { Task } from '../model/item.ts';
import { isNobody } from '../model/owner.ts';
import { readStatus } from '../model/statusWords.ts';
import { findLinks, plainText } from '../text/inline.ts';
import type { TableBlock, TableRow } from '../text/markdown.ts';
import { placeOf } from '../text/place.ts';
import type { SourceText } from '../text/sourceText.ts';
import { cellText } from '../text/table.ts';
import { linkOf, type Report } from './progressFileHeader.ts';

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

/** A task as its row reads, before it is known whether its key is the only one. */
export type UnkeyedTask = Omit<Task, 'key' | 'ambiguous'>;

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
  report: Report,
): readonly UnkeyedTask[] {
  const tasks: UnkeyedTask[] = [];
  for (const row of table.rows) {
    const text = (column: number): string => {
      const cell = row.cells[column];
      return cell === undefined ? '' : plainText(cellText(source, cell)).trim();
    };
    if (row.cells.every(({ content }) => content.start === content.end)) {
      report('row.empty', 'hint', 'This row is empty.', row.range);
      continue;
    }
    if (isConflictMarker(source.slice(row.range))) continue;
    const title = text(columns.task);
    if (title === '') report('task.noTitle', 'warning', 'This row has no task.', row.range);
    if (row.cells.length <= Math.max(columns.status, columns.task))
      report('row.short', 'warning', 'This row ends before its Status column.', row.range);
    const beyond = row.cells.slice(columns.names.length).filter(({ content }) => content.start < content.end);
    if (beyond.length > 0)
      report(
        'row.long',
        'warning',
        'This row has more cells than the head: what is in them belongs to no column.',
        row.range,
      );
    tasks.push(readRow(source, row, columns, text, title, report));
  }
  return tasks;
}

function readRow(
  source: SourceText,
  row: TableRow,
  columns: TaskColumns,
  text: (column: number) => string,
  title: string,
  report: Report,
): UnkeyedTask {
  const statusCell = row.cells[columns.status];
  const statusWord = statusCell === undefined ? '' : cellText(source, statusCell);
  const status = readStatus(statusWord);
  if (status === 'unknown' && statusCell !== undefined)
    report(
      'status.unknown',
      'warning',
      `“${statusWord}” is no status that Throughline knows.`,
      statusCell.content,
    );
  const owner = text(columns.owner);
  const id = text(columns.id);
  const own = [columns.task, columns.status, columns.owner, columns.notes, columns.id];
  const criteria = new Set<string>();
  for (const cell of row.cells)
    for (const { id: token } of findCriteria(source.slice(cell.content))) criteria.add(token);
  return {
    kind: 'task',
    title,
    status,
    statusWord,
    notes: text(columns.notes),
    criteria: [...criteria],
    links: row.cells.flatMap((cell) =>
      findLinks(source, cell.content).map((link) => linkOf(source, link, undefined)),
    ),
    // By the row's cells: a head of thousands of columns over thousands of short rows is no work.
    extra: row.cells.flatMap((_cell, i) => {
      const name = columns.names[i];
      return name === undefined || own.includes(i) ? [] : [{ name, text: text(i) }];
    }),
    place: placeOf(source, row.range),
    ...(id === '' ? {} : { id }),
    ...(isNobody(owner) ? {} : { owner }),
  };
}

function isConflictMarker(line: string): boolean {
  return /^(?:<{7} |={7}$|>{7} |\|{7}(?: |$))/.test(line);
}

/**
 * Gives each task its key: the path, and the row's ID where it has one, else its title. Rows that cannot be told apart get
 * a number behind it: they are shown, and a change of them is refused.
 */
export function withKeys(tasks: readonly UnkeyedTask[], path: string, report: Report): readonly Task[] {
  const groups = new Map<string, UnkeyedTask[]>();
  const positions = new Map<UnkeyedTask, number>();
  for (const task of tasks) {
    const name = nameOf(task);
    const group = groups.get(name) ?? [];
    positions.set(task, group.length);
    group.push(task);
    groups.set(name, group);
  }
  return tasks.map((task) => {
    const name = nameOf(task);
    const group = groups.get(name) ?? [task];
    const position = positions.get(task) ?? 0;
    const key = `${path}#${name}`;
    if (group.length === 1 && name !== '') return { ...task, key };
    if (name !== '') {
      // A few lines are enough: thousands of rows that name each other would be millions of numbers.
      const others = group.slice(0, 4).filter((each) => each !== task);
      const lines = others.map((each) => each.place.line + 1).join(', ');
      const message = `“${name}” is also on line ${lines}: rows that cannot be told apart cannot be changed.`;
      report('task.duplicate', 'warning', message, task.place);
    }
    return { ...task, key: position === 0 ? key : `${key} (${position + 1})`, ambiguous: true };
  });
}

function nameOf({ id, title }: UnkeyedTask): string {
  return (id ?? title).normalize('NFC').replace(/\s+/g, ' ');
}
