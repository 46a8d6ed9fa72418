import { refuse } from '../formats/format.ts';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Gives a task back: `todo`, and the file's word for nobody. */
export const release = onTask<TaskArgs>((context, args, task) => {
  const { title, status, owner } = task;
  if (status === 'done' || status === 'dropped')
    return refuse(
      'task.closed',
      `${title} is ${status}; only unfinished tasks are released. Reopen it first.`,
    );
  if (owner === undefined) return { kind: 'unchanged', summary: `${title} is free already.` };
  return (
    refuseForeign(
      task,
      context,
      args,
      (name) => `${title} is ${name}’s. Release it all the same?`,
      'Release',
    ) ??
    changeTask(
      context,
      task,
      { status: 'todo', owner: null },
      `Released ${title}. Claim Task takes it again.`,
    )
  );
});
