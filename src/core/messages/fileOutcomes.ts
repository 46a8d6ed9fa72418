import { t } from '@vscode/l10n';
import type { FileOutcomes } from '../model/codes/changes.ts';
import type { Sentences } from './sentences.ts';

export const fileOutcomes: Sentences<FileOutcomes> = {
  'change.undone': ({ paths }) => t('Undone in {0}.', paths.join(', ')),
  'file.created': ({ path }) => t('Created {0}.', path),
  'tracking.initialized': ({ made }) => t('Created {0}.', made.join(', ')),
  'tracking.isThere': () => t('Tracking is already set up here.'),
  'workflow.written': ({ path }) => t('Added the tracking workflow to {0}.', path),
  'workflow.isThere': ({ path }) => t('The workflow is already in {0}.', path),
};
