import { t } from '@vscode/l10n';
import { compareText } from '../base/compareText.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import {
  isChangeableStream,
  isProgressFile,
  isInCommit,
  isOfBranch,
  type Stream,
  type StreamOperation,
  type Task,
  type WorkItem,
} from '../model/item.ts';
import type { Checkouts } from '../model/branch.ts';
import type { Key } from '../text/key.ts';
import {
  canCheckOut,
  isOfferedOn,
  offerOnTask,
  type StreamOperationId,
  type TaskOperationId,
} from '../model/availableOperations.ts';
import { isOpen, isTaskByItself, isYours } from '../model/taskRules.ts';
import { statuses, type Status } from '../model/status.ts';
import { isBeside } from './branchRecords.ts';
import { labelOfTask } from './featureStatus.ts';
import { statusIcon, type Icon } from './icon.ts';
import { recordOfBranch } from './recordName.ts';
import { joinWords, shownTitle } from './shownText.ts';
import { isFinished, isLeftOver } from './streamStatus.ts';
import { ownerWord, statusWord } from './statusWord.ts';
import { isOthersWorkspace } from './workspaceViews.ts';

/** What a task is picked for: which tasks fit, and under which headings they stand. */
export type PickPurpose =
  'claim' | 'release' | 'finish' | 'reopen' | 'assign' | 'setStatus' | 'defer' | 'any';

export interface PickContext {
  readonly me?: string;
  readonly currentBranch?: string;
  /** What is checked out in the clone; missing without git. */
  readonly checkouts?: Checkouts | undefined;
  /** Streams that what is asked has to do with: these are listed, and why not, also where they cannot be changed now. */
  readonly linking?: readonly Key[];
}

/** Tasks under one separator. */
export interface PickSection {
  readonly title: string;
  readonly items: readonly PickItem[];
}

export interface PickItem {
  /** The task's title, as text. */
  readonly label: string;
  /** `otter · feat/rpc-retry` */
  readonly description: string;
  readonly icon: Icon;
  /** Of its document. */
  readonly key: Key;
  readonly taskKey: Key;
}

/** The tasks that fit the purpose, by state; in each section those of the current branch come first. */
export function pickSections(
  index: ProjectIndex,
  purpose: PickPurpose,
  context: PickContext,
): readonly PickSection[] {
  const sections = new Map<Heading, PickItem[]>(headings(purpose).map((heading) => [heading, []]));
  // What speaks for the branch comes before its other records.
  const rank = (stream: Stream): number =>
    isOfBranch(stream, context.currentBranch) ? (isBeside(index, stream) ? 1 : 0) : 2;
  const streams = [...index.streams()].sort((a, b) => rank(a) - rank(b));
  for (const stream of streams) {
    if (purpose !== 'any' && isOthersWorkspace(stream, context.checkouts)) continue;
    for (const task of stream.tasks) {
      const heading = headingOf(task, purpose, context.me);
      if (heading !== undefined) sections.get(heading)?.push(toItem(index, stream, task));
    }
  }
  for (const item of index.workItems('backlog')) {
    if (!isTaskByItself(item) || purpose === 'defer') continue;
    const heading = headingOf(item.task, purpose, context.me);
    if (heading !== undefined) sections.get(heading)?.push(itemToPick(item));
  }
  return [...sections].flatMap(([heading, items]) =>
    items.length === 0 ? [] : [{ title: titleOf(heading), items }],
  );
}

/** What a stream is picked for. */
export type StreamPurpose = StreamOperation | 'claim' | 'open' | 'pullRequest' | 'checkOut' | 'worktree';

/** Under which heading a stream stands where one is chosen, in this order: as in the tree. */
const streamGroups = ['current', 'open', 'finished', 'deleted', 'notCheckedOut', 'inConflict'] as const;
export type StreamGroup = (typeof streamGroups)[number];

/** The streams to choose from for a purpose, with their groups: the current branch's first, then those with open work. */
export function pickStreams(
  index: ProjectIndex,
  purpose: StreamPurpose,
  context: PickContext,
): readonly { readonly stream: Stream; readonly group: StreamGroup }[] {
  return index
    .streams()
    .flatMap((stream) => {
      if (purpose !== 'open' && isOthersWorkspace(stream, context.checkouts)) return [];
      const whyNot = isAddition(purpose) ? whyNoAddition(stream, context) : undefined;
      if (whyNot !== undefined) return [{ stream, group: whyNot }];
      return fitsPurpose(index, stream, purpose) ? [{ stream, group: groupOf(stream, context) }] : [];
    })
    .sort(
      (a, b) =>
        compareGroups(a.group, b.group) ||
        compareText(a.stream.name, b.stream.name) ||
        Number(isBeside(index, a.stream)) - Number(isBeside(index, b.stream)),
    );
}

function isAddition(purpose: StreamPurpose): purpose is StreamOperation {
  return purpose === 'addTask' || purpose === 'addNote';
}

/** What keeps a stream from being added to just now, and can be helped. */
function whyNoAddition(
  stream: Stream,
  { linking = [] }: PickContext,
): 'notCheckedOut' | 'inConflict' | undefined {
  if (isInCommit(stream)) {
    const isWanted = linking.includes(stream.key) && stream.operations.length > 0;
    return isWanted && canCheckOut(stream) ? 'notCheckedOut' : undefined;
  }
  return stream.tasks.some(({ inConflict }) => inConflict === true) && !isLeftOver(stream)
    ? 'inConflict'
    : undefined;
}

/** Whether something has to be done before a stream can be changed. */
export function isUnavailable(group: StreamGroup): boolean {
  return group === 'notCheckedOut' || group === 'inConflict';
}

function groupOf(stream: Stream, { currentBranch }: PickContext): StreamGroup {
  if (isOfBranch(stream, currentBranch)) return 'current';
  if (isLeftOver(stream)) return 'deleted';
  return isFinished(stream) ? 'finished' : 'open';
}

export function compareGroups(a: StreamGroup, b: StreamGroup): number {
  return streamGroups.indexOf(a) - streamGroups.indexOf(b);
}

export function streamGroupTitle(group: StreamGroup): string {
  switch (group) {
    case 'current':
      return t('Current branch');
    case 'open':
      return t('Open work');
    case 'finished':
      return t('Finished');
    case 'deleted':
      return t('No such branch');
    case 'notCheckedOut':
      return t('Not checked out');
    case 'inConflict':
      return t('Merge conflict');
  }
}

/** Where there is nothing to claim just now, the operation says so. */
function fitsPurpose(index: ProjectIndex, stream: Stream, purpose: StreamPurpose): boolean {
  switch (purpose) {
    case 'open':
      return true;
    case 'pullRequest':
      return stream.pullRequest !== undefined || isProgressFile(stream);
    // Whoever deleted a branch plans nothing more on it.
    case 'claim':
      return !isLeftOver(stream) && isChangeableStream(stream) && !isInCommit(stream);
    case 'addTask':
    case 'addNote':
      return !isLeftOver(stream) && isOfferedOn(stream, undefined, streamOperations[purpose]);
    case 'checkOut':
      return canCheckOut(stream);
    case 'worktree':
      return index.elsewhere(stream)?.kind === 'worktree';
  }
}

const streamOperations: Readonly<Record<StreamOperation, StreamOperationId>> = {
  addTask: 'add_task',
  addNote: 'add_note',
};

type Heading = 'yours' | 'free' | 'others' | Status | 'unknown';

function titleOf(heading: Heading): string {
  switch (heading) {
    case 'yours':
      return t('Yours');
    case 'free':
      return t('Free');
    case 'others':
      return t('Claimed by others');
    default:
      return statusWord(heading);
  }
}

function headings(purpose: PickPurpose): readonly Heading[] {
  return purpose === 'any' || purpose === 'setStatus' || purpose === 'reopen'
    ? ['wip', 'todo', 'blocked', 'failed', 'done', 'dropped', 'unknown']
    : ['yours', 'free', 'others'];
}

/** The operation that a task is picked for. */
const operationFor: Readonly<Record<Exclude<PickPurpose, 'any'>, TaskOperationId>> = {
  claim: 'claim_task',
  release: 'release_task',
  finish: 'finish_task',
  reopen: 'reopen_task',
  assign: 'assign_task',
  setStatus: 'set_task_status',
  defer: 'defer_task',
};

function headingOf(task: Task, purpose: PickPurpose, me: string | undefined): Heading | undefined {
  if (purpose === 'any') return stateOf(task);
  const wanted = operationFor[purpose];
  if (offerOnTask(task, me, wanted) === undefined) return undefined;
  switch (purpose) {
    case 'reopen':
    case 'setStatus':
      return stateOf(task);
    case 'claim':
      return isOpen(task, me) ? 'free' : 'others';
    default:
      return task.owner.value === undefined ? 'free' : isYours(task, me) ? 'yours' : 'others';
  }
}

function stateOf({ status: { value } }: Task): Status | 'unknown' {
  return statuses.find((status) => status === value) ?? 'unknown';
}

function itemToPick({ task }: WorkItem): PickItem {
  return {
    label: joinWords([task.id, shownTitle(task)], ' '),
    description: joinWords([ownerWord(task), t('Backlog')]),
    icon: statusIcon(task.status.value),
    key: task.key,
    taskKey: task.key,
  };
}

function toItem(index: ProjectIndex, stream: Stream, task: Task): PickItem {
  return {
    label: labelOfTask(stream, task, shownTitle(task) || t('(no title)')),
    description: joinWords([ownerWord(task), stream.name, recordOfBranch(stream)]),
    icon: statusIcon(task.status.value),
    key: index.keyOf(task.location),
    taskKey: task.key,
  };
}
