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
  {
    id: 'backlogMd',
    name: 'Backlog.md',
    marks: ['backlog/config.yml', 'backlog/config.yaml', '.backlog/config.yml', 'backlog.config.yml'],
  },
  { id: 'openSpec', name: 'OpenSpec', marks: ['openspec/specs', 'openspec/changes', 'openspec/project.md'] },
  { id: 'specKit', name: 'Spec Kit', marks: ['.specify'] },
];
