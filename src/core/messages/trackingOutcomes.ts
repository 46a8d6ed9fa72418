import { t } from '@vscode/l10n';
import type { TrackingOutcomes } from '../model/codes/tracking.ts';
import type { Sentences } from './sentences.ts';

export const trackingOutcomes: Sentences<TrackingOutcomes> = {
  'task.claimed': ({ title }) => t('Claimed {0}. Release Task undoes it.', title),
};
