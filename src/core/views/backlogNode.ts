import { t } from '@vscode/l10n';
import type { ProjectIndex } from '../index/projectIndex.ts';
import type { WorkItemState } from '../index/workItemState.ts';
import { itemStateWord } from '../messages/itemStates.ts';
import type { ChecklistItem, WorkItem } from '../model/item.ts';
import { canBeClosed, isTaskByItself } from '../model/taskRules.ts';
import { toKey } from '../text/key.ts';
import { nameOfFile } from '../text/syntax.ts';
import { describeChecks, describeWaiting, memoryOf, nameItem } from './backlogWords.ts';
import { roleIcons, statusIcon } from './icon.ts';
import { LazyProblems, problemNodes, type OutlineContext, type OutlineNode } from './outline.ts';
import { escapeMarkdown, joinSpoken, joinWords, shownText } from './shownText.ts';
import { itemFlags } from './taskNode.ts';
import { noteTooltip, workItemTooltip } from './tooltip.ts';

/** The row of a backlog item, with its criteria and the items below it. */
export function backlogNode(
  index: ProjectIndex,
  item: WorkItem,
  state: WorkItemState,
  context: OutlineContext,
  below: () => readonly OutlineNode[] = () => [],
): OutlineNode {
  const { task, shelf } = item;
  const { ageOf, writable, me } = context;
  const { key, links, inConflict, checks = [] } = task;
  const canWrite = writable && inConflict !== true;
  const problems = new LazyProblems(() => index.problems(key));
  const hasSpec = links.some(({ role }) => role === 'spec');
  const label = nameItem(item);
  const details = (): readonly (string | undefined)[] => [
    ...describeItem(index, item, state, hasSpec, ageOf),
    problems.described,
  ];
  const said = shownText(itemStateWord(state.why), 30);
  const children = below();
  const flags = canWrite ? itemFlags(item, me) : [];
  return {
    id: key,
    kind: 'backlogItem',
    label,
    get description() {
      return joinWords(details());
    },
    icon: statusIcon(isUnknown(item) ? 'unknown' : state.status),
    tooltip: () => workItemTooltip(index, item, state, problems.all),
    get accessibilityLabel() {
      return joinSpoken([t('Backlog item {0}', label), said, ...details().filter((each) => each !== said)]);
    },
    context: joinWords(
      [
        'backlogItem',
        hasSpec ? 'hasSpec' : '',
        children.length > 0 ? 'hasItems' : '',
        canWrite && shelf === undefined && state.status === 'todo' ? 'startBranch' : '',
        canWrite && state.status === 'done' && canBeClosed(task) ? 'reconcile' : '',
        task.id !== undefined && shelf !== 'archived' ? 'hasId' : '',
        ...flags,
        flags.length > 0 && checks.some(({ checked }) => checked.value !== true) ? 'tick' : '',
        flags.length > 0 && checks.some(({ checked }) => checked.value === true) ? 'uncheck' : '',
      ],
      ' ',
    ),
    open: isTaskByItself(item) ? { key, line: 0, taskKey: key } : { key, line: 0 },
    get collapsed() {
      const isLeaf =
        problems.serious + checks.length + children.length === 0 && memoryOf(index, item) === undefined;
      return isLeaf ? 'none' : 'collapsed';
    },
    children: () => [
      ...problemNodes(index, key, problems.all),
      ...checks.map((check, i) => checkNode(index, item, check, i, flags.length > 0 ? context : undefined)),
      ...children,
      ...memoryNodes(index, item),
    ],
  };
}

/**
 * What is open says how pressing it is, the rest who is at it and on which branch: `high`, `spec`, `4 days ago`. What the icon says too is
 * left out, and a narrow sidebar cuts off what comes last.
 */
function describeItem(
  index: ProjectIndex,
  item: WorkItem,
  state: WorkItemState,
  hasSpec: boolean,
  ageOf: OutlineContext['ageOf'],
): readonly (string | undefined)[] {
  const { priority, branch, created: date, task } = item;
  const branchName = shownText(state.streams[0]?.name ?? branch?.value ?? '', 60);
  const isOpen = state.status !== 'done' && state.status !== 'dropped';
  const urgency = priority === undefined ? undefined : shownText(priority.value, 30);
  const age = date === undefined || state.status === 'done' ? undefined : ageOf(date);
  const spec = hasSpec && state.status === 'todo' ? t('spec') : undefined;
  if (task.id === undefined) {
    const word = branchName === '' ? shownText(itemStateWord(state.why), 30) : branchName;
    return [...(state.status === 'todo' ? [urgency, spec] : [word]), describeChecks(task.checks ?? []), age];
  }
  const owner = shownText(task.owner.value ?? '', 60);
  return [
    tellingWord(item),
    ...(state.status === 'todo' ? [urgency, spec, owner] : [owner]),
    describeChecks(task.checks ?? []),
    isOpen ? describeWaiting(index, item) : undefined,
    ...(state.status === 'todo' ? [] : [branchName, isOpen ? urgency : undefined]),
    age,
  ];
}

/** The word of a status of which the icon says less: one of several for it, or one that nobody agreed on. */
function tellingWord(item: WorkItem): string | undefined {
  const { status, can } = item.task;
  const first = can.words?.find((each) => each.status === status.value)?.word ?? status.written;
  const isPlain = first.trim().toLowerCase() === status.written.trim().toLowerCase();
  return isUnknown(item) || !isPlain ? shownText(status.written, 30) : undefined;
}

/** Its word is none of those that are agreed on; where none are, what links an item says how far it is. */
function isUnknown({ task: { id, status } }: WorkItem): boolean {
  return id !== undefined && status.value === 'unknown' && status.written !== '';
}

/** What a tool remembers of an item, to be opened. */
function memoryNodes(index: ProjectIndex, item: WorkItem): readonly OutlineNode[] {
  const path = memoryOf(index, item);
  if (path === undefined) return [];
  const label = shownText(nameOfFile(path));
  return [
    {
      id: `${item.task.key}>memory`,
      kind: 'link',
      label,
      description: t('memory'),
      icon: roleIcons.memory,
      tooltip: () => escapeMarkdown(path),
      accessibilityLabel: t('Memory {0}', label),
      context: 'link',
      open: { key: toKey(path), line: 0 },
      collapsed: 'none',
    },
  ];
}

/** @param context undefined where nothing of the item can be changed */
function checkNode(
  index: ProjectIndex,
  { task }: WorkItem,
  check: ChecklistItem,
  i: number,
  context: OutlineContext | undefined,
): OutlineNode {
  const { id, list, text, checked, location } = check;
  const line = index.lineOf(location);
  const label = shownText(text) || t('(no title)');
  const mark = checked.value === 'unknown' ? `[${shownText(checked.written, 4)}]` : undefined;
  const description = joinWords(
    [id, mark, list === 'definitionOfDone' ? t('Definition of Done') : undefined],
    ' ',
  );
  const status = checked.value === 'unknown' ? 'unknown' : checked.value ? 'done' : 'todo';
  return {
    id: `${task.key}>${i}`,
    kind: 'check',
    label,
    description,
    icon: statusIcon(status),
    tooltip: () => noteTooltip(text, `${location.document.path}:${line + 1}`),
    accessibilityLabel: joinSpoken([
      list === 'acceptance' ? t('Criterion {0}', label) : t('Definition of Done: {0}', label),
      id,
      checked.value === true ? t('checked') : t('not checked'),
    ]),
    context: joinWords(['check', context === undefined ? '' : status === 'done' ? 'uncheck' : 'tick'], ' '),
    open: { key: task.key, line, taskKey: task.key, check },
    collapsed: 'none',
    ...(context?.checkboxes === true ? { checkbox: status === 'done' } : {}),
  };
}
