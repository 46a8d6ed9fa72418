import type { InlineLink } from '../text/inline.ts';
import type { Range } from '../text/range.ts';

/**
 * What a link leads to, by the header key or the folder that it names: `docs` are the README and documents that a branch has to keep
 * in line, `artifact` is what a step made or changed, `file` is where to look, `log` is what a tool keeps beside a document that does
 * not say so, `memory` is what a tool remembers of a task, `other` is any other link.
 */
export type LinkRole =
  'spec' | 'backlog' | 'debt' | 'progress' | 'docs' | 'artifact' | 'file' | 'log' | 'memory' | 'other';

/** A link as written: `[rpc-retry](../backlog/rpc-retry.md)`. Where it leads is resolved by the index. */
export interface Link {
  readonly role: LinkRole;
  /** What a reader sees: `rpc-retry`. */
  readonly text: string;
  /** The destination as written, escapes and angle brackets taken off: `../backlog/rpc-retry.md`. */
  readonly destination: string;
  /** It is a path in plain text, which no editor follows: people write it from the folder. */
  readonly isPlain?: true;
  /** Nobody wrote it: tools keep what it leads to beside the document, or do not. */
  readonly ifThere?: true;
  readonly range: Range;
}

/** The links in a stretch of prose or a cell, each with its role; of more than a file may have only so many that it is seen. */
export function readLinks(links: readonly InlineLink[], role?: LinkRole): readonly Link[] {
  return links.slice(0, mostLinks + 1).map((link) => toLink(link, role));
}

/** A link with its role: the one given, else by the folder that it names. */
function toLink(link: InlineLink, role?: LinkRole): Link {
  const { text, destination, range } = link;
  return {
    role: role ?? roleOf(destination),
    text: text,
    destination: destination,
    range,
  };
}

/** More links than this in one file are not followed: each is looked for on the disk, and kept. */
const mostLinks = 2000;

/** Counts the links of one file in the order in which they stand, and reports once when there are too many. */
export class LinkLimit {
  readonly #report: (most: number, at: Range) => void;
  #left = mostLinks;
  #isReported = false;

  /** @param report is told how many links are followed, and where the first one stands that is not */
  constructor(report: (most: number, at: Range) => void) {
    this.#report = report;
  }

  /** The links that are still followed. */
  keep(links: readonly Link[]): readonly Link[] {
    if (this.#isReported) return links.length === 0 ? links : [];
    const first = links[this.#left];
    if (first === undefined) {
      this.#left -= links.length;
      return links;
    }
    this.#isReported = true;
    this.#report(mostLinks, first.range);
    return links.slice(0, this.#left);
  }
}

function roleOf(destination: string): LinkRole {
  if (/(?:^|\/)tech-debt\//.test(destination)) return 'debt';
  if (/(?:^|\/)backlog\//.test(destination)) return 'backlog';
  if (/(?:^|\/)progress\//.test(destination)) return 'progress';
  return /(?:^|\/)specs?\//.test(destination) ? 'spec' : 'other';
}
