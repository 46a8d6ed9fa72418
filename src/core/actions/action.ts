import { t } from '@vscode/l10n';
import {
  findTask,
  refuseConflict,
  type Format,
  type MarkdownFile,
  type PreferredWord,
  type TaskChange,
} from '../formats/format.ts';
import type { Item, Stream, Task } from '../model/item.ts';
import { isSameOwner } from '../model/owner.ts';
import { type Refusal, refuse } from '../model/refusal.ts';
import type { FolderRules } from '../model/rules.ts';
import type { TextEdit } from '../text/edit.ts';

/** Everything an action may look at: the file as it is at this moment, and who asks. */
export interface ActionContext {
  readonly file: MarkdownFile;
  readonly format: Format;
  readonly rules: FolderRules;
  /** What the file says; undefined when nothing of it can be read. */
  readonly item: Item | undefined;
  /** The owner name of whoever asks. */
  readonly me: string;
  readonly preferred: PreferredWord;
}

/** What the asker confirmed: that the row belongs to this owner, and that it is to be changed all the same. */
export interface Confirmation {
  readonly owner: string;
}

/** What an action gives: edits, nothing to do, or a refusal. Never an exception. */
export type Outcome =
  | {
      readonly kind: 'edits';
      readonly edits: readonly TextEdit[];
      /** Files to be made before the edits, whole; none of them may be there yet. */
      readonly creates?: readonly { readonly path: string; readonly text: string }[];
      /** What was done, once the edits are written: `Claimed Add jitter. Release Task undoes it.` */
      readonly summary: string;
    }
  | { readonly kind: 'unchanged'; readonly summary: string }
  | Refusal;

/** What a person or an agent can do to one file: pure, total. */
export type Action<Args> = (context: ActionContext, args: Args) => Outcome;

/** An action on one task: finds it in the file as it is now, or refuses because it is gone. */
export function onTask<Args extends TaskArgs>(
  plan: (context: ActionContext, args: Args, task: Task) => Outcome,
): Action<Args> {
  return (context, args) => {
    const { file } = context;
    // Between two states a row may stand twice: that is told, and not that it cannot be told apart.
    const conflict = refuseConflict(file);
    if (conflict !== undefined) return conflict;
    const found = findTask(file.path, args.taskKey, streamOf(context)?.tasks ?? []);
    return found.kind === 'refused' ? found : plan(context, args, found.row);
  };
}

/** The stream of the file as it is now; undefined for a file that carries none. */
export function streamOf({ item }: ActionContext): Stream | undefined {
  return item?.kind === 'stream' ? item : undefined;
}

/**
 * Asks the format for the edits. `summary` is told once they are written; without edits the row says so already.
 */
export function changeTask(
  { file, format, preferred }: ActionContext,
  task: Task,
  change: TaskChange,
  summary: string,
): Outcome {
  const result = format.tasks?.setTask(file, task, change, preferred) ?? noTasks(file.path);
  if (result.kind === 'refused') return result;
  return result.edits.length === 0
    ? { kind: 'unchanged', summary }
    : { kind: 'edits', edits: result.edits, summary };
}

export function noTasks(path: string): Refusal {
  return refuse('stream.missing', t('{0} holds no tasks.', path));
}

/** What every action on a task is given. */
export interface TaskArgs {
  readonly taskKey: string;
  readonly confirmed?: Confirmation;
}

/**
 * Refuses to touch somebody else's row, unless the asker confirmed to do so knowing whose it is. `label` is the button
 * that confirms.
 */
export function refuseForeign(
  task: Task,
  { me }: ActionContext,
  { confirmed }: TaskArgs,
  message: (owner: string) => string,
  label: string,
): Refusal | undefined {
  const { owner } = task;
  if (owner === undefined || isSameOwner(owner, me) || owner === confirmed?.owner) return undefined;
  return { ...refuse('task.taken', message(owner)), confirmable: { owner, label } };
}
