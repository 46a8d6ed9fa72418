import { t } from '@vscode/l10n';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { workItemState } from '../index/workItemState.ts';
import type { Stream, WorkItem } from '../model/item.ts';
import { isUnfinished } from '../model/taskRules.ts';
import { backlogNode } from './backlogNode.ts';
import { describeChecks } from './backlogWords.ts';
import { fitsItem, isFiltering } from './filter.ts';
import type { OutlineContext, OutlineNode } from './outline.ts';
import { escapeMarkdown, joinSpoken, joinWords, shownText } from './shownText.ts';

/** Tasks of a backlog that the branch of a stream is named after. */
export function itemsOfStream(
  index: ProjectIndex,
  { branch, branchState, otherRepository }: Stream,
): readonly WorkItem[] {
  return branch === undefined || branchState === 'deleted' || otherRepository === true
    ? []
    : index.ids.ofBranch(branch);
}

/** Those that the filter lets through. */
export function shownItemsOfStream(
  index: ProjectIndex,
  stream: Stream,
  context: OutlineContext,
): readonly WorkItem[] {
  return shownItems(index, itemsOfStream(index, stream), stream.branch, context);
}

function shownItems(
  index: ProjectIndex,
  items: readonly WorkItem[],
  branch: string | undefined,
  { filter }: OutlineContext,
): readonly WorkItem[] {
  if (filter.records.length > 0) return [];
  return isFiltering(filter)
    ? items.filter((item) => fitsItem(filter, item, workItemState(index, item).status, branch))
    : items;
}

/** Their rows, in that of their branch: the same ones as in the backlog, which others may have too. */
export function itemNodes(
  index: ProjectIndex,
  above: string,
  items: readonly WorkItem[],
  context: OutlineContext,
): readonly OutlineNode[] {
  return items.map((item) =>
    // The branch stands above it.
    below(above, backlogNode(index, item, { ...workItemState(index, item), streams: [] }, context)),
  );
}

/** A row that stands below another one, too: ids are unique in a tree. */
function below(above: string, node: OutlineNode): OutlineNode {
  const { children } = node;
  return {
    ...node,
    id: `${above}>${node.id}`,
    ...(children === undefined ? {} : { children: () => children().map((each) => below(above, each)) }),
  };
}

/** A branch that is there for tasks of a backlog, and of which nothing else tells. */
export interface ItemBranch {
  readonly branch: string;
  readonly items: readonly WorkItem[];
}

/** Those of the clone: the one that is checked out, and others while something is left to do. */
export function itemBranches(index: ProjectIndex, context: OutlineContext): readonly ItemBranch[] {
  const { checkouts, currentBranch, filter } = context;
  if (filter.branches.length > 0) return [];
  return (checkouts?.branches ?? []).flatMap((branch) => {
    if (index.streamsOfBranch(branch).length > 0) return [];
    const items = shownItems(index, index.ids.ofBranch(branch), branch, context);
    const isTelling = branch === currentBranch || items.some(({ task }) => isUnfinished(task));
    return items.length > 0 && isTelling ? [{ branch, items }] : [];
  });
}

/** The row of such a branch. */
export function itemBranchNode(
  index: ProjectIndex,
  { branch, items }: ItemBranch,
  context: OutlineContext,
): OutlineNode {
  const { currentBranch, writable, filter, git } = context;
  const isCurrent = branch === currentBranch;
  const fileless = git?.status.fileless.find((each) => each.branch === branch);
  const ids = items.map(({ task }) => shownText(task.id ?? '', 60)).join(', ');
  const [first] = items;
  const checks = items.flatMap(({ task }) => task.checks ?? []);
  const owners = [...new Set(items.map(({ task }) => shownText(task.owner.value ?? '', 60)))];
  const details = [ids, describeChecks(checks), joinSpoken(owners)];
  const where = isCurrent ? t('checked out') : undefined;
  return {
    id: `items:${branch}`,
    kind: 'branch',
    branch,
    label: shownText(branch),
    description: joinWords(details),
    icon: isCurrent ? { codicon: 'git-branch', color: 'charts.blue' } : { codicon: 'git-branch' },
    tooltip: () => escapeMarkdown(t('{0} is named after {1}.', branch, ids)),
    accessibilityLabel: joinSpoken([t('Branch {0}', shownText(branch)), where, ...details]),
    context: writable && fileless?.checkedOut === true ? 'branch createProgressFile' : 'branch',
    // The file of its task, which the row follows.
    ...(first === undefined ? {} : { open: { key: first.task.key, line: 0 } }),
    collapsed: isCurrent || isFiltering(filter) ? 'expanded' : 'collapsed',
    children: () => itemNodes(index, `items:${branch}`, items, context),
  };
}
