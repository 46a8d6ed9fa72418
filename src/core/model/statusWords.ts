import { statuses, type Status } from './status.ts';

/** What people and agents write for a status, as {@link normalizeWord} leaves it. */
interface Words {
  /** They say the status and no more: one of them may be written. */
  readonly plain: readonly string[];
  /** They say more than the status, as who looked at it or where it went: they are read, and never written. */
  readonly special: readonly string[];
}

/** Collected from real tables; a word that is not here is unknown and shown as it is. */
const words: Record<Status, Words> = {
  todo: {
    plain: [
      'todo',
      'to do',
      'open',
      'pending',
      'not started',
      'notstarted',
      'not yet started',
      'unstarted',
      'not begun',
      '⏳',
      '🔲',
      '☐',
      '⬜',
      '⬛',
      '◻',
      '[ ]',
    ],
    special: ['new', 'ready', 'planned', 'queued', 'backlog', 'tbd', '📋', '🆕'],
  },
  wip: {
    plain: [
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
      'claimed',
      '🔄',
      '🚧',
      '🏗',
      '🔧',
      '🟡',
      '▶',
      '[~]',
      '[-]',
    ],
    special: ['in review', 'review', 'in implementation'],
  },
  blocked: {
    plain: ['blocked', 'stuck', '⛔', '🚫', '🛑', '[!]'],
    special: ['on hold', 'onhold', 'hold', 'waiting', 'paused', '⏸'],
  },
  done: {
    plain: ['done', 'complete', 'completed', 'finished', 'yes', '✅', '✔', '☑', '✓', '🟢', '[x]'],
    special: ['closed', 'merged', 'shipped', 'resolved', 'fixed', 'passing', '🎉'],
  },
  failed: {
    plain: ['failed', 'failing', 'fail', '❌', '✗', '✘', '🔴'],
    special: ['error', 'broken', '💥'],
  },
  dropped: {
    plain: ['dropped', 'cancelled', 'canceled', 'skipped', 'skip', 'abandoned', '🗑', '➖'],
    special: [
      'wontfix',
      "won't fix",
      "won't do",
      'wont do',
      'deferred',
      'obsolete',
      'removed',
      'superseded',
      'n/a',
      'na',
      'not needed',
      'out of scope',
      'rejected',
    ],
  },
};

const meanings = new Map<string, Status>(
  statuses.flatMap((status) =>
    [...words[status].plain, ...words[status].special].map((word): [string, Status] => [word, status]),
  ),
);
const specials = new Set(statuses.flatMap((status) => words[status].special));

/** What a status word means: `✅ Done` is `done`, `NOT STARTED` is `todo`; an empty cell and `-` are `todo`. */
export function readStatus(word: string): Status | 'unknown' {
  const known = meanings.get(word);
  if (known !== undefined) return known;
  const text = normalizeWord(word);
  if (text === '' || /^[-–—]+$/.test(text)) return 'todo';
  const whole = meanings.get(text);
  if (whole !== undefined) return whole;
  // `✅ done`, `🔄 in progress`: sign and word have to agree.
  const { sign, rest } = partSign(text);
  if (sign === '') return 'unknown';
  const bySign = meanings.get(sign);
  const byRest = meanings.get(rest);
  return byRest !== undefined && (bySign === undefined || bySign === byRest) ? byRest : 'unknown';
}

/**
 * Whether a word says its status and no more, as `In Progress` and `✅ Done` do. Only such a word may be written: `In Review` says
 * more than that somebody has begun.
 */
export function isPlainWord(word: string): boolean {
  const text = normalizeWord(word);
  const { sign, rest } = partSign(text);
  // What is struck is there to be seen as struck.
  return !word.includes('~~') && ![text, sign, rest].some((each) => specials.has(each));
}

/** The sign that leads a text, as far as there is one: no letters, no digits; and what comes behind it. */
function partSign(text: string): { readonly sign: string; readonly rest: string } {
  const [first = '', ...others] = text.split(' ');
  return first === '' || /[\p{L}\p{N}]/u.test(first)
    ? { sign: '', rest: text }
    : { sign: first, rest: others.join(' ') };
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
