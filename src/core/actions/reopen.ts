import { t } from '@vscode/l10n';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Takes up again what is closed, blocked or failed: `wip` if somebody owns it, else `todo`. */
export const reopen = onTask<TaskArgs>((context, args, task) => {
  const { title, status, owner } = task;
  if (status === 'todo' || status === 'wip')
    return { kind: 'unchanged', summary: t('{0} is open already.', title) };
  const undo = status === 'done' ? t('Finish Task') : t('Set Task Status');
  return (
    refuseForeign(
      task,
      context,
      args,
      (name) => t('{0} is {1}’s. Reopen it all the same?', title, name),
      t('Reopen'),
    ) ??
    changeTask(
      context,
      task,
      { status: owner === undefined ? 'todo' : 'wip' },
      t('Reopened {0}. {1} undoes it.', title, undo),
    )
  );
});
