import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { Repository } from '../support/repository.ts';
import type { BranchTask } from './branchWorker.ts';
import { readCalls } from './history.ts';

const full = process.env['THROUGHLINE_TORTURE'] === 'full';
const worker = join(import.meta.dirname, 'branchWorker.mjs');

const table = (branch: string, rows: number): string =>
  `# ${branch}\n\nBranch: \`${branch}\`\n\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n${Array.from({ length: rows }, (_, i) => `| Row ${i} | todo | - | \\| Ä |\n`).join('')}`;

const own = '\n## Notes\n\nOn its own branch.\n';

describe('branches that are switched while many claim', () => {
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository();
  });
  afterEach(() => {
    repository.dispose();
  });

  const size = full ? { workers: 8, rows: 200, switches: 300 } : { workers: 3, rows: 60, switches: 24 };
  it(`each claim is on the branch that it was told for: ${size.workers} claimers, 4 branches in 2 worktrees, ${size.switches} switches`, async () => {
    const files = Array.from({ length: 4 }, (_, i) => ({
      branch: `feat/b${i}`,
      path: `tracking/progress/2026-06-11-feat-b${i}.md`,
      at: '',
    }));
    repository.commit(
      '2026-06-11',
      Object.fromEntries(files.map(({ branch, path }) => [path, table(branch, size.rows)])),
    );
    // Each is different on its own branch: git takes changes along to a branch whose file is the same.
    for (const { branch, path } of files) {
      repository.git('switch', '--quiet', '--create', branch, 'main');
      repository.commit('2026-06-12', { [path]: table(branch, size.rows) + own });
    }
    repository.git('switch', '--quiet', 'main');
    const places = [0, 1].map((i) => repository.worktree(`kit-${i}`, `feat/b${i}`));
    const logs = join(repository.parent, 'logs');
    const enough = join(repository.parent, 'enough');
    fs.mkdirSync(logs);
    const ended = Array.from({ length: size.workers }, (_, i) => {
      const name = `w${i}`;
      const root = [...places, repository.root][i % 3] ?? '';
      const task: BranchTask = {
        mode: 'claimMoving',
        root,
        name,
        log: join(logs, name),
        enough,
        files,
        rows: size.rows,
      };
      const child = fork(worker, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      return new Promise<number | null>((resolve) => child.once('exit', resolve));
    });
    const begun = (): number => fs.readdirSync(logs).length;
    while (begun() < size.workers) await new Promise((resolve) => setTimeout(resolve, 20));

    const isChecked = (place: string): string => repository.git('-C', place, 'symbolic-ref', 'HEAD').trim();
    const attempt = (...args: readonly string[]): boolean => {
      try {
        repository.git(...args);
        return true;
      } catch {
        // Somebody claimed after the commit: git leaves the files as they are.
        return false;
      }
    };
    let switched = 0;
    let kept = 0;
    while (switched < size.switches) {
      const place = places[Math.floor(Math.random() * places.length)] ?? '';
      const taken = places.map(isChecked);
      const free = files.filter(({ branch }) => !taken.includes(`refs/heads/${branch}`));
      const to = free[Math.floor(Math.random() * free.length)]?.branch ?? '';
      attempt('-C', place, 'commit', '--quiet', '--all', '--message', 'Work');
      if (attempt('-C', place, 'switch', '--quiet', to)) switched++;
      else kept++;
      // Claims get their turn.
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    fs.writeFileSync(enough, '');
    assert.deepEqual(new Set(await Promise.all(ended)), new Set([0]));

    const { calls, refusals } = readCalls(logs);
    const done = calls.filter(({ result }) => result === true);
    // Git came in between: it may have taken the claim along, or not.
    const doubtful = new Set(calls.filter(({ ended }) => ended === undefined).map(({ owner }) => owner));
    console.log(
      `      ${done.length} done, ${doubtful.size} unknown, ${switched} switches, ${kept} kept back by a claim, refused: ${JSON.stringify([...refusals])}`,
    );
    const winners = new Map<string, string>();
    for (const { row, owner } of done) {
      assert.ok(!winners.has(row), `${row} has two winners`);
      winners.set(row, owner);
    }
    const show = (branch: string, path: string): string => {
      const place = places.find((each) => isChecked(each) === `refs/heads/${branch}`);
      return place === undefined
        ? repository.git('show', `${branch}:${path}`)
        : fs.readFileSync(join(place, path), 'utf8');
    };
    for (const { branch } of files)
      for (const { branch: of, path } of files) {
        const text = show(branch, path);
        assert.equal(
          text.replace(/\| wip \| \S+ \|/g, '| todo | - |'),
          table(of, size.rows) + (branch === of ? own : ''),
          `${of} on ${branch}: no other byte`,
        );
        const owners = [...text.matchAll(/^\| (Row \d+) \| wip \| (\S+) \|/gm)]
          .filter(([, , owner = '']) => branch !== of || !doubtful.has(owner))
          .map(([, row = '', owner = '']) => `${of} ${row}: ${owner}`);
        const wanted = branch === of ? [...winners].map(([row, owner]) => `${row}: ${owner}`) : [];
        assert.deepEqual(
          owners.sort(),
          wanted.filter((each) => each.startsWith(`${of} `)).sort(),
          `${of} on ${branch}`,
        );
      }
    for (const place of places)
      assert.equal(
        fs.readdirSync(join(place, 'tracking/progress')).length,
        4,
        'nothing is left beside the files',
      );
    assert.ok(done.length > 0);
  });
});
