import { t } from '@vscode/l10n';
import { compareText } from '../base/compareText.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { itemStateWord } from '../messages/itemStates.ts';
import type { WorkItem } from '../model/item.ts';
import { priorityRank } from '../model/priority.ts';
import type { Status } from '../model/status.ts';
import type { AgeOf } from './age.ts';
import { fitsOwner, fitsStatus, fitsText, isFiltering } from './filter.ts';
import { statusIcon } from './icon.ts';
import {
  compareNewest,
  fileNode,
  LazyProblems,
  problemNodes,
  type OutlineContext,
  type OutlineNode,
} from './outline.ts';
import { joinSpoken, joinWords, shownText } from './shownText.ts';
import { workItemTooltip } from './tooltip.ts';
import { workItemState, type WorkItemState } from '../index/workItemState.ts';

/** Open first, then what somebody works on, then what is done. */
const ranks: Record<Status, number> = { todo: 0, blocked: 0, failed: 0, wip: 1, done: 2, dropped: 3 };

/** The Backlog tree. */
export function backlog(index: ProjectIndex, context: OutlineContext): readonly OutlineNode[] {
  const { filter, arrangement } = context;
  const rows: { rank: number; priority: number; item: WorkItem | undefined; node: OutlineNode }[] = [];
  for (const { key, path, item } of index.entries('backlog')) {
    if (item?.kind !== 'workItem') {
      if (!isFiltering(filter) || fitsText(filter, path))
        rows.push({
          rank: 0,
          priority: 0,
          item: undefined,
          node: fileNode(index, key, 'backlogItem'),
        });
      continue;
    }
    const state = workItemState(index, item);
    const owner = item.task.owner.value;
    const shown =
      fitsStatus(filter, state.status) &&
      fitsOwner(filter, owner) &&
      fitsText(
        filter,
        item.task.title.value,
        item.summary,
        item.priority?.value,
        item.branch?.value,
        owner,
        path,
      );
    if (shown)
      rows.push({
        rank: ranks[state.status],
        priority: arrangement.backlog === 'priority' ? priorityRank(item.priority?.value) : 0,
        item,
        node: backlogNode(index, item, state, context),
      });
  }
  return rows
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        a.priority - b.priority ||
        (arrangement.backlog === 'newest' ? compareNewest(a.item?.created, b.item?.created) : 0) ||
        compareText(a.node.label, b.node.label) ||
        compareText(a.node.id, b.node.id),
    )
    .map(({ node }) => node);
}

/** How many items nobody works on yet. */
export function openBacklogItems(index: ProjectIndex): number {
  return index.workItems('backlog').filter((item) => workItemState(index, item).status === 'todo').length;
}

function backlogNode(
  index: ProjectIndex,
  item: WorkItem,
  state: WorkItemState,
  { ageOf, writable }: OutlineContext,
): OutlineNode {
  const { key, links, status, title, inConflict } = item.task;
  const canWrite = writable && inConflict !== true;
  const problems = new LazyProblems(() => index.problems(key));
  const hasSpec = links.some(({ role }) => role === 'spec');
  const label = shownText(title.value);
  const details = (): readonly (string | undefined)[] => [
    ...describeItem(item, state, hasSpec, ageOf),
    problems.described,
  ];
  return {
    id: key,
    kind: 'backlogItem',
    label,
    get description() {
      return joinWords(details());
    },
    icon: statusIcon(state.status),
    tooltip: () => workItemTooltip(index, item, state, problems.all),
    get accessibilityLabel() {
      return joinSpoken([
        t('Backlog item {0}', label),
        shownText(itemStateWord(state.why), 30),
        ...details(),
      ]);
    },
    context: joinWords(
      [
        'backlogItem',
        hasSpec ? 'hasSpec' : '',
        canWrite && state.status === 'todo' ? 'startBranch' : '',
        canWrite && state.status === 'done' && status.value !== 'done' ? 'reconcile' : '',
      ],
      ' ',
    ),
    open: { key, line: 0 },
    get collapsed() {
      return problems.serious > 0 ? 'collapsed' : 'none';
    },
    children: () => problemNodes(index, key, problems.all),
  };
}

/** What is open says how pressing it is, the rest on which branch it is: `high`, `spec`, `4 days ago`. */
function describeItem(
  { priority, branch, created: date }: WorkItem,
  state: WorkItemState,
  hasSpec: boolean,
  ageOf: AgeOf,
): readonly (string | undefined)[] {
  const branchName = state.streams[0]?.name ?? branch?.value;
  const what =
    state.status === 'todo'
      ? [priority === undefined ? undefined : shownText(priority.value, 30), hasSpec ? t('spec') : undefined]
      : [branchName === undefined ? shownText(itemStateWord(state.why), 30) : shownText(branchName, 60)];
  return [...what, date === undefined || state.status === 'done' ? undefined : ageOf(date)];
}
