import type { NoData } from './coded.ts';

/** What can be wrong with a database whose rows are read as documents, or with one of them. */
export interface DatabaseProblems {
  /** The Node.js that reads has no SQLite. */
  readonly 'database.noSqlite': { readonly node: string };
  /** It is opened in a trusted workspace alone. */
  readonly 'database.untrusted': NoData;
  /** It is on no disk of this machine. */
  readonly 'database.virtual': NoData;
  readonly 'database.empty': NoData;
  /** It is damaged, or not a database at all. */
  readonly 'database.invalid': NoData;
  /** Somebody else keeps it locked. */
  readonly 'database.locked': NoData;
  readonly 'database.slow': { readonly seconds: number };
  readonly 'database.failed': { readonly text: string };
  readonly 'database.noTable': { readonly table: string };
  readonly 'database.noColumn': { readonly table: string; readonly column: string };
  /** A view, or something else that computes its rows, has the name of a table. */
  readonly 'database.notTable': { readonly table: string };
  /** To change it would do more than what was asked for. */
  readonly 'database.triggers': { readonly table: string };
  /** It is no text, or no number, of which a document could be made. */
  readonly 'database.value': { readonly table: string; readonly column: string; readonly row: string };
}

/** Why rows of a database are not changed. */
export interface DatabaseRefusals {
  readonly 'database.busy': { readonly name: string };
  /** There is no place in its tables for what the document would say; `place` is where: `tasks/2/seq`. */
  readonly 'database.unfit': { readonly name: string; readonly place: string };
  /** Rows of changes are never deleted. */
  readonly 'database.noDelete': { readonly name: string };
}
