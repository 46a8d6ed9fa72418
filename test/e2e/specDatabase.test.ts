import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { agentDatabase, ownDatabase } from '../../src/core/formats/specDatabase/places.ts';
import { Repository } from '../support/repository.ts';
import { agentSchema, runSql, sampleRows } from '../support/specDatabase.ts';
import { ensureWebHost } from '../support/webHost.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

describe('a spec database in VS Code', function () {
  // Each step goes on from the one before.
  this.bail(true);
  const repository = new Repository();
  const path = join(repository.root, agentDatabase);
  let node: string;
  let workbench: Workbench;
  const row = (name: RegExp): Promise<void> => workbench.row(name).waitFor();
  const statusOf = (id: number): unknown =>
    runSql(node, path, `SELECT status FROM spec_tasks WHERE id = ${id}`)[0]?.['status'];

  before(async () => {
    repository.commit('2026-06-11', { '.gitignore': '.dirge/\n' });
    ({ node } = await ensureWebHost());
    mkdirSync(dirname(path), { recursive: true });
    runSql(node, path, `PRAGMA journal_mode = WAL; ${agentSchema} ${sampleRows}`);
    workbench = await Workbench.open(repository.root, { settings: { 'throughline.owner': 'heron' } });
    await workbench.openContainer();
    await workbench.row(/^Branch main, checked out/).waitFor({ timeout: 60_000 });
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });
  after(async () => {
    await workbench.close();
    repository.dispose();
  });

  it('has a row for each change, with its tasks, and its living specs', async () => {
    // The only active change of a database is the work of the branch that is checked out.
    await workbench.expand(/^Branch main, checked out/);
    await row(/^Task 1\.2 Send the code.*todo/);
    await workbench.openView('Specs');
    await workbench.row(/^Spec auth/, 'Specs').waitFor();
  });

  it('has its tasks claimed, finished and undone in the database', async () => {
    await workbench.openView('Branch Progress');
    await workbench.contextMenu(/^Task 1\.2/, 'Claim Task');
    await row(/^Task 1\.2 Send the code.*wip, heron \(you\)/);
    await workbench.until(() => {
      assert.equal(statusOf(42), 'in_progress');
    });
    await workbench.contextMenu(/^Task 1\.2/, 'Finish Task');
    await workbench.until(() => {
      assert.equal(statusOf(42), 'done');
    });
    await workbench.command('Throughline: Undo Last Change');
    await workbench.until(() => {
      assert.equal(statusOf(42), 'in_progress');
    });
  });

  it('follows what another program writes', async () => {
    runSql(node, path, "UPDATE spec_tasks SET status = 'blocked', text = 'Write it up' WHERE id = 43");
    await row(/^Task 2\.1 Write it up.*blocked/);
  });

  it('opens the rows of a change at a task, to be read', async () => {
    await workbench.clickRow(/^Task 1\.2/);
    await workbench.tab(/^add-2fa\.json/).waitFor();
    await workbench.page.getByText('"slug": "add-2fa"').first().waitFor();
  });

  it('is made by a command, with what git ignores of it', async () => {
    await workbench.command('Throughline: Initialize Spec Database');
    await workbench.pick(/^Create and Ignore in Git/);
    const own = join(repository.root, ownDatabase);
    await workbench.until(() => {
      assert.ok(existsSync(own));
      assert.equal(
        readFileSync(join(repository.root, '.gitignore'), 'utf8'),
        '.dirge/\n/.throughline/specs.db*\n',
      );
    });
    runSql(
      node,
      own,
      "INSERT INTO spec_changes (slug, title, status, created_at, updated_at) VALUES ('own', 'Our own', 'active', '', '')",
    );
    // Each database has one change that is active: both are the work of the branch.
    await row(/^Branch main, checked out, Change own, no tasks, wip, Change add-2fa, 1 blocked/);
  });
});
