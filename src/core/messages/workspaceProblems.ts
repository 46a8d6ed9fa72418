import { t } from '@vscode/l10n';
import type { WorkspaceProblems } from '../model/codes/workspace.ts';
import type { Sentences } from './sentences.ts';

export const workspaceProblems: Sentences<WorkspaceProblems> = {
  'workspace.idDiffers': ({ written, folder }) =>
    t('This file belongs to workspace {0}, but it is in the folder of {1}.', written, folder),
  'workspace.moved': ({ id, branch }) =>
    t('{0} was made in another folder. It is shown as the workspace of {1}.', id, branch),
  'workspace.noId': ({ folder }) => t('Missing “workspaceId”: this file is in the folder of {0}.', folder),
  'feature.notObject': () => t('This is not an object, so it is not read as a feature.'),
  'feature.noName': () => t('This feature has neither a name nor an ID. Add one to change it.'),
  'feature.duplicate': ({ name, lines }) =>
    t(
      '“{0}” is also on line {1}. Features are told apart by their IDs, or by their names where they have none.',
      name,
      lines.join(', '),
    ),
  'feature.noStatus': ({ name }) => t('“{0}” has no status.', name),
  'feature.passesDiffers': ({ status, passes }) =>
    passes
      ? t('The status is {0}, but “passes” is true. The status is used.', status)
      : t('The status is {0}, but “passes” is false. The status is used.', status),
  'counter.wrong': ({ name, written, counted }) =>
    t('“{0}” is {1}, but should be {2}.', name, written, counted),
  'resumption.missing': () => t('Missing “resumptionContext”: add where to continue.'),
  'resumption.noPosition': () => t('“position” is empty: say where the work is.'),
  'resumption.noNextAction': () => t('“nextAction” is empty: say what to do next.'),
  'resumption.vague': ({ text }) => t('“{0}” does not say what to do next.', text),
  'resumption.compacted': ({ time }) => t('No changes since the context was compacted on {0}.', time),
  'log.noFiles': () => t('This entry has no “files”: list those that were changed, or none.'),
};
