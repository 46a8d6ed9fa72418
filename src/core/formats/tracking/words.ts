import { readCellWord } from '../../model/cellWord.ts';
import type { Task } from '../../model/item.ts';
import { defaultNobody, isPlainNobody } from '../../model/owner.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Status } from '../../model/status.ts';
import { hasSign, languagesOf, plainWord, readStatus, type WordStyle } from '../../model/statusWords.ts';
import type { Language } from '../../model/statusVocabulary.ts';
import { readState } from './doneColumn.ts';
import type { PreferredWord } from '../format.ts';
import type { ReadTable } from './tables.ts';

/**
 * The plain word that this file uses most for a status, else the folder's where all words of the file carry signs or are of other
 * languages, else the canonical one as this file spells its words: what another file writes otherwise is none of this one's business.
 */
export function wordFor(tables: readonly ReadTable[], status: Status, preferred: PreferredWord): string {
  const cells = statusTexts(tables, false);
  const own = new Map<string, number>();
  for (const [cell, count] of cells) {
    const word = readStatus(cell) === status ? plainWord(cell)?.text : undefined;
    if (word !== undefined) own.set(word, (own.get(word) ?? 0) + count);
  }
  const found = mostFrequent(own);
  if (found !== undefined) return found;
  const style = styleOf([...cells.keys()]);
  const canonical = inLetterCase(status, letterCaseOf(cells));
  const sign = style.hasSigns ? signFor(cells, status) : undefined;
  if (sign !== undefined) return `${sign} ${canonical}`;
  const isOrdinary = !style.hasSigns && style.languages.has('en');
  return (isOrdinary ? undefined : preferred(status, style)) ?? canonical;
}

/** The sign of words that say more than a status, where it says no more itself: `✅` of `✅ Merged`, and not `🎉`. */
function signFor(cells: ReadonlyMap<string, number>, status: Status): string | undefined {
  const signs = new Map<string, number>();
  for (const [cell, count] of cells) {
    const sign = readStatus(cell) === status ? readCellWord(cell).signs[0] : undefined;
    if (sign === undefined || plainWord(sign) === undefined || readStatus(sign) !== status) continue;
    signs.set(sign, (signs.get(sign) ?? 0) + count);
  }
  return mostFrequent(signs);
}

type LetterCase = 'lower' | 'capitalized' | 'upper';

/** How more than half of the known words of a file are spelled. */
function letterCaseOf(cells: ReadonlyMap<string, number>): LetterCase | undefined {
  const counts = new Map<LetterCase, number>();
  let all = 0;
  for (const [cell, count] of cells) {
    const found = readStatus(cell) === 'unknown' ? undefined : letterCaseOfWord(readCellWord(cell).written);
    if (found === undefined) continue;
    counts.set(found, (counts.get(found) ?? 0) + count);
    all += count;
  }
  return [...counts].find(([, count]) => count * 2 > all)?.[0];
}

function letterCaseOfWord(written: string): LetterCase | undefined {
  const letters = written
    .replace(/:[a-z][a-z0-9_+-]*:|\[.\]/g, '')
    .match(/\p{L}/gu)
    ?.join('');
  const lower = letters?.toLowerCase();
  if (letters === undefined || lower === undefined || lower === letters.toUpperCase()) return undefined;
  if (letters === lower) return 'lower';
  // Abbreviations (`WIP`, `N/A`) are in capitals in any style.
  if (letters === letters.toUpperCase()) return letters.length > 3 ? 'upper' : undefined;
  return letters.startsWith(lower.charAt(0)) ? undefined : 'capitalized';
}

function inLetterCase(word: string, letterCase: LetterCase | undefined): string {
  if (letterCase === undefined || letterCase === 'lower') return word;
  return letterCase === 'upper' || word === 'wip'
    ? word.toUpperCase()
    : word.charAt(0).toUpperCase() + word.slice(1);
}

function styleOf(cells: readonly string[]): WordStyle {
  const words = cells.filter((cell) => readStatus(cell) !== 'unknown');
  return {
    languages: languagesOfCells(cells),
    hasSigns: words.length > 0 && words.every(hasSign),
  };
}

/** The languages that all known words of a file are in: those of other ones are not written there. */
function languagesOfCells(cells: Iterable<string>): ReadonlySet<Language> {
  let shared: ReadonlySet<Language> | undefined;
  for (const cell of cells) {
    const found = languagesOf(cell);
    if (found === undefined) continue;
    const before = shared;
    shared = before === undefined ? found : new Set([...found].filter((each) => before.has(each)));
  }
  return shared === undefined || shared.size === 0 ? english : shared;
}

const english: ReadonlySet<Language> = new Set(['en']);

/** What the columns of this file that only ask whether a task is done write most: yes and no, a tick and nothing. */
export function doneWordFor(tables: readonly ReadTable[], status: Status, preferred: PreferredWord): string {
  const words = statusTexts(tables, true);
  const own = mostFrequent(words, (word) => readState(word, { isDone: true }) === status);
  if (own !== undefined) return own;
  const isTicked = [...words.keys()].some(
    (word) => word.trim() !== '' && !/^(?:y|yes|n|no)$/i.test(word.trim()),
  );
  const spelled = (word: string): string => inLetterCase(word, letterCaseOf(words));
  if (status === 'done') return isTicked ? '✅' : spelled('yes');
  return status === 'todo' ? (isTicked ? '' : spelled('no')) : wordFor(tables, status, preferred);
}

/** The word that this file uses most for nobody. */
export function nobodyWord(tables: readonly ReadTable[]): string {
  const words = countWords(tables, ({ owner }) => owner);
  // A file that leaves the cell empty goes on to do so.
  return mostFrequent(words, isPlainNobody) ?? defaultNobody;
}

function statusTexts(tables: readonly ReadTable[], isDone: boolean): ReadonlyMap<string, number> {
  return countWords(
    tables.filter(({ columns }) => columns.isDone === isDone),
    ({ status }) => status,
  );
}

/** How often each text is in a column of the tables, in the order of the first of each. */
function countWords(
  tables: readonly ReadTable[],
  pick: (task: Task) => Sourced<unknown>,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { tasks } of tables)
    for (const task of tasks) {
      const { written, range } = pick(task);
      // A row that ends before the column writes nothing.
      if (range === undefined || range.start === task.location.range.end) continue;
      counts.set(written, (counts.get(written) ?? 0) + 1);
    }
  return counts;
}

/** The first of those that are there most often. */
function mostFrequent(
  counts: ReadonlyMap<string, number>,
  isWanted: (word: string) => boolean = () => true,
): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const [word, count] of counts)
    if (count > most && isWanted(word)) {
      best = word;
      most = count;
    }
  return best;
}
