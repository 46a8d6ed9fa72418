import { t } from '@vscode/l10n';
import type { FileOutcomes } from '../model/codes/changes.ts';
import type { Sentences } from './sentences.ts';

export const fileOutcomes: Sentences<FileOutcomes> = {
  'change.undone': ({ paths }) => t('Undone in {0}.', paths.join(', ')),
  'problem.fixed': ({ path, count }) =>
    count === 1 ? t('Fixed a problem in {0}.', path) : t('Fixed {0} problems in {1}.', count, path),
  'file.created': ({ path }) => t('Created {0}.', path),
  'tracking.initialized': ({ made }) => t('Created {0}.', made.join(', ')),
  'tracking.isThere': () => t('Tracking is already set up here.'),
  'workflow.written': ({ path }) => t('Added the tracking workflow to {0}.', path),
  'workflow.isThere': ({ path }) => t('The workflow is already in {0}.', path),
};
