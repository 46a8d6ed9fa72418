import { t } from '@vscode/l10n';
import type { CriterionStatus } from '../model/criterionState.ts';

/** A status as it is shown: the words of files are the same in every language, what no file says is not. */
export function statusWord(status: CriterionStatus | 'unknown'): string {
  if (status === 'none') return t('no task');
  return status === 'unknown' ? t('unknown') : status;
}
