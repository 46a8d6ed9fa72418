import type { Task } from '../core/model/item.ts';
import { type Key, toKey } from '../core/text/key.ts';
import { type Loss, loss } from '../core/model/loss.ts';
import { isNamedIn, isSameOwner } from '../core/model/owner.ts';
import { flatten } from '../core/text/sourceText.ts';

/** What a row says of who does it; undefined where there is no such row. */
export type RowState = { readonly status: Task['status']['value']; readonly owner?: string } | undefined;

/** A row that a change wrote. */
export interface ChangedRow {
  readonly key: Key;
  readonly title: string;
  /** What it said before, the last one first; more than one where several changes followed each other. */
  readonly before: readonly RowState[];
  readonly after: NonNullable<RowState>;
  /** Whether the change gave it to the one who asked. */
  readonly claimed: boolean;
}

/** So many states of a row before the last one are known. */
const statesKept = 8;

/** The rows whose status or owner a change wrote, those that it added among them. */
export function changedRows(
  before: readonly Task[],
  after: readonly Task[],
  me: string,
): readonly ChangedRow[] {
  const old = new Map(before.map((task) => [task.key, task]));
  return after.flatMap((task) => {
    const was = stateOf(old.get(task.key));
    const is = stateOf(task);
    if (is === undefined || task.ambiguous === true || same(was, is)) return [];
    const claimed = is.status === 'wip' && isSameOwner(is.owner, me) && !isSameOwner(was?.owner, me);
    return [
      { key: toKey(flatten(task.key)), title: flatten(task.title.value), before: [was], after: is, claimed },
    ];
  });
}

/** The rows that a change removed. */
export function removedRows(before: readonly Task[], after: readonly Task[]): readonly Key[] {
  const kept = new Set(after.map(({ key }) => key));
  return before.flatMap(({ key }) => (kept.has(key) ? [] : [toKey(flatten(key))]));
}

/** A row that was changed twice: it may be lost to each text from before. */
export function afterEarlier(row: ChangedRow, earlier: ChangedRow): ChangedRow {
  const before = [...row.before, ...earlier.before].filter((state) => !same(state, row.after));
  return { ...row, before: before.slice(0, statesKept) };
}

/** What became of a changed row in a later text. */
export type RowOutcome =
  /** It says what it said before, or is somebody else's. */
  | { readonly kind: 'lost'; readonly now: RowState }
  /** It says something else, by somebody who had seen the change; `follow` while it is still that owner's. */
  | { readonly kind: 'movedOn'; readonly follow: boolean }
  | { readonly kind: 'stands' };

/** Says what a later text did to a changed row. */
export function outcomeOf({ key, before, after }: ChangedRow, tasks: readonly Task[]): RowOutcome {
  const found = tasks.filter((task) => task.key === key);
  const [task] = found;
  if (found.length > 1 || task?.ambiguous === true) return { kind: 'movedOn', follow: true };
  const now = stateOf(task);
  if (same(now, after)) return { kind: 'stands' };
  if (before.some((state) => same(state, now))) return { kind: 'lost', now };
  const gave = after.owner !== undefined && before.every((state) => !isSameOwner(state?.owner, after.owner));
  if (now?.owner !== undefined && after.owner !== undefined && !isNamedIn(now.owner, after.owner))
    return { kind: 'lost', now };
  return { kind: 'movedOn', follow: gave && (now === undefined || isNamedIn(now.owner, after.owner)) };
}

/** What became of one lost row. */
export function lossOf(path: string, { title, after, claimed }: ChangedRow, now: RowState): Loss {
  if (now === undefined) return loss('row.removed', { path, title });
  const { owner } = now;
  if (owner === undefined && after.owner !== undefined)
    return loss('row.freed', { path, title, wasClaimed: claimed });
  if (owner !== undefined && after.owner !== undefined && !isNamedIn(owner, after.owner))
    return loss('row.taken', { path, title, owner, wasClaimed: claimed });
  return loss('row.restored', { path, title });
}

function stateOf(task: Task | undefined): RowState {
  if (task === undefined) return undefined;
  const status = task.status.value;
  const owner = task.owner.value;
  return owner === undefined ? { status } : { status, owner: flatten(owner) };
}

function same(a: RowState, b: RowState): boolean {
  return a === undefined || b === undefined
    ? a === b
    : a.status === b.status && isSameOwner(a.owner, b.owner);
}
