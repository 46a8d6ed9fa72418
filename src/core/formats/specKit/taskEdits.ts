import type { StreamTask } from '../../model/item.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import type { Edits } from '../../text/edit.ts';
import { nameOfFile } from '../../text/syntax.ts';
import type { OpenDocument, TaskChange, TaskEdits } from '../format.ts';
import { addTask } from './addTask.ts';
import { tasksIn } from './tasks.ts';

/** How the boxes of `tasks.md` are ticked, and tasks are added. Who is at one is kept beside the file. */
export const taskEdits: TaskEdits<'lines'> = { set: setBox, add: addTask };

/** Ticks a box, or empties it: nothing else of its line changes. */
function setBox(
  { document, parsed }: OpenDocument<'lines'>,
  { status: { written, range } }: StreamTask,
  { status }: TaskChange,
): Edits | Refusal {
  if (status === undefined) return { kind: 'edits', edits: [] };
  if (status !== 'done' && status !== 'todo')
    return refusal('status.noWord', { file: `${nameOfFile(document.id.path)}.md` });
  if (range === undefined) throw new Error('a box is read with its place');
  const isSo = status === 'done' ? /^[xX]$/.test(written) : written === ' ';
  if (isSo) return { kind: 'edits', edits: [] };
  const text = status === 'done' ? tickIn(tasksIn(parsed)) : ' ';
  return { kind: 'edits', edits: [{ range, expect: written, text }] };
}

/** As most of the file's boxes are ticked. */
function tickIn(tasks: readonly StreamTask[]): string {
  const ticked = (sign: string): number => tasks.filter(({ status }) => status.written === sign).length;
  return ticked('X') > ticked('x') ? 'X' : 'x';
}
