import { dayOf } from '../index/copies.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { criterionStatus } from '../model/criterionState.ts';
import { isOpen, isUnfinished } from '../model/taskRules.ts';
import type { Stream, Task, WorkItem } from '../model/item.ts';
import type { GitView } from './gitView.ts';
import { countOf } from './outline.ts';
import { describeDistance, signalsOf } from './signals.ts';
import { describeProgress, progressOf } from './progress.ts';
import { shownText } from './shownText.ts';
import { debtOrigin } from './workItemState.ts';

/** A brief is read in one go: it never has more lines than this. */
export const longestBrief = 60;

/** How many lines each section may have when there is more than fits; the rest is counted. */
const shares = { next: 5, tasks: 16, criteria: 9, notes: 6, debt: 4 };
/** The header says less where there is more than fits. */
const longestHead = 14;

/**
 * A branch in Markdown, for whoever takes it up next: what for, how far, what to do next, who is on what and what is stuck,
 * unmet criteria with their text, notes, what was put off, and what git knows. Text of files is escaped: it reads as it stands,
 * whatever it holds.
 */
export function branchBrief(index: ProjectIndex, stream: Stream, git?: GitView): string {
  const head = [`# ${md(stream.name)}`, ...headerLines(index, stream, git)].slice(0, longestHead);
  const parts = [
    section('Next', nextSteps(index, stream, git), shares.next, 'steps'),
    section('Tasks', taskLines(index, stream), shares.tasks, 'tasks'),
    section('Criteria that are not met', criteriaLines(index, stream), shares.criteria, 'criteria'),
    section('Notes', noteLines(stream), shares.notes, 'notes'),
    section('Deferred', debtLines(index, stream), shares.debt, 'items'),
  ];
  const all = [...head, ...parts.flat()];
  return `${all.slice(0, longestBrief).join('\n')}\n`;
}

function headerLines(index: ProjectIndex, stream: Stream, git: GitView | undefined): string[] {
  const { title, name, tasks, pullRequest, path } = stream;
  const lines: string[] = [];
  if (title !== name) lines.push(md(title));
  const item = backlogItem(index, stream);
  if (item !== undefined)
    lines.push(`For: ${md(item.title)}${item.summary === undefined ? '' : `. ${md(item.summary, 240)}`}`);
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
  return [...lines, ...gitLines(index, stream, git)];
}

/** Where the branch stands, and what may deserve a look. */
function gitLines(index: ProjectIndex, stream: Stream, git: GitView | undefined): string[] {
  const { copy, gone, merged } = stream;
  const facts = git?.facts.streams.get(stream.path);
  const files = facts?.uncommitted ?? 0;
  const parts = [
    gone === true ? 'the branch is gone' : '',
    merged === true ? 'merged' : '',
    copy?.where === 'worktree' ? `checked out in ${code(copy.name)}` : '',
    copy?.where === 'branch' ? `as of ${copy.day} on ${code(copy.ref)}, checked out nowhere` : '',
    facts === undefined ? '' : describeDistance(facts),
    facts === undefined ? '' : `last commit ${dayOf(facts.lastCommit)}`,
    files > 0 ? `${countOf(files, 'file')} not committed` : '',
  ].filter((part) => part !== '');
  return [
    ...(parts.length === 0 ? [] : [`Git: ${parts.join(' · ')}`]),
    ...signalsOf(index, stream, git)
      .slice(0, 4)
      .map(({ kind, text }) => `${kind}: ${md(text, 200)}`),
  ];
}

function backlogItem(index: ProjectIndex, stream: Stream): WorkItem | undefined {
  const path = linked(index, stream, 'backlog');
  const item = path === undefined ? undefined : index.file(path)?.item;
  return item?.kind === 'backlogItem' ? item : undefined;
}

/** What the next one would do, the most pressing first. */
function nextSteps(index: ProjectIndex, stream: Stream, git: GitView | undefined): string[] {
  const { tasks, pullRequest, merged } = stream;
  const of = (status: Task['status']): readonly Task[] => tasks.filter((task) => task.status === status);
  const who = ({ owner }: Task): string => (owner === undefined ? 'nobody' : md(owner, 60));
  const steps = [
    ...of('blocked').map((task) => `Unblock ${md(task.title, 120)} (${who(task)})${because(task)}`),
    ...of('failed').map(
      (task) => `Look at ${md(task.title, 120)}, which failed (${who(task)})${because(task)}`,
    ),
    ...of('wip')
      .filter(({ owner }) => owner !== undefined)
      .map((task) => `Finish ${md(task.title, 120)} (${who(task)})`),
    ...tasks.filter((task) => isOpen(task, undefined)).map((task) => `Claim ${md(task.title, 120)}`),
  ];
  if (git?.facts.streams.get(stream.path)?.drifted.length)
    steps.unshift('Read the spec again: it was changed on the base since the branch left it');
  const bare = index.linkedSpecs(stream).flatMap((path) => {
    const spec = index.findSpec(path);
    return (spec?.criteria ?? []).flatMap(({ id }) =>
      spec !== undefined && index.tasksOf(spec, id).length === 0 ? [id] : [],
    );
  });
  if (bare.length > 0)
    steps.push(
      `Add a task for ${bare.slice(0, 3).join(', ')}${bare.length > 3 ? ` and ${bare.length - 3} more` : ''}`,
    );
  const item = backlogItem(index, stream);
  const finished = tasks.length > 0 && !tasks.some(isUnfinished);
  if (merged === true || stream.gone === true) {
    if (item !== undefined && item.status !== 'done')
      return [`- Close the backlog item ${md(item.title, 120)}`];
    return [];
  }
  if (finished && bare.length === 0)
    steps.push(
      pullRequest?.number === undefined
        ? 'Open a pull request: every task is done'
        : `Merge #${pullRequest.number}: every task is done`,
    );
  return steps.map((step) => `- ${step}`);
}

function because({ notes }: Task): string {
  return notes === '' ? '' : `: ${md(notes, 120)}`;
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
