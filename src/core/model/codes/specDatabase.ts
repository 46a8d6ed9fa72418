import type { NoData } from './coded.ts';

/** What can be wrong in rows of changes and of living specs. */
export interface SpecDatabaseProblems {
  /** A task without text. */
  readonly 'row.noText': { readonly label: string };
  /** A requirement without a name, or a delta on one. */
  readonly 'row.noName': NoData;
  readonly 'row.noNewName': { readonly name: string };
  /** A delta does nothing that is known. */
  readonly 'row.operation': { readonly written: string };
  /** A column of scenarios holds no list of them. */
  readonly 'row.scenarios': NoData;
  /** A column of numbers holds something else. */
  readonly 'row.number': { readonly column: string };
  /** Lines, counted from one, of other tasks with the same number. */
  readonly 'row.numberTwice': { readonly label: string; readonly lines: readonly number[] };
}
