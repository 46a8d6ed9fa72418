import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { claim } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { Project } from '../../../src/project/project.ts';
import type { RunResult } from '../../../src/project/running.ts';
import { runOn } from '../../support/attempt.ts';
import type { FsCall } from '../../support/fsCalls.ts';
import { deaths, dieAsTold } from '../../support/deaths.ts';
import { faults, withFault } from '../../support/faults.ts';
import { folderId, openFolder } from '../../support/openedProject.ts';
import { temporaryFolder } from '../../support/sample.mjs';
import { staleAfterMs, toolLocked } from '../../support/toolLocked.ts';

const name = '2026-06-11-feat-x.md';
const path = `tracking/progress/${name}`;
const text =
  'Branch: `feat/x`\n\n| Task | Status | Owner |\n|---|---|---|\n| One | todo | - |\n| Two | todo | - |\n';
const claimed = text.replace('One | todo | -', 'One | wip | otter');

function makeRoot(): string {
  const root = temporaryFolder();
  for (const folder of ['tracking/progress', '.git/objects', '.git/refs'])
    fs.mkdirSync(join(root, folder), { recursive: true });
  fs.writeFileSync(join(root, path), text);
  return root;
}

async function claimRow(root: string, row: string, me: string): Promise<RunResult> {
  const project = new Project(
    openFolder(root),
    (error) => {
      throw error;
    },
    [toolLocked],
  );
  try {
    return await runOn(
      project,
      { folder: folderId(root), key: toKey(path) },
      claim,
      { task: toKey(`${path}#${row}`) },
      { me, through: 'disk' },
    );
  } finally {
    project.dispose();
  }
}

/** The calls that have to do with the lock, and those around them that look a folder up in one that is held open. */
const isOfLock = ({ name: call, args: [first] }: FsCall): boolean =>
  /^(?:mk|rm)dir|utimes/.test(call) ||
  (typeof first === 'string' && /\/\.locks|^\/proc\/self\/fd/.test(first));

const locksOf = (root: string): readonly string[] => {
  const locks = join(root, 'tracking/.locks');
  return fs.existsSync(locks) ? fs.readdirSync(locks) : [];
};

/** The old bytes or the new ones, and no lock once its time is over and the next one has changed something. */
async function check(root: string, result: RunResult | undefined, what: string): Promise<void> {
  const bytes = fs.readFileSync(join(root, path), 'utf8');
  assert.ok(bytes === text || bytes === claimed, what);
  if (result?.kind === 'done') assert.equal(bytes, claimed, what);
  if (result?.kind === 'refused') assert.equal(bytes, text, what);
  for (const left of locksOf(root)) {
    const then = (Date.now() - staleAfterMs - 1000) / 1000;
    fs.utimesSync(join(root, 'tracking/.locks', left), then, then);
  }
  const next = await claimRow(root, 'Two', 'maple');
  assert.equal(next.kind, 'done', `${what}: the next claim: ${JSON.stringify(next)}`);
  assert.deepEqual(locksOf(root), [], what);
  assert.deepEqual(fs.readdirSync(join(root, 'tracking')).sort(), ['.locks', 'progress'], what);
  assert.deepEqual(fs.readdirSync(join(root, 'tracking/progress')), [name], what);
}

await dieAsTold(({ root }) => claimRow(root, 'One', 'otter'), isOfLock);

describe('a claim under the lock of another tool, when the disk fails at any of its calls', () => {
  let total = 0;
  before(async () => {
    const root = makeRoot();
    total = (await withFault(0, 'EIO', () => claimRow(root, 'One', 'otter'), isOfLock)).calls;
    fs.rmSync(root, { recursive: true });
  });

  for (const fault of faults)
    it(`with ${fault}: the truth about the bytes, and no lock that stays`, async () => {
      let refusals = 0;
      for (let at = 1; at <= total; at++) {
        const root = makeRoot();
        const { value: result } = await withFault(at, fault, () => claimRow(root, 'One', 'otter'), isOfLock);
        const what = `call ${at}: ${JSON.stringify(result)}`;
        // Whether it was made by a call that says that it failed, nobody knows.
        if (fault !== 'late EIO') assert.deepEqual(locksOf(root), [], what);
        await check(root, result, what);
        if (result.kind === 'refused') refusals++;
        fs.rmSync(root, { recursive: true });
      }
      assert.ok(refusals > 5, `${refusals} refusals`);
    }).timeout(600_000);

  it('with kill -9: the lock is stale after its time, and cleared by the next one', async () => {
    let left = 0;
    const make = () => {
      const root = makeRoot();
      return {
        root,
        dispose: () => {
          fs.rmSync(root, { recursive: true });
        },
      };
    };
    for (const { scene, at } of deaths(import.meta.filename, make)) {
      left += locksOf(scene.root).length;
      await check(scene.root, undefined, `call ${at}`);
      scene.dispose();
    }
    assert.ok(left > 5, `${left} locks were left`);
  }).timeout(600_000);
});
