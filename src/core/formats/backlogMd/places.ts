import type { FolderConfigs, Root } from '../../model/system.ts';
import { readKeyedLines } from '../../text/frontMatterLines.ts';
import { SourceText } from '../../text/sourceText.ts';

/** Keys by which a text is known as such a configuration. */
const configKeys: ReadonlySet<string> = new Set([
  'project_name',
  'default_status',
  'statuses',
  'task_prefix',
  'backlog_directory',
  'definition_of_done',
  'zero_padded_ids',
]);

/** Globs of the configurations, which show where the tool is used. */
export const backlogMarkers: readonly string[] = [
  '**/{backlog,.backlog}/config.{yml,yaml}',
  '**/backlog.config.yml',
];

/** What says which statuses there are, in place of the configuration, where flowspec is used with it: beside the folder of tasks. */
export const workflowMarker = '**/flowspec_workflow.yml';

const besideTasks = /(?:^|\/)\.?backlog\/config\.ya?ml$/;
const atTop = /(?:^|\/)backlog\.config\.yml$/;
const workflowPath = /(?:^|\/)flowspec_workflow\.yml$/;

/** Whether a path is that of a configuration. */
export function isConfigPath(path: string): boolean {
  return besideTasks.test(path) || atTop.test(path);
}

/** Whether a path is that of a workflow. */
export function isWorkflowPath(path: string): boolean {
  return workflowPath.test(path);
}

/** Folders of a root in which tasks are, and what that says of them. */
export const shelves = [
  { folder: 'tasks', shelf: undefined, isDone: false },
  { folder: 'completed', shelf: undefined, isDone: true },
  { folder: 'drafts', shelf: 'draft', isDone: false },
  { folder: 'archive/tasks', shelf: 'archived', isDone: false },
  { folder: 'archive/drafts', shelf: 'archived', isDone: false },
] as const;
export type Shelf = (typeof shelves)[number];

/** From a root. */
export const taskGlobs: readonly string[] = shelves.map(({ folder }) => `${folder}/**/*.md`);

/** In which of the folders of a root a path is; undefined for all else. */
export function shelfOf({ path: root }: Root, path: string): Shelf | undefined {
  const below = root === '' ? path : path.slice(root.length + 1);
  return shelves.find(({ folder }) => below.startsWith(`${folder}/`));
}

const workflowName = 'flowspec_workflow.yml';
const known = new WeakMap<FolderConfigs, readonly Root[]>();

/** The roots that configurations show, the innermost first. */
export function rootsIn(configs: FolderConfigs): readonly Root[] {
  let roots = known.get(configs);
  if (roots === undefined) {
    const found = new Map<string, Root>();
    // What the project says at its top counts before what stands beside the tasks.
    for (const [path, config] of [...configs].sort(
      ([a], [b]) => Number(atTop.test(b)) - Number(atTop.test(a)),
    )) {
      const root = rootOf(path, config);
      if (root === undefined || found.has(root.path)) continue;
      const workflow = configs.get(root.place === '' ? workflowName : `${root.place}/${workflowName}`);
      found.set(root.path, workflow === undefined ? root : { ...root, workflow });
    }
    roots = [...found.values()].sort((a, b) => b.path.length - a.path.length);
    known.set(configs, roots);
  }
  return roots;
}

function rootOf(path: string, config: string): Root | undefined {
  if (!isConfigPath(path) || !isOwnConfig(config)) return undefined;
  const folder = folderOf(path);
  if (!atTop.test(path)) return { system: 'backlogMd', path: folder, place: folderOf(folder), config };
  const named = directoryIn(config) ?? 'backlog';
  const below = namedFolder(named);
  if (below === undefined) return undefined;
  return { system: 'backlogMd', path: folder === '' ? below : `${folder}/${below}`, place: folder, config };
}

/** Other tools have files of that name, too. One that cannot be read, or is empty, may be one. */
export function isOwnConfig(config: string): boolean {
  return (
    config.trim() === '' ||
    readKeyedLines(new SourceText(config)).entries.some(({ key }) => configKeys.has(key))
  );
}

function directoryIn(config: string): string | undefined {
  const entry = readKeyedLines(new SourceText(config)).entries.find(({ key }) => key === 'backlog_directory');
  return entry?.value.kind === 'scalar' ? entry.value.scalar.value : undefined;
}

/** A folder below that of the configuration; undefined for one that leads out of it. */
export function namedFolder(named: string): string | undefined {
  const parts = named
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') || /^(?:[a-z]:|[/\\~])/i.test(named)
    ? undefined
    : parts.join('/');
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
