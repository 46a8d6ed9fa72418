import { t } from '@vscode/l10n';
import type { Coded } from '../model/codes/coded.ts';
import type { CopyFailures, UnmergedReasons } from '../model/codes/unsaved.ts';
import { fileProblems } from './fileProblems.ts';
import { notOursSentence } from './fileRefusals.ts';
import { sentenceOf, type Sentences } from './sentences.ts';

const unmergedReasons: Sentences<UnmergedReasons> = {
  ...fileProblems,
  'unsaved.noBase': () => t('The text that the unsaved changes were made in is not known.'),
  'unsaved.gitBusy': () => t('Git is changing files here.'),
  'unsaved.otherCheckout': () => t('Git checked out another branch or commit.'),
};

const copyFailures: Sentences<CopyFailures> = {
  'file.outside': fileProblems['file.outside'],
  'file.unreadable': fileProblems['file.unreadable'],
  'copy.notRegular': () => t('This is not a regular file, or too large.'),
  'copy.writtenAgain': () => t('It was changed again in the meantime.'),
  'copy.noPlace': notOursSentence,
};

/** Why what stands on disk is not merged, as one sentence. */
export function unmergedMessage(why: Coded<UnmergedReasons>): string {
  return sentenceOf(unmergedReasons, why);
}

/** Why there is no copy of it, as one sentence. */
export function copyFailureMessage(why: Coded<CopyFailures>): string {
  return sentenceOf(copyFailures, why);
}
