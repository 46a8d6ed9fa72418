import type { Item } from './item.ts';
import type { Problem } from './problem.ts';

/** The kinds of files that are read. */
export type FormatId = 'progressFile' | 'backlogItem' | 'debtItem' | 'spec';

/** What one file says: at most one item, and what in it could not be read. */
export interface ParsedFile {
  /** Relative to the workspace folder, `/` between the parts. */
  readonly path: string;
  readonly format: FormatId;
  readonly item?: Item;
  readonly problems: readonly Problem[];
}
