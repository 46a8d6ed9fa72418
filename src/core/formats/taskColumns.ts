import { t } from '@vscode/l10n';
import type { Report } from '../model/problem.ts';
import { readStatus } from '../model/statusWords.ts';
import { plainText } from '../text/inline.ts';
import type { TableBlock, TableRow } from '../text/markdown.ts';
import type { SourceText } from '../text/sourceText.ts';
import { cellText } from '../text/table.ts';
import { readDone } from './doneColumn.ts';

/** Which column of a table says what; -1 for one that is not there. */
export interface TaskColumns {
  readonly task: number;
  readonly status: number;
  /** Whether the status column only says if a task is done (`Done?`): its cells hold yes or no, a tick or nothing. */
  readonly isDone: boolean;
  readonly owner: number;
  readonly notes: number;
  /** What identifies a row. */
  readonly id: number;
  /** What only numbers the rows of one table. */
  readonly number: number;
  /** The head of every column, as a reader sees it. */
  readonly names: readonly string[];
}

/** What heads of columns are called, the best word first: where two of one meaning stand side by side, it is the one that counts. */
const heads = {
  status: ['status', 'state'],
  owner: ['owner', 'assignee', 'assigned to', 'agent', 'who', 'assigned', 'claimed by', 'responsible'],
  notes: ['notes', 'note', 'comments', 'comment', 'remarks', 'remark'],
  id: ['id', 'task id', 'key', 'issue key'],
  number: ['#', 'no', 'no.', 'nr', 'nr.', '№', 'num', 'num.', 'number'],
} as const satisfies Record<string, readonly string[]>;

/** A column that says whether a task is done, and no more. */
const doneHeads: readonly string[] = [
  'done?',
  'done',
  'complete?',
  'completed?',
  'finished?',
  'complete',
  'completed',
];

/** What a column of tasks is called by those who mean tasks by it. */
const taskHeads: readonly string[] = ['task', 'tasks'];

/**
 * What a column of tasks is called by others too, who list facts below it: it counts where the states beside it are those of work.
 * Those that name the work itself come before those that only sort it.
 */
const subjectHeads: readonly string[] = [
  'task name',
  'task title',
  'task description',
  'todo',
  'to do',
  'to-do',
  'work item',
  'action item',
  'action',
  'feature',
  'user story',
  'story',
  'title',
  'summary',
  'item',
  'deliverable',
  'name',
  'what',
  'description',
  'milestone',
  'issue',
  'ticket',
  'work',
  'goal',
  'step',
  'phase',
];

/** Columns that say something of the work, and never what it is. */
const otherHeads =
  /^(?:priority|prio|severity|type|category|date|due|deadline|sprint|start|started|end|estimate|effort|points|progress|branch|pr|version|release|source|%)$/;

/** A table of these is none of tasks, whatever states it has. */
const factHeads =
  /^(?:risks?\b.*|metrics?|kpi|(?:test )?suite|tests?|symbol|icon|emoji|legend|code|status code|date|package|dependency)$/;

/**
 * The columns of a table of tasks, in any order and whatever else it has: a Task column and a Status column; or any column that may
 * name work, where at least half of the states beside it are those of work; undefined for any other table.
 */
export function taskColumns(source: SourceText, { header, rows }: TableBlock): TaskColumns | undefined {
  const names = header.cells.map((cell) => plainText(cellText(source, cell)).trim());
  const words = names.map(headWord);
  const find = (wanted: readonly string[]): number =>
    wanted.map((word) => words.indexOf(word)).find((at) => at >= 0) ?? -1;
  const word = find(heads.status);
  const status = word < 0 ? find(doneHeads) : word;
  if (status < 0) return undefined;
  const isDone = word < 0;
  const named = find(taskHeads);
  const columns = {
    status,
    isDone,
    owner: find(heads.owner),
    notes: find(heads.notes),
    id: find(heads.id),
    number: find(heads.number),
    names,
  };
  // `Status | Count | Tasks` sums up what stands elsewhere.
  if (words.includes('count')) return undefined;
  const task = named < 0 ? subjectOf(words, columns) : named;
  if (task < 0 || task === status) return undefined;
  if (named < 0 || isDone) {
    const { known, unknown } = countStates(source, rows, status, isDone);
    if (known === 0 || known < unknown) return undefined;
  }
  return { task, ...columns };
}

/** A head as it is compared: in lower case, without a remark in brackets. */
function headWord(name: string): string {
  return name
    .toLowerCase()
    .replace(/ ?\([^()]*\)$/, '')
    .trim();
}

/** The column that says what is to be done, where none is called Task; -1 in a table of facts. */
function subjectOf(words: readonly string[], columns: Omit<TaskColumns, 'task'>): number {
  const { status, owner, notes, id, number } = columns;
  if (
    words.some(
      (word, at) => factHeads.test(word) && words.slice(0, at).every((_word, i) => i === number || i === id),
    )
  )
    return -1;
  const named = subjectHeads.map((word) => words.indexOf(word)).find((at) => at >= 0 && at !== status);
  if (named !== undefined) return named;
  const rest = words.flatMap((_word, at) => ([status, owner, notes, id, number].includes(at) ? [] : [at]));
  return rest.find((at) => !otherHeads.test(words[at] ?? '')) ?? rest[0] ?? id;
}

/** How many cells of a column are states of work, and how many say something else. */
function countStates(
  source: SourceText,
  rows: readonly TableRow[],
  column: number,
  isDone: boolean,
): { readonly known: number; readonly unknown: number } {
  let known = 0;
  let unknown = 0;
  for (const { cells } of rows) {
    const cell = cells[column];
    const text = cell === undefined ? '' : cellText(source, cell);
    if (/^[-–—\s]*$/.test(text)) continue;
    const state = isDone ? readDone(text) : readStatus(text);
    if (state === 'unknown') unknown++;
    // What fails may as well be a check as a task.
    else if (state !== 'failed') known++;
  }
  return { known, unknown };
}

/** Tells of columns that mean what another one means too, and are read as any other column for that. */
export function reportSecondHeads(
  source: SourceText,
  { header }: TableBlock,
  columns: TaskColumns,
  report: Report,
): void {
  const { names } = columns;
  const meanings: Readonly<Record<keyof typeof heads | 'task', readonly string[]>> = {
    task: taskHeads,
    ...heads,
  };
  for (const [meaning, words] of Object.entries(meanings)) {
    const best = columns[meaning as keyof typeof meanings];
    for (const [at, cell] of header.cells.entries()) {
      const isSame = words.includes(headWord(names[at] ?? ''));
      if (best < 0 || at === best || !isSame) continue;
      const message =
        names[at] === names[best]
          ? t('There are two {0} columns: the first counts.', names[best] ?? '')
          : t(
              '“{0}” counts, so “{1}” is a column like any other.',
              names[best] ?? '',
              plainText(cellText(source, cell)),
            );
      report('column.second', 'hint', message, cell.content);
    }
  }
}

/** Whether somebody meant this table for tasks, though it has no states. */
export function looksLikeTasks(source: SourceText, table: TableBlock): boolean {
  return whyNoTasks(source, table, false)?.code === 'table.noStatus';
}

/** What a table lacks that somebody may have meant for tasks. */
export interface NoTasks {
  readonly code: 'table.noStatus' | 'table.noTask' | 'table.otherStates';
  readonly message: string;
  /** Whether its own columns say that it is meant so, and not only the section that it stands in. */
  readonly isNamed: boolean;
}

/**
 * Why a table that somebody may have meant for tasks is none; undefined for one of tasks, and for any other.
 * @param amongTasks whether it stands in a section of tasks
 */
export function whyNoTasks(source: SourceText, table: TableBlock, amongTasks: boolean): NoTasks | undefined {
  if (taskColumns(source, table) !== undefined) return undefined;
  const names = table.header.cells.map((cell) => headWord(plainText(cellText(source, cell)).trim()));
  const has = (words: readonly string[]): boolean => names.some((name) => words.includes(name));
  const isNamed = has(taskHeads);
  if (!has(heads.status) && !has(doneHeads)) {
    if (!isNamed && !(amongTasks && names.length > 1)) return undefined;
    const message = t('This table has no Status column, so its rows are not read as tasks.');
    return { code: 'table.noStatus', message, isNamed };
  }
  const column = names.findIndex((name) => (heads.status as readonly string[]).includes(name));
  if (column < 0) return undefined;
  const { known, unknown } = countStates(source, table.rows, column, false);
  if (known === 0) return undefined;
  return known < unknown
    ? {
        code: 'table.otherStates',
        message: t('These rows are not read as tasks: most of their states are not known.'),
        isNamed: true,
      }
    : {
        code: 'table.noTask',
        message: t('These rows are not read as tasks: no column is called Task, Item, Feature or the like.'),
        isNamed: true,
      };
}
