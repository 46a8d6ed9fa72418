import { t } from '@vscode/l10n';
import type { ChangeRefusals } from '../model/codes/changes.ts';
import type { Sentences } from './sentences.ts';

export const changeRefusals: Sentences<ChangeRefusals> = {
  'file.unknown': ({ path }) => t('{0} is not a file that Throughline can change.', path),
  'file.dirty': ({ path }) => t('{0} has unsaved changes in an editor.', path),
  'file.contended': ({ path }) => t('{0} keeps changing; nothing was written to it. Try again.', path),
  'file.exists': ({ path }) => t('{0} is there already, and stays as it is.', path),
  'file.changed': ({ path }) => t('{0} was changed, or has unsaved changes: it was not removed.', path),
  'git.busy': ({ path }) =>
    t(
      'Git is changing files there; nothing was written to {0}. Try again when it is done. If no git is running, remove index.lock from its directory.',
      path,
    ),
};
