import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { UnsavedRegistry } from '../../../src/platform/node/unsavedRegistry.ts';
import { FileLocks } from '../../../src/platform/node/fileLock.ts';
import { meetingsIn, placeOf } from '../../../src/platform/node/lockPlace.ts';
import { Repository } from '../../support/repository.ts';
import { git, temporaryFolder } from '../../support/sample.mjs';

const day = '2026-06-11T12:00:00Z';

function raise(error: unknown): never {
  throw error;
}

describe('the place where processes meet that share a file', () => {
  const disposables: (() => void)[] = [];
  afterEach(() => {
    for (const dispose of disposables.splice(0).reverse()) dispose();
  });
  const newRepository = (): Repository => {
    const repository = new Repository();
    disposables.push(() => {
      repository.dispose();
    });
    repository.commit('2026-06-10', { 'a.md': '' });
    return repository;
  };
  /** The folder with the lock of a file that is written there. */
  const sharedOf = (folder: string): string => {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(join(folder, 'a.md'), '');
    const { shared } = placeOf(fs.realpathSync.native(join(folder, 'a.md')));
    assert.deepEqual(sharedIn([folder]), [shared]);
    return shared;
  };
  const sharedIn = (folders: readonly string[]): readonly string[] =>
    meetingsIn(folders.map((each) => fs.realpathSync.native(each))).map((each) => each.shared);

  it('is git’s common directory: of a clone, its worktrees, also moved ones, a submodule, a git directory elsewhere', () => {
    const repository = newRepository();
    const { root, parent } = repository;
    const own = join(root, '.git/throughline');
    assert.equal(sharedOf(root), own);
    assert.equal(sharedOf(join(root, 'deep/er')), own);
    assert.equal(sharedOf(repository.worktree('two', '-b', 'feat/two')), own);
    fs.renameSync(repository.worktree('three', '-b', 'feat/three'), join(parent, 'moved'));
    assert.equal(sharedOf(join(parent, 'moved')), own);

    git(parent, day, 'clone', '--quiet', '--separate-git-dir=elsewhere.git', root, 'separate');
    assert.equal(sharedOf(join(parent, 'separate')), join(parent, 'elsewhere.git/throughline'));

    git(parent, day, 'init', '--quiet', 'outer');
    const allow = ['-c', 'protocol.file.allow=always'];
    git(join(parent, 'outer'), day, ...allow, 'submodule', '--quiet', 'add', root, 'inner');
    assert.equal(sharedOf(join(parent, 'outer/inner')), join(parent, 'outer/.git/modules/inner/throughline'));

    const bare = join(parent, 'bare');
    git(parent, day, 'clone', '--quiet', '--bare', root, 'bare/.bare');
    fs.writeFileSync(join(bare, '.git'), 'gitdir: ./.bare\n');
    git(bare, day, 'worktree', 'add', '--quiet', 'tree', 'main');
    for (const folder of [bare, join(bare, 'tree')])
      assert.equal(sharedOf(folder), join(bare, '.bare/throughline'), folder);
    const folders = [join(root, 'deep'), join(root, 'deep/er'), root, join(parent, 'outer/inner'), bare];
    assert.deepEqual(sharedIn(folders), [...new Set(folders.map(sharedOf))]);
  });

  it('tells files of one name in two worktrees apart', () => {
    const repository = newRepository();
    const two = repository.worktree('two', '-b', 'feat/two');
    const [one, other] = [repository.root, two].map((folder) => {
      sharedOf(folder);
      return placeOf(join(folder, 'a.md')).key;
    });
    assert.notEqual(one, other);
  });

  const strangers: Record<string, (folder: string, victim: Repository) => void> = {
    'another clone': (folder, { root }) => {
      fs.writeFileSync(join(folder, '.git'), `gitdir: ${join(root, '.git')}\n`);
    },
    'another clone, as a link': (folder, { root }) => {
      fs.symlinkSync(join(root, '.git'), join(folder, '.git'));
    },
    'a worktree of another clone': (folder, victim) => {
      victim.worktree('theirs', '-b', 'feat/theirs');
      fs.writeFileSync(join(folder, '.git'), `gitdir: ${join(victim.root, '.git/worktrees/theirs')}\n`);
    },
    'a worktree of another clone, as a link': (folder, victim) => {
      fs.symlinkSync(join(victim.worktree('theirs', '-b', 'feat/theirs'), '.git'), join(folder, '.git'));
    },
    'a submodule of another clone': (folder, { root, parent }) => {
      git(parent, day, 'clone', '--quiet', '--separate-git-dir=sub.git', root, 'sub');
      git(join(parent, 'sub'), day, 'config', 'core.worktree', join(parent, 'sub'));
      fs.writeFileSync(join(folder, '.git'), `gitdir: ${join(parent, 'sub.git')}\n`);
    },
    'a bare repository': (folder, { root, parent }) => {
      git(parent, day, 'clone', '--quiet', '--bare', root, 'bare.git');
      fs.writeFileSync(join(folder, '.git'), `gitdir: ${join(parent, 'bare.git')}\n`);
    },
    'a folder with objects and refs': (folder, { parent }) => {
      for (const name of ['objects', 'refs']) fs.mkdirSync(join(parent, 'x', name), { recursive: true });
      fs.writeFileSync(join(folder, '.git'), `gitdir: ${join(parent, 'x')}\n`);
    },
    'another common directory, from a directory of its own': (folder, { root }) => {
      for (const name of ['objects', 'refs']) fs.mkdirSync(join(folder, '.git', name), { recursive: true });
      fs.writeFileSync(join(folder, '.git/HEAD'), 'ref: refs/heads/main\n');
      fs.writeFileSync(join(folder, '.git/commondir'), `${join(root, '.git')}\n`);
      fs.writeFileSync(join(folder, '.git/gitdir'), `${join(folder, '.git')}\n`);
    },
    'another common directory, from a worktree of its own': (folder, { root }) => {
      const own = join(folder, 'worktrees/x');
      fs.mkdirSync(own, { recursive: true });
      fs.writeFileSync(join(own, 'HEAD'), 'ref: refs/heads/main\n');
      fs.writeFileSync(join(own, 'commondir'), `${join(root, '.git')}\n`);
      fs.writeFileSync(join(own, 'gitdir'), `${join(folder, '.git')}\n`);
      fs.writeFileSync(join(folder, '.git'), `gitdir: ${own}\n`);
    },
  };
  for (const [what, lead] of Object.entries(strangers))
    it(`is beside the file where .git leads to ${what}`, async () => {
      const victim = newRepository();
      const folder = temporaryFolder();
      disposables.push(() => {
        fs.rmSync(folder, { recursive: true });
      });
      lead(folder, victim);
      assert.equal(sharedOf(folder), join(folder, '.throughline'));
      const held = await new FileLocks().hold(join(folder, 'a.md'), () => Promise.resolve('held'));
      assert.equal(held, 'held');
      const made = fs.readdirSync(victim.parent, { recursive: true, encoding: 'utf8' });
      assert.deepEqual(
        made.filter((name) => name.includes('throughline')),
        [],
      );
    });

  const mounted: Record<string, (repository: Repository) => string> = {
    clone: ({ root }) => root,
    'linked worktree': (repository) => {
      const two = repository.worktree('two', '-b', 'feat/two');
      fs.writeFileSync(join(two, 'a.md'), '');
      return two;
    },
    'repository whose git directory says where its worktree is': ({ root, parent }) => {
      git(parent, day, 'clone', '--quiet', '--separate-git-dir=sub.git', root, 'sub');
      git(join(parent, 'sub'), day, 'config', 'core.worktree', join(parent, 'sub'));
      return join(parent, 'sub');
    },
    folder: ({ root }) => {
      fs.rmSync(join(root, '.git'), { recursive: true });
      return root;
    },
  };
  for (const [what, make] of Object.entries(mounted))
    it(`is one for a ${what} that is mounted twice, as in a container and outside`, async function () {
      const repository = newRepository();
      const folder = make(repository);
      const bound = join(repository.parent, 'workspaces');
      fs.mkdirSync(bound);
      if (spawnSync('mount', ['--bind', folder, bound]).status !== 0) this.skip();
      disposables.push(() => {
        spawnSync('umount', ['-l', bound]);
      });
      const [here, there] = [join(folder, 'a.md'), join(bound, 'a.md')];
      const [one, other] = [new UnsavedRegistry(raise), new UnsavedRegistry(raise)];
      one.register([here]);
      assert.ok(other.isDirtyElsewhere(there));
      one.dispose();
      assert.ok(!other.isDirtyElsewhere(there));
      await new FileLocks().hold(here, async () => {
        const second = await new FileLocks({ patience: 50 }).hold(there, () => Promise.resolve());
        assert.equal(second?.code, 'file.busy');
      });
    });

  it('is one for a folder outside of any clone that is linked into several', async () => {
    const repository = newRepository();
    const notes = join(repository.parent, 'notes');
    sharedOf(notes);
    const two = repository.worktree('two', '-b', 'feat/two');
    for (const folder of [repository.root, two]) fs.symlinkSync(notes, join(folder, 'notes'));
    await new FileLocks().hold(join(two, 'notes/a.md'), async () => {
      const other = new FileLocks({ patience: 50 });
      const second = await other.hold(join(repository.root, 'notes/a.md'), () => Promise.resolve());
      assert.equal(second?.code, 'file.busy');
    });
  });
});
