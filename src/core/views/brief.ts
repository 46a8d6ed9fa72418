import type { ProjectIndex } from '../index/projectIndex.ts';
import { criterionStatus } from '../model/criterionState.ts';
import type { Stream, Task } from '../model/item.ts';
import { describeProgress, progressOf } from './progress.ts';
import { shownText } from './shownText.ts';
import { debtOrigin } from './workItemState.ts';

/** A brief is read in one go: it never has more lines than this. */
export const longestBrief = 60;

/** How many lines each section may have when there is more than fits; the rest is counted. */
const shares = { tasks: 22, criteria: 12, notes: 8, debt: 5 };

/**
 * A branch in Markdown, for whoever takes it up next: header, tasks, unmet criteria with their text, notes, debt. Text of
 * files is escaped: it reads as it stands, whatever it holds.
 */
export function branchBrief(index: ProjectIndex, stream: Stream): string {
  const head = [`# ${md(stream.name)}`, ...headerLines(index, stream)];
  const parts = [
    section('Tasks', taskLines(index, stream), shares.tasks, 'tasks'),
    section('Criteria that are not met', criteriaLines(index, stream), shares.criteria, 'criteria'),
    section('Notes', noteLines(stream), shares.notes, 'notes'),
    section('Deferred', debtLines(index, stream), shares.debt, 'items'),
  ];
  const all = [...head, ...parts.flat()];
  return `${all.slice(0, longestBrief).join('\n')}\n`;
}

function headerLines(index: ProjectIndex, stream: Stream): string[] {
  const { title, name, tasks, pullRequest, path } = stream;
  const lines: string[] = [];
  if (title !== name) lines.push(md(title));
  lines.push(
    '',
    tasks.length === 0
      ? 'No tasks yet.'
      : `${describeProgress(progressOf(tasks))}. Progress file: ${code(path)}`,
  );
  const specs = index.linkedSpecs(stream).slice(0, 3);
  if (specs.length > 0) lines.push(`Spec: ${specs.map(code).join(', ')}`);
  const backlog = linked(index, stream, 'backlog');
  if (backlog !== undefined) lines.push(`Backlog: ${code(backlog)}`);
  if (pullRequest !== undefined)
    lines.push(
      `Pull request: ${pullRequest.number === undefined ? md(pullRequest.url ?? '') : `#${pullRequest.number}`}`,
    );
  return lines;
}

function linked(index: ProjectIndex, stream: Stream, role: string): string | undefined {
  for (const { link, target } of index.linksOf(stream.path))
    if (link.role === role && target.kind === 'file') return target.path;
  return undefined;
}

/** What is being done and what is stuck comes first, what is done last. */
function taskLines(index: ProjectIndex, stream: Stream): string[] {
  const order = ['wip', 'blocked', 'failed', 'todo', 'unknown', 'done', 'dropped'];
  return [...stream.tasks]
    .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
    .map((task) => `- ${box(task)} ${md(task.title, 120)} (${describe(index, stream, task)})`);
}

function box({ status }: Task): string {
  return status === 'done' ? '[x]' : '[ ]';
}

function describe(index: ProjectIndex, stream: Stream, task: Task): string {
  const { status, statusWord, owner, notes } = task;
  const word = status === 'unknown' ? md(statusWord, 40) : status;
  // What the notes say of criteria needs not be said twice.
  const criteria = index.criteriaOf(stream, task).filter((id) => !notes.includes(id));
  return [word, owner === undefined ? 'free' : md(owner, 60), ...criteria, md(notes, 100)]
    .filter((part) => part !== '')
    .join(', ');
}

function criteriaLines(index: ProjectIndex, stream: Stream): string[] {
  return index.linkedSpecs(stream).flatMap((path) => {
    const spec = index.findSpec(path);
    if (spec === undefined) return [];
    return spec.criteria.flatMap(({ id, text }) => {
      const status = criterionStatus(index.tasksOf(spec, id).map(({ task }) => task));
      if (status === 'done' || status === 'dropped') return [];
      return [`- **${id}** (${status === 'none' ? 'no task' : status}) ${md(text, 240)}`];
    });
  });
}

/** The latest notes are the ones that count. */
function noteLines({ notes }: Stream): string[] {
  return [...notes]
    .reverse()
    .map(({ author, text }) => `- ${author === undefined ? '' : `${md(author, 60)}: `}${md(text, 240)}`);
}

function debtLines(index: ProjectIndex, stream: Stream): string[] {
  return index
    .workItems('debtItem')
    .filter((item) => debtOrigin(index, item).streams.includes(stream))
    .map(({ title, path }) => `- ${md(title, 120)}: ${code(path)}`);
}

/** The section with at most `share` of its lines, and how many more there are. */
function section(title: string, lines: readonly string[], share: number, what: string): string[] {
  if (lines.length === 0) return [];
  const shown = lines.length <= share ? lines : lines.slice(0, share - 1);
  const more = lines.length - shown.length;
  return ['', `## ${title}`, ...shown, ...(more > 0 ? [`- and ${more} more ${what}`] : [])];
}

/** Text of a file as one line of Markdown; only what would be markup is escaped, so that it reads well unrendered too. */
function md(text: string, limit = 200): string {
  return shownText(text, limit).replace(/[\\`*_[\]<|]|&(?=[#\w]+;)|^[#+>-]|^\d+(?=[.)])/g, (sign) =>
    /\d/.test(sign) ? `${sign}\\` : `\\${sign}`,
  );
}

function code(path: string): string {
  return `\`${shownText(path, 200).replaceAll('`', 'ˋ')}\``;
}
