import type { Location } from '../text/document.ts';

/** One working session of an agent. Times are RFC 3339; without `ended` it is open. */
export interface Session {
  readonly id: string;
  readonly started?: string;
  readonly ended?: string;
  readonly summary: string;
  readonly nextSteps: readonly string[];
  readonly files: readonly string[];
  readonly location: Location;
}
