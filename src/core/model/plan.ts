import type { DocumentId, FolderId } from '../text/document.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Outcome } from './outcome.ts';
import type { Refusal } from './refusal.ts';
import type { ToolLock } from './toolLock.ts';

/** A change to one document. */
export type DocumentChange =
  | { readonly kind: 'edit'; readonly document: DocumentId; readonly edits: readonly TextEdit[] }
  /** Of a file that is not there, with the folders above it. */
  | { readonly kind: 'create'; readonly document: DocumentId; readonly text: string }
  | { readonly kind: 'delete'; readonly document: DocumentId }
  /** Of a folder that is empty; one that is not stays. */
  | { readonly kind: 'removeFolder'; readonly document: DocumentId }
  | FolderMove;

/** Of a folder with all that is in it, in one step: links in it are moved as they are. Nothing may be at its new place. */
export interface FolderMove {
  readonly kind: 'moveFolder';
  readonly document: DocumentId;
  readonly to: DocumentId;
  /** Documents in it that are known: they are read anew at their new places. */
  readonly holds: readonly DocumentId[];
  /** Why it may not be moved as it is; asked right before, with the paths, from it, of all files in it. */
  readonly mayMove?: (paths: readonly string[]) => Refusal | undefined;
}

/** What is to be written. Edits of one document apply together or not at all. */
export interface Plan {
  readonly kind: 'plan';
  /** Written in this order. */
  readonly changes: readonly DocumentChange[];
  /**
   * All edits, creations and deletions are made or none is, even if the process is killed on the way. Folders are removed after them.
   * In editors they are made in one step, and no promise outlives the process.
   */
  readonly atomic?: boolean;
  /** It takes back what was done: rows of databases go, where others would have to stay, and come with the numbers that they had. */
  readonly isUndo?: true;
  /** Nothing takes it back: others may have been told already. */
  readonly isLasting?: true;
  /** Held on the disk besides our own while it is planned, for the last time, and written. */
  readonly toolLocks?: readonly ToolLock[];
  readonly outcome?: Outcome;
  /** Why it may not be written now, if so: asked under the lock, and again right before a document is replaced. */
  readonly condition?: (moment: Moment) => Refusal | undefined;
}

/** Nothing has to be written. */
export interface Unchanged {
  readonly kind: 'unchanged';
  readonly outcome?: Outcome;
}

/** What the disk says at one moment. Nothing here waits. */
export interface Moment {
  /** Whether HEAD names this branch in the worktree that a folder is in; undefined: none, it is detached. True also where that cannot be read. */
  isOnBranch(folder: FolderId, branch: string | undefined): boolean;
  /** Whether any worktree of the folder's clone has a branch checked out. */
  isCheckedOut(folder: FolderId, branch: string): boolean;
  /** Whether git is replacing files of the folder's worktree: until it has, nothing says of which branch they are. */
  isGitBusy(folder: FolderId): boolean;
  exists(document: DocumentId): boolean;
}
