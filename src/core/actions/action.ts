import {
  findTask,
  refuseConflict,
  type OpenDocument,
  type TaskChange,
  type WriteContext,
} from '../formats/format.ts';
import { itemIn } from '../index/composeStream.ts';
import { isReadOnly } from '../model/capabilities.ts';
import type { TaskRequest } from '../model/codes/tasks.ts';
import type { CriteriaShape } from '../model/criteria.ts';
import type { Stream, StreamTask, Task } from '../model/item.ts';
import type { Key } from '../text/key.ts';
import type { Outcome } from '../model/outcome.ts';
import { isSameOwner } from '../model/owner.ts';
import { refusal, unlessConfirmed, type Refusal } from '../model/refusal.ts';
import type { DocumentId } from '../text/document.ts';
import type { TextEdit } from '../text/edit.ts';

/** Everything an action may look at: the file as it is at this moment, and who asks. */
export interface ActionContext extends WriteContext {
  readonly open: OpenDocument;
  /** What IDs of criteria look like in the folder. */
  readonly criteria: CriteriaShape;
  /** The owner name of whoever asks. */
  readonly me: string;
  /** What a person was refused, and wants all the same. */
  readonly confirmed: readonly Refusal[];
}

/** What an action gives: edits, nothing to do, or a refusal. Never an exception. */
export type ActionResult =
  | {
      readonly kind: 'edits';
      readonly edits: readonly TextEdit[];
      /** Files to be made before the edits, whole; none of them may be there yet. */
      readonly creates?: readonly { readonly path: string; readonly text: string }[];
      /** What was done, once the edits are written. */
      readonly outcome: Outcome;
    }
  | { readonly kind: 'unchanged'; readonly outcome: Outcome }
  | Refusal;

/** What a person or an agent can do to one file: pure, total. */
export type Action<Args> = (context: ActionContext, args: Args) => ActionResult;

/** An action on one task: finds it in the file as it is now, or refuses because it is gone. */
export function onTask<Args extends TaskArgs>(
  plan: (context: ActionContext, args: Args, task: StreamTask) => ActionResult,
): Action<Args> {
  return (context, args) => {
    const { document } = context.open;
    // Between two states a row may stand twice: that is told, and not that it cannot be told apart.
    const conflict = refuseConflict(document);
    if (conflict !== undefined) return conflict;
    const found = findTask(document, args.taskKey, streamOf(context)?.tasks ?? []);
    if (found.kind === 'refused') return found;
    if (isReadOnly(found.row.can)) return refuseReadOnly(document.id);
    return plan(context, args, found.row);
  };
}

/** The stream of the file as it is now; undefined for a file that carries none. */
export function streamOf({ open }: ActionContext): Stream | undefined {
  const item = itemIn(open.parsed);
  return item?.kind === 'stream' ? item : undefined;
}

/**
 * Asks the format for the edits. `outcome` is told once they are written; without edits the row says so already.
 */
export function changeTask(
  context: ActionContext,
  task: StreamTask,
  change: TaskChange,
  outcome: Outcome,
): ActionResult {
  const { open } = context;
  const result = open.format.tasks?.set(open, task, change, context) ?? noTasks(context);
  if (result.kind === 'refused') return result;
  return result.edits.length === 0
    ? { kind: 'unchanged', outcome }
    : { kind: 'edits', edits: result.edits, outcome };
}

/** What is shown, and not changed. */
export function refuseReadOnly({ path }: DocumentId): Refusal {
  return refusal('file.onlyShown', { path });
}

/** Why the tasks and notes of a file cannot be changed: it has none, or it is only shown. */
export function noTasks(context: ActionContext): Refusal {
  const { id } = context.open.document;
  return streamOf(context) === undefined ? refusal('stream.missing', { path: id.path }) : refuseReadOnly(id);
}

/** What every action on a task is given. */
export interface TaskArgs {
  readonly taskKey: Key;
}

/** Refuses to touch somebody else's row, unless the asker confirmed to do so knowing whose it is. */
export function refuseForeign(
  { title, owner, status }: Task,
  { me, confirmed }: ActionContext,
  asked: TaskRequest,
): Refusal | undefined {
  if (owner.value === undefined || isSameOwner(owner.value, me)) return undefined;
  return unlessConfirmed(
    refusal('task.taken', {
      title: title.value,
      owner: owner.value,
      asked,
      isBegun: status.value !== 'todo',
    }),
    confirmed,
  );
}
