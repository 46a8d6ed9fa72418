import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { agentDatabase } from '../../src/core/formats/specDatabase/places.ts';

/** As much of `node:sqlite` as tests need. */
export interface TestDatabase {
  exec(sql: string): void;
  prepare(sql: string): {
    all(...values: unknown[]): Record<string, unknown>[];
    get(...values: unknown[]): Record<string, unknown> | undefined;
    run(...values: unknown[]): unknown;
  };
  close(): void;
}

/** The tables as dirge makes them. */
export const agentSchema = `
  CREATE TABLE spec_capabilities (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL, updated_at TEXT NOT NULL);
  CREATE TABLE spec_requirements (id INTEGER PRIMARY KEY, capability_id INTEGER NOT NULL REFERENCES spec_capabilities(id) ON DELETE CASCADE,
    name TEXT NOT NULL, text TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, UNIQUE(capability_id, name));
  CREATE TABLE spec_scenarios (id INTEGER PRIMARY KEY, requirement_id INTEGER NOT NULL REFERENCES spec_requirements(id) ON DELETE CASCADE,
    name TEXT NOT NULL, when_then TEXT NOT NULL, created_at TEXT NOT NULL);
  CREATE TABLE spec_changes (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, title TEXT NOT NULL DEFAULT '', why TEXT NOT NULL DEFAULT '',
    what TEXT NOT NULL DEFAULT '', design TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT 'draft', created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL, archived_at TEXT);
  CREATE TABLE spec_deltas (id INTEGER PRIMARY KEY, change_id INTEGER NOT NULL REFERENCES spec_changes(id) ON DELETE CASCADE, op TEXT NOT NULL,
    capability TEXT NOT NULL, requirement TEXT NOT NULL, text TEXT NOT NULL DEFAULT '', scenarios TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '', migration TEXT NOT NULL DEFAULT '', rename_to TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL);
  CREATE TABLE spec_tasks (id INTEGER PRIMARY KEY, change_id INTEGER NOT NULL REFERENCES spec_changes(id) ON DELETE CASCADE,
    group_no INTEGER NOT NULL DEFAULT 1, seq INTEGER NOT NULL DEFAULT 1, text TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'pending',
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL);
  CREATE INDEX idx_spec_deltas_change ON spec_deltas(change_id);
  CREATE INDEX idx_spec_tasks_change ON spec_tasks(change_id, group_no, seq);
  CREATE INDEX idx_spec_requirements_cap ON spec_requirements(capability_id);
  CREATE INDEX idx_spec_scenarios_req ON spec_scenarios(requirement_id);
`;

/** A change with three tasks and a delta, and a capability with a requirement and its scenario. */
export const sampleRows = `
  INSERT INTO spec_changes VALUES (1, 'add-2fa', 'Two-factor login', 'Passwords leak.', 'Ask for a code.', '', 'active',
    '2026-06-11T09:00:00+00:00', '2026-06-11T09:00:00+00:00', NULL);
  INSERT INTO spec_tasks VALUES
    (41, 1, 1, 1, 'Ask for a code', 'in_progress', '2026-06-11T09:00:00+00:00', '2026-06-11T10:00:00+00:00'),
    (42, 1, 1, 2, 'Send the code', 'pending', '2026-06-11T09:00:00+00:00', '2026-06-11T09:00:00+00:00'),
    (43, 1, 2, 1, 'Write it down', 'pending', '2026-06-11T09:00:00+00:00', '2026-06-11T09:00:00+00:00');
  INSERT INTO spec_deltas VALUES (7, 1, 'added', 'auth', 'Two factors', 'The system SHALL ask for a code.',
    '[{"name": "Login", "when_then": "WHEN a person logs in THEN a code is asked for"}]', '', '', '', '2026-06-11T09:00:00+00:00');
  INSERT INTO spec_capabilities VALUES (1, 'auth', '2026-06-01T09:00:00+00:00', '2026-06-01T09:00:00+00:00');
  INSERT INTO spec_requirements VALUES (3, 1, 'Login', 'The system SHALL ask for a password.', '2026-06-01T09:00:00+00:00',
    '2026-06-01T09:00:00+00:00');
  INSERT INTO spec_scenarios VALUES (5, 3, 'Wrong password', 'WHEN it is wrong THEN nobody gets in', '2026-06-01T09:00:00+00:00');
`;

/** Opens a database as another program would. */
export function openDatabase(path: string): TestDatabase {
  const sqlite = process.getBuiltinModule('node:sqlite' as string) as
    { readonly DatabaseSync: new (path: string) => TestDatabase } | undefined;
  assert.ok(sqlite, 'these suites take a Node that has SQLite');
  return new sqlite.DatabaseSync(path);
}

/** A folder of a test's own that has the agent's database. */
export class SpecFolder {
  readonly top = realpathSync.native(mkdtempSync(join(tmpdir(), 'throughline-rows-')));
  readonly path = join(this.top, agentDatabase);
  #database: TestDatabase | undefined;

  /** Makes the database in WAL mode, as the agent does, and leaves it open. */
  make(...sql: readonly string[]): TestDatabase {
    mkdirSync(dirname(this.path), { recursive: true });
    const database = (this.#database ??= openDatabase(this.path));
    database.exec('PRAGMA journal_mode = WAL');
    for (const each of sql) database.exec(each);
    return database;
  }

  get database(): TestDatabase {
    return (this.#database ??= openDatabase(this.path));
  }

  /** Closes it, which takes its log into the file. */
  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  dispose(): void {
    this.close();
    rmSync(this.top, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs SQL by another Node, one that has SQLite, and gives the rows of a query. */
export function runSql(node: string, path: string, sql: string): readonly Record<string, unknown>[] {
  const script = `
    const [path, sql] = process.argv.slice(1);
    const database = new (process.getBuiltinModule('node:sqlite').DatabaseSync)(path);
    database.exec('PRAGMA busy_timeout = 10000');
    if (/^\\s*SELECT/.test(sql)) console.log(JSON.stringify(database.prepare(sql).all()));
    else { database.exec(sql); console.log('[]'); }
    database.close();
  `;
  const written = execFileSync(node, ['--no-warnings', '-e', script, path, sql], { encoding: 'utf8' });
  return JSON.parse(written) as Record<string, unknown>[];
}
