import GithubSlugger, { slug } from 'github-slugger';
import { renderedText } from './inline.ts';

/**
 * The zero-based line of the heading that an anchor names, as GitHub makes anchors out of headings: `retry-policy`, and
 * `retry-policy-1` for the second heading of that name. Undefined when there is none.
 */
export function findHeading(lines: Iterable<string>, anchor: string): number | undefined {
  const wanted = slug(anchor.trim());
  const slugger = new GithubSlugger();
  let line = 0;
  for (const text of lines) {
    const heading = /^#{1,6}\s+(\S.*)$/.exec(text.trimEnd())?.[1];
    // A closing sequence of `#` is not part of the heading.
    if (
      heading !== undefined &&
      slugger.slug(renderedText(heading.replace(/(?<=\s)#+$/, '')).trim()) === wanted
    )
      return line;
    line++;
  }
  return undefined;
}
