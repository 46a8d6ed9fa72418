import { t } from '@vscode/l10n';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { criterionStatus, isDeferred, isUncounted, type CriterionStatus } from '../model/criterionState.ts';
import type { Spec } from '../model/item.ts';

/**
 * How far the criteria of a spec are: covered have a task that counts, met have tasks that are all done. Those whose tasks were all
 * dropped or deferred are promised still: they stay in the total.
 */
export interface SpecProgress {
  readonly total: number;
  readonly covered: number;
  readonly met: number;
  readonly dropped: number;
  readonly deferred: number;
  /** Those that no task names, and none has to, where there are any; they are in none of the others. */
  readonly uncounted?: number;
}

export function specProgress(index: ProjectIndex, spec: Spec): SpecProgress {
  return index.derive(spec.key, () => countCriteria(index, spec));
}

/** Whether something is done, or to be done, for a criterion. */
export function isCovered(status: CriterionStatus | 'unknown'): boolean {
  return status !== 'none' && status !== 'dropped';
}

/** `3/7 met`: how far criteria are, wherever there is room for no more. */
export function describeMet(progress: Pick<SpecProgress, 'met' | 'total'> & Partial<SpecProgress>): string {
  const { met, total } = progress;
  return total === 0 ? describeUncounted(progress) : t('{0}/{1} met', met, total);
}

function describeUncounted({ uncounted = 0 }: Partial<SpecProgress>): string {
  if (uncounted === 0) return t('no criteria');
  return uncounted === 1 ? t('1 requirement') : t('{0} requirements', uncounted);
}

/** The same in words: `3 of 7 criteria met, 5 covered, 1 deferred`. */
export function describeCriteria(progress: SpecProgress): string {
  const { met, covered, total } = progress;
  if (total === 0) return describeUncounted(progress);
  const givenUp = describeGivenUp(progress);
  const counts = t('{0} of {1} criteria met, {2} covered', met, total, covered);
  return givenUp === '' ? counts : `${counts}, ${givenUp}`;
}

/** `1 deferred`, `2 dropped`: what of the total nobody works on any more. */
export function describeGivenUp({ dropped, deferred }: SpecProgress): string {
  return [deferred > 0 ? t('{0} deferred', deferred) : '', dropped > 0 ? t('{0} dropped', dropped) : '']
    .filter((each) => each !== '')
    .join(', ');
}

function countCriteria(index: ProjectIndex, spec: Spec): SpecProgress {
  let total = 0;
  let uncounted = 0;
  let covered = 0;
  let met = 0;
  let dropped = 0;
  let deferred = 0;
  for (const criterion of spec.criteria) {
    const tasks = index.tasksOf(spec, criterion.id).map(({ task }) => task);
    if (isUncounted(criterion, tasks)) {
      uncounted++;
      continue;
    }
    total++;
    const status = criterionStatus(tasks);
    if (isCovered(status)) covered++;
    if (status === 'done') met++;
    if (status !== 'dropped') continue;
    if (isDeferred(tasks)) deferred++;
    else dropped++;
  }
  const counts = { total, covered, met, dropped, deferred };
  return uncounted === 0 ? counts : { ...counts, uncounted };
}
