import type { BranchRef } from '../core/model/branch.ts';
import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';

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
  readonly worktrees: ReadonlyMap<string, { readonly folder: string; readonly name: string }>;
  /** Workspace folders that are the same folder in worktrees of this clone, in the order of the workspace. */
  readonly siblings: readonly string[];
  /** Progress files in the last commit of a branch. */
  filesOf(ref: BranchRef): readonly BranchFile[];
  /** Commits of which this clone, being a partial one, has not all progress files. */
  readonly lacking?: ReadonlySet<string>;
}
