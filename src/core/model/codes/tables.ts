import type { NoData } from './coded.ts';

/** What can be wrong with tables of tasks, and with what looks like one. */
export interface TableProblems {
  /** `items`: how many of plain lists there are instead. */
  readonly 'table.missing': { readonly items: number };
  /** Items of a plain list where tasks are. */
  readonly 'list.noTasks': { readonly count: number };
  readonly 'table.noStatus': NoData;
  readonly 'table.noTask': NoData;
  /** Most of its states are not those of work. */
  readonly 'table.otherStates': NoData;
  /** A column that means what another one means too: called the same, or by another word for it. */
  readonly 'column.second':
    | { readonly kind: 'sameName'; readonly name: string }
    | { readonly kind: 'otherName'; readonly counts: string; readonly other: string };
  readonly 'row.empty': NoData;
  readonly 'row.sum': NoData;
  /** `missing`: how many cells it has fewer than the head. */
  readonly 'row.short': { readonly missing: number };
  readonly 'row.long': { readonly cells: number; readonly columns: number };
  /** How many rows a blank line cuts off. */
  readonly 'row.cutOff': { readonly rows: number };
  readonly 'row.manyCriteria': { readonly most: number };
  readonly 'row.stray': StrayRows;
  /** A row without a title; one with an ID can still be told apart. */
  readonly 'task.noTitle': { readonly hasId: boolean };
  /** The lines, counted from one, of some of the rows that cannot be told from this one. */
  readonly 'task.duplicate': { readonly title: string; readonly lines: readonly number[] };
}

/** Why lines that look like rows of a table are none. */
export type StrayRows =
  /** The line below the head has another number of columns. */
  | { readonly kind: 'unevenHead'; readonly head: number; readonly below: number }
  /** A whole table, but not where one can begin. */
  | { readonly kind: 'notSetApart' }
  /** Something is between them and the table that begins on a line, counted from one. */
  | { readonly kind: 'cutOff'; readonly rows: number; readonly line: number }
  /** One that has more cells than the table above it. */
  | { readonly kind: 'long'; readonly cells: number; readonly columns: number }
  | { readonly kind: 'noHead'; readonly rows: number };
