import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { claim } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import type { RefusalCode } from '../../../src/core/model/refusal.ts';
import { FileLocks } from '../../../src/platform/node/fileLock.ts';
import { createProgressFile, type BranchGit } from '../../../src/project/branchWork.ts';
import type { Project } from '../../../src/project/project.ts';
import type { RunResult } from '../../../src/project/running.ts';
import { runConfirmed } from '../../support/confirmed.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { aroundCalls } from '../../support/fsCalls.ts';
import { progressOf, Repository } from '../../support/repository.ts';

const path = 'tracking/progress/2026-06-02-feat-a.md';

describe('a claim, after somebody checked another branch out that the window has not heard of', () => {
  let repository: Repository;
  let disk: OpenedProject;
  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-01', { a: 'a' });
    repository.git('switch', '--quiet', '--create', 'feat/a');
    repository.commit('2026-06-02', { [path]: progressOf('feat/a', 'One | todo | -') });
    // Built on feat/a, so that it has a copy of its progress file.
    repository.git('switch', '--quiet', '--create', 'feat/b');
    repository.commit('2026-06-03', { b: 'b' });
    repository.git('switch', '--quiet', 'main');
  });
  afterEach(() => {
    disk.dispose();
    repository.dispose();
  });
  const open = async (): Promise<void> => {
    disk = new OpenedProject(repository.root);
    await disk.load();
  };
  const claimOne = (...confirmed: RefusalCode[]): Promise<RunResult> =>
    runConfirmed(
      disk.project,
      { folder: disk.folder, key: toKey(path) },
      claim,
      { task: toKey(`${path}#One`) },
      { me: 'maple', through: 'disk' },
      confirmed,
    );
  /** The folder is on feat/b, with a copy of the file that git, or somebody, took away in the worktree of feat/a. */
  const openBesideWorktreeWithoutFile = async (): Promise<string> => {
    repository.git('switch', '--quiet', 'feat/b');
    const worktree = repository.worktree('w', 'feat/a');
    fs.rmSync(join(worktree, path));
    await open();
    return worktree;
  };
  const isOpen = (root: string): boolean => fs.readFileSync(join(root, path), 'utf8').includes('One | todo');

  for (const [what, start] of [
    ['it has not answered yet', (project: Project) => project.load()],
    ['nobody has asked it yet', (project: Project, folder: string) => project.peek(folder, 'feat/b')],
  ] as const)
    it(`in a worktree, while ${what}: the copy at hand is not taken for it`, async () => {
      repository.git('switch', '--quiet', 'feat/b');
      const worktree = repository.worktree('w', 'feat/a');
      disk = new OpenedProject(repository.root);
      await start(disk.project, disk.folder);
      const result = await claimOne();
      assert.equal(result.kind === 'refused' && result.code, 'branch.elsewhere', JSON.stringify(result));
      assert.ok(isOpen(repository.root) && isOpen(worktree));
      assert.equal((await claimOne('branch.elsewhere')).kind, 'done');
      assert.ok(isOpen(repository.root) && !isOpen(worktree));
    });

  it('in a worktree: is refused, and nothing is written', async () => {
    const worktree = repository.worktree('w', 'feat/a');
    await open();
    repository.git('-C', worktree, 'switch', '--quiet', 'feat/b');
    const result = await claimOne('branch.elsewhere');
    assert.equal(result.kind === 'refused' && result.code, 'branch.notHere', JSON.stringify(result));
    assert.ok(isOpen(worktree));
  });

  it('in the folder: is refused, and nothing is written', async () => {
    repository.git('switch', '--quiet', 'feat/a');
    await open();
    repository.git('switch', '--quiet', 'feat/b');
    const result = await claimOne();
    assert.equal(result.kind === 'refused' && result.code, 'branch.notCheckedOut', JSON.stringify(result));
    assert.ok(isOpen(repository.root));
  });

  it('in the folder, when the branch is in a worktree now: is made there', async () => {
    repository.git('switch', '--quiet', 'feat/a');
    await open();
    repository.git('switch', '--quiet', 'feat/b');
    const worktree = repository.worktree('w', 'feat/a');
    assert.equal((await claimOne('branch.elsewhere')).kind, 'done');
    assert.ok(isOpen(repository.root));
    assert.ok(!isOpen(worktree));
  });

  it('in the copy at hand of a branch that was checked out nowhere: is refused once it is checked out', async () => {
    repository.git('switch', '--quiet', 'feat/b');
    await open();
    const worktree = repository.worktree('w', 'feat/a');
    const result = await claimOne('branch.notCheckedOut');
    assert.equal(result.kind === 'refused' && result.code, 'branch.elsewhere', JSON.stringify(result));
    assert.ok(isOpen(repository.root) && isOpen(worktree));
  });

  it('in the folder where git was just taking the file away: is refused, and nothing is written', async () => {
    repository.git('switch', '--quiet', 'feat/a');
    fs.rmSync(join(repository.root, path));
    await open();
    repository.git('switch', '--quiet', '--discard-changes', 'feat/b');
    const result = await claimOne();
    assert.equal(result.kind === 'refused' && result.code, 'branch.notCheckedOut', JSON.stringify(result));
    assert.ok(isOpen(repository.root));
  });

  it('in a worktree where git was just taking the file away: is not made in the copy at hand', async () => {
    const worktree = await openBesideWorktreeWithoutFile();
    repository.git('-C', worktree, 'switch', '--quiet', '--discard-changes', 'main');
    const result = await claimOne('branch.elsewhere');
    assert.equal(result.kind === 'refused' && result.code, 'branch.notCheckedOut', JSON.stringify(result));
    assert.ok(isOpen(repository.root));
  });

  it('in a worktree where git was just replacing the file: is made there', async () => {
    const worktree = await openBesideWorktreeWithoutFile();
    repository.git('-C', worktree, 'restore', '.');
    assert.equal((await claimOne('branch.elsewhere')).kind, 'done');
    assert.ok(isOpen(repository.root));
    assert.ok(!isOpen(worktree));
  });

  it('in the copy at hand of a branch whose worktree has no file: is made', async () => {
    const worktree = await openBesideWorktreeWithoutFile();
    assert.equal((await claimOne()).kind, 'done');
    assert.ok(!isOpen(repository.root));
    assert.ok(!fs.existsSync(join(worktree, path)));
  });

  it('while the claim waits for its turn: is refused', async () => {
    repository.git('switch', '--quiet', 'feat/a');
    await open();
    let claimed: Promise<RunResult> | undefined;
    await new FileLocks().hold(join(repository.root, path), () => {
      claimed = claimOne();
      repository.git('switch', '--quiet', 'feat/b');
      return Promise.resolve();
    });
    const result = await claimed;
    assert.equal(result?.kind === 'refused' && result.code, 'branch.notCheckedOut', JSON.stringify(result));
    assert.ok(isOpen(repository.root));
  });

  it('while git still puts files there: waits, and is refused', async function () {
    if (process.platform === 'win32') this.skip();
    // Git has replaced the progress file, and waits for a filter before it says that the branch is another one.
    repository.git('switch', '--quiet', 'feat/b');
    fs.appendFileSync(join(repository.root, path), '\nOf feat/b.\n');
    repository.commit('2026-06-04', { '.gitattributes': 'z.txt filter=slow\n', 'z.txt': 'z' });
    repository.git('switch', '--quiet', 'feat/a');
    await open();
    const gate = join(repository.root, '.git/gate');
    execFileSync('mkfifo', [gate]);
    const git = spawn(
      'git',
      ['-c', `filter.slow.smudge=read x < '${gate}'; cat`, 'switch', '--quiet', 'feat/b'],
      { cwd: repository.root },
    );
    const ended = once(git, 'exit');
    const says = (text: string): boolean => {
      try {
        return fs.readFileSync(join(repository.root, path), 'utf8').includes(text);
      } catch {
        // Git takes the file away before it writes it.
        return false;
      }
    };
    while (!says('Of feat/b')) await disk.world.clock.pause();

    let asked = 0;
    const waits = new Promise<void>((resolve) => {
      const isGitBusy = disk.world.documents.writer.isGitBusy.bind(disk.world.documents.writer);
      disk.world.documents.writer.isGitBusy = (...args) => {
        if (++asked === 3) resolve();
        return isGitBusy(...args);
      };
    });
    const claimed = claimOne();
    await Promise.race([waits, claimed]);
    assert.ok(!says('maple'));
    fs.writeFileSync(gate, 'go\n');
    const result = await claimed;
    await ended;
    assert.equal(result.kind === 'refused' && result.code, 'branch.notCheckedOut', JSON.stringify(result));
    assert.ok(isOpen(repository.root));
  });

  it('while the claim is flushed to the disk: is refused, and nothing is written', async () => {
    repository.git('switch', '--quiet', 'feat/a');
    await open();
    let isSwitched = false;
    const { value } = await aroundCalls(
      ({ name, go }) => {
        const result = go();
        if (name === 'fsyncSync' && !isSwitched) {
          isSwitched = true;
          repository.git('switch', '--quiet', 'feat/b');
        }
        return result;
      },
      () => claimOne(),
    );
    assert.ok(isSwitched);
    assert.equal(value.kind === 'refused' && value.code, 'branch.notCheckedOut', JSON.stringify(value));
    assert.ok(isOpen(repository.root));
    assert.equal(repository.git('status', '--porcelain'), '');
  });

  it('while git has looked at the file, and puts another there: is not said to be done', async function () {
    if (process.platform === 'win32') this.skip();
    // Before it comes to the progress file, git waits for a filter.
    repository.git('switch', '--quiet', 'feat/b');
    fs.appendFileSync(join(repository.root, path), '\nOf feat/b.\n');
    repository.commit('2026-06-04', { '.gitattributes': 'b.txt filter=slow\n', 'b.txt': 'b' });
    repository.git('switch', '--quiet', 'feat/a');
    await open();
    const [begun, gate] = ['begun', 'gate'].map((name) => join(repository.root, '.git', name));
    execFileSync('mkfifo', [begun ?? '', gate ?? '']);
    const smudge = `echo > '${begun ?? ''}'; read x < '${gate ?? ''}'; cat`;
    let ended: Promise<unknown> | undefined;
    const { value } = await aroundCalls(
      ({ name, args: [, to], go }) => {
        if (name !== 'renameSync' || ended !== undefined || !String(to).endsWith('feat-a.md')) return go();
        const args = ['-c', `filter.slow.smudge=${smudge}`, 'switch', '--quiet', 'feat/b'];
        ended = once(spawn('git', args, { cwd: repository.root, stdio: 'ignore' }), 'exit');
        execFileSync('sh', ['-c', `read x < '${begun ?? ''}'`], { timeout: 30_000 });
        const result = go();
        spawn('sh', ['-c', `echo > '${gate ?? ''}'`]);
        return result;
      },
      () => claimOne(),
    );
    assert.ok(ended !== undefined);
    await ended;
    assert.equal(value.kind, 'unknown', JSON.stringify(value));
    assert.ok(isOpen(repository.root));
    assert.equal(repository.git('branch', '--show-current').trim(), 'feat/b');
  });

  it('while git is about to put files there: is made once git is done', async () => {
    repository.git('switch', '--quiet', 'feat/a');
    await open();
    const lock = join(repository.root, '.git/index.lock');
    fs.writeFileSync(lock, '');
    const delay = disk.world.clock.delay.bind(disk.world.clock);
    let waits = 0;
    disk.world.clock.delay = (milliseconds) => {
      if (fs.existsSync(lock) && isOpen(repository.root) && ++waits === 3) fs.rmSync(lock);
      return delay(milliseconds);
    };
    assert.equal((await claimOne()).kind, 'done');
    assert.equal(waits, 3);
  });

  it('while a commit waits for its message: is not held up', async () => {
    repository.git('switch', '--quiet', 'feat/a');
    await open();
    const lock = join(repository.root, '.git/index.lock');
    fs.copyFileSync(join(repository.root, '.git/index'), lock);
    fs.utimesSync(lock, 1, 1);
    assert.equal((await claimOne()).kind, 'done');
  });

  it('and back again: is made', async () => {
    repository.git('switch', '--quiet', 'feat/a');
    await open();
    repository.git('switch', '--quiet', 'feat/b');
    repository.git('switch', '--quiet', 'feat/a');
    assert.equal((await claimOne()).kind, 'done');
  });

  it('or HEAD is a link, as old repositories have it: is made', async () => {
    repository.git('config', 'core.preferSymlinkRefs', 'true');
    repository.git('switch', '--quiet', 'feat/a');
    assert.ok(fs.lstatSync(join(repository.root, '.git/HEAD')).isSymbolicLink());
    await open();
    assert.equal((await claimOne()).kind, 'done');
  });

  it('which makes no progress file on the wrong branch either', async () => {
    const worktree = repository.worktree('w', '-b', 'feat/c');
    await open();
    const repositoryOf = disk.world.repository;
    const git: BranchGit = {
      nestedRepository: (document) => repositoryOf.nestedRepository(document),
      changeBranch: (folder, change) => repositoryOf.changeBranch(folder, change),
      // Between the question to git and the file.
      firstDay: (...asked) => {
        repository.git('-C', worktree, 'switch', '--quiet', '--create', 'feat/d');
        return repositoryOf.firstDay(...asked);
      },
    };
    const made = await createProgressFile.run(
      { project: disk.project, git, folder: disk.folder, today: '2026-06-20' },
      { root: 'tracking', branch: 'feat/c', specs: [], tasks: [] },
    );
    assert.equal(made.kind === 'refused' && made.code, 'branch.left', JSON.stringify(made));
    assert.ok(!fs.existsSync(join(worktree, 'tracking')));
  });
});
