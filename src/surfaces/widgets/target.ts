import type { ChecklistItem } from '../../core/model/item.ts';
import { type Key, toKey } from '../../core/text/key.ts';

/** What a command may be called with; without it, it asks. */
export interface TaskTarget {
  /** Id of the workspace folder. */
  readonly folder: string;
  readonly key: Key;
  readonly taskKey: Key;
}

/** A criterion of one task. */
export interface CheckTarget extends TaskTarget {
  readonly check: Pick<ChecklistItem, 'id' | 'list' | 'text'>;
}

/** A document of a workspace folder's index; which kind, the command says. */
export interface FileTarget {
  readonly folder: string;
  readonly key: Key;
}

/** A criterion: its spec's key and its ID. */
export interface CriterionTarget extends FileTarget {
  readonly criterion: string;
  /** Key of the stream that is to serve it; without it, it is asked for. */
  readonly stream?: Key;
}

/** A branch of the clone that a workspace folder is in. */
export interface BranchTarget {
  readonly folder: string;
  readonly branch: string;
}

/** A place in a file: the row with this key, the criterion with this ID, wherever it is now, else the line (zero-based). */
export interface PlaceTarget extends FileTarget {
  readonly taskKey?: Key | undefined;
  readonly criterion?: string | undefined;
  readonly line?: number | undefined;
  /** A heading, as links name it: `acceptance-criteria`. */
  readonly anchor?: string | undefined;
  /** An address to open instead of the file. */
  readonly url?: string | undefined;
  /** Whether the focus stays where it is. */
  readonly preserveFocus?: boolean;
}

/** The argument of a command, when it names a file: a row of ours, or an object like it. */
export function toFileTarget(argument: unknown): FileTarget | undefined {
  const { folder, key } = fields(argument);
  return typeof folder === 'string' && typeof key === 'string' ? { folder, key: toKey(key) } : undefined;
}

/** The argument of a command, when it names a task. */
export function toTaskTarget(argument: unknown): TaskTarget | undefined {
  const { taskKey } = fields(argument);
  const file = toFileTarget(argument);
  return file !== undefined && typeof taskKey === 'string' ? { ...file, taskKey: toKey(taskKey) } : undefined;
}

/** The argument of a command, when it names a criterion of one task. */
export function toCheckTarget(argument: unknown): CheckTarget | undefined {
  const { id, list, text } = fields(fields(argument).check);
  const task = toTaskTarget(argument);
  if (task === undefined || typeof text !== 'string') return undefined;
  if (list !== 'acceptance' && list !== 'definitionOfDone') return undefined;
  return { ...task, check: { list, text, ...(typeof id === 'string' ? { id } : {}) } };
}

/** The argument of a command, when it names a criterion. */
export function toCriterionTarget(argument: unknown): CriterionTarget | undefined {
  const { criterion, stream } = fields(argument);
  const file = toFileTarget(argument);
  if (file === undefined || typeof criterion !== 'string') return undefined;
  return typeof stream === 'string' ? { ...file, criterion, stream: toKey(stream) } : { ...file, criterion };
}

/**
 * The tasks that a command of a tree is about: those that are selected when the row that was asked is one of them, else
 * that row alone. Empty when it names none.
 */
export function toTaskTargets(argument: unknown, selection: unknown): readonly TaskTarget[] {
  const one = toTaskTarget(argument);
  if (one === undefined) return [];
  if (!Array.isArray(selection) || !selection.includes(argument)) return [one];
  const all = selection.flatMap((row: unknown) => toTaskTarget(row) ?? []);
  // The same task may be selected below its branch and below its criteria.
  return all.filter(
    (task, i) =>
      all.findIndex(
        (each) => each.folder === task.folder && each.key === task.key && each.taskKey === task.taskKey,
      ) === i,
  );
}

/** The argument of a command, when it names a branch. */
export function toBranchTarget(argument: unknown): BranchTarget | undefined {
  const { folder, branch } = fields(argument);
  return typeof folder === 'string' && typeof branch === 'string' ? { folder, branch } : undefined;
}

/** The argument of a command, when it names a place. */
export function toPlaceTarget(argument: unknown): PlaceTarget | undefined {
  const { line, url, anchor, preserveFocus } = fields(argument);
  const file = toFileTarget(argument);
  if (file === undefined) return undefined;
  return {
    ...file,
    taskKey: toTaskTarget(argument)?.taskKey,
    criterion: toCriterionTarget(argument)?.criterion,
    line: typeof line === 'number' && line >= 0 ? line : undefined,
    anchor: typeof anchor === 'string' ? anchor : undefined,
    url: typeof url === 'string' ? url : undefined,
    preserveFocus: preserveFocus === true,
  };
}

function fields(
  argument: unknown,
): Partial<Record<keyof PlaceTarget | keyof CheckTarget['check'] | 'check' | 'stream' | 'branch', unknown>> {
  return typeof argument === 'object' && argument !== null ? argument : {};
}
