import type { Location } from '../text/document.ts';
import type { Key } from '../text/key.ts';
import type { Sourced } from './sourced.ts';

/** Where to go on: a workspace's resumption context, the focus of a trace's open step. */
export interface Resumption {
  readonly position: Sourced<string>;
  readonly nextAction?: Sourced<string>;
  readonly blockers: readonly string[];
  readonly dependencies: readonly string[];
  readonly decisions: readonly string[];
  /** The task that it is about, where that is known. */
  readonly task?: Key;
  /** When a compaction wrote the position last; RFC 3339. */
  readonly compacted?: string;
  readonly location: Location;
}
