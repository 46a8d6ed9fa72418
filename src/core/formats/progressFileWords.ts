import { defaultNobody, isPlainNobody } from '../model/owner.ts';
import type { Status } from '../model/status.ts';
import { languagesOf, plainWord, readStatus } from '../model/statusWords.ts';
import type { Language } from '../model/statusVocabulary.ts';
import { cellText } from '../text/table.ts';
import { readDone } from './doneColumn.ts';
import type { MarkdownFile, PreferredWord } from './format.ts';
import type { TaskColumns } from './taskColumns.ts';
import { findTaskTables } from './taskTables.ts';

/** The plain word that this file uses most for a status, else the folder's in the language of the file, else the canonical one. */
export function wordFor(file: MarkdownFile, status: Status, preferred: PreferredWord): string {
  const cells = statusTexts(file, false);
  const own = cells.flatMap((cell) => (readStatus(cell) === status ? (plainWord(cell)?.text ?? []) : []));
  return mostFrequent(own) ?? preferred(status, languagesOfCells(cells)) ?? status;
}

/** The languages that all known words of a file are in: those of other ones are not written there. */
function languagesOfCells(cells: readonly string[]): ReadonlySet<Language> {
  let shared: ReadonlySet<Language> | undefined;
  for (const cell of new Set(cells)) {
    const found = languagesOf(cell);
    if (found === undefined) continue;
    const before = shared;
    shared = before === undefined ? found : new Set([...found].filter((each) => before.has(each)));
  }
  return shared === undefined || shared.size === 0 ? english : shared;
}

const english: ReadonlySet<Language> = new Set(['en']);

/** What the columns of this file that only ask whether a task is done write most: yes and no, a tick and nothing. */
export function doneWordFor(file: MarkdownFile, status: Status, preferred: PreferredWord): string {
  const words = statusTexts(file, true);
  const own = mostFrequent(words.filter((word) => readDone(word) === status));
  if (own !== undefined) return own;
  const isTicked = words.some((word) => word.trim() !== '' && !/^(?:y|yes|n|no)$/i.test(word.trim()));
  if (status === 'done') return isTicked ? '✅' : 'yes';
  return status === 'todo' ? (isTicked ? '' : 'no') : wordFor(file, status, preferred);
}

/** The word that this file uses most for nobody. */
export function nobodyWord(file: MarkdownFile): string {
  const words = columnTexts(file, ({ owner }) => owner).filter((word) => isPlainNobody(word));
  // A file that leaves the cell empty goes on to do so.
  return mostFrequent(words) ?? defaultNobody;
}

function statusTexts(file: MarkdownFile, isDone: boolean): string[] {
  return columnTexts(file, (columns) => (columns.isDone === isDone ? columns.status : -1));
}

function columnTexts(file: MarkdownFile, pick: (columns: TaskColumns) => number): string[] {
  return findTaskTables(file).flatMap(({ columns, rows }) => {
    const column = pick(columns);
    return rows.flatMap(({ cells }) => {
      const cell = cells[column];
      return cell === undefined ? [] : [cellText(file.source, cell)];
    });
  });
}

function mostFrequent(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  let best: string | undefined;
  for (const [word, count] of counts) if (best === undefined || count > (counts.get(best) ?? 0)) best = word;
  return best;
}
