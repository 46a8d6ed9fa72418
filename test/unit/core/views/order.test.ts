import assert from 'node:assert/strict';
import { agesOn } from '../../../../src/core/views/age.ts';
import { backlog } from '../../../../src/core/views/backlog.ts';
import { overview } from '../../../../src/core/views/boardOverview.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { pickStreams } from '../../../../src/core/views/pick.ts';
import { specs } from '../../../../src/core/views/specs.ts';
import { indexOf, outlineContext } from '../../../support/indexOf.ts';

describe('names with numbers', () => {
  const names = ['b1', 'b2', 'b10', 'b11'];
  const index = indexOf(
    Object.fromEntries(
      [...names].sort().flatMap((name) => [
        [
          `tracking/progress/2026-06-11-${name}.md`,
          `Branch: ${name}\n\n| Task | Status |\n|-|-|\n| R | wip |\n`,
        ],
        [`tracking/backlog/${name}.md`, `# ${name}\n`],
        [`spec/${name}.md`, `# ${name}\n\n- **A-1** x\n`],
      ]),
    ),
  );
  const context = outlineContext({ me: 'maple' });

  it('are sorted by what the numbers count, in trees, lists and on the board', () => {
    for (const tree of [branchProgress, backlog, specs])
      assert.deepEqual(
        tree(index, context).map(({ label }) => label),
        names,
      );
    assert.deepEqual(
      pickStreams(index, 'open', {}).map(({ stream }) => stream.name),
      names,
    );
    const board = { idOf: ({ key }: { key: string }) => key, me: 'maple', writable: true };
    const view = overview([{ index, name: '', context: board, ageOf: agesOn('2026-06-20') }], true);
    assert.deepEqual(
      view.streams.map(({ name }) => name),
      names,
    );
  });
});
