import { refuse } from '../formats/format.ts';
import { checkOwner } from '../model/owner.ts';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Sets an owner, for example to hand a task to an agent; the status stays. */
export const assign = onTask<TaskArgs & { readonly owner: string }>((context, args, task) => {
  const wrong = checkOwner(args.owner);
  if (wrong !== undefined) return refuse('owner.invalid', wrong);
  const { title, owner } = task;
  if (owner === args.owner) return { kind: 'unchanged', summary: `${title} is ${args.owner}’s already.` };
  const undo = owner === undefined ? 'Release Task' : 'Assign Task';
  return (
    refuseForeign(
      task,
      context,
      args,
      (name) => `${title} is ${name}’s. Assign it all the same?`,
      'Assign',
    ) ??
    changeTask(context, task, { owner: args.owner }, `Assigned ${title} to ${args.owner}. ${undo} undoes it.`)
  );
});
