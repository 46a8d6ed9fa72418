import { t } from '@vscode/l10n';
import { dayOf } from '../index/branchSources.ts';
import { isAbsent, pathOfTarget } from '../index/linkGraph.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { criterionStatus, isUncounted } from '../model/criterionState.ts';
import { isOpen, isYours } from '../model/taskRules.ts';
import { isProgressFile, pathOf, type Stream, type Task, type WorkItem } from '../model/item.ts';
import { type Key, toKey } from '../text/key.ts';
import type { Status } from '../model/status.ts';
import { countUncommitted } from './counts.ts';
import { someOf } from '../messages/someOf.ts';
import { stateWord, type GitView } from './gitView.ts';
import { memoryOf, nameItem } from './backlogWords.ts';
import { itemsOfStream } from './branchItems.ts';
import { describeDistance, signalsOf } from './signals.ts';
import { describeProgress, progressOf } from './progress.ts';
import { recordsBeside } from './branchRecords.ts';
import { deltaStateWord, deltaTitle, deltaWord, paragraphsOf } from './changeViews.ts';
import { isChange } from './changeKind.ts';
import { nameRecord } from './recordName.ts';
import { markdownCode as code, markdownText as md } from './markdownText.ts';

import { isFinished, resumptionLines, writtenStatus } from './streamStatus.ts';
import { criterionWord, ownerWord } from './statusWord.ts';
import { debtOrigin } from '../index/workItemState.ts';

/** A brief is read in one go: it never has more lines than this. */
export const longestBrief = 60;

/** How many lines each section may have when there is more than fits; the rest is counted. */
const shares = { resume: 8, deltas: 12, next: 5, tasks: 16, criteria: 9, notes: 6, debt: 4 };
/** The header says less where there is more than fits. */
const longestHead = 14;
/** Characters of a task's notes. */
const longestNotes = 100;

export interface BriefContext {
  /** What git says, where it was asked. */
  readonly git?: GitView | undefined;
  /** The owner name of whoever reads it, where it is known. */
  readonly me?: string | undefined;
}

/**
 * A branch in Markdown, for whoever takes it up next: what for, how far, what to do next, who is on what and what is stuck,
 * unmet criteria with their text, notes, what was put off, and what git knows. Text of files is escaped: it reads as it stands,
 * whatever it holds.
 */
export function branchBrief(index: ProjectIndex, stream: Stream, { git, me }: BriefContext = {}): string {
  const head = [`# ${md(stream.name)}`, ...headerLines(index, stream, git)].slice(0, longestHead);
  const parts = [
    section(t('Resume'), resumeLines(index, stream), shares.resume, (more) => t('and {0} more lines', more)),
    section(t('Deltas'), deltaLines(index, stream), shares.deltas, (more) => t('and {0} more deltas', more)),
    section(t('Next'), nextSteps(index, stream, { git, me }), shares.next, (more) =>
      t('and {0} more steps', more),
    ),
    section(t('Tasks'), taskLines(index, stream, me), shares.tasks, (more) => t('and {0} more tasks', more)),
    section(t('Criteria that are not met'), criteriaLines(index, stream), shares.criteria, (more) =>
      t('and {0} more criteria', more),
    ),
    section(t('Notes'), noteLines(stream), shares.notes, (more) => t('and {0} more notes', more)),
    section(t('Deferred'), debtLines(index, stream), shares.debt, (more) => t('and {0} more items', more)),
  ];
  const all = [...head, ...parts.flat()];
  return `${all.slice(0, longestBrief).join('\n')}\n`;
}

function headerLines(index: ProjectIndex, stream: Stream, git: GitView | undefined): string[] {
  const { name, tasks, pullRequest } = stream;
  const lines: string[] = [];
  if (stream.title !== name) lines.push(md(stream.title));
  if (isChange(stream))
    lines.push(...stream.fields.map((field) => `${md(field.name)}: ${md(field.value, 500)}`));
  const item = backlogItem(index, stream);
  if (item !== undefined) {
    const title = md(nameItem(item));
    const what = item.summary === undefined ? [title] : [title, md(item.summary, 240)];
    lines.push(t('For: {0}', what.join('. ')));
  }
  lines.push(
    '',
    tasks.length === 0
      ? t('No tasks yet.')
      : isProgressFile(stream)
        ? t('{0}. Progress file: {1}', describeProgress(progressOf(tasks)), code(pathOf(stream)))
        : t(
            '{0}. Files: {1}',
            describeProgress(progressOf(tasks)),
            someOf(stream.parts.map(pathOf), 5, code),
          ),
  );
  const status = writtenStatus(stream);
  if (status !== '') lines.push(t('Status: {0}', md(status, 100)));
  const specs = index.linkedSpecs(stream).slice(0, 3);
  if (specs.length > 0) lines.push(t('Spec: {0}', specs.map((spec) => code(index.pathOf(spec))).join(', ')));
  const docs = index.linksOf(stream.key).filter((placed) => placed.link.role === 'docs' && !isAbsent(placed));
  if (docs.length > 0)
    lines.push(
      t(
        'Docs: {0}',
        someOf(
          docs.map(({ link, target }) => pathOfTarget(target) ?? link.destination),
          5,
          code,
        ),
      ),
    );
  const backlog = linked(index, stream, 'backlog') ?? item?.task.key;
  if (backlog !== undefined) lines.push(t('Backlog: {0}', code(index.pathOf(backlog))));
  const memory = item === undefined ? undefined : memoryOf(index, item);
  if (memory !== undefined) lines.push(t('Memory: {0}', code(memory)));
  if (pullRequest !== undefined)
    lines.push(
      t(
        'Pull request: {0}',
        pullRequest.number === undefined ? md(pullRequest.url ?? '') : `#${pullRequest.number}`,
      ),
    );
  return [...lines, ...gitLines(index, stream, git)];
}

/** Where the branch stands, and what may deserve a look. */
function gitLines(index: ProjectIndex, stream: Stream, git: GitView | undefined): string[] {
  const { branchState } = stream;
  const elsewhere = index.elsewhere(stream);
  const branchStatus = git?.status.streams.get(stream.key);
  const files = branchStatus?.uncommitted ?? 0;
  const parts = [
    branchState === 'deleted' ? t('the branch was deleted') : '',
    branchState === 'merged' ? stateWord('merged') : '',
    elsewhere?.kind === 'worktree' ? t('checked out in {0}', code(elsewhere.name)) : '',
    elsewhere?.kind === 'branch'
      ? t('as of {0} on {1}, not checked out', elsewhere.day, code(elsewhere.ref))
      : '',
    branchStatus === undefined ? '' : describeDistance(branchStatus),
    branchStatus === undefined ? '' : t('last commit {0}', dayOf(branchStatus.lastCommit)),
    files > 0 ? countUncommitted(files) : '',
  ].filter((part) => part !== '');
  return [
    ...(parts.length === 0 ? [] : [t('Git: {0}', parts.join(' · '))]),
    ...signalsOf(index, stream, git)
      .slice(0, 4)
      .map(({ sentence }) => md(sentence, 200)),
  ];
}

/** What the branch is for: the item that it links, else the first one that it is named after. */
function backlogItem(index: ProjectIndex, stream: Stream): WorkItem | undefined {
  const key = linked(index, stream, 'backlog');
  if (key === undefined) return itemsOfStream(index, stream)[0];
  const item = index.itemAt(key);
  return item?.kind === 'workItem' && item.list === 'backlog' ? item : undefined;
}

/** What whoever reads it would do next, the most pressing first: what is theirs, what is free, then what others are on. */
function nextSteps(index: ProjectIndex, stream: Stream, { git, me }: BriefContext): string[] {
  const { tasks, pullRequest, branchState } = stream;
  const isMine = (task: Task): boolean => me === undefined || isYours(task, me);
  const steps = [
    ...begunSteps(tasks.filter(isMine), me),
    ...tasks
      .filter((task) => isOpen(task, undefined))
      .map((task) => t('Claim {0}', md(task.title.value, 120))),
    ...begunSteps(
      tasks.filter((task) => !isMine(task)),
      me,
    ),
  ];
  if (git?.status.streams.get(stream.key)?.drifted.length)
    steps.unshift(t('Read the spec again: it changed on the base branch since this branch was created'));
  const bare = index.linkedSpecs(stream).flatMap((key) => {
    const spec = index.findSpec(key);
    return (spec?.criteria ?? []).flatMap(({ id, needsTask }) =>
      spec !== undefined && needsTask !== false && index.tasksOf(spec, id).length === 0 ? [id] : [],
    );
  });
  if (bare.length > 0)
    steps.push(
      bare.length > 3
        ? t('Add a task for {0} and {1} more', bare.slice(0, 3).join(', '), bare.length - 3)
        : t('Add a task for {0}', bare.join(', ')),
    );
  const item = backlogItem(index, stream);
  if (branchState !== undefined) {
    if (item !== undefined && item.task.status.value !== 'done')
      return [`- ${t('Close the backlog item {0}', md(item.task.title.value, 120))}`];
    return [];
  }
  if (isFinished(stream) && bare.length === 0)
    steps.push(
      pullRequest?.number === undefined
        ? t('Open a pull request: every task is done')
        : t('Merge #{0}: every task is done', pullRequest.number),
    );
  return steps.map((step) => `- ${step}`);
}

/** How tasks go on that somebody has begun: what is stuck first. */
function begunSteps(tasks: readonly Task[], me: string | undefined): string[] {
  const of = (status: Status): readonly Task[] => tasks.filter((task) => task.status.value === status);
  const who = (task: Task): string =>
    task.owner.value === undefined ? t('unassigned') : ownerShown(task, me);
  return [
    ...of('blocked').map(
      (task) => t('Unblock {0} ({1})', md(task.title.value, 120), who(task)) + because(task),
    ),
    ...of('failed').map(
      (task) => t('Look at {0}, which failed ({1})', md(task.title.value, 120), who(task)) + because(task),
    ),
    ...of('wip')
      .filter(({ owner }) => owner.value !== undefined)
      .map((task) =>
        me === undefined || isYours(task, me)
          ? t('Finish {0} ({1})', md(task.title.value, 120), who(task))
          : t('Leave {0} to {1}', md(task.title.value, 120), who(task)),
      ),
  ];
}

/** In Markdown: `otter`, `maple (you)`. */
function ownerShown(task: Task, me: string | undefined): string {
  const name = md(ownerWord(task), 60);
  return isYours(task, me) ? t('{0} (you)', name) : name;
}

function because(task: Task): string {
  const notes = notesOf(task);
  return notes === '' ? '' : `: ${md(notes, 120)}`;
}

/** A dash is how people leave a cell empty. */
function notesOf({ text }: Task): string {
  return /^[-–—]?$/.test(text?.value.trim() ?? '') ? '' : (text?.value ?? '');
}

function linked(index: ProjectIndex, stream: Stream, role: string): Key | undefined {
  for (const { link, target } of index.linksOf(stream.key))
    if (link.role === role && target.kind === 'file') return toKey(target.path);
  return undefined;
}

/** What is being done and what is stuck comes first, what is done last. */
function taskLines(index: ProjectIndex, stream: Stream, me: string | undefined): string[] {
  const order = ['wip', 'blocked', 'failed', 'todo', 'unknown', 'done', 'dropped'];
  return [...stream.tasks]
    .sort((a, b) => order.indexOf(a.status.value) - order.indexOf(b.status.value))
    .map((task) => `- ${box(task)} ${md(task.title.value, 120)} (${describe(index, stream, task, me)})`);
}

function box({ status }: Task): string {
  return status.value === 'done' ? '[x]' : '[ ]';
}

function describe(index: ProjectIndex, stream: Stream, task: Task, me: string | undefined): string {
  const { status } = task;
  const notes = notesOf(task);
  const word = status.value === 'unknown' ? md(status.written, 40) : status.value;
  // What the notes say of criteria needs not be said twice.
  const said = notes.slice(0, longestNotes);
  const criteria = index.criteriaOf(stream, task).filter((id) => !said.includes(id));
  const who = ownerShown(task, me);
  return [word, who, someOf(criteria, 5), md(notes, longestNotes)].filter((part) => part !== '').join(', ');
}

function criteriaLines(index: ProjectIndex, stream: Stream): string[] {
  const ofItems = itemsOfStream(index, stream).flatMap(({ task: { id = '', checks = [] } }) =>
    checks
      .filter(({ checked }) => checked.value !== true)
      .map((check) => `- **${md([id, check.id ?? ''].join(' ').trim(), 60)}** ${md(check.text, 240)}`),
  );
  const ofSpecs = index.linkedSpecs(stream).flatMap((key) => {
    const spec = index.findSpec(key);
    if (spec === undefined) return [];
    return spec.criteria.flatMap((criterion) => {
      const { id, text } = criterion;
      const tasks = index.tasksOf(spec, id).map(({ task }) => task);
      if (criterionStatus(tasks) === 'done' || isUncounted(criterion, tasks)) return [];
      return [`- **${id}** (${criterionWord(tasks)}) ${md(text, 240)}`];
    });
  });
  return [...ofSpecs, ...ofItems];
}

/** What the one before left for the next one, here and in the records of other systems on the branch. */
function resumeLines(index: ProjectIndex, stream: Stream): string[] {
  const show = (text: string): string => md(text, 240);
  const own = resumptionLines(stream, show).map((line) => `- ${line}`);
  const beside = recordsBeside(index, stream).flatMap((record) =>
    resumptionLines(record, show).map((line) => `- ${md(nameRecord(record))}: ${line}`),
  );
  return [...own, ...beside];
}

/** `- modified **auth: Sign in** (applies) It SHALL let people in by a code.` */
function deltaLines(index: ProjectIndex, stream: Stream): string[] {
  return stream.deltas.map((delta) => {
    const state = deltaStateWord(index.deltas.stateOf(stream, delta));
    const [text = ''] = paragraphsOf(delta);
    const title = `${md(delta.capability, 60)}: ${md(deltaTitle(delta), 200)}`;
    return `- ${deltaWord(delta)} **${title}** (${state}) ${md(text, 240)}`.trimEnd();
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
    .workItems('debt')
    .filter((item) => debtOrigin(index, item).streams.includes(stream))
    .map(({ task }) => `- ${md(task.title.value, 120)}: ${code(pathOf(task))}`);
}

/** The section with at most `share` of its lines, and how many more there are. */
function section(
  title: string,
  lines: readonly string[],
  share: number,
  describeMore: (more: number) => string,
): string[] {
  if (lines.length === 0) return [];
  const shown = lines.length <= share ? lines : lines.slice(0, share - 1);
  const more = lines.length - shown.length;
  return ['', `## ${title}`, ...shown, ...(more > 0 ? [`- ${describeMore(more)}`] : [])];
}
