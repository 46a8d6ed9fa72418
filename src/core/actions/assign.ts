import { checkOwner, isSameOwner } from '../model/owner.ts';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Sets an owner, for example to hand a task to an agent; the status stays. */
export const assign = onTask<TaskArgs & { readonly owner: string }>((context, args, task) => {
  const wrong = checkOwner(args.owner);
  if (wrong !== undefined) return refusal('owner.invalid', { fault: wrong });
  const title = task.title.value;
  const before = task.owner.value;
  const { owner } = args;
  if (isSameOwner(before, owner))
    return { kind: 'unchanged', outcome: outcome('task.isOwned', { title, owner }) };
  const undo = before === undefined ? 'release' : 'assign';
  return (
    refuseForeign(task, context, 'assign') ??
    changeTask(context, task, { owner }, outcome('task.assigned', { title, owner, undo }))
  );
});
