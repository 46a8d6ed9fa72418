import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitFailureMessage } from '../../../src/core/messages/gitFailures.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { start } from '../../../src/platform/node/branchWork.ts';
import { CloneReader } from '../../../src/platform/node/cloneReader.ts';
import { createGit } from '../../../src/platform/node/git.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { keeping } from '../../support/disposing.ts';
import { PartialClone } from '../../support/hostileRepository.ts';
import { drawn, outlineContext } from '../../support/indexOf.ts';
import { RecordedGit } from '../../support/recordedGit.ts';
import { Repository } from '../../support/repository.ts';
import { committedIn } from '../../support/rules.ts';
import { git as plain } from '../../support/sample.mjs';

function raise(error: unknown): never {
  throw error;
}

describe('a partial clone', () => {
  const keep = keeping();
  const rows = (disk: OpenedProject): string[] =>
    drawn(branchProgress(disk.index, outlineContext({ git: disk.gitView('2026-06-20T12:00:00Z') })));

  for (const filter of ['blob:none', 'tree:0'])
    it(`(${filter}) shows what it has, says what it lacks, and shows it once it was fetched in a terminal`, async () => {
      const clone = keep(PartialClone.make(filter));
      const disk = keep(new OpenedProject(clone.root));
      await disk.load();
      assert.equal(disk.index.streamsOfBranch('main').length, 1);
      assert.deepEqual(disk.index.streamsOfBranch('feat/x'), []);
      const shown = branchProgress(disk.index, outlineContext({ git: disk.gitView('2026-06-20T12:00:00Z') }));
      const group = shown.find(({ label }) => label === 'Not in this partial clone');
      const [row, ...others] = group?.children?.() ?? [];
      assert.deepEqual([row?.label, others.length], ['feat/x', 0]);
      const command = 'git ls-tree -r -l refs/remotes/origin/feat/x tracking/progress/';
      assert.ok(row?.tooltip().replaceAll('\\', '').includes(command), row?.tooltip());
      assert.equal(clone.has('feat/x:tracking/progress/2026-06-02-feat-x.md'), false, 'nothing was fetched');
      // What the row says is to be run, is.
      execFileSync('sh', ['-c', command], { cwd: clone.root });
      await disk.refresh();
      assert.equal(disk.index.streamsOfBranch('feat/x')[0]?.tasks[0]?.title.value, 'Two');
      assert.ok(!rows(disk).some((each) => each.includes('Not in this partial clone')));
    }).timeout(60_000);

  it('of many branches is read by few processes, and by one when nothing moved', async () => {
    const origin = keep(new Repository());
    origin.commit('2026-06-01', { 'tracking/progress/main.md': 'Branch: main\n' });
    const input: string[] = [];
    for (let i = 0; i < 100; i++)
      input.push(
        `commit refs/heads/feat/b${i}\ncommitter M <m@example.org> 1781000000 +0000\ndata 1\nx\nfrom refs/heads/main^0\nM 644 inline tracking/progress/b${i}.md\ndata ${17 + String(i).length}\nBranch: feat/b${i}\n\n\n`,
      );
    writeFileSync(join(origin.parent, 'import'), input.join(''));
    execFileSync('sh', ['-c', 'git fast-import --quiet < ../import'], { cwd: origin.root });
    origin.git('config', 'uploadpack.allowFilter', 'true');
    origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    plain(
      origin.parent,
      '2026-06-11T12:00:00Z',
      'clone',
      '--quiet',
      '--filter=tree:0',
      `file://${origin.root}`,
      'clone',
    );
    const root = join(origin.parent, 'clone');
    // Some of them are there.
    for (const i of [3, 4]) execFileSync('git', ['ls-tree', '-r', '-l', `origin/feat/b${i}`], { cwd: root });
    const recorded = keep(new RecordedGit(origin.parent));
    const reader = new CloneReader(createGit(raise), raise);
    const question = { folder: root, committed: committedIn(['tracking']), base: '' };
    const reading = await reader.read(question);
    const calls = recorded.calls();
    assert.ok(calls.length <= 11, JSON.stringify(calls.map(([verb]) => verb)));
    assert.equal(reading?.refs.length, 102);
    assert.equal(reading.lacking.size, 98);
    assert.equal([...reading.files.values()].flat().length, 1 + 2 * 2);
    assert.equal(await reader.read(question), reading);
    assert.deepEqual(
      recorded.calls().map(([verb]) => verb),
      ['for-each-ref'],
    );
  }).timeout(60_000);

  it('checks nothing out by halves: nothing is left of a branch that could not be started, and the command works', async () => {
    for (const where of ['here', 'worktree'] as const) {
      const clone = keep(PartialClone.make());
      const before = clone.git('for-each-ref');
      const commit = clone.origin.head('feat/x');
      const result = await start(createGit(raise), clone.root, { name: 'feat/y', commit, where });
      assert.equal(result.kind, 'failed');
      const command = /In a terminal you can run: (git .+)$/.exec(gitFailureMessage(result.why))?.[1] ?? '';
      assert.match(command, where === 'here' ? /^git switch / : /^git worktree add /);
      assert.equal(clone.git('for-each-ref'), before);
      assert.equal(clone.git('status', '--porcelain'), '');
      assert.equal(clone.git('branch', '--show-current').trim(), 'main');
      assert.equal(existsSync(join(clone.parent, 'clone-feat-y')), false);
      execFileSync('sh', ['-c', command], { cwd: clone.root, stdio: 'ignore' });
      assert.equal(clone.git('rev-parse', 'refs/heads/feat/y').trim(), commit);
    }
  }).timeout(60_000);

  it('starts a branch whose files it has', async () => {
    const clone = keep(PartialClone.make());
    const commit = clone.git('rev-parse', 'main').trim();
    for (const where of ['here', 'worktree'] as const) {
      const result = await start(createGit(raise), clone.root, { name: `feat/${where}`, commit, where });
      assert.equal(result.kind, 'started', JSON.stringify(result));
    }
  }).timeout(60_000);

  it('fetches what a branch that is started needs, with the person’s ssh and not with the repository’s', async () => {
    const ssh = keep({ dispose: () => delete process.env['GIT_SSH_COMMAND'] });
    assert.ok(ssh);
    for (const where of ['here', 'worktree'] as const) {
      const clone = keep(PartialClone.make());
      const path = join(clone.parent, 'my-ssh');
      writeFileSync(path, '#!/bin/sh\nfor last; do :; done\nexec sh -c "$last"\n', { mode: 0o755 });
      process.env['GIT_SSH_COMMAND'] = path;
      clone.git('config', 'remote.origin.url', `ssh://example.invalid${clone.origin.root}`);
      clone.git('config', 'core.sshCommand', clone.program());
      const commit = clone.origin.head('feat/x');
      const result = await start(createGit(raise), clone.root, { name: 'feat/y', commit, where });
      assert.equal(result.kind, 'started', JSON.stringify(result));
      assert.equal(clone.ran, false);
      assert.equal(clone.git('rev-parse', 'refs/heads/feat/y').trim(), commit);
    }
  }).timeout(60_000);
});
