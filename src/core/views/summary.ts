import type { ProjectIndex } from '../index/projectIndex.ts';
import { isTaskByItself, isUnfinished, isYours } from '../model/taskRules.ts';
import { specProgress } from './specProgress.ts';

/** How many unfinished tasks are `me`'s: for the badge. */
export function openTasksOf(index: ProjectIndex, me: string): number {
  let count = 0;
  for (const item of index.items())
    if (item.kind === 'stream') {
      for (const task of item.tasks) if (isYours(task, me) && isUnfinished(task)) count++;
    } else if (item.kind === 'workItem' && isTaskByItself(item))
      if (isYours(item.task, me) && isUnfinished(item.task)) count++;
  return count;
}

/** How many criteria of all specs are met, of how many. */
export function criteriaMet(index: ProjectIndex): { readonly met: number; readonly total: number } {
  let met = 0;
  let total = 0;
  for (const item of index.items()) {
    if (item.kind !== 'spec') continue;
    const progress = specProgress(index, item);
    met += progress.met;
    total += progress.total;
  }
  return { met, total };
}
