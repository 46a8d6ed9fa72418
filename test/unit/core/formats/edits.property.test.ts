import assert from 'node:assert/strict';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { progressFile } from '../../../../src/core/formats/tracking/progressFile.ts';
import type { TaskChange } from '../../../../src/core/formats/format.ts';
import type { Task } from '../../../../src/core/model/item.ts';
import type { Status } from '../../../../src/core/model/status.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { wellFormed } from '../../../support/arbitraries.ts';
import { partOf, tasks, toFile, toOpen } from '../../../support/parse.ts';
import { runs } from '../../../support/texts.ts';

function change(text: string, { key }: Task, to: TaskChange): string {
  const open = toOpen(toFile(text));
  const task = partOf(open).tasks?.find((each) => each.key === key);
  assert.ok(task);
  const result = progressFile.tasks?.set(open, task, to, {
    preferred: () => undefined,
    now: '2026-06-20T12:00:00Z',
  });
  assert.ok(result?.kind === 'edits', JSON.stringify(result));
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  return applied.text;
}

/** What a row says, wherever it stands. */
function said(task: Task | undefined): string {
  return JSON.stringify(task, (key, value: unknown) => (key === 'range' ? undefined : value));
}

describe('a change of a task', () => {
  const status = fc.constantFrom<Status>('todo', 'wip', 'blocked', 'done', 'failed', 'dropped');
  const owner = fc.constantFrom('maple', 'maple-7f3a', 'a.b@c', 'x'.repeat(64));

  it('reads back as it was meant, and changes no other row and no other line', () => {
    fc.assert(
      fc.property(wellFormed, fc.nat(), status, owner, (text, at, to, name) => {
        const before = tasks(text);
        const task = before[at % before.length];
        assert.ok(task);
        const after = change(text, task, { status: to, owner: name });
        for (const [i, now] of tasks(after).entries()) {
          if (now.key === task.key)
            assert.deepEqual(
              [now.status.value, now.owner.value, now.title.value, now.text?.value],
              [to, name, task.title.value, task.text?.value],
            );
          else assert.equal(said(now), said(before[i]));
        }
        const lines = (each: string): string[] => each.split('\n');
        const different = lines(after).filter((line, i) => line !== lines(text)[i]);
        assert.ok(different.length <= 1);
        assert.equal(lines(after).length, lines(text).length);
        assert.equal(
          change(after, task, { status: to, owner: name }),
          after,
          'doing it again changes nothing',
        );
      }),
      { numRuns: Math.ceil(runs / 3) },
    );
  });

  it('claimed and released is what it was, byte for byte, in aligned tables and in compact ones', () => {
    const style = fc.record({
      padded: fc.boolean(),
      outer: fc.boolean(),
      eol: fc.constantFrom('\n', '\r\n'),
      todo: fc.constantFrom('todo', 'Not started', '🔲', '🔲 Todo'),
      nobody: fc.constantFrom('-', '—', 'TBD', 'unassigned'),
      others: fc.array(
        fc.tuple(fc.constantFrom('Één', '日本', 'x | y'.replace('|', '\\|')), fc.constantFrom('otter', 'm')),
        {
          maxLength: 4,
        },
      ),
    });
    fc.assert(
      fc.property(style, owner, ({ padded, outer, eol, todo, nobody, others }, name) => {
        const rows = [
          ['Task', 'Status', 'Owner', 'Notes'],
          ['Keep', todo, nobody, 'a'],
          ['Target', todo, nobody, 'b'],
          ...others.map(([title, who], i) => [`${title} ${i}`, 'done', who, 'c']),
        ];
        const widths = [0, 1, 2, 3].map((i) => Math.max(...rows.map((cells) => stringWidth(cells[i] ?? ''))));
        const pad = (text: string, i: number): string =>
          padded ? text + ' '.repeat((widths[i] ?? 0) - stringWidth(text)) : text;
        const line = (cells: readonly string[]): string => {
          const bare = cells.map(pad).join(' | ');
          return outer ? `| ${bare} |` : bare;
        };
        const delimiter = widths.map((width) => '-'.repeat(padded ? width : 3));
        const [head = [], ...body] = rows;
        const text = ['Branch: x', '', line(head), line(delimiter), ...body.map(line), ''].join(eol);
        const target = tasks(text)[1];
        assert.ok(target);
        const claimed = change(text, target, { status: 'wip', owner: name });
        assert.notEqual(claimed, text);
        assert.equal(change(claimed, target, { status: 'todo', owner: null }), text);
      }),
      { numRuns: Math.ceil(runs / 3) },
    );
  });
});
