import { t } from '@vscode/l10n';
import { compareText } from '../base/compareText.ts';
import type { Entry } from '../index/items.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { streamWords } from '../messages/names.ts';
import { isOfBranch, pathOf, type Stream, type Task, type WorkItem } from '../model/item.ts';
import {
  canCheckOut,
  operationsOnStream,
  operationsOnTrace,
  type StreamOperationId,
  type TraceOperationId,
} from '../model/availableOperations.ts';
import { isFree, isUnfinished } from '../model/taskRules.ts';
import { itemBranches, itemBranchNode, itemNodes, shownItemsOfStream } from './branchItems.ts';
import { describeBeside, isShown, recordsBesideEach, streamOf, stuckIn } from './branchRecords.ts';
import { archivedGroup, goneGroup } from './branchGroups.ts';
import { deltaNodes, describeDeltas } from './changeViews.ts';
import { canStartBranch, isChange } from './changeKind.ts';
import type { AgeOf } from './age.ts';
import { nameItem } from './backlogWords.ts';
import { describePhase, featureFlags, hasPhases } from './featureStatus.ts';
import { groupedTasks, phaseNodes } from './featureViews.ts';
import { fitsTask, isFiltering, namesOf } from './filter.ts';
import { recordIcons, statusIcon, warningIcon, type Icon } from './icon.ts';
import { fileNode, foldedProblems, LazyProblems, type OutlineContext, type OutlineNode } from './outline.ts';
import { countStatus, describeProgress, ownersOf, progressOf, shortProgress } from './progress.ts';
import { someOf } from '../messages/someOf.ts';
import { joinSpoken, joinWords, shownText } from './shownText.ts';
import { filelessGroup, filelessRow, gitNodes, unreadGroup } from './gitNodes.ts';
import { stateWord } from './gitView.ts';
import { isReadyToArchive } from './readyToArchive.ts';
import { signalsOf, signalWords, type Signal } from './signals.ts';
import { nameRecord, recordOfBranch } from './recordName.ts';
import { resumptionNodes, sessionsNodes } from './resumptionNodes.ts';
import { linkNodes, notesNodes } from './streamChildren.ts';
import { taskNode } from './taskNode.ts';
import { nameOfFile } from '../text/syntax.ts';
import { isFinished, isLeftOver, tellingStatus } from './streamStatus.ts';
import { streamTooltip } from './tooltip.ts';
import { isOthersWorkspace, workspaceFlags } from './workspaceViews.ts';

interface Row {
  readonly rank: number;
  readonly order: string;
  readonly node: OutlineNode;
}

/**
 * The Branch Progress tree: the checked-out branch first, then open work, then what is finished; closed below them those whose
 * branch is gone.
 */
export function branchProgress(index: ProjectIndex, context: OutlineContext): readonly OutlineNode[] {
  const shown = index
    .entries('stream')
    .filter((entry) => isTelling(index, entry) && isShown(index, entry, context))
    .map((entry) => ({ ...entry, stream: streamOf(entry) }));
  const beside = recordsBesideEach(index, new Set(shown.flatMap(({ stream }) => stream ?? [])));
  const below = new Set([...beside.values()].flat());
  const streams = shown
    .filter(({ stream }) => stream === undefined || !below.has(stream))
    .map(({ key, path, stream }): Row => ({
      rank: rankOf(stream, context),
      order:
        stream?.archived === true
          ? key
          : orderOf(/(?:^|\/)(\d{4}-\d{2}-\d{2})-[^/]*$/.exec(path)?.[1], stream?.tasks ?? [], context),
      node:
        stream === undefined
          ? fileNode(index, key, 'stream')
          : streamNode(index, stream, context, beside.get(stream) ?? []),
    }));
  const named = itemBranches(index, context);
  const ofItems = named.map((each): Row => {
    const tasks = each.items.map(({ task }) => task);
    return {
      rank: each.branch === context.currentBranch ? 0 : 1,
      order: orderOf(each.items[0]?.created, tasks, context),
      node: itemBranchNode(index, each, context),
    };
  });
  const rows = [...streams, ...ofItems].sort(
    (a, b) =>
      a.rank - b.rank ||
      compareText(a.order, b.order) ||
      compareText(a.node.label, b.node.label) ||
      compareText(a.node.id, b.node.id),
  );
  const known = new Set(named.map(({ branch }) => branch));
  const current = filelessRow(index, context, known);
  const groups = [unreadGroup(index, context), filelessGroup(index, context, known)];
  const gone = rows.filter(({ rank }) => rank === goneRank).map(({ node }) => node);
  const archived = rows.filter(({ rank }) => rank === archivedRank).map(({ node }) => node);
  const others = rows.filter(({ rank }) => rank < goneRank).map(({ node }) => node);
  return [
    ...(current === undefined ? [] : [current]),
    ...others,
    ...groups.filter((group) => group !== undefined),
    ...(gone.length === 0 ? [] : [goneGroup(gone, isFiltering(context.filter))]),
    ...(archived.length === 0 ? [] : [archivedGroup(archived.reverse(), isFiltering(context.filter))]),
  ];
}

/** Whether there is anything to show of an entry: a file that holds no more than settings says nothing by itself. */
function isTelling(index: ProjectIndex, { key, item }: Entry): boolean {
  return item !== undefined || index.problems(key).length > 0;
}

/** Where streams without a branch stand, and below them those that were put away. */
const [goneRank, archivedRank] = [3, 4];

function rankOf(stream: Stream | undefined, { currentBranch }: OutlineContext): number {
  if (stream === undefined) return 1;
  if (stream.archived === true) return archivedRank;
  if (isOfBranch(stream, currentBranch)) return 0;
  if (isLeftOver(stream)) return goneRank;
  return isFinished(stream) || stream.branchState === 'merged' ? 2 : 1;
}

/** What a row is sorted by among its equals; then by name. */
function orderOf(day: string | undefined, tasks: readonly Task[], { arrangement }: OutlineContext): string {
  switch (arrangement.branchProgress) {
    case 'name':
      return '';
    case 'newest':
      // Turned around, so that the latest day comes first.
      return (day ?? '0000-00-00').replace(/\d/g, (digit) => String(9 - Number(digit)));
    case 'openTasks':
      return String(1e6 - tasks.filter(isUnfinished).length).padStart(8, '0');
  }
}

/** Thousands of streams have a row, and few are seen: what a row says is worked out when it is asked for. */
function streamNode(
  index: ProjectIndex,
  stream: Stream,
  context: OutlineContext,
  /** What stands in its row; `below` where it stands in another one itself. */
  records: readonly Stream[] | 'below',
): OutlineNode {
  const isBelow = records === 'below';
  const beside = isBelow ? [] : records;
  let items: readonly WorkItem[] | undefined;
  const itemsHere = (): readonly WorkItem[] =>
    (items ??= isBelow ? [] : shownItemsOfStream(index, stream, context));
  const current = !isBelow && isOfBranch(stream, context.currentBranch);
  const filtered = isFiltering(context.filter);
  const documents = index.documentsOf(stream.key);
  const problems = new LazyProblems(() => documents.flatMap((key) => index.problems(key)));
  const problemsBeside = new LazyProblems(() =>
    beside.flatMap(({ key }) => index.documentsOf(key).flatMap((document) => index.problems(document))),
  );
  let known: readonly Signal[] | undefined;
  const signals = (): readonly Signal[] => (known ??= signalsOf(index, stream, context.git));
  return {
    // VS Code keeps rows as they were opened and closed: only a new row is opened, so that of the current branch is one.
    id: current ? `current:${stream.key}` : stream.key,
    kind: 'stream',
    label: isBelow ? nameRecord(stream) : shownText(stream.name),
    get description() {
      return joinWords([
        isBelow ? undefined : recordOfBranch(stream),
        shownText(index.placeOf(pathOf(stream)), 60),
        // Then the name of the branch tells no row from the other.
        problems.all.some(({ code }) => code === 'branch.duplicate')
          ? shownText(nameOfFile(pathOf(stream)), 60)
          : undefined,
        // A narrow sidebar cuts off what comes last, and this decides what all the rest means.
        stream.branchState === 'merged' && context.git?.shown.has('merged') !== false
          ? stateWord('merged')
          : undefined,
        describeCounts(stream, problems),
        describePhase(stream),
        describeDeltas(stream),
        isReadyToArchive(stream) ? t('can be archived') : undefined,
        ...signalWords(signals()),
        describeOwners(stream, problems),
        stream.branchState === 'deleted' && !isLeftOver(stream) ? stateWord('deleted') : undefined,
        describeElsewhere(index, stream, context.ageOf),
        describeBeside(beside, itemsHere(), problemsBeside.described),
        describeFocus(stream),
      ]);
    },
    get icon() {
      return isBelow
        ? recordIcon(stream, problems.serious > 0)
        : streamIcon(stream, current, problems.serious + problemsBeside.serious > 0);
    },
    tooltip: () =>
      streamTooltip(index, stream, isBelow ? 'record' : current ? 'current' : 'branch', signals()),
    get tooltipAlone() {
      return joinWords(signals().map(({ sentence }) => sentence));
    },
    get accessibilityLabel() {
      return joinSpoken([
        spokenStream(index, stream, isBelow, current, problems),
        ...signalWords(signals()),
        ...beside.map(nameRecord),
        ...itemsHere().map(nameItem),
        ...stuckIn(beside),
        problemsBeside.described,
      ]);
    },
    get context() {
      return streamFlags(index, stream, context);
    },
    open: { key: index.keyOf(stream.location), line: 0 },
    get collapsed() {
      const { tasks, notes, links, pullRequest, resumption, sessions } = stream;
      const empty =
        tasks.length + notes.length + links.length + sessions.length + problems.serious === 0 &&
        resumption === undefined &&
        pullRequest === undefined &&
        !hasPhases(stream) &&
        stream.deltas.length === 0 &&
        beside.length + itemsHere().length === 0;
      return empty ? 'none' : current || filtered ? 'expanded' : 'collapsed';
    },
    children: () => [
      ...resumptionNodes(index, stream, context),
      ...phaseNodes(index, stream, context),
      ...deltaNodes(index, stream, context),
      ...groupedTasks(
        index,
        stream,
        (task) => !filtered || fitsTask(context.filter, task, ...namesOf(stream)),
        (task) => taskNode(index, task, stream, context),
        context,
      ),
      ...sessionsNodes(index, stream, context),
      ...beside.map((each) => streamNode(index, each, context, 'below')),
      ...itemNodes(index, stream.key, itemsHere(), context),
      ...foldedProblems(
        index,
        stream.key,
        documents.map((key) => ({ key, problems: index.problems(key) })),
      ),
      // What git knows of the branch stands in the branch's own row.
      ...(isBelow || (filtered && context.filter.statuses.length > 0)
        ? []
        : gitNodes(index, stream, context)),
      ...(filtered && context.filter.statuses.length > 0 ? [] : linkNodes(index, stream)),
      ...(filtered && context.filter.statuses.length > 0 ? [] : notesNodes(index, stream, context)),
    ],
  };
}

/** What the running step of a workflow, or the one that failed, is at. */
function describeFocus({ resumption, branch, called }: Stream): string | undefined {
  const isTrace = resumption?.task !== undefined && (branch === undefined || called !== undefined);
  return isTrace ? shownText(resumption.position.value, 60) || undefined : undefined;
}

function spokenStream(
  index: ProjectIndex,
  stream: Stream,
  isBelow: boolean,
  current: boolean,
  problems: LazyProblems,
): string {
  const place = index.placeOf(pathOf(stream));
  return joinSpoken([
    isBelow
      ? nameRecord(stream)
      : streamWords[stream.branch === undefined ? (stream.called ?? 'branch') : 'branch'](
          shownText(stream.name),
        ),
    place === '' ? undefined : t('in {0}', shownText(place, 60)),
    current ? t('checked out') : undefined,
    isBelow ? undefined : recordOfBranch(stream),
    stream.branchState === 'deleted' ? stateWord('deleted') : undefined,
    stream.branchState === 'merged' ? stateWord('merged') : undefined,
    describeElsewhere(index, stream),
    stream.tasks.length === 0 ? t('no tasks') : describeProgress(progressOf(stream.tasks)),
    tellingStatus(stream),
    describePhase(stream),
    describeDeltas(stream),
    problems.described,
    someOf(ownersOf(stream.tasks), 5, (owner) => shownText(owner, 60)),
  ]);
}

/** The words by which menus know what is offered with a stream. */
const menuWords: Readonly<Record<StreamOperationId, string>> = {
  claim_next_task: 'claimNext',
  add_task: 'addTask',
  add_note: 'addNote',
};

/** The same of the record of a workflow. */
const traceWords: Readonly<Record<TraceOperationId, string>> = {
  start_step: 'startStep',
  resume_trace: 'resumeTrace',
  complete_trace: 'completeTrace',
};

/** What can be done with a stream, for menus. */
function streamFlags(index: ProjectIndex, stream: Stream, context: OutlineContext): string {
  const { me } = context;
  const writable = context.writable && !isOthersWorkspace(stream, context.checkouts);
  return joinWords(
    [
      'stream',
      ...(writable ? operationsOnStream(stream, me).map(({ operation }) => menuWords[operation]) : []),
      ...(writable ? operationsOnTrace(stream).map((operation) => traceWords[operation]) : []),
      ...workspaceFlags(stream, context),
      ...featureFlags(stream, writable),
      ...changeFlags(stream, writable),
      writable && canCheckOut(stream) ? 'checkOut' : '',
      index.elsewhere(stream)?.kind === 'worktree' ? 'worktree' : '',
      stream.pullRequest === undefined ? '' : 'hasPullRequest',
      stream.links.some(({ role }) => role === 'spec') ? 'hasSpec' : '',
      stream.links.some(({ role }) => role === 'backlog') ? 'hasBacklog' : '',
    ],
    ' ',
  );
}

/** What can be done with a change, for menus. */
function changeFlags(stream: Stream, writable: boolean): readonly string[] {
  if (!isChange(stream)) return [];
  const isOpen = writable && stream.archived !== true;
  return [
    'specStatus',
    'rationale',
    ...(isOpen ? ['editChange', 'archiveChange'] : []),
    ...(writable && canStartBranch(stream) ? ['startChange'] : []),
  ];
}

/** A stream that is in trouble says so by its icon, unless it is the one that is checked out: that one has to be found. */
function streamIcon(stream: Stream, current: boolean, trouble: boolean): Icon {
  if (current) return { codicon: 'git-branch', color: 'charts.blue' };
  if (trouble) return warningIcon;
  if (isFinished(stream)) return statusIcon('done');
  return stream.branch === undefined ? recordIcon(stream, trouble) : { codicon: 'git-branch' };
}

function recordIcon({ called }: Stream, trouble: boolean): Icon {
  if (trouble) return warningIcon;
  return called === undefined ? { codicon: 'git-branch' } : recordIcons[called];
}

/** `1/3`, `4/10 · 1 blocked · 1 failed`, `2/9 · 1 problem`: how far it is, and what is wrong. */
function describeCounts(stream: Stream, problems: LazyProblems): string {
  return joinWords([shortProgress(stream.tasks), ...troubleOf(stream, problems)]);
}

function troubleOf(stream: Stream, problems: LazyProblems): readonly string[] {
  const { counts } = progressOf(stream.tasks);
  return [
    tellingStatus(stream),
    counts.blocked > 0 ? countStatus('blocked', counts.blocked) : undefined,
    counts.failed > 0 ? countStatus('failed', counts.failed) : undefined,
    problems.described,
  ].filter((part) => part !== undefined);
}

/** `otter, maple`: who is on it, while something is left to do; `unassigned` where nothing else has to be told. */
function describeOwners(stream: Stream, problems: LazyProblems): string | undefined {
  const { tasks } = stream;
  const { done, total } = progressOf(tasks);
  if (done === total) return undefined;
  const owners = ownersOf(tasks);
  if (owners.length > 0) return someOf(owners, 5, (owner) => shownText(owner, 40));
  return tasks.some(isFree) && troubleOf(stream, problems).length === 0 ? t('unassigned') : undefined;
}

/**
 * `in ../rpc-2`, `not checked out · 3 days ago`, `on origin/feat/x · 3 days ago`: where the progress file is, when it is not
 * the one at hand; with `ageOf`, also how old it is.
 */
function describeElsewhere(index: ProjectIndex, stream: Stream, ageOf?: AgeOf): string | undefined {
  const elsewhere = index.elsewhere(stream);
  if (elsewhere === undefined) return undefined;
  if (elsewhere.kind === 'worktree') return t('in {0}', shownText(elsewhere.name, 60));
  const { ref, day } = elsewhere;
  const where = ref === stream.branch ? t('not checked out') : t('on {0}', shownText(ref, 60));
  return joinWords([where, ageOf?.(day)]);
}
