import type { FrontMatterFault } from '../../text/frontMatter.ts';
import type { NoData } from './coded.ts';

/** What can be wrong in the head of a file: its front matter, its title, and the lines that say whose it is. */
export interface HeadProblems {
  readonly 'frontMatter.invalid': FrontMatterFault;
  /** A line of signs below a line of the head makes a heading of it. */
  readonly 'head.underlined': NoData;
  readonly 'title.missing': NoData;
  readonly 'branch.missing': NoData;
  readonly 'branch.unclear': { readonly text: string };
  /** The branch that counts is the one named first. */
  readonly 'branch.second': { readonly branch: string };
  readonly 'branch.remark': { readonly branch: string; readonly remark: string };
  /** Some of the files that the branch's own commit has: they count, and this one is not shown. */
  readonly 'branch.otherFile': { readonly branch: string; readonly paths: readonly string[] };
  /** Some of the branch's other progress files by their paths, and how many of them there are. */
  readonly 'branch.duplicate': {
    readonly branch: string;
    readonly others: readonly string[];
    readonly count: number;
  };
}
