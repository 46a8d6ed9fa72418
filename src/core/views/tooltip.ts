import { nameRecord } from './recordName.ts';
import { t } from '@vscode/l10n';
import type { TaskInStream } from '../index/criteriaGraph.ts';
import type { PastDelta } from '../index/requirementHistory.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { itemStateReason, itemStateWord } from '../messages/itemStates.ts';
import { problemMessage } from '../messages/problems.ts';
import type { CriterionStatus } from '../model/criterionState.ts';
import {
  isProgressFile,
  pathOf,
  type Criterion,
  type Spec,
  type Stream,
  type Task,
  type WorkItem,
} from '../model/item.ts';
import type { Key } from '../text/key.ts';
import type { Problem } from '../model/problem.ts';
import { canCheckOut } from '../model/availableOperations.ts';
import { canBecome, isChangeable, isUnfinished, isYours } from '../model/taskRules.ts';
import { describeWaiting } from './featureStatus.ts';
import { describeOpen, memoryOf } from './backlogWords.ts';
import { describeProgress, ownersOf, progressOf } from './progress.ts';
import { stateWord } from './gitView.ts';
import { escapeMarkdown as md, joinWords } from './shownText.ts';
import { describeEarlier, describePast, whyOf } from './pastChanges.ts';
import { someOf } from '../messages/someOf.ts';
import { resumptionLines, writtenStatus } from './streamStatus.ts';
import { statusIcon } from './icon.ts';
import { signalIcons, type Signal } from './signals.ts';
import { describeCriteria, type SpecProgress } from './specProgress.ts';
import { ownerWord, statusRemark } from './statusWord.ts';
import type { DebtOrigin, WorkItemState } from '../index/workItemState.ts';

/** Problems and tasks that a tooltip lists; the tree has them all. */
const listed = 5;
/** Lines of other columns, header lines and the like: a file may have thousands. */
const longestPart = 20;

/** Title, status and owner, criteria with their text, notes, other columns, place. */
export function taskTooltip(index: ProjectIndex, task: Task, stream: Stream, me: string | undefined): string {
  const { renderedTitle = task.title.value, text, fields, location } = task;
  const { value: status, written } = task.status;
  const owner = task.owner.value;
  const who =
    owner === undefined
      ? ownerWord(task)
      : isYours(task, me)
        ? t('{0} (you)', `**${md(owner)}**`)
        : `**${md(owner)}**`;
  const word = status === 'unknown' ? t('unknown status “{0}”', md(written)) : status;
  const lines = [`$(${statusIcon(status).codicon}) **${md(renderedTitle)}**`, joinWords([word, who])];
  const criteria = index.criteriaOf(stream, task);
  const promised = criteria.slice(0, listed).map((id) => {
    const meaning = index.meaning(stream, id);
    const text = meaning.kind === 'defined' ? index.findCriterion(meaning.spec, id)?.text : undefined;
    return `\`${id}\`${text === undefined ? '' : ` ${md(text, 300)}`}`;
  });
  if (criteria.length > listed) promised.push(t('and {0} more criteria', criteria.length - listed));
  const details: string[] = [];
  const notes = text?.value ?? '';
  if (notes !== '' && notes !== criteria.join(', ')) details.push(md(notes));
  for (const { name, value } of fields) if (value !== '') details.push(`${md(name)}: ${md(value)}`);
  const waiting = describeWaiting(stream, task);
  if (waiting !== '') details.push(md(waiting));
  const remark = statusRemark(index, task, stream);
  if (remark !== '')
    details.push(written.includes(remark) ? t('Status: {0}', md(written, 300)) : md(remark, 300));
  if (task.heading !== undefined && stream.groups.length > 1)
    details.push(t('Under the heading “{0}”', md(task.heading, 100)));
  if (task.can.owner === 'none' && task.can.statuses.length > 0)
    details.push(t('There is no Owner column, so this task can’t be claimed or assigned.'));
  // Of records of other systems nobody expects it.
  if (isProgressFile(stream) && isChangeable(task) && isUnfinished(task) && !canBecome(task, 'dropped'))
    details.push(t('It can’t be deferred to tech debt: nothing in its file says that a task was dropped.'));
  if (task.claim !== undefined)
    details.push(`_${t('Claimed on this machine: the file has no place for an owner.')}_`);
  else if (owner !== undefined && status === 'wip')
    details.push(`_${t('A claim counts for other clones once it is committed and pushed.')}_`);
  if (canCheckOut(stream))
    details.push(t('{0} is not checked out. Check it out to change its tasks.', md(stream.branch)));
  else if (task.inConflict === true)
    details.push(t('This file has merge conflict markers. Resolve them to change its tasks.'));
  else if (task.cutOff === true)
    details.push(
      t('A blank line separates this row from its table. Join it to the table above to change it.'),
    );
  return joinParts([
    lines,
    promised,
    details,
    [md(`${location.document.path}:${index.lineOf(location) + 1}`)],
  ]);
}

/** Title, counts, owners, status, other header lines, where to go on, what deserves a look, problems, place. */
export function streamTooltip(
  index: ProjectIndex,
  stream: Stream,
  as: 'branch' | 'current' | 'record',
  signals: readonly Signal[],
): string {
  const { name, title, tasks, fields, pullRequest } = stream;
  const states = [
    as === 'current' ? t('checked out') : '',
    stream.branchState === 'merged' ? stateWord('merged') : '',
  ];
  const called = as === 'record' ? nameRecord(stream) : name;
  const head = [joinWords([`**${md(called)}**`, ...states])];
  if (title !== '' && title !== name) head.push(md(title));
  const details = [tasks.length === 0 ? t('No tasks yet.') : describeProgress(progressOf(tasks))];
  const owners = ownersOf(tasks);
  if (owners.length > 0)
    details.push(
      t(
        'Owners: {0}',
        someOf(owners, 10, (owner) => md(owner, 100)),
      ),
    );
  if (pullRequest !== undefined)
    details.push(
      pullRequest.number === undefined
        ? t('Pull request: {0}', md(pullRequest.url ?? ''))
        : t('Pull request #{0}', pullRequest.number),
    );
  const status = writtenStatus(stream);
  if (status !== '') details.push(t('Status: {0}', md(status, 100)));
  for (const { name: key, value } of fields) details.push(`${md(key)}: ${md(value)}`);
  return joinParts([
    head,
    details,
    resumptionLines(stream, (text) => md(text, 300)),
    placeLines(index, stream),
    signals.map(({ kind, sentence }) => `$(${signalIcons[kind].codicon}) ${md(sentence)}`),
    index.documentsOf(stream.key).flatMap((key) => problemLines(index, key, index.problems(key))),
    stream.parts.map((part) => md(pathOf(part))),
  ]);
}

/** Where the progress file is, and what that means for whoever wants to change it. */
function placeLines(index: ProjectIndex, stream: Stream): string[] {
  const elsewhere = index.elsewhere(stream);
  const lines =
    stream.branchState === 'deleted' ? [t('The branch was deleted, or never existed in this clone.')] : [];
  if (elsewhere?.kind === 'worktree')
    lines.push(t('Checked out in {0}. Claims are written there.', md(elsewhere.name)));
  if (elsewhere?.kind === 'branch')
    lines.push(t('As of {0} on {1}, which is not checked out.', elsewhere.day, md(elsewhere.ref)));
  return lines;
}

/** A backlog item: its first paragraph, its state and why, branch, spec, place. */
export function workItemTooltip(
  index: ProjectIndex,
  item: WorkItem,
  state: WorkItemState,
  problems: readonly Problem[],
): string {
  const { task, summary, priority, created: date } = item;
  const { title, owner } = task;
  const details = [`${md(itemStateWord(state.why))}: ${md(itemStateReason(state.why))}`];
  if (priority !== undefined) details.push(t('Priority: {0}', md(priority.value)));
  if (owner.value !== undefined) details.push(t('Owner: {0}', md(owner.value)));
  if (date !== undefined) details.push(t('Added {0}', date));
  if (item.milestone !== undefined) details.push(t('Milestone: {0}', md(item.milestone)));
  if (task.parent !== undefined) details.push(t('Part of {0}', md(task.parent.value)));
  details.push(...describeOpen(index, item).map((text) => md(text)));
  const memory = memoryOf(index, item);
  if (memory !== undefined) details.push(t('Memory: {0}', md(memory)));
  const links = task.links.filter(({ role }) => role === 'spec').map(({ text }) => t('Spec: {0}', md(text)));
  const id = task.id === undefined ? '' : `${md(task.id)} `;
  const head = [`$(${statusIcon(state.status).codicon}) **${id}${md(title.value)}**`];
  const said = (item.notes ?? [])
    .slice(-listed)
    .map(({ author, text }) =>
      author === undefined ? md(text, 300) : `**${md(author)}**: ${md(text, 300)}`,
    );
  return joinParts([
    head,
    textOf(summary),
    [...details, ...links, ...fieldsOf(task)],
    said,
    problemLines(index, task.key, problems),
    [md(pathOf(task))],
  ]);
}

export function debtTooltip(
  index: ProjectIndex,
  item: WorkItem,
  origin: DebtOrigin,
  problems: readonly Problem[],
): string {
  const { task, summary, created: date } = item;
  const { title, status } = task;
  const details = origin.streams.map((stream) => t('From {0}', md(stream.name)));
  if (origin.streams.length === 0) details.push(t('No progress file links it.'));
  if (origin.author !== undefined) details.push(t('Deferred by {0}', md(origin.author)));
  if (status.written !== '') details.push(t('Status: {0}', md(status.written)));
  if (date !== undefined) details.push(t('Added {0}', date));
  return joinParts([
    [`$(tools) **${md(title.value)}**`],
    textOf(summary),
    [...details, ...fieldsOf(task)],
    problemLines(index, task.key, problems),
    [md(pathOf(task))],
  ]);
}

export function specTooltip(
  index: ProjectIndex,
  spec: Spec,
  progress: SpecProgress,
  problems: readonly Problem[],
): string {
  const { name, title, state } = spec;
  return joinParts([
    [`$(book) **${md(title)}**`, ...(title === name ? [] : [md(name)])],
    [describeCriteria(progress), ...(state === undefined ? [] : [t('Status: {0}', md(state, 100))])],
    problemLines(index, spec.key, problems),
    [md(pathOf(spec))],
  ]);
}

/** Its text, the tasks that serve it, the archived changes that made it what it is, and where it is defined. */
export function criterionTooltip(
  spec: Spec,
  { id, text, scenarios = [], needsTask }: Criterion,
  line: number,
  status: CriterionStatus,
  tasks: readonly TaskInStream[],
  past: readonly PastDelta[],
): string {
  const lines = tasks.slice(0, listed).map(({ task, stream }) => {
    const icon = statusIcon(task.status.value).codicon;
    return `$(${icon}) ${md(task.renderedTitle ?? task.title.value, 100)} · ${joinWords([md(ownerWord(task)), md(stream.name)])}`;
  });
  if (tasks.length > listed) lines.push(t('and {0} more tasks', tasks.length - listed));
  return joinParts([
    [`$(${statusIcon(status).codicon}) **${md(id)}** ${status === 'none' ? '' : `· ${status}`}`],
    textOf(text),
    scenarioLines(scenarios),
    lines.length > 0 ? lines : needsTask === false ? [] : [t('No task serves this criterion.')],
    past
      .slice(0, 1)
      .flatMap((last) => [describePast(last), whyOf(last.stream), describeEarlier(past)])
      .filter((text) => text !== '')
      .map((text) => md(text, 500)),
    [md(`${pathOf(spec)}:${line + 1}`)],
  ]);
}

function scenarioLines(scenarios: readonly string[]): readonly string[] {
  const lines = scenarios.slice(0, listed).map((scenario, i) => `${i + 1}\\. ${md(scenario, 300)}`);
  const more = scenarios.length - lines.length;
  return more === 0 ? lines : [...lines, t('and {0} more scenarios', more)];
}

/** A row that is mostly text: the text, who wrote it, and where it stands. */
export function noteTooltip(text: string, place: string, author?: string): string {
  return joinParts([[md(text)], author === undefined ? [] : [md(author)], [md(place)]]);
}

/** Why a file or a row cannot be read, and where. */
export function problemTooltip(problem: Problem, path: string, line: number): string {
  return joinParts([[md(problemMessage(problem))], [md(`${path}:${line + 1}`)]]);
}

/** What is wrong with several documents of a row. */
export function problemsTooltip(
  index: ProjectIndex,
  documents: readonly { readonly key: Key; readonly problems: readonly Problem[] }[],
): string {
  return joinParts(
    documents.map(({ key, problems }) =>
      problems.length === 0 ? [] : [...problemLines(index, key, problems), md(index.pathOf(key))],
    ),
  );
}

export function fileTooltip(index: ProjectIndex, key: Key, problems: readonly Problem[]): string {
  return joinParts([problemLines(index, key, problems), [md(index.pathOf(key))]]);
}

function textOf(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : [md(text, 500)];
}

function fieldsOf({ fields }: Task): string[] {
  return fields.map(({ name, value }) => `${md(name)}: ${md(value)}`);
}

function problemLines(index: ProjectIndex, key: Key, problems: readonly Problem[]): string[] {
  const lines = problems.slice(0, listed).map((problem) => {
    const text = t('{0} (line {1})', md(problemMessage(problem)), index.lineIn(key, problem.range) + 1);
    return `$(warning) ${text}`;
  });
  return problems.length > listed ? [...lines, t('and {0} more problems', problems.length - listed)] : lines;
}

function joinParts(parts: readonly (readonly string[])[]): string {
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) =>
      (lines.length > longestPart ? [...lines.slice(0, longestPart - 1), '…'] : lines).join('  \n'),
    )
    .join('\n\n---\n\n');
}
