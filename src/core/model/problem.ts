import type { Place } from '../text/place.ts';
import type { Range } from '../text/range.ts';

/** Something in the user's file that cannot be read as it stands; shown in the tree and as a diagnostic. */
export interface Problem {
  /** Dotted, stable: `status.unknown`, `table.noStatus`, `file.tooLarge`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'hint';
  /** One sentence for people, without the place. */
  readonly message: string;
  readonly place: Place;
}

/** Notes something that cannot be read as it stands. */
export type Report = (code: string, severity: Problem['severity'], message: string, range: Range) => void;

/** Whether it says that git left a file between two states. */
export function isConflict({ code }: Problem): boolean {
  return code.startsWith('conflict.');
}
