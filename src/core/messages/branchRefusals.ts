import { t } from '@vscode/l10n';
import type { BranchRefusals } from '../model/codes/branches.ts';
import { branchNameMessage } from './names.ts';
import type { Sentences } from './sentences.ts';

export const branchRefusals: Sentences<BranchRefusals> = {
  'branch.switched': ({ path }) =>
    t('{0}: another branch was checked out there meanwhile; nothing was written. Try again.', path),
  'branch.left': ({ branch }) =>
    t('{0} is no longer checked out there, so nothing was changed. Try again.', branch),
  'branch.copy': ({ branch }) =>
    t('This is a copy. The progress file of {0} is on that branch, so nothing was changed.', branch),
  'branch.elsewhere': ({ branch, worktree }) =>
    t('{0} is checked out in {1}, so nothing was changed here.', branch, worktree),
  'branch.notCheckedOut': ({ branch }) => checkedOutNowhere(branch),
  'branch.notHere': ({ branch }) => checkedOutNowhere(branch),
  'branch.noPlace': ({ branch }) =>
    t('{0} is not checked out, so nothing was changed. Check it out first.', branch),
  'branch.name': ({ fault }) => branchNameMessage(fault),
  'branch.exists': ({ branch }) => t('A branch named {0} already exists.', branch),
  'branch.base': ({ setting }) => t('No base branch found. Name one in the setting {0}.', setting),
  'git.nested': ({ path, repository }) =>
    t('{0} belongs to another repository: {1}. Open that folder to work on it.', path, repository),
};

function checkedOutNowhere(branch: string): string {
  return t('{0} is not checked out, so nothing was changed. Check it out here or in a worktree.', branch);
}
