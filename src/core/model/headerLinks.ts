import { headKey } from './headKeys.ts';
import { readLinks, type Link, type LinkRole } from './link.ts';
import type { HeaderEntry } from '../text/header.ts';
import { findLinks } from '../text/inline.ts';
import type { SourceText } from '../text/sourceText.ts';

const roles = new Map<string, LinkRole>([
  ['spec', 'spec'],
  ['backlog', 'backlog'],
  ['tech debt', 'debt'],
  ['from', 'progress'],
  ['progress', 'progress'],
  ['docs', 'docs'],
]);

/** What the links of a header line lead to, by its key; undefined for a line that is not there for links. */
export function headerRole(key: string): LinkRole | undefined {
  return roles.get(headKey(key));
}

/** The links of a header line, as written; each bare path of a list counts as one, `-` as none. */
export function headerLinks(source: SourceText, entry: HeaderEntry, role: LinkRole): readonly Link[] {
  const links = findLinks(source, entry.value);
  if (links.length > 0) return readLinks(links, role);
  const { text } = entry;
  if (/^(?:[-–—]|none|n\/a|tbd)?$/i.test(text)) return [];
  const range = entry.value;
  return text.split(/,\s+/).map((each) => {
    const path = each;
    return { role, text: path, destination: path, range };
  });
}
