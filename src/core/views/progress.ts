import { t } from '@vscode/l10n';
import type { Task } from '../model/item.ts';
import { eachOwner } from '../model/owner.ts';
import { statuses, type Status } from '../model/status.ts';
import { statusWord } from './statusWord.ts';

/** How far tasks are: dropped ones leave the total. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly counts: Readonly<Record<Status | 'unknown', number>>;
}

export function progressOf(tasks: readonly Task[]): Progress {
  const counts = { todo: 0, wip: 0, blocked: 0, done: 0, failed: 0, dropped: 0, unknown: 0 };
  for (const { status } of tasks) counts[status.value]++;
  return { done: counts.done, total: tasks.length - counts.dropped, counts };
}

/** `2 wip`. */
export function countStatus(status: Status | 'unknown', count: number): string {
  return `${count} ${statusWord(status)}`;
}

/** `4/10`; where no task counts, what there is instead. */
export function shortProgress(tasks: readonly Task[]): string {
  const { done, total, counts } = progressOf(tasks);
  if (total > 0) return `${done}/${total}`;
  return counts.dropped > 0 ? countStatus('dropped', counts.dropped) : t('no tasks');
}

/** `4 of 10 done, 2 wip, 1 dropped`: only what there is, in the order of statuses. */
export function describeProgress({ done, total, counts }: Progress): string {
  const others = [...statuses, 'unknown' as const]
    .filter((status) => status !== 'done' && counts[status] > 0)
    .map((status) => countStatus(status, counts[status]));
  return [t('{0} of {1} done', done, total), ...others].join(', ');
}

/** Everybody who owns a task that still counts, in the order of their rows. */
export function ownersOf(tasks: readonly Task[]): readonly string[] {
  return eachOwner(
    tasks.flatMap(({ owner, status }) => (status.value === 'dropped' ? [] : (owner.value ?? []))),
  );
}
