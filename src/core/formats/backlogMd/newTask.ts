import type { WorkItem } from '../../model/item.ts';
import type { Root } from '../../model/system.ts';
import { frontMatterValue } from '../../text/frontMatter.ts';
import type { NewItem } from '../format.ts';
import { configOf } from './config.ts';

/** The file of a new task, as the tool's own `task create` writes it. */
export function newTask(root: Root, { title, priority, now, ids }: NewItem): { path: string; text: string } {
  const config = configOf(root);
  const number = String(nextNumber(ids, config.prefix)).padStart(config.digits ?? 0, '0');
  const id = `${config.prefix}-${number}`;
  const criteria = config.definitionOfDone.map((text, i) => `- [ ] #${i + 1} ${text.replace(/\s+/g, ' ')}`);
  const lines = [
    '---',
    `id: ${id.toUpperCase()}`,
    `title: ${quoted(title)}`,
    `status: ${quoted(config.defaultStatus ?? config.statuses[0] ?? '')}`,
    'assignee: []',
    `created_date: '${now.slice(0, 16).replace('T', ' ')}'`,
    'labels: []',
    'dependencies: []',
    ...(priority === undefined ? [] : [`priority: ${priority}`]),
    '---',
    '',
    ...(criteria.length === 0
      ? []
      : ['## Definition of Done', '<!-- DOD:BEGIN -->', ...criteria, '<!-- DOD:END -->']),
    '',
  ];
  return { path: `${root.path}/tasks/${id} - ${slugOf(title)}.md`, text: lines.join('\n') };
}

/** One more than the highest: the parts of a task have its number. */
function nextNumber(ids: Iterable<string>, prefix: string): number {
  let highest = 0;
  for (const id of ids) {
    const number = id.toLowerCase().startsWith(`${prefix}-`)
      ? /^\d{1,9}/.exec(id.slice(prefix.length + 1))?.[0]
      : undefined;
    highest = Math.max(highest, Number(number ?? 0));
  }
  return highest + 1;
}

/** `Its-a-test` for `It's: a test`. */
function slugOf(title: string): string {
  const words = title
    .replace(/['’"]/g, '')
    .replace(/[^\p{L}\p{N}._`-]+/gu, '-')
    .slice(0, 100)
    .split('-')
    .filter((word) => word.replaceAll('.', '') !== '');
  return words.length === 0 ? 'task' : words.join('-').replace(/^\.+/, '');
}

/** In single quotes where it takes some, as the tool has them. */
function quoted(text: string): string {
  return frontMatterValue(text) === text ? text : `'${text.replaceAll("'", "''")}'`;
}

/** What the tool's own command line does with a task that is not done from here: it moves the file. */
export function commandsFor({ task: { id }, shelf }: WorkItem): readonly string[] {
  // It is pasted into a shell.
  if (id === undefined || !/^[A-Z]\w*(?:-[A-Z]\w*)*-\d+(?:\.\d+)*$/.test(id)) return [];
  if (shelf === 'archived') return [];
  return shelf === 'draft'
    ? ['promote', 'archive'].map((verb) => `backlog draft ${verb} ${id}`)
    : ['archive', 'complete', 'demote'].map((verb) => `backlog task ${verb} ${id}`);
}
