import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { refusalMessage } from '../../src/core/messages/refusals.ts';
import type { Refusal } from '../../src/core/model/refusal.ts';
import type { BranchStarted } from '../../src/project/branchStart.ts';
import { Repository } from '../support/repository.ts';
import type { BranchTask } from './branchWorker.ts';
import { killAll } from './claimers.ts';
import { isLinearizable, readCalls, type Call } from './history.ts';

const full = process.env['THROUGHLINE_TORTURE'] === 'full';
const worker = join(import.meta.dirname, 'branchWorker.mjs');

const table = (branch: string, rows: number): string =>
  `# ${branch}\n\nBranch: \`${branch}\`\n\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n${Array.from({ length: rows }, (_, i) => `| Row ${i} | todo | - | \\| Ä |\n`).join('')}`;

describe('many processes in the worktrees of a clone', () => {
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository();
  });
  afterEach(() => {
    repository.dispose();
  });

  const processes = full ? { workers: 24, rows: 40, kills: 100 } : { workers: 6, rows: 6, kills: 6 };
  const commands = full ? { workers: 12, rows: 20, kills: 40 } : { workers: 4, rows: 3, kills: 4 };
  for (const [mode, how, every, size] of [
    ['claim', 'that stay', 60, processes],
    ['claimByCommand', 'with a command line for each call', 600, commands],
  ] as const)
    it(`claim each row for one, in its branch’s own file: ${size.workers} claimers ${how} in 5 worktrees, ${5 * size.rows} rows of 5 branches, ${size.kills} kills`, async () => {
      // Every branch has a copy of every file, as branches that left main later do.
      const files = Array.from({ length: 5 }, (_, i) => ({
        branch: `feat/b${i}`,
        path: `tracking/progress/2026-06-11-feat-b${i}.md`,
        at: join(repository.parent, `kit-${i}`),
      }));
      repository.commit(
        '2026-06-11',
        Object.fromEntries(files.map(({ branch, path }) => [path, table(branch, size.rows)])),
      );
      for (const { branch, at } of files) repository.git('worktree', 'add', '--quiet', at, '-b', branch);
      const logs = join(repository.parent, 'logs');
      const enough = join(repository.parent, 'enough');
      fs.mkdirSync(logs);
      let begun = 0;
      let killed = 0;
      const alive = new Map<string, ChildProcess>();
      await new Promise<void>((resolve) => {
        const start = (): void => {
          const name = `w${++begun}`;
          const root = files[begun % 5]?.at ?? '';
          const task: BranchTask = { mode, root, name, log: join(logs, name), enough, files };
          const child = fork(worker, [JSON.stringify(task)], {
            stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
            // With what it started, it can be killed as one.
            detached: true,
          });
          alive.set(name, child);
          child.once('exit', (code, signal) => {
            alive.delete(name);
            assert.ok(signal === 'SIGKILL' || code === 0, `a worker ended with ${String(code)}`);
            if (signal === 'SIGKILL') start();
            else if (alive.size === 0) resolve();
          });
        };
        for (let i = 0; i < size.workers; i++) start();
        const kill = setInterval(() => {
          // Only one that has begun to claim: the start of a process is not what is tried here.
          const busy = [...alive].filter(([name]) => fs.existsSync(join(logs, name)));
          const [, victim] = busy[Math.floor(Math.random() * busy.length)] ?? [];
          if (killed < size.kills && victim !== undefined && killAll(victim)) killed++;
          if (alive.size === 0) clearInterval(kill);
          else if (killed >= size.kills) fs.writeFileSync(enough, '');
        }, every);
      });

      const { calls, refusals } = readCalls(logs);
      const done = calls.filter(({ result }) => result === true).length;
      const unknown = calls.filter(({ ended }) => ended === undefined).length;
      console.log(
        `      ${done} done, ${unknown} unknown, ${killed} killed, refused: ${JSON.stringify([...refusals])}`,
      );
      const last = calls.reduce(
        (max, { begun: from, ended }) => [max, from, ended ?? 0n].reduce((a, b) => (a > b ? a : b)),
        0n,
      );
      for (const { branch, path, at } of files) {
        const text = fs.readFileSync(join(at, path), 'utf8');
        const owners = new Map(
          [...text.matchAll(/^\| (Row \d+) \| wip \| (\S+) \|/gm)].map(([, row = '', owner = '']) => [
            row,
            owner,
          ]),
        );
        assert.equal(owners.size, size.rows, `${branch}: every row is claimed, none is lost`);
        assert.equal(
          text.replace(/\| wip \| \S+ \|/g, '| todo | - |'),
          table(branch, size.rows),
          'no other byte',
        );
        for (const [row, owner] of owners) {
          const at = `${branch} ${row}`;
          const seen: Call = {
            row: at,
            kind: 'read',
            owner,
            begun: last + 1n,
            ended: last + 2n,
            result: true,
          };
          assert.ok(isLinearizable([...calls.filter((call) => call.row === at), seen]), at);
        }
        // Copies in other worktrees stay as they were.
        for (const other of [...files.map((each) => each.at), repository.root])
          if (other !== at)
            assert.equal(fs.readFileSync(join(other, path), 'utf8'), table(branch, size.rows));
        assert.deepEqual(
          fs.readdirSync(join(at, 'tracking/progress')).length,
          5,
          'nothing is left beside the files',
        );
      }
      assert.equal(killed, size.kills);
    });

  it('start the branch of one backlog item: one does, seven are told that it is there', async () => {
    repository.commit('2026-06-11', { 'tracking/backlog/wanted.md': '# Wanted\n' });
    const roots = [
      repository.root,
      ...[0, 1, 2, 3].map((i) => repository.worktree(`kit-${i}`, '-b', `feat/b${i}`)),
    ];
    const children = Array.from({ length: 8 }, (_, i) => {
      const task: BranchTask = {
        mode: 'start',
        root: roots[i % 5] ?? '',
        name: '',
        log: '',
        enough: '',
        files: [],
      };
      return fork(worker, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    });
    const answers = (): Promise<unknown[]> =>
      Promise.all(children.map((child) => new Promise((resolve) => child.once('message', resolve))));
    assert.deepEqual(await answers(), Array(8).fill('ready'));
    const results = answers();
    for (const child of children) child.send('go');
    const all = (await results) as (BranchStarted | Refusal)[];
    assert.equal(all.filter(({ kind }) => kind === 'started').length, 1, JSON.stringify(all));
    for (const each of all) {
      if (each.kind === 'started') continue;
      assert.match(each.code, /^branch\.(?:exists|notStarted)$/);
      assert.match(refusalMessage(each), /already|exists/i);
    }
    assert.match(repository.git('branch', '--list', 'feat/wanted'), /feat\/wanted/);
    const there = join(repository.parent, 'repo-feat-wanted');
    assert.deepEqual(fs.readdirSync(join(there, 'tracking/progress')), ['2026-06-20-feat-wanted.md']);
    assert.equal(
      fs.readFileSync(join(there, 'tracking/backlog/wanted.md'), 'utf8'),
      '# Wanted\nBranch: feat/wanted\n',
    );
  });
});
