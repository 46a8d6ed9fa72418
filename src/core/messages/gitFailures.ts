import { t } from '@vscode/l10n';
import type { Coded } from '../model/codes/coded.ts';
import type { GitFailures, WhyGitNotStarted } from '../model/codes/git.ts';
import { sentenceOf, type Sentences } from './sentences.ts';

const gitFailures: Sentences<GitFailures> = {
  'git.notStarted': (why) => t('git cannot be started: {0}', whyNotStarted(why)),
  'git.stopped': () => t('git was stopped before it finished'),
  'git.silent': ({ seconds }) => t('git did not respond within {0} seconds', seconds),
  'git.said': ({ text }) => text,
  'git.noReason': () => t('git reported no reason'),
  'git.noConfiguration': () => t('git cannot read its configuration'),
  'git.hasFiles': () => t('its worktree has uncommitted files'),
  'git.noRepository': () => t('this is not a git repository'),
  'git.needsTerminal': ({ reason, command }) =>
    command === undefined
      ? whyTerminal(reason)
      : t('{0}. In a terminal you can run: {1}', whyTerminal(reason), command),
  'git.notCheckedOut': ({ why }) =>
    t('the branch was created, but not checked out: {0}', gitFailureMessage(why)),
  'workspace.untrusted': () => t('Read-only: this workspace is not trusted.'),
};

/** Put behind what was not done: `git did not answer for 300 seconds`. */
export function gitFailureMessage(why: Coded<GitFailures>): string {
  return sentenceOf(gitFailures, why);
}

function whyNotStarted(why: WhyGitNotStarted): string {
  switch (why.reason) {
    case 'denied':
      return t('permission denied.');
    case 'noFolder':
      return t('the folder {0} does not exist.', why.folder);
    case 'notInstalled':
      return t('it is not installed, or not on the PATH.');
    case 'tooManyFiles':
      return t('too many files are open. Try again.');
    case 'tooManyProcesses':
      return t('too many processes are running, or memory is short. Try again.');
    case 'other':
      return why.text;
  }
}

function whyTerminal(reason: GitFailures['git.needsTerminal']['reason']): string {
  switch (reason) {
    case 'namesPrograms':
      return t('the repository’s configuration names programs that git would run');
    case 'namesWorktree':
      return t('the repository’s configuration keeps its files in another folder');
    case 'partialClone':
      return t('some of its files are not in this partial clone');
  }
}
