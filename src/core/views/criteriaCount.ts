import { t } from '@vscode/l10n';
import type { CriteriaCount } from '../board/protocol.ts';
import type { CriterionStatus } from '../model/criterionState.ts';
import type { Stream } from '../model/item.ts';
import { describeMet, isCovered } from './specProgress.ts';

/**
 * How far the criteria of a stream's specs are by its own tasks: the sidebar counts those of every branch, of the same total.
 * Undefined when there are none.
 */
export function criteriaCount(
  { branch, called }: Stream,
  statuses: readonly CriterionStatus[],
): CriteriaCount | undefined {
  const total = statuses.length;
  if (total === 0) return undefined;
  const met = statuses.filter((status) => status === 'done').length;
  const covered = statuses.filter(isCovered).length;
  return {
    met: describeMet({ met, total }),
    covered: t('{0} covered', covered),
    sentence:
      branch === undefined && called !== undefined
        ? t('{0}/{1} met · {2} covered', met, total, covered)
        : t('{0}/{1} met by this branch · {2} covered', met, total, covered),
  };
}
