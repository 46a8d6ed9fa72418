import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { addTask } from '../../src/core/operations/addTask.ts';
import { assign } from '../../src/core/operations/assign.ts';
import { claim } from '../../src/core/operations/claim.ts';
import { finish } from '../../src/core/operations/finish.ts';
import type { DocumentInput } from '../../src/core/operations/inputs.ts';
import type { Write } from '../../src/core/operations/operation.ts';
import { release } from '../../src/core/operations/release.ts';
import { reopen } from '../../src/core/operations/reopen.ts';
import { setStatus } from '../../src/core/operations/setStatus.ts';
import { undo } from '../../src/core/operations/undo.ts';
import { agentDatabase } from '../../src/core/formats/specDatabase/places.ts';
import { specTables } from '../../src/core/model/specRows.ts';
import { keyIn, toKey } from '../../src/core/text/key.ts';
import { readRows } from '../../src/platform/node/specDatabase.ts';
import type { RunResult } from '../../src/project/running.ts';
import { OpenedProject } from '../support/openedProject.ts';
import { agentSchema, sampleRows, SpecFolder } from '../support/specDatabase.ts';

const databaseWorker = join(process.env['THROUGHLINE_ROOT'] ?? '', 'dist/databaseWorker.cjs');
const isLong = process.env['THROUGHLINE_TORTURE'] === 'full';
const change = toKey(`${agentDatabase}/changes/add-2fa.json`);

/** Something to do to one of the tasks. */
interface Verb {
  readonly name: 'claim' | 'release' | 'finish' | 'reopen' | 'assign' | 'status' | 'add';
  readonly row: number;
  readonly status: 'todo' | 'wip' | 'blocked' | 'done';
  readonly me: 'maple' | 'otter';
}

const verb: fc.Arbitrary<Verb> = fc.record({
  name: fc.constantFrom('claim', 'release', 'finish', 'reopen', 'assign', 'status', 'status', 'add'),
  row: fc.constantFrom(41, 42, 43),
  status: fc.constantFrom('todo', 'wip', 'blocked', 'done'),
  me: fc.constantFrom('maple', 'otter'),
});

/** Rows of all tables, by table and ID. */
type Rows = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

describe('verbs on rows of a database', () => {
  let folder: SpecFolder;
  let opened: OpenedProject;
  beforeEach(async () => {
    folder = new SpecFolder();
    folder.make(agentSchema, sampleRows);
    opened = new OpenedProject(folder.top, undefined, { databaseWorker });
    await opened.load();
  });
  afterEach(() => {
    opened.dispose();
    folder.dispose();
  });

  function run<Input>(operation: Write<Input>, input: Input, me: string): Promise<RunResult> {
    return opened.project.run(opened.folder, operation, input, { me, through: 'disk' });
  }

  function perform({ name, row, status, me }: Verb, count: number): Promise<RunResult> {
    const input = { document: change, task: keyIn(change, JSON.stringify(['r', row])) };
    const on = <Input extends DocumentInput>(operation: Write<Input>, more: object = {}) =>
      run(operation, { ...input, ...more } as unknown as Input, me);
    switch (name) {
      case 'claim':
        return on(claim);
      case 'release':
        return on(release);
      case 'finish':
        return on(finish);
      case 'reopen':
        return on(reopen);
      case 'assign':
        return on(assign, { owner: me });
      case 'status':
        return on(setStatus, { status });
      case 'add':
        return run(addTask, { document: change, title: `Task ${count} "of" <all>` }, me);
    }
  }

  function rowsNow(): Rows {
    const rows = new Map<string, Record<string, unknown>>();
    for (const { name } of specTables)
      for (const row of folder.database.prepare(`SELECT * FROM ${name}`).all())
        rows.set(`${name} ${String(row['id'])}`, { ...row });
    return rows;
  }

  /** `spec_tasks 42: status updated_at` for each row that is another one. */
  function difference(before: Rows, after: Rows): readonly string[] {
    const found: string[] = [];
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const [was, is] = [before.get(key), after.get(key)];
      if (was === undefined) found.push(`${key}: new`);
      else if (is === undefined) found.push(`${key}: gone`);
      else {
        const columns = Object.keys(was).filter((column) => was[column] !== is[column]);
        if (columns.length > 0) found.push(`${key}: ${columns.join(' ')}`);
      }
    }
    return found;
  }

  it('change what they name alone, and are undone', async () => {
    const verbs = fc.sample(verb, { numRuns: isLong ? 1000 : 300, seed: 7 });
    const kinds = new Map<string, number>();
    for (const [count, each] of verbs.entries()) {
      const before = rowsNow();
      const result = await perform(each, count);
      const changed = difference(before, rowsNow());
      const told = `${JSON.stringify(each)} ${JSON.stringify(result)} ${changed.join(', ')}`;
      kinds.set(`${each.name} ${result.kind}`, (kinds.get(`${each.name} ${result.kind}`) ?? 0) + 1);
      const own = new RegExp(`^spec_tasks ${each.row}: (?:status|updated_at|status updated_at)$`);
      const fine =
        result.kind !== 'done'
          ? changed.length === 0
          : each.name === 'add'
            ? changed.length === 1 && /^spec_tasks \d+: new$/.test(changed[0] ?? '')
            : changed.every((line) => own.test(line));
      assert.ok(fine, told);
      // Half of them stay, so that later ones meet what earlier ones left.
      if (result.kind !== 'done' || count % 2 === 0) continue;
      assert.ok(result.outcome.undo, told);
      const undone = await run(undo, result.outcome.undo.input, each.me);
      assert.equal(undone.kind, 'done', `${told} ${JSON.stringify(undone)}`);
      assert.deepEqual(difference(before, rowsNow()), [], told);
    }
    for (const name of ['claim', 'release', 'finish', 'reopen', 'assign', 'status', 'add'])
      assert.ok((kinds.get(`${name} done`) ?? 0) > 1, `${name}: ${JSON.stringify([...kinds])}`);
  });

  it('lose nothing that another program commits meanwhile, and see nothing half-written', async () => {
    // Two values that are always equal, and a task for each round in another change: so that this one stays small.
    const script = `
      const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
      const database = new DatabaseSync(process.argv[1]);
      database.exec('PRAGMA busy_timeout = 30000; PRAGMA foreign_keys = ON');
      database.exec("INSERT INTO spec_changes (id, slug, created_at, updated_at) VALUES (2, 'two', '', '')");
      let isOver = false;
      process.stdin.on('data', () => { isOver = true; });
      let round = 0;
      const next = () => {
        round++;
        database.exec('BEGIN IMMEDIATE');
        database.prepare("UPDATE spec_changes SET why = ? WHERE id = 1").run('round ' + round);
        database.prepare("UPDATE spec_tasks SET text = ? WHERE id = 43").run('round ' + round);
        database.prepare("INSERT INTO spec_tasks (change_id, group_no, seq, text, created_at, updated_at) VALUES (2, 9, ?, ?, 'x', 'x')").run(round, 'theirs ' + round);
        database.exec('COMMIT');
        process.stdout.write(round + '\\n');
        if (isOver) process.exit(0);
        setTimeout(next, 20 + (round % 7) * 5);
      };
      next();
    `;
    const child = spawn(process.execPath, ['--no-warnings', '-e', script, folder.path], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    let committed = 0;
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      committed = Number(line);
    });
    await new Promise<void>((resolve) => {
      lines.once('line', () => {
        resolve();
      });
    });
    const verbs = fc.sample(verb, { numRuns: isLong ? 1000 : 300, seed: 11 });
    const statuses = new Map<number, unknown>();
    let added = 0;
    let contended = 0;
    try {
      for (const [count, each] of verbs.entries()) {
        const result = await perform(each, count);
        assert.ok(result.kind !== 'unknown', JSON.stringify(result));
        // On a slow machine the other one may always be quicker: then that is told, and nothing was written.
        if (result.kind === 'refused' && result.code === 'file.contended') contended++;
        if (result.kind === 'done' && each.name === 'add') added++;
        const read = readRows(folder.path, [{ kind: 'change', name: 'add-2fa' }]);
        assert.ok(read.kind === 'read', JSON.stringify(read));
        const [text] = read.texts;
        assert.ok(text?.kind === 'text');
        const { why, tasks } = JSON.parse(text.text) as {
          readonly why: string;
          readonly tasks: readonly { readonly id: number; readonly text: string; readonly status: string }[];
        };
        const tied = tasks.find(({ id }) => id === 43);
        assert.equal(tied?.text, why);
        statuses.set(each.row, tasks.find(({ id }) => id === each.row)?.status);
      }
    } finally {
      child.stdin.write('end\n');
    }
    assert.equal(await ended, 0);
    const count = (like: string): unknown =>
      folder.database.prepare('SELECT count(*) AS n FROM spec_tasks WHERE text LIKE ?').get(like)?.['n'];
    assert.equal(count('theirs %'), committed);
    assert.equal(count('Task %'), added);
    const why = folder.database.prepare('SELECT why FROM spec_changes WHERE id = 1').get()?.['why'];
    assert.equal(why, `round ${committed}`);
    for (const [row, status] of statuses)
      assert.equal(
        folder.database.prepare('SELECT status FROM spec_tasks WHERE id = ?').get(row)?.['status'],
        status,
      );
    assert.ok(
      committed > 20 && added > 5 && contended * 2 < verbs.length,
      `${committed} ${added} ${contended}`,
    );
  });
});
