import assert from 'node:assert/strict';
import { noBranchStatus, type FolderBranchStatus } from '../../../src/core/model/branchStatus.ts';
import { BranchStatuses } from '../../../src/project/branchStatuses.ts';
import type { BranchStatusRequest, Clone } from '../../../src/project/repository.ts';
import { Project } from '../../../src/project/project.ts';
import { cloneOf } from '../../support/clone.ts';
import { folder, MemoryWorld } from '../../support/memoryWorld.ts';
import { progressOf } from '../../support/repository.ts';

/** Branches without progress files: who asks asks about them. */
function having(...names: readonly string[]): Clone {
  return cloneOf([{ name: 'main', worktree: folder }, ...names.map((name) => ({ name }))]);
}

function fail(error: unknown): never {
  throw error;
}

/** What git would say of the branches that it was asked about. */
function statusOf({ fileless }: BranchStatusRequest): FolderBranchStatus {
  return {
    ...noBranchStatus,
    fileless: fileless.map(({ ref: { name: branch }, checkedOut }) => ({
      branch,
      commits: 1,
      lastCommit: 1,
      checkedOut,
    })),
  };
}

/** A folder with branches whose status is told when the test lets it be. */
async function open() {
  const host = new MemoryWorld();
  host.setClone(having('feat/a'));
  const project = new Project(host, fail);
  await project.load();
  await project.idle();
  const asked: { readonly names: string; readonly answer: () => void }[] = [];
  host.repository.branchStatus = (_folder, wish) =>
    new Promise((resolve) => {
      asked.push({
        names: wish.fileless.map(({ ref }) => ref.name).join(),
        answer: () => {
          resolve(statusOf(wish));
        },
      });
    });
  const statuses = new BranchStatuses(project, host, fail);
  const shown = (): string =>
    statuses
      .of(folder)
      .fileless.map(({ branch }) => branch)
      .join();
  const wanted = statuses.want();
  return { host, project, statuses, asked, shown, wanted };
}

describe('the status of branches', () => {
  it('is that of the local branch, else of the remote that git names first, and none of what is merged', async () => {
    const fileOf = (branch: string): string => `tracking/progress/2026-06-11-${branch.replace('/', '-')}.md`;
    const host = new MemoryWorld(
      Object.fromEntries(
        ['feat/a', 'feat/b', 'feat/c', 'gone'].map((branch) => [
          fileOf(branch),
          progressOf(branch, 'One | done | otter'),
        ]),
      ),
    );
    const merged = { [fileOf('feat/c')]: progressOf('feat/c', 'One | done | otter') };
    host.setClone(
      cloneOf([
        { name: 'main', worktree: folder, files: merged },
        { name: 'feat/a', remote: 'origin' },
        { name: 'feat/a', worktree: 'memory:/other' },
        { name: 'feat/b', remote: 'fork' },
        { name: 'feat/b', remote: 'origin' },
        { name: 'feat/c', contained: true },
      ]),
    );
    host.others.set('memory:/other', new Map());
    const project = new Project(host, fail);
    await project.load();
    await project.idle();
    let asked: BranchStatusRequest['streams'] = [];
    host.repository.branchStatus = (_folder, { streams }) => {
      asked = streams;
      return Promise.resolve(noBranchStatus);
    };
    await new BranchStatuses(project, host, fail).want();
    assert.deepEqual(
      asked.map(({ ref, worktree }) => [ref.ref, worktree]),
      [
        ['refs/heads/feat/a', 'memory:/other'],
        ['refs/remotes/fork/feat/b', undefined],
      ],
    );
  });

  it('is asked for once more for all that moves before git answers, and the last answer counts', async () => {
    const { host, project, statuses, asked, shown, wanted } = await open();
    while (asked.length === 0) await host.pause();
    for (const name of ['feat/b', 'feat/c', 'feat/d']) {
      host.setClone(having(name));
      await project.idle();
    }
    assert.deepEqual(
      asked.map(({ names }) => names),
      ['feat/a'],
      'one question at a time',
    );
    asked[0]?.answer();
    while (asked.length === 1) await host.pause();
    asked[1]?.answer();
    await wanted;
    await statuses.want();
    assert.deepEqual(
      asked.map(({ names }) => names),
      ['feat/a', 'feat/d'],
    );
    assert.equal(shown(), 'feat/d');
  });

  it('is not told of a folder that was taken out and put back meanwhile', async () => {
    const { host, project, statuses, asked, shown } = await open();
    const seen: string[] = [];
    statuses.onDidChange(() => seen.push(shown()));
    while (asked.length === 0) await host.pause();
    const { folders } = host;
    host.setFolders([]);
    host.setFolders(folders);
    host.setClone(having('feat/b'));
    await project.idle();
    asked[0]?.answer();
    while (asked.length === 1) await host.pause();
    asked[1]?.answer();
    await statuses.want();
    assert.deepEqual(seen, ['feat/b']);
  });

  it('is asked for again whenever git moves, also right when the last answer comes', async () => {
    for (let moment = 0; moment < 80; moment++) {
      const { host, project, statuses, asked, shown } = await open();
      while (asked.length === 0) await host.pause();
      const [first] = asked;
      const moved = new Promise<void>((resolve) => {
        host.clone = () => {
          resolve();
          return Promise.resolve(having('feat/b'));
        };
      });
      host.setClone(having('feat/b'));
      await moved;
      for (let i = 0; i < moment; i++) await Promise.resolve();
      first?.answer();
      await project.idle();
      await host.pause();
      assert.equal(asked.length, 2, `after ${moment} steps`);
      asked[1]?.answer();
      await statuses.want();
      assert.equal(shown(), 'feat/b');
    }
  });
});
