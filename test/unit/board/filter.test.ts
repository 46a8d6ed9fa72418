import assert from 'node:assert/strict';
import { filterOverview } from '../../../media/board/filter.ts';
import { agesOn } from '../../../src/core/views/age.ts';
import type { BoardTarget } from '../../../src/core/views/board.ts';
import { overview } from '../../../src/core/views/boardOverview.ts';
import { indexOf } from '../../support/indexOf.ts';

describe('the filter of the board’s overview', () => {
  const progress = (branch: string, rows: string): string =>
    `Branch: ${branch}\n\n| Task | Status | Owner |\n|---|---|---|\n${rows}`;
  const index = indexOf({
    'tracking/progress/a.md': progress(
      'feat/a',
      '| Add jitter | wip | otter |\n| Back off | done | otter |\n',
    ),
    'tracking/progress/b.md': progress('feat/b', '| Wipe it | blocked | maple |\n| Test it | todo | - |\n'),
    'tracking/progress/c.md': progress('feat/c', '| Write it | wip | otter |\n| Read it | wip | maple |\n'),
  });
  const context = { idOf: ({ key }: BoardTarget) => key, me: 'maple', writable: true };
  const board = overview([{ index, name: '', context, ageOf: agesOn('2026-06-05') }], true);
  const shown = (text: string, ...statuses: readonly string[]) => {
    const { streams, people, ...counts } = filterOverview(board, { statuses: new Set(statuses), text });
    return {
      ...counts,
      streams: streams.map(({ name }) => name),
      people: people.map(({ owner, tasks }) => [owner.name, ...tasks.map(({ title }) => title)]),
    };
  };

  it('lets all pass when it is empty', () => {
    assert.deepEqual(shown(' '), {
      streams: ['feat/a', 'feat/b', 'feat/c'],
      people: [
        ['maple', 'Wipe it', 'Read it'],
        ['otter', 'Add jitter', 'Write it'],
      ],
      done: 1,
      total: 6,
      wip: 3,
      free: 1,
    });
  });

  it('has what is in no branch by its own words alone', () => {
    const [maple] = board.people;
    assert.ok(maple);
    const item = { id: 'i', title: 'BACK-1 Draw rows', status: 'wip', stream: 'Backlog' } as const;
    const withItem = { ...board, people: [{ ...maple, tasks: [item] }] };
    const count = (text: string, ...statuses: readonly string[]): number =>
      filterOverview(withItem, { statuses: new Set(statuses), text }).people.length;
    assert.deepEqual(
      [count(''), count('back-1'), count('maple'), count('jitter'), count('', 'mine')],
      [1, 1, 1, 0, 0],
    );
  });

  it('narrows branches, counts and who is on what by a text', () => {
    assert.deepEqual(shown('jitter'), {
      streams: ['feat/a'],
      people: [['otter', 'Add jitter']],
      done: 1,
      total: 2,
      wip: 1,
      free: 0,
    });
    assert.deepEqual(shown('maple').people, [['maple', 'Wipe it', 'Read it']]);
    assert.deepEqual(shown('feat/c').people, [
      ['maple', 'Read it'],
      ['otter', 'Write it'],
    ]);
    assert.deepEqual(shown('nowhere').people, []);
  });

  it('narrows them by its toggles', () => {
    assert.deepEqual(shown('', 'blocked'), {
      streams: ['feat/b'],
      people: [['maple', 'Wipe it']],
      done: 0,
      total: 2,
      wip: 0,
      free: 1,
    });
    assert.deepEqual(shown('', 'mine').streams, ['feat/b', 'feat/c']);
    assert.deepEqual(shown('otter', 'mine').streams, ['feat/c']);
  });
});
