import {
  findTask,
  refuseConflict,
  type Format,
  type ParseContext,
  type PreferredWord,
  type TaskChange,
} from '../formats/format.ts';
import { isReadOnly } from '../model/capabilities.ts';
import type { TaskRequest } from '../model/codes/tasks.ts';
import type { Item, Stream, Task } from '../model/item.ts';
import type { Key } from '../text/key.ts';
import type { Outcome } from '../model/outcome.ts';
import { isSameOwner } from '../model/owner.ts';
import { refusal, unlessConfirmed, type Refusal } from '../model/refusal.ts';
import type { DocumentId } from '../text/document.ts';
import type { TextEdit } from '../text/edit.ts';
import type { MarkdownDocument } from '../text/syntax.ts';

/** Everything an action may look at: the file as it is at this moment, and who asks. */
export interface ActionContext {
  readonly file: MarkdownDocument;
  readonly format: Format;
  /** What the format reads it with. */
  readonly parseContext: ParseContext;
  /** What the file says; undefined when nothing of it can be read. */
  readonly item: Item | undefined;
  /** The owner name of whoever asks. */
  readonly me: string;
  /** What a person was refused, and wants all the same. */
  readonly confirmed: readonly Refusal[];
  readonly preferred: PreferredWord;
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
  plan: (context: ActionContext, args: Args, task: Task) => ActionResult,
): Action<Args> {
  return (context, args) => {
    const { file } = context;
    // Between two states a row may stand twice: that is told, and not that it cannot be told apart.
    const conflict = refuseConflict(file);
    if (conflict !== undefined) return conflict;
    const found = findTask(file, args.taskKey, streamOf(context)?.tasks ?? []);
    if (found.kind === 'refused') return found;
    if (isReadOnly(found.row.can)) return refuseReadOnly(file.id);
    return plan(context, args, found.row);
  };
}

/** The stream of the file as it is now; undefined for a file that carries none. */
export function streamOf({ item }: ActionContext): Stream | undefined {
  return item?.kind === 'stream' ? item : undefined;
}

/**
 * Asks the format for the edits. `outcome` is told once they are written; without edits the row says so already.
 */
export function changeTask(
  context: ActionContext,
  task: Task,
  change: TaskChange,
  outcome: Outcome,
): ActionResult {
  const { file, format, preferred } = context;
  const stream = streamOf(context);
  if (stream === undefined || format.tasks === undefined) return noTasks(context);
  const result = format.tasks.setTask({ file, stream }, task, change, preferred);
  if (result.kind === 'refused') return result;
  return result.edits.length === 0
    ? { kind: 'unchanged', outcome }
    : { kind: 'edits', edits: result.edits, outcome };
}

/** What is shown, and not changed. */
export function refuseReadOnly({ path }: DocumentId): Refusal {
  return refusal('file.onlyShown', { path });
}

/** Why a file has no tasks to change. */
export function noTasks(context: ActionContext): Refusal {
  const { id } = context.file;
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
