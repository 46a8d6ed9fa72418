import { foldWord, readCellWord, type CellWord } from './cellWord.ts';
import { statuses, type Status } from './status.ts';
import { signs, vocabulary, type Language } from './statusVocabulary.ts';

/** What a known word means, in which languages, and whether it says no more than that. */
interface Meaning {
  readonly status: Status;
  readonly plain: boolean;
  readonly languages: ReadonlySet<Language>;
}

const languages = Object.keys(vocabulary) as Language[];
const meanings = new Map<string, Meaning>();
for (const language of languages)
  for (const status of statuses)
    for (const kind of ['plain', 'special'] as const)
      for (const each of vocabulary[language][status][kind].split(', ')) {
        for (const word of spellings(foldWord(each), each)) {
          const known = meanings.get(word);
          // A word of several languages is plain where it is in one of them; the languages in front decide what it means.
          if (known !== undefined && known.status !== status) continue;
          meanings.set(word, {
            status,
            plain: known?.plain === true || kind === 'plain',
            languages: new Set([...(known?.languages ?? []), language]),
          });
        }
      }

const signMeanings = new Map<string, { readonly status: Status; readonly plain: boolean }>();
for (const status of statuses)
  for (const kind of ['plain', 'special'] as const)
    for (const sign of signs[status][kind].match(/\[.\]|\S/gu) ?? [])
      signMeanings.set(sign, { status, plain: kind === 'plain' });

/** `läuft` is also written `laeuft`, and without its accent. */
function spellings(folded: string, word: string): readonly string[] {
  const spelled = word
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' })[letter] ?? letter);
  return spelled === word.toLowerCase() ? [folded] : [folded, foldWord(spelled)];
}

/**
 * What a status cell means. The word decides: `✅ Done` is `done`, `🔴 NOT STARTED` is `todo`; a sign counts where it stands alone
 * and is plain. An empty cell and `-` are `todo`, what is struck out is `dropped`. A remark behind the word is none of it, unless it
 * takes back that something is done.
 */
export function readStatus(cell: string): Status | 'unknown' {
  const known = meanings.get(cell);
  return known?.status ?? statusOf(readCellWord(cell));
}

function statusOf(read: CellWord): Status | 'unknown' {
  const { word, struck } = read;
  if (word === '' || /^[-–—]+$/.test(word)) {
    const bySign = read.signs
      .map((sign) => signMeanings.get(sign)?.status)
      .find((each) => each !== undefined);
    if (bySign !== undefined) return bySign === 'done' && takesBack(read) ? 'unknown' : bySign;
    if (struck) return 'dropped';
    return read.signs.length === 0 ? 'todo' : 'unknown';
  }
  const status = meanings.get(word)?.status ?? byPercentage(word) ?? byReason(word);
  return status === 'done' && takesBack(read) ? 'unknown' : (status ?? 'unknown');
}

/** `60%`, `60% complete`: how far something is. */
function byPercentage(word: string): Status | undefined {
  const digits = /^(\d{1,3}) ?[%٪](?: (?:complete|completed|done))?$/.exec(word)?.[1];
  const percent = digits === undefined ? undefined : Number(digits);
  if (percent === undefined || percent > 100) return undefined;
  return percent === 0 ? 'todo' : percent === 100 ? 'done' : 'wip';
}

/** `Blocked by the vendor`: what stops something may be named without a sign between. */
function byReason(word: string): Status | undefined {
  const cause = /^(.+?) (?:by|on|until) /.exec(word)?.[1];
  const status = cause === undefined ? undefined : meanings.get(cause)?.status;
  return status === 'blocked' ? status : undefined;
}

/** Signs that say what `not` says. */
const refusing = new Set(['❌', '✗', '✘', '✖', '☐', '🔲', '⬜', '◻', '[ ]']);

/** What takes back that something is done, at the beginning of a remark. */
const takingBack =
  /^[\s(—―–:,;[-]*(?:not(?!\p{L})|partial|partly|almost|nearly|mostly|half|except|but(?!\p{L})|nicht|teilweise|pas(?!\p{L})|partiel|parcial|parzial|não|не(?!\p{L})|частично|部分|未|一部|일부|جزئي)/iu;

/** Whether somebody says that not all of it is done: `❌ Done`, `Done (partially)`, `Done 2/5`, `Done 80%`. */
function takesBack({ signs: around, remark }: CellWord): boolean {
  if (around.some((sign) => refusing.has(sign)) || takingBack.test(remark)) return true;
  const share = /(?<![\d/.-])(\d{1,5}) ?(?:\/|of|von|de|из) ?(\d{1,5})(?![\d/.-])/.exec(remark);
  if (share !== null && Number(share[1]) < Number(share[2])) return true;
  const percent = /(?<![\d.,])(\d{1,3})(?:[.,]\d+)? ?[%٪]/.exec(remark)?.[1];
  return percent !== undefined && Number(percent) < 100;
}

/** A word that may be written into another cell, and the languages that it is a word of; none for a sign. */
export interface PlainWord {
  readonly text: string;
  readonly languages: ReadonlySet<Language>;
}

const noLanguages: ReadonlySet<Language> = new Set();

/** What the status words of a file have in common. */
export interface WordStyle {
  /** Those that all its words are in. */
  readonly languages: ReadonlySet<Language>;
  /** Whether each of them carries a sign: `✅ Done`. */
  readonly hasSigns: boolean;
}

/** Whether something beside the word says the status too: `✅ Done`, `🚧 In progress`, or a sign alone. */
export function hasSign(cell: string): boolean {
  return readCellWord(cell).signs.length > 0;
}

/**
 * The word of a status cell without its remark, where it says its status and no more, as `In Progress` and `✅ Done` do: only such a
 * word may be written. `In Review` says more than that somebody has begun; what is struck out is there to be seen as struck.
 */
export function plainWord(cell: string): PlainWord | undefined {
  const read = readCellWord(cell);
  const { word, struck, written } = read;
  if (struck) return undefined;
  if (word === '') {
    const found = read.signs.flatMap((sign) => signMeanings.get(sign) ?? []);
    const says = found.length > 0 && found.every(({ plain }) => plain);
    return says ? { text: written, languages: noLanguages } : undefined;
  }
  const meaning = meanings.get(word);
  return meaning?.plain === true ? { text: written, languages: meaning.languages } : undefined;
}

/** The languages that a status cell may be in; undefined for one that holds no known word. */
export function languagesOf(cell: string): ReadonlySet<Language> | undefined {
  return meanings.get(readCellWord(cell).word)?.languages;
}

/** Whether a status cell says that something was put off, and not given up. */
export function isDeferredWord(cell: string): boolean {
  return deferred.has(readCellWord(cell).word);
}

const deferred = new Set(
  (
    'defer, deferred, postponed, 推迟, 推遲, 已推迟, 已推遲, 延期, 已延期, 延後, 見送り, 연기, 연기됨, verschoben, zurückgestellt, reporté, ' +
    'reportée, différé, différée, aplazado, aplazada, pospuesto, pospuesta, adiado, adiada, rimandato, rimandata, rinviato, rinviata, ' +
    'отложено, отложена, отложен, перенесено, مؤجل, مؤجلة'
  )
    .split(', ')
    .map(foldWord),
);
