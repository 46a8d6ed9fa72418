import { t } from '@vscode/l10n';
import type { GitRefusals } from '../model/codes/git.ts';
import { gitFailureMessage } from './gitFailures.ts';
import type { Sentences } from './sentences.ts';

export const gitRefusals: Sentences<GitRefusals> = {
  'git.missing': () => t('This folder is not in a git repository, or git is not available.'),
  'branch.moved': ({ branch }) => t('{0} has new commits, so nothing was undone. Delete it by hand.', branch),
  'branch.notRemoved': ({ branch, why }) => t('{0} was not removed: {1}', branch, gitFailureMessage(why)),
  'branch.missing': ({ branch }) => t('There is no branch named {0}.', branch),
  'branch.checkOut': ({ branch, why }) => t('{0} was not checked out: {1}', branch, gitFailureMessage(why)),
  'branch.notStarted': ({ branch, why }) => t('Could not start {0}: {1}', branch, gitFailureMessage(why)),
};
