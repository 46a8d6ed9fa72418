import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeNpmPackage } from '../../../package.mjs';
import { handOver } from '../../support/handOver.ts';
import { progressOf, Repository } from '../../support/repository.ts';
import { temporaryFolder } from '../../support/sample.mjs';

describe('the npm package of the command line', function () {
  this.timeout(120_000);
  let parent: string;
  let repository: Repository;
  let script: string;
  const path = 'tracking/progress/2026-06-11-main.md';

  before(() => {
    parent = temporaryFolder();
    const tarball = makeNpmPackage(parent);
    mkdirSync(join(parent, 'installed'));
    execFileSync('tar', ['-xzf', tarball, '-C', join(parent, 'installed')]);
    script = join(parent, 'installed/package/cli.cjs');
    repository = new Repository();
    repository.commit('2026-06-11', { [path]: progressOf('main', 'One | todo | -', 'Two | todo | -') });
  });
  after(() => {
    rmSync(parent, { recursive: true });
    repository.dispose();
  });

  const run = (as: string, ...argv: readonly string[]): string => {
    const ran = spawnSync(process.execPath, [script, ...argv], {
      cwd: repository.root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: parent, THROUGHLINE_AGENT: as },
    });
    assert.equal(ran.status, 0, ran.stderr);
    return ran.stdout;
  };

  const claim = (as: string, title: string) =>
    new Promise<{ readonly as: string; readonly status: number | null; readonly error: string }>(
      (resolve) => {
        const child = spawn(process.execPath, [script, 'claim', title, '--as', as], {
          cwd: repository.root,
          env: { PATH: process.env['PATH'], HOME: parent },
        });
        let error = '';
        child.stderr.on('data', (chunk: Buffer) => {
          error += chunk.toString();
        });
        child.once('close', (status) => {
          resolve({ as, status, error });
        });
      },
    );

  it('runs by Node alone, and leads an agent from the brief to the end, and the next one on', () => {
    assert.match(readFileSync(script, 'utf8'), /^#!\/usr\/bin\/env node\n/);
    const { version } = JSON.parse(readFileSync(join(script, '../package.json'), 'utf8')) as {
      version: string;
    };
    assert.equal(run('a-0001', '--version'), `${version}\n`);
    handOver(script);
  });

  it('has one winner of a row, and of each of twelve, whoever asks at the same moment', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `Row ${i + 1} | todo | -`);
    repository.write(path, progressOf('main', ...rows));
    const names = rows.map((_, i) => `agent-${i}a0b`);
    const claimed = await Promise.all(names.map((as) => claim(as, 'Row 1')));
    const winners = claimed.filter(({ status }) => status === 0);
    assert.equal(winners.length, 1);
    const [winner] = winners;
    for (const { status, error } of claimed)
      if (status !== 0)
        assert.match(error, new RegExp(`^refused task\\.taken: Row 1 belongs to ${winner?.as ?? ''}\\.`));
    const others = await Promise.all(names.map((as, i) => claim(as, `Row ${i + 1}`)));
    assert.equal(others.filter(({ status }) => status === 0).length, winner?.as === names[0] ? 12 : 11);
    const expected = rows.map((row, i) =>
      row.replace('todo | -', `wip | ${i === 0 ? winner?.as : names[i]}`),
    );
    assert.equal(readFileSync(join(repository.root, path), 'utf8'), progressOf('main', ...expected));
  });

  it('reads in its own thread what only remark is sure of', () => {
    repository.write(
      path,
      `${progressOf('main', 'One | todo | -')}\nSetext\n---\n\n> | a |\n> text\n\n[x]: y\n<div>\n\n- a\n\n      code\n`,
    );
    assert.match(run('c-0003', 'claim', 'One'), /^ok Claimed One\./);
  });
});
