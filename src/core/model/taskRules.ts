import type { Task } from './item.ts';
import { isSameOwner } from './owner.ts';

/** `todo` that is free or already names you, or `wip` without an owner: what can be claimed. */
export function isOpen(task: Task, me: string | undefined): boolean {
  if (task.status === 'todo') return task.owner === undefined || isSameOwner(task.owner, me);
  return task.status === 'wip' && task.owner === undefined;
}

/** Neither done nor given up. */
export function isUnfinished(task: Task): boolean {
  return task.status !== 'done' && task.status !== 'dropped';
}

export function isYours(task: Task, me: string | undefined): boolean {
  return task.owner !== undefined && isSameOwner(task.owner, me);
}

/** Also what is blocked or failed: then it is done after all. */
export function canFinish(task: Task): boolean {
  return isUnfinished(task);
}

export function canRelease(task: Task): boolean {
  return task.owner !== undefined && isUnfinished(task);
}

/** What is closed, stuck or failed can be taken up again. */
export function canReopen(task: Task): boolean {
  return task.status !== 'todo' && task.status !== 'wip' && task.status !== 'unknown';
}
