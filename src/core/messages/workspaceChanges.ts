import { t } from '@vscode/l10n';
import type { WorkspaceOutcomes, WorkspaceRefusals } from '../model/codes/workspace.ts';
import type { Sentences } from './sentences.ts';

export const workspaceRefusals: Sentences<WorkspaceRefusals> = {
  'workspace.elsewhere': ({ branch, worktree }) =>
    t('This workspace belongs to {0} in {1}. Open that folder to change it.', branch, worktree),
  'workspace.branch': ({ branch }) =>
    t('This workspace belongs to {0}. Check out that branch to change it.', branch),
  'workspace.missing': ({ path }) => t('{0} is not the progress record of a workspace.', path),
  'workspace.exists': ({ path }) => t('This branch already has a workspace: {0}', path),
  'workspace.project': () => t('Enter the name of the project.'),
  'workspace.hasFeatures': ({ path }) => t('{0} already lists the features of this workspace.', path),
  'resumption.noPlace': ({ path }) => t('{0} has no place for a resumption context.', path),
  'resumption.position': () => t('Say where the work is.'),
  'resumption.nextAction': ({ text }) =>
    text.trim() === ''
      ? t('Say what to do next.')
      : t('“{0}” does not say what to do next. Name the step and its files.', text),
  'session.summary': () => t('Say what was accomplished in this session.'),
  'session.none': ({ path }) => t('{0} has no open session.', path),
  'session.noPlace': ({ path }) => t('{0} has no place for sessions.', path),
  'session.open': ({ id }) => t('Session {0} is still open. End it first.', id),
};

export const workspaceOutcomes: Sentences<WorkspaceOutcomes> = {
  'resumption.updated': ({ workspace }) => t('Updated the resumption context of {0}.', workspace),
  'resumption.unchanged': ({ workspace }) => t('The resumption context of {0} already says that.', workspace),
  'log.added': ({ workspace }) => t('Added a log entry to {0}.', workspace),
  'session.started': ({ workspace, id }) => t('Started session {0} in {1}.', id, workspace),
  'session.ended': ({ workspace, id }) => t('Ended session {0} in {1}.', id, workspace),
};
