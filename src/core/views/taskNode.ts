import { t } from '@vscode/l10n';
import type { ProjectIndex } from '../index/projectIndex.ts';
import type { Stream, Task } from '../model/item.ts';
import {
  canAssign,
  canBecome,
  canClaim,
  canClaimOpen,
  canDefer,
  canFinish,
  canRelease,
  canReopen,
  isChangeable,
  isOpen,
  isUnfinished,
  isYours,
} from '../model/taskRules.ts';
import { statusIcon } from './icon.ts';
import type { OutlineContext, OutlineNode } from './outline.ts';
import { someOf } from './counts.ts';
import { joinWords, shownText, shownTitle } from './shownText.ts';
import { ownerWord } from './statusWord.ts';
import { taskTooltip } from './tooltip.ts';

/** The row of a task: below its stream with its criteria, below a criterion with its branch. */
export function taskNode(
  index: ProjectIndex,
  task: Task,
  stream: Stream,
  context: OutlineContext,
  below?: { readonly criterion: string },
): OutlineNode {
  const { me, writable, checkboxes } = context;
  const criteria = someOf(index.criteriaOf(stream, task), 5, (id) => shownText(id, 60));
  const who = task.owner.value === undefined && !isUnfinished(task) ? '' : shownText(ownerWord(task), 60);
  const word = task.status.value === 'unknown' ? shownText(task.status.written, 40) : '';
  const label = shownTitle(task) || t('(no title)');
  const where = below === undefined ? criteria : shownText(stream.name, 60);
  const changeable = writable && isChangeable(task);
  return {
    id: below === undefined ? task.key : `${below.criterion}>${task.key}`,
    kind: 'task',
    label,
    description: joinWords([word, who, where]),
    icon: statusIcon(task.status.value),
    tooltip: () => taskTooltip(index, task, stream, me),
    accessibilityLabel: joinWords(
      [
        label,
        task.status.value === 'unknown' ? t('unknown status {0}', word) : task.status.value,
        isYours(task, me) ? t('{0} (you)', who) : shownText(ownerWord(task), 60),
        where,
      ],
      ', ',
    ),
    context: [
      'task',
      ...(changeable ? taskFlags(task, stream, me) : []),
      ...(writable && task.cutOff === true ? ['cutOff'] : []),
      ...(criteria === '' ? [] : ['hasSpec']),
    ].join(' '),
    open: { ...index.placeIn(task.location), taskKey: task.key },
    collapsed: 'none',
    ...(checkboxes && changeable && canBecome(task, 'done')
      ? { checkbox: task.status.value === 'done' }
      : {}),
  };
}

/** What can be done with a task, for menus. */
function taskFlags(task: Task, { operations }: Stream, me: string | undefined): string[] {
  return [
    ...(canClaim(task, me) ? ['claim'] : []),
    ...(canClaimOpen(task, me) ? ['open'] : []),
    ...(isYours(task, me) && isUnfinished(task) && !isOpen(task, me) ? ['held'] : []),
    ...(canFinish(task) ? ['finish'] : []),
    ...(canDefer(task) ? ['defer'] : []),
    ...(canRelease(task) ? ['release'] : []),
    ...(canReopen(task) ? ['reopen'] : []),
    ...(canAssign(task) ? ['assign'] : []),
    ...(task.can.statuses.length > 0 ? ['setStatus'] : []),
    ...(operations.includes('addNote') ? ['addNote'] : []),
  ];
}
