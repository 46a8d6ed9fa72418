import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Gives a task back: `todo`, and the file's word for nobody. */
export const release = onTask<TaskArgs>((context, _args, task) => {
  const { status, owner } = task;
  const title = task.title.value;
  if (status.value === 'done' || status.value === 'dropped')
    return refusal('task.closed', { title, status: status.value, asked: 'release' });
  if (owner.value === undefined) return { kind: 'unchanged', outcome: outcome('task.isFree', { title }) };
  return (
    refuseForeign(task, context, 'release') ??
    changeTask(context, task, { status: 'todo', owner: null }, outcome('task.released', { title }))
  );
});
