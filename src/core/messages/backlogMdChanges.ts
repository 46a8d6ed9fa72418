import { t } from '@vscode/l10n';
import type { BacklogMdOutcomes, BacklogMdRefusals } from '../model/codes/backlogMd.ts';
import type { Sentences } from './sentences.ts';

export const backlogMdRefusals: Sentences<BacklogMdRefusals> = {
  'markers.broken': ({ line }) =>
    t('The comments around this section do not fit together (line {0}). Correct them first.', line),
  'check.missing': ({ check }) => t('The task has no criterion “{0}”.', check),
  'check.ambiguous': ({ check, count }) => t('{0} criteria are called “{1}”.', count, check),
  'checks.open': ({ title, checks, count }) =>
    count > checks.length
      ? t('{0} has unchecked criteria: {1} and {2} more.', title, checks.join(', '), count - checks.length)
      : t('{0} has unchecked criteria: {1}.', title, checks.join(', ')),
  'dependencies.open': ({ title, ids }) => t('{0} waits for {1}.', title, ids.join(', ')),
  'note.noMemory': ({ title }) => t('There is no memory file for {0}.', title),
  'task.draft': ({ title }) => t('{0} is a draft. Promote it with Backlog.md first.', title),
  'status.notConfigured': ({ word, words }) =>
    t('“{0}” is not a status of this project. Use {1}.', word, words.join(', ')),
};

export const backlogMdOutcomes: Sentences<BacklogMdOutcomes> = {
  'note.remembered': ({ title, path }) => t('Added a note on {0} to {1}.', title, path),
  'criterion.checked': ({ title, check }) => t('Checked {0} of {1}.', check, title),
  'criterion.unchecked': ({ title, check }) => t('Unchecked {0} of {1}.', check, title),
};
