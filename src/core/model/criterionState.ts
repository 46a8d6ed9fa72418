import type { Criterion, Task } from './item.ts';
import type { Status } from './status.ts';

/** A criterion's status by its tasks; `none` has no task. */
export type CriterionStatus = Status | 'none';

/** Whether a criterion is left out of all counts: no task names it, and none has to. */
export function isUncounted({ needsTask }: Criterion, tasks: readonly Task[]): boolean {
  return needsTask === false && tasks.length === 0;
}

/** Whether the work of a criterion was put off, and not given up. */
export function isDeferred(tasks: readonly Task[]): boolean {
  return criterionStatus(tasks) === 'dropped' && tasks.some(({ deferred }) => deferred === true);
}

/**
 * First match: no task is none; all dropped, dropped; the rest all done, done; any failed, failed; any blocked, blocked;
 * any wip or done, wip; else todo. An unknown word counts as todo: nobody knows more.
 */
export function criterionStatus(tasks: readonly Task[]): CriterionStatus {
  if (tasks.length === 0) return 'none';
  const counted = tasks.filter(({ status }) => status.value !== 'dropped');
  const some = (wanted: Status): boolean => counted.some(({ status }) => status.value === wanted);
  if (counted.length === 0) return 'dropped';
  if (counted.every(({ status }) => status.value === 'done')) return 'done';
  if (some('failed')) return 'failed';
  if (some('blocked')) return 'blocked';
  return some('wip') || some('done') ? 'wip' : 'todo';
}
