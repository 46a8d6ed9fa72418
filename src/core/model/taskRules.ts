import { isInCommit, type Task, type WorkItem } from './item.ts';
import { isReadOnly } from './capabilities.ts';
import { isNamedIn, isSameOwner } from './owner.ts';
import type { Status } from './status.ts';

/** `todo` that is free or already names you, or `wip` without an owner: what can be claimed. */
export function isOpen(task: Task, me: string | undefined): boolean {
  if (!hasOwner(task)) return false;
  if (task.status.value === 'todo') return task.owner.value === undefined || isNamedIn(task.owner.value, me);
  return task.status.value === 'wip' && task.owner.value === undefined;
}

/** Nobody's, where somebody's could be written: a step of a workflow that names no owners is not free. */
export function isFree(task: Task): boolean {
  return task.owner.value === undefined && hasOwner(task);
}

/** Neither done nor given up. */
export function isUnfinished(task: Task): boolean {
  return task.status.value !== 'done' && task.status.value !== 'dropped';
}

/** Also what is others' too. */
export function isYours(task: Task, me: string | undefined): boolean {
  return task.owner.value !== undefined && isNamedIn(task.owner.value, me);
}

/** Yours together with others: who writes another owner takes it from them. */
export function isShared(task: Task, me: string | undefined): boolean {
  return isYours(task, me) && !isSameOwner(task.owner.value, me);
}

/** Whether it can be told from every other task, and its file has a place for changes: otherwise nothing is offered for it. */
export function isChangeable(task: Task): boolean {
  const { ambiguous, cutOff, inConflict, can } = task;
  const isUnclear = ambiguous === true || cutOff === true || inConflict === true;
  return !isUnclear && !isReadOnly(can) && !isInCommit(task);
}

/** What is open, or somebody else's: then it is taken over. */
export function canClaim(task: Task, me: string | undefined): boolean {
  return canBegin(task) && hasOwner(task) && (isOpen(task, me) || isOthers(task, me));
}

/** Also what is blocked or failed: then it is done after all. */
export function canFinish(task: Task): boolean {
  return canBecome(task, 'done') && isUnfinished(task);
}

export function canRelease(task: Task): boolean {
  return canBecome(task, 'todo') && hasOwner(task) && task.owner.value !== undefined && isUnfinished(task);
}

/** What is closed, stuck or failed can be taken up again, and what says something that nobody knows. */
export function canReopen(task: Task): boolean {
  const { value: status } = task.status;
  const isOpen = status === 'todo' || status === 'wip';
  return (task.owner.value === undefined ? canBecome(task, 'todo') : canBegin(task)) && !isOpen;
}

export function canAssign(task: Task): boolean {
  return hasOwner(task) && isUnfinished(task);
}

export function canDefer(task: Task): boolean {
  return canBecome(task, 'dropped') && isUnfinished(task);
}

export function canBecome({ can }: Task, status: Status): boolean {
  return can.statuses.includes(status);
}

/** Where the file has no word for it, a claim beside it says so. */
function canBegin(task: Task): boolean {
  return canBecome(task, 'wip') || task.can.owner === 'claims';
}

/** Whether a work item is claimed and finished like the tasks of streams. */
export function isTaskByItself({ task, shelf }: WorkItem): boolean {
  return task.can.owner === 'file' && shelf !== 'archived';
}

/** Whether an item is closed when its branch is done with it: it is nobody's, and says of itself no more than that. */
export function canBeClosed({ can, status }: Task): boolean {
  return can.owner === 'none' && can.statuses.includes('done') && status.value !== 'done';
}

function hasOwner({ can }: Task): boolean {
  return can.owner !== 'none';
}

function isOthers(task: Task, me: string | undefined): boolean {
  const { value: status } = task.status;
  return (status === 'todo' || status === 'wip') && task.owner.value !== undefined && !isYours(task, me);
}
