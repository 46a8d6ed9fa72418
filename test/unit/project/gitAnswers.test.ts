import assert from 'node:assert/strict';
import { claim } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import type { Clone } from '../../../src/project/repository.ts';
import { Project } from '../../../src/project/project.ts';
import { cloneOf } from '../../support/clone.ts';
import { drawn, outlineContext } from '../../support/indexOf.ts';
import { folder, MemoryWorld } from '../../support/memoryWorld.ts';
import { progressOf } from '../../support/repository.ts';
import { runOn } from '../../support/attempt.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';

/** A clone in which the progress file of `feat/x` has one task. */
function having(task: string): Clone {
  return cloneOf([
    { name: 'main', worktree: folder },
    { name: 'feat/x', files: { [path]: progressOf('feat/x', `${task} | todo | -`) } },
  ]);
}

/** A project whose tasks are drawn each time that something changes. */
function follow(host: MemoryWorld) {
  const project = new Project(host, (error) => {
    throw error;
  });
  const shown = (): string => {
    const index = project.folder(folder)?.index;
    return index === undefined ? '' : drawn(branchProgress(index, outlineContext({}))).join();
  };
  const seen: string[] = [];
  project.onDidChange(() => seen.push(shown()));
  return { project, shown, seen };
}

/** A host whose git answers when the test says what. */
function slow() {
  const host = new MemoryWorld();
  const asked: ((clone: Clone) => void)[] = [];
  host.clone = () =>
    new Promise((resolve) => {
      asked.push(resolve);
    });
  const answer = async (number: number, clone: Clone): Promise<void> => {
    while (asked.length < number) await host.pause();
    asked[number - 1]?.(clone);
  };
  return { host, asked, answer };
}

describe('what git answers', () => {
  it('is asked for once more, however often git moves before it answers, and the last answer counts', async () => {
    const { host, asked, answer } = slow();
    const { project, shown } = follow(host);
    const loaded = project.load();
    while (asked.length === 0) await host.pause();
    for (let i = 0; i < 3; i++) {
      host.setClone(undefined);
      await host.pause();
    }
    assert.equal(asked.length, 1, 'one question at a time');
    await answer(1, having('Old'));
    await answer(2, having('New'));
    await loaded;
    await project.idle();
    assert.equal(asked.length, 2);
    assert.match(shown(), /New/);
  });

  it('keeps nobody waiting who reads or claims meanwhile', async () => {
    const { host, asked, answer } = slow();
    host.files.set(path, progressOf('feat/x', 'One | todo | -'));
    const { project, shown } = follow(host);
    const loaded = project.load();
    await answer(1, cloneOf([{ name: 'feat/x', worktree: folder }]));
    await loaded;
    await project.idle();
    host.setClone(undefined);
    while (asked.length < 2) await host.pause();
    host.write(path, progressOf('feat/x', 'One | todo | -', 'Two | todo | -'));
    const target = { folder, key: toKey(path) };
    await project.settled([target]);
    assert.match(shown(), /Two/);
    host.clones.set(folder, cloneOf([{ name: 'feat/x', worktree: folder }]));
    const options = { me: 'maple', through: 'disk' } as const;
    const result = await runOn(project, target, claim, { task: toKey(`${path}#Two`) }, options);
    assert.equal(result.kind, 'done');
    assert.match(shown(), /Two \(maple/);
    await answer(2, cloneOf([{ name: 'feat/x', worktree: folder }]));
    await project.idle();
  });

  it('is of no use when the folder was taken out and put back meanwhile', async () => {
    const { host, asked, answer } = slow();
    const { project, shown, seen } = follow(host);
    void project.load();
    while (asked.length === 0) await host.pause();
    const { folders } = host;
    host.setFolders([]);
    host.setFolders(folders);
    await answer(1, having('Old'));
    await answer(2, having('New'));
    await project.idle();
    assert.match(shown(), /New/);
    assert.deepEqual(
      seen.filter((each) => each.includes('Old')),
      [],
    );
  });

  it('is asked for again whenever git moves, also right when the last round ends', async () => {
    for (let moment = 0; moment < 12; moment++) {
      const host = new MemoryWorld();
      const { project, shown } = follow(host);
      await project.load();
      await project.idle();
      let moves = 0;
      project.onDidAskGit(() => {
        if (++moves > 1) return;
        void (async () => {
          for (let i = 0; i < moment; i++) await Promise.resolve();
          host.setClone(having('New'));
        })();
      });
      host.setClone(having('Old'));
      await project.idle();
      await host.pause();
      await project.idle();
      assert.match(shown(), /New/, `after ${moment} steps`);
    }
  });
});
