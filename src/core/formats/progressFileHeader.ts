import { t } from '@vscode/l10n';
import { headerLinks, headerRole } from '../model/headerLinks.ts';
import type { HeaderField, PullRequest } from '../model/item.ts';
import type { Link } from '../model/link.ts';
import type { Problem } from '../model/problem.ts';
import { readFrontMatterEntries, readHeaderLines, type HeaderEntry } from '../text/header.ts';
import { findLinks } from '../text/inline.ts';
import type { FrontMatterBlock } from '../text/markdown.ts';
import { placeOf, type Place } from '../text/place.ts';
import type { Range } from '../text/range.ts';
import { flatten, type SourceText } from '../text/sourceText.ts';

/** Notes something that cannot be read as it stands. */
export type Report = (code: string, severity: Problem['severity'], message: string, range: Range) => void;

/** What the `Key: value` lines before a file's first section, and its front matter, say. */
export class HeaderReader {
  readonly fields: HeaderField[] = [];
  readonly links: Link[] = [];
  branch: string | undefined;
  branchPlace: Place | undefined;
  pullRequest: PullRequest | undefined;
  readonly #source: SourceText;
  readonly #report: Report;

  constructor(source: SourceText, report: Report) {
    this.#source = source;
    this.#report = report;
  }

  addFrontMatter(block: FrontMatterBlock): void {
    const { entries, problems } = readFrontMatterEntries(this.#source, block);
    for (const { message, range } of problems) this.#report('frontMatter.invalid', 'warning', message, range);
    for (const entry of entries) this.#add(entry);
  }

  /** Lines of a paragraph or of one list item. */
  addLines(range: Range): void {
    for (const entry of readHeaderLines(this.#source, range)) this.#add(entry);
  }

  #add(entry: HeaderEntry): void {
    const { key, value, whole } = entry;
    const role = headerRole(key);
    // A file of a branch comes from no other one: `From:` and `Progress:` are its own words.
    if (role !== undefined && role !== 'progress') {
      for (const link of headerLinks(this.#source, entry, role)) this.links.push(link);
      return;
    }
    const name = key.toLowerCase();
    const { text } = entry;
    if (name === 'branch') this.#setBranch(text, whole);
    else if (name === 'pr' || name === 'pull request') this.#setPullRequest(text, value, whole);
    else this.fields.push({ name: flatten(key), value: flatten(text), place: placeOf(this.#source, whole) });
  }

  #setBranch(name: string, whole: Range): void {
    if (name === '' || name === '-') return;
    if (this.branch !== undefined) {
      if (this.branch !== name)
        this.#report(
          'branch.second',
          'warning',
          t('This file names a second branch; {0} counts.', this.branch),
          whole,
        );
      return;
    }
    this.branch = flatten(name);
    this.branchPlace = placeOf(this.#source, whole);
  }

  #setPullRequest(text: string, value: Range, whole: Range): void {
    const [link] = findLinks(this.#source, value);
    const url = /^https?:\/\/\S+$/.test(text) ? text : link?.destination;
    const number =
      /^[#!]?(\d{1,9})$/.exec(text)?.[1] ??
      (url === undefined ? undefined : /\/(\d{1,9})\/?$/.exec(url)?.[1]);
    const place = placeOf(this.#source, whole);
    if (number === undefined && url === undefined) {
      if (!/^(?:[-–—]|none|n\/a|tbd|not yet.*)?$/i.test(text))
        this.fields.push({ name: 'PR', value: flatten(text), place });
      return;
    }
    this.pullRequest = {
      place,
      ...(number === undefined ? {} : { number: Number(number) }),
      ...(url === undefined ? {} : { url: flatten(url) }),
    };
  }
}
