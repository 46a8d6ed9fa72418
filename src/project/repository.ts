import type { ConflictStages } from '../core/model/merge.ts';
import type { Event } from '../core/base/event.ts';
import type { BranchRef } from '../core/model/branch.ts';
import type { FolderBranchStatus } from '../core/model/branchStatus.ts';
import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';
import type { GitFailures } from '../core/model/codes/git.ts';
import type { DocumentId, FolderId } from '../core/text/document.ts';
import type { RelativeGlob } from '../core/text/glob.ts';
import type { Key } from '../core/text/key.ts';

/** A branch's progress file, as the tree of its last commit has it. */
export interface BranchFile {
  /** Relative to the workspace folder. */
  readonly path: string;
  /** Names its content: the object in git, or what is wrong with it. */
  readonly blob: string;
  readonly content: string | { readonly problem: Coded<FileProblems> };
}

/** What git knows of the clone that a folder is in. */
export interface Clone {
  readonly refs: readonly BranchRef[];
  /** What other branches start from and go back to. */
  readonly base: BranchRef | undefined;
  /** The branch that HEAD names in the folder, also one without a commit; undefined when HEAD is detached. */
  readonly head: string | undefined;
  /** Worktrees by the branch that is checked out there, the folder's own among them. */
  readonly worktrees: ReadonlyMap<string, { readonly folder: FolderId; readonly name: string }>;
  /** Workspace folders that are the same folder in worktrees of this clone, in the order of the workspace. */
  readonly siblings: readonly FolderId[];
  /** Progress files in the last commit of a branch. */
  filesOf(ref: BranchRef): readonly BranchFile[];
  /** What a worktree would be called that a new branch gets: `../rpc-kit-feat-x`. */
  newWorktreeName(branch: string): string;
  /** Commits of which this clone, being a partial one, has not all progress files. */
  readonly lacking?: ReadonlySet<string>;
}

/** A stream, as far as git can say something of it. */
export interface AskedStream {
  readonly key: Key;
  readonly ref: BranchRef;
  /** Path of the progress file in the branch. */
  readonly file: string;
  /** The folder in which the progress file can be changed. */
  readonly at?: FolderId;
  /** The folder in the worktree that has the branch. */
  readonly worktree?: FolderId;
  /** Paths of the specs that it links. */
  readonly specs: readonly string[];
}

/** What is asked of git about the branches of a folder. */
export interface BranchStatusRequest {
  readonly base: BranchRef | undefined;
  readonly streams: readonly AskedStream[];
  /** Local branches without a progress file, and whether a worktree has them. */
  readonly fileless: readonly { readonly ref: BranchRef; readonly checkedOut: boolean }[];
  /** Paths at which work is kept: commits that change nothing else are no work. */
  readonly roots: readonly string[];
}

/** What becomes of a branch: it is made, checked out, or removed again while it is at the commit that it was made at. */
export type BranchChange = NewBranch | ExistingBranch | OldBranch;

/** A branch that there is, and where it is checked out then. */
export interface ExistingBranch {
  readonly kind: 'checkOut';
  readonly name: string;
  /** The remote-tracking branch that a local one is made for: `refs/remotes/origin/feat/x`. Missing where there is a local one. */
  readonly track?: string;
  /** The folder itself, or a new worktree at a path, which is relative to the folder. */
  readonly at: { readonly where: 'here' } | { readonly where: 'worktree'; readonly path: string };
}

/** A branch to be removed, from the folder, which goes back to another one, or with the worktree that was made for it. */
export interface OldBranch {
  readonly kind: 'remove';
  readonly name: string;
  readonly commit: string;
  readonly from:
    | { readonly where: 'here'; readonly back: string }
    | { readonly where: 'worktree'; readonly folder: FolderId };
}

/** A branch to be made at a commit, and where it is checked out then: in the folder, or in a worktree of its own. */
export interface NewBranch {
  readonly kind: 'start';
  readonly name: string;
  readonly commit: string;
  readonly where: 'here' | 'worktree';
}

/** What the clone says of where it is hosted. */
export interface Hosting {
  readonly remotes: readonly { readonly name: string; readonly url: string }[];
  /** Numbers of pull requests, by their branches, as far as they were fetched. */
  readonly pullRequests: ReadonlyMap<string, number>;
}

/** What git knows. Everything is undefined or empty where there is no git, and before trust. */
export interface Repository {
  /** Fires with a folder when git moved there: a commit, a branch, a worktree. */
  readonly onDidMove: Event<FolderId>;
  /**
   * The clone that the folder is in, with the files in the commits of branches that fit `committed`. Asks git again; what did not
   * move is not read again.
   * @param inWorktrees what is listened to in other worktrees
   */
  clone(
    folder: FolderId,
    committed: readonly RelativeGlob[],
    inWorktrees: readonly RelativeGlob[],
  ): Promise<Clone | undefined>;
  branchStatus(folder: FolderId, request: BranchStatusRequest): Promise<FolderBranchStatus>;
  /** Changes when git moves: another commit, branch, index or stash in the worktree that a document lies in. */
  checkout(document: DocumentId): string;
  /** The versions of a file whose merge has a conflict. */
  stages(document: DocumentId): Promise<ConflictStages | undefined>;
  /** What a document held when another one was changed last, in the commits of the branch at hand. */
  textAtChange(changed: DocumentId, document: DocumentId): Promise<string | undefined>;
  hosting(folder: FolderId): Promise<Hosting>;
  /** `yyyy-mm-dd` of a branch's oldest own commit; undefined when it has none, or nobody can say what it left. */
  firstDay(folder: FolderId, base: string, commit: string): Promise<string | undefined>;
  /** Paths in the folder with changes that are not committed; none where nobody can say. */
  changedFiles(folder: FolderId): Promise<readonly string[]>;
  /** The repository inside of the folder's, as a submodule, that a document lies in: its path. Undefined where it is the folder's own. */
  nestedRepository(document: DocumentId): string | undefined;
  /**
   * Makes a branch, which exactly one of many that do succeeds with, checks one out, or removes it again. Gives the folder that has the
   * branch checked out, or had it; what failed leaves all as it was.
   */
  changeBranch(
    folder: FolderId,
    change: BranchChange,
  ): Promise<
    | { readonly kind: 'done'; readonly folder: FolderId }
    | { readonly kind: 'failed'; readonly why: Coded<GitFailures> }
  >;
}
