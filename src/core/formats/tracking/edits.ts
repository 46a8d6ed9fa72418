import { t } from '@vscode/l10n';
import type { Task } from '../../model/item.ts';
import { isNobody, isSameOwner } from '../../model/owner.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import type { Status } from '../../model/status.ts';
import type { Edits, TextEdit } from '../../text/edit.ts';
import type { TableBlock, TableRow } from '../../text/markdown.ts';
import { cellText, setCell, type UnfitCell } from '../../text/table.ts';
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
  if (found === undefined) return refuseMissing(file.path, task.title);
  const { table, row, columns } = found;
  const { title } = task;
  if (task.cutOff === true)
    return refuse(
      'row.cutOff',
      t('A blank line cuts {0} off from its table. Join the row to the table above first.', title),
    );
  const edits: TextEdit[] = [];
  const put = (column: number, name: string, text: string): Refusal | undefined => {
    if (column < 0)
      return refuse(
        'column.missing',
        t('The table of {0} has no {1} column, so there is no place for it.', title, name),
      );
    const result = setCell(source, table, row, column, text);
    if (result.kind === 'unfit') return refuse('cell.refused', `${title}: ${whyUnfit(result, text)}`);
    edits.push(...result.edits);
    return undefined;
  };

  const opens = change.status !== undefined && change.status !== 'done' && change.status !== 'dropped';
  if (opens && isStruckRow(source, row, columns))
    return refuse(
      'task.struck',
      t('The title of {0} is struck out. Take the ~~ away first, then its status can be changed.', title),
    );
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
  return ends.size === edits.length
    ? { kind: 'edits', edits }
    : refuse('row.short', t('The row ends before its Status and Owner columns. Complete it first.'));
}

/** The row that a task was read from. */
function findRow(file: MarkdownFile, { place }: Task): FoundRow | undefined {
  for (const { table, columns, rows } of findTaskTables(file)) {
    const row = rows.find(({ range }) => range.start === place.start);
    if (row !== undefined) return { table, row, columns };
  }
  return undefined;
}

function statusOf({ source }: MarkdownFile, { row, columns }: FoundRow): Status | 'unknown' {
  const cell = row.cells[columns.status];
  return cell === undefined ? 'unknown' : readState(cellText(source, cell), columns);
}

function whyUnfit({ why }: UnfitCell, text: string): string {
  switch (why) {
    case 'lines':
      return t('A cell holds one line.');
    case 'noCells':
      return t('The row has no cells.');
    case 'form':
      return t('“{0}” does not fit into this row as it is written.', text);
  }
}
