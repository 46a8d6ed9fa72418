import { t } from '@vscode/l10n';
import type { ChangeDoubts, ChangeRefusals } from '../model/codes/changes.ts';
import { problemMessage } from './problems.ts';
import type { Sentences } from './sentences.ts';

export const changeRefusals: Sentences<ChangeRefusals> = {
  'file.unknown': ({ path }) => t('Throughline cannot change {0}.', path),
  'file.unreadable': ({ path, problem }) => t('{0} cannot be changed: {1}', path, problemMessage(problem)),
  'undo.changed': ({ path }) =>
    t('{0} was changed in the meantime, so nothing was undone. Change it by hand.', path),
  'file.contended': ({ path }) => t('{0} keeps changing, so nothing was changed. Try again.', path),
  'file.exists': ({ path }) => t('{0} already exists and was not changed.', path),
  'file.notSaved': ({ name }) => t('{0} could not be saved, so nothing was changed.', name),
  'problem.gone': ({ path }) =>
    t('{0} has changed here since the problem was found, so nothing was changed.', path),
  'git.busy': ({ path }) =>
    t(
      'Git is changing files there, so nothing was written to {0}. Try again when it is done. If git is not running, remove index.lock from its directory.',
      path,
    ),
};

export const changeDoubts: Sentences<ChangeDoubts> = {
  'git.sameMoment': ({ path }) =>
    t('{0}: git changed files there at the same moment. Look whether the change was kept.', path),
};
