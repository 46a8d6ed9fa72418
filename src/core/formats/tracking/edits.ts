import { isStruckOut } from '../../model/cellWord.ts';
import type { Task } from '../../model/item.ts';
import { isNobody, isSameOwner } from '../../model/owner.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Edits, TextEdit } from '../../text/edit.ts';
import { splitRow } from '../../text/pipeRow.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { setCell } from '../../text/table.ts';
import {
  refuseConflict,
  refuseMissing,
  type OpenStream,
  type PreferredWord,
  type TaskChange,
} from '../format.ts';
import { isBox, setBox } from './boxEdits.ts';
import { readState } from './doneColumn.ts';
import { doneWordFor, nobodyWord, wordFor } from './words.ts';
import { findTaskTables, tablesOf } from './tables.ts';

/** See `TaskFormat.setTask`. */
export function setTask(
  { file, stream }: OpenStream,
  task: Task,
  change: TaskChange,
  preferred: PreferredWord,
): Edits | Refusal {
  const { source } = file;
  const conflict = refuseConflict(file);
  if (conflict !== undefined) return conflict;
  if (isBox(source, task)) return setBox(file, task, change);
  const title = task.title.value;
  if (task.cutOff === true) return refusal('row.cutOff', { title });
  const tables = tablesOf(file, stream);
  const found = tables.find(
    ({ table: { range } }) =>
      range.start <= task.location.range.start && task.location.range.end <= range.end,
  );
  const row = splitRow(source.text, task.location.range);
  if (found === undefined || row === undefined) return refuseMissing(file.id.path, title);
  const { table, columns } = found;
  const edits: TextEdit[] = [];
  const put = (
    { range }: Sourced<unknown>,
    column: number,
    name: string,
    text: string,
  ): Refusal | undefined => {
    if (range === undefined) return refusal('column.missing', { title, column: name });
    const result = setCell(source, table, row, column, text);
    if (result.kind === 'unfit') return refusal('cell.refused', { title, why: result.why, text });
    edits.push(...result.edits);
    return undefined;
  };

  const opens = change.status !== undefined && change.status !== 'done' && change.status !== 'dropped';
  if (opens && isStruckOut(task.title.written)) return refusal('task.struck', { title });
  const { owner } = change;
  const now = task.owner.written;
  const free = isNobody(now);
  // With its owner a task is begun, where a column only asks whether it is done.
  const isTold = columns.isDone && change.status === 'wip' && (owner === undefined ? !free : owner !== null);
  const status = isTold ? 'todo' : change.status;
  const hasStatus = row.cells[columns.status] !== undefined;
  if (status !== undefined && !(hasStatus && readState(task.status.written, columns) === status)) {
    const word = columns.isDone ? doneWordFor(tables, status, preferred) : wordFor(tables, status, preferred);
    const refused = put(task.status, columns.status, columns.names[columns.status] ?? 'Status', word);
    if (refused !== undefined) return refused;
  }
  if (owner !== undefined) {
    // A table without owners needs none to give a task back.
    if (owner === null ? !free : !isSameOwner(now, owner)) {
      const refused = put(task.owner, columns.owner, 'Owner', owner ?? nobodyWord(tables));
      if (refused !== undefined) return refused;
    }
  }
  return mergeAdded(edits);
}

/** See `TaskFormat.joinRows`. */
export function joinRows(file: MarkdownDocument): (Edits & { readonly rows: number }) | Refusal {
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
