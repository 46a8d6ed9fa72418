import assert from 'node:assert/strict';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { branchProgress } from '../../src/core/views/branchProgress.ts';
import { agentDatabase } from '../../src/core/formats/specDatabase/places.ts';
import { livingSpecStatus } from '../../src/core/views/specStatus.ts';
import { drawn, outlineContext } from '../support/indexOf.ts';
import { OpenedProject } from '../support/openedProject.ts';
import { makeSample, temporaryFolder } from '../support/sample.mjs';
import { fillSample } from '../support/sampleDatabase.ts';
import { openDatabase, type TestDatabase } from '../support/specDatabase.ts';

const root = process.env['THROUGHLINE_ROOT'] ?? '';
const databaseWorker = join(root, 'dist/databaseWorker.cjs');

/** All tables with their rows. */
function dump(database: TestDatabase): unknown {
  const objects = database.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY name').all();
  const tables = objects.filter(({ type }) => type === 'table').map(({ name }) => String(name));
  const rows = tables.map((name) => [name, database.prepare(`SELECT * FROM ${name} ORDER BY id`).all()]);
  return JSON.parse(JSON.stringify({ objects, rows }));
}

describe('the spec database of the sample', () => {
  let parent: string;
  before(() => {
    parent = temporaryFolder();
  });
  after(() => {
    rmSync(parent, { recursive: true });
  });

  it('holds what the script says that makes it', () => {
    const [path, fresh] = [join(parent, 'copy.db'), join(parent, 'fresh.db')];
    copyFileSync(join(root, 'test/support/sample', agentDatabase), path);
    const [copy, made] = [openDatabase(path), openDatabase(fresh)];
    fillSample(made);
    assert.deepEqual(dump(copy), dump(made), 'run it again: node test/support/sampleDatabase.ts');
    copy.close();
    made.close();
  });

  it('is on the branch that is checked out, and shows what its changes do', async () => {
    const sample = makeSample(parent, { database: true });
    const opened = new OpenedProject(sample.root, undefined, { databaseWorker });
    try {
      await opened.load();
      await opened.project.idle();
      const { index } = opened;
      const lines = drawn(branchProgress(index, outlineContext()));
      const at = lines.findIndex((line) => line.trimStart().startsWith('Change hedge-slow-calls'));
      assert.match(lines[at] ?? '', /^ {2}\S/, 'it is below the row of the branch');
      assert.deepEqual(
        lines.slice(at, at + 9).map((line) => line.trim()),
        [
          'Change hedge-slow-calls (1/4 · 1 blocked · 4 deltas)',
          'calls: Slow calls are hedged (added · applies)',
          'calls: Calls have a deadline (modified · applies)',
          'discovery: Addresses are fixed (removed · applies)',
          'calls: Callers name themselves → Callers are known (renamed · applies)',
          '1.1 Measure how long calls take',
          '1.2 Wait for the 95th percentile (no owner)',
          '2.1 Choose another address (free)',
          '2.2 Drop the later answer (free)',
        ],
      );
      const [calls] = index.specs().filter(({ name }) => name === 'calls');
      assert.ok(calls);
      assert.match(livingSpecStatus(index, calls), /^_modified by hedge-slow-calls · 1\/4_$/m);
      const past = livingSpecStatus(index, calls)
        .split('\n')
        .filter((line) => line.startsWith('>'));
      assert.deepEqual(past, [
        '> Added by add-deadlines · 2026-06-05  ',
        '> Calls to a service that hung were never answered, and took their callers with them.',
      ]);
    } finally {
      opened.dispose();
    }
  });
});
