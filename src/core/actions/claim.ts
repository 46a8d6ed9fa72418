import { t } from '@vscode/l10n';
import { refuseConflict } from '../formats/format.ts';
import type { Stream, Task } from '../model/item.ts';
import { isSameOwner } from '../model/owner.ts';
import { refuse } from '../model/refusal.ts';
import { isOpen } from '../model/taskRules.ts';
import {
  changeTask,
  noTasks,
  onTask,
  refuseForeign,
  streamOf,
  type Action,
  type ActionContext,
  type Confirmation,
  type Outcome,
  type TaskArgs,
} from './action.ts';

/** Makes an open task yours: `wip`, with your name. Claiming your own row again changes nothing. */
export const claim = onTask<TaskArgs>(claimTask);

/** Claims the next open task of a progress file. */
export const claimNext: Action<{ readonly confirmed?: Confirmation }> = (context) => {
  const stream = streamOf(context);
  if (stream === undefined) return noTasks(context.file.path);
  const conflict = refuseConflict(context.file);
  if (conflict !== undefined) return conflict;
  const task = nextTask(stream, context.me);
  return task === undefined
    ? refuse('task.noneOpen', whyNone(stream))
    : claim(context, { taskKey: task.key });
};

function claimTask(context: ActionContext, args: TaskArgs, task: Task): Outcome {
  const { title, status, owner } = task;
  if (status === 'wip' && isSameOwner(owner, context.me))
    return { kind: 'unchanged', summary: t('{0} is yours already.', title) };
  const foreign =
    status === 'todo' || status === 'wip'
      ? refuseForeign(task, context, args, takenBy(task), t('Take Over'))
      : undefined;
  if (foreign !== undefined) return foreign;
  const confirmed = args.confirmed !== undefined && args.confirmed.owner === owner;
  if (!isOpen(task, context.me) && !confirmed) return refuse('task.notOpen', whyNotOpen(task));
  return changeTask(
    context,
    task,
    { status: 'wip', owner: context.me },
    t('Claimed {0}. Release Task undoes it; commit the file for others to see it.', title),
  );
}

function takenBy({ title, status }: Task) {
  return (owner: string): string =>
    status === 'todo'
      ? t('{0} is assigned to {1}.', title, owner)
      : t('{0} is already claimed by {1}.', title, owner);
}

function whyNotOpen({ title, status, statusWord }: Task): string {
  switch (status) {
    case 'done':
      return t('{0} is done. Reopen it first.', title);
    case 'dropped':
      return t('{0} was dropped. Reopen it first.', title);
    case 'blocked':
      return t('{0} is blocked. Reopen it when nothing blocks it any more.', title);
    case 'failed':
      return t('{0} has failed. Reopen it to try again.', title);
    case 'unknown':
      return t(
        '{0} has the status “{1}”, which Throughline does not know. Set its status first.',
        title,
        statusWord,
      );
    case 'todo':
    case 'wip':
      return t('{0} cannot be claimed.', title);
  }
}

/**
 * The first open task, in file order; one whose neighbours are being changed by others only when there is no other:
 * git merges claims of adjacent rows with a conflict, claims one row apart without.
 */
function nextTask(stream: Stream, me: string): Task | undefined {
  const { tasks } = stream;
  const foreign = (task: Task | undefined): boolean =>
    task?.status === 'wip' && task.owner !== undefined && !isSameOwner(task.owner, me);
  const isFree = (task: Task): boolean => isOpen(task, me) && task.ambiguous !== true && task.cutOff !== true;
  return (
    tasks.find((task, at) => isFree(task) && !foreign(tasks[at - 1]) && !foreign(tasks[at + 1])) ??
    tasks.find(isFree) ??
    // One that cannot be told apart is refused, and that says why.
    tasks.find((task) => isOpen(task, me))
  );
}

function whyNone({ name, tasks }: Stream): string {
  if (tasks.length === 0) return t('{0} has no tasks yet.', name);
  return tasks.every(({ status }) => status === 'done' || status === 'dropped')
    ? t('Every task of {0} is done.', name)
    : t('No task of {0} is free.', name);
}
