import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { FileLocks } from '../../../src/platform/node/fileLock.ts';
import { recoverInterrupted } from '../../../src/platform/node/journalRecovery.ts';
import type { ApplyResult } from '../../../src/project/documentWriter.ts';
import { deaths, dieAsTold } from '../../support/deaths.ts';
import { comesAt, withFault } from '../../support/faults.ts';
import { alsoEdited, changeTogether, isWhole, JointScene, kinds } from '../../support/jointChange.ts';

await dieAsTold(({ root, does }) => (does === 'change' ? changeTogether(root) : recoverAll(root)));

async function recoverAll(root: string): Promise<void> {
  const locks = new FileLocks();
  for (const shared of new JointScene(root).shared()) {
    const results = await recoverInterrupted({ shared }, locks);
    for (const each of results) assert.notEqual(each.kind, 'refused', JSON.stringify(each));
  }
}

describe('a change of several files, when its process ends or the disk fails at any call', () => {
  for (const kind of kinds)
    it(`with kill -9, in a ${kind}: all are as before or as wanted, for whoever looks at one of them next`, async () => {
      const seen = new Set<string>();
      let halves = 0;
      const scenes = deaths(import.meta.filename, () => JointScene.make(kind), 'change');
      for (const { scene, at, isKilled } of scenes) {
        const state = scene.state();
        if (state !== 'old' && state !== 'new') halves++;
        const what = `call ${at}: ${state}`;
        // One who only starts settles it as well as one who takes a lock.
        if (at % 2 === 0) {
          await recoverAll(scene.root);
          assert.match(scene.state(), /^(?:old|new)$/, what);
        }
        const whole = await isWhole(scene, what);
        if (!isKilled) assert.equal(whole, 'new', what);
        else if (state === 'new') assert.equal(whole, 'new', what);
        seen.add(whole);
        scene.dispose();
      }
      assert.deepEqual([...seen].sort(), ['new', 'old']);
      assert.ok(halves > 4, `${halves} were half done`);
    }).timeout(600_000);

  it('and whoever settles it is killed at any call, too', async () => {
    const states = new Map<string, JointScene>();
    const scenes = deaths(import.meta.filename, () => JointScene.make('clone'), 'change');
    for (const { scene } of scenes) {
      const isPublished = scene.left().some((path) => path.includes('/journal/'));
      if (isPublished && !states.has(scene.state())) states.set(scene.state(), scene);
      else scene.dispose();
    }
    assert.ok(states.size > 3, [...states.keys()].join('\n'));
    let first = 0;
    for (const [state, crashed] of states) {
      const old = JointScene.textBefore(alsoEdited);
      // It is taken back then, if it was not replaced yet.
      for (const isForeign of crashed.read(alsoEdited) === old ? [false, true] : [false]) {
        const copy = (): JointScene => {
          const scene = crashed.copy();
          if (isForeign) fs.writeFileSync(scene.at(alsoEdited), 'foreign');
          return scene;
        };
        // Each has its turn at some of the calls: all at all would take minutes.
        const some = { first: ++first, step: states.size };
        for (const { scene, at } of deaths(import.meta.filename, copy, 'recover', some)) {
          const what = `${state}, call ${at}${isForeign ? ', foreign' : ''}: ${scene.state()}`;
          const seen = await scene.next();
          if (isForeign) {
            assert.equal(scene.read(alsoEdited), 'foreign', what);
            fs.writeFileSync(scene.at(alsoEdited), old);
            assert.equal(scene.state(), 'old', what);
          } else assert.equal(seen, 'new', what);
          assert.deepEqual(scene.left(), [], what);
          scene.dispose();
        }
      }
      crashed.dispose();
    }
  }).timeout(600_000);

  for (const [kind, some] of [
    ['clone', ['ENOSPC', 'EIO', 'EACCES', 'late EIO', 'short write']],
    ['folder without git', ['EACCES', 'late EIO']],
  ] as const)
    for (const fault of some)
      it(`with ${fault}, in a ${kind}: all old or all new, and the truth about them`, async () => {
        const results = new Set<string>();
        for (let at = 1, isOver = false; !isOver; at++) {
          const scene = JointScene.make(kind);
          // What goes wrong with a lock is another story.
          let isWriting = false;
          const run = (): Promise<ApplyResult> =>
            changeTogether(scene.root, (steps) => {
              isWriting = true;
              return steps;
            });
          const { value: result, calls } = await withFault(
            at,
            fault,
            run,
            (call) => isWriting && comesAt(fault)(call),
          );
          isOver = calls < at;
          const what = `call ${at}: ${JSON.stringify(result)}, ${scene.state()}`;
          const state = { done: 'new', stale: 'old', refused: 'old', unknown: undefined }[result.kind];
          if (state !== undefined) assert.equal(scene.state(), state, what);
          const whole = await isWhole(scene, what);
          if (state !== undefined) assert.equal(whole, state, what);
          results.add(result.kind);
          scene.dispose();
        }
        assert.ok(results.has('done') && results.has('refused'), [...results].join());
      }).timeout(600_000);
});
