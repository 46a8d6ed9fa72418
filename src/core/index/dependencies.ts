import type { WorkItem } from '../model/item.ts';
import type { ProjectIndex } from './projectIndex.ts';
import { workItemState } from './workItemState.ts';

/**
 * IDs of what an item waits for: those of its dependencies that are not done. One that nothing has, or several items, never counts as done.
 */
export function openDependencies(index: ProjectIndex, item: WorkItem): readonly string[] {
  const ids = (item.task.dependsOn ?? []).map(({ value }) => value);
  return [...new Set(ids)].filter((id) => {
    const [only, ...others] = index.ids.withId(item, id);
    if (only === undefined || others.length > 0) return true;
    const { status } = workItemState(index, only);
    return status !== 'done' && status !== 'dropped';
  });
}
