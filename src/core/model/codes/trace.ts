import type { NoData } from './coded.ts';

/** What can be wrong in a trace: a workflow's record of its steps. A step is called by its number, `3a`. */
export interface TraceProblems {
  /** What a template leaves to be filled in was not. */
  readonly 'trace.template': NoData;
  readonly 'trace.noStatus': NoData;
  /** Its own status and those of its steps do not go together. */
  readonly 'trace.statusDiffers':
    | { readonly why: 'openStep' | 'failedStep'; readonly written: string; readonly step: string }
    | { readonly why: 'noFailedStep'; readonly written: string };
  /** Another trace begins in the same file. */
  readonly 'trace.second': NoData;
  /** A line for something that is said once; the first one counts. */
  readonly 'trace.repeated': { readonly name: string };
  /** Steps have a status that this step's word does not say: they begin `in-progress`. */
  readonly 'step.foreignStatus': { readonly word: string };
  readonly 'step.noStatus': { readonly step: string };
  /** It is still open, and another one was begun. */
  readonly 'step.notLast': { readonly step: string };
  readonly 'step.afterFailed': { readonly step: string; readonly failed: string };
  /** Its number is lower than that of the step before it. */
  readonly 'step.order': { readonly step: string; readonly before: string };
  /** Lines, counted from one, of the others that have its number. */
  readonly 'step.duplicate': { readonly step: string; readonly lines: readonly number[] };
  readonly 'step.noFocus': { readonly step: string };
  readonly 'step.vagueFocus': { readonly focus: string };
  /** A completed step has none. */
  readonly 'step.focusLeft': { readonly step: string };
  readonly 'step.noSummary': { readonly step: string };
  readonly 'step.longSummary': { readonly sentences: number };
}
