import * as z from 'zod/mini';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { endedStepRefusals, planEndOf } from './endStep.ts';
import { taskInput, textInput } from './inputs.ts';
import { noteChange, noteRefusals } from './notedChange.ts';
import { refuseUnchecked } from './openWork.ts';
import { cellRefusals, onTask, refuseForeign } from './onDocument.ts';

/** With evidence the notes say it: `- maple: done "Add jitter": npm test passes, 4f2a91c` */
export const finish = onTask({
  id: 'finish_task',
  description: 'Makes a task done; one without an owner gets your name.',
  input: z.strictObject({
    ...taskInput,
    evidence: z.optional(
      textInput(
        'what shows that it is done, in one line, for the notes of the branch; of a step, its summary',
      ),
    ),
  }),
  refusals: [
    'checks.open',
    'markers.broken',
    'task.dropped',
    'task.taken',
    ...endedStepRefusals,
    ...noteRefusals,
    ...cellRefusals,
  ],
  planStep: (context, { evidence }, step) => planEndOf(context, step, 'done', evidence),
  plan: (context, { evidence }, task) => {
    const { status, owner } = task;
    const title = task.title.value;
    const isDone = status.value === 'done';
    if (isDone && evidence === undefined)
      return { kind: 'unchanged', outcome: outcome('task.isDone', { title }) };
    if (status.value === 'dropped') return refusal('task.dropped', { title });
    const change =
      owner.value === undefined && task.can.owner !== 'none'
        ? ({ status: 'done', owner: context.me } as const)
        : ({ status: 'done' } as const);
    return (
      refuseForeign(task, context, 'finish') ??
      (isDone ? undefined : refuseUnchecked(context, task)) ??
      noteChange(
        context,
        task,
        isDone ? undefined : change,
        { status: 'done', remark: evidence },
        outcome('task.finished', { title }),
      )
    );
  },
});
