import { outcome } from '../model/outcome.ts';
import type { Status } from '../model/status.ts';
import { changeTask, onTask, refuseForeign, type TaskArgs } from './action.ts';

/** Sets any status; the owner stays. */
export const setStatus = onTask<TaskArgs & { readonly status: Status }>((context, args, task) => {
  const title = task.title.value;
  const { value: before, written } = task.status;
  const { status } = args;
  if (before === status) return { kind: 'unchanged', outcome: outcome('task.hasStatus', { title, status }) };
  return (
    refuseForeign(task, context, 'setStatus') ??
    changeTask(context, task, { status }, outcome('task.statusSet', { title, status, before: written }))
  );
});
