import { t } from '@vscode/l10n';
import { compareText } from '../base/compareText.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import type { WorkItem } from '../model/item.ts';
import { isUnfinished } from '../model/taskRules.ts';
import { countBranches, countItems } from './counts.ts';
import { fitsOwner, fitsStatus, fitsText, isFiltering } from './filter.ts';
import { roleIcons, statusIcon } from './icon.ts';
import {
  compareNewest,
  fileNode,
  LazyProblems,
  problemNodes,
  type OutlineContext,
  type OutlineNode,
} from './outline.ts';
import { joinSpoken, joinWords, shownText } from './shownText.ts';
import { debtTooltip } from './tooltip.ts';
import { debtOrigin, type DebtOrigin } from '../index/workItemState.ts';

interface Row {
  readonly node: OutlineNode;
  /** The stream that the item came from; undefined when nobody says. */
  readonly branch: string | undefined;
  readonly date: string | undefined;
}

/** The Tech Debt tree: by the branch that put something off, or the newest first. */
export function techDebt(index: ProjectIndex, context: OutlineContext): readonly OutlineNode[] {
  const rows = rowsOf(index, context);
  if (context.arrangement.techDebt === 'newest')
    return rows
      .sort((a, b) => compareNewest(a.date, b.date) || compareText(a.node.label, b.node.label))
      .map(({ node }) => node);
  const groups = new Map<string, Row[]>();
  for (const row of rows.sort((a, b) => compareText(a.node.label, b.node.label))) {
    const name = row.branch ?? '';
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  // What has no origin stands last.
  return [...groups]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || compareText(a, b))
    .map(([name, items]) => groupNode(name, items, context));
}

/** How many items nobody has closed. */
export function openDebtItems(index: ProjectIndex): number {
  return index.workItems('debt').filter(({ task }) => isUnfinished(task)).length;
}

function rowsOf(index: ProjectIndex, context: OutlineContext): Row[] {
  const { filter } = context;
  return index.entries('debt').flatMap(({ key, path, item }): Row[] => {
    if (item?.kind !== 'workItem')
      return !isFiltering(filter) || fitsText(filter, path)
        ? [{ node: fileNode(index, key, 'debtItem'), branch: undefined, date: undefined }]
        : [];
    const { title, status } = item.task;
    const origin = debtOrigin(index, item);
    const branch = origin.streams[0]?.name ?? item.branch?.value;
    const shown =
      fitsStatus(filter, status.written === '' ? 'todo' : status.value) &&
      fitsOwner(filter, origin.author) &&
      fitsText(filter, title.value, item.summary, branch, origin.author, path);
    return shown ? [{ node: debtNode(index, item, origin, context), branch, date: item.created }] : [];
  });
}

function groupNode(
  name: string,
  rows: readonly Row[],
  { currentBranch, filter }: OutlineContext,
): OutlineNode {
  const label = name === '' ? t('No origin') : shownText(name);
  const current = name !== '' && name === currentBranch;
  return {
    // A new row when its branch becomes the current one: VS Code opens no other by itself.
    id: `${current ? 'current' : 'from'}:${name}`,
    kind: 'group',
    label,
    description: String(rows.length),
    icon:
      name === ''
        ? { codicon: 'folder' }
        : { codicon: 'git-branch', ...(current ? { color: 'charts.blue' } : {}) },
    tooltip: () => '',
    accessibilityLabel: joinSpoken([
      name === '' ? label : t('From branch {0}', label),
      countItems(rows.length),
    ]),
    context: 'group',
    collapsed: current || isFiltering(filter) ? 'expanded' : 'collapsed',
    children: () => rows.map(({ node }) => node),
  };
}

function debtNode(
  index: ProjectIndex,
  item: WorkItem,
  origin: DebtOrigin,
  { ageOf, writable }: OutlineContext,
): OutlineNode {
  const { task, created: date } = item;
  const { key } = task;
  const status = task.status.value;
  const problems = new LazyProblems(() => index.problems(key));
  const closed = status === 'done' || status === 'dropped';
  const label = shownText(task.title.value);
  const details = (): readonly (string | undefined)[] => [
    origin.author === undefined ? undefined : t('from {0}', shownText(origin.author, 60)),
    origin.streams.length > 1 ? countBranches(origin.streams.length) : undefined,
    closed ? shownText(task.status.written, 30) : undefined,
    date === undefined ? undefined : ageOf(date),
    problems.described,
  ];
  return {
    id: key,
    kind: 'debtItem',
    label,
    get description() {
      return joinWords(details());
    },
    icon: closed ? statusIcon(status) : roleIcons.debt,
    tooltip: () => debtTooltip(index, item, origin, problems.all),
    get accessibilityLabel() {
      return joinSpoken([t('Tech debt {0}', label), ...details()]);
    },
    context: joinWords(['debtItem', writable && !closed ? 'closeDebt' : ''], ' '),
    open: { key, line: 0 },
    get collapsed() {
      return problems.serious > 0 ? 'collapsed' : 'none';
    },
    children: () => problemNodes(index, key, problems.all),
  };
}
