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
 * languages, else the canonical one: what another file writes otherwise is none of this one's business.
 */
export function wordFor(tables: readonly ReadTable[], status: Status, preferred: PreferredWord): string {
  const cells = statusTexts(tables, false);
  const own = new Map<string, number>();
  for (const [cell, count] of cells) {
    const word = readStatus(cell) === status ? plainWord(cell)?.text : undefined;
    if (word !== undefined) own.set(word, (own.get(word) ?? 0) + count);
  }
  const style = styleOf([...cells.keys()]);
  const isOrdinary = !style.hasSigns && style.languages.has('en');
  return mostFrequent(own) ?? (isOrdinary ? undefined : preferred(status, style)) ?? status;
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
  if (status === 'done') return isTicked ? '✅' : 'yes';
  return status === 'todo' ? (isTicked ? '' : 'no') : wordFor(tables, status, preferred);
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
