import type { Status } from '../model/status.ts';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Sets any status; the owner stays. */
export const setStatus = onTask<TaskArgs & { readonly status: Status }>((context, args, task) => {
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
});
