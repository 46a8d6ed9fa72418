import { t } from '@vscode/l10n';
import { isNobody } from '../model/owner.ts';
import type { Status } from '../model/status.ts';
import { readStatus } from '../model/statusWords.ts';
import type { TextEdit } from '../text/edit.ts';
import type { TableBlock, TableRow } from '../text/markdown.ts';
import { cellText, setCell } from '../text/table.ts';
import {
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
  noCriteria,
  readTaskTable,
  setKeys,
  taskColumns,
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
  const found = findRow(file, taskKey);
  if ('kind' in found) return found;
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

function findRow(file: MarkdownFile, taskKey: string): FoundRow | Refusal {
  const { path, source } = file;
  const rows: { table: TableBlock; columns: TaskColumns; row: TableRow }[] = [];
  const tasks: DraftTask[] = [];
  const ignore = (): void => undefined;
  for (const table of file.markdown.blocks) {
    if (table.kind !== 'table') continue;
    const columns = taskColumns(source, table);
    if (columns === undefined) continue;
    const rowAt = new Map(table.rows.map((row) => [row.range.start, row]));
    for (const task of readTaskTable(source, table, columns, noCriteria, ignore)) {
      const row = rowAt.get(task.place.start);
      if (row === undefined) continue;
      rows.push({ table, columns, row });
      tasks.push(task);
    }
  }
  setKeys(tasks, path, ignore);
  const at = tasks.findIndex(({ key }) => key === taskKey);
  const task = tasks[at];
  const found = rows[at];
  if (task === undefined || found === undefined)
    return refuse(
      'task.missing',
      t('There is no task “{0}” in {1} any more.', taskKey.slice(path.length + 1), path),
    );
  if (task.ambiguous === true) {
    const title = task.id ?? task.title;
    if (title === '')
      return refuse(
        'task.noTitle',
        t('The row on line {0} has no title: give it one, then it can be changed.', task.place.line + 1),
      );
    const lines = tasks
      .filter((each) => each.ambiguous === true && (each.id ?? each.title) === title)
      .slice(0, 4)
      .map(({ place }) => place.line + 1);
    return refuse(
      'task.ambiguous',
      t(
        '“{0}” stands on lines {1}: give the rows different names, then they can be changed.',
        title,
        lines.join(', '),
      ),
    );
  }
  return { ...found, title: task.title };
}

function statusOf({ source }: MarkdownFile, { row, columns }: FoundRow): Status | 'unknown' {
  const cell = row.cells[columns.status];
  return cell === undefined ? 'unknown' : readStatus(cellText(source, cell));
}
