import { t } from '@vscode/l10n';
import type { TaskInStream } from '../index/criteriaGraph.ts';
import { criterionStatus, isUncounted } from '../model/criterionState.ts';
import type { Criterion, Stream, StreamTask, TaskGroup } from '../model/item.ts';
import type { Elsewhere } from '../model/parsedDocument.ts';
import { isOffered, isOfferedOn } from '../model/availableOperations.ts';
import { nextTask } from '../model/nextTask.ts';
import { isUnfinished, isYours } from '../model/taskRules.ts';
import { splitConflicts } from '../text/conflictMarkers.ts';
import { lineAt, type LineStarts } from '../text/lineStarts.ts';
import { countBranches, countTasks } from './counts.ts';
import { iconOf, type Lens } from './lens.ts';
import { criterionWord, ownerWord } from './statusWord.ts';
import { ownersOf, progressOf } from './progress.ts';
import { escapeIcons, joinWords, shownText, shownTitle } from './shownText.ts';
import { traceLenses } from './traceLenses.ts';
import { isCountedAtTop } from './workspaceViews.ts';

export interface LensContext {
  readonly me?: string;
  readonly writable: boolean;
  /** Of the text that the editor shows. */
  readonly lineStarts: LineStarts;
}

/** At the top of a progress file that is only a copy: where the one is that counts. */
export function elsewhereLenses(elsewhere: Elsewhere | undefined): readonly Lens[] {
  if (elsewhere === undefined) return [];
  const text =
    elsewhere.kind === 'worktree'
      ? t('This is a copy. The original is in {0}', shownText(elsewhere.name, 60))
      : t('This is a copy. The original is on {0}', shownText(elsewhere.ref, 60));
  return [
    {
      line: 0,
      title: `$(git-branch)\u00A0${escapeIcons(text)}`,
      tooltip: t('Open the progress file of the branch'),
      action: { kind: 'openFile' },
    },
  ];
}

/** Above a criterion in its spec: its status with owner and branch, its tasks, and one action that fits. At most three. */
export function criterionLenses(
  criterion: Criterion,
  tasks: readonly TaskInStream[],
  { me, writable, lineStarts }: LensContext,
): readonly Lens[] {
  const { id, location } = criterion;
  const serving = tasks.map(({ task }) => task);
  if (isUncounted(criterion, serving)) return [];
  const status = criterionStatus(serving);
  const word = criterionWord(serving);
  const line = lineAt(lineStarts, location.range.start);
  const icon = iconOf(status);
  if (status === 'none')
    return [
      {
        line,
        title: `${icon}${t('no task')}`,
        tooltip: t('Show {0} in the sidebar', id),
        action: { kind: 'reveal', criterion: id },
      },
      ...(writable
        ? [
            {
              line,
              title: t('Add Task'),
              tooltip: t('Add a task that serves {0}', id),
              action: { kind: 'addTask', criterion: id } as const,
            },
          ]
        : []),
      openBoard(line),
    ];
  const counted = tasks.filter(({ task }) => task.status.value !== 'dropped');
  const streams = [...new Set((counted.length === 0 ? tasks : counted).map(({ stream }) => stream))];
  const owners = ownersOf(tasks.map(({ task }) => task));
  const who = status === 'dropped' ? undefined : describeOwners(owners);
  const where = streams.length === 1 ? shownText(streams[0]?.name ?? '', 60) : countBranches(streams.length);
  const fitting = writable ? actionFor(status === 'dropped' ? [] : counted, me) : undefined;
  return [
    {
      line,
      title: `${icon}${escapeIcons(joinWords([word, who, where]))}`,
      tooltip: tasks.length === 1 ? t('Open the row') : t('Open one of the rows'),
      action: { kind: 'openRows', tasks },
    },
    {
      line,
      title: countTasks(tasks.length),
      tooltip: t('Show {0} in the sidebar', id),
      action: { kind: 'reveal', criterion: id },
    },
    fitting === undefined ? openBoard(line) : { line, ...fitting },
  ];
}

function openBoard(line: number): Lens {
  return {
    line,
    title: t('Open Board'),
    tooltip: t('Show the criteria beside the tasks that serve them'),
    action: { kind: 'board' },
  };
}

/** What is yours can be finished, else what is open can be claimed. */
function actionFor(tasks: readonly TaskInStream[], me: string | undefined): Omit<Lens, 'line'> | undefined {
  const yours = tasks.find(
    ({ task }) =>
      isYours(task, me) && isOffered(task, me, 'finish_task') && !isOffered(task, me, 'claim_task'),
  );
  if (yours !== undefined)
    return {
      title: t('Finish'),
      tooltip: t('Finish {0}', shownTitle(yours.task)),
      action: { kind: 'finish', ...yours },
    };
  const open = tasks.find(({ task }) => isOffered(task, me, 'claim_task'));
  return open === undefined
    ? undefined
    : {
        title: t('Claim'),
        tooltip: t('Claim {0}', shownTitle(open.task)),
        action: { kind: 'claim', ...open },
      };
}

/** On each conflict that git left: what merges it by cells. */
export function conflictLenses(text: string, { writable }: LensContext): readonly Lens[] {
  if (!writable || !text.includes('<<<<<<< ')) return [];
  return (splitConflicts(text)?.lines ?? []).map((line) => ({
    line,
    title: t('Resolve Tracking Conflict'),
    tooltip: t('Merge both sides cell by cell. You choose where both changed a row.'),
    action: { kind: 'resolveConflict' },
  }));
}

/** In a table with more tasks a lens on each free one would push the rows apart. */
const longTable = 12;

/**
 * In a progress file: on each table how far it is, what comes next, and on the one that a new task would go to, how to add it; on each
 * row that you can act on what can be done, in a long table on yours and on the next free one. A file without tasks is told so where it
 * begins.
 */
export function streamLenses(stream: Stream, context: LensContext): readonly Lens[] {
  const { me, writable, lineStarts } = context;
  const canAdd = writable && isOfferedOn(stream, me, 'add_task');
  const lenses: Lens[] = [];
  const isBare = stream.groups.length === 0 && stream.tasks.length === 0 && canAdd;
  const tables = isBare ? [{ line: 0, tasks: [] }] : tablesOf(stream, lineStarts);
  const next = nextTask(stream, me);
  const growing = tables.findLast(({ tasks }) => tasks.some(isUnfinished)) ?? tables.at(-1);
  for (const table of tables) {
    const { tasks } = table;
    const isCounted = isCountedAtTop(stream);
    const line = isCounted ? 0 : table.line;
    const { done, total } = progressOf(tasks);
    if (!isCounted)
      lenses.push({
        line,
        title: tasks.length === 0 ? t('No tasks yet') : t('{0}/{1} done', done, total),
        tooltip: t('Open the board'),
        action: { kind: 'board' },
      });
    if (writable && tasks.some((task) => isOffered(task, me, 'claim_task')))
      lenses.push({
        line,
        title: t('Claim Next'),
        tooltip: t('Claim the next open task of this branch'),
        action: { kind: 'claimNext' },
      });
    if (canAdd && table === growing)
      lenses.push({
        line,
        title: t('Add Task'),
        tooltip: t('Add a task to this branch'),
        action: { kind: 'addTask' },
      });
    if (writable)
      for (const task of tasks)
        if (tasks.length <= longTable || task === next || isYours(task, me))
          lenses.push(...rowLenses(stream, task, context));
  }
  return writable ? [...lenses, ...traceLenses(stream, lineStarts)] : lenses;
}

/** What has a count above it: a table, or a list of check boxes with all that its boxes head. */
function tablesOf(
  { groups, tasks }: Stream,
  lineStarts: LineStarts,
): readonly { readonly line: number; readonly tasks: readonly StreamTask[] }[] {
  const tables: { readonly line: number; readonly tasks: StreamTask[] }[] = [];
  let from = 0;
  let last: TaskGroup | undefined;
  for (const group of groups) {
    const { location, count, listStart } = group;
    const own = tasks.slice(from, (from += count));
    const isSameList =
      listStart !== undefined &&
      listStart === last?.listStart &&
      location.document.path === last.location.document.path;
    last = group;
    const table = tables.at(-1);
    // One by one: a call takes no hundred thousand arguments.
    if (isSameList && table !== undefined) for (const task of own) table.tasks.push(task);
    else tables.push({ line: lineAt(lineStarts, listStart ?? location.range.start), tasks: own });
  }
  return tables;
}

function rowLenses(stream: Stream, task: StreamTask, { me, lineStarts }: LensContext): readonly Lens[] {
  const { key } = task;
  const { value: status, written } = task.status;
  const open = isOffered(task, me, 'claim_task');
  const canFinish = isOffered(task, me, 'finish_task');
  const canRelease = isOffered(task, me, 'release_task');
  const held = isYours(task, me) && isUnfinished(task) && (canFinish || canRelease);
  if (!open && !held) return [];
  const line = lineAt(lineStarts, task.location.range.start);
  const word = status === 'unknown' ? shownText(written, 40) : status;
  const shown = shownTitle(task);
  const state = {
    line,
    title: `${iconOf(status)}${escapeIcons(joinWords([word, shownText(ownerWord(task), 60)]))}`,
    tooltip: t('Show {0} in the sidebar', shown),
    action: { kind: 'reveal', taskKey: key },
  } as const;
  const act = (kind: 'claim' | 'finish' | 'release', label: string, tooltip: string): Lens => ({
    line,
    title: label,
    tooltip,
    action: { kind, stream, task },
  });
  return open
    ? [state, act('claim', t('Claim'), t('Claim {0}', shown))]
    : [
        state,
        ...(canFinish ? [act('finish', t('Finish'), t('Finish {0}', shown))] : []),
        ...(canRelease ? [act('release', t('Release'), t('Release {0}', shown))] : []),
      ];
}

function describeOwners(owners: readonly string[]): string {
  const [only] = owners;
  if (only === undefined) return t('free');
  return owners.length === 1 ? shownText(only, 60) : t('{0} owners', owners.length);
}
