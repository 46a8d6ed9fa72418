import type { Board, BoardOwner, BoardTask } from '../../src/core/board/protocol.ts';

/** All tasks that a board shows; none of the overview. */
export function tasksOf(shown: Board | undefined): readonly BoardTask[] {
  return shown?.kind === 'stream'
    ? [...shown.criteria.flatMap(({ tasks }) => tasks), ...shown.others.flatMap(({ tasks }) => tasks)]
    : [];
}

/** All who are named on a board. */
export function ownersOn(shown: Board): readonly BoardOwner[] {
  if (shown.kind === 'overview')
    return [...shown.streams.flatMap(({ owners }) => owners), ...shown.people.map(({ owner }) => owner)];
  return tasksOf(shown).flatMap(({ owner }) => owner ?? []);
}

/** Ids of the tasks that are other than they were. */
export function changedTasks(before: Board | undefined, next: Board): readonly string[] {
  const known = new Map(tasksOf(before).map((task) => [task.id, JSON.stringify(task)]));
  return tasksOf(next).flatMap((task) => {
    const old = known.get(task.id);
    return old === undefined || old === JSON.stringify(task) ? [] : [task.id];
  });
}
