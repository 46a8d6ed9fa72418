import type { ProjectIndex } from '../index/projectIndex.ts';
import { criterionStatus } from '../model/criterionState.ts';
import type { Spec } from '../model/item.ts';

/** How far the criteria of a spec are: covered have a task, met have tasks that are all done. Dropped ones leave the total. */
export interface SpecProgress {
  readonly total: number;
  readonly covered: number;
  readonly met: number;
}

export function specProgress(index: ProjectIndex, spec: Spec): SpecProgress {
  return index.derive(spec.path, () => countCriteria(index, spec));
}

function countCriteria(index: ProjectIndex, spec: Spec): SpecProgress {
  let total = 0;
  let covered = 0;
  let met = 0;
  for (const { id } of spec.criteria) {
    const status = criterionStatus(index.tasksOf(spec, id).map(({ task }) => task));
    if (status === 'dropped') continue;
    total++;
    if (status !== 'none') covered++;
    if (status === 'done') met++;
  }
  return { total, covered, met };
}
