import { createHash } from 'node:crypto';
import {
  changesTable,
  nameColumns,
  shapes,
  UnfitValue,
  type RowDocument,
  type RowDocumentKind,
  type SqlValue,
} from '../../core/model/specRows.ts';
import { toDeletions, toInsertions, toStatements, type Statement } from '../../core/model/specStatements.ts';
import {
  checkTables,
  closeQuietly,
  open,
  problemOf,
  type DatabaseProblem,
  type Failed,
} from './databaseFile.ts';
import { load, unfit, type RowText } from './rowReader.ts';
import type { SqliteDatabase } from './sqlite.ts';

const kinds: readonly RowDocumentKind[] = ['change', 'capability'];

/** What a database holds. */
export interface ListedRows {
  readonly kind: 'listed';
  /** With what changes when the document does. */
  readonly documents: readonly (RowDocument & { readonly state: string })[];
  /** Rows that have no name. */
  readonly unnamed: readonly {
    readonly kind: RowDocumentKind;
    readonly row: string;
    readonly problem: DatabaseProblem;
  }[];
}

/** A change of one document, made from `base`. */
export type RowChange = { readonly document: RowDocument } & (
  | { readonly kind: 'edit'; readonly base: string; readonly after: string }
  | { readonly kind: 'create'; readonly after: string }
  | { readonly kind: 'delete'; readonly base: string }
);

/** Why changes were not made. */
export type NotPrepared =
  | { readonly kind: 'stale' }
  | { readonly kind: 'exists'; readonly document: RowDocument }
  | { readonly kind: 'unfit'; readonly document: RowDocument; readonly place: string }
  | { readonly kind: 'noDelete'; readonly document: RowDocument }
  | Failed;

/** Lists the documents of a database; `none` for one that has no such tables. */
export function listRows(path: string): ListedRows | { readonly kind: 'none' } | Failed {
  return reading(path, (database) => {
    const documents: (RowDocument & { state: string })[] = [];
    const unnamed: ListedRows['unnamed'][number][] = [];
    for (const kind of kinds) {
      const names = new Set<string>();
      for (const { name, row, result } of load(database, kind)) {
        const column = nameColumns[kind];
        if (name === undefined || names.has(name))
          unnamed.push({ kind, row, problem: unfit(new UnfitValue(shapes[kind].table.name, column, row)) });
        else {
          names.add(name);
          documents.push({ kind, name, state: stateOf(result) });
        }
      }
    }
    return { kind: 'listed', documents, unnamed };
  });
}

/** Reads documents, all of one moment and in the order in which they are asked for. */
export function readRows(
  path: string,
  wanted: readonly RowDocument[],
): { readonly kind: 'read'; readonly texts: readonly RowText[] } | { readonly kind: 'none' } | Failed {
  return reading(path, (database) => {
    const found = new Map<string, RowText>();
    for (const kind of kinds) {
      const names = wanted.filter((each) => each.kind === kind).map(({ name }) => name);
      if (names.length === 0) continue;
      for (const { name, result } of load(database, kind, names))
        if (name !== undefined && !found.has(`${kind}/${name}`)) found.set(`${kind}/${name}`, result);
    }
    return {
      kind: 'read',
      texts: wanted.map(({ kind, name }) => found.get(`${kind}/${name}`) ?? { kind: 'missing' }),
    };
  });
}

/** Changes that were made in a transaction which is still open. */
export class PreparedChange {
  readonly kind = 'prepared';
  /** What the documents hold then, in the order of the changes: new rows have got numbers. Undefined where nothing is. */
  readonly now: readonly (string | undefined)[];
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase, now: readonly (string | undefined)[]) {
    this.#database = database;
    this.now = now;
  }

  /** Ends it; undefined once the changes are in the database, or once nothing is left of them. */
  finish(isWanted: boolean): DatabaseProblem | undefined {
    try {
      this.#database.exec(isWanted ? 'COMMIT' : 'ROLLBACK');
      return undefined;
    } catch (error) {
      return isWanted ? problemOf(error) : undefined;
    } finally {
      closeQuietly(this.#database);
    }
  }
}

/**
 * Makes changes while nobody else writes: all of them or none, and only where all that they rest on is still there. They are in the
 * database once {@link PreparedChange.finish} says so.
 * @param isUndo whether they take back what was done, see `Plan.isUndo`
 */
export function prepareRows(
  path: string,
  changes: readonly RowChange[],
  isUndo: boolean,
): PreparedChange | NotPrepared {
  const opened = open(path, 'write');
  if (opened.kind === 'failed') return opened;
  const { database } = opened;
  let isPrepared = false;
  try {
    database.exec('BEGIN IMMEDIATE');
    const wrong = checkTables(database);
    if (wrong === 'none') {
      // Nobody who read it was told of rows; only what is new was made without a look.
      const isNew = changes.every(({ kind }) => kind === 'create');
      const problem = { code: 'database.noTable', data: { table: changesTable.name } } as const;
      return isNew ? { kind: 'failed', problem } : { kind: 'stale' };
    }
    if (wrong !== undefined) return { kind: 'failed', problem: wrong };
    for (const change of changes) {
      const refused = makeChange(database, change, isUndo);
      if (refused !== undefined) return refused;
    }
    const now = changes.map(({ document: { kind, name } }) => {
      const [found] = load(database, kind, [name]);
      return found?.result.kind === 'text' ? found.result.text : undefined;
    });
    isPrepared = true;
    return new PreparedChange(database, now);
  } catch (error) {
    return { kind: 'failed', problem: problemOf(error) };
  } finally {
    // What is not committed is undone with that.
    if (!isPrepared) closeQuietly(database);
  }
}

/** Makes the tables in a file that is empty. */
export function initializeRows(path: string, schema: readonly string[]): Failed | undefined {
  const opened = open(path, 'initialize');
  if (opened.kind === 'failed') return opened;
  const { database } = opened;
  try {
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('BEGIN IMMEDIATE');
    for (const statement of schema) database.exec(statement);
    database.exec('COMMIT');
    return undefined;
  } catch (error) {
    return { kind: 'failed', problem: problemOf(error) };
  } finally {
    closeQuietly(database);
  }
}

function reading<T>(
  path: string,
  read: (database: SqliteDatabase) => T,
): T | { readonly kind: 'none' } | Failed {
  const opened = open(path, 'read');
  if (opened.kind === 'failed') return opened;
  const { database } = opened;
  try {
    // All of one moment.
    database.exec('BEGIN');
    const wrong = checkTables(database);
    if (wrong === 'none') return { kind: 'none' };
    return wrong === undefined ? read(database) : { kind: 'failed', problem: wrong };
  } catch (error) {
    return { kind: 'failed', problem: problemOf(error) };
  } finally {
    closeQuietly(database);
  }
}

/** Makes a change, unless it rests on what is no longer so. */
function makeChange(database: SqliteDatabase, change: RowChange, isUndo: boolean): NotPrepared | undefined {
  const { document } = change;
  const { kind, name } = document;
  const [found] = load(database, kind, [name]);
  if (change.kind === 'create') {
    if (found !== undefined) return { kind: 'exists', document };
  } else if (found?.result.kind !== 'text' || found.result.text !== change.base) return { kind: 'stale' };
  if (change.kind === 'delete' && !shapes[kind].deletes && !isUndo) return { kind: 'noDelete', document };
  const parsed = parseAll(change);
  if (parsed === undefined) return { kind: 'unfit', document, place: '' };
  const planned =
    change.kind === 'edit'
      ? toStatements(kind, parsed.base, parsed.after, isUndo)
      : change.kind === 'create'
        ? toInsertions(kind, name, parsed.after, isUndo)
        : toDeletions(kind, parsed.base, isUndo);
  if (planned.kind === 'unfit') return { kind: 'unfit', document, place: planned.place };
  return run(database, planned.statements) ? undefined : { kind: 'stale' };
}

function parseAll(change: RowChange): { readonly base: unknown; readonly after: unknown } | undefined {
  try {
    return {
      base: change.kind === 'create' ? undefined : JSON.parse(change.base),
      after: change.kind === 'delete' ? undefined : JSON.parse(change.after),
    };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether every statement did what it was to do. */
function run(database: SqliteDatabase, statements: readonly Statement[]): boolean {
  const made: bigint[] = [];
  for (const { sql, values, changes } of statements) {
    const bound = values.map((value): SqlValue | bigint =>
      typeof value === 'object' && value !== null ? (made[value.madeBy] ?? null) : value,
    );
    const result = database.run(sql, bound);
    if (result.changes !== BigInt(changes)) return false;
    made.push(result.row);
  }
  return true;
}

function stateOf(result: RowText): string {
  const text = result.kind === 'text' ? result.text : JSON.stringify(result);
  return createHash('sha1').update(text).digest('base64');
}
