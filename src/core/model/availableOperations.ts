import { isInCommit, type Stream, type Task } from './item.ts';
import type { RefusalCode } from './refusal.ts';
import { interruptedStep, workflowState } from './workflow.ts';
import {
  canAssign,
  canClaim,
  canDefer,
  canFinish,
  canRelease,
  canReopen,
  isChangeable,
  isShared,
  isYours,
} from './taskRules.ts';

/** What can be asked for: the names of operations, as documentation and tools have them. */
export type OperationId =
  | TaskOperationId
  | StreamOperationId
  | WorkspaceOperationId
  | StepOperationId
  | TraceOperationId
  | 'add_delta'
  | 'add_workflow'
  | 'archive_change'
  | 'check_criterion'
  | 'check_out_branch'
  | 'close_backlog_item'
  | 'close_debt_item'
  | 'create_backlog_item'
  | 'create_debt_item'
  | 'create_progress_file'
  | 'get_brief'
  | 'initialize_spec_database'
  | 'initialize_tracking'
  | 'join_table_rows'
  | 'link_branch'
  | 'list_owners'
  | 'merge_progress_files'
  | 'propose_change'
  | 'resolve_conflict'
  | 'set_active_feature'
  | 'set_change_field'
  | 'show_spec_status'
  | 'get_rationale'
  | 'start_change_branch'
  | 'start_branch'
  | 'start_trace'
  | 'undo'
  | 'undo_start_branch';

/** Those on one task. */
export type TaskOperationId =
  | 'claim_task'
  | 'finish_task'
  | 'release_task'
  | 'reopen_task'
  | 'assign_task'
  | 'set_task_status'
  | 'defer_task';

/** Those on the workspace of a branch. */
export type WorkspaceOperationId =
  | 'add_log_entry'
  | 'create_feature_list'
  | 'end_session'
  | 'resume_workspace'
  | 'start_session'
  | 'start_workspace'
  | 'update_resumption';

/** Those on a stream. */
export type StreamOperationId = 'claim_next_task' | 'add_task' | 'add_note';

/** Those on the running step of a workflow. */
export type StepOperationId = 'update_focus' | 'record_in_step' | 'complete_step' | 'fail_step';

/** Those on the record of a workflow. */
export type TraceOperationId = 'start_step' | 'resume_trace' | 'complete_trace';

/** Something that can be asked for now. */
export interface Offer<Id extends OperationId = OperationId> {
  readonly operation: Id;
  /** What it is refused with until a person confirms it. */
  readonly confirm?: RefusalCode;
}

type Fits<Item> = (item: Item, me: string | undefined) => boolean;

const taskFits: Readonly<Record<TaskOperationId, Fits<Task>>> = {
  claim_task: canClaim,
  finish_task: canFinish,
  defer_task: canDefer,
  release_task: canRelease,
  reopen_task: canReopen,
  assign_task: canAssign,
  set_task_status: ({ can }) => can.statuses.length > 0,
};

const taskOperations = Object.keys(taskFits) as readonly TaskOperationId[];

const streamFits: Readonly<Record<StreamOperationId, Fits<Stream>>> = {
  claim_next_task: ({ tasks }, me) => tasks.some((task) => isOffered(task, me, 'claim_task')),
  add_task: ({ operations }) => operations.includes('addTask'),
  add_note: ({ operations }) => operations.includes('addNote'),
};

/**
 * What can be asked for with a task: trees, board, lenses and picks all ask this, and nothing is offered that would be refused for what
 * the task says.
 * @param me the owner name of whoever asks; undefined while it is not known
 */
export function operationsOnTask(task: Task, me: string | undefined): readonly Offer<TaskOperationId>[] {
  if (!isChangeable(task)) return [];
  // Asked for every row that is drawn: whose it is, is found out once.
  const offer = offersFor(task, me);
  return taskOperations.flatMap((operation) => (taskFits[operation](task, me) ? [offer(operation)] : []));
}

/** The same for one operation; undefined when it is not offered. */
export function offerOnTask(
  task: Task,
  me: string | undefined,
  operation: TaskOperationId,
): Offer<TaskOperationId> | undefined {
  if (!isChangeable(task) || !taskFits[operation](task, me)) return undefined;
  return offersFor(task, me)(operation);
}

function isOthers(task: Task, me: string | undefined): boolean {
  return task.owner.value !== undefined && !isYours(task, me);
}

function offersFor(
  task: Task,
  me: string | undefined,
): (operation: TaskOperationId) => Offer<TaskOperationId> {
  const isTaken = isOthers(task, me);
  const isAlsoOthers = isShared(task, me);
  return (operation) =>
    isTaken || (isAlsoOthers && writesOwner(operation))
      ? { operation, confirm: 'task.taken' }
      : { operation };
}

/** Whether something can be done with a task without taking it from anybody. */
export function isOffered(task: Task, me: string | undefined, operation: TaskOperationId): boolean {
  const isTaken = isOthers(task, me) || (writesOwner(operation) && isShared(task, me));
  return isChangeable(task) && !isTaken && taskFits[operation](task, me);
}

/** Whether it writes another owner than the one who asks for it. */
function writesOwner(operation: TaskOperationId): boolean {
  return operation === 'release_task' || operation === 'assign_task';
}

/** What can be asked for with a step of a workflow, while it is in progress. */
export function operationsOnStep(task: Task): readonly StepOperationId[] {
  return task.can.step !== 'running' || task.ambiguous === true || isInCommit(task)
    ? []
    : ['complete_step', 'fail_step', 'update_focus', 'record_in_step'];
}

/** What can be asked for with the record of a workflow as a whole, as it stands. */
export function operationsOnTrace(stream: Stream): readonly TraceOperationId[] {
  if (isInCommit(stream)) return [];
  switch (workflowState(stream)) {
    case 'waiting':
      return ['start_step', 'complete_trace'];
    case 'stopped':
      return ['resume_trace'];
    case 'running':
      return interruptedStep(stream) === undefined ? ['resume_trace'] : [];
    default:
      return [];
  }
}

/** What can be asked for with a stream. */
export function operationsOnStream(
  stream: Stream,
  me: string | undefined,
): readonly Offer<StreamOperationId>[] {
  return (Object.keys(streamFits) as StreamOperationId[])
    .filter((operation) => isOfferedOn(stream, me, operation))
    .map((operation) => ({ operation }));
}

/** The same for one operation: to ask of all costs as much as the stream has tasks. */
export function isOfferedOn(stream: Stream, me: string | undefined, operation: StreamOperationId): boolean {
  return !isInCommit(stream) && streamFits[operation](stream, me);
}

/** Whether a stream's branch is checked out nowhere and could be: then that is offered, as nothing else can be done with it. */
export function canCheckOut(stream: Stream): stream is Stream & { readonly branch: string } {
  const { branch, branchState, otherRepository } = stream;
  return (
    isInCommit(stream) && branch !== undefined && branchState !== 'deleted' && otherRepository === undefined
  );
}
