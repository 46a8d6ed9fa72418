import { t } from '@vscode/l10n';
import { ownerNameMessage } from '../messages/names.ts';
import { checkOwner, isSameOwner } from '../model/owner.ts';
import { refuse } from '../model/refusal.ts';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Sets an owner, for example to hand a task to an agent; the status stays. */
export const assign = onTask<TaskArgs & { readonly owner: string }>((context, args, task) => {
  const wrong = checkOwner(args.owner);
  if (wrong !== undefined) return refuse('owner.invalid', ownerNameMessage(wrong));
  const { title, owner } = task;
  if (isSameOwner(owner, args.owner))
    return { kind: 'unchanged', summary: t('{0} is {1}’s already.', title, args.owner) };
  const undo = owner === undefined ? t('Release Task') : t('Assign Task');
  return (
    refuseForeign(
      task,
      context,
      args,
      (name) => t('{0} is {1}’s. Assign it all the same?', title, name),
      t('Assign'),
    ) ??
    changeTask(
      context,
      task,
      { owner: args.owner },
      t('Assigned {0} to {1}. {2} undoes it.', title, args.owner, undo),
    )
  );
});
