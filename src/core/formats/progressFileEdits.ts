import { t } from '@vscode/l10n';
import { isNobody } from '../model/owner.ts';
import type { Status } from '../model/status.ts';
import { readStatus } from '../model/statusWords.ts';
import type { TextEdit } from '../text/edit.ts';
import type { TableBlock, TableRow } from '../text/markdown.ts';
import { cellText, setCell } from '../text/table.ts';
import {
  findTask,
  refuse,
  refuseConflict,
  type Edits,
  type MarkdownFile,
  type PreferredWord,
  type Refusal,
  type TaskChange,
} from './format.ts';
import { nobodyWord, wordFor } from './progressFileWords.ts';
import {
  findTaskTables,
  noCriteria,
  readTaskTable,
  type DraftTask,
  type TaskColumns,
} from './progressFileTasks.ts';

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
): Edits | Refusal {
  const { source } = file;
  const conflict = refuseConflict(file);
  if (conflict !== undefined) return conflict;
  const target = findRow(file, taskKey);
  if (target.kind === 'refused') return target;
  const found = target.row;
  const { table, row, columns, title } = found;
  const edits: TextEdit[] = [];
  const put = (column: number, name: string, text: string): Refusal | undefined => {
    if (column < 0)
      return refuse(
        'column.missing',
        t('The table of {0} has no {1} column, so there is no place for it.', title, name),
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
function mergeAdded(edits: readonly TextEdit[]): Edits | Refusal {
  const ends = new Set(edits.map(({ range }) => range.start));
  return ends.size === edits.length
    ? { kind: 'edits', edits }
    : refuse('row.short', t('The row ends before its Status and Owner columns. Complete it first.'));
}

/** The row with this key, in the text of this moment. */
function findRow(
  file: MarkdownFile,
  taskKey: string,
): { readonly kind: 'found'; readonly row: FoundRow } | Refusal {
  const { path, source } = file;
  const rows: (DraftTask & FoundRow)[] = [];
  const ignore = (): void => undefined;
  for (const found of findTaskTables(file)) {
    const rowAt = new Map(found.table.rows.map((row) => [row.range.start, row]));
    for (const task of readTaskTable(source, found, noCriteria, ignore)) {
      const row = rowAt.get(task.place.start);
      if (row !== undefined) rows.push({ ...task, table: found.table, columns: found.columns, row });
    }
  }
  return findTask(path, taskKey, rows);
}

function statusOf({ source }: MarkdownFile, { row, columns }: FoundRow): Status | 'unknown' {
  const cell = row.cells[columns.status];
  return cell === undefined ? 'unknown' : readStatus(cellText(source, cell));
}
