import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { toKey } from '../../../src/core/text/key.ts';
import { otherWorktrees } from '../../../src/platform/node/otherWorktrees.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { keeping } from '../../support/disposing.ts';
import { progressOf, Repository } from '../../support/repository.ts';
import { git } from '../../support/sample.mjs';

const day = '2026-06-11T12:00:00Z';

describe('the other worktrees of a clone', () => {
  const keep = keeping();
  const newRepository = (): Repository => {
    const repository = keep(new Repository());
    repository.commit('2026-06-10', { 'packages/api/a.md': '' });
    return repository;
  };
  const topsOf = (folder: string): string[] =>
    otherWorktrees(folder)
      .map(({ top }) => top)
      .sort();

  it('are known with a branch and without one, from each of them, at the same place in each', () => {
    const repository = newRepository();
    const { root } = repository;
    const one = repository.worktree('one', '-b', 'feat/one');
    const two = repository.worktree('two', '--detach');
    assert.deepEqual(topsOf(root), [one, two]);
    assert.deepEqual(topsOf(one), [root, two]);
    assert.deepEqual(topsOf(two), [one, root]);
    repository.git('switch', '--quiet', '--detach');
    assert.deepEqual(topsOf(two), [one, root]);
    assert.deepEqual(
      otherWorktrees(join(root, 'packages/api')).map(({ folder }) => folder),
      [join(one, 'packages/api'), join(two, 'packages/api')],
    );
  });

  it('are known beside a bare clone, in a submodule and with the git directory elsewhere', () => {
    const { root, parent } = newRepository();
    git(parent, day, 'clone', '--quiet', '--bare', root, 'hub/.bare');
    const hub = join(parent, 'hub');
    fs.writeFileSync(join(hub, '.git'), 'gitdir: ./.bare\n');
    for (const name of ['a', 'b']) git(hub, day, 'worktree', 'add', '--quiet', '--detach', name);
    assert.deepEqual(topsOf(join(hub, 'a')), [join(hub, 'b')]);

    git(parent, day, 'init', '--quiet', 'outer');
    const outer = join(parent, 'outer');
    git(outer, day, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', root, 'inner');
    git(join(outer, 'inner'), day, 'worktree', 'add', '--quiet', '--detach', join(parent, 'of-inner'));
    assert.deepEqual(topsOf(join(outer, 'inner')), [join(parent, 'of-inner')]);
    assert.deepEqual(topsOf(join(parent, 'of-inner')), [join(outer, 'inner')]);
    assert.deepEqual(topsOf(outer), []);

    git(parent, day, 'clone', '--quiet', '--separate-git-dir=elsewhere.git', root, 'separate');
    git(join(parent, 'separate'), day, 'worktree', 'add', '--quiet', '--detach', '../of-separate');
    assert.deepEqual(topsOf(join(parent, 'separate')), [join(parent, 'of-separate')]);
  });

  const strangers: Record<string, (repository: Repository, other: Repository) => void> = {
    'a folder that is gone': (repository) => {
      fs.rmSync(repository.worktree('gone', '--detach'), { recursive: true });
    },
    'the top of another clone': ({ root }, other) => {
      fs.mkdirSync(join(root, '.git/worktrees/x'), { recursive: true });
      fs.writeFileSync(join(root, '.git/worktrees/x/gitdir'), `${join(other.root, '.git')}\n`);
    },
    'a worktree of another clone': ({ root }, other) => {
      const path = other.worktree('of-other', '--detach');
      fs.mkdirSync(join(root, '.git/worktrees/of-other'), { recursive: true });
      fs.writeFileSync(join(root, '.git/worktrees/of-other/gitdir'), `${join(path, '.git')}\n`);
    },
    'any folder at all': ({ root, parent }) => {
      fs.mkdirSync(join(root, '.git/worktrees/x'), { recursive: true });
      fs.writeFileSync(join(root, '.git/worktrees/x/gitdir'), `${join(parent, '.git')}\n`);
    },
    'what is no path': ({ root }) => {
      fs.mkdirSync(join(root, '.git/worktrees/x'), { recursive: true });
      fs.writeFileSync(join(root, '.git/worktrees/x/gitdir'), `${'x/'.repeat(2000)}\n`);
      fs.mkdirSync(join(root, '.git/worktrees/empty'));
    },
  };
  for (const [what, make] of Object.entries(strangers))
    it(`are not ${what}, whatever git keeps in mind`, () => {
      const repository = newRepository();
      make(repository, newRepository());
      assert.deepEqual(topsOf(repository.root), []);
    });

  it('are not those of a clone that a folder only says that it is of', () => {
    const victim = newRepository();
    victim.worktree('one', '-b', 'feat/one');
    const folder = join(victim.parent, 'stranger');
    fs.mkdirSync(folder);
    fs.writeFileSync(join(folder, '.git'), `gitdir: ${join(victim.root, '.git')}\n`);
    assert.deepEqual(topsOf(folder), []);
  });

  it('are where links are followed to, without a branch too, and nowhere else', async () => {
    const repository = newRepository();
    const path = 'tracking/progress/2026-06-11-feat-x.md';
    const other = repository.worktree('other', '--detach');
    fs.mkdirSync(join(other, 'tracking/progress'), { recursive: true });
    fs.writeFileSync(join(other, path), progressOf('feat/x', 'One | todo | -'));
    fs.mkdirSync(join(repository.parent, 'elsewhere'));
    fs.mkdirSync(join(repository.root, 'tracking'));
    fs.symlinkSync('../../other/tracking/progress', join(repository.root, 'tracking/progress'));
    fs.symlinkSync('../../elsewhere', join(repository.root, 'tracking/backlog'));
    const disk = keep(new OpenedProject(repository.root));
    await disk.load();
    assert.deepEqual(
      disk.index.findStream(toKey(path))?.tasks.map(({ title }) => title.value),
      ['One'],
    );
    assert.deepEqual(
      disk.index.problems(toKey('tracking/backlog')).map(({ code }) => code),
      ['file.outside'],
    );
  });
});
