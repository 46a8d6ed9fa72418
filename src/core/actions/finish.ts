import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Makes a task `done`; a row without an owner gets yours. */
export const finish = onTask<TaskArgs>((context, _args, task) => {
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
});
