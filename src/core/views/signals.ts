import { t } from '@vscode/l10n';
import type { ProjectIndex } from '../index/projectIndex.ts';
import type { BranchStatus } from '../model/branchStatus.ts';
import type { Stream } from '../model/item.ts';
import { isUnfinished } from '../model/taskRules.ts';
import { stateWord, type BranchState, type GitView, type SignalKind } from './gitView.ts';
import type { Icon } from './icon.ts';
import { findOverlaps } from './overlaps.ts';
import { joinWords, shownText } from './shownText.ts';
import { someOf } from '../messages/someOf.ts';

/** Fewer commits after the last change of the progress file are work in progress. */
const unreportedFrom = 3;

export interface Signal {
  readonly kind: SignalKind;
  /** As a row has room for it, the most telling word first: `feat/http-client overlaps`. */
  readonly label: string;
  /** What may be cut off behind it: `RPC-RETRY-03`. */
  readonly description: string;
  /** All of it, by itself: `Overlap with feat/http-client: RPC-RETRY-03`. */
  readonly sentence: string;
}

export const signalIcons: Record<SignalKind, Icon> = {
  stale: { codicon: 'history' },
  overlap: { codicon: 'git-compare' },
  drift: { codicon: 'diff' },
  unreported: { codicon: 'edit' },
};

/** What of a stream deserves a look. */
export function signalsOf(index: ProjectIndex, stream: Stream, git: GitView | undefined): readonly Signal[] {
  if (stream.branchState !== undefined) return [];
  const branchStatus = git?.status.streams.get(stream.key);
  const open = stream.tasks.length === 0 || stream.tasks.some(isUnfinished);
  const signals: (Signal | undefined)[] = [];
  if (open && git !== undefined && branchStatus !== undefined) signals.push(stale(stream, branchStatus, git));
  if (open && git !== undefined) {
    const { overlaps, cut } = findOverlaps(index, stream, git.status);
    for (const { other, criteria, item, files } of overlaps) {
      const what = joinWords(
        [someOf(criteria, 5), item ? t('the same backlog item') : '', files.length === 0 ? '' : some(files)],
        '; ',
      );
      signals.push({
        kind: 'overlap',
        label: t('{0} overlaps', other.name),
        description: what,
        sentence: t('Overlap with {0}: {1}', other.name, what),
      });
    }
    if (cut)
      signals.push({
        kind: 'overlap',
        label: t('More overlaps'),
        description: t('not all are checked'),
        sentence: t('Overlap with more branches than are checked'),
      });
  }
  if (branchStatus !== undefined) signals.push(drift(branchStatus));
  if (open && branchStatus !== undefined) signals.push(unreported(branchStatus));
  return signals.filter((signal) => signal !== undefined && git?.shown.has(signal.kind) === true) as Signal[];
}

/** Signals in a word each. */
export function signalWords(signals: readonly Signal[]): readonly string[] {
  const kinds = new Set(signals.map(({ kind }) => kind));
  return [...kinds].map(stateWord);
}

/** All that a stream's branch can be filtered by. */
export function branchStatesOf(
  index: ProjectIndex,
  stream: Stream,
  git: GitView | undefined,
): ReadonlySet<BranchState> {
  const { ahead = 0, behind = 0, uncommitted = 0 } = git?.status.streams.get(stream.key) ?? {};
  return new Set<BranchState>([
    ...(ahead > 0 ? ['ahead' as const] : []),
    ...(behind > 0 ? ['behind' as const] : []),
    ...(uncommitted > 0 ? ['uncommitted' as const] : []),
    ...(stream.branchState === 'merged' ? ['merged' as const] : []),
    ...(stream.branchState === 'deleted' ? ['deleted' as const] : []),
    ...signalsOf(index, stream, git).map(({ kind }) => kind),
  ]);
}

function stale(
  stream: Stream,
  { lastCommit, edited }: BranchStatus,
  { now, staleDays }: GitView,
): Signal | undefined {
  if (!stream.tasks.some(({ status }) => status.value === 'wip')) return undefined;
  const days = Math.floor((now - Math.max(lastCommit, edited ?? 0)) / 86_400);
  return days >= staleDays && days > 0
    ? {
        kind: 'stale',
        label: days === 1 ? t('Stale: 1 day') : t('Stale: {0} days', days),
        description: t('no commits or edits'),
        sentence:
          days === 1
            ? t('Stale: no commits or edits for 1 day')
            : t('Stale: no commits or edits for {0} days', days),
      }
    : undefined;
}

function drift({ drifted, base = t('the base') }: BranchStatus): Signal | undefined {
  const [first] = drifted;
  if (first === undefined) return undefined;
  const name = shownText(first.slice(first.lastIndexOf('/') + 1), 80);
  return {
    kind: 'drift',
    label: t('{0} changed on {1}', name, base),
    description:
      drifted.length === 1 ? t('since this branch was created') : t('and {0} more', drifted.length - 1),
    sentence: t('Drift: {0} changed on {1} since this branch was created', some(drifted), base),
  };
}

function unreported({ unreported: count = 0 }: BranchStatus): Signal | undefined {
  return count < unreportedFrom
    ? undefined
    : {
        kind: 'unreported',
        label: t('{0} commits not reported', count),
        description: t('in the progress file'),
        sentence: t('Unreported: {0} commits since the progress file was changed', count),
      };
}

/** `src/a.ts, src/b.ts and 3 more`. */
function some(paths: readonly string[]): string {
  return someOf(paths, 2, (path) => shownText(path, 80));
}

/** `2 ahead, 1 behind main`: how far a branch is from its base. */
export function describeDistance({ base, ahead, behind }: BranchStatus): string {
  if (base === undefined || ahead === undefined || behind === undefined) return '';
  if (ahead === 0 && behind === 0) return t('up to date with {0}', base);
  if (behind === 0) return t('{0} ahead of {1}', ahead, base);
  return ahead === 0
    ? t('{0} behind {1}', behind, base)
    : t('{0} ahead, {1} behind {2}', ahead, behind, base);
}
