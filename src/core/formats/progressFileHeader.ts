import type { HeaderField, PullRequest } from '../model/item.ts';
import type { Link, LinkRole } from '../model/link.ts';
import type { Problem } from '../model/problem.ts';
import { readFrontMatter } from '../text/frontMatter.ts';
import { findLinks, plainText, type InlineLink } from '../text/inline.ts';
import type { FrontMatterBlock } from '../text/markdown.ts';
import { placeOf, type Place } from '../text/place.ts';
import type { Range } from '../text/range.ts';
import type { SourceText } from '../text/sourceText.ts';

/** Notes something that cannot be read as it stands. */
export type Report = (code: string, severity: Problem['severity'], message: string, range: Range) => void;

const roles: Record<string, LinkRole> = {
  spec: 'spec',
  specs: 'spec',
  backlog: 'backlog',
  'tech debt': 'debt',
  'tech-debt': 'debt',
  debt: 'debt',
};

/** Reads the `Key: value` lines before a file's first section, and its front matter. */
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
    const { fields, problems } = readFrontMatter(this.#source, block);
    for (const { message, range } of problems) this.#report('frontMatter.invalid', 'warning', message, range);
    for (const { key, value, range } of fields) {
      const at = this.#source.slice(range).lastIndexOf(value);
      const start = at < 0 ? range.start : range.start + at;
      this.#add(key, { start, end: Math.max(start, range.end) }, range, value);
    }
  }

  /** Lines of a paragraph or of one list item; a line without a key goes on with the value before it. */
  addLines(range: Range): void {
    const source = this.#source;
    let open: { key: string; value: Range; whole: Range } | undefined;
    const close = (): void => {
      if (open !== undefined) this.#add(open.key, open.value, open.whole);
      open = undefined;
    };
    const last = source.lineAt(range.end);
    for (let line = source.lineAt(range.start); line <= last; line++) {
      const whole = source.lineRange(line);
      const start = Math.max(whole.start, range.start);
      const end = Math.min(whole.end, range.end);
      const key = /^\s*[*_]{0,2}([A-Za-z][A-Za-z -]{0,39}?)[*_]{0,2}\s*:[*_]{0,2}(?=\s|$)\s*/.exec(
        source.text.slice(start, end),
      );
      if (key?.[1] !== undefined) {
        close();
        open = { key: key[1], value: { start: start + key[0].length, end }, whole: { start, end } };
      } else if (open !== undefined) {
        open.value = { start: open.value.start, end };
        open.whole = { start: open.whole.start, end };
      }
    }
    close();
  }

  #add(name: string, value: Range, whole: Range, text?: string): void {
    const source = this.#source;
    const place = placeOf(source, whole);
    const plain = text ?? plainText(source.slice(value)).replace(/\s+/g, ' ').trim();
    const key = name.toLowerCase().trim();
    const role = roles[key];
    if (key === 'branch') this.#setBranch(plain, whole, place);
    else if (key === 'pr' || key === 'pull request') this.#setPullRequest(plain, value, place);
    else if (role !== undefined) this.#addLinks(role, plain, value);
    else this.fields.push({ name: name.trim(), value: plain, place });
  }

  #setBranch(name: string, whole: Range, place: Place): void {
    if (name === '' || name === '-') return;
    if (this.branch !== undefined) {
      if (this.branch !== name)
        this.#report(
          'branch.second',
          'warning',
          `This file names a second branch; ${this.branch} counts.`,
          whole,
        );
      return;
    }
    this.branch = name;
    this.branchPlace = place;
  }

  #setPullRequest(text: string, value: Range, place: Place): void {
    const [link] = findLinks(this.#source, value);
    const url = /^https?:\/\/\S+$/.test(text) ? text : link?.destination;
    const number =
      /^#?(\d{1,9})$/.exec(text)?.[1] ?? (url === undefined ? undefined : /\/(\d{1,9})\/?$/.exec(url)?.[1]);
    if (number === undefined && url === undefined) {
      if (!/^(?:[-–—]|none|n\/a|tbd|not yet.*)?$/i.test(text))
        this.fields.push({ name: 'PR', value: text, place });
      return;
    }
    this.pullRequest = {
      place,
      ...(number === undefined ? {} : { number: Number(number) }),
      ...(url === undefined ? {} : { url }),
    };
  }

  /** Links as written; a bare path counts as one, `-` as none. */
  #addLinks(role: LinkRole, plain: string, value: Range): void {
    const links = findLinks(this.#source, value);
    for (const link of links) this.links.push(linkOf(this.#source, link, role));
    if (links.length > 0 || /^(?:[-–—]|none|n\/a|tbd)?$/i.test(plain)) return;
    this.links.push({ role, text: plain, destination: plain, place: placeOf(this.#source, value) });
  }
}

/** A link with its role: the one given, else by the folder that it names. */
export function linkOf(source: SourceText, link: InlineLink, role: LinkRole | undefined): Link {
  const { text, destination, range } = link;
  const guessed: LinkRole = /(^|\/)tech-debt\//.test(destination)
    ? 'debt'
    : /(^|\/)backlog\//.test(destination)
      ? 'backlog'
      : /(^|\/)specs?\//.test(destination)
        ? 'spec'
        : 'other';
  return { role: role ?? guessed, text, destination, place: placeOf(source, range) };
}
