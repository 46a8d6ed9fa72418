import { statuses, type Status } from './status.ts';

/**
 * The words that people and agents write for each status, as {@link normalizeWord} leaves them. Collected from real
 * tables; a word that is not here is unknown and shown as it is.
 */
const words: Record<Status, readonly string[]> = {
  todo: [
    'todo',
    'to do',
    'open',
    'pending',
    'not started',
    'notstarted',
    'not yet started',
    'new',
    'ready',
    'planned',
    'queued',
    'backlog',
    'unstarted',
    'not begun',
    'tbd',
    '⏳',
    '🔲',
    '☐',
    '⬜',
    '⬛',
    '◻',
    '📋',
    '🆕',
    '[ ]',
  ],
  wip: [
    'wip',
    'in progress',
    'inprogress',
    'in work',
    'doing',
    'started',
    'active',
    'ongoing',
    'working',
    'underway',
    'under way',
    'in review',
    'review',
    'claimed',
    'in implementation',
    '🔄',
    '🚧',
    '🏗',
    '🔧',
    '🟡',
    '▶',
    '[~]',
    '[-]',
  ],
  blocked: [
    'blocked',
    'on hold',
    'onhold',
    'hold',
    'waiting',
    'paused',
    'stuck',
    '⛔',
    '🚫',
    '⏸',
    '🛑',
    '[!]',
  ],
  done: [
    'done',
    'complete',
    'completed',
    'finished',
    'closed',
    'merged',
    'shipped',
    'resolved',
    'fixed',
    'passing',
    'yes',
    '✅',
    '✔',
    '☑',
    '✓',
    '🟢',
    '🎉',
    '[x]',
  ],
  failed: ['failed', 'failing', 'fail', 'error', 'broken', '❌', '✗', '✘', '🔴', '💥'],
  dropped: [
    'dropped',
    'cancelled',
    'canceled',
    'skipped',
    'skip',
    'wontfix',
    "won't fix",
    "won't do",
    'wont do',
    'deferred',
    'abandoned',
    'obsolete',
    'removed',
    'superseded',
    'n/a',
    'na',
    'not needed',
    'out of scope',
    'rejected',
    '🗑',
    '➖',
  ],
};

const meanings = new Map<string, Status>(
  statuses.flatMap((status) => words[status].map((word): [string, Status] => [word, status])),
);

/** What a status word means: `✅ Done` is `done`, `NOT STARTED` is `todo`; an empty cell and `-` are `todo`. */
export function readStatus(word: string): Status | 'unknown' {
  const plain = meanings.get(word);
  if (plain !== undefined) return plain;
  const text = normalizeWord(word);
  if (text === '' || /^[-–—]+$/.test(text)) return 'todo';
  const whole = meanings.get(text);
  if (whole !== undefined) return whole;
  // `✅ done (2026-06-11)`, `🔄 in progress`: what leads decides, sign and word have to agree.
  const [sign = '', ...rest] = text.split(' ');
  const bySign = meanings.get(sign);
  const tail = rest.join(' ');
  const byTail = meanings.get(tail);
  if (isSign(sign)) {
    if (byTail !== undefined) return bySign === undefined || bySign === byTail ? byTail : 'unknown';
    return 'unknown';
  }
  return 'unknown';
}

/** A sign that decorates a word: no letters, no digits. */
function isSign(text: string): boolean {
  return text !== '' && !/[\p{L}\p{N}]/u.test(text);
}

/** Lower case, one space between the parts, `_` and `-` between letters as spaces, markup and variation selectors off. */
function normalizeWord(word: string): string {
  const plain = word
    .normalize('NFC')
    .replace(/[\u{FE00}-\u{FE0F}\u200B-\u200D]/gu, '')
    .trim();
  const box = /^\[(.)\]$/u.exec(plain);
  if (box) return plain.toLowerCase();
  return plain
    .replace(/[*`~]/g, '')
    .replace(/(?<=\p{L})[_-](?=\p{L})/gu, ' ')
    .replace(/_/g, '')
    .replace(/’/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
