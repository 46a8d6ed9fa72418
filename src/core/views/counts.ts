import { t } from '@vscode/l10n';

// One function for each thing that is counted: other languages bend more than the last letter of a word.

/** `1 problem`, `2 problems`. */
export function countProblems(count: number): string {
  return count === 1 ? t('1 problem') : t('{0} problems', count);
}

export function countTasks(count: number): string {
  return count === 1 ? t('1 task') : t('{0} tasks', count);
}

export function countNotes(count: number): string {
  return count === 1 ? t('1 note') : t('{0} notes', count);
}

export function countQuestions(count: number): string {
  return count === 1 ? t('1 question') : t('{0} questions', count);
}

/** Of those that are about one requirement. */
export function countChanges(count: number): string {
  return t('{0} changes overlap', count);
}

export function countDeltas(count: number): string {
  return count === 1 ? t('1 delta') : t('{0} deltas', count);
}

export function countSessions(count: number): string {
  return count === 1 ? t('1 session') : t('{0} sessions', count);
}

export function countItems(count: number): string {
  return count === 1 ? t('1 item') : t('{0} items', count);
}

export function countBranches(count: number): string {
  return count === 1 ? t('1 branch') : t('{0} branches', count);
}

export function countCommits(count: number): string {
  return count === 1 ? t('1 commit') : t('{0} commits', count);
}

export function countUncommitted(files: number): string {
  return files === 1 ? t('1 uncommitted file') : t('{0} uncommitted files', files);
}
