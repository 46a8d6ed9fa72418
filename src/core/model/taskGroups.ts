import type { StreamTask, TaskGroup } from './item.ts';
import { comparable } from './rowIdentity.ts';
import type { Status } from './status.ts';
import { readStatus } from './statusWords.ts';

/** What holds tasks under a heading. */
export interface HeadedTasks {
  /** Plain text of the heading. */
  readonly title: string;
  readonly tasks: readonly StreamTask[];
}

interface Grouped {
  readonly tasks?: readonly StreamTask[];
  readonly groups?: readonly TaskGroup[];
}

/** The headings that tasks of a stream are under, in order, each once. */
export function headedTasks({ groups = [], tasks = [] }: Grouped): readonly HeadedTasks[] {
  const found = new Map<string, { readonly title: string; readonly tasks: StreamTask[] }>();
  let next = 0;
  for (const { title, count } of groups) {
    const own = tasks.slice(next, (next += count));
    if (title === undefined) continue;
    const name = headingName(title);
    const headed = found.get(name) ?? { title, tasks: [] };
    found.set(name, headed);
    // One by one: a call takes no hundred thousand arguments.
    for (const task of own) headed.tasks.push(task);
  }
  return [...found.values()];
}

/** What a heading is found by, however its letters are written. */
export function headingName(heading: string): string {
  return comparable(heading.trim()).toLowerCase();
}

/** The last of several that has something left to do; else the last that is not kept for what is finished, where there is one. */
export function groupToExtend<
  Group extends { readonly title: string | undefined; readonly tasks: readonly StreamTask[] },
>(groups: readonly Group[]): Group | undefined {
  const isOver = (status: Status | 'unknown'): boolean => status === 'done' || status === 'dropped';
  return (
    groups.findLast(({ tasks }) => tasks.some(({ status }) => !isOver(status.value))) ??
    groups.findLast(({ title = '' }) => !isOver(readStatus(title)) && !/\barchived?\b/i.test(title)) ??
    groups.at(-1)
  );
}
