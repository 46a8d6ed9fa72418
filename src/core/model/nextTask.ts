import { isOffered } from './availableOperations.ts';
import type { Stream, StreamTask, Task } from './item.ts';
import { isOpen, isUnfinished, isYours } from './taskRules.ts';

/**
 * What *Claim Next Task* takes: the first open task, in file order, that waits for no other; one whose neighbours are being changed by
 * others only when there is no other, as git merges claims of adjacent rows with a conflict, and claims one row apart without.
 * @param me the owner name of whoever asks; undefined while it is not known
 */
export function nextTask({ tasks }: Stream, me: string | undefined): StreamTask | undefined {
  const foreign = (task: Task | undefined): boolean =>
    task?.status.value === 'wip' && task.owner.value !== undefined && !isYours(task, me);
  const isFree = (task: Task): boolean => isOffered(task, me, 'claim_task');
  const open = new Set(tasks.filter(isUnfinished).map(({ id }) => id));
  const waits = ({ id, dependsOn = [] }: Task): boolean =>
    dependsOn.some(({ value }) => value !== id && open.has(value));
  return (
    tasks.find(
      (task, at) => isFree(task) && !waits(task) && !foreign(tasks[at - 1]) && !foreign(tasks[at + 1]),
    ) ??
    tasks.find((task) => isFree(task) && !waits(task)) ??
    tasks.find((task, at) => isFree(task) && !foreign(tasks[at - 1]) && !foreign(tasks[at + 1])) ??
    tasks.find(isFree) ??
    // One that cannot be told apart is refused, and that says why.
    tasks.find((task) => isOpen(task, me))
  );
}
