import type { DocumentChange, FolderMove } from '../core/model/plan.ts';
import { isSameDocument, type DocumentId } from '../core/text/document.ts';
import type { ApplyResult, LockedChange } from './documentWriter.ts';
import type { Done, Written } from './plan.ts';

/** Whether a change is of a file, or of a folder with all that is in it: what has a place in a plan that is made as one. */
export function isOfFile(
  change: DocumentChange,
): change is Exclude<DocumentChange, { kind: 'removeFolder' }> {
  return change.kind !== 'removeFolder';
}

export function isMove(change: LockedChange): change is FolderMove {
  return change.kind === 'moveFolder';
}

/** The documents that may be different, with those that were in a folder that was moved. */
export function touchedBy(change: LockedChange): readonly DocumentId[] {
  if (!isMove(change)) return [change.document];
  const { document, to, holds } = change;
  return holds.flatMap((old) => [
    old,
    { folder: to.folder, path: `${to.path}${old.path.slice(document.path.length)}` },
  ]);
}

/** An edit that was made, with what the document holds now where that is more. */
export function doneEdit(written: Written, result: ApplyResult): Done {
  const now = nowOf(written.document, result);
  return { kind: 'edit', ...written, ...(now === undefined ? {} : { now }) };
}

/** What a document holds now; undefined where it is what was written. */
export function nowOf(document: DocumentId, result: ApplyResult): string | undefined {
  const now = result.kind === 'done' ? result.now : undefined;
  return now?.find((each) => isSameDocument(each.document, document))?.text;
}
