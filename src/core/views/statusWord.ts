import { t } from '@vscode/l10n';
import { someOf } from '../messages/someOf.ts';
import { cutEnd } from '../text/cutEnd.ts';
import { criterionStatus, isDeferred, type CriterionStatus } from '../model/criterionState.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { readCellWord } from '../model/cellWord.ts';
import type { Stream, Task } from '../model/item.ts';
import { isFree, isUnfinished } from '../model/taskRules.ts';
import { shownText } from './shownText.ts';

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
  if (!isFree(task) || !isUnfinished(task)) return '';
  return task.status.value === 'wip' ? t('no owner') : t('free');
}

/**
 * What is said of a status besides the status: `waiting for legal` of `Blocked: waiting for legal`, else of what is stuck the last note
 * that gives the reason, as `noteChange` writes it.
 */
export function statusRemark(index: ProjectIndex, task: Task, stream: Stream): string {
  const { value, written } = task.status;
  if (value === 'unknown' || written === value) return reasonOf(index, task, stream);
  const remark = cutEnd(readCellWord(written).remark.replace(/^[\s:,;.|(—―–-]+/u, ''), /[\s)]/u);
  return remark === '' ? reasonOf(index, task, stream) : remark;
}

function reasonOf(index: ProjectIndex, { status: { value }, title }: Task, stream: Stream): string {
  if (value !== 'blocked' && value !== 'failed') return '';
  // Looked through once for all rows: there may be thousands of both.
  const reasons = index.derive(stream.key, () => reasonsIn(stream));
  return reasons.get(`${value} "${title.value}"`) ?? '';
}

/** The reasons that notes give, the last one for each task and status. */
function reasonsIn({ notes }: Stream): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const { text } of notes) {
    const end = text.indexOf('": ');
    if (end > 0 && /^(?:blocked|failed) "/.test(text))
      reasons.set(text.slice(0, end + 1), text.slice(end + 3));
  }
  return reasons;
}

/** `waits for BACK-11, BACK-12`: by their IDs what has to be done first; undefined where that is nothing. */
export function waitingFor(ids: readonly string[]): string | undefined {
  return ids.length === 0
    ? undefined
    : t(
        'waits for {0}',
        someOf(ids, 3, (id) => shownText(id, 30)),
      );
}
