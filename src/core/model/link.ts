import type { InlineLink } from '../text/inline.ts';
import { placeOf, type Place } from '../text/place.ts';
import { flatten, type SourceText } from '../text/sourceText.ts';

/** What a link leads to, by the header key or the folder that it names; `other` is any other link. */
export type LinkRole = 'spec' | 'backlog' | 'debt' | 'progress' | 'other';

/** A link as written: `[rpc-retry](../backlog/rpc-retry.md)`. Where it leads is resolved by the index. */
export interface Link {
  readonly role: LinkRole;
  /** What a reader sees: `rpc-retry`. */
  readonly text: string;
  /** The destination as written, escapes and angle brackets taken off: `../backlog/rpc-retry.md`. */
  readonly destination: string;
  readonly place: Place;
}

/** A link with its role: the one given, else by the folder that it names. */
export function toLink(source: SourceText, link: InlineLink, role?: LinkRole): Link {
  const { text, destination, range } = link;
  return {
    role: role ?? roleOf(destination),
    text: flatten(text),
    destination: flatten(destination),
    place: placeOf(source, range),
  };
}

function roleOf(destination: string): LinkRole {
  if (/(?:^|\/)tech-debt\//.test(destination)) return 'debt';
  if (/(?:^|\/)backlog\//.test(destination)) return 'backlog';
  if (/(?:^|\/)progress\//.test(destination)) return 'progress';
  return /(?:^|\/)specs?\//.test(destination) ? 'spec' : 'other';
}
