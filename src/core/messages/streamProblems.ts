import { t } from '@vscode/l10n';
import type { StreamProblems } from '../model/codes/streams.ts';
import { fileProblems } from './fileProblems.ts';
import { sentenceOf, type Sentences } from './sentences.ts';

export const streamProblems: Sentences<StreamProblems> = {
  'stream.branchDiffers': ({ branch, counts, path }) =>
    t('This names the branch {0}, but {1} names {2}. {2} is used.', branch, path, counts),
  'stream.tasksDiffer': ({ names, count, path }) =>
    count > names.length
      ? t(
          'Showing the tasks of {0}. Other lists in this folder are not shown: {1} and {2} more.',
          path,
          names.join(', '),
          count - names.length,
        )
      : t('Showing the tasks of {0}. Other lists in this folder are not shown: {1}.', path, names.join(', ')),
  'claim.orphan': ({ task, owner }) =>
    t('{0} has claimed {1}, which is no longer open. The next change here drops the claim.', owner, task),
  'claim.unread': ({ path, problem }) =>
    t('Owners of these tasks are kept in {0}. {1}', path, sentenceOf(fileProblems, problem)),
};
