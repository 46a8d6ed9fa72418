import type { TaskChange } from '../formats/format.ts';
import type { StreamTask } from '../model/item.ts';
import { outcome, type Outcome } from '../model/outcome.ts';
import { refusal, type RefusalCode } from '../model/refusal.ts';
import { escapeInline } from '../text/inline.ts';
import type { Planned } from './operation.ts';
import {
  changeTask,
  noteHolder,
  planEdits,
  taskEdits,
  withCommand,
  type DocumentContext,
} from './onDocument.ts';

/** Why a note beside a change may be refused. */
export const noteRefusals: readonly RefusalCode[] = ['note.none', 'note.text', 'stream.missing'];

/**
 * Changes a task, and with a remark says in the notes of its branch what is meant, in the same write:
 * `- maple: blocked "Add jitter": waiting for the new clock`.
 * @param change undefined where the row says it already
 */
export function noteChange(
  context: DocumentContext,
  task: StreamTask,
  change: TaskChange | undefined,
  { status, remark }: { readonly status: string; readonly remark: string | undefined },
  done: Outcome,
): Planned {
  if (remark === undefined)
    return change === undefined
      ? { kind: 'unchanged', outcome: done }
      : changeTask(context, task, change, done);
  const { open, me } = context;
  const found = noteHolder(context);
  if (found.kind === 'refused') return found;
  const { name, part, tasks } = found;
  if (tasks.addNote === undefined) return refusal('note.none', { path: open.document.id.path });
  const text = remark.replace(/\s+/g, ' ').trim();
  if (text === '') return refusal('note.text', { why: 'empty' });
  const title = escapeInline(task.title.value);
  const noted = tasks.addNote(open, part, `${me}: ${status} "${title}": ${text}`, context);
  if (noted.kind === 'refused') return noted;
  if (change === undefined) return planEdits(context, noted.edits, outcome('note.added', { stream: name }));
  const changed = taskEdits(context, task, change);
  if (changed.kind === 'refused') return changed;
  return planEdits(
    context,
    [...changed.edits, ...noted.edits],
    withCommand(context, change, done),
    changed.beside,
  );
}
