import { t } from '@vscode/l10n';
import type { SpecDatabaseProblems } from '../model/codes/specDatabase.ts';
import type { Sentences } from './sentences.ts';

export const specDatabaseProblems: Sentences<SpecDatabaseProblems> = {
  'row.noText': ({ label }) => t('Task {0} has no text.', label),
  'row.noName': () => t('This requirement has no name.'),
  'row.noNewName': ({ name }) => t('The delta that renames “{0}” has no new name.', name),
  'row.operation': ({ written }) =>
    t('Unknown operation “{0}”. It is one of: added, modified, removed, renamed.', written),
  'row.scenarios': () => t('These scenarios are not a list of scenarios.'),
  'row.number': ({ column }) => t('The value of {0} is not a number.', column),
  'row.numberTwice': ({ label, lines }) => t('The number {0} is also on line {1}.', label, lines.join(', ')),
};
