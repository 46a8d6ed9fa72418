import type { NoData } from './coded.ts';

/** What can be wrong in the documents of a feature. */
export interface SpecKitProblems {
  /** What is in the box says neither that the task is done nor that it is not. */
  readonly 'box.otherMark': { readonly mark: string };
  /** Lines, counted from one, of others that have its ID. */
  readonly 'box.sameId': { readonly id: string; readonly lines: readonly number[] };
  /** It depends on a task that the file does not have. */
  readonly 'box.noSuchTask': { readonly id: string };
  /** A code fence or a comment that nothing closes, with tasks below it. */
  readonly 'fence.unclosed': NoData;
  /** Branches that have the number of several features, and the name of none of them. */
  readonly 'branch.ofNoFeature': {
    readonly branches: readonly string[];
    readonly features: readonly string[];
  };
  /** The path of the active feature leads out of the project. */
  readonly 'active.path': { readonly path: string };
}
