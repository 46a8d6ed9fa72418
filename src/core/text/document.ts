import type { Range } from './range.ts';

/**
 * A workspace folder, the same folder in another worktree of its clone, or the git directory that all worktrees share: its URI.
 */
export type FolderId = string;

/** Names a document wherever it is: two are the same document when all three members are equal. */
export interface DocumentId {
  readonly folder: FolderId;
  /** Relative to the folder, `/` between the parts: `tracking/progress/2026-06-11-feat-rpc-retry.md`. */
  readonly path: string;
  /** Object name of the commit that it is read from; missing for what is in the folder now. What has one is read only. */
  readonly commit?: string;
}

/** A document, or a part of it. */
export interface Location {
  readonly document: DocumentId;
  readonly range?: Range;
}

/** A part of a document. */
export interface DocumentPart extends Location {
  readonly range: Range;
}

export function isSameDocument(a: DocumentId, b: DocumentId): boolean {
  return a.path === b.path && a.folder === b.folder && a.commit === b.commit;
}

/** A text that is the same for two documents exactly when they are the same. */
export function nameOfDocument({ folder, path, commit = '' }: DocumentId): string {
  return `${folder}\0${path}\0${commit}`;
}
