import type { Outcome } from '../core/model/outcome.ts';
import type { Doubt, Refusal } from '../core/model/refusal.ts';
import type { DocumentId, FolderId } from '../core/text/document.ts';
import type { TextEdit } from '../core/text/edit.ts';
import type { FullSnapshot } from './snapshot.ts';

/** What is locked and read before planning, and where it is changed. */
export interface Scope {
  /** Each once. What is not in a scope is not changed, but may be made. */
  readonly documents: readonly DocumentId[];
  /** `disk`: change the files; an editor with unsaved changes refuses. `editor`: change the text of the editor, unsaved. */
  readonly through: 'disk' | 'editor';
}

export type DocumentChange =
  | { readonly kind: 'edit'; readonly document: DocumentId; readonly edits: readonly TextEdit[] }
  /** Of a file that is not there, with the folders above it. */
  | { readonly kind: 'create'; readonly document: DocumentId; readonly text: string }
  /** Of a folder; fine when it is there. */
  | { readonly kind: 'createFolder'; readonly document: DocumentId }
  | { readonly kind: 'delete'; readonly document: DocumentId };

/** What is to be written. Edits of one document apply together or not at all. */
export interface Plan {
  readonly kind: 'plan';
  /** Written in this order. */
  readonly changes: readonly DocumentChange[];
  readonly outcome?: Outcome;
  /** Why it may not be written now, if so: asked under the lock, and again right before a document is replaced. */
  readonly condition?: (moment: Moment) => Refusal | undefined;
}

/** Nothing has to be written. */
export interface Unchanged {
  readonly kind: 'unchanged';
  readonly outcome?: Outcome;
}

/**
 * Makes a plan of documents as they are under their locks; in the order of the scope. It is asked again when one of them changed
 * meanwhile, but not once any has been written: then the commit is refused, and says what was.
 */
export interface Planner {
  /** What takes long is done here, before the locks are taken: nobody waits for a busy thread with a lock in hand. */
  prepare?(snapshots: readonly FullSnapshot[]): Promise<void>;
  /** Undefined when something has to be prepared first. */
  plan(snapshots: readonly FullSnapshot[]): Promise<Plan | Unchanged | Refusal | undefined>;
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

/** A document that was edited: what it held, and what was put in. */
export interface Written {
  readonly document: DocumentId;
  readonly base: string;
  readonly edits: readonly TextEdit[];
}

/** What became of a plan, and the documents that may be different now. */
export interface Committed {
  readonly result:
    | { readonly kind: 'done'; readonly outcome?: Outcome }
    | Unchanged
    | Refusal
    /** An error came after a document was replaced, and what stands there now is not what was written. */
    | Doubt;
  readonly touched: readonly DocumentId[];
  readonly written: readonly Written[];
}
