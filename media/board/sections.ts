import type {
  BoardAction,
  BoardCriterion,
  BoardNote,
  BoardTask,
  StreamBoard,
} from '../../src/core/board/protocol.ts';
import type { Rich } from '../../src/core/text/rich.ts';
import { fitsText } from './filter.ts';
import { t } from './texts.ts';

/** What the person did in the page: it outlives every change of the board. */
export interface PageState {
  readonly statuses: ReadonlySet<string>;
  readonly text: string;
  /** Id of the row whose menu is open. */
  readonly menu: string | undefined;
  /** What was refused, by the row that it is about. */
  readonly refusals: ReadonlyMap<string, Refusal>;
  /** Row that stays although the filter hides it, as it has the focus. */
  readonly kept: string | undefined;
  readonly texts: ReadonlyMap<string, readonly Rich[]>;
  /** Keys of the sections that are seen, or nearly. */
  readonly near: ReadonlySet<string>;
}

export interface Refusal {
  readonly text: string;
  readonly action: BoardAction;
  /** The button that does it all the same. */
  readonly again: string | undefined;
}

/** A criterion or a group of rows, as one body of the grid. */
export interface Section {
  readonly key: string;
  readonly criterion?: BoardCriterion;
  readonly head?: { readonly title: string; readonly text: string };
  readonly tasks: readonly BoardTask[];
  readonly notes?: readonly BoardNote[];
  readonly writable: boolean;
}

/** What of a board passes the filter, in the order of the files. */
export function sectionsOf(board: StreamBoard, state: PageState): readonly Section[] {
  const { writable } = board;
  const filtering = state.statuses.size > 0 || state.text.trim() !== '';
  const found = board.criteria.flatMap((criterion): Section[] => {
    const whole =
      filtering && fitsText(state.text, criterion.name, criterion.text) && state.statuses.size === 0;
    const tasks = filtering && !whole ? criterion.tasks.filter((task) => fits(task, state)) : criterion.tasks;
    const gap =
      state.statuses.has('none') &&
      criterion.status === 'none' &&
      fitsText(state.text, criterion.name, criterion.text);
    if (filtering && !whole && !gap && tasks.length === 0 && state.kept !== criterion.id) return [];
    return [{ key: criterion.id, criterion, tasks, writable }];
  });
  const fitting = (rows: readonly BoardNote[]): readonly BoardNote[] =>
    filtering
      ? rows.filter(
          ({ head, text, author }) => state.statuses.size === 0 && fitsText(state.text, head, text, author),
        )
      : rows;
  const add = (key: string, title: string, rows: readonly BoardNote[], at = found.length): void => {
    const notes = fitting(rows);
    if (notes.length > 0) found.splice(at, 0, { key, tasks: [], notes, writable, head: { title, text: '' } });
  };
  for (const { id, title, text, tasks: all } of board.others) {
    const tasks = filtering ? all.filter((task) => fits(task, state)) : all;
    if (tasks.length > 0) found.push({ key: id, tasks, writable, head: { title, text } });
  }
  const promises = (board.promises ?? []).flatMap(({ id, title, text, notes }): Section[] => {
    const whole = filtering && state.statuses.size === 0 && fitsText(state.text, title, text);
    const rows = whole ? notes : fitting(notes);
    return rows.length > 0 ? [{ key: id, tasks: [], notes: rows, writable, head: { title, text } }] : [];
  });
  found.splice(0, 0, ...promises);
  add('resumption', t('Resume'), board.resumption, 0);
  add('notes', t('Notes'), board.notes);
  add('sessions', t('Sessions'), board.sessions);
  return found;
}

function fits(task: BoardTask, { statuses, text, kept }: PageState): boolean {
  if (task.id === kept) return true;
  return (
    (statuses.size === 0 || statuses.has(task.status)) &&
    fitsText(text, task.title, task.owner?.name ?? task.nobody, task.note, task.word, task.criteria)
  );
}
