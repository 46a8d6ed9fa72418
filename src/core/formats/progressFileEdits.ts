import { isNobody, defaultNobody } from '../model/owner.ts';
import type { Status } from '../model/status.ts';
import { readStatus } from '../model/statusWords.ts';
import type { TextEdit } from '../text/edit.ts';
import type { TableBlock, TableRow } from '../text/markdown.ts';
import { cellText, setCell } from '../text/table.ts';
import type { MarkdownFile, PreferredWord, Refusal, TaskChange } from './format.ts';
import { readTaskTable, taskColumns, withKeys, type TaskColumns } from './progressFileTasks.ts';

interface FoundRow {
  readonly table: TableBlock;
  readonly row: TableRow;
  readonly columns: TaskColumns;
  readonly title: string;
}

/** See `Format.setTask`. */
export function setTask(
  file: MarkdownFile,
  taskKey: string,
  change: TaskChange,
  preferred: PreferredWord,
): { readonly kind: 'edits'; readonly edits: readonly TextEdit[] } | Refusal {
  const { source } = file;
  if (/^<{7} /m.test(source.text) && /^>{7}/m.test(source.text))
    return refuse('file.conflict', `${file.path} has merge conflict markers. Resolve them first.`);
  const found = findRow(file, taskKey);
  if ('kind' in found) return found;
  const { table, row, columns, title } = found;
  const edits: TextEdit[] = [];
  const put = (column: number, name: string, text: string): Refusal | undefined => {
    if (column < 0)
      return refuse(
        'column.missing',
        `The table of ${title} has no ${name} column, so there is no place for it.`,
      );
    const result = setCell(source, table, row, column, text);
    if ('kind' in result) return refuse('cell.refused', `${title}: ${result.message}`);
    edits.push(...result);
    return undefined;
  };

  if (change.status !== undefined && statusOf(file, found) !== change.status) {
    const refused = put(columns.status, 'Status', wordFor(file, change.status, preferred));
    if (refused !== undefined) return refused;
  }
  const { owner } = change;
  if (owner !== undefined) {
    const cell = row.cells[columns.owner];
    const now = cell === undefined ? '' : cellText(source, cell);
    const free = isNobody(now);
    // A table without owners needs none to give a task back.
    if (owner === null ? !free && columns.owner >= 0 : now !== owner) {
      const refused = put(columns.owner, 'Owner', owner ?? nobodyWord(file));
      if (refused !== undefined) return refused;
    }
  }
  return mergeAdded(edits);
}

/** Two cells that a short row lacks are both added at its end: as one edit. */
function mergeAdded(edits: readonly TextEdit[]): { kind: 'edits'; edits: readonly TextEdit[] } | Refusal {
  const ends = new Set(edits.map(({ range }) => range.start));
  return ends.size === edits.length
    ? { kind: 'edits', edits }
    : refuse('row.short', 'The row ends before its Status and Owner columns. Complete it first.');
}

function findRow(file: MarkdownFile, taskKey: string): FoundRow | Refusal {
  const { path, source } = file;
  const rows: { table: TableBlock; columns: TaskColumns; row: TableRow }[] = [];
  const tasks = [];
  const ignore = (): void => undefined;
  for (const table of file.markdown.blocks) {
    if (table.kind !== 'table') continue;
    const columns = taskColumns(source, table);
    if (columns === undefined) continue;
    const rowAt = new Map(table.rows.map((row) => [row.range.start, row]));
    for (const task of readTaskTable(source, table, columns, ignore)) {
      const row = rowAt.get(task.place.start);
      if (row === undefined) continue;
      rows.push({ table, columns, row });
      tasks.push(task);
    }
  }
  const keyed = withKeys(tasks, path, ignore);
  const at = keyed.findIndex(({ key }) => key === taskKey);
  const task = keyed[at];
  const found = rows[at];
  if (task === undefined || found === undefined)
    return refuse(
      'task.missing',
      `There is no task “${taskKey.slice(path.length + 1)}” in ${path} any more.`,
    );
  if (task.ambiguous === true) {
    const title = task.id ?? task.title;
    const lines = keyed
      .filter((each) => each.ambiguous === true && (each.id ?? each.title) === title)
      .slice(0, 4)
      .map(({ place }) => place.line + 1);
    return refuse(
      'task.ambiguous',
      `“${title}” stands on lines ${lines.join(' and ')}: give the rows different names, then they can be changed.`,
    );
  }
  return { ...found, title: task.title };
}

function statusOf({ source }: MarkdownFile, { row, columns }: FoundRow): Status | 'unknown' {
  const cell = row.cells[columns.status];
  return cell === undefined ? 'unknown' : readStatus(cellText(source, cell));
}

/** The word that this file uses most for a status, else the folder's, else the canonical one. */
function wordFor(file: MarkdownFile, status: Status, preferred: PreferredWord): string {
  const words = columnTexts(file, ({ status: column }) => column).filter(
    (word) => word !== '' && !/^[-–—]+$/.test(word) && readStatus(word) === status,
  );
  return mostFrequent(words) ?? preferred(status) ?? status;
}

/** The word that this file uses most for nobody. */
function nobodyWord(file: MarkdownFile): string {
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

function refuse(code: string, message: string): Refusal {
  return { kind: 'refused', code, message };
}
