import type { FolderMove } from '../core/model/plan.ts';
import type { Doubt, Refusal } from '../core/model/refusal.ts';
import type { ToolLock } from '../core/model/toolLock.ts';
import type { DocumentId, FolderId } from '../core/text/document.ts';
import type { TextEdit } from '../core/text/edit.ts';
import type { Scope } from './plan.ts';
import type { FullSnapshot } from './snapshot.ts';

/** Where a file was found when somebody looked: what was checked then is what is locked, and what is written. */
export interface ResolvedFile {
  /** The file's path without links. */
  readonly real: string;
  /** The same for the workspace folder or worktree that it was looked for in. */
  readonly folder: string;
}

/** A file's lock, held: nobody else who asks for it here changes the file. */
export interface HeldLock {
  /** False when somebody took it over or removed it: then nothing may be written any more. */
  still(): boolean;
  /** Where the holder may put the file's next content, the best place first; the next holder removes what is left there. */
  readonly temporaries: readonly string[];
  readonly file: ResolvedFile;
  /** Told that a folder was moved, in which the lock may be: it is kept and released where it is now. */
  followMove(from: string, to: string): void;
}

/** The lock of another tool, held until it is released. */
export interface HeldToolLock {
  readonly kind: 'held';
  /** False when somebody took it over or removed it, or may any moment: then nothing may be written any more. */
  still(): boolean;
  /** Removes it, unless it is somebody else's by now. */
  release(): void;
}

/** Somebody else has the lock of another tool. */
export interface BusyToolLock {
  readonly kind: 'busy';
  /** The folder that may be removed if nobody has it. */
  readonly path: string;
}

/** Edits for one document, made from `base`; they are written only while the document still holds exactly that. */
export interface DocumentEdits {
  readonly document: DocumentId;
  readonly base: string;
  readonly edits: readonly TextEdit[];
  readonly through: Scope['through'];
  /** The lock of the file; needed for the disk. */
  readonly held: HeldLock | undefined;
  /** See `Plan.isUndo`. */
  readonly isUndo?: boolean | undefined;
}

/** One of several changes that are made together, with what the document held when it was planned, and its lock. */
export type LockedChange =
  | (LockedDocument & { readonly kind: 'edit'; readonly edits: readonly TextEdit[] })
  | (LockedDocument & { readonly kind: 'delete' })
  | { readonly kind: 'create'; readonly document: DocumentId; readonly text: string }
  | FolderMove;

interface LockedDocument {
  readonly document: DocumentId;
  readonly base: string;
  /** Needed for the disk. */
  readonly held: HeldLock | undefined;
}

/** What a document holds now that is more than was written: its rows have got numbers. */
export interface NowText {
  readonly document: DocumentId;
  readonly text: string;
}

/** What became of a new file. */
export type CreateResult =
  | {
      readonly kind: 'created';
      /** Where that is not what was written. */
      readonly now?: string | undefined;
      /** It cannot be removed again as what it was made of. */
      readonly isLasting?: true;
    }
  /** Something stands there: it was left alone. */
  | { readonly kind: 'exists' }
  | Refusal;

/** What became of a change. */
export type ApplyResult =
  | {
      readonly kind: 'done';
      /** Of those documents that do not hold what was written. */
      readonly now?: readonly NowText[];
    }
  /** The text is no longer `base`: nothing was written, plan again. */
  | { readonly kind: 'stale' }
  | Refusal
  /** It failed after the file was replaced: read again and say what is there. */
  | Doubt;

/** What a store can do with documents: `commitTo` makes commits of it, the same ones everywhere. */
export interface DocumentWriter {
  read(document: DocumentId): FullSnapshot | Promise<FullSnapshot>;
  /**
   * Runs `run` while nobody else changes the documents, in any window, tool or worktree of this machine, with their locks in the same
   * order; a file that is not there has none. Never wait for a person in it.
   */
  exclusively<T>(
    documents: readonly DocumentId[],
    run: (held: readonly (HeldLock | undefined)[]) => Promise<T>,
  ): Promise<T | Refusal>;
  /** Takes the lock of another tool for files of the disk, where it is free. Waits for nobody. */
  takeToolLock(lock: ToolLock): Promise<HeldToolLock | BusyToolLock | Refusal>;
  apply(change: DocumentEdits): Promise<ApplyResult>;
  /**
   * Makes all changes or none, even if this process is killed on the way; `stale` and refusals say that none was made.
   * @param mayWrite asked right before each; once it says no, all that was made is undone, and the result is `stale`
   * @param isUndo see `Plan.isUndo`
   */
  applyTogether(
    changes: readonly LockedChange[],
    through: Scope['through'],
    mayWrite: () => boolean,
    isUndo?: boolean,
  ): Promise<ApplyResult>;
  /** Makes a file, and the folders above it. Never replaces anything. */
  create(document: DocumentId, text: string, isUndo?: boolean): Promise<CreateResult>;
  /** Removes a folder that is empty; one that is not, is a link, or is not there, stays as it is. */
  removeFolder(document: DocumentId): Promise<Refusal | undefined>;
  /** Removes a file that still holds `base`. */
  remove(
    document: DocumentId,
    base: string,
    held: HeldLock | undefined,
    isUndo?: boolean,
  ): Promise<ApplyResult>;
  /** See `Repository.checkout`. */
  checkout(document: DocumentId): string;
  /** See `Moment`. With a lock the folder is the one that the locked file was found in. */
  isOnBranch(folder: FolderId, branch: string | undefined, held?: HeldLock): boolean;
  isGitBusy(folder: FolderId, held?: HeldLock): boolean;
  isCheckedOut(folder: FolderId, branch: string): boolean;
  exists(document: DocumentId): boolean;
}
