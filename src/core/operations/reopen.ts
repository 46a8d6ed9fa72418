import * as z from 'zod/mini';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { taskInput } from './inputs.ts';
import { cellRefusals, changeTask, onTask, refuseForeign } from './onDocument.ts';

export const reopen = onTask({
  id: 'reopen_task',
  description:
    'Takes up again what is closed, blocked or failed: in progress where somebody owns it, else to do.',
  input: z.strictObject(taskInput),
  refusals: ['step.instead', 'task.taken', ...cellRefusals],
  planStep: () => refusal('step.instead', { use: 'resume_trace' }),
  plan: (context, _input, task) => {
    const { status, owner } = task;
    const title = task.title.value;
    if (status.value === 'todo' || status.value === 'wip')
      return { kind: 'unchanged', outcome: outcome('task.isOpen', { title }) };
    return (
      refuseForeign(task, context, 'reopen') ??
      changeTask(
        context,
        task,
        { status: owner.value === undefined ? 'todo' : 'wip' },
        outcome('task.reopened', { title }),
      )
    );
  },
});
