import { t } from '@vscode/l10n';
import type { FileProblems } from '../model/codes/files.ts';
import type { Sentences } from './sentences.ts';

export const fileProblems: Sentences<FileProblems> = {
  'file.empty': () => t('This file is empty.'),
};
