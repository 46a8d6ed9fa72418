import * as z from 'zod/mini';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { taskInput } from './inputs.ts';
import { cellRefusals, changeTask, onTask, refuseForeign } from './onDocument.ts';

export const release = onTask({
  id: 'release_task',
  description: 'Gives an unfinished task back: to do, and nobody’s.',
  input: z.strictObject(taskInput),
  refusals: ['task.closed', 'task.taken', ...cellRefusals],
  plan: (context, _input, task) => {
    const { status, owner } = task;
    const title = task.title.value;
    if (status.value === 'done' || status.value === 'dropped')
      return refusal('task.closed', { title, status: status.value, asked: 'release' });
    if (owner.value === undefined) return { kind: 'unchanged', outcome: outcome('task.isFree', { title }) };
    return (
      refuseForeign(task, context, 'release') ??
      changeTask(context, task, { status: 'todo', owner: null }, outcome('task.released', { title }))
    );
  },
});
