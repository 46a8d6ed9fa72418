import * as z from 'zod/mini';
import { refuseConflict } from '../formats/format.ts';
import { isReadOnly } from '../model/capabilities.ts';
import type { Stream, StreamTask } from '../model/item.ts';
import { outcome } from '../model/outcome.ts';
import { nextTask } from '../model/nextTask.ts';
import { refusal, type RefusalCode } from '../model/refusal.ts';
import { isShared, isYours } from '../model/taskRules.ts';
import { documentInput, taskInput } from './inputs.ts';
import { refuseWaiting } from './openWork.ts';
import type { Planned } from './operation.ts';
import {
  cellRefusals,
  changeTask,
  noTasks,
  onDocument,
  onTask,
  planOnTask,
  refuseForeign,
  refuseReadOnly,
  streamOf,
  type DocumentContext,
} from './onDocument.ts';

const refusals: readonly RefusalCode[] = ['dependencies.open', 'task.notOpen', 'task.taken', ...cellRefusals];

/** Claiming your own row again changes nothing. */
export const claim = onTask({
  id: 'claim_task',
  description: 'Makes an open task yours: in progress, with your name.',
  input: z.strictObject(taskInput),
  refusals,
  plan: (context, _input, task) => planClaim(context, task),
});

export const claimNext = onDocument({
  id: 'claim_next_task',
  description:
    'Claims the next open task of a branch, away from rows that others are changing where there is one.',
  input: z.strictObject(documentInput),
  refusals: [...new Set<RefusalCode>(['task.noneOpen', 'stream.missing', ...claim.refusals])],
  plan: (context) => {
    const stream = streamOf(context);
    if (stream === undefined) return noTasks(context);
    const conflict = refuseConflict(context.open.document);
    if (conflict !== undefined) return conflict;
    if (context.open.format.steps !== undefined) return refusal('step.begun', {});
    if (stream.tasks.length > 0 && stream.tasks.every(({ can }) => isReadOnly(can)))
      return refuseReadOnly(context.open.document.id);
    const task = nextTask(stream, context.me);
    const ownerless = stream.tasks.find(({ can, status }) => can.owner === 'none' && status.value === 'todo');
    if (task === undefined && ownerless !== undefined && !isReadOnly(ownerless.can))
      return refusal('column.missing', { title: ownerless.title.value, column: 'Owner' });
    return task === undefined
      ? refusal('task.noneOpen', { stream: stream.name, why: whyNone(stream) })
      : planOnTask(context, task.key, (found) => planClaim(context, found));
  },
});

function planClaim(context: DocumentContext, task: StreamTask): Planned {
  const { status } = task;
  const title = task.title.value;
  if (status.value === 'wip' && isYours(task, context.me))
    return { kind: 'unchanged', outcome: outcome('task.isYours', { title }) };
  // What is neither free nor begun is reopened first, whoever owns it.
  if (status.value !== 'todo' && status.value !== 'wip')
    return refusal('task.notOpen', { title, status: status.value, written: status.written });
  return (
    refuseForeign(task, context, 'claim') ??
    refuseWaiting(context) ??
    changeTask(
      context,
      task,
      // Whoever shares it stays named.
      isShared(task, context.me) ? { status: 'wip' } : { status: 'wip', owner: context.me },
      outcome('task.claimed', { title }),
    )
  );
}

function whyNone({ tasks }: Stream): 'noTasks' | 'allDone' | 'noneFree' {
  if (tasks.length === 0) return 'noTasks';
  return tasks.every(({ status }) => status.value === 'done' || status.value === 'dropped')
    ? 'allDone'
    : 'noneFree';
}
