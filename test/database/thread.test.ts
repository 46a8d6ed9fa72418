import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { agentDatabase } from '../../src/core/formats/specDatabase/places.ts';
import { DatabaseThread } from '../../src/platform/node/databaseThread.ts';
import { temporaryFolder } from '../support/sample.mjs';
import { OpenedProject } from '../support/openedProject.ts';
import { agentSchema, openDatabase, sampleRows, SpecFolder } from '../support/specDatabase.ts';

const databaseWorker = join(process.env['THROUGHLINE_ROOT'] ?? '', 'dist/databaseWorker.cjs');

function raise(error: unknown): never {
  throw error;
}

describe('the thread that asks a database', () => {
  let folder: SpecFolder;
  beforeEach(() => {
    folder = new SpecFolder();
  });
  afterEach(() => {
    folder.dispose();
  });

  it('is left to itself where it takes too long, and the next question is answered by another', async () => {
    const file = join(folder.top, 'slow.cjs');
    // The first of them never answers; the others do.
    writeFileSync(
      file,
      `const { parentPort } = require('node:worker_threads');
       const fs = require('node:fs');
       const mark = ${JSON.stringify(join(folder.top, 'begun'))};
       parentPort.on('message', ({ id }) => {
         if (!fs.existsSync(mark)) { fs.writeFileSync(mark, ''); for (;;); }
         parentPort.postMessage({ id, result: { kind: 'none' } });
       });
       parentPort.postMessage('ready');`,
    );
    const thread = new DatabaseThread(file, raise);
    const ask = () => thread.ask({ kind: 'list', path: folder.path });
    const begun = performance.now();
    const [first, second] = await Promise.all([ask(), ask()]);
    assert.ok(performance.now() - begun < 5000);
    assert.deepEqual(first, { kind: 'failed', problem: { code: 'database.slow', data: { seconds: 1 } } });
    assert.deepEqual(second, { kind: 'none' });
    thread.dispose();
  });

  it('answers also where its code cannot be loaded, or ends', async () => {
    const errors: unknown[] = [];
    for (const code of ['throw new Error("broken")', 'process.exit(3)']) {
      const file = join(folder.top, 'broken.cjs');
      writeFileSync(file, code);
      const thread = new DatabaseThread(file, (error) => errors.push(error));
      const answer = await thread.ask({ kind: 'list', path: folder.path });
      assert.equal(answer.kind === 'failed' && answer.problem.code, 'database.failed');
      thread.dispose();
      const after = await thread.ask({ kind: 'list', path: folder.path });
      assert.equal(after.kind, 'failed');
    }
    assert.equal(errors.length, 1);
  });

  it('is not asked about what a link leads to out of the workspace', async () => {
    const outside = temporaryFolder();
    const target = join(outside, 'state.db');
    const other = openDatabase(target);
    other.exec(agentSchema);
    other.close();
    mkdirSync(dirname(folder.path), { recursive: true });
    symlinkSync(target, folder.path);
    const opened = new OpenedProject(folder.top, undefined, { databaseWorker });
    await opened.load();
    const told = [...opened.index.files()].flatMap(({ id, problems }) =>
      problems.map(({ code, data }) => `${id.path} ${code} ${JSON.stringify(data)}`),
    );
    assert.deepEqual(told, [`${agentDatabase} file.outside ${JSON.stringify({ target })}`]);
    assert.ok(!existsSync(`${target}-shm`));
    opened.dispose();
    rmSync(outside, { recursive: true });
  });

  it('tells a lock that ends by itself', async () => {
    folder.make(agentSchema, sampleRows);
    folder.close();
    const other = openDatabase(folder.path);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE spec_tasks SET seq = seq');
    const opened = new OpenedProject(folder.top, undefined, { databaseWorker });
    await opened.load();
    const codes = () => [...opened.index.files()].flatMap(({ problems }) => problems.map(({ code }) => code));
    assert.deepEqual(codes(), ['database.locked']);
    const changed = new Promise<void>((resolve) => {
      const listener = opened.project.onDidChange(() => {
        if (opened.index.streams().length === 0 || codes().length > 0) return;
        listener.dispose();
        resolve();
      });
    });
    other.exec('ROLLBACK');
    other.close();
    await changed;
    opened.dispose();
  });
});
