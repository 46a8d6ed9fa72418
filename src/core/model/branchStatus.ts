import type { Key } from '../text/key.ts';
/** What git says of the branch of a progress file. What is not known is left out. */
export interface BranchStatus {
  readonly branch: string;
  /** The branch that it left and goes back to: `main`. Missing for that one itself. */
  readonly base?: string;
  /** Commits that only the branch has, and that only the base has. */
  readonly ahead?: number;
  readonly behind?: number;
  /** Committer date of the last commit, in seconds since 1970. */
  readonly lastCommit: number;
  /** When the progress file was last changed on disk, in seconds since 1970; only where it is checked out. */
  readonly edited?: number;
  /** Files with changes that are not committed; only where it is checked out. */
  readonly uncommitted?: number;
  /** Files that the branch changed since it left the base, without tracking directories and lock files. */
  readonly changed: readonly string[];
  /** Linked specs that are another on the base than when the branch left it, and than on the branch. */
  readonly drifted: readonly string[];
  /** Commits since the one that last changed the progress file, while that is not being edited. */
  readonly unreported?: number;
  /** Branches whose last commit this one has: what is shared with them is theirs. */
  readonly contains: readonly string[];
}

/** A local branch with commits of its own, and no progress file. */
export interface FilelessBranch {
  readonly branch: string;
  readonly commits: number;
  readonly lastCommit: number;
  /** Whether a worktree has it, so that its file can be made. */
  readonly checkedOut: boolean;
}

/** A branch of which a partial clone has not all progress files. */
export interface UnreadBranch {
  readonly branch: string;
  /** For git: its full name. */
  readonly ref: string;
  /** Paths of the folders that hold progress files. */
  readonly folders: readonly string[];
}

/** All that git said of the branches of a folder. */
export interface FolderBranchStatus {
  /** By the stream's key. */
  readonly streams: ReadonlyMap<Key, BranchStatus>;
  readonly fileless: readonly FilelessBranch[];
  readonly unread?: readonly UnreadBranch[];
}

export const noBranchStatus: FolderBranchStatus = { streams: new Map(), fileless: [] };
