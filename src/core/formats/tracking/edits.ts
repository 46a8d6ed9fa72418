import { isStruckOut } from '../../model/cellWord.ts';
import type { StreamTask } from '../../model/item.ts';
import { isNobody, isSameOwner, waitingRemark } from '../../model/owner.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Edits, TextEdit } from '../../text/edit.ts';
import { setCell } from '../../text/table.ts';
import {
  refuseConflict,
  refuseMissing,
  type OpenDocument,
  type TaskChange,
  type WriteContext,
} from '../format.ts';
import { isBox, setBox } from './boxEdits.ts';
import { readState } from './doneColumn.ts';
import { doneWordFor, nobodyWord, wordFor } from './words.ts';
import { tablesOf } from './tables.ts';

/** Changes the cells of a task's row, or its check box; see `TaskEdits.set`. */
export function setTask(
  { document, parsed }: OpenDocument<'markdown'>,
  task: StreamTask,
  change: TaskChange,
  { preferred }: WriteContext,
): Edits | Refusal {
  const { source } = document;
  const conflict = refuseConflict(document);
  if (conflict !== undefined) return conflict;
  if (isBox(source, task)) return setBox(document, task, change);
  const title = task.title.value;
  if (task.cutOff === true) return refusal('row.cutOff', { title });
  const tables = parsed.parts.flatMap((part) => (part.kind === 'streamPart' ? tablesOf(document, part) : []));
  const { range: place } = task.location;
  const found = tables.find(({ table: { range } }) => range.start <= place.start && place.end <= range.end);
  const row = found?.table.rows.find(({ range }) => range.start === place.start);
  if (found === undefined || row === undefined) return refuseMissing(document.id.path, title);
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
  const remark = waitingRemark(now);
  const free = isNobody(now) || remark === now;
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
      // What the task waits for stays, with an owner and without one.
      const named = owner === null || remark === undefined ? owner : `${owner} (${remark})`;
      const refused = put(task.owner, columns.owner, 'Owner', named ?? remark ?? nobodyWord(tables));
      if (refused !== undefined) return refused;
    }
  }
  return mergeAdded(edits);
}

/** Two cells that a short row lacks are both added at its end: as one edit. */
function mergeAdded(edits: readonly TextEdit[]): Edits | Refusal {
  const ends = new Set(edits.map(({ range }) => range.start));
  return ends.size === edits.length ? { kind: 'edits', edits } : refusal('row.short', {});
}
