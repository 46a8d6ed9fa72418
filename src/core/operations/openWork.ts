import { openDependencies } from '../index/dependencies.ts';
import type { Task } from '../model/item.ts';
import { refusal, unlessConfirmed, type Refusal } from '../model/refusal.ts';
import { workItemOf, type DocumentContext } from './onDocument.ts';

/** So many criteria are named. */
const named = 3;

/** Refuses to call a task done that has criteria which nobody checked; a person may do it all the same. */
export function refuseUnchecked(context: DocumentContext, { title, checks = [] }: Task): Refusal | undefined {
  const open = checks.filter(({ checked }) => checked.value !== true).map(({ id, text }) => id ?? text);
  if (open.length === 0 || workItemOf(context) === undefined) return undefined;
  const data = { title: title.value, checks: open.slice(0, named), count: open.length };
  return unlessConfirmed(refusal('checks.open', data), context.confirmed);
}

/** The same for beginning with a task that waits for others. */
export function refuseWaiting(context: DocumentContext): Refusal | undefined {
  const item = workItemOf(context);
  const ids = item === undefined ? [] : openDependencies(context.index, item);
  if (item === undefined || ids.length === 0) return undefined;
  const data = { title: item.task.title.value, ids };
  return unlessConfirmed(refusal('dependencies.open', data), context.confirmed);
}
