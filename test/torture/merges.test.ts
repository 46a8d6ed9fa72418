import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ConflictStages } from '../../src/core/model/merge.ts';
import { claim } from '../../src/core/operations/claim.ts';
import { resolveConflict } from '../../src/core/operations/resolveConflict.ts';
import { outcomeMessage } from '../../src/core/messages/outcomes.ts';
import { toKey } from '../../src/core/text/key.ts';
import { applyEdits } from '../../src/core/text/edit.ts';
import { createGit } from '../../src/platform/node/git.ts';
import {
  baseRows,
  contested,
  expectedRows,
  pairs,
  readRows,
  toText,
  type Change,
} from '../support/mergePairs.ts';
import { attempt, type Acting } from '../support/attempt.ts';
import { path, toAct, toFile } from '../support/parse.ts';
import { git, temporaryFolder } from '../support/sample.mjs';

const count = process.env['THROUGHLINE_TORTURE'] === 'full' ? 1000 : 120;

function context(text: string, me: string): Acting {
  return { ...toAct(toFile(text)), me };
}

/** The text after claims as the extension makes them. */
function claimed(text: string, { claims }: Change): string {
  return claims.reduce((before, { row, owner }) => {
    const outcome = attempt(context(before, owner), claim, { task: toKey(`${path}#Do part ${row}`) });
    assert.ok(outcome.kind === 'edits', JSON.stringify(outcome));
    const result = applyEdits(before, outcome.edits);
    assert.ok(result.kind === 'applied');
    return result.text;
  }, text);
}

interface Resolving {
  readonly stages: ConflictStages | undefined;
  readonly decisions: Readonly<Record<string, 'ours' | 'theirs'>>;
}

function resolved(
  text: string,
  { stages, decisions }: Resolving,
): { readonly text: string; readonly summary: string } {
  const outcome = attempt({ ...context(text, 'maple'), stages }, resolveConflict, { decisions });
  if (outcome.kind === 'unchanged') return { text, summary: outcomeMessage(outcome.outcome) };
  assert.ok(outcome.kind === 'edits', JSON.stringify(outcome));
  const result = applyEdits(text, outcome.edits);
  assert.ok(result.kind === 'applied');
  return { text: result.text, summary: outcomeMessage(outcome.outcome) };
}

describe('claims on two branches, merged by git', () => {
  let folder: string;
  before(() => {
    folder = temporaryFolder();
  });
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it(`conflict on adjacent rows only, and then both are kept: ${count} pairs`, () => {
    let conflicts = 0;
    fc.assert(
      fc.property(pairs(true), (pair) => {
        const base = toText(baseRows(pair.rows), pair.padded);
        const texts = { base, ours: claimed(base, pair.ours), theirs: claimed(base, pair.theirs) };
        for (const [name, text] of Object.entries(texts)) fs.writeFileSync(join(folder, name), text);
        const merged = spawnSync('git', ['merge-file', '-p', 'ours', 'base', 'theirs'], {
          cwd: folder,
          encoding: 'utf8',
        });
        const apart = Math.min(
          ...pair.ours.claims.flatMap(({ row }) =>
            pair.theirs.claims.map((other) => Math.abs(row - other.row)),
          ),
        );
        assert.equal(merged.status === 0, apart > 1, `${apart} rows apart: ${merged.stdout}`);
        if (merged.status === 0) {
          assert.deepEqual(readRows(merged.stdout), expectedRows(pair));
          return;
        }
        conflicts++;
        const both = contested(pair);
        const { text, summary } = resolved(merged.stdout, {
          stages: texts,
          decisions: Object.fromEntries(both.map((row) => [`Do part ${row}`, 'theirs' as const])),
        });
        assert.deepEqual(readRows(text), expectedRows(pair));
        assert.match(summary, /^Resolved/);
        if (both.length === 0) return;
        const asked = resolved(merged.stdout, { stages: texts, decisions: {} });
        for (const row of both) {
          assert.ok(asked.summary.includes(`Do part ${row}`), asked.summary);
          assert.ok(asked.text.includes(`otter${row}`) && asked.text.includes(`maple${row}`));
        }
      }),
      { numRuns: count },
    );
    console.log(`      ${conflicts} of ${count} with a conflict`);
    assert.ok(conflicts > count / 20);
  });

  for (const how of ['merge', 'rebase', 'cherry-pick'] as const)
    it(`are resolved from git’s index in the middle of a ${how}, in a worktree`, async () => {
      const root = join(folder, how);
      const other = join(folder, `${how}-other`);
      fs.mkdirSync(join(root, 'tracking/progress'), { recursive: true });
      const run = (cwd: string, ...args: readonly string[]): string =>
        git(cwd, '2026-06-11T10:00:00Z', ...args);
      const base = toText(baseRows(6), true);
      run(root, 'init', '--quiet', '--initial-branch=main');
      run(root, 'config', 'user.name', 'Maple');
      run(root, 'config', 'user.email', 'maple@example.org');
      fs.writeFileSync(join(root, path), base);
      run(root, 'add', '--all');
      run(root, 'commit', '--quiet', '--message', 'Begin');
      run(root, 'worktree', 'add', '--quiet', '-b', 'other', other);
      const commit = (cwd: string, owner: string, row: number): void => {
        const change: Change = {
          claims: [{ row, owner }],
          note: undefined,
          added: undefined,
          aligned: false,
        };
        fs.writeFileSync(join(cwd, path), claimed(base, change));
        run(cwd, 'commit', '--quiet', '--all', '--message', owner);
      };
      commit(root, 'otter', 2);
      commit(other, 'maple', 3);
      assert.throws(() => run(other, how, how === 'cherry-pick' ? 'main' : 'main'));
      const stages = await createGit((error) => {
        throw error;
      }).stages(other, path);
      assert.ok(stages?.base === base, 'the index knows what both come from');
      const marked = fs.readFileSync(join(other, path), 'utf8');
      assert.match(marked, /^<{7} /m);
      const { text } = resolved(marked, { stages, decisions: {} });
      fs.writeFileSync(join(other, path), text);
      assert.deepEqual(
        readRows(text).filter(({ owner }) => owner !== '-'),
        [
          { task: 'Do part 2', status: 'wip', owner: 'otter' },
          { task: 'Do part 3', status: 'wip', owner: 'maple' },
        ],
      );
      run(other, 'add', '--all');
      run(other, '-c', 'core.editor=true', how, '--continue');
      assert.equal(run(other, 'status', '--porcelain'), '');
    });
});
