import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addTask } from '../../src/core/operations/addTask.ts';
import { claim } from '../../src/core/operations/claim.ts';
import { initializeSpecDatabase } from '../../src/core/operations/initializeSpecDatabase.ts';
import { specTables } from '../../src/core/model/specRows.ts';
import { getRationale } from '../../src/core/operations/rationale.ts';
import { finish } from '../../src/core/operations/finish.ts';
import { agentDatabase, ownDatabase } from '../../src/core/formats/specDatabase/places.ts';
import type { Stream, StreamTask } from '../../src/core/model/item.ts';
import type { DocumentInput } from '../../src/core/operations/inputs.ts';
import type { Write } from '../../src/core/operations/operation.ts';
import type { RunResult } from '../../src/project/running.ts';
import { toKey } from '../../src/core/text/key.ts';
import { runOn } from '../support/attempt.ts';
import { OpenedProject } from '../support/openedProject.ts';
import {
  agentSchema,
  openDatabase,
  sampleRows,
  SpecFolder,
  type TestDatabase,
} from '../support/specDatabase.ts';

const root = process.env['THROUGHLINE_ROOT'] ?? '';
const databaseWorker = join(root, 'dist/databaseWorker.cjs');
const changePath = `${agentDatabase}/changes/add-2fa.json`;

describe('a database of specs in a project', () => {
  let folder: SpecFolder;
  let opened: OpenedProject | undefined;
  beforeEach(() => {
    folder = new SpecFolder();
  });
  afterEach(() => {
    opened?.dispose();
    opened = undefined;
    folder.dispose();
  });

  async function open(watch = false): Promise<OpenedProject> {
    opened = new OpenedProject(folder.top, undefined, { databaseWorker, watch });
    await opened.load();
    return opened;
  }

  function run<Input extends DocumentInput>(
    { project, folder: id }: OpenedProject,
    operation: Write<Input>,
    input: Omit<Input, 'document'>,
  ): Promise<RunResult> {
    return runOn(project, { folder: id, key: toKey(changePath) }, operation, input, {
      me: 'maple',
      through: 'disk',
    });
  }

  function streamIn({ index }: OpenedProject): Stream {
    const [stream] = index.streams();
    assert.ok(stream);
    return stream;
  }

  function taskIn(project: OpenedProject, title: string): StreamTask {
    const task = streamIn(project).tasks.find((each) => each.title.value === title);
    assert.ok(task, title);
    return task;
  }

  it('has the rationale of a change, its texts whole', async () => {
    const why = Array.from({ length: 100 }, (_, i) => `Reason ${i}.`).join('\n\n');
    folder.make(agentSchema, sampleRows, `UPDATE spec_changes SET why = '${why}', design = '# A clock'`);
    const { project, folder: id } = await open();
    const asked = { document: toKey(changePath) };
    const answer = await project.askOpened(id, getRationale, asked, { me: '' });
    assert.ok(answer.kind === 'rationale');
    assert.equal(
      answer.text,
      `# Two-factor login\n\nadd-2fa · 0/3\n\n## Why\n\n${why}\n\n## What changes\n\nAsk for a code.\n\n## Design\n\n### A clock\n\n## Requirements\n\n- added auth: Two factors\n`,
    );
  });

  it('has changes as streams and capabilities as specs', async () => {
    folder.make(agentSchema, sampleRows);
    const project = await open();
    const stream = streamIn(project);
    assert.deepEqual(
      [stream.title, stream.name, stream.called, stream.status],
      ['Two-factor login', 'add-2fa', 'specDatabase', 'wip'],
    );
    assert.deepEqual(
      stream.tasks.map(({ id, title, status }) => `${id ?? ''} ${title.value} ${status.value}`),
      ['1.1 Ask for a code wip', '1.2 Send the code todo', '2.1 Write it down todo'],
    );
    assert.deepEqual(
      stream.fields.map(({ name, value }) => `${name}: ${value}`),
      ['Why: Passwords leak.', 'What: Ask for a code.'],
    );
    const [spec] = project.index.specs();
    assert.deepEqual(
      spec?.criteria.map(({ id, scenarios }) => [id, scenarios]),
      [['Login', ['Wrong password: WHEN it is wrong THEN nobody gets in']]],
    );
  });

  it('has tasks claimed with a line beside it, finished and added', async () => {
    folder.make(agentSchema, sampleRows);
    const project = await open();
    const send = taskIn(project, 'Send the code');
    const claimed = await run(project, claim, { task: send.key });
    assert.equal(claimed.kind, 'done', JSON.stringify(claimed));
    const claims = join(folder.top, '.throughline/claims.jsonl');
    assert.match(readFileSync(claims, 'utf8'), /state\.db\/changes\/add-2fa\.json#/);
    const status = (id: number) =>
      folder.database.prepare('SELECT status, updated_at FROM spec_tasks WHERE id = ?').get(id);
    assert.equal(status(42)?.['status'], 'in_progress');
    assert.match(String(status(42)?.['updated_at']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    await project.refresh();
    assert.equal(taskIn(project, 'Send the code').owner.value, 'maple');
    const done = await run(project, finish, { task: send.key });
    assert.equal(done.kind, 'done', JSON.stringify(done));
    assert.equal(status(42)?.['status'], 'done');
    assert.doesNotMatch(readFileSync(claims, 'utf8'), /add-2fa/);
    const added = await run(project, addTask, { title: 'Test it' });
    assert.equal(added.kind, 'done', JSON.stringify(added));
    const row = folder.database.prepare('SELECT * FROM spec_tasks WHERE id > 43').get();
    assert.deepEqual(
      [row?.['group_no'], row?.['seq'], row?.['text'], row?.['status']],
      [2, 2, 'Test it', 'pending'],
    );
  });

  it('is followed while others write, and while it comes and goes', async () => {
    const project = await open(true);
    const waitFor = (isThere: () => boolean): Promise<void> =>
      new Promise((resolve, reject) => {
        const end = (error?: Error): void => {
          listener.dispose();
          clearTimeout(timer);
          if (error === undefined) resolve();
          else reject(error);
        };
        const look = (): void => {
          if (isThere()) end();
        };
        const listener = project.project.onDidChange(look);
        const timer = setTimeout(() => {
          end(new Error('nothing came'));
        }, 20_000);
        look();
      });
    const titles = (): string =>
      project.index
        .streams()
        .map(({ title, tasks }) => `${title}: ${tasks.map(({ status }) => status.value).join(' ')}`)
        .join(', ');
    folder.make(agentSchema, sampleRows);
    await waitFor(() => titles() === 'Two-factor login: wip todo todo');
    folder.database.exec("UPDATE spec_tasks SET status = 'blocked' WHERE id = 43");
    await waitFor(() => titles() === 'Two-factor login: wip todo blocked');
    folder.database.exec(
      "INSERT INTO spec_changes (slug, title, created_at, updated_at) VALUES ('two', 'Two', 'x', 'x')",
    );
    await waitFor(() => titles() === 'Two-factor login: wip todo blocked, Two: ');
    folder.close();
    for (const end of ['', '-wal', '-shm']) rmSync(`${folder.path}${end}`, { force: true });
    await waitFor(() => titles() === '');
  });

  it('is made with its tables, once, and what git ignores of it', async () => {
    writeFileSync(join(folder.top, '.gitignore'), 'dist');
    const project = await open();
    const init = (ignore: boolean): Promise<RunResult> =>
      project.project.run(project.folder, initializeSpecDatabase, { ignore }, { me: '', through: 'disk' });
    const made = await init(true);
    assert.ok(made.kind === 'done', JSON.stringify(made));
    assert.equal(readFileSync(join(folder.top, '.gitignore'), 'utf8'), 'dist\n/.throughline/specs.db*\n');
    const again = await init(false);
    assert.equal(again.kind === 'refused' && again.code, 'file.exists');
    const [undo] = made.outcome.undo?.input.changes ?? [];
    assert.equal(undo?.kind, 'edit');
    const own = openDatabase(join(folder.top, ownDatabase));
    const tables = (database: TestDatabase): unknown =>
      specTables.map(({ name }) =>
        database
          .prepare(`SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info('${name}')`)
          .all()
          .map((each) => ({ ...each })),
      );
    assert.deepEqual(tables(own), tables(folder.make(agentSchema)));
    own.exec(sampleRows);
    own.close();
    await project.refresh();
    assert.deepEqual(
      project.index.streams().map(({ location }) => location.document.path),
      [`${ownDatabase}/changes/add-2fa.json`],
    );
  });

  it('is one row with its problem where it cannot be read, and leaves the rest alone', async () => {
    folder.make(agentSchema);
    folder.database.exec('ALTER TABLE spec_tasks DROP COLUMN text');
    const project = await open();
    const problems = [...project.index.files()].flatMap((file) =>
      file.problems.map(({ code }) => `${file.id.path}: ${code}`),
    );
    assert.deepEqual(problems, [`${agentDatabase}: database.noColumn`]);
    folder.close();
    const other = openDatabase(folder.path);
    other.exec("ALTER TABLE spec_tasks ADD COLUMN text TEXT NOT NULL DEFAULT 'x'; BEGIN EXCLUSIVE");
    other.close();
    await project.refresh();
    assert.deepEqual([...project.index.files()], []);
    assert.equal(existsSync(folder.path), true);
  });
});
