import type { ProjectIndex } from '../index/projectIndex.ts';
import { isUnfinished, isYours } from '../model/taskRules.ts';

/** How many unfinished tasks are `me`'s: for the badge. */
export function openTasksOf(index: ProjectIndex, me: string): number {
  let count = 0;
  for (const { item } of index.files())
    for (const task of item?.tasks ?? []) if (isYours(task, me) && isUnfinished(task)) count++;
  return count;
}
