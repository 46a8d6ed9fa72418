import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { gitFailureMessage } from '../../../src/core/messages/gitFailures.ts';
import { checkBranchName } from '../../../src/core/model/branch.ts';
import { firstDay, start, worktreePath } from '../../../src/platform/node/branchWork.ts';
import { createGit } from '../../../src/platform/node/git.ts';
import { Repository } from '../../support/repository.ts';
import { git } from '../../support/sample.mjs';

describe('the day of a branch', () => {
  const fail = (error: unknown): never => {
    throw error;
  };
  const asked = createGit(fail);
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-01');
    repository.git('switch', '--quiet', '--create', 'feat/x');
  });
  afterEach(() => {
    repository.dispose();
  });
  const day = (folder = repository.root): Promise<string | undefined> => {
    const at = (ref: string): string => git(folder, '2026-06-11T12:00:00Z', 'rev-parse', ref).trim();
    return firstDay(asked, folder, at('main'), at('feat/x'));
  };

  it('is none without a commit of its own', async () => {
    assert.equal(await day(), undefined);
  });
  it('is that of its one commit', async () => {
    repository.commit('2026-06-05');
    assert.equal(await day(), '2026-06-05');
  });
  it('is that of the oldest of several, pushed or not', async () => {
    repository.commit('2026-06-05');
    repository.git('update-ref', 'refs/remotes/origin/feat/x', 'HEAD');
    repository.commit('2026-06-09');
    assert.equal(await day(), '2026-06-05');
  });
  it('stays when it is rebased: authors keep their day', async () => {
    repository.commit('2026-06-05', { a: '1' });
    repository.git('switch', '--quiet', 'main');
    repository.commit('2026-06-07', { b: '1' });
    repository.git('switch', '--quiet', 'feat/x');
    repository.git('rebase', '--quiet', 'main');
    assert.equal(await day(), '2026-06-05');
  });
  it('stays when its commit is amended later', async () => {
    repository.commit('2026-06-05');
    repository.git('commit', '--quiet', '--amend', '--allow-empty', '--message', 'Again');
    assert.equal(await day(), '2026-06-05');
  });
  it('is that of the branch below, when it is stacked on another one', async () => {
    repository.git('switch', '--quiet', '--create', 'feat/below', 'main');
    repository.commit('2026-06-03');
    repository.git('switch', '--quiet', '-C', 'feat/x');
    repository.commit('2026-06-05');
    assert.equal(await day(), '2026-06-03');
  });
  it('is its own when the base was merged into it', async () => {
    repository.commit('2026-06-05', { a: '1' });
    repository.git('switch', '--quiet', 'main');
    repository.commit('2026-06-02', { b: '1' });
    repository.git('switch', '--quiet', 'feat/x');
    repository.git('merge', '--quiet', '--no-edit', 'main');
    repository.commit('2026-06-09');
    assert.equal(await day(), '2026-06-05');
  });
  it('is none once it is merged: its file is there by then', async () => {
    repository.commit('2026-06-05', { a: '1' });
    repository.git('switch', '--quiet', 'main');
    repository.git('merge', '--quiet', '--no-ff', '--no-edit', 'feat/x');
    assert.equal(await day(), undefined);
  });
  for (const [zone, wanted] of [
    ['+0000', '2026-06-05'],
    ['-0800', '2026-06-05'],
    ['+1300', '2026-06-05'],
  ] as const)
    it(`is the day that its author saw, across midnight in ${zone}`, async () => {
      repository.commit(`2026-06-05T${zone === '-0800' ? '23:30:00' : '00:30:00'}${zone}`);
      repository.commit(`2026-06-06T00:30:00${zone}`);
      assert.equal(await day(), wanted);
    });
  it('is none in a shallow clone that does not know where it left', async () => {
    repository.commit('2026-06-05', { a: '1' });
    repository.git('switch', '--quiet', 'main');
    repository.commit('2026-06-07', { b: '1' });
    git(
      repository.parent,
      '2026-06-11T12:00:00Z',
      'clone',
      '--quiet',
      '--depth=1',
      '--no-single-branch',
      `file://${repository.root}`,
      'shallow',
    );
    const shallow = join(repository.parent, 'shallow');
    git(shallow, '2026-06-11T12:00:00Z', 'branch', '--quiet', 'feat/x', 'origin/feat/x');
    assert.equal(await day(shallow), undefined);
  });
});

describe('starting a branch', () => {
  const fail = (error: unknown): never => {
    throw error;
  };
  const asked = createGit(fail);
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-01', { 'packages/api/x': '' });
  });
  afterEach(() => {
    repository.dispose();
  });

  it('makes it here, or in a worktree beside the clone, in the same folder of it', async () => {
    const commit = repository.head();
    const here = await start(asked, repository.root, { name: 'feat/x', commit, where: 'here' });
    assert.deepEqual(here, { kind: 'started', folder: repository.root });
    assert.equal(repository.git('branch', '--show-current').trim(), 'feat/x');
    const api = join(repository.root, 'packages/api');
    const there = await start(asked, api, { name: 'feat/y', commit, where: 'worktree' });
    assert.deepEqual(there, { kind: 'started', folder: join(repository.parent, 'repo-feat-y/packages/api') });
    const second = join(repository.parent, 'repo-feat-y');
    assert.equal(worktreePath(second, 'feat/z'), join(repository.parent, 'repo-feat-z'));
  });

  it('says in git’s words why not', async () => {
    repository.git('branch', 'feat/x');
    for (const where of ['here', 'worktree'] as const) {
      const result = await start(asked, repository.root, {
        name: 'feat/x',
        commit: repository.head(),
        where,
      });
      assert.match(
        result.kind === 'failed' ? gitFailureMessage(result.why) : '',
        /^a branch named 'feat\/x' already exists/,
        where,
      );
    }
  });

  it('knows a branch by its name and makes it at its commit, whatever else has that name', async () => {
    const first = repository.head();
    const second = repository.commit('2026-06-02');
    for (const [i, name] of ['v1', 'origin/v2', 'heads/v3', 'refs/heads/v4', 'HEAD2'].entries()) {
      repository.git('update-ref', `refs/tags/${name}`, second);
      repository.git('update-ref', `refs/remotes/${name}`, second);
      const where = i % 2 === 0 ? 'here' : 'worktree';
      const result = await start(asked, repository.root, { name, commit: first, where });
      assert.equal(result.kind, 'started', JSON.stringify(result));
      assert.equal(await asked.branch(result.folder), name);
      assert.equal(git(result.folder, '2026-06-11T12:00:00Z', 'rev-parse', 'HEAD').trim(), first);
      assert.equal(repository.git('rev-parse', `refs/heads/${name}`).trim(), first);
      assert.equal(repository.git('status', '--porcelain'), '');
    }
  });

  it('leaves no branch where it cannot be checked out', async () => {
    const commit = repository.head();
    repository.commit('2026-06-02', { 'packages/api/x': 'committed' });
    repository.write('packages/api/x', 'not committed');
    repository.write('../repo-feat-y/taken', '');
    for (const [name, where] of [
      ['feat/x', 'here'],
      ['feat/y', 'worktree'],
    ] as const) {
      const result = await start(asked, repository.root, { name, commit, where });
      assert.equal(result.kind, 'failed', where);
    }
    assert.equal(repository.git('for-each-ref', '--format=%(refname)').trim(), 'refs/heads/main');
    assert.equal(repository.git('diff', '--name-only').trim(), 'packages/api/x');
  });

  it('says what to run in a terminal where the repository names filters', async () => {
    repository.git('config', 'filter.lfs.smudge', 'cat');
    const commit = repository.head();
    for (const where of ['here', 'worktree'] as const) {
      const result = await start(asked, repository.root, { name: "it's(new)", commit, where });
      const command =
        result.kind === 'failed'
          ? /you can run: (git .+)$/.exec(gitFailureMessage(result.why))?.[1]
          : undefined;
      assert.ok(command !== undefined, JSON.stringify(result));
      assert.equal(repository.git('branch', '--list', "it's*"), '');
      execFileSync('sh', ['-c', command], { cwd: repository.root, stdio: 'ignore' });
      assert.equal(repository.head("refs/heads/it's(new)"), commit);
      if (where === 'here') repository.git('switch', '--quiet', 'main');
      if (where === 'here') repository.git('branch', '--delete', "it's(new)");
    }
  });

  it('refuses names that are none, or hide something', () => {
    const bad = [
      '',
      '-x',
      '--upload-pack=x',
      'a b',
      'a..b',
      'a~1',
      'a^',
      'a:b',
      'a?',
      'a*',
      'a[',
      'a\\b',
      '/a',
      'a/',
      'a//b',
      '.a',
      'a/.b',
      'a.lock',
      'a.',
      'a@{1}',
      '@',
      'a\u202Eb',
      'a\u200Bb',
      'a\nb',
      'x'.repeat(201),
    ];
    for (const name of bad) assert.notEqual(checkBranchName(name), undefined, JSON.stringify(name));
    for (const name of ['feat/x', 'a$(id)', 'a`b`', 'ä/ö', 'v1.2', 'x@y', 'a-b_c+d'])
      assert.equal(checkBranchName(name), undefined, name);
  });
});
