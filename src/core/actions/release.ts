import { t } from '@vscode/l10n';
import { refuse } from '../model/refusal.ts';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Gives a task back: `todo`, and the file's word for nobody. */
export const release = onTask<TaskArgs>((context, args, task) => {
  const { title, status, owner } = task;
  if (status === 'done' || status === 'dropped')
    return refuse(
      'task.closed',
      t('{0} is {1}; only unfinished tasks are released. Reopen it first.', title, status),
    );
  if (owner === undefined) return { kind: 'unchanged', summary: t('{0} is free already.', title) };
  return (
    refuseForeign(
      task,
      context,
      args,
      (name) => t('{0} is {1}’s. Release it all the same?', title, name),
      t('Release'),
    ) ??
    changeTask(
      context,
      task,
      { status: 'todo', owner: null },
      t('Released {0}. Claim Task takes it again.', title),
    )
  );
});
