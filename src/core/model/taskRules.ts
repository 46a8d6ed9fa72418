import type { Task } from './item.ts';
import { isSameOwner } from './owner.ts';

/** `todo` that is free or already names you, or `wip` without an owner: what can be claimed. */
export function isOpen(task: Task, me: string | undefined): boolean {
  if (task.status.value === 'todo')
    return task.owner.value === undefined || isSameOwner(task.owner.value, me);
  return task.status.value === 'wip' && task.owner.value === undefined;
}

/** Neither done nor given up. */
export function isUnfinished(task: Task): boolean {
  return task.status.value !== 'done' && task.status.value !== 'dropped';
}

export function isYours(task: Task, me: string | undefined): boolean {
  return task.owner.value !== undefined && isSameOwner(task.owner.value, me);
}

/** Also what is blocked or failed: then it is done after all. */
export function canFinish(task: Task): boolean {
  return isUnfinished(task);
}

export function canRelease(task: Task): boolean {
  return task.owner.value !== undefined && isUnfinished(task);
}

/** What is closed, stuck or failed can be taken up again. */
export function canReopen(task: Task): boolean {
  return task.status.value !== 'todo' && task.status.value !== 'wip' && task.status.value !== 'unknown';
}
