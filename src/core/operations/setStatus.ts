import * as z from 'zod/mini';
import { outcome } from '../model/outcome.ts';
import { statuses } from '../model/status.ts';
import { taskInput } from './inputs.ts';
import { cellRefusals, changeTask, onTask, refuseForeign } from './onDocument.ts';

export const setStatus = onTask({
  id: 'set_task_status',
  description: 'Sets the status of a task; the owner stays.',
  input: z.strictObject({ ...taskInput, status: z.enum(statuses) }),
  refusals: ['task.taken', ...cellRefusals],
  plan: (context, { status }, task) => {
    const title = task.title.value;
    const { value: before, written } = task.status;
    if (before === status)
      return { kind: 'unchanged', outcome: outcome('task.hasStatus', { title, status }) };
    return (
      refuseForeign(task, context, 'setStatus') ??
      changeTask(context, task, { status }, outcome('task.statusSet', { title, status, before: written }))
    );
  },
});
