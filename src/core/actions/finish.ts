import { t } from '@vscode/l10n';
import { refuse } from '../model/refusal.ts';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Makes a task `done`; a row without an owner gets yours. */
export const finish = onTask<TaskArgs>((context, args, task) => {
  const { title, status, owner } = task;
  if (status === 'done') return { kind: 'unchanged', summary: t('{0} is done already.', title) };
  if (status === 'dropped') return refuse('task.dropped', t('{0} was dropped. Reopen it first.', title));
  return (
    refuseForeign(
      task,
      context,
      args,
      (name) => t('{0} is {1}’s. Finish it all the same?', title, name),
      t('Finish'),
    ) ??
    changeTask(
      context,
      task,
      owner === undefined ? { status: 'done', owner: context.me } : { status: 'done' },
      t('Finished {0}. Reopen Task undoes it.', title),
    )
  );
});
