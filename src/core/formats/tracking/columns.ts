import { readColumnHead, type ColumnMeaning, type TaskColumns } from '../../model/columnHeads.ts';
import type { Report } from '../../model/problem.ts';
import { plainText } from '../../text/inline.ts';
import type { TableBlock, TableRow } from '../../text/markdown.ts';
import type { SourceText } from '../../text/sourceText.ts';
import { cellText } from '../../text/table.ts';
import { readState } from './doneColumn.ts';

/**
 * The columns of a table of tasks, in any order and whatever else it has: a Task column and a Status column; or any column that may
 * name work, where at least half of the states beside it are those of work; undefined for any other table.
 */
export function taskColumns(source: SourceText, table: TableBlock): TaskColumns | undefined {
  const { header, rows } = table;
  const { names, meanings, find } = readHeads(source, header);
  const { status, kind } = statusColumn(names, find);
  // `Status | Count | Tasks` sums up what stands elsewhere.
  const named = find('task');
  if (status < 0 || isOfFacts(meanings, named >= 0)) return undefined;
  const columns = {
    status,
    isDone: kind === 'done',
    owner: find('owner'),
    notes: find('notes'),
    id: find('id'),
    number: find('number'),
    names,
  };
  const task = named < 0 ? subjectOf(meanings, find('subject'), status) : named;
  if (task < 0) return undefined;
  if (named < 0 || kind !== 'word') {
    if (find('subject') < 0 && isLegend(source, table, status)) return undefined;
    const { known, unknown } = countStates(source, rows, status, columns.isDone);
    if (known === 0 || known < unknown) return undefined;
  }
  return { task, ...columns };
}

/** A head that ends with a word for a state, or speaks of how far something is: `Implementation Status`, `当前状态`, `Progress`. */
const likeStatus =
  /(?:^|[\s/])(?:status|state|statut|état|estado|stato|situação|статус|состояние|الحالة|progress|fortschritt|avancement|progreso|progresso|прогресс)$|(?:状态|狀態|状態|状況|상태|进度|進度|進捗|진행)$|^(?:status|estado|statut|статус)[\s/]/i;

/** The column of states, and how it is known: by a word for it, as one that only says what is done, or because its head is like one. */
function statusColumn(
  names: readonly string[],
  find: Heads['find'],
): { readonly status: number; readonly kind: 'word' | 'done' | 'alike' } {
  const word = find('status');
  if (word >= 0) return { status: word, kind: 'word' };
  const done = find('done');
  if (done >= 0) return { status: done, kind: 'done' };
  return { status: names.findIndex((name) => likeStatus.test(name)), kind: 'alike' };
}

interface Heads {
  /** As a reader sees them. */
  readonly names: readonly string[];
  readonly meanings: readonly (ColumnMeaning | undefined)[];
  /** The column of a meaning that has the best word for it; -1 where there is none. */
  readonly find: (meaning: ColumnMeaning) => number;
}

function readHeads(source: SourceText, header: TableRow): Heads {
  const names = header.cells.map((cell) => plainText(cellText(source, cell)).trim());
  const best = new Map<ColumnMeaning, { readonly at: number; readonly rank: number }>();
  const meanings = names.map((name, at) => {
    const head = headOf(name);
    if (head === undefined) return undefined;
    const known = best.get(head.meaning);
    if (known === undefined || head.rank < known.rank) best.set(head.meaning, { at, rank: head.rank });
    return head.meaning;
  });
  return { names, meanings, find: (meaning) => best.get(meaning)?.at ?? -1 };
}

/** What a head says, also with a remark in brackets behind it: `Task (EN)`. */
function headOf(name: string): ReturnType<typeof readColumnHead> {
  return readColumnHead(name) ?? readColumnHead(name.replace(/ ?\([^()]*\)$/, ''));
}

/** Whether a table only says what its states mean, or how many there are of each: a state leads each row, and none comes twice. */
function isLegend(source: SourceText, { header, rows }: TableBlock, status: number): boolean {
  if (status !== 0 || header.cells.length > 3 || rows.length < 2) return false;
  const states = rows.map(({ cells }) => (cells[0] === undefined ? '' : cellText(source, cells[0])));
  return states.every((state) => state !== '') && new Set(states).size === states.length;
}

/** Whether a column of facts leads the table, or counts what others name. */
function isOfFacts(meanings: readonly (ColumnMeaning | undefined)[], isNamed: boolean): boolean {
  const first = meanings.find((meaning) => meaning !== 'number' && meaning !== 'id');
  return (first === 'fact' && !isNamed) || (first === 'status' && meanings.includes('fact'));
}

/** The column that says what is to be done, where none is called Task; -1 where there is none. */
function subjectOf(meanings: readonly (ColumnMeaning | undefined)[], named: number, status: number): number {
  return named >= 0 ? named : meanings.findIndex((meaning, at) => meaning === undefined && at !== status);
}

/** How many cells of a column are states of work, and how many say something else. */
function countStates(
  source: SourceText,
  rows: readonly TableRow[],
  column: number,
  isDone: boolean,
): { readonly known: number; readonly unknown: number } {
  let known = 0;
  let unknown = 0;
  for (const { cells } of rows) {
    const cell = cells[column];
    const text = cell === undefined ? '' : cellText(source, cell);
    // Nothing is said, or there is a line to be filled in.
    if (!/[\p{L}\p{N}\p{S}]/u.test(text)) continue;
    const state = readState(text, { isDone });
    if (state === 'unknown') unknown++;
    // What fails may as well be a check as a task.
    else if (state !== 'failed') known++;
  }
  return { known, unknown };
}

/** Tells of columns that mean what another one means too, and are read as any other column for that. */
export function reportSecondHeads(
  source: SourceText,
  { header }: TableBlock,
  columns: TaskColumns,
  report: Report,
): void {
  const { names } = columns;
  for (const [at, cell] of header.cells.entries()) {
    const meaning = headOf(names[at] ?? '')?.meaning;
    if (meaning === undefined || !(meaning in columns)) continue;
    const best = columns[meaning as 'task' | 'status' | 'owner' | 'notes' | 'id' | 'number'];
    if (best < 0 || best === at || headOf(names[best] ?? '')?.meaning !== meaning) continue;
    const counts = names[best] ?? '';
    report(
      'column.second',
      'hint',
      names[at] === names[best]
        ? { kind: 'sameName', name: counts }
        : { kind: 'otherName', counts, other: plainText(cellText(source, cell)) },
      cell.content,
    );
  }
}

/** Whether somebody meant this table for tasks, though it has no states. */
export function looksLikeTasks(source: SourceText, table: TableBlock): boolean {
  return (
    taskColumns(source, table) === undefined && whyNoTasks(source, table, false)?.code === 'table.noStatus'
  );
}

/** What a table lacks that somebody may have meant for tasks. */
export interface NoTasks {
  readonly code: 'table.noStatus' | 'table.noTask' | 'table.otherStates';
  /** Whether its own columns say that it is meant so, and not only the section that it stands in. */
  readonly isNamed: boolean;
}

/**
 * Why a table that holds no tasks is none, where somebody may have meant it for them.
 * @param table one without {@link taskColumns}
 * @param amongTasks whether it stands in a section of tasks
 */
export function whyNoTasks(source: SourceText, table: TableBlock, amongTasks: boolean): NoTasks | undefined {
  const { names, meanings, find } = readHeads(source, table.header);
  const isNamed = find('task') >= 0;
  const { status, kind } = statusColumn(names, find);
  if (status < 0 || (kind === 'alike' && isNamed)) {
    if (!isNamed && !(amongTasks && names.length > 1)) return undefined;
    return { code: 'table.noStatus', isNamed };
  }
  if (kind === 'done' || isOfFacts(meanings, isNamed)) return undefined;
  const { known, unknown } = countStates(source, table.rows, status, false);
  if (known === 0) return undefined;
  return { code: known < unknown ? 'table.otherStates' : 'table.noTask', isNamed: true };
}
