import type { Board, BoardTask } from '../../src/core/board/protocol.ts';

/** All tasks that a board shows; none of the overview. */
export function tasksOf(shown: Board | undefined): readonly BoardTask[] {
  return shown?.kind === 'stream' ? [...shown.criteria.flatMap(({ tasks }) => tasks), ...shown.others] : [];
}

/** Ids of the tasks that are other than they were. */
export function changedTasks(before: Board | undefined, next: Board): readonly string[] {
  const known = new Map(tasksOf(before).map((task) => [task.id, JSON.stringify(task)]));
  return tasksOf(next).flatMap((task) => {
    const old = known.get(task.id);
    return old === undefined || old === JSON.stringify(task) ? [] : [task.id];
  });
}
