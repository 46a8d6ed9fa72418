import type { Moment } from '../core/model/plan.ts';
import type { DocumentId, FolderId } from '../core/text/document.ts';
import type { DocumentWriter, HeldLock } from './documentWriter.ts';

/** With a lock, a folder is where the locked file was found, also when the folder's path leads elsewhere by now. */
export function momentOf(
  writer: DocumentWriter,
  documents: readonly DocumentId[],
  held: readonly (HeldLock | undefined)[],
): Moment {
  const lockIn = (folder: FolderId): HeldLock | undefined =>
    held[documents.findIndex((each) => each.folder === folder)];
  return {
    isOnBranch: (folder, branch) => writer.isOnBranch(folder, branch, lockIn(folder)),
    isCheckedOut: (folder, branch) => writer.isCheckedOut(folder, branch),
    isGitBusy: (folder) => writer.isGitBusy(folder, lockIn(folder)),
    exists: (document) => writer.exists(document),
  };
}
