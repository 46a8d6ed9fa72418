import { t } from '@vscode/l10n';
import type { Status } from '../model/status.ts';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Sets any status; the owner stays. */
export const setStatus = onTask<TaskArgs & { readonly status: Status }>((context, args, task) => {
  const { title, status, statusWord } = task;
  if (status === args.status) return { kind: 'unchanged', summary: t('{0} is {1} already.', title, status) };
  return (
    refuseForeign(
      task,
      context,
      args,
      (name) => t('{0} is {1}’s. Set its status all the same?', title, name),
      t('Set Status'),
    ) ??
    changeTask(
      context,
      task,
      { status: args.status },
      t('{0} is {1} now, after “{2}”. Set Task Status undoes it.', title, args.status, statusWord),
    )
  );
});
