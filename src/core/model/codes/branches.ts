import type { BranchNameFault } from './names.ts';

/** Why a file is not changed, or made, for a branch. */
export interface BranchRefusals {
  /** Another branch was checked out at that place meanwhile. */
  readonly 'branch.switched': { readonly path: string };
  /** The branch that a file is made for is not checked out there any more. */
  readonly 'branch.left': { readonly branch: string };
  /** The file is a copy: what counts for the branch is its progress file on that branch. */
  readonly 'branch.copy': { readonly branch: string };
  /** It is checked out in another worktree, and is changed there. */
  readonly 'branch.elsewhere': {
    readonly branch: string;
    readonly folder: string;
    /** What people call the worktree: `../rpc-2`. */
    readonly worktree: string;
  };
  /** It is checked out nowhere; the folder has a copy of its progress file. */
  readonly 'branch.notCheckedOut': { readonly branch: string };
  /** It is checked out nowhere, and nothing of it is here. */
  readonly 'branch.notHere': { readonly branch: string };
  /** It is checked out nowhere, so it gets no progress file. */
  readonly 'branch.noPlace': { readonly branch: string };
  readonly 'branch.name': { readonly fault: BranchNameFault };
  readonly 'branch.exists': { readonly branch: string };
  /** `setting` names the base branch. */
  readonly 'branch.base': { readonly setting: string };
  /** The path belongs to another repository inside of the folder's, such as a submodule. */
  readonly 'git.nested': { readonly path: string; readonly repository: string };
}
