import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { createLock, taskLock } from '../../src/core/formats/backlogMd/taskLock.ts';
import { isOpenAs, type OpenDocument } from '../../src/core/formats/format.ts';
import { openTask, plainFront, taskText } from '../support/backlogTexts.ts';
import { BacklogTool } from '../support/backlogTool.ts';
import { folderId, openFolder } from '../support/openedProject.ts';
import { Repository } from '../support/repository.ts';
import type { ClaimerTask } from './backlogClaimer.ts';
import type { NotingTask } from './backlogWorker.ts';
import { isLinearizable, readCalls, type Call } from './history.ts';

const full = process.env['THROUGHLINE_TORTURE'] === 'full';
const claimers = full ? { count: 24, tasks: 16, calls: 8 } : { count: 6, tasks: 3, calls: 4 };
const size = full ? { writers: 24, lines: 12 } : { writers: 6, lines: 4 };

/** Runs a process for each task to its end. */
async function runAll(worker: string, tasks: readonly { readonly name: string }[]): Promise<void> {
  await Promise.all(
    tasks.map((task) => {
      const child = fork(join(import.meta.dirname, worker), [JSON.stringify(task)]);
      return new Promise<void>((resolve, reject) => {
        child.once('exit', (code) => {
          if (code === 0) resolve();
          else reject(new Error(`${task.name} ended with ${String(code)}`));
        });
      });
    }),
  );
}

describe('Backlog.md’s own command line beside ours', () => {
  let repository: Repository;
  let root: string;
  let tool: BacklogTool;
  before(async function () {
    this.timeout(300_000);
    const why = await BacklogTool.install();
    if (why === undefined) return;
    console.log(`      skipped: ${why}`);
    this.skip();
  });
  beforeEach(async () => {
    repository = new Repository();
    root = repository.root;
    tool = new BacklogTool(root);
    await tool.init();
  });
  afterEach(() => {
    repository.dispose();
  });

  const lockOf = (id: string) => {
    const folder = folderId(root);
    return {
      tool: 'Backlog.md',
      document: { folder, path: 'backlog/tasks/x.md' },
      root: { folder, path: 'backlog' },
      names: ['.locks', `task-${id.toLowerCase()}`],
      staleAfterMs: 10_000,
    };
  };

  it('changes no task while we hold the lock that it takes for one', async () => {
    const id = await tool.create('One');
    const held = await openFolder(root).documents.writer.takeToolLock(lockOf(id));
    assert.ok(held.kind === 'held');
    const { exit, error } = await tool.run('task', 'edit', id, '-s', 'Done');
    assert.equal(exit, 1);
    assert.match(error, /TASK-1 is being modified by another process/);
    held.release();
    await tool.ask('task', 'edit', id, '-s', 'Done');
    assert.equal((await tool.view(id)).status, 'Done');
    assert.deepEqual(fs.readdirSync(join(root, 'backlog/.locks')), []);
  });

  it('takes the lock that we take for a task, however its ID is written', async () => {
    const folder = folderId(root);
    for (const [written, asked] of [
      ['TASK-7', '7'],
      ["'task-8'", '8'],
      ['9', 'TASK-9'],
      ['BACK-010', 'BACK-10'],
      ['TASK-11.2', '11.2'],
      ['TASK-12a', 'TASK-12a'],
      ['"TASK-13.x y"', 'TASK-13.x y'],
    ] as const) {
      const path = `backlog/tasks/task-${asked.replace(/^\D+-/, '')} - x.md`;
      const text = taskText([`id: ${written}`, ...plainFront.slice(1)]);
      fs.writeFileSync(join(root, path), text);
      const open: OpenDocument = openTask(text, path);
      assert.ok(isOpenAs(open, 'lines'));
      const lock = taskLock(open);
      assert.ok(lock, written);
      const taken = await openFolder(root).documents.writer.takeToolLock({
        ...lock,
        document: { folder, path },
        root: { folder, path: 'backlog' },
      });
      assert.ok(taken.kind === 'held', written);
      const { exit, out, error } = await tool.run('task', 'edit', asked, '-s', 'Done');
      assert.match(error, /is being modified by another process/, `${written}: ${exit} ${out}${error}`);
      taken.release();
      fs.rmSync(join(root, path));
    }
  });

  it('waits with a new task while we hold the lock that all worktrees share for that', async () => {
    const document = { folder: folderId(root), path: 'backlog/tasks/task-1 - One.md' };
    const held = await openFolder(root).documents.writer.takeToolLock(
      createLock({ system: 'backlogMd', path: 'backlog', place: '' }, document),
    );
    assert.ok(held.kind === 'held');
    assert.ok(fs.existsSync(join(root, '.git/backlog.md/locks/create')));
    const created = tool.create('One');
    const first = await Promise.race([
      created,
      new Promise<string>((resolve) => setTimeout(resolve, 4000, 'waiting')),
    ]);
    assert.equal(first, 'waiting');
    held.release();
    assert.equal(await created, 'TASK-1');
  });

  it(`and ours, ${claimers.count} claimers of ${claimers.tasks} tasks: what each was told happened, one after the other`, async () => {
    const tasks: ClaimerTask['tasks'][number][] = [];
    for (let i = 0; i < claimers.tasks; i++) {
      const id = await tool.create(`Task ${i}`);
      tasks.push({ id, path: (await tool.view(id)).path });
    }
    const logs = join(repository.parent, 'logs');
    fs.mkdirSync(logs);
    const enough = join(repository.parent, 'enough');
    const taskOf = (as: ClaimerTask['as'], i: number): ClaimerTask => ({
      ...{ as, root, tasks, name: `${as}${i}`, log: join(logs, `${as}${i}`), calls: claimers.calls, enough },
    });
    const half = Array.from({ length: claimers.count / 2 }, (_, i) => i);
    await Promise.all([
      runAll(
        'backlogClaimer.mjs',
        half.map((i) => taskOf(i % 3 === 2 ? 'command' : 'us', i)),
      ),
      runAll(
        'backlogClaimer.mjs',
        half.map((i) => taskOf('tool', i)),
      ).finally(() => {
        fs.writeFileSync(enough, '');
      }),
    ]);
    const { calls, refusals } = readCalls(logs);
    const done = calls.filter(({ result }) => result === true);
    const [ours, sets] = [
      done.filter(({ kind }) => kind !== 'set'),
      done.filter(({ kind }) => kind === 'set'),
    ];
    console.log(
      `      ${ours.length} of ours and ${sets.length} of the tool done, refused: ${JSON.stringify([...refusals])}`,
    );
    assert.ok(ours.length > claimers.tasks && sets.length === half.length * claimers.calls);
    for (const { id, path } of tasks) {
      const { assignees, status } = await tool.view(id);
      const [owner = ''] = assignees;
      assert.equal(status, owner === '' ? 'To Do' : 'In Progress');
      const now = process.hrtime.bigint();
      const seen: Call = {
        row: path,
        kind: 'read',
        owner: owner.slice(1),
        begun: now,
        ended: now,
        result: true,
      };
      assert.ok(isLinearizable([...calls.filter(({ row }) => row === path), seen]), path);
    }
    assert.deepEqual(fs.readdirSync(join(root, 'backlog/.locks')), []);
  });

  it(`and ours lose no line of each other: ${size.writers} processes, half of them its own`, async () => {
    const id = await tool.create('One', '--description', 'What it is for.', '--notes', 'First note.');
    const { path } = await tool.view(id);
    const logs = join(repository.parent, 'logs');
    fs.mkdirSync(logs);
    await runAll(
      'backlogWorker.mjs',
      Array.from({ length: size.writers }, (_, i): NotingTask => {
        const as = i % 2 === 0 ? 'us' : 'tool';
        const name = `${as}${i}`;
        // The start of a process is nearly all that a change of the tool takes.
        const lines = as === 'us' ? 10 * size.lines : size.lines;
        return { as, root, path, id, name, log: join(logs, name), lines };
      }),
    );
    const told = fs
      .readdirSync(logs)
      .flatMap((name) => fs.readFileSync(join(logs, name), 'utf8').split('\n').slice(0, -1));
    const text = fs.readFileSync(join(root, path), 'utf8');
    const { description, implementationNotes } = await tool.view(id);
    assert.equal(told.length, (size.writers / 2) * 11 * size.lines);
    for (const line of told) {
      assert.equal(text.split(line).length, 2, line);
      assert.ok((line.includes('us') ? description : implementationNotes)?.includes(line), line);
    }
    assert.deepEqual(fs.readdirSync(join(root, 'backlog/.locks')), []);
  });
});
