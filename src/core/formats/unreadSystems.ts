import type { WorkItem } from '../model/item.ts';

/** A system of tracking that is known by its files, and not read. */
export interface UnreadSystem {
  readonly id: string;
  /** As people call it. */
  readonly name: string;
  /** Files and folders, relative to a workspace folder; any of them shows that the system is used there. */
  readonly marks: readonly string[];
}

/** The systems that are named to people, so that nobody takes a folder that uses one for an empty one. */
export const unreadSystems: readonly UnreadSystem[] = [
  { id: 'taskMaster', name: 'Task Master', marks: ['.taskmaster'] },
  { id: 'beads', name: 'Beads', marks: ['.beads'] },
];

/** A file that many folders keep their backlog or their tech debt in, all of it in one list: such files are not read. */
export interface ListFile {
  readonly path: string;
  readonly list: WorkItem['list'];
}

/** Where such files are looked for. */
export const listFiles: readonly ListFile[] = [
  ...spelled('backlog', 'BACKLOG', 'TODO', 'TODOS'),
  ...spelled('debt', 'TECH_DEBT', 'TECH-DEBT', 'TECHDEBT'),
];

function spelled(list: WorkItem['list'], ...names: readonly string[]): readonly ListFile[] {
  return names.flatMap((name) => [name, name.toLowerCase()].map((each) => ({ path: `${each}.md`, list })));
}
