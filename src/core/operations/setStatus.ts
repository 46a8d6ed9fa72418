import * as z from 'zod/mini';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { statuses } from '../model/status.ts';
import { escapeInline } from '../text/inline.ts';
import { taskInput, textInput } from './inputs.ts';
import { cellRefusals, changeTask, onePart, onTask, planEdits, refuseForeign } from './onDocument.ts';

/** With a reason the notes say it: `- maple: blocked "Add jitter": waiting for the new clock` */
export const setStatus = onTask({
  id: 'set_task_status',
  description: 'Sets the status of a task, and notes the reason if there is one; the owner stays.',
  input: z.strictObject({
    ...taskInput,
    status: z.enum(statuses),
    reason: z.optional(textInput('why, in one line, for the notes of the branch')),
  }),
  refusals: ['note.text', 'stream.missing', 'task.taken', ...cellRefusals],
  plan: (context, { status, reason }, task) => {
    const title = task.title.value;
    const { value: before, written } = task.status;
    const isSame = before === status;
    if (isSame && reason === undefined)
      return { kind: 'unchanged', outcome: outcome('task.hasStatus', { title, status }) };
    const foreign = refuseForeign(task, context, 'setStatus');
    if (foreign !== undefined) return foreign;
    const set = outcome('task.statusSet', { title, status, before: written });
    if (reason === undefined) return changeTask(context, task, { status }, set);
    const { open, me } = context;
    const found = onePart(context);
    if (found.kind === 'refused') return found;
    const { stream, part, tasks } = found;
    if (tasks.addNote === undefined) return found.onlyShown;
    const why = reason.replace(/\s+/g, ' ').trim();
    if (why === '') return refusal('note.text', { why: 'empty' });
    const noted = tasks.addNote(open, part, `${me}: ${status} "${escapeInline(title)}": ${why}`, context);
    if (noted.kind === 'refused') return noted;
    if (isSame) return planEdits(context, noted.edits, outcome('note.added', { stream: stream.name }));
    const changed = tasks.set(open, task, { status }, context);
    if (changed.kind === 'refused') return changed;
    return planEdits(context, [...changed.edits, ...noted.edits], set);
  },
});
