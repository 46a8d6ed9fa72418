import type { Status } from '../../model/status.ts';
import { readStatus } from '../../model/statusWords.ts';

const yes = new Set(['yes', 'y', 'x', 'true', '✓', '✔', '☑', '[x]']);
const no = new Set(['', 'no', 'n', 'not yet', 'false', '✗', '✘', '❌', '☐', '[ ]']);

/** What a cell below `Done?` says: yes is `done`, no is `todo`; a status word is what it is anywhere. */
function readDone(text: string): Status | 'unknown' {
  const plain = text
    .replace(/[\u{FE00}-\u{FE0F}*_`]/gu, '')
    .trim()
    .toLowerCase();
  if (yes.has(plain)) return 'done';
  if (no.has(plain)) return 'todo';
  return readStatus(text);
}

/** What a cell of a status column says, by what the column asks. */
export function readState(text: string, { isDone }: { readonly isDone: boolean }): Status | 'unknown' {
  return isDone ? readDone(text) : readStatus(text);
}
