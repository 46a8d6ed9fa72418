import type { Problem } from '../problem.ts';

/** Something that keeps a change from being archived, and where it is; `line` is counted from one. */
export interface Obstacle {
  readonly path: string;
  readonly line: number;
  readonly problem: Problem;
}

/** What was done with changes. */
export interface SpecChangeOutcomes {
  /** `specs`: paths of the living specs that were changed; `place`: where the change is now, a folder or a document. */
  readonly 'change.archived': {
    readonly name: string;
    readonly specs: readonly string[];
    readonly place: string;
  };
}

/** Why something is not done with changes and living specs. */
export interface SpecChangeRefusals {
  /** It is in another worktree, or in the last commit of a branch. */
  readonly 'change.elsewhere': { readonly name: string; readonly worktree: string };
  /** The document is of no change, and no living spec. */
  readonly 'change.missing': { readonly path: string };
  /** The change is the work of a branch already. */
  readonly 'change.branch': { readonly name: string; readonly branch: string };
  /** A branch whose name does not say that it is that of the change. */
  readonly 'change.otherName': { readonly name: string; readonly branch: string };
  /** It is in a database, which other worktrees do not have. */
  readonly 'change.bound': { readonly name: string };
  /** It cannot be archived as it is. */
  readonly 'change.notReady': { readonly name: string; readonly obstacles: readonly Obstacle[] };
  /** Living requirements, by capability and name, changed since the deltas on them were written. */
  readonly 'change.stale': { readonly name: string; readonly requirements: readonly string[] };
}
