import type { ProjectIndex } from '../index/projectIndex.ts';
import type { Stream } from '../model/item.ts';
import { isChange } from './changeKind.ts';

/**
 * Whether nothing of a change is left to be done: its tasks are, and its branch was merged, or is gone after it was. A change without
 * tasks says nothing of how far it is, and one whose branch is whichever is checked out is not over with that.
 */
export function isReadyToArchive(stream: Stream): boolean {
  const { archived, branchState, followsCheckout, tasks } = stream;
  return (
    isChange(stream) &&
    archived !== true &&
    branchState !== undefined &&
    followsCheckout !== true &&
    tasks.length > 0 &&
    tasks.every(({ status }) => status.value === 'done' || status.value === 'dropped')
  );
}

/** The changes that Reconcile offers to archive, by the order of their keys. */
export function changesToArchive(index: ProjectIndex): readonly Stream[] {
  return index.streams().filter(isReadyToArchive);
}
