import type { Stream } from './item.ts';
import type { Problem } from './problem.ts';

/** What one file says: at most one item, and what in it could not be read. */
export interface ParsedFile {
  /** Relative to the workspace folder, `/` between the parts. */
  readonly path: string;
  readonly item?: Stream;
  readonly problems: readonly Problem[];
}
