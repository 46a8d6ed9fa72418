import type { Coded, NoData } from './coded.ts';

/** Why there was no process of git. */
export type WhyGitNotStarted =
  | { readonly reason: 'denied' | 'notInstalled' | 'tooManyFiles' | 'tooManyProcesses' }
  | { readonly reason: 'noFolder'; readonly folder: string }
  | { readonly reason: 'other'; readonly text: string };

/** Why git did not do something, or Throughline did not have it do it. */
export interface GitFailures {
  readonly 'git.notStarted': WhyGitNotStarted;
  /** A signal ended it. */
  readonly 'git.stopped': NoData;
  readonly 'git.silent': { readonly seconds: number };
  /** In its own words. */
  readonly 'git.said': { readonly text: string };
  readonly 'git.noReason': NoData;
  readonly 'git.noConfiguration': NoData;
  readonly 'git.noRepository': NoData;
  /** A worktree holds files that are not committed. */
  readonly 'git.hasFiles': NoData;
  /** Throughline does not do it; in a terminal it may go well, with `command` where one is known. */
  readonly 'git.needsTerminal': {
    readonly reason:
      /** The repository's own configuration names programs that git would run. */
      | 'namesPrograms'
      /** It puts the files into another folder. */
      | 'namesWorktree'
      /** A partial clone lacks some of the files. */
      | 'partialClone';
    readonly command?: string;
  };
  /** The branch was made, and could not be taken back. */
  readonly 'git.notCheckedOut': { readonly why: Coded<GitFailures> };
  readonly 'workspace.untrusted': NoData;
}

/** Why git did not do what was asked. */
export interface GitRefusals {
  readonly 'git.missing': NoData;
  /** It has commits of its own, is checked out elsewhere, or is gone. */
  readonly 'branch.moved': { readonly branch: string };
  readonly 'branch.notRemoved': { readonly branch: string; readonly why: Coded<GitFailures> };
  /** Neither here nor, as far as was fetched, at a remote. */
  readonly 'branch.missing': { readonly branch: string };
  /** The branch of that name is left to be, or not to be, as it was. */
  readonly 'branch.checkOut': { readonly branch: string; readonly why: Coded<GitFailures> };
  readonly 'branch.notStarted': { readonly branch: string; readonly why: Coded<GitFailures> };
}
