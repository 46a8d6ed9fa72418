import type { NoData } from './coded.ts';
import type { FileProblems, WhyNotOurs } from './files.ts';

/** Why what others wrote to a file is not merged into its unsaved changes: it cannot be read, or must not be merged. */
export interface UnmergedReasons extends FileProblems {
  /** It is not known which text they were made in. */
  readonly 'unsaved.noBase': NoData;
  readonly 'unsaved.gitBusy': NoData;
  /** They were made in another branch's or commit's file. */
  readonly 'unsaved.otherCheckout': NoData;
}

/** Why no copy was kept of what is saved over. */
export interface CopyFailures extends Pick<FileProblems, 'file.outside' | 'file.unreadable'> {
  /** It is not a regular file, or too large. */
  readonly 'copy.notRegular': NoData;
  readonly 'copy.writtenAgain': NoData;
  /** There is no place of ours for it. */
  readonly 'copy.noPlace': WhyNotOurs;
}
