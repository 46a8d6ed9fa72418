import { branchOf } from '../../model/head.ts';
import { headKey, isBranchKey } from '../../model/headKeys.ts';
import { headerLinks, headerRole } from '../../model/headerLinks.ts';
import type { Field, PullRequest } from '../../model/item.ts';
import type { Link } from '../../model/link.ts';
import type { Report } from '../../model/problem.ts';
import type { HeaderEntry } from '../../text/header.ts';
import { cutEnd } from '../../text/cutEnd.ts';
import { findLinks } from '../../text/inline.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';

/** `/pull/17/files`, `/-/merge_requests/17`; a path may begin with it. */
const pullRequestPath = /(?:^|\/)(?:pulls?|merge_requests|pull-requests|pullrequest)\/(\d{1,9})(?=[/?#]|$)/;

/** What the head of a progress file says. */
export class HeaderReader {
  readonly fields: Field[] = [];
  readonly links: Link[] = [];
  branch: string | undefined;
  branchRange: Range | undefined;
  pullRequest: PullRequest | undefined;
  /** Whether there is a line for the branch, whatever it says. */
  namesBranch = false;
  readonly #source: SourceText;
  readonly #report: Report;

  constructor(source: SourceText, report: Report) {
    this.#source = source;
    this.#report = report;
  }

  add(entry: HeaderEntry): void {
    const { key, value, whole } = entry;
    const role = headerRole(key);
    // A file of a branch comes from no other one: `From:` and `Progress:` are its own words.
    if (role !== undefined && role !== 'progress') {
      for (const link of headerLinks(this.#source, entry, role)) this.links.push(link);
      return;
    }
    const name = headKey(key);
    const { text } = entry;
    if (isBranchKey(key)) this.#setBranch(entry);
    else if (name === 'pr') this.#setPullRequest(text, value, whole);
    else this.fields.push({ name: key, value: text, range: whole });
  }

  #setBranch(entry: HeaderEntry): void {
    const { text, whole } = entry;
    const read = branchOf(this.#source, entry);
    if (read.kind === 'none') return;
    this.namesBranch = true;
    if (read.kind === 'unclear') {
      this.#report('branch.unclear', 'warning', { text }, whole);
      return;
    }
    const { name, remark } = read;
    if (this.branch !== undefined) {
      if (this.branch !== name) this.#report('branch.second', 'warning', { branch: this.branch }, whole);
      return;
    }
    this.branch = name;
    this.branchRange = whole;
    if (remark !== '') this.#report('branch.remark', 'hint', { branch: this.branch, remark }, whole);
  }

  #setPullRequest(text: string, value: Range, whole: Range): void {
    const [link] = findLinks(this.#source, value);
    const word = text.split(/\s+/).find((each) => each.includes('/'));
    const address = link?.destination ?? (word === undefined ? undefined : cutEnd(word, /[.,;:]/));
    // What is no whole address is one of the repository's, wherever that is.
    const url = address !== undefined && /^https?:\/\//i.test(address) ? address : undefined;
    const number =
      /^(?:[#!]|GH-)?(\d{1,9})(?=$|[\s(,;])/i.exec(text)?.[1] ??
      (address === undefined ? undefined : pullRequestPath.exec(address)?.[1]) ??
      (url === undefined ? undefined : /\/(\d{1,9})\/?$/.exec(url)?.[1]);
    const range = whole;
    if (number === undefined && url === undefined) {
      if (!/^(?:[-–—]|none|n\/a|tbd|not yet.*)?$/i.test(text))
        this.fields.push({ name: 'PR', value: text, range });
      return;
    }
    this.pullRequest = {
      range,
      ...(number === undefined ? {} : { number: Number(number) }),
      ...(url === undefined ? {} : { url }),
    };
  }
}
