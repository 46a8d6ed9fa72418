import type { ReadRow } from '../../core/model/specRows.ts';

/** As much of an SQLite database as is used here. Whatever fails throws an {@link SqliteError}. */
export interface SqliteDatabase {
  exec(sql: string): void;
  /** All rows, numbers as `bigint` where they are whole. */
  all(sql: string, values: readonly unknown[]): readonly ReadRow[];
  run(sql: string, values: readonly unknown[]): { readonly changes: bigint; readonly row: bigint };
  close(): void;
}

export interface Sqlite {
  open(path: string, isReadOnly: boolean): SqliteDatabase;
}

/** What SQLite says when it does not do something. */
export class SqliteError extends Error {
  /** Its result code. */
  readonly result: number;

  constructor(message: string, result: number) {
    super(message);
    this.result = result;
  }
}

/** What a result code means. */
export function resultOf({ result }: SqliteError): 'busy' | 'invalid' | 'other' {
  switch (result & 0xff) {
    // BUSY, LOCKED
    case 5:
    case 6:
      return 'busy';
    // CORRUPT, NOTADB
    case 11:
    case 26:
      return 'invalid';
    default:
      return 'other';
  }
}

/** The parts of `node:sqlite` that are used; its types come with later ones of Node.js. */
interface Module {
  readonly DatabaseSync: new (
    path: string,
    options: { readonly readOnly: boolean; readonly allowExtension: false },
  ) => {
    exec(sql: string): void;
    prepare(sql: string): {
      setReadBigInts(isWanted: boolean): void;
      all(...values: unknown[]): ReadRow[];
      run(...values: unknown[]): {
        readonly changes: bigint | number;
        readonly lastInsertRowid: bigint | number;
      };
    };
    close(): void;
  };
}

/** The SQLite of this Node.js; undefined where it has none. */
export function findSqlite(): Sqlite | undefined {
  const name = 'node:sqlite';
  const found: unknown = process.getBuiltinModule(name);
  if (!isModule(found)) return undefined;
  return { open: (path, isReadOnly) => openWith(found, path, isReadOnly) };
}

function isModule(found: unknown): found is Module {
  return typeof found === 'object' && found !== null && 'DatabaseSync' in found;
}

function openWith({ DatabaseSync }: Module, path: string, readOnly: boolean): SqliteDatabase {
  const database = telling(() => new DatabaseSync(path, { readOnly, allowExtension: false }));
  const prepare = (sql: string) => {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    return statement;
  };
  return {
    exec: (sql) => {
      telling(() => {
        database.exec(sql);
      });
    },
    all: (sql, values) => telling(() => prepare(sql).all(...values)),
    run: (sql, values) =>
      telling(() => {
        const { changes, lastInsertRowid } = prepare(sql).run(...values);
        return { changes: BigInt(changes), row: BigInt(lastInsertRowid) };
      }),
    close: () => {
      database.close();
    },
  };
}

/** What SQLite itself does not do is told apart from mistakes of ours. */
function telling<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')
      throw new SqliteError(error.message, error.errcode);
    throw error;
  }
}
