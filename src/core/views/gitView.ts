import { t } from '@vscode/l10n';
import type { FolderBranchStatus } from '../model/branchStatus.ts';

/**
 * What may deserve a look, told quietly, and the rules for it:
 *
 * - `stale`: a row is `wip`, and for some days (`throughline.stale.days`) neither a commit came nor was the progress file changed.
 *   A day in the future is no reason.
 * - `overlap`: another open branch serves the same criterion with an unfinished row, links the same backlog item, or changed the
 *   same files. Not when one of the two builds on the other; tracking directories and lock files are everybody's.
 * - `drift`: a spec that the progress file links was changed on the base since the branch left it, and is another one there than
 *   on the branch.
 * - `unreported`: three commits and more came after the last change of the progress file, merges not counted. Or a local branch
 *   has commits of its own and no progress file at all (that one is a row by itself).
 *
 * Nothing is told of branches that are merged or gone, of finished ones only drift and what is not committed. A squash merge
 * leaves no trace in the commits: such a branch counts as open until it is removed.
 */
export const signalKinds = ['stale', 'overlap', 'drift', 'unreported'] as const;

export type SignalKind = (typeof signalKinds)[number];

/** What a branch can be filtered by. */
export const branchStates = [...signalKinds, 'ahead', 'behind', 'uncommitted', 'merged', 'deleted'] as const;

export type BranchState = (typeof branchStates)[number];

/** A state as it is shown. */
export function stateWord(state: BranchState): string {
  switch (state) {
    case 'stale':
      return t('stale');
    case 'overlap':
      return t('overlap');
    case 'drift':
      return t('drift');
    case 'unreported':
      return t('unreported');
    case 'ahead':
      return t('ahead');
    case 'behind':
      return t('behind');
    case 'uncommitted':
      return t('uncommitted');
    case 'merged':
      return t('merged');
    case 'deleted':
      return t('no such branch');
  }
}

/** What is shown of git: the plain facts, and each of the signals. */
export const shownGit = ['commits', 'uncommitted', 'merged', ...signalKinds] as const;

export type ShownGit = (typeof shownGit)[number];

/** How git is looked at. */
export interface GitView {
  readonly status: FolderBranchStatus;
  /** Seconds since 1970. */
  readonly now: number;
  readonly staleDays: number;
  readonly shown: ReadonlySet<string>;
}
