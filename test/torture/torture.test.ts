import assert from 'node:assert/strict';
import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claim } from '../../src/core/operations/claim.ts';
import { refusalMessage } from '../../src/core/messages/refusals.ts';
import { toKey } from '../../src/core/text/key.ts';
import type { Refusal } from '../../src/core/model/refusal.ts';
import { FileLocks } from '../../src/platform/node/fileLock.ts';
import { lockFolderOf } from '../../src/platform/node/lockPlace.ts';
import { ownIdentity } from '../../src/platform/node/processIdentity.ts';
import { Project } from '../../src/project/project.ts';
import { folderId, openFolder } from '../support/openedProject.ts';
import { isLinearizable, readCalls, type Call } from './history.ts';
import type { Task } from './worker.ts';

const full = process.env['THROUGHLINE_TORTURE'] === 'full';
const worker = join(import.meta.dirname, 'worker.mjs');
const path = 'tracking/progress/2026-06-11-feat-x.md';

/** A table with everything that a careless writer breaks: byte order mark, CRLF, escaped pipes, no final newline. */
function table(rows: number): string {
  const lines = [
    '# feat/x',
    'Branch: `feat/x`',
    '',
    '| Task | Status | Owner | Notes 🦦 |',
    '|---|---|---|---|',
    ...Array.from({ length: rows }, (_, i) => `| Row ${i} | todo | - | \\| Ä \`a\\|b\` REQ-${i}  |`),
    '',
    '## Notes',
    '- nobody: ends without a newline',
  ];
  return `\uFEFF${lines.join('\r\n')}`;
}

interface Run {
  readonly calls: readonly Call[];
  readonly refusals: ReadonlyMap<string, number>;
  readonly killed: number;
  readonly before: string;
  readonly after: string;
  readonly left: readonly string[];
}

/** Lets workers at one file until `enough`, while some are killed and replaced. */
async function torture(options: {
  readonly rows: number;
  readonly workers: number;
  readonly kills: number;
  readonly mode: 'claim' | 'churn';
  readonly unlocked?: boolean;
  /** Calls after which no new ones begin; for `claim` the rows are the end. */
  readonly enough?: number;
  /** Another path to the same folder, for every other worker; made by who asks. */
  readonly also?: string;
  readonly root?: string;
  /** Somebody removes all that is shared about the lock, again and again. */
  readonly removals?: boolean;
}): Promise<Run> {
  const { rows, workers, kills, mode, unlocked = false, enough, also, removals = false } = options;
  const root = options.root ?? fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-torture-'));
  const file = join(root, path);
  const logs = join(root, 'logs');
  for (const folder of ['tracking/progress', '.git/objects', '.git/refs', 'logs'])
    fs.mkdirSync(join(root, folder), { recursive: true });
  const before = table(rows);
  fs.writeFileSync(file, before);
  let begun = 0;
  let killed = 0;
  let ending = false;
  const alive = new Set<ChildProcess>();
  await new Promise<void>((resolve) => {
    const start = (): void => {
      const name = `w${++begun}`;
      const from = begun % 2 === 0 ? (also ?? root) : root;
      const task: Task = { mode, root: from, path, name, log: join(logs, name), unlocked };
      const child = fork(worker, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      alive.add(child);
      child.once('exit', (_code, signal) => {
        alive.delete(child);
        if (signal === 'SIGKILL' && !ending) start();
        else if (alive.size === 0) resolve();
      });
    };
    for (let i = 0; i < workers; i++) start();
    const size = (): number =>
      fs
        .readdirSync(logs)
        .reduce((sum, name) => sum + fs.readFileSync(join(logs, name), 'latin1').split('\n').length / 2, 0);
    let removed = 0;
    const remove = setInterval(() => {
      if (alive.size === 0) clearInterval(remove);
      // Away at once, so that nobody is just making something in it.
      if (!removals || !fs.existsSync(join(root, '.git/throughline'))) return;
      fs.renameSync(join(root, '.git/throughline'), join(root, `.git/gone-${++removed}`));
    }, 10);
    const kill = setInterval(() => {
      const victims = [...alive];
      const victim = victims[Math.floor(Math.random() * victims.length)];
      if (killed < kills && victim?.kill('SIGKILL') === true) killed++;
      if (alive.size === 0 || enough === undefined || killed < kills || size() < enough) {
        if (alive.size === 0) clearInterval(kill);
        return;
      }
      clearInterval(kill);
      ending = true;
      for (const child of alive) child.kill('SIGKILL');
    }, 120);
  });

  const { calls, refusals } = readCalls(logs);
  const after = fs.readFileSync(file, 'utf8');

  // Whoever comes next finds the file free, and removes what the killed left.
  const project = new Project(openFolder(root), (error) => {
    throw error;
  });
  const input = { document: toKey(path), task: toKey(`${path}#Row 0`) };
  const next = await project.run(folderId(root), claim, input, { me: 'next', through: 'disk' });
  assert.ok(
    unlocked || next.kind === 'done' || (next.kind === 'refused' && next.code.startsWith('task.')),
    JSON.stringify(next),
  );
  const left = [
    ...fs.readdirSync(join(root, 'tracking/progress')).filter((name) => !path.endsWith(name)),
    ...(unlocked ? [] : fs.readdirSync(join(root, '.git/throughline/new'))),
  ];
  if (options.root === undefined) fs.rmSync(root, { recursive: true });
  return { calls, refusals, killed, before, after, left };
}

/** Status and owner of each row, and the text with both as they were at first. */
function readTable(text: string): {
  readonly rows: Map<string, { status: string; owner: string }>;
  readonly rest: string;
} {
  const rows = new Map<string, { status: string; owner: string }>();
  const rest = text.replace(
    /^\| (Row \d+) \| (\S+) \| (\S+) \|/gm,
    (_all, row: string, status: string, owner: string) => {
      assert.ok(!rows.has(row), `${row} stands there twice`);
      rows.set(row, { status, owner });
      return `| ${row} | todo | - |`;
    },
  );
  return { rows, rest };
}

function byRow(calls: readonly Call[]): Map<string, Call[]> {
  const found = new Map<string, Call[]>();
  for (const call of calls) {
    const list = found.get(call.row);
    if (list === undefined) found.set(call.row, [call]);
    else list.push(call);
  }
  return found;
}

/** Rows whose history cannot have been, the final state included. */
function wrongRows(run: Run): string[] {
  const { rows } = readTable(run.after);
  const last = run.calls.reduce(
    (max, { begun, ended }) => [max, begun, ended ?? 0n].reduce((a, b) => (a > b ? a : b)),
    0n,
  );
  const histories = byRow(run.calls);
  return [...rows].flatMap(([row, { status, owner }]) => {
    const seen = status === 'done' ? `done ${owner}` : status === 'todo' ? '' : owner;
    const read: Call = { row, kind: 'read', owner: seen, begun: last + 1n, ended: last + 2n, result: true };
    return isLinearizable([...(histories.get(row) ?? []), read]) ? [] : [row];
  });
}

function tell(run: Run): string {
  const done = run.calls.filter(({ result }) => result === true).length;
  const unknown = run.calls.filter(({ ended }) => ended === undefined).length;
  const refused = [...run.refusals].map(([code, count]) => `${code} ${count}`).join(', ');
  return `${done} done, ${unknown} unknown, ${run.killed} killed, refused: ${refused || 'none'}`;
}

describe('many processes at one file', () => {
  const claims = full ? { rows: 1000, workers: 24, kills: 200 } : { rows: 60, workers: 6, kills: 8 };
  it(`claim each row for one: ${claims.workers} claimers, ${claims.rows} rows, ${claims.kills} kills`, async () => {
    const run = await torture({ ...claims, mode: 'claim' });
    console.log(`      ${tell(run)}`);
    const { rows, rest } = readTable(run.after);
    assert.equal(rest, run.before, 'no byte outside of the edited cells');
    assert.equal(rows.size, claims.rows, 'no row is lost');
    const winners = byRow(run.calls.filter(({ result }) => result === true));
    for (const [row, { owner }] of rows) {
      const won = winners.get(row) ?? [];
      assert.ok(won.length <= 1, `${row} has ${won.length} winners`);
      if (won[0] !== undefined) assert.equal(owner, won[0].owner, row);
    }
    assert.deepEqual(wrongRows(run), []);
    assert.deepEqual(run.left, [], 'nothing is left beside the file');
    assert.ok(run.killed >= claims.kills / 2, `${run.killed} killed`);
  });

  const churn = full
    ? { rows: 600, workers: 16, kills: 150, enough: 4500 }
    : { rows: 40, workers: 6, kills: 6, enough: 150 };
  it(`claim, release and finish as if one after the other: ${churn.workers} workers, ${churn.rows} rows, ${churn.kills} kills`, async () => {
    const run = await torture({ ...churn, mode: 'churn' });
    console.log(`      ${tell(run)}`);
    assert.equal(readTable(run.after).rest, run.before, 'no byte outside of the edited cells');
    assert.deepEqual(wrongRows(run), []);
    const done = run.calls.filter(({ result }) => result === true).length;
    assert.ok(done >= (full ? 2000 : 50), `${done} done`);
    assert.deepEqual(run.left, []);
  });

  it('claim each row for one although somebody removes the lock’s folder again and again', async () => {
    const run = await torture({ rows: full ? 400 : 60, workers: 6, kills: 4, mode: 'claim', removals: true });
    console.log(`      ${tell(run)}`);
    assert.equal(readTable(run.after).rest, run.before, 'no byte outside of the edited cells');
    assert.deepEqual(wrongRows(run), []);
    assert.deepEqual(run.left, []);
  });

  it('claim each row for one by two paths, as in a container and outside', async function () {
    const top = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-torture-'));
    const [root, also] = [join(top, 'host'), join(top, 'workspaces')];
    for (const folder of [root, also]) fs.mkdirSync(folder);
    try {
      if (spawnSync('mount', ['--bind', root, also]).status !== 0) this.skip();
      const run = await torture({ rows: full ? 600 : 60, workers: 6, kills: 6, mode: 'claim', root, also });
      console.log(`      ${tell(run)}`);
      assert.equal(readTable(run.after).rest, run.before, 'no byte outside of the edited cells');
      assert.deepEqual(wrongRows(run), []);
      assert.equal(run.calls.filter(({ ended }) => ended === undefined).length <= run.killed, true);
      assert.deepEqual(run.left, []);
    } finally {
      spawnSync('umount', ['-l', also]);
      fs.rmSync(top, { recursive: true, force: true });
    }
  });

  it('are found out when they write without the lock', async () => {
    const run = await torture({ rows: 40, workers: 6, kills: 0, mode: 'churn', enough: 150, unlocked: true });
    console.log(`      ${tell(run)}, ${wrongRows(run).length} rows wrong`);
    assert.ok(wrongRows(run).length > 0);
  });

  const rounds = full ? 300 : 30;
  it(`never hold a stale lock together: 8 contenders, ${rounds} rounds`, async () => {
    const root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-stale-'));
    for (const folder of ['.git/objects', '.git/refs']) fs.mkdirSync(join(root, folder), { recursive: true });
    fs.writeFileSync(join(root, 'a.md'), '');
    const folder = lockFolderOf(join(root, 'a.md'));
    const task: Task = { mode: 'contend', root, path: 'a.md', name: '', log: '', unlocked: false };
    const children = Array.from({ length: 8 }, () =>
      fork(worker, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
    );
    const answers = (): Promise<unknown[]> =>
      Promise.all(children.map((child) => new Promise((resolve) => child.once('message', resolve))));
    await answers();
    for (let round = 0; round < rounds; round++) {
      fs.rmSync(folder, { recursive: true, force: true });
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(join(folder, '7'), JSON.stringify({ ...ownIdentity(), start: '1' }));
      const answered = answers();
      for (const child of children) child.send('go');
      assert.deepEqual(await answered, Array(8).fill('one'), `round ${round}`);
    }
    for (const child of children) child.kill('SIGKILL');
    fs.rmSync(root, { recursive: true });
  });
});

describe('a holder that does not answer', () => {
  it('is waited for while it is stopped, and named; once it is killed, the lock is free at once', async () => {
    const root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-stopped-'));
    for (const folder of ['.git/objects', '.git/refs']) fs.mkdirSync(join(root, folder), { recursive: true });
    const file = join(root, 'a.md');
    fs.writeFileSync(file, '');
    const task: Task = { mode: 'hold', root, path: 'a.md', name: '', log: '', unlocked: false };
    const holder = fork(worker, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await new Promise((resolve) => holder.once('message', resolve));
    holder.kill('SIGSTOP');
    const locks = new FileLocks({ patience: 300 });
    const take = (): Promise<string | Refusal> => locks.hold(file, () => Promise.resolve('taken'));
    const refused = await take();
    assert.ok(
      typeof refused === 'object' && refusalMessage(refused).includes(`process ${String(holder.pid)} on `),
    );
    const gone = new Promise((resolve) => holder.once('exit', resolve));
    holder.kill('SIGKILL');
    await gone;
    assert.equal(await take(), 'taken');
    fs.rmSync(root, { recursive: true });
  });
});

describe('the checker of histories', () => {
  const call = (
    kind: Call['kind'],
    owner: string,
    begun: number,
    ended?: number,
    takenBy?: string,
  ): Call => ({
    row: 'r',
    kind,
    owner,
    begun: BigInt(begun),
    ended: ended === undefined ? undefined : BigInt(ended),
    result: ended === undefined ? undefined : takenBy === undefined ? true : { takenBy },
  });
  it('accepts what can have been', () => {
    assert.ok(
      isLinearizable([call('claim', 'a', 1, 2), call('claim', 'b', 1, 4, 'a'), call('read', 'a', 5, 6)]),
    );
    assert.ok(
      isLinearizable([call('claim', 'a', 1, 2), call('release', 'a', 3, 4), call('claim', 'b', 3, 5)]),
    );
    assert.ok(isLinearizable([call('claim', 'a', 1), call('read', 'a', 5, 6)]), 'killed, and it happened');
    assert.ok(isLinearizable([call('claim', 'a', 1), call('read', '', 5, 6)]), 'killed before it happened');
  });
  it('refuses what cannot', () => {
    assert.ok(!isLinearizable([call('claim', 'a', 1, 2), call('claim', 'b', 3, 4)]), 'two winners');
    assert.ok(!isLinearizable([call('claim', 'a', 1, 2), call('read', '', 5, 6)]), 'a lost claim');
    assert.ok(!isLinearizable([call('claim', 'a', 1, 2, 'b')]), 'refused because of nobody');
    assert.ok(!isLinearizable([call('claim', 'a', 5), call('read', 'a', 1, 2)]), 'seen before it began');
  });
});
