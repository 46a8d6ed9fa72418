import { t } from '@vscode/l10n';
import { compareText } from '../base/compareText.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { workItemState, type WorkItemState } from '../index/workItemState.ts';
import type { WorkItem } from '../model/item.ts';
import { compareIds } from '../model/itemIds.ts';
import { priorityRank } from '../model/priority.ts';
import type { Status } from '../model/status.ts';
import type { Key } from '../text/key.ts';
import { backlogNode } from './backlogNode.ts';
import { countItems } from './counts.ts';
import { fitsItem, fitsText, isFiltering } from './filter.ts';
import { compareNewest, fileNode, type OutlineContext, type OutlineNode } from './outline.ts';
import { joinSpoken, shownText } from './shownText.ts';

/** Open first, then what somebody works on, then what is done. */
const ranks: Record<Status, number> = { todo: 0, blocked: 0, failed: 0, wip: 1, done: 2, dropped: 3 };

interface Row {
  readonly key: Key;
  readonly rank: number;
  readonly priority: number;
  readonly place: string;
  readonly item: WorkItem | undefined;
  readonly node: OutlineNode;
}

/** An item that is shown, and its state. */
interface Shown {
  readonly item: WorkItem;
  readonly state: WorkItemState;
}

/** The Backlog tree: a group for each place where there are several, and what was put aside in closed groups. */
export function backlog(index: ProjectIndex, context: OutlineContext): readonly OutlineNode[] {
  const { filter, arrangement } = context;
  const files: Row[] = [];
  const shown = new Map<Key, Shown>();
  for (const { key, path, item } of index.entries('backlog'))
    if (item?.kind === 'workItem') {
      const state = workItemState(index, item);
      if (fitsItem(filter, item, state.status)) shown.set(key, { item, state });
    } else if (!isFiltering(filter) || fitsText(filter, path)) {
      const node = fileNode(index, key, 'backlogItem');
      files.push({ key, rank: 0, priority: 0, place: index.placeOf(path), item: undefined, node });
    }
  const toRow = ({ item, state }: Shown): Row => ({
    key: item.task.key,
    rank: ranks[state.status],
    priority: arrangement.backlog === 'priority' ? priorityRank(item.priority?.value) : 0,
    place: index.placeOf(item.task.location.document.path),
    item,
    node: backlogNode(index, item, state, context, () => childrenOf(item)),
  });
  const childrenOf = (item: WorkItem): readonly OutlineNode[] =>
    sorted(
      index.ids.childrenOf(item).flatMap((child) => {
        const found = shown.get(child.task.key);
        return found === undefined || parentOf(index, shown, child) !== item ? [] : [toRow(found)];
      }),
      context,
    );
  const rows = [...shown.values()].flatMap((each) =>
    parentOf(index, shown, each.item) === undefined ? [toRow(each)] : [],
  );
  return byPlace([...files, ...rows], context);
}

/** How many items nobody works on yet. */
export function openBacklogItems(index: ProjectIndex): number {
  return index
    .workItems('backlog')
    .filter((item) => item.shelf === undefined && workItemState(index, item).status === 'todo').length;
}

/** Rows are in each other so far. */
const deepest = 20;

/** The item below which another one has its row: one that is shown and put aside as that is, and is not below it itself. */
function parentOf(index: ProjectIndex, shown: ReadonlyMap<Key, Shown>, item: WorkItem): WorkItem | undefined {
  const next = (of: WorkItem): WorkItem | undefined => {
    const { parent, key } = of.task;
    if (parent === undefined || of.shelf === 'archived') return undefined;
    const [only, ...others] = index.ids.withId(of, parent.value);
    const isThere = only !== undefined && others.length === 0 && only.task.key !== key;
    return isThere && only.shelf === of.shelf && shown.has(only.task.key) ? only : undefined;
  };
  const seen = new Set<Key>();
  for (let at = next(item); at !== undefined; at = next(at)) {
    // Items that are each other's parents are all shown at the top.
    if (at.task.key === item.task.key || seen.has(at.task.key) || seen.size > deepest) return undefined;
    seen.add(at.task.key);
  }
  return next(item);
}

function byPlace(rows: readonly Row[], context: OutlineContext): readonly OutlineNode[] {
  const places = [...grouped(rows, ({ place }) => place)].sort(([a], [b]) => compareText(a, b));
  if (places.length < 2) return byShelf('', rows, context);
  return places.map(([place, all]) => {
    const label = place === '' ? t('This folder') : shownText(place);
    return groupNode(`place:${place}`, label, all.length, 'expanded', () => byShelf(place, all, context));
  });
}

function byShelf(place: string, rows: readonly Row[], context: OutlineContext): readonly OutlineNode[] {
  const on = (shelf: WorkItem['shelf']): readonly Row[] => rows.filter(({ item }) => item?.shelf === shelf);
  const group = (shelf: 'draft' | 'archived', label: string): readonly OutlineNode[] => {
    const there = on(shelf);
    const isOpen = isFiltering(context.filter) ? 'expanded' : 'collapsed';
    return there.length === 0
      ? []
      : [groupNode(`${shelf}:${place}`, label, there.length, isOpen, () => sorted(there, context))];
  };
  return [
    ...(context.arrangement.backlog === 'milestone'
      ? byMilestone(place, on(undefined), context)
      : sorted(on(undefined), context)),
    ...group('draft', t('Drafts')),
    ...group('archived', t('Archived')),
  ];
}

/** Those without a milestone stand last. */
function byMilestone(place: string, rows: readonly Row[], context: OutlineContext): readonly OutlineNode[] {
  return [...grouped(rows, ({ item }) => item?.milestone ?? '')]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || compareText(a, b))
    .map(([milestone, all]) => {
      const label = milestone === '' ? t('No milestone') : shownText(milestone);
      return groupNode(`milestone:${place}:${milestone}`, label, all.length, 'expanded', () =>
        sorted(all, context),
      );
    });
}

function grouped(rows: readonly Row[], nameOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = nameOf(row);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return groups;
}

function groupNode(
  id: string,
  label: string,
  count: number,
  collapsed: 'expanded' | 'collapsed',
  children: () => readonly OutlineNode[],
): OutlineNode {
  return {
    id,
    kind: 'group',
    label,
    description: String(count),
    icon: { codicon: 'folder' },
    tooltip: () => '',
    accessibilityLabel: joinSpoken([label, countItems(count)]),
    context: 'group',
    collapsed,
    children,
  };
}

function sorted(rows: readonly Row[], { arrangement }: OutlineContext): readonly OutlineNode[] {
  return [...rows]
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        a.priority - b.priority ||
        (arrangement.backlog === 'newest' ? compareNewest(a.item?.created, b.item?.created) : 0) ||
        compareLabels(a, b) ||
        compareText(a.node.id, b.node.id),
    )
    .map(({ node }) => node);
}

/** By their numbers where they have IDs: `BACK-9` before `BACK-12`. */
function compareLabels(a: Row, b: Row): number {
  const [one, other] = [a.item?.task.id, b.item?.task.id];
  return one === undefined || other === undefined
    ? compareText(a.node.label, b.node.label)
    : compareIds(one, other) || compareText(a.node.label, b.node.label);
}
