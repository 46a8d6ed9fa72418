import { t } from '@vscode/l10n';
import type { Refusal } from '../model/refusal.ts';
import { refusalMessage } from './refusals.ts';
import { takenButton } from './taskRefusals.ts';

/** How a person is asked whether it is to be done all the same. */
export interface Confirmation {
  readonly question: string;
  /** More about it; missing where a message with buttons does. */
  readonly detail?: string;
  /** `Take Over` */
  readonly button: string;
  /** What is agreed to once and for all. */
  readonly remember?: string;
}

/**
 * The question for a refusal that a person may confirm; undefined for all others.
 * @param verb what was asked for: `Claim`
 */
export function confirmationOf(refusal: Refusal, verb: string): Confirmation | undefined {
  if (refusal.confirmable !== true) return undefined;
  switch (refusal.code) {
    case 'task.taken':
      return { question: refusalMessage(refusal), button: takenButton(refusal.data.asked) };
    case 'change.stale':
    case 'checks.open':
    case 'dependencies.open':
      return { question: refusalMessage(refusal), button: t('{0} Anyway', verb) };
    case 'branch.elsewhere': {
      const { branch, folder, worktree } = refusal.data;
      return {
        question: t('{0} is checked out in {1}.', branch, worktree),
        detail: t(
          'Its progress file is in that worktree and will be changed there. You are asked once per worktree.',
        ),
        button: t('{0} There', verb),
        remember: folder,
      };
    }
    case 'branch.notCheckedOut':
      return {
        question: t('{0} is not checked out.', refusal.data.branch),
        detail: t(
          'This folder has a copy of the branch’s progress file. You can change the copy, but the branch does not have the change until you merge it.',
        ),
        button: t('{0} in This Copy', verb),
      };
    case 'item.notDone':
      return {
        question: refusalMessage(refusal),
        detail: t('Close it anyway?'),
        button: verb,
      };
    case 'item.removal':
      return {
        question: refusalMessage(refusal),
        detail: t('{0} is removed.', refusal.data.path),
        button: t('Remove the File'),
      };
    case 'merge.removal': {
      const { path, other } = refusal.data;
      return {
        question: t('Merge {0} into {1}?', other, path),
        detail: t('{0} is removed when all of it has been merged.', other),
        button: verb,
      };
    }
    default:
      return undefined;
  }
}
