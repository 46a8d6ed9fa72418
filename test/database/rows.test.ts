import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RowDocument } from '../../src/core/model/specRows.ts';
import {
  listRows,
  prepareRows,
  readRows,
  type NotPrepared,
  type RowChange,
} from '../../src/platform/node/specDatabase.ts';
import { agentSchema, openDatabase, sampleRows, SpecFolder } from '../support/specDatabase.ts';

const change: RowDocument = { kind: 'change', name: 'add-2fa' };
const auth: RowDocument = { kind: 'capability', name: 'auth' };

describe('rows of a database as documents', () => {
  let folder: SpecFolder;
  beforeEach(() => {
    folder = new SpecFolder();
  });
  afterEach(() => {
    folder.dispose();
  });

  function textOf(document: RowDocument): string {
    const result = readRows(folder.path, [document]);
    assert.ok(result.kind === 'read');
    const [text] = result.texts;
    assert.ok(text?.kind === 'text', JSON.stringify(text));
    return text.text;
  }

  function edited(document: RowDocument, edit: (value: never) => void): RowChange {
    const base = textOf(document);
    const value = JSON.parse(base) as never;
    edit(value);
    return { kind: 'edit', document, base, after: `${JSON.stringify(value, undefined, 2)}\n` };
  }

  function apply(...changes: readonly RowChange[]): NotPrepared | 'done' {
    const prepared = prepareRows(folder.path, changes, false);
    if (prepared.kind !== 'prepared') return prepared;
    assert.equal(prepared.finish(true), undefined);
    return 'done';
  }

  function codeOf(result: ReturnType<typeof listRows>): string {
    return result.kind === 'failed'
      ? JSON.stringify([result.problem.code, result.problem.data])
      : result.kind;
  }

  it('are read with what is only in the log yet', () => {
    folder.make(agentSchema, sampleRows);
    const listed = listRows(folder.path);
    assert.ok(listed.kind === 'listed');
    assert.deepEqual(
      listed.documents.map(({ kind, name }) => `${kind} ${name}`),
      ['change add-2fa', 'capability auth'],
    );
    const text = textOf(change);
    const read = JSON.parse(text) as Record<string, unknown>;
    assert.deepEqual(Object.keys(read), [
      ...[
        'id',
        'slug',
        'title',
        'why',
        'what',
        'design',
        'status',
        'created_at',
        'updated_at',
        'archived_at',
      ],
      ...['tasks', 'deltas'],
    ]);
    assert.match(text, /"id": 42,\n {6}"group_no": 1,\n {6}"seq": 2,\n {6}"text": "Send the code"/);
    assert.match(text, /"scenarios": \[\n {8}\{\n {10}"name": "Login"/);
    assert.match(textOf(auth), /"when_then": "WHEN it is wrong THEN nobody gets in"/);
  });

  it('keep names of any kind apart', () => {
    folder.make(agentSchema);
    const names = ['a/b', '..', 'with\nnewline', 'ü'.repeat(300), '#1', ''];
    for (const name of names)
      folder.database
        .prepare("INSERT INTO spec_changes (slug, created_at, updated_at) VALUES (?, '', '')")
        .run(name);
    const listed = listRows(folder.path);
    assert.deepEqual(listed.kind === 'listed' ? listed.documents.map(({ name }) => name) : listed, names);
    for (const name of names)
      assert.equal((JSON.parse(textOf({ kind: 'change', name })) as { slug: string }).slug, name);
  });

  it('change no byte of the database by being looked at', () => {
    folder.make(agentSchema, sampleRows);
    const files = [folder.path, `${folder.path}-wal`];
    const before = files.map((path) => readFileSync(path));
    for (let i = 0; i < 20; i++) {
      listRows(folder.path);
      readRows(folder.path, [change, auth]);
    }
    assert.deepEqual(
      files.map((path) => readFileSync(path)),
      before,
    );
    folder.close();
    const closed = readFileSync(folder.path);
    listRows(folder.path);
    assert.deepEqual(readFileSync(folder.path), closed);
  });

  it('are changed by what an edit changes alone', () => {
    folder.make(agentSchema, sampleRows);
    const rows = (): unknown =>
      [
        'spec_changes',
        'spec_tasks',
        'spec_deltas',
        'spec_capabilities',
        'spec_requirements',
        'spec_scenarios',
      ].map((table) => folder.database.prepare(`SELECT * FROM ${table}`).all());
    const before = JSON.stringify(rows());
    const edit = edited(change, (value: { tasks: { status: string; updated_at: string }[] }) => {
      Object.assign(value.tasks[1] ?? {}, { status: 'done', updated_at: '2026-06-12T00:00:00Z' });
    });
    assert.equal(apply(edit), 'done');
    const row = folder.database.prepare('SELECT status, updated_at FROM spec_tasks WHERE id = 42').get();
    assert.deepEqual({ ...row }, { status: 'done', updated_at: '2026-06-12T00:00:00Z' });
    assert.equal(edit.kind === 'edit' && edit.after, textOf(change));
    if (edit.kind !== 'edit') return;
    assert.equal(apply({ ...edit, base: edit.after, after: edit.base }), 'done');
    assert.equal(JSON.stringify(rows()), before);
  });

  it('are not changed by who saw them as they were before', () => {
    folder.make(agentSchema, sampleRows);
    const edit = edited(change, (value: { title: string }) => {
      value.title = 'Mine';
    });
    folder.database.exec("UPDATE spec_tasks SET status = 'blocked' WHERE id = 43");
    assert.deepEqual(apply(edit), { kind: 'stale' });
    assert.equal((JSON.parse(textOf(change)) as { title: string }).title, 'Two-factor login');
  });

  it('are made together or not at all', () => {
    folder.make(agentSchema, sampleRows);
    const task = { text: 'New', created_at: 'now', updated_at: 'now' };
    const made: RowChange = {
      kind: 'create',
      document: { kind: 'change', name: 'new/one' },
      after: JSON.stringify({ slug: 'new/one', created_at: 'now', updated_at: 'now', tasks: [task] }),
    };
    assert.deepEqual(apply(made, { kind: 'create', document: change, after: '{}' }), {
      kind: 'exists',
      document: change,
    });
    assert.equal(folder.database.prepare('SELECT count(*) AS n FROM spec_changes').get()?.['n'], 1);
    assert.equal(apply(made), 'done');
    const [row] = folder.database.prepare('SELECT * FROM spec_tasks WHERE id > 43').all();
    assert.deepEqual([row?.['change_id'], row?.['group_no'], row?.['status']], [2, 1, 'pending']);
    assert.deepEqual(apply({ kind: 'delete', document: made.document, base: textOf(made.document) }), {
      kind: 'noDelete',
      document: made.document,
    });
  });

  it('have requirements of capabilities added, renamed and removed', () => {
    folder.make(agentSchema, sampleRows);
    interface Capability {
      requirements: Record<string, unknown>[];
    }
    const added = edited(auth, ({ requirements }: Capability) => {
      Object.assign(requirements[0] ?? {}, { name: 'Sign in' });
      requirements.push({
        name: 'Login',
        text: 'New.',
        created_at: 'now',
        updated_at: 'now',
        scenarios: [{ name: 'One', when_then: 'WHEN', created_at: 'now' }],
      });
    });
    assert.equal(apply(added), 'done');
    assert.deepEqual(
      folder.database
        .prepare(
          'SELECT r.name, s.name AS scenario FROM spec_requirements r JOIN spec_scenarios s ON s.requirement_id = r.id ORDER BY r.id',
        )
        .all()
        .map((each) => ({ ...each })),
      [
        { name: 'Sign in', scenario: 'Wrong password' },
        { name: 'Login', scenario: 'One' },
      ],
    );
    const removed = edited(auth, ({ requirements }: Capability) => {
      requirements.shift();
    });
    assert.equal(apply(removed), 'done');
    assert.equal(folder.database.prepare('SELECT count(*) AS n FROM spec_scenarios').get()?.['n'], 1);
  });

  it('are refused what their tables have no place for', () => {
    folder.make(agentSchema, sampleRows);
    interface Change {
      tasks: Record<string, unknown>[];
      owner?: string;
      id: number;
    }
    const unfit = (edit: (value: Change) => void): unknown => {
      const result = apply(edited(change, edit));
      return result !== 'done' && result.kind === 'unfit' ? result.place : result;
    };
    assert.equal(
      unfit((value) => (value.owner = 'otter')),
      'owner',
    );
    assert.equal(
      unfit((value) => (value.id = 2)),
      'id',
    );
    assert.equal(
      unfit((value) => Object.assign(value.tasks[1] ?? {}, { seq: 'x' })),
      'tasks/1/seq',
    );
    assert.equal(
      unfit((value) => Object.assign(value.tasks[1] ?? {}, { owner: 'x' })),
      'tasks/1/owner',
    );
    assert.equal(
      unfit((value) => value.tasks.pop()),
      'tasks/',
    );
    assert.equal(
      unfit((value) => value.tasks.push({ text: 'No time' })),
      'tasks/3/created_at',
    );
    assert.equal(
      unfit((value) => value.tasks.push({ id: 99, text: 'x' })),
      'tasks/3/id',
    );
  });

  it('say which table or column is missing, or is something else', () => {
    const database = folder.make('CREATE TABLE other (id)');
    assert.equal(codeOf(listRows(folder.path)), 'none');
    database.exec(agentSchema);
    database.exec('ALTER TABLE spec_tasks ADD COLUMN more TEXT; PRAGMA user_version = 99');
    assert.equal(codeOf(listRows(folder.path)), 'listed');
    database.exec('ALTER TABLE spec_changes DROP COLUMN design');
    assert.equal(
      codeOf(listRows(folder.path)),
      '["database.noColumn",{"table":"spec_changes","column":"design"}]',
    );
    database.exec('DROP TABLE spec_changes; CREATE VIEW spec_changes AS SELECT * FROM other');
    assert.equal(codeOf(listRows(folder.path)), '["database.notTable",{"table":"spec_changes"}]');
    database.exec('DROP VIEW spec_changes; CREATE VIRTUAL TABLE spec_changes USING fts5(slug)');
    assert.equal(codeOf(listRows(folder.path)), '["database.notTable",{"table":"spec_changes"}]');
    database.exec('DROP TABLE spec_changes');
    assert.equal(codeOf(listRows(folder.path)), '["database.noTable",{"table":"spec_changes"}]');
  });

  it('are not read where a table has triggers', () => {
    const database = folder.make(agentSchema);
    database.exec('CREATE TRIGGER t AFTER UPDATE ON Spec_Tasks BEGIN DELETE FROM spec_changes; END');
    assert.equal(codeOf(listRows(folder.path)), '["database.triggers",{"table":"spec_tasks"}]');
  });

  it('tell of values that are no text', () => {
    const database = folder.make(agentSchema, sampleRows);
    database.exec("UPDATE spec_tasks SET text = x'00ff' WHERE id = 42");
    const read = readRows(folder.path, [change, auth]);
    assert.deepEqual(read.kind === 'read' && read.texts[0], {
      kind: 'unreadable',
      problem: { code: 'database.value', data: { table: 'spec_tasks', column: 'text', row: '42' } },
    });
    assert.equal(read.kind === 'read' && read.texts[1]?.kind, 'text');
    database.exec("UPDATE spec_changes SET slug = x'ff'");
    const listed = listRows(folder.path);
    assert.deepEqual(listed.kind === 'listed' && listed.unnamed.map(({ row }) => row), ['1']);
    for (const value of ["'a' || char(0)", "CAST(x'ff41' AS TEXT)", '9007199254740993', '9e999']) {
      database.exec(
        `UPDATE spec_changes SET slug = 'add-2fa', title = 'x'; UPDATE spec_tasks SET text = 'x', seq = ${value}`,
      );
      const again = readRows(folder.path, [change]);
      assert.equal(again.kind === 'read' && again.texts[0]?.kind, 'unreadable', value);
    }
  });

  it('say why a file is none of a database, and wait for nobody', () => {
    mkdirSync(dirname(folder.path), { recursive: true });
    writeFileSync(folder.path, '');
    assert.equal(codeOf(listRows(folder.path)), '["database.empty",{}]');
    writeFileSync(folder.path, 'this is no database, and never was one'.repeat(100));
    assert.equal(codeOf(listRows(folder.path)), '["database.invalid",{}]');
    rmSync(folder.path);
    mkdirSync(folder.path);
    assert.equal(codeOf(listRows(folder.path)), '["file.unreadable",{"reason":"folder"}]');
    rmSync(folder.path, { recursive: true });
    assert.equal(codeOf(listRows(folder.path)), '["file.unreadable",{"reason":"missing"}]');
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [folder.path]);
    assert.equal(codeOf(listRows(folder.path)), '["file.unreadable",{"reason":"notRegular"}]');
    rmSync(folder.path);
    folder.make(agentSchema);
    folder.close();
    execFileSync('mkfifo', [`${folder.path}-wal`]);
    assert.equal(codeOf(listRows(folder.path)), '["file.unreadable",{"reason":"notRegular"}]');
    rmSync(`${folder.path}-wal`);
    symlinkSync('/etc/passwd', `${folder.path}-wal`);
    assert.equal(codeOf(listRows(folder.path)), '["file.unreadable",{"reason":"notRegular"}]');
  });

  it('say that somebody keeps them locked, within a moment', () => {
    folder.make(agentSchema, sampleRows);
    folder.close();
    const other = openDatabase(folder.path);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE spec_tasks SET seq = 9');
    try {
      const begun = performance.now();
      assert.equal(codeOf(listRows(folder.path)), '["database.locked",{}]');
      assert.ok(performance.now() - begun < 2000);
    } finally {
      other.close();
    }
    assert.equal(codeOf(listRows(folder.path)), 'listed');
  });

  it('are read whatever damage a file has', () => {
    folder.make(agentSchema, sampleRows);
    folder.close();
    const whole = readFileSync(folder.path);
    for (let at = 0; at < whole.length; at += 97) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xa5, at, Math.min(at + 60, damaged.length));
      rmSync(`${folder.path}-wal`, { force: true });
      rmSync(`${folder.path}-shm`, { force: true });
      writeFileSync(folder.path, damaged);
      assert.ok(['listed', 'none', 'failed'].includes(listRows(folder.path).kind));
      assert.ok(['read', 'none', 'failed'].includes(readRows(folder.path, [change, auth]).kind));
    }
  });
});
