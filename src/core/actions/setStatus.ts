import type { Status } from '../model/status.ts';
import { changeTask, findTask, refuseForeign, type Action, type TaskArgs } from './action.ts';

/** Sets any status; the owner stays. */
export const setStatus: Action<TaskArgs & { readonly status: Status }> = (context, args) => {
  const found = findTask(context, args.taskKey);
  if (found.kind === 'refused') return found;
  const { task } = found;
  const { title, status, statusWord } = task;
  if (status === args.status) return { kind: 'unchanged', summary: `${title} is ${status} already.` };
  return (
    refuseForeign(
      task,
      context,
      args,
      (name) => `${title} is ${name}’s. Set its status all the same?`,
      'Set Status',
    ) ??
    changeTask(
      context,
      task,
      { status: args.status },
      `${title} is ${args.status} now, after “${statusWord}”. Set Task Status undoes it.`,
    )
  );
};
