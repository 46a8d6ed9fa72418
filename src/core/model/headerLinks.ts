import { readLinks, type Link, type LinkRole } from './link.ts';
import type { HeaderEntry } from '../text/header.ts';
import { findLinks } from '../text/inline.ts';
import { placeOf } from '../text/place.ts';
import { flatten, type SourceText } from '../text/sourceText.ts';

const roles = new Map<string, LinkRole>([
  ['spec', 'spec'],
  ['specs', 'spec'],
  ['backlog', 'backlog'],
  ['tech debt', 'debt'],
  ['tech-debt', 'debt'],
  ['debt', 'debt'],
  ['from', 'progress'],
  ['progress', 'progress'],
]);

/** What the links of a header line lead to, by its key; undefined for a line that is not there for links. */
export function headerRole(key: string): LinkRole | undefined {
  return roles.get(key.toLowerCase());
}

/** The links of a header line, as written; a bare path counts as one, `-` as none. */
export function headerLinks(source: SourceText, entry: HeaderEntry, role: LinkRole): readonly Link[] {
  const links = findLinks(source, entry.value);
  if (links.length > 0) return readLinks(source, links, role);
  const { text } = entry;
  if (/^(?:[-–—]|none|n\/a|tbd)?$/i.test(text)) return [];
  const path = flatten(text);
  return [{ role, text: path, destination: path, place: placeOf(source, entry.value) }];
}
