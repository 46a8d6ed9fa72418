import { t } from '@vscode/l10n';
import type { GitRefusals } from '../model/codes/git.ts';
import type { Sentences } from './sentences.ts';

export const gitRefusals: Sentences<GitRefusals> = {
  'git.missing': () => t('There is no git repository here, or git cannot be asked.'),
};
