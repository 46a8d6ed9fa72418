import { readLinks, type Link } from '../../model/link.ts';
import { findLinks } from '../../text/inline.ts';
import type { Range } from '../../text/range.ts';
import { flatten, type SourceText } from '../../text/sourceText.ts';

const word = /[^\s,;()<>"'`[\]]+/g;
/** Words with a slash or a point that are no paths. */
const prose = /^(?:and\/or|i\/o|n\/a|e\.g|i\.e|etc|w\/o|\d[\d/.-]*)$/i;

const removal = /deleted|dropped|moved|removed|renamed/i;
/** What was done to the files that follow. */
const deeds =
  /(?<!\p{L})(?:(?:added|changed|created|edited|extended|modified|updated|wrote|written)|(deleted|dropped|moved|removed|renamed))(?!\p{L})/giu;

/**
 * The files that a value names, as links with the role of an artifact: Markdown links, and words that look like paths
 * (`Created src/api/avatar.py, tests/avatar.py`). What was removed or renamed is no artifact.
 */
export function artifactLinks(source: SourceText, value: Range): readonly Link[] {
  const found = namedFiles(source, value);
  if (!removal.test(source.slice(value))) return found;
  const removals = [...source.slice(value).matchAll(deeds)].map((deed) => ({
    at: value.start + deed.index,
    isRemoval: deed[1] !== undefined,
  }));
  return found.map((link) =>
    removals.findLast(({ at }) => at < link.range.start)?.isRemoval === true
      ? { ...link, role: 'file' }
      : link,
  );
}

function namedFiles(source: SourceText, value: Range): readonly Link[] {
  const links = readLinks(findLinks(source, value), 'artifact');
  const found = [...links];
  for (const match of source.slice(value).matchAll(word)) {
    const path = match[0].replace(/[.:!?*_]{1,9}$/, '').replace(/^[*_]{1,3}/, '');
    const start = value.start + match.index + match[0].indexOf(path);
    const range = { start, end: start + path.length };
    const isInLink = links.some((link) => link.range.start < range.end && range.start < link.range.end);
    if (!isInLink && looksLikePath(path))
      found.push({ role: 'artifact', text: flatten(path), destination: flatten(path), range });
  }
  return found.sort((a, b) => a.range.start - b.range.start);
}

function looksLikePath(text: string): boolean {
  if (prose.test(text) || !/[\p{L}\p{N}]/u.test(text)) return false;
  return text.includes('/') || /^[\w.-]*\w\.[a-z][a-z0-9]{0,7}(?::\d+)?$/i.test(text);
}
