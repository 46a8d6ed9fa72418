import type { Task } from '../../model/item.ts';
import { isNobody, isSameOwner } from '../../model/owner.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import type { Status } from '../../model/status.ts';
import type { Edits, TextEdit } from '../../text/edit.ts';
import type { TableBlock, TableRow } from '../../text/markdown.ts';
import { cellText, setCell } from '../../text/table.ts';
import {
  refuseConflict,
  refuseMissing,
  type MarkdownFile,
  type PreferredWord,
  type TaskChange,
} from '../format.ts';
import { readState } from './doneColumn.ts';
import { doneWordFor, nobodyWord, wordFor } from './words.ts';
import { isStruckRow } from './taskRows.ts';
import type { TaskColumns } from './columns.ts';
import { findTaskTables } from './tables.ts';

interface FoundRow {
  readonly table: TableBlock;
  readonly row: TableRow;
  readonly columns: TaskColumns;
}

/** See `Format.setTask`. */
export function setTask(
  file: MarkdownFile,
  task: Task,
  change: TaskChange,
  preferred: PreferredWord,
): Edits | Refusal {
  const { source } = file;
  const conflict = refuseConflict(file);
  if (conflict !== undefined) return conflict;
  const found = findRow(file, task);
  if (found === undefined) return refuseMissing(file.id.path, task.title.value);
  const { table, row, columns } = found;
  const { title } = task;
  if (task.cutOff === true) return refusal('row.cutOff', { title: title.value });
  const edits: TextEdit[] = [];
  const put = (column: number, name: string, text: string): Refusal | undefined => {
    if (column < 0) return refusal('column.missing', { title: title.value, column: name });
    const result = setCell(source, table, row, column, text);
    if (result.kind === 'unfit')
      return refusal('cell.refused', { title: title.value, why: result.why, text });
    edits.push(...result.edits);
    return undefined;
  };

  const opens = change.status !== undefined && change.status !== 'done' && change.status !== 'dropped';
  if (opens && isStruckRow(source, row, columns)) return refusal('task.struck', { title: title.value });
  const { owner } = change;
  const cell = row.cells[columns.owner];
  const now = cell === undefined ? '' : cellText(source, cell);
  const free = isNobody(now);
  // With its owner a task is begun, where a column only asks whether it is done.
  const isTold = columns.isDone && change.status === 'wip' && (owner === undefined ? !free : owner !== null);
  const status = isTold ? 'todo' : change.status;
  if (status !== undefined && statusOf(file, found) !== status) {
    const word = columns.isDone ? doneWordFor(file, status, preferred) : wordFor(file, status, preferred);
    const refused = put(columns.status, columns.names[columns.status] ?? 'Status', word);
    if (refused !== undefined) return refused;
  }
  if (owner !== undefined) {
    // A table without owners needs none to give a task back.
    if (owner === null ? !free && columns.owner >= 0 : !isSameOwner(now, owner)) {
      const refused = put(columns.owner, 'Owner', owner ?? nobodyWord(file));
      if (refused !== undefined) return refused;
    }
  }
  return mergeAdded(edits);
}

/** See `TaskFormat.joinRows`. */
export function joinRows(file: MarkdownFile): (Edits & { readonly rows: number }) | Refusal {
  const { source } = file;
  const conflict = refuseConflict(file);
  if (conflict !== undefined) return conflict;
  const edits: TextEdit[] = [];
  let rows = 0;
  for (const { table, rows: all } of findTaskTables(file)) {
    let last = source.lineAt(table.range.end);
    for (const row of all.slice(table.rows.length)) {
      const line = source.lineAt(row.range.start);
      const range = { start: source.lineStart(last + 1), end: source.lineStart(line) };
      if (line > last + 1) edits.push({ range, expect: source.slice(range), text: '' });
      last = line;
      rows++;
    }
  }
  return { kind: 'edits', edits, rows };
}

/** Two cells that a short row lacks are both added at its end: as one edit. */
function mergeAdded(edits: readonly TextEdit[]): Edits | Refusal {
  const ends = new Set(edits.map(({ range }) => range.start));
  return ends.size === edits.length ? { kind: 'edits', edits } : refusal('row.short', {});
}

/** The row that a task was read from. */
function findRow(file: MarkdownFile, { range: wanted }: Task): FoundRow | undefined {
  for (const { table, columns, rows } of findTaskTables(file)) {
    const row = rows.find(({ range }) => range.start === wanted.start);
    if (row !== undefined) return { table, row, columns };
  }
  return undefined;
}

function statusOf({ source }: MarkdownFile, { row, columns }: FoundRow): Status | 'unknown' {
  const cell = row.cells[columns.status];
  return cell === undefined ? 'unknown' : readState(cellText(source, cell), columns);
}
