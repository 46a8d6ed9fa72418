import type { ProjectIndex } from '../index/projectIndex.ts';
import type { Stream, Task } from '../model/item.ts';
import type { ParsedFile } from '../model/parsedFile.ts';
import type { Problem } from '../model/problem.ts';
import { canFinish, canRelease, canReopen, isOpen, isUnfinished, isYours } from '../model/taskRules.ts';
import { statusGlyph, warningGlyph, type Glyph } from './glyph.ts';
import { describeProgress, ownersOf, progressOf } from './progress.ts';
import { shownText } from './shownText.ts';
import { fileTooltip, problemTooltip, streamTooltip, taskTooltip } from './tooltip.ts';

/** A row of a tree, before any widget. */
export interface OutlineNode {
  /** Unique in its folder, stable while the item is there. */
  readonly id: string;
  readonly kind: 'folder' | 'stream' | 'task' | 'problem';
  readonly label: string;
  readonly description?: string;
  readonly glyph: Glyph;
  /** Markdown in which everything that comes from a file is escaped; made when somebody points at the row. */
  readonly tooltip: () => string;
  /** What a screen reader says: kind, title, state, progress. */
  readonly accessibilityLabel: string;
  /** Words for `viewItem =~ /\bclaim\b/`: the kind, and what can be done. */
  readonly context: string;
  /** What a click opens; lines are zero-based. */
  readonly open?: { readonly path: string; readonly line: number; readonly taskKey?: string };
  readonly collapsed: 'expanded' | 'collapsed' | 'none';
  /** Shown as a check box when there: whether the task is done. */
  readonly checkbox?: boolean;
  readonly children?: () => readonly OutlineNode[];
}

export interface OutlineContext {
  /** The branch that is checked out in the folder. */
  readonly currentBranch?: string;
  /** The owner name of whoever looks. */
  readonly me?: string;
  readonly checkboxes: boolean;
  /** Whether anything can be changed at all. */
  readonly writable: boolean;
}

/** The Branch Progress tree: the checked-out branch first, then open work, then what is finished; each by name. */
export function branchProgress(index: ProjectIndex, context: OutlineContext): readonly OutlineNode[] {
  const rows = [...index.files()].map((file) => {
    const problems = index.problems(file.path);
    const node =
      file.item === undefined ? fileNode(file, problems) : streamNode(file.item, problems, context);
    return { node, rank: rankOf(file, context), path: file.path };
  });
  rows.sort((a, b) => a.rank - b.rank || compare(a.node.label, b.node.label) || compare(a.path, b.path));
  return rows.map(({ node }) => node);
}

function rankOf({ item }: ParsedFile, { currentBranch }: OutlineContext): number {
  if (item === undefined) return 1;
  if (item.branch !== undefined && item.branch === currentBranch) return 0;
  return isFinished(item) ? 2 : 1;
}

function isFinished({ tasks }: Stream): boolean {
  return tasks.length > 0 && !tasks.some(isUnfinished);
}

function streamNode(stream: Stream, problems: readonly Problem[], context: OutlineContext): OutlineNode {
  const current = stream.branch !== undefined && stream.branch === context.currentBranch;
  const progress = progressOf(stream.tasks);
  const finished = isFinished(stream);
  const serious = problems.filter(({ severity }) => severity !== 'hint');
  const summary = describeStream(stream, serious.length);
  const claimable = context.writable && stream.tasks.some((task) => isOpen(task, context.me));
  return {
    id: stream.path,
    kind: 'stream',
    label: shownText(stream.name),
    description: summary,
    glyph: streamGlyph(current, finished, serious.length > 0),
    tooltip: () => streamTooltip(stream, problems, current),
    accessibilityLabel: [
      `Branch ${shownText(stream.name)}`,
      current ? 'checked out' : undefined,
      stream.tasks.length === 0 ? 'no tasks' : describeProgress(progress),
      serious.length > 0 ? countOf(serious.length, 'problem') : undefined,
      ownersOf(stream.tasks)
        .map((owner) => shownText(owner))
        .join(', ') || undefined,
    ]
      .filter((part) => part !== undefined)
      .join(', '),
    context: ['stream', ...(claimable ? ['claimNext'] : [])].join(' '),
    open: { path: stream.path, line: 0 },
    collapsed: stream.tasks.length + problems.length === 0 ? 'none' : current ? 'expanded' : 'collapsed',
    children: () => [
      ...problems.map((problem, i) => problemNode(problem, stream.path, i)),
      ...stream.tasks.map((task) => taskNode(task, stream, context)),
    ],
  };
}

/** A stream that is in trouble says so by its icon, unless it is the one that is checked out: that one has to be found. */
function streamGlyph(current: boolean, finished: boolean, trouble: boolean): Glyph {
  if (current) return { codicon: 'git-branch', color: 'charts.blue' };
  if (trouble) return warningGlyph;
  return finished ? statusGlyph('done') : { codicon: 'git-branch' };
}

/** `1/3 · otter, maple`, `4/10 · 1 blocked · 1 failed`, `2/9 · 1 problem`, `0/4 · nobody`. */
function describeStream({ tasks }: Stream, problems: number): string {
  const { done, total, counts } = progressOf(tasks);
  const trouble = [
    counts.blocked > 0 ? `${counts.blocked} blocked` : undefined,
    counts.failed > 0 ? `${counts.failed} failed` : undefined,
    problems > 0 ? countOf(problems, 'problem') : undefined,
  ].filter((part) => part !== undefined);
  if (tasks.length === 0) return ['no tasks', ...trouble].join(' · ');
  const owners = ownersOf(tasks).map((owner) => shownText(owner, 40));
  const finished = done === total;
  const who = finished ? [] : [owners.length === 0 ? 'nobody' : owners.join(', ')];
  return [`${done}/${total}`, ...(trouble.length > 0 ? trouble : who)].join(' · ');
}

function taskNode(task: Task, stream: Stream, context: OutlineContext): OutlineNode {
  const { me, writable, checkboxes } = context;
  const criteria = task.criteria.map((id) => shownText(id, 60)).join(', ');
  const who = task.owner === undefined ? (isUnfinished(task) ? 'free' : '') : shownText(task.owner, 60);
  const word = task.status === 'unknown' ? shownText(task.statusWord, 40) : '';
  const details = [word, who, criteria].filter((part) => part !== '');
  const label = shownText(task.title) || '(no title)';
  return {
    id: task.key,
    kind: 'task',
    label,
    description: details.join(' · '),
    glyph: statusGlyph(task.status),
    tooltip: () => taskTooltip(task, stream.path, me),
    accessibilityLabel: [
      label,
      task.status === 'unknown' ? `unknown status ${word}` : task.status,
      task.owner === undefined ? 'free' : `${who}${isYours(task, me) ? ' (you)' : ''}`,
      criteria,
    ]
      .filter((part) => part !== '')
      .join(', '),
    context: writable && task.ambiguous !== true ? `task ${taskFlags(task, me).join(' ')}` : 'task',
    open: { path: stream.path, line: task.place.line, taskKey: task.key },
    collapsed: 'none',
    ...(checkboxes && writable && task.ambiguous !== true ? { checkbox: task.status === 'done' } : {}),
  };
}

/** What can be done with a task, for menus. */
function taskFlags(task: Task, me: string | undefined): string[] {
  return [
    ...(isOpen(task, me) || (task.status === 'wip' && !isYours(task, me)) ? ['claim'] : []),
    ...(isOpen(task, me) ? ['open'] : []),
    ...(isYours(task, me) && isUnfinished(task) && !isOpen(task, me) ? ['held'] : []),
    ...(canFinish(task) ? ['finish'] : []),
    ...(canRelease(task) ? ['release'] : []),
    ...(canReopen(task) ? ['reopen'] : []),
    ...(isUnfinished(task) ? ['assign'] : []),
    'setStatus',
  ];
}

/** A file that holds no stream that could be read. */
function fileNode(file: ParsedFile, problems: readonly Problem[]): OutlineNode {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  return {
    id: file.path,
    kind: 'stream',
    label: shownText(name),
    description: countOf(problems.length, 'problem'),
    glyph: warningGlyph,
    tooltip: () => fileTooltip(file.path, problems),
    accessibilityLabel: `File ${shownText(name)}, ${countOf(problems.length, 'problem')}`,
    context: 'stream',
    open: { path: file.path, line: 0 },
    collapsed: 'collapsed',
    children: () => problems.map((problem, i) => problemNode(problem, file.path, i)),
  };
}

function problemNode(problem: Problem, path: string, position: number): OutlineNode {
  const { severity, message, place, code } = problem;
  return {
    id: `${path}!${position}:${code}`,
    kind: 'problem',
    label: shownText(message),
    description: `line ${place.line + 1}`,
    glyph: severity === 'hint' ? { codicon: 'info' } : warningGlyph,
    tooltip: () => problemTooltip(problem, path),
    accessibilityLabel: `Problem: ${shownText(message)}, line ${place.line + 1}`,
    context: 'problem',
    open: { path, line: place.line },
    collapsed: 'none',
  };
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
