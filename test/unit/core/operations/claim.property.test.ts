import assert from 'node:assert/strict';
import fc from 'fast-check';
import { claim } from '../../../../src/core/operations/claim.ts';
import { release } from '../../../../src/core/operations/release.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { checkOwner } from '../../../../src/core/model/owner.ts';
import { isOpen } from '../../../../src/core/model/taskRules.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { wellFormed } from '../../../support/arbitraries.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';
import { tasks, toAct, toFile } from '../../../support/parse.ts';
import { attempt, type Acting } from '../../../support/attempt.ts';
import type { WriteOperation } from '../../../../src/core/operations/operation.ts';
import type { TaskInput } from '../../../../src/core/operations/inputs.ts';

const runs = Number(process.env['THROUGHLINE_FUZZ_RUNS'] ?? 5000);

describe('a claim by anybody in any file', () => {
  const owner = fc
    .stringMatching(/^[A-Za-z0-9][A-Za-z0-9._@:+-]{0,63}$/)
    .filter((name) => checkOwner(name) === undefined);
  const run = (text: string, me: string, operation: WriteOperation<TaskInput>, task: string): string => {
    const context: Acting = {
      ...toAct(toFile(text)),
      me,
    };
    const outcome = attempt(context, operation, { task: toKey(task) });
    assert.ok(outcome.kind === 'edits', JSON.stringify(outcome));
    const result = applyEdits(text, outcome.edits);
    assert.ok(result.kind === 'applied');
    return result.text;
  };

  it('gives the row to its owner, changes no other line, and a release gives it back', () => {
    fc.assert(
      fc.property(wellFormed, fc.nat(), owner, (text, at, me) => {
        const open = tasks(text).filter((task) => isOpen(task, me) && task.owner.value === undefined);
        const task = open[at % open.length];
        if (task === undefined) return;
        const claimed = run(text, me, claim, task.key);
        const now = tasks(claimed).find(({ key }) => key === task.key);
        assert.deepEqual(
          [now?.status.value, now?.owner.value, now?.title.value, now?.text?.value],
          ['wip', me, task.title.value, task.text?.value],
        );
        const lines = claimed.split('\n');
        const old = text.split('\n');
        assert.equal(lines.length, old.length);
        assert.deepEqual(
          lines.flatMap((line, i) => (line === old[i] ? [] : [i])),
          [new SourceText(text).lineAt(task.location.range.start)],
        );
        const released = tasks(run(claimed, me, release, task.key)).find(({ key }) => key === task.key);
        assert.deepEqual([released?.status.value, released?.owner.value], ['todo', undefined]);
      }),
      { numRuns: runs },
    );
  });
});
