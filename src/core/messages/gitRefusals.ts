import { t } from '@vscode/l10n';
import type { GitRefusals } from '../model/codes/git.ts';
import { gitFailureMessage } from './gitFailures.ts';
import type { Sentences } from './sentences.ts';

export const gitRefusals: Sentences<GitRefusals> = {
  'git.missing': () => t('There is no git repository here, or git is not available.'),
  'branch.moved': ({ branch }) =>
    t('{0} has moved on since, so nothing was undone. Remove it by hand.', branch),
  'branch.notRemoved': ({ branch, why }) =>
    t('{0} was not removed, and is as it was: {1}', branch, gitFailureMessage(why)),
  'branch.missing': ({ branch }) => t('There is no branch named {0}.', branch),
  'branch.checkOut': ({ branch, why }) => t('{0} was not checked out: {1}', branch, gitFailureMessage(why)),
  'branch.notStarted': ({ branch, why }) => t('{0} was not started: {1}', branch, gitFailureMessage(why)),
};
