import type { Root } from '../model/system.ts';

/** Where files stand, as the systems see it that they are of. */
export interface Places {
  /** The innermost root that a path lies in. */
  rootOf(path: string): Root | undefined;
  /** The folder that a path speaks of. */
  placeOf(path: string): string;
}
