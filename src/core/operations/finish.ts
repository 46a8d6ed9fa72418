import * as z from 'zod/mini';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { taskInput } from './inputs.ts';
import { cellRefusals, changeTask, onTask, refuseForeign } from './onDocument.ts';

export const finish = onTask({
  id: 'finish_task',
  description: 'Makes a task done; one without an owner gets your name.',
  input: z.strictObject(taskInput),
  refusals: ['task.dropped', 'task.taken', ...cellRefusals],
  plan: (context, _input, task) => {
    const { status, owner } = task;
    const title = task.title.value;
    if (status.value === 'done') return { kind: 'unchanged', outcome: outcome('task.isDone', { title }) };
    if (status.value === 'dropped') return refusal('task.dropped', { title });
    return (
      refuseForeign(task, context, 'finish') ??
      changeTask(
        context,
        task,
        owner.value === undefined ? { status: 'done', owner: context.me } : { status: 'done' },
        outcome('task.finished', { title }),
      )
    );
  },
});
