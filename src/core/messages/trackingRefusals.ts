import { t } from '@vscode/l10n';
import type { TrackingRefusals } from '../model/codes/tracking.ts';
import type { Sentences } from './sentences.ts';

export const trackingRefusals: Sentences<TrackingRefusals> = {
  'stream.missing': ({ path }) => t('{0} holds no tasks.', path),
};
