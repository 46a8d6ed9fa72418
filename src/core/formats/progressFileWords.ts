import { defaultNobody, isNobody } from '../model/owner.ts';
import type { Status } from '../model/status.ts';
import { isPlainWord, readStatus } from '../model/statusWords.ts';
import { cellText } from '../text/table.ts';
import type { MarkdownFile, PreferredWord } from './format.ts';
import { taskColumns, type TaskColumns } from './progressFileTasks.ts';

/** The plain word that this file uses most for a status, else the folder's, else the canonical one. */
export function wordFor(file: MarkdownFile, status: Status, preferred: PreferredWord): string {
  const words = columnTexts(file, ({ status: column }) => column).filter((word) => !/^[-–—]*$/.test(word));
  const own = mostFrequent(words.filter((word) => readStatus(word) === status && isPlainWord(word)));
  return own ?? preferred(status) ?? status;
}

/** The word that this file uses most for nobody. */
export function nobodyWord(file: MarkdownFile): string {
  const words = columnTexts(file, ({ owner }) => owner).filter((word) => isNobody(word));
  // A file that leaves the cell empty goes on to do so.
  return mostFrequent(words) ?? defaultNobody;
}

function columnTexts({ source, markdown }: MarkdownFile, pick: (columns: TaskColumns) => number): string[] {
  return markdown.blocks.flatMap((block) => {
    if (block.kind !== 'table') return [];
    const columns = taskColumns(source, block);
    const column = columns === undefined ? -1 : pick(columns);
    return block.rows.flatMap(({ cells }) => {
      const cell = cells[column];
      return cell === undefined ? [] : [cellText(source, cell)];
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
