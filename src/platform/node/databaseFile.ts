import * as fs from 'node:fs';
import type { Coded } from '../../core/model/codes/coded.ts';
import type { FileProblems } from '../../core/model/codes/files.ts';
import { specTables } from '../../core/model/specRows.ts';
import { textOf } from './disk.ts';
import { findSqlite, resultOf, SqliteError, type Sqlite, type SqliteDatabase } from './sqlite.ts';

export type DatabaseProblem = Coded<FileProblems>;

export interface Failed {
  readonly kind: 'failed';
  readonly problem: DatabaseProblem;
}

/** How long it is waited for others, in milliseconds: by whoever reads, and by whoever writes. */
const readersPatience = 250;
const writersPatience = 2000;

export function open(
  path: string,
  why: 'read' | 'write' | 'initialize',
): { readonly kind: 'opened'; readonly database: SqliteDatabase } | Failed {
  const sqlite = findSqlite();
  if (sqlite === undefined)
    return { kind: 'failed', problem: { code: 'database.noSqlite', data: { node: process.versions.node } } };
  const inTheWay = whatIsThere(path, why === 'initialize');
  if (inTheWay !== undefined) return { kind: 'failed', problem: inTheWay };
  let database: SqliteDatabase | undefined;
  try {
    database = openAs(sqlite, path, why === 'read');
    return { kind: 'opened', database };
  } catch (error) {
    closeQuietly(database);
    return { kind: 'failed', problem: problemOf(error) };
  }
}

function openAs(sqlite: Sqlite, path: string, isReadOnly: boolean): SqliteDatabase {
  const database = sqlite.open(path, isReadOnly);
  // What the file itself defines runs nothing that reaches out of it.
  database.exec('PRAGMA trusted_schema = OFF');
  database.exec(`PRAGMA busy_timeout = ${isReadOnly ? readersPatience : writersPatience}`);
  database.exec('PRAGMA foreign_keys = ON');
  return database;
}

/** What is no file that SQLite should be let near; some would hold it for ever. */
function whatIsThere(path: string, isNew: boolean): DatabaseProblem | undefined {
  for (const [at, each] of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`].entries()) {
    const stats = fs.lstatSync(each, { throwIfNoEntry: false });
    if (stats === undefined && at > 0) continue;
    if (stats === undefined) return { code: 'file.unreadable', data: { reason: 'missing' } };
    if (stats.isDirectory()) return { code: 'file.unreadable', data: { reason: 'folder' } };
    if (!stats.isFile()) return { code: 'file.unreadable', data: { reason: 'notRegular' } };
    if (at === 0 && stats.size === 0 && !isNew) return { code: 'database.empty', data: {} };
  }
  return undefined;
}

/** What is wrong with the tables, by what they are: never by a version. `none` where there are none of these. */
export function checkTables(database: SqliteDatabase): DatabaseProblem | 'none' | undefined {
  const names = specTables.map(({ name }) => name);
  const marks = names.map(() => '?').join(', ');
  const known = database.all(
    `SELECT name, type, rootpage FROM sqlite_schema WHERE name IN (${marks})`,
    names,
  );
  if (known.length === 0) return 'none';
  for (const { name: table, columns, owner } of specTables) {
    const found = known.find(({ name }) => name === table);
    if (found === undefined) return { code: 'database.noTable', data: { table } };
    // Virtual tables have no pages.
    if (found['type'] !== 'table' || found['rootpage'] === 0n)
      return { code: 'database.notTable', data: { table } };
    const there = database.all('SELECT name, hidden FROM pragma_table_xinfo(?)', [table]);
    for (const column of [
      'id',
      ...columns.map(({ name }) => name),
      ...(owner === undefined ? [] : [owner]),
    ]) {
      const described = there.find(({ name }) => name === column);
      if (described === undefined) return { code: 'database.noColumn', data: { table, column } };
      // It is computed.
      if (described['hidden'] !== 0n) return { code: 'database.notTable', data: { table } };
    }
  }
  const [trigger] = database.all(
    `SELECT lower(tbl_name) AS name FROM sqlite_schema WHERE type = 'trigger' AND lower(tbl_name) IN (${marks})`,
    names,
  );
  return trigger === undefined
    ? undefined
    : { code: 'database.triggers', data: { table: String(trigger['name']) } };
}

/** It holds more than is read into memory. */
export class TooLarge extends Error {
  readonly bytes: number;

  constructor(bytes: number) {
    super(String(bytes));
    this.bytes = bytes;
  }
}

export function problemOf(error: unknown): DatabaseProblem {
  if (error instanceof TooLarge) return { code: 'file.tooLarge', data: { bytes: error.bytes } };
  if (error instanceof SqliteError)
    switch (resultOf(error)) {
      case 'busy':
        return { code: 'database.locked', data: {} };
      case 'invalid':
        return { code: 'database.invalid', data: {} };
      case 'other':
        return { code: 'database.failed', data: { text: error.message } };
    }
  return { code: 'database.failed', data: { text: textOf(error) } };
}

/** What was read is read, and what was not committed is undone, whatever closing says. */
export function closeQuietly(database: SqliteDatabase | undefined): void {
  try {
    database?.close();
  } catch {
    // It ends with its thread at the latest.
  }
}
