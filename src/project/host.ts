import type { Event } from '../core/base/event.ts';
import type { FolderRules } from '../core/formats/folderRules.ts';
import type { PathKind } from '../core/index/linkGraph.ts';
import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';
import type { Doubt, Refusal } from '../core/model/refusal.ts';
import type { FolderSettings } from '../core/model/system.ts';
import type { TextEdit } from '../core/text/edit.ts';
import type { RelativeGlob } from '../core/text/glob.ts';
import type { Markdown } from '../core/text/markdown.ts';
import type { Rich } from '../core/text/rich.ts';
import type { BranchFile, Clone } from './clone.ts';

export type { BranchFile, Clone };

/** A workspace folder. Paths below it are relative, with `/` between the parts. */
export interface Folder {
  /** Unique and stable: its URI as text. */
  readonly id: string;
  readonly name: string;
}

/** A file as it is now: what is typed in an editor, else what is on disk. */
export type FileText =
  | {
      readonly kind: 'text';
      /** Without a byte order mark. */
      readonly text: string;
      /** True when an editor holds unsaved changes; then `text` is the editor's. */
      readonly dirty: boolean;
      /** Changes when the file does; compares without reading. */
      readonly stamp: string;
    }
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'unreadable';
      readonly problem: Coded<FileProblems>;
      readonly stamp: string;
    };

/** A path that could not be looked at, or into, and why. */
export interface PathProblem {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly problem: Coded<FileProblems>;
}

/** What is below some folders. */
export interface Listing {
  /** Files, relative to the workspace folder. */
  readonly paths: readonly string[];
  /** One for each path of which more might be said, had it been possible to look. */
  readonly problems: readonly PathProblem[];
}

/** What a folder below a workspace folder is a part of: its repository, another one such as a submodule, or another worktree. */
export type Belongs = 'own' | 'repository' | 'worktree';

/** Something may have changed: where, never what. Without a path: anywhere in the folder. */
export interface FileEvent {
  readonly folder: string;
  readonly path?: string;
}

/** The code of what was refused because the lock was taken over or removed before anything was written. */
export const lockLost = 'file.lockLost';

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
}

/** Edits for one file, made from `base`; they are written only while the file still holds exactly that. */
export interface FileChange {
  readonly folder: string;
  readonly path: string;
  readonly base: string;
  readonly edits: readonly TextEdit[];
  /** `disk`: change the file, an editor with unsaved changes refuses. `editor`: change the editor's text, unsaved. */
  readonly through: 'disk' | 'editor';
  /** The lock of the file; needed for the disk. */
  readonly held: HeldLock | undefined;
}

/** A file to be made, whole. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** What became of a new file. */
export type CreateResult =
  | { readonly kind: 'created' }
  /** Something stands there: it was left alone. */
  | { readonly kind: 'exists' }
  | Refusal;

/** What became of a change. */
export type ApplyResult =
  | { readonly kind: 'done' }
  /** The text is no longer `base`: nothing was written, plan again. */
  | { readonly kind: 'stale' }
  | Refusal
  /** It failed after the file was replaced: read again and say what is there. */
  | Doubt;

/** What somebody wrote into a file that was replaced here while he had it open: nobody finds it at its path. */
export interface LateWrite {
  readonly folder: string;
  readonly path: string;
  /** What it held when it was replaced, or what was told of it last. */
  readonly base: string;
  readonly text: string;
  /** False when it may be only the beginning of what he had in mind. */
  readonly isWhole: boolean;
  /** What git was at when it was replaced; see {@link Host.checkout}. */
  readonly checkout: string;
}

/** The answer of the reader for texts that the scanner is not sure of. */
export type MarkdownResult =
  | { readonly kind: 'read'; readonly markdown: Markdown }
  | { readonly kind: 'failed'; readonly problem: Coded<Pick<FileProblems, 'file.markdown'>> };

/** Texts to be shown: each as a safe tree, undefined for one that could not be rendered. */
export interface RichRequest {
  readonly markdown: string;
  /** Cut off the beginning of the text. */
  readonly lead: string;
}

/** The world, as the project needs it: VS Code in the extension, memory in tests, Node in a command line. */
export interface Host {
  readonly folders: readonly Folder[];
  readonly onDidChangeFolders: Event<void>;
  readonly onDidChangeFile: Event<FileEvent>;
  settings(folder: string): FolderSettings;
  /**
   * Every file that fits a format; what is in other worktrees of the clone is left out, and what git ignores where the format is not
   * listed everywhere. Always ends, whatever is on the disk.
   */
  list(folder: string, rules: FolderRules): Promise<Listing>;
  /**
   * What git knows of the clone that the folder is in, with the files in the commits of branches that fit `committed`; undefined
   * where there is no git, or before trust. Asks git again; what did not move is not read again.
   */
  clone(folder: string, committed: readonly RelativeGlob[]): Promise<Clone | undefined>;
  /** Fires with a folder when git moved there: a commit, a branch, a worktree. */
  readonly onDidMoveGit: Event<string>;
  /** The files of a folder that fit, as they are on disk; the folder may be another worktree's. */
  listBelow(folder: string, globs: readonly RelativeGlob[]): Promise<readonly string[]>;
  /** What a directory of the folder (relative; empty for itself) is a part of, as far as it was known at the last {@link list}. */
  belongsTo(folder: string, directory: string): Belongs;
  /** Whether git ignores a path, as far as it was known at the last {@link list}. */
  isIgnored(folder: string, path: string): boolean;
  /**
   * What stands at a path; one that leads out of the folder may be in another workspace folder, else it is `outside`. Undefined
   * when it cannot be found out now.
   */
  kind(folder: string, path: string): PathKind | undefined | Promise<PathKind | undefined>;
  /** Changes when the file does; undefined when it is not there. Cheap: no content is read. */
  stamp(folder: string, path: string): string | undefined | Promise<string | undefined>;
  /** Total: what cannot be read is a value that says why. */
  read(folder: string, path: string): FileText | Promise<FileText>;
  /**
   * Reads Markdown with the grammar of record, away from this thread. `urgent` when somebody waits for this text alone: it does
   * not stand behind the texts of a whole folder.
   */
  readMarkdown(text: string, urgent?: boolean): Promise<MarkdownResult>;
  /** Renders texts away from this thread: empty when they could not be, or not in time. */
  renderMarkdown(texts: readonly RichRequest[]): Promise<readonly (readonly Rich[])[]>;
  /**
   * Runs `run` while nobody else changes the file, in any window, tool or worktree of this machine. Never wait for a person
   * in it.
   */
  exclusively<T>(
    folder: string,
    path: string,
    run: (held: HeldLock | undefined) => Promise<T>,
  ): Promise<T | Refusal>;
  /** The one place that writes: this changes a file, {@link create} makes one. */
  apply(change: FileChange): Promise<ApplyResult>;
  /** Fires for some seconds after {@link apply}, once what comes late holds still. */
  readonly onDidWriteReplaced: Event<LateWrite>;
  /** Makes a file, and the folders above it. Never replaces anything. */
  create(folder: string, file: NewFile): Promise<CreateResult>;
  /** Removes a file that still holds `base`, under its lock. */
  remove(folder: string, path: string, base: string, held: HeldLock | undefined): Promise<ApplyResult>;
  /** Makes a folder, and those above it; fine when it is there. */
  createFolder(folder: string, path: string): Promise<CreateResult>;
  /** Changes when git moves: another commit, branch, index or stash in the worktree that a path lies in. */
  checkout(folder: string, path: string): string;
  /**
   * Whether HEAD names this branch, at this moment, in the worktree that a folder is in; undefined: none, it is detached. True
   * also where that cannot be read from the disk. With a lock it is the folder that the locked file was found in, also when the
   * folder's path leads elsewhere by now.
   */
  isOnBranch(folder: string, branch: string | undefined, held?: HeldLock): boolean;
  /** Whether git is replacing files of the folder's worktree at this moment: until it has, nothing says of which branch they are. */
  isGitBusy(folder: string, held?: HeldLock): boolean;
  /** Whether any worktree of the folder's clone has a branch checked out at this moment. */
  isCheckedOut(folder: string, branch: string): boolean;
  /** Lets other work of this thread go on. */
  pause(): Promise<void>;
  /** Resolves after about `milliseconds`. */
  delay(milliseconds: number): Promise<void>;
  /** Milliseconds that only grow; for slices, never for dates. */
  now(): number;
}
