import { t } from '@vscode/l10n';
import type { GitRefusals } from '../model/codes/git.ts';
import { gitFailureMessage } from './gitFailures.ts';
import type { Sentences } from './sentences.ts';

export const gitRefusals: Sentences<GitRefusals> = {
  'git.missing': () => t('There is no git repository here, or git cannot be asked.'),
  'branch.notStarted': ({ branch, why }) => t('{0} was not started: {1}', branch, gitFailureMessage(why)),
};
