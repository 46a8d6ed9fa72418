import { t } from '@vscode/l10n';
import { criterionStatus, isDeferred, type CriterionStatus } from '../model/criterionState.ts';
import type { Task } from '../model/item.ts';
import { isFree } from '../model/taskRules.ts';

/** A criterion's status as it is shown: what was put off is not given up. */
export function criterionWord(tasks: readonly Task[]): string {
  return isDeferred(tasks) ? 'deferred' : statusWord(criterionStatus(tasks));
}

/** A status as it is shown: the words of files are the same in every language, what no file says is not. */
export function statusWord(status: CriterionStatus | 'unknown'): string {
  if (status === 'none') return t('no task');
  return status === 'unknown' ? t('unknown') : status;
}

/** Whose a task is; empty where nobody's name could be written. */
export function ownerWord(task: Task): string {
  return task.owner.value ?? (isFree(task) ? t('free') : '');
}
