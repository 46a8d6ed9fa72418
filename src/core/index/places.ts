import type { Key } from '../text/key.ts';
import type { Root } from '../model/system.ts';

/** Where files stand, as the systems see it that they are of. */
export interface Places {
  /** The innermost root that a path lies in. */
  rootOf(path: string): Root | undefined;
  /** The folder that a path speaks of. */
  placeOf(path: string): string;
  /** The key of the stream whose folder a path is or leads into, whether or not anything is there. See `System.streamAt`. */
  streamAt(path: string): Key | undefined;
  /** See `Format.groupOf`. */
  groupOf(path: string): string | undefined;
}
