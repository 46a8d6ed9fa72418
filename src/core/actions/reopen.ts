import { outcome } from '../model/outcome.ts';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Takes up again what is closed, blocked or failed: `wip` if somebody owns it, else `todo`. */
export const reopen = onTask<TaskArgs>((context, _args, task) => {
  const { status, owner } = task;
  const title = task.title.value;
  if (status.value === 'todo' || status.value === 'wip')
    return { kind: 'unchanged', outcome: outcome('task.isOpen', { title }) };
  const undo = status.value === 'done' ? 'finish' : 'setStatus';
  return (
    refuseForeign(task, context, 'reopen') ??
    changeTask(
      context,
      task,
      { status: owner.value === undefined ? 'todo' : 'wip' },
      outcome('task.reopened', { title, undo }),
    )
  );
});
