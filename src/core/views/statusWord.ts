import { t } from '@vscode/l10n';
import { criterionStatus, isDeferred, type CriterionStatus } from '../model/criterionState.ts';
import type { Task } from '../model/item.ts';

/** A criterion's status as it is shown: what was put off is not given up. */
export function criterionWord(tasks: readonly Task[]): string {
  return isDeferred(tasks) ? 'deferred' : statusWord(criterionStatus(tasks));
}

/** A status as it is shown: the words of files are the same in every language, what no file says is not. */
export function statusWord(status: CriterionStatus | 'unknown'): string {
  if (status === 'none') return t('no task');
  return status === 'unknown' ? t('unknown') : status;
}
