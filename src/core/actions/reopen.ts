import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Takes up again what is closed, blocked or failed: `wip` if somebody owns it, else `todo`. */
export const reopen = onTask<TaskArgs>((context, args, task) => {
  const { title, status, owner } = task;
  if (status === 'todo' || status === 'wip')
    return { kind: 'unchanged', summary: `${title} is open already.` };
  const undo = status === 'done' ? 'Finish Task' : 'Set Task Status';
  return (
    refuseForeign(
      task,
      context,
      args,
      (name) => `${title} is ${name}’s. Reopen it all the same?`,
      'Reopen',
    ) ??
    changeTask(
      context,
      task,
      { status: owner === undefined ? 'todo' : 'wip' },
      `Reopened ${title}. ${undo} undoes it.`,
    )
  );
});
