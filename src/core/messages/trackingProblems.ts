import { t } from '@vscode/l10n';
import type { TrackingProblems } from '../model/codes/tracking.ts';
import type { Sentences } from './sentences.ts';

export const trackingProblems: Sentences<TrackingProblems> = {
  'link.missing': ({ path }) => t('{0} was not found.', path),
  'link.outside': ({ destination }) =>
    t('“{0}” leads out of the workspace, so it is not followed.', destination),
  'link.folder': ({ destination }) => t('“{0}” leads to a folder, not to a file.', destination),
  'link.scheme': ({ destination }) =>
    t('“{0}” is not followed: only https, http and mailto links are.', destination),
  'link.inexact': ({ exact }) =>
    t('From this file the link would be {0}; as it is, it leads there only from elsewhere.', exact),
};
