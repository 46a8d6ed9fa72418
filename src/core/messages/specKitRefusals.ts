import { t } from '@vscode/l10n';
import type { SpecKitOutcomes, SpecKitRefusals } from '../model/codes/specKit.ts';
import type { Sentences } from './sentences.ts';

export const specKitRefusals: Sentences<SpecKitRefusals> = {
  'status.noWord': ({ file }) => t('{0} only knows done and not done.', file),
  'feature.missing': ({ path }) => t('{0} is not part of a feature of Spec Kit.', path),
  'feature.done': ({ feature }) => t('All tasks of {0} are done.', feature),
  'active.missing': ({ path }) =>
    t('There is no {0} folder here: Spec Kit keeps the active feature in it.', path),
  'active.form': ({ path }) => t('{0} cannot be read as JSON. Correct it first.', path),
};

export const specKitOutcomes: Sentences<SpecKitOutcomes> = {
  'feature.active': ({ feature }) => t('{0} is the active feature.', feature),
};
