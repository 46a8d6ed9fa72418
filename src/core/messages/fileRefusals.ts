import { t } from '@vscode/l10n';
import type { FileRefusals } from '../model/codes/files.ts';
import type { Sentences } from './sentences.ts';

export const fileRefusals: Sentences<FileRefusals> = {
  'file.missing': ({ path }) => t('{0} is no longer there.', path),
};
