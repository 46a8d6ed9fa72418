import type { Place } from '../text/place.ts';

/** What a link leads to, by the header key or the folder that it names; `other` is any other link. */
export type LinkRole = 'spec' | 'backlog' | 'debt' | 'pullRequest' | 'other';

/** A link as written: `[rpc-retry](../backlog/rpc-retry.md)`. Where it leads is resolved by the index. */
export interface Link {
  readonly role: LinkRole;
  /** What a reader sees: `rpc-retry`. */
  readonly text: string;
  /** The destination as written, escapes and angle brackets taken off: `../backlog/rpc-retry.md`. */
  readonly destination: string;
  readonly place: Place;
}
