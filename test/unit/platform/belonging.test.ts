import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { claim } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { Belonging } from '../../../src/platform/node/belonging.ts';
import { LinkGuard, toRoot } from '../../../src/platform/node/linkGuard.ts';
import { systems } from '../../../src/core/formats/registry.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { keeping } from '../../support/disposing.ts';
import { outlineContext } from '../../support/indexOf.ts';
import { progressOf, Repository } from '../../support/repository.ts';
import { git } from '../../support/sample.mjs';
import { runOn } from '../../support/attempt.ts';

const day = '2026-06-11T12:00:00Z';

describe('what a folder is a part of', () => {
  const keep = keeping();
  const newRepository = (): Repository => {
    const repository = keep(new Repository());
    repository.commit('2026-06-10', { 'packages/api/a.md': '' });
    return repository;
  };
  const belongsTo = (root: string, directory: string): string =>
    new Belonging(root, new LinkGuard([toRoot(root)])).of(directory);

  it('is another worktree where one lies below it, with a branch or without, ignored or not', () => {
    const repository = newRepository();
    const { root } = repository;
    repository.git('worktree', 'add', '--quiet', '.claude/worktrees/feat-x', '-b', 'feat/x');
    repository.git('worktree', 'add', '--quiet', '--detach', 'packages/api/loose');
    for (const [directory, what] of [
      ['', 'own'],
      ['.claude', 'own'],
      ['.claude/worktrees', 'own'],
      ['.claude/worktrees/feat-x', 'worktree'],
      ['.claude/worktrees/feat-x/packages/api', 'worktree'],
      ['packages/api', 'own'],
      ['packages/api/loose', 'worktree'],
      ['none/at/all', 'own'],
    ] as const)
      assert.equal(belongsTo(root, directory), what, directory);
    const within = join(root, '.claude/worktrees/feat-x');
    assert.equal(belongsTo(within, ''), 'own', 'opened by itself it is the folder');
    assert.equal(belongsTo(within, 'packages/api'), 'own');
    assert.equal(belongsTo(join(root, 'packages'), 'api/loose'), 'worktree', 'from a folder in it');
  });

  it('is another worktree also after the clone was moved, or is mounted elsewhere', () => {
    const repository = newRepository();
    repository.git('worktree', 'add', '--quiet', '.claude/worktrees/feat-x', '-b', 'feat/x');
    const moved = join(repository.parent, 'moved');
    fs.renameSync(repository.root, moved);
    assert.equal(belongsTo(moved, '.claude/worktrees/feat-x'), 'worktree');
  });

  const others: Record<string, (repository: Repository, at: string) => void> = {
    'a submodule': ({ root }, at) => {
      const other = newRepository();
      git(root, day, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.root, at);
    },
    'a clone of its own': ({ root }, at) => {
      git(root, day, 'clone', '--quiet', root, at);
    },
    'a worktree of another clone': (_repository, at) => {
      newRepository().git('worktree', 'add', '--quiet', '--detach', at);
    },
    'a clone whose .git leads nowhere': (_repository, at) => {
      fs.mkdirSync(at, { recursive: true });
      fs.writeFileSync(join(at, '.git'), 'gitdir: /nowhere/worktrees/at-all\n');
    },
  };
  for (const [what, make] of Object.entries(others))
    it(`is another repository where it is ${what}`, () => {
      const repository = newRepository();
      make(repository, what === 'a submodule' ? 'vendor/lib' : join(repository.root, 'vendor/lib'));
      assert.equal(belongsTo(repository.root, 'vendor'), 'own');
      assert.equal(belongsTo(repository.root, 'vendor/lib'), 'repository');
      assert.equal(belongsTo(repository.root, 'vendor/lib/packages'), 'repository');
    });

  it('is its own where it holds a bare clone and all its worktrees', () => {
    const { root, parent } = newRepository();
    git(parent, day, 'clone', '--quiet', '--bare', root, 'hub/.bare');
    const hub = join(parent, 'hub');
    fs.writeFileSync(join(hub, '.git'), 'gitdir: ./.bare\n');
    git(hub, day, 'worktree', 'add', '--quiet', 'a', 'main');
    assert.equal(belongsTo(hub, 'a'), 'own', 'or nothing of it would be left');
    assert.equal(belongsTo(root, 'packages'), 'own');
  });

  it('is found out without a look at what a link leads out to', () => {
    const { root, parent } = newRepository();
    git(parent, day, 'init', '--quiet', 'elsewhere');
    fs.symlinkSync('../elsewhere', join(root, 'out'));
    assert.equal(belongsTo(root, 'out'), 'own');
    assert.equal(belongsTo(root, 'out/packages'), 'own');
  });

  const path = 'tracking/progress/2026-06-11-main.md';
  const rowsOf = (disk: OpenedProject): (readonly [string, string | undefined])[] =>
    branchProgress(disk.index, outlineContext({ currentBranch: 'main' })).map(({ label, description }) => [
      label,
      description,
    ]);
  const open = async (root: string): Promise<OpenedProject> => {
    const disk = keep(new OpenedProject(root));
    await disk.load();
    return disk;
  };

  it('decides whose branches its progress files name: in another repository not this clone’s', async () => {
    const repository = newRepository();
    repository.commit('2026-06-11', { [path]: progressOf('main', 'Outer | todo | -') });
    git(repository.root, day, 'clone', '--quiet', repository.root, 'vendor/lib');
    const lib = 'vendor/lib/tracking/progress/2026-06-11-feat-lib.md';
    repository.write(`vendor/lib/${path}`, progressOf('main', 'Inner | todo | -'));
    repository.write(lib, progressOf('feat/lib', 'Lib | todo | -'));
    const disk = await open(repository.root);
    assert.deepEqual(
      disk.index.streamsOfBranch('main').map((stream) => stream.key),
      [path],
    );
    for (const each of [path, `vendor/lib/${path}`, lib])
      assert.deepEqual(disk.index.problems(toKey(each)), [], each);
    assert.deepEqual(
      rowsOf(disk),
      [
        ['main', '0/1 · unassigned'],
        ['feat/lib', 'vendor/lib · 0/1 · unassigned'],
        ['main', 'vendor/lib · 0/1 · unassigned'],
      ],
      'none is gone, and their places tell them apart',
    );
    const claimed = await runOn(
      disk.project,
      { folder: disk.folder, key: toKey(`vendor/lib/${path}`) },
      claim,
      { task: toKey(disk.index.findStream(toKey(`vendor/lib/${path}`))?.tasks[0]?.key ?? '') },
      { me: 'maple', through: 'disk' },
    );
    assert.equal(claimed.kind, 'done');
    assert.match(fs.readFileSync(join(repository.root, 'vendor/lib', path), 'utf8'), /Inner \| wip \| maple/);
  });

  it('is found out again for files that stayed as they were', async () => {
    const repository = newRepository();
    const lib = `vendor/lib/${path}`;
    repository.commit('2026-06-11', {
      [path]: progressOf('main', 'Outer | todo | -'),
      [lib]: progressOf('feat/gone', 'Inner | todo | -'),
    });
    const disk = await open(repository.root);
    const isOther = () => disk.index.findStream(toKey(lib))?.otherRepository === true;
    assert.ok(!isOther());
    git(join(repository.root, 'vendor/lib'), day, 'init', '--quiet');
    await disk.refresh();
    assert.ok(isOther());
    fs.rmSync(join(repository.root, 'vendor/lib/.git'), { recursive: true });
    await disk.refresh();
    assert.ok(!isOther());
  });

  it('lets one branch have a progress file in each tracking directory, and no more', async () => {
    const repository = newRepository();
    const files = ['packages/api', 'packages/web'].map(
      (each) => `${each}/tracking/progress/2026-06-11-feat-pay.md`,
    );
    for (const each of files) repository.write(each, progressOf('feat/pay', 'One | todo | -'));
    repository.git('branch', 'feat/pay');
    const disk = await open(repository.root);
    for (const each of files) assert.deepEqual(disk.index.problems(toKey(each)), []);
    assert.deepEqual(rowsOf(disk), [
      ['feat/pay', 'packages/api · 0/1 · unassigned'],
      ['feat/pay', 'packages/web · 0/1 · unassigned'],
    ]);
    repository.write(
      'packages/api/tracking/progress/2026-06-12-again.md',
      progressOf('feat/pay', 'Two | todo | -'),
    );
    await disk.refresh();
    assert.deepEqual(
      disk.index.problems(toKey(files[0] ?? '')).map(({ code }) => code),
      ['branch.duplicate'],
    );
    assert.deepEqual(disk.index.problems(toKey(files[1] ?? '')), []);
  });

  it('leaves what is in other worktrees out of what is listed, watched and changed', async () => {
    const repository = newRepository();
    repository.commit('2026-06-11', {
      [path]: progressOf('main', 'One | todo | -'),
      'tracking/backlog/quotas.md': '# Quotas\n',
      'spec/a.md': '# A\n\n- **A-01**: it holds.\n',
    });
    repository.git('worktree', 'add', '--quiet', '.claude/worktrees/feat-x', '-b', 'feat/x');
    repository.git('worktree', 'add', '--quiet', '--detach', 'loose');
    const disk = await open(repository.root);
    const all = ['spec/a.md', 'tracking/backlog/quotas.md', path];
    assert.deepEqual([...disk.index.keys()].sort(), all);
    const there = `.claude/worktrees/feat-x/${path}`;
    disk.hint(there);
    await disk.project.idle();
    assert.deepEqual([...disk.index.keys()].sort(), all, 'also when it changes');
    const claimed = await runOn(
      disk.project,
      { folder: disk.folder, key: toKey(there) },
      claim,
      { task: toKey(`${there}#One`) },
      { me: 'maple', through: 'disk' },
    );
    assert.equal(claimed.kind === 'refused' && claimed.code, 'file.unknown');
    repository.write(
      '.claude/worktrees/feat-x/tracking/progress/2026-06-12-feat-x.md',
      progressOf('feat/x', 'Two | todo | -'),
    );
    await disk.refresh();
    assert.deepEqual(
      disk.index.streamsOfBranch('feat/x').map((stream) => disk.index.elsewhere(stream)),
      [{ kind: 'worktree', name: '.claude/worktrees/feat-x' }],
      'its branch is shown, once',
    );
  });

  it('is the tracking directory’s own folder where that is a repository by itself, or a link', async () => {
    const repository = newRepository();
    git(repository.parent, day, 'init', '--quiet', 'x-tracking');
    const text = progressOf('main', 'One | todo | -');
    repository.write('../x-tracking/progress/2026-06-11-main.md', text);
    git(repository.root, day, 'init', '--quiet', 'packages/api/tracking');
    repository.write('packages/api/tracking/progress/2026-06-11-main.md', text);
    fs.symlinkSync('../x-tracking', join(repository.root, 'tracking'));
    const allowed = [join(repository.parent, 'x-tracking')];
    const disk = keep(new OpenedProject(repository.root, systems, { allowed }));
    await disk.load();
    assert.deepEqual(
      disk.index.streamsOfBranch('main').map((stream) => stream.key),
      [path, `packages/api/${path}`],
    );
  });
});
