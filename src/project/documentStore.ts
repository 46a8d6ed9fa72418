import type { Event } from '../core/base/event.ts';
import type { FolderRules } from '../core/formats/folderRules.ts';
import type { PathKind } from '../core/index/linkGraph.ts';
import type { ClaimsPlace } from '../core/model/claim.ts';
import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';
import type { DocumentId, FolderId } from '../core/text/document.ts';
import type { RelativeGlob } from '../core/text/glob.ts';
import type { Committed, Planner, Scope } from './plan.ts';
import type { FullSnapshot, Snapshot, Unreadable, Wanted } from './snapshot.ts';

/** A workspace folder. Paths below it are relative, with `/` between the parts. */
export interface Folder {
  /** Unique and stable: its URI as text. */
  readonly id: FolderId;
  readonly name: string;
}

/** A path that could not be looked at, or into, and why. */
export interface PathProblem {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly problem: Coded<FileProblems>;
}

/** What a folder below a workspace folder is a part of: its repository, another one such as a submodule, or another worktree. */
export type Belongs = 'own' | 'repository' | 'worktree';

/** What is below a folder, as it was when it was listed. */
export interface Listing {
  /** Files, relative to the workspace folder. */
  readonly paths: readonly string[];
  /** One for each path of which more might be said, had it been possible to look. */
  readonly problems: readonly PathProblem[];
  /** What a directory of the folder (relative; empty for itself) is a part of. */
  belongsTo(directory: string): Belongs;
  /** Whether git ignores a path. */
  isIgnored(path: string): boolean;
}

/** Before anything was listed. */
export const nothingListed: Listing = {
  paths: [],
  problems: [],
  belongsTo: () => 'own',
  isIgnored: () => false,
};

/** Something may have changed: where, never what. Without a path: anywhere in the folder. */
export interface FileEvent {
  readonly folder: FolderId;
  readonly path?: string;
}

/** What somebody wrote into a file that was replaced here while he had it open: nobody finds it at its path. */
export interface LateWrite {
  readonly document: DocumentId;
  /** What it held when it was replaced, or what was told of it last. */
  readonly base: string;
  readonly text: string;
  /** False when it may be only the beginning of what he had in mind. */
  readonly isWhole: boolean;
  /** What git was at when it was replaced; see `Repository.checkout`. */
  readonly checkout: string;
}

/** Documents, wherever they are: files, and the buffers of editors before them. Locks are its own business. */
export interface DocumentStore {
  readonly folders: readonly Folder[];
  readonly onDidChangeFolders: Event<void>;
  readonly onDidChange: Event<FileEvent>;
  /** Fires for some seconds after a document was replaced, once what comes late holds still. */
  readonly onDidWriteReplaced: Event<LateWrite>;
  /**
   * Every file that fits a format; what is in other worktrees of the clone is left out, and what git ignores where the format is not
   * listed everywhere. Always ends, whatever is on the disk.
   */
  list(folder: FolderId, rules: FolderRules): Promise<Listing>;
  /** Where the claims of the folder's clone are kept; undefined where nothing may be, as before trust. */
  claimsPlace(folder: FolderId): ClaimsPlace | Unreadable | undefined;
  /** The files of a folder that fit, as they are on disk; the folder may be another worktree's. */
  listBelow(folder: FolderId, globs: readonly RelativeGlob[]): Promise<readonly string[]>;
  /**
   * Reads many at once, as a promise for each costs more than the file; answers in the same order. Total: what cannot be read is a
   * value that says why.
   */
  read(wanted: readonly Wanted[]): Promise<readonly Snapshot[]>;
  /**
   * What stands at a path; one that leads out of the folder may be in another workspace folder, else it is `outside`. Undefined
   * when it cannot be found out now.
   */
  kind(document: DocumentId): PathKind | undefined | Promise<PathKind | undefined>;
  /** When a file was changed last, in milliseconds by its disk's clock; undefined where that cannot be known. */
  changedAt(document: DocumentId): number | undefined;
  /**
   * Locks, reads, has it planned, compares and writes; has it planned again when something moved. The only thing that writes. See
   * `commitTo`.
   */
  commit(scope: Scope, planner: Planner): Promise<Committed>;
}

/** One document as it is now. */
export async function readOne(
  documents: Pick<DocumentStore, 'read'>,
  document: DocumentId,
): Promise<FullSnapshot> {
  const [snapshot] = await documents.read([{ document }]);
  return snapshot === undefined || snapshot.kind === 'unchanged' ? { kind: 'missing' } : snapshot;
}
