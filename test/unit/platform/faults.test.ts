import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claim } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { Project } from '../../../src/project/project.ts';
import type { RunResult } from '../../../src/project/running.ts';
import { deaths, dieAsTold } from '../../support/deaths.ts';
import { comesAt, faults, withFault, type Fault } from '../../support/faults.ts';
import { folderId, openFolder } from '../../support/openedProject.ts';
import { runOn } from '../../support/attempt.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const text =
  '\uFEFF# feat/x\r\nBranch: `feat/x`\r\n\r\n| Task | Status | Owner |\r\n|---|---|---|\r\n| One | todo | - |\r\n| Two | todo | - |';
const claimed = text.replace('One | todo | -', 'One | wip | otter');

/** Where this is root, the clone is somebody else's: then owners are given too. */
const owner = process.geteuid?.() === 0 ? 1000 : process.geteuid?.();

function makeRoot(): string {
  const root = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-faults-'));
  for (const folder of ['tracking/progress', '.git/objects', '.git/refs'])
    fs.mkdirSync(join(root, folder), { recursive: true });
  fs.writeFileSync(join(root, path), text);
  if (process.geteuid?.() === 0)
    for (const each of ['', ...fs.readdirSync(root, { recursive: true, encoding: 'utf8' })])
      fs.chownSync(join(root, each), 1000, 1000);
  return root;
}

function claimRow(root: string, row: string, me: string): Promise<RunResult> {
  const project = new Project(openFolder(root), (error) => {
    throw error;
  });
  return runOn(
    project,
    { folder: folderId(root), key: toKey(path) },
    claim,
    { task: toKey(`${path}#${row}`) },
    { me, through: 'disk' },
  );
}

/** Nothing but the file is there, and nobody is kept out. */
async function nothingStays(root: string, what: string): Promise<void> {
  const next = await claimRow(root, 'Two', 'maple');
  assert.equal(next.kind, 'done', `${what}: the next claim: ${JSON.stringify(next)}`);
  assert.deepEqual(fs.readdirSync(join(root, 'tracking/progress')), [path.split('/').at(-1)], what);
  // The lock's folder, with its last holder and that it let go, and nothing that was being written.
  const left = fs.readdirSync(join(root, '.git/throughline'), { recursive: true });
  assert.equal(left.length, 5, `${what}: ${left.join(' ')}`);
}

await dieAsTold(({ root }) => claimRow(root, 'One', 'otter'));

describe('a claim, when the disk fails at any of its calls', () => {
  /** How many calls a fault can come at, at most. */
  const callsFor = async (fault: Fault): Promise<number> => {
    let total = 0;
    for (let i = 0; i < 2; i++) {
      const root = makeRoot();
      if (i === 1) {
        await claimRow(root, 'One', 'otter');
        fs.writeFileSync(join(root, path), text);
      }
      const { calls } = await withFault(0, fault, () => claimRow(root, 'One', 'otter'), comesAt(fault));
      total = Math.max(total, calls);
      fs.rmSync(root, { recursive: true });
    }
    assert.ok(total > 20, `${total} calls`);
    return total;
  };

  for (const fault of faults)
    it(`with ${fault}: the old bytes or the new ones, and the truth about them`, async () => {
      const seen = new Map<string, number>();
      const total = await callsFor(fault);
      for (const first of [true, false])
        for (let at = 1; at <= total; at++) {
          const root = makeRoot();
          // A lock that was held before has generations to clean up.
          if (!first) {
            await claimRow(root, 'One', 'otter');
            fs.writeFileSync(join(root, path), text);
          }
          const claiming = () => claimRow(root, 'One', 'otter');
          const { value: result } = await withFault(at, fault, claiming, comesAt(fault));
          const what = `call ${at}${first ? ', first lock' : ''}: ${JSON.stringify(result)}`;
          const bytes = fs.readFileSync(join(root, path), 'utf8');
          assert.ok(bytes === text || bytes === claimed, what);
          if (result.kind === 'done') assert.equal(bytes, claimed, what);
          if (result.kind === 'refused') assert.equal(bytes, text, what);
          assert.equal(fs.statSync(join(root, path)).uid, owner, what);
          await nothingStays(root, what);
          seen.set(result.kind, (seen.get(result.kind) ?? 0) + 1);
          fs.rmSync(root, { recursive: true });
        }
      assert.ok((seen.get('refused') ?? 0) > 5, JSON.stringify([...seen]));
    }).timeout(600_000);

  // The end after a call is the end before the next one.
  it('with kill -9: the next one finds the old bytes or the new ones, and no lock', async () => {
    let count = 0;
    const make = () => {
      const root = makeRoot();
      return {
        root,
        dispose: () => {
          fs.rmSync(root, { recursive: true });
        },
      };
    };
    for (const { scene, at, isKilled } of deaths(import.meta.filename, make)) {
      const { root } = scene;
      const what = `call ${at}: ${isKilled ? 'killed' : 'over'}`;
      const bytes = fs.readFileSync(join(root, path), 'utf8');
      assert.ok(bytes === text || bytes === claimed, what);
      assert.ok(isKilled || bytes === claimed, what);
      await nothingStays(root, what);
      scene.dispose();
      count++;
    }
    assert.ok(count > 20, `${count} calls`);
  }).timeout(600_000);
});
