import { t } from '@vscode/l10n';
import type { SpecKitRefusals } from '../model/codes/specKit.ts';
import type { Sentences } from './sentences.ts';

export const specKitRefusals: Sentences<SpecKitRefusals> = {
  'status.noWord': ({ file }) => t('{0} only knows done and not done.', file),
};
