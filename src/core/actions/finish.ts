import { refuse } from '../formats/format.ts';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Makes a task `done`; a row without an owner gets yours. */
export const finish = onTask<TaskArgs>((context, args, task) => {
  const { title, status, owner } = task;
  if (status === 'done') return { kind: 'unchanged', summary: `${title} is done already.` };
  if (status === 'dropped') return refuse('task.dropped', `${title} was dropped. Reopen it first.`);
  return (
    refuseForeign(
      task,
      context,
      args,
      (name) => `${title} is ${name}’s. Finish it all the same?`,
      'Finish',
    ) ??
    changeTask(
      context,
      task,
      owner === undefined ? { status: 'done', owner: context.me } : { status: 'done' },
      `Finished ${title}. Reopen Task undoes it.`,
    )
  );
});
