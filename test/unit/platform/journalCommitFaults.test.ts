import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { FolderRules } from '../../../src/core/formats/folderRules.ts';
import { systems } from '../../../src/core/formats/registry.ts';
import { isChange, withFault } from '../../support/faults.ts';
import { commitTogether, edited, isWhole, JointScene, kinds } from '../../support/jointChange.ts';
import { folderId, openFolder } from '../../support/openedProject.ts';

/** Where a process commits, and at which of the calls that change something it is killed. */
interface Task {
  readonly root: string;
  readonly at: number;
}

const victim = process.env['THROUGHLINE_COMMITTER'];
if (victim !== undefined) {
  const { root, at } = JSON.parse(victim) as Task;
  await withFault(at, 'kill', () => commitTogether(root), isChange);
  process.exit(0);
}

/** Whether it was killed before it came to its end. */
function isKilled(task: Task): boolean {
  const child = spawnSync(process.execPath, [import.meta.filename], {
    env: { ...process.env, THROUGHLINE_COMMITTER: JSON.stringify(task) },
    encoding: 'utf8',
  });
  assert.ok(child.signal === 'SIGKILL' || child.status === 0, child.stderr);
  return child.signal === 'SIGKILL';
}

// In a file of its own, so that it runs beside the others: each call is a process.
describe('a commit of several files, when its process ends at any call', () => {
  for (const kind of kinds)
    it(`with kill -9 in a commit, in a ${kind}: whoever opens the folder or takes a lock sees all or nothing of it`, async () => {
      const others: readonly ((scene: JointScene) => Promise<void>)[] = [
        async ({ root }) => {
          const world = openFolder(root, { log: () => undefined });
          await world.documents.list(folderId(root), new FolderRules(systems, {}));
          world.dispose();
        },
        async ({ root }) => {
          const world = openFolder(root, { log: () => undefined });
          const { result } = await world.documents.commit(
            { documents: [{ folder: folderId(root), path: edited }], through: 'disk' },
            { plan: () => Promise.resolve({ kind: 'unchanged' }) },
          );
          assert.equal(result.kind, 'unchanged', JSON.stringify(result));
          world.dispose();
        },
        async ({ root }) => {
          const result = await commitTogether(root);
          assert.notEqual(result.kind, 'unknown', JSON.stringify(result));
        },
      ];
      const seen = new Set<string>();
      let halves = 0;
      for (let at = 1, isOver = false; !isOver; at++) {
        const scene = JointScene.make(kind);
        isOver = !isKilled({ root: scene.root, at });
        const state = scene.state();
        if (state !== 'old' && state !== 'new') halves++;
        const what = `call ${at}: ${state}`;
        await others[at % others.length]?.(scene);
        assert.match(scene.state(), /^(?:old|new)$/, what);
        seen.add(await isWhole(scene, what));
        scene.dispose();
      }
      assert.deepEqual([...seen].sort(), ['new', 'old']);
      assert.ok(halves > 4, `${halves} were half done`);
    }).timeout(600_000);
});
