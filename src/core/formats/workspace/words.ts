import { foldWord } from '../../model/cellWord.ts';
import type { Status } from '../../model/status.ts';
import { plainWord, readStatus } from '../../model/statusWords.ts';

/** What tells whether a feature's checks pass. */
const verdicts = new Map<string, Status>([
  ['passing', 'done'],
  ['passed', 'done'],
  ['failing', 'failed'],
]);

/** As nearly all files write them. */
const usual = new Map<string, Status>([
  ['pending', 'todo'],
  ['in_progress', 'wip'],
  ['blocked', 'blocked'],
  ['completed', 'done'],
  ['done', 'done'],
  ['passing', 'done'],
]);

/**
 * What the status of a feature or of a workspace means. Only words that say no more than a status are known: `needs-review` is shown
 * as it is written.
 * @param isVerdict where a list knows passing and failing alone, what fails is only not done yet
 */
export function readWord(word: string, isVerdict: boolean): Status | 'unknown' {
  const known = usual.get(word);
  if (known !== undefined) return known;
  const folded = foldWord(word);
  if (isVerdict && folded === 'failing') return 'todo';
  if (folded === '') return 'unknown';
  return verdicts.get(folded) ?? (plainWord(word) === undefined ? 'unknown' : readStatus(word));
}

/** Whether a list says nothing but whether the checks of its features pass. */
export function areVerdicts(words: readonly string[]): boolean {
  return words.length > 0 && words.every((word) => /^(?:passing|failing)$/.test(foldWord(word)));
}

/** Whether a next action says no more than that work goes on. */
export function isVague(text: string): boolean {
  return /^(?:continue(?: (?:work|working))?|go on|tbd|todo|next|n\/a|none|-)[.…]*$/i.test(text.trim());
}
