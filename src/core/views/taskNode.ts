import { t } from '@vscode/l10n';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { isInCommit, type Stream, type Task, type WorkItem } from '../model/item.ts';
import {
  canCheckOut,
  isOfferedOn,
  operationsOnStep,
  operationsOnTask,
  type StepOperationId,
  type TaskOperationId,
} from '../model/availableOperations.ts';
import {
  canFinish,
  canReopen,
  isChangeable,
  isTaskByItself,
  isUnfinished,
  isYours,
} from '../model/taskRules.ts';
import { describeWaiting, labelOfTask } from './featureStatus.ts';
import { statusIcon } from './icon.ts';
import type { OutlineContext, OutlineNode } from './outline.ts';
import { someOf } from '../messages/someOf.ts';
import { joinSpoken, joinWords, shownText, shownTitle } from './shownText.ts';
import { ownerWord, statusRemark } from './statusWord.ts';
import { taskTooltip } from './tooltip.ts';
import { isOthersWorkspace } from './workspaceViews.ts';

/** The row of a task: below its stream with its criteria, below a criterion with its branch. */
export function taskNode(
  index: ProjectIndex,
  task: Task,
  stream: Stream,
  context: OutlineContext,
  below?: { readonly criterion: string },
): OutlineNode {
  const { me, checkboxes } = context;
  const writable = context.writable && !isOthersWorkspace(stream, context.checkouts);
  const criteria = someOf(index.criteriaOf(stream, task), 5, (id) => shownText(id, 60));
  const who = task.owner.value === undefined && !isUnfinished(task) ? '' : shownText(ownerWord(task), 60);
  const remark = isUnfinished(task) ? statusRemark(index, task, stream) : '';
  const { resumption } = stream;
  const focus = resumption?.task === task.key ? resumption.position.value : '';
  const word = shownText(task.status.value === 'unknown' ? task.status.written : remark || focus, 40);
  const label = labelOfTask(stream, task, shownTitle(task) || t('(no title)'));
  const waiting = describeWaiting(stream, task);
  const where = below === undefined ? criteria : shownText(stream.name, 60);
  const changeable = writable && isChangeable(task);
  return {
    id: below === undefined ? task.key : `${below.criterion}>${task.key}`,
    kind: 'task',
    label,
    description: joinWords([word, who, where, waiting]),
    icon: statusIcon(task.status.value),
    tooltip: () => taskTooltip(index, task, stream, me),
    accessibilityLabel: joinSpoken([
      t('Task {0}', label),
      task.status.value === 'unknown' ? t('unknown status {0}', word) : joinSpoken([task.status.value, word]),
      isYours(task, me) ? t('{0} (you)', who) : shownText(ownerWord(task), 60),
      where,
      waiting,
    ]),
    context: [
      'task',
      ...(changeable ? taskFlags(task, stream, me) : []),
      ...(writable ? operationsOnStep(task).map((operation) => stepWords[operation]) : []),
      ...(writable && task.cutOff === true && !isInCommit(task) ? ['cutOff'] : []),
      ...(writable && canCheckOut(stream) ? ['checkOut'] : []),
      ...(criteria === '' ? [] : ['hasSpec']),
    ].join(' '),
    open: { ...index.placeIn(task.location), taskKey: task.key },
    collapsed: 'none',
    ...(checkboxes && changeable && hasBox(index, task, stream)
      ? { checkbox: task.status.value === 'done' }
      : {}),
  };
}

/** Whether a click on a check box can finish the task, or reopen it: a file in a commit is only read. */
function hasBox(index: ProjectIndex, task: Task, stream: Stream): boolean {
  if (index.elsewhere(stream)?.kind === 'branch') return false;
  return task.status.value === 'done' ? canReopen(task) : canFinish(task);
}

/** The words by which menus know what is offered with a task. */
const menuWords: Readonly<Record<TaskOperationId, string>> = {
  claim_task: 'claim',
  finish_task: 'finish',
  defer_task: 'defer',
  release_task: 'release',
  reopen_task: 'reopen',
  assign_task: 'assign',
  set_task_status: 'setStatus',
};

/** What can be done with a backlog item that is a task by itself. */
export function itemFlags(item: WorkItem, me: string | undefined): readonly string[] {
  const { task } = item;
  if (!isTaskByItself(item) || !isChangeable(task)) return [];
  // What is put off here is one of the project's own words.
  return [...offerFlags(task, me).filter((word) => word !== 'defer'), 'addNote'];
}

/** The same of a step of a workflow. */
const stepWords: Readonly<Record<StepOperationId, string>> = {
  complete_step: 'completeStep',
  fail_step: 'failStep',
  update_focus: 'updateFocus',
  record_in_step: 'recordInStep',
};

/** What can be done with a task, for menus. */
function taskFlags(task: Task, stream: Stream, me: string | undefined): readonly string[] {
  return [...offerFlags(task, me), ...(isOfferedOn(stream, me, 'add_note') ? ['addNote'] : [])];
}

function offerFlags(task: Task, me: string | undefined): readonly string[] {
  const offers = operationsOnTask(task, me);
  const canTake = offers.some(
    ({ operation, confirm }) => operation === 'claim_task' && confirm === undefined,
  );
  return [
    ...(isYours(task, me) && isUnfinished(task) && !canTake ? ['held'] : []),
    ...offers.flatMap(({ operation }) =>
      operation === 'claim_task' && canTake ? ['claim', 'open'] : [menuWords[operation]],
    ),
  ];
}
