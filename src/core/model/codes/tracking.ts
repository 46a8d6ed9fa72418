import type { Holding, WorkItem } from '../item.ts';
import type { NoData } from './coded.ts';
import type { HeadProblems } from './heads.ts';
import type { TableProblems } from './tables.ts';

/** What can be wrong in the files of a tracking directory and in specs. */
export interface TrackingProblems extends HeadProblems, TableProblems {
  /** `destination`: as it is written. */
  readonly 'link.missing': { readonly path: string; readonly destination: string };
  /** It leads out of the workspace. */
  readonly 'link.outside': { readonly destination: string };
  readonly 'link.folder': { readonly destination: string };
  /** It is neither https, http nor mailto. */
  readonly 'link.scheme': { readonly destination: string };
  /** It leads there only from the tracking directory or the folder; `exact` is how it would be from its own file. */
  readonly 'link.inexact': { readonly exact: string };
  /** More links than are followed in one file. */
  readonly 'links.tooMany': { readonly most: number };
  readonly 'status.unknown': { readonly word: string };
  /** The sign in a check box. */
  readonly 'box.unknown': { readonly sign: string };
  /** What Markdown reads as text and was typed for a check box: `- []`; `meant` is what to write instead. */
  readonly 'box.broken': { readonly written: string; readonly meant: string };
  /** A box with boxes below it is what these are called by: what it says is read of nothing. */
  readonly 'box.heading':
    | { readonly kind: 'owner'; readonly owner: string }
    /** The same of an item without a box. */
    | { readonly kind: 'itemOwner'; readonly owner: string }
    /** It is open, and all below it are closed. */
    | { readonly kind: 'open' }
    /** It is closed, and not all below it are. */
    | { readonly kind: 'closed' };
  /** The same spec defines it on an earlier line, counted from one. */
  readonly 'criterion.duplicate': { readonly id: string; readonly line: number };
  /** Some of the specs that define it, by their paths, and how many more there are. */
  readonly 'criterion.ambiguous': {
    readonly id: string;
    readonly specs: readonly string[];
    readonly more: number;
  };
  /** Lines that look like criteria and have no IDs of the pattern; `first` is what the first of them begins with. */
  readonly 'criterion.otherShape': { readonly count: number; readonly first: string };
  /** A blank where the ID has a hyphen. */
  readonly 'criterion.near': { readonly written: string; readonly id: string };
  readonly 'criterion.undefined': { readonly id: string };
  /** One file for what has a folder: `folder` is where such files are. */
  readonly 'file.misplaced': {
    readonly path: string;
    readonly folder: string;
    /** What the file would hold there. */
    readonly holds: Exclude<Holding, 'spec'>;
  };
  /** One file with many entries where each item has a file of its own. */
  readonly 'item.list': { readonly list: WorkItem['list']; readonly count: number };
  /** git left two states of the file in it, which can be merged cell by cell. */
  readonly 'conflict.markers': NoData;
  readonly 'conflict.byHand': NoData;
}
