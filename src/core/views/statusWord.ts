import { t } from '@vscode/l10n';
import { cutEnd } from '../text/cutEnd.ts';
import { criterionStatus, isDeferred, type CriterionStatus } from '../model/criterionState.ts';
import { readCellWord } from '../model/cellWord.ts';
import type { Stream, Task } from '../model/item.ts';
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

/** Whose a task is; empty where nobody's name could be written. What is begun is not free, whoever began it. */
export function ownerWord(task: Task): string {
  if (task.owner.value !== undefined) return task.owner.value;
  if (!isFree(task)) return '';
  return task.status.value === 'wip' ? t('no owner') : t('free');
}

/**
 * What is said of a status besides the status: `waiting for legal` of `Blocked: waiting for legal`, else of what is stuck the last note
 * that gives the reason, as `noteChange` writes it.
 */
export function statusRemark({ status: { value, written }, title }: Task, { notes }: Stream): string {
  if (value === 'unknown') return '';
  const remark = cutEnd(readCellWord(written).remark.replace(/^[\s:,;.|(—―–-]+/u, ''), /[\s)]/u);
  if (remark !== '' || (value !== 'blocked' && value !== 'failed')) return remark;
  const lead = `${value} "${title.value}": `;
  const note = notes.findLast(({ text }) => text.startsWith(lead));
  return note === undefined ? '' : note.text.slice(lead.length);
}
