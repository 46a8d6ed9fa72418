import assert from 'node:assert/strict';
import { FolderRules } from '../../../src/core/formats/folderRules.ts';
import { systems } from '../../../src/core/formats/registry.ts';
import { deaths, dieAsTold } from '../../support/deaths.ts';
import { commitTogether, edited, isWhole, JointScene, kinds } from '../../support/jointChange.ts';
import { folderId, openFolder } from '../../support/openedProject.ts';

await dieAsTold(({ root }) => commitTogether(root));

// In a file of its own, so that it runs beside the others.
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
      for (const { scene, at } of deaths(import.meta.filename, () => JointScene.make(kind))) {
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
