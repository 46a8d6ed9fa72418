import type { Coded } from './coded.ts';
import type { FileProblems } from './files.ts';

/** Where the documents of one stream do not say the same; each is told in the document that does not count. */
export interface StreamProblems {
  /** The branch that does not count, the one that does, and the document that names that. */
  readonly 'stream.branchDiffers': {
    readonly branch: string;
    readonly counts: string;
    readonly path: string;
  };
  /** Tasks that are not shown and differ from those of the document that has the stream's. */
  readonly 'stream.tasksDiffer': {
    /** What some of them are called: their IDs, or their titles where they have none. */
    readonly names: readonly string[];
    readonly count: number;
    readonly path: string;
  };
  /** Somebody claimed a task that is done, gone or called otherwise by now. */
  readonly 'claim.orphan': { readonly task: string; readonly owner: string };
  /** The file of the claims, which says who works on what, cannot be read. */
  readonly 'claim.unread': { readonly path: string; readonly problem: Coded<FileProblems> };
}
