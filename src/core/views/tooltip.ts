import type { TaskInStream } from '../index/criteriaGraph.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import type { CriterionStatus } from '../model/criterionState.ts';
import type { Criterion, Spec, Stream, Task, WorkItem } from '../model/item.ts';
import type { Problem } from '../model/problem.ts';
import { describeProgress, ownersOf, progressOf } from './progress.ts';
import { escapeMarkdown as md } from './shownText.ts';
import { statusGlyph } from './glyph.ts';
import type { SpecProgress } from './specProgress.ts';
import type { DebtOrigin, WorkItemState } from './workItemState.ts';

/** Problems and tasks that a tooltip lists; the tree has them all. */
const listed = 5;

/** Title, status and owner, criteria with their text, notes, other columns, place. */
export function taskTooltip(index: ProjectIndex, task: Task, stream: Stream, me: string | undefined): string {
  const { title, status, statusWord, owner, notes, extra, place } = task;
  const who = owner === undefined ? 'free' : `**${md(owner)}**${owner === me ? ' (you)' : ''}`;
  const word = status === 'unknown' ? `unknown status “${md(statusWord)}”` : status;
  const lines = [`$(${statusGlyph(status).codicon}) **${md(title)}**`, `${word} · ${who}`];
  const criteria = index.criteriaOf(stream, task);
  const promised = criteria.map((id) => {
    const meaning = index.meaning(stream, id);
    const text = meaning.kind === 'defined' ? index.findCriterion(meaning.spec, id)?.text : undefined;
    return `\`${id}\`${text === undefined ? '' : ` ${md(text, 300)}`}`;
  });
  const details: string[] = [];
  if (notes !== '' && notes !== criteria.join(', ')) details.push(md(notes));
  for (const { name, text } of extra) if (text !== '') details.push(`${md(name)}: ${md(text)}`);
  if (owner !== undefined && status === 'wip')
    details.push('_A claim counts for other clones once it is committed and pushed._');
  return joinParts([lines, promised, details, [md(`${stream.path}:${place.line + 1}`)]]);
}

/** Title, counts, owners, other header lines, problems, place. */
export function streamTooltip(stream: Stream, problems: readonly Problem[], current: boolean): string {
  const { name, title, tasks, fields, pullRequest, path } = stream;
  const head = [`**${md(name)}**${current ? ' · checked out' : ''}`];
  if (title !== '' && title !== name) head.push(md(title));
  const details = [
    tasks.length === 0 ? 'This stream has no tasks yet.' : describeProgress(progressOf(tasks)),
  ];
  const owners = ownersOf(tasks);
  if (owners.length > 0) details.push(`Owners: ${owners.map((owner) => md(owner)).join(', ')}`);
  if (pullRequest !== undefined)
    details.push(
      pullRequest.number === undefined
        ? `Pull request: ${md(pullRequest.url ?? '')}`
        : `Pull request #${pullRequest.number}`,
    );
  for (const { name: key, value } of fields) details.push(`${md(key)}: ${md(value)}`);
  return joinParts([head, details, placeLines(stream), problemLines(problems), [md(path)]]);
}

/** Where the progress file is, and what that means for whoever wants to change it. */
function placeLines({ copy, gone }: Stream): string[] {
  const lines = gone === true ? ['The branch is gone.'] : [];
  if (copy?.where === 'worktree')
    lines.push(`Checked out in ${md(copy.name)}; what you claim is written there.`);
  if (copy?.where === 'branch')
    lines.push(`As of ${copy.day} on ${md(copy.ref)}, which is checked out nowhere.`);
  return lines;
}

/** A backlog item: its first paragraph, its state and why, branch, spec, place. */
export function workItemTooltip(item: WorkItem, state: WorkItemState, problems: readonly Problem[]): string {
  const { title, summary, priority, owner, date, path } = item;
  const details = [`${md(state.word)}: ${md(state.why)}`];
  if (priority !== undefined) details.push(`Priority: ${md(priority)}`);
  if (owner !== undefined) details.push(`Owner: ${md(owner)}`);
  if (date !== undefined) details.push(`Since ${date}`);
  const links = item.links.filter(({ role }) => role === 'spec').map(({ text }) => `Spec: ${md(text)}`);
  const head = [`$(${statusGlyph(state.status).codicon}) **${md(title)}**`];
  return joinParts([
    head,
    textOf(summary),
    [...details, ...links, ...fieldsOf(item)],
    problemLines(problems),
    [md(path)],
  ]);
}

export function debtTooltip(item: WorkItem, origin: DebtOrigin, problems: readonly Problem[]): string {
  const { title, summary, date, statusWord, path } = item;
  const details = origin.streams.map((stream) => `From ${md(stream.name)}`);
  if (origin.streams.length === 0) details.push('No progress file links it.');
  if (origin.author !== undefined) details.push(`Put off by ${md(origin.author)}`);
  if (statusWord !== undefined) details.push(`Status: ${md(statusWord)}`);
  if (date !== undefined) details.push(`Since ${date}`);
  return joinParts([
    [`$(tools) **${md(title)}**`],
    textOf(summary),
    [...details, ...fieldsOf(item)],
    problemLines(problems),
    [md(path)],
  ]);
}

export function specTooltip(
  { name, title, path }: Spec,
  { met, covered, total }: SpecProgress,
  problems: readonly Problem[],
): string {
  const counts =
    total === 0 ? 'No criterion is defined here.' : `${covered} of ${total} covered · ${met} of ${total} met`;
  return joinParts([
    [`$(book) **${md(title)}**`, ...(title === name ? [] : [md(name)])],
    [counts],
    problemLines(problems),
    [md(path)],
  ]);
}

/** Its text, the tasks that serve it, and where it is defined. */
export function criterionTooltip(
  { path }: Spec,
  { id, text, place }: Criterion,
  status: CriterionStatus,
  tasks: readonly TaskInStream[],
): string {
  const lines = tasks.slice(0, listed).map(({ task, stream }) => {
    const glyph = statusGlyph(task.status).codicon;
    return `$(${glyph}) ${md(task.title, 100)} · ${task.owner === undefined ? 'free' : md(task.owner)} · ${md(stream.name)}`;
  });
  if (tasks.length > listed) lines.push(`and ${tasks.length - listed} more tasks`);
  return joinParts([
    [`$(${statusGlyph(status).codicon}) **${md(id)}** ${status === 'none' ? '' : `· ${status}`}`],
    textOf(text),
    lines.length === 0 ? ['No task serves this criterion.'] : lines,
    [md(`${path}:${place.line + 1}`)],
  ]);
}

/** A row that is mostly text: the text, who wrote it, and where it stands. */
export function noteTooltip(text: string, place: string, author?: string): string {
  return joinParts([[md(text)], author === undefined ? [] : [md(author)], [md(place)]]);
}

/** Why a file or a row cannot be read, and where. */
export function problemTooltip({ message, place }: Problem, path: string): string {
  return joinParts([[md(message)], [md(`${path}:${place.line + 1}`)]]);
}

export function fileTooltip(path: string, problems: readonly Problem[]): string {
  return joinParts([problemLines(problems), [md(path)]]);
}

function textOf(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : [md(text, 500)];
}

function fieldsOf({ fields }: WorkItem): string[] {
  return fields.map(({ name, value }) => `${md(name)}: ${md(value)}`);
}

function problemLines(problems: readonly Problem[]): string[] {
  const lines = problems
    .slice(0, listed)
    .map(({ message, place }) => `$(warning) ${md(message)} (line ${place.line + 1})`);
  return problems.length > listed ? [...lines, `and ${problems.length - listed} more problems`] : lines;
}

function joinParts(parts: readonly (readonly string[])[]): string {
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('  \n'))
    .join('\n\n---\n\n');
}
