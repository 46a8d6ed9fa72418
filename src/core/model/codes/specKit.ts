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

/** Why a feature is not changed. */
export interface SpecKitRefusals {
  /** The file knows two states of a task: done and not done. */
  readonly 'status.noWord': { readonly file: string };
  /** The document is of no feature. */
  readonly 'feature.missing': { readonly path: string };
  /** All of its tasks are done: no command of the tool comes next. */
  readonly 'feature.done': { readonly feature: string };
  /** The folder in which the tool keeps its own files is not there. */
  readonly 'active.missing': { readonly path: string };
  /** The file that names the active feature is not an object of JSON. */
  readonly 'active.form': { readonly path: string };
}

/** What was done with a feature, by its name. */
export interface SpecKitOutcomes {
  readonly 'feature.active': { readonly feature: string };
}
