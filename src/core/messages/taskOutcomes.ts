import { t } from '@vscode/l10n';
import type { MergedConflict, OpenConflict, TaskOutcomes } from '../model/codes/tasks.ts';
import type { Sentences } from './sentences.ts';

export const taskOutcomes: Sentences<TaskOutcomes> = {
  'task.claimed': ({ title }) => t('Claimed {0}.', title),
  'task.finished': ({ title }) => t('Finished {0}.', title),
  'task.released': ({ title }) => t('Released {0}.', title),
  'task.reopened': ({ title }) => t('Reopened {0}.', title),
  'task.assigned': ({ title, owner }) => t('Assigned {0} to {1}.', title, owner),
  'task.statusSet': ({ title, status, before }) =>
    before.trim() === ''
      ? t('{0} is now {1}.', title, status)
      : t('{0} is now {1} (was “{2}”).', title, status, before),
  'task.deferred': ({ title, debtPath }) => t('Deferred {0} to {1}.', title, debtPath),
  'task.added': ({ title, stream }) => t('Added {0} to {1}.', title, stream),
  'task.isYours': ({ title }) => t('{0} is already yours.', title),
  'task.isDone': ({ title }) => t('{0} is already done.', title),
  'task.isFree': ({ title }) => t('{0} is already free.', title),
  'task.isOpen': ({ title }) => t('{0} is already open.', title),
  'task.isOwned': ({ title, owner }) => t('{0} already belongs to {1}.', title, owner),
  'task.hasStatus': ({ title, status }) => t('{0} is already {1}.', title, status),
  'note.added': ({ stream }) => t('Added a note to {0}.', stream),
  'rows.joined': ({ count }) =>
    count === 1 ? t('Joined 1 row to its table.') : t('Joined {0} rows to their table.', count),
  'rows.noneCutOff': ({ path }) => t('All rows of {0} belong to a table.', path),
  'item.closed': ({ title }) => t('Closed {0}.', title),
  'item.isClosed': ({ title }) => t('“{0}” is already closed.', title),
  'item.removed': ({ path }) => t('Removed {0}.', path),
  'item.linked': ({ title, branch }) => t('{0} names {1}.', title, branch),
  'files.merged': ({ path, other }) => t('Merged {0} into {1}.', other, path),
  'conflicts.resolved': ({ path, open, merged }) =>
    [
      open.length === 0
        ? t('Resolved the conflicts in {0}. Review the file, then stage it.', path)
        : open.length === 1
          ? t('{0}: 1 conflict is left between markers: {1}.', path, titlesOf(open))
          : t('{0}: {1} conflicts are left between markers: {2}.', path, open.length, titlesOf(open)),
      ...merged.map(mergedSentence),
    ].join(' '),
};

function titlesOf(conflicts: readonly OpenConflict[]): string {
  return conflicts.map(({ title }) => title).join(', ');
}

/** What is merged, and somebody should know of. */
function mergedSentence(conflict: MergedConflict): string {
  switch (conflict.kind) {
    case 'columns':
      return t(
        'Both sides changed the columns of a table. The current columns were kept: {0}.',
        conflict.title,
      );
    case 'lost':
      return t('{0} no longer has a column for {1}.', conflict.title, conflict.columns.join(', '));
    case 'released':
      return t('Both sides released {0}.', conflict.title);
    case 'owned':
      return t(
        'Both sides assigned {0} to {1}: two people may be working on it.',
        conflict.title,
        conflict.owner,
      );
  }
}
