import * as z from 'zod/mini';
import { outcome } from '../model/outcome.ts';
import { statuses } from '../model/status.ts';
import { canBecome } from '../model/taskRules.ts';
import { endedStepRefusals, planEndOf } from './endStep.ts';
import { taskInput, textInput } from './inputs.ts';
import { noteChange, noteRefusals } from './notedChange.ts';
import { cellRefusals, onTask, refuseForeign } from './onDocument.ts';

/** With a reason the notes say it: `- maple: blocked "Add jitter": waiting for the new clock` */
export const setStatus = onTask({
  id: 'set_task_status',
  description: 'Sets the status of a task, and notes the reason if there is one; the owner stays.',
  input: z.strictObject({
    ...taskInput,
    status: z.enum(statuses),
    reason: z.optional(textInput('why, in one line, for the notes of the branch; of a step, its summary')),
  }),
  refusals: ['task.taken', ...endedStepRefusals, ...noteRefusals, ...cellRefusals],
  planStep: (context, { status, reason }, step) => planEndOf(context, step, status, reason),
  plan: (context, { status, reason }, task) => {
    const title = task.title.value;
    const { value: before, written } = task.status;
    const isSame = before === status;
    // That somebody is at it is said by a claim, and by no status.
    if (task.can.owner === 'claims' && !isSame && !canBecome(task, status)) {
      const { open } = context;
      const noWord = open.format.tasks?.set(open, task, { status }, context);
      if (noWord?.kind === 'refused') return noWord;
    }
    if (isSame && reason === undefined)
      return { kind: 'unchanged', outcome: outcome('task.hasStatus', { title, status }) };
    return (
      refuseForeign(task, context, 'setStatus') ??
      noteChange(
        context,
        task,
        isSame ? undefined : { status },
        { status, remark: reason },
        outcome('task.statusSet', { title, status, before: written }),
      )
    );
  },
});
