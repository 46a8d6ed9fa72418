import type { Status } from '../../model/status.ts';

/** Words of a task's status, as the table has them: others are shown as they are written. */
const statusOf: ReadonlyMap<string, Status> = new Map([
  ['pending', 'todo'],
  ['in_progress', 'wip'],
  ['blocked', 'blocked'],
  ['done', 'done'],
]);

/** Of a change: it is written down, at work, or over. */
const changeWords: ReadonlyMap<string, Status> = new Map([
  ['draft', 'todo'],
  ['active', 'wip'],
  ['archived', 'done'],
]);

export const taskStatuses: readonly Status[] = [...statusOf.values()];
export const taskWords: readonly string[] = [...statusOf.keys()];

export function readTaskWord(word: string): Status | 'unknown' {
  return statusOf.get(word) ?? 'unknown';
}

export function readChangeWord(word: string): Status | 'unknown' {
  return changeWords.get(word) ?? 'unknown';
}

/** The word for a task's status; undefined where the table has none. */
export function taskWordFor(status: Status): string | undefined {
  return [...statusOf].find(([, each]) => each === status)?.[0];
}
