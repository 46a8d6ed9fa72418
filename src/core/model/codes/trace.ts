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
  /** It is completed, and a file that it made is not there. */
  readonly 'step.artifactMissing': { readonly step: string; readonly path: string };
  /** A file that the trace names was changed more than a day after the trace that says what is worked on. */
  readonly 'step.staleFocus': { readonly step: string; readonly path: string };
  /** Nothing of it was there before it was over. */
  readonly 'step.recordedAfterwards': { readonly step: string };
}

/** What is wrong with a text for a trace: `form` is one that could not be read back as it was given. */
export type TraceTextFault =
  { readonly why: 'empty' | 'template' | 'form' } | { readonly why: 'tooLong'; readonly most: number };

/** Why nothing is recorded in a trace. */
export interface TraceRefusals {
  /** A step is not claimed, assigned, released or put off. */
  readonly 'step.begun': NoData;
  /** A trace has an operation of its own for it. */
  readonly 'step.instead': { readonly use: 'start_step' | 'record_in_step' | 'resume_trace' };
  /** Another step is still in progress. */
  readonly 'step.open': { readonly step: string };
  /** No step is in progress. */
  readonly 'step.none': { readonly path: string };
  readonly 'step.ended': { readonly step: string };
  /** Its focus does not say what exactly is worked on; without one there is none to go on with. */
  readonly 'step.focus': { readonly focus?: string };
  /** A summary has 1 to 3 of them. */
  readonly 'step.summary': { readonly sentences: number };
  readonly 'step.text': TraceTextFault;
  readonly 'step.title': TraceTextFault;
  /** What is to be changed is written in a way that only a person can change. */
  readonly 'step.form': { readonly path: string };
  /** A step failed; without one, the workflow says that it did. */
  readonly 'trace.stopped': { readonly step?: string };
  readonly 'trace.completed': { readonly path: string };
  /** The file records no workflow. */
  readonly 'trace.missing': { readonly path: string };
  readonly 'trace.folder': { readonly folder: string };
}

/** What was recorded in a trace, or is so already. A step is called by its number. */
export interface TraceOutcomes {
  readonly 'trace.started': { readonly path: string };
  readonly 'step.started': { readonly step: string; readonly title: string };
  readonly 'step.focused': { readonly step: string };
  readonly 'step.recorded': { readonly step: string };
  readonly 'step.completed': { readonly step: string; readonly title: string };
  readonly 'step.failed': { readonly step: string; readonly title: string };
  readonly 'trace.finished': { readonly stream: string };
  readonly 'trace.resumed': { readonly step: string; readonly title: string };
  /** It goes on without a new step. */
  readonly 'trace.reopened': { readonly stream: string };
  readonly 'trace.goesOn': { readonly step: string; readonly focus: string };
}
