import type { Place } from '../text/place.ts';

/** Something in the user's file that cannot be read as it stands; shown in the tree and as a diagnostic. */
export interface Problem {
  /** Dotted, stable: `status.unknown`, `table.noStatus`, `file.tooLarge`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'hint';
  /** One sentence for people, without the place. */
  readonly message: string;
  readonly place: Place;
}
