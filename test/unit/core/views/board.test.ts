import assert from 'node:assert/strict';
import { toKey } from '../../../../src/core/text/key.ts';
import { agesOn } from '../../../../src/core/views/age.ts';
import { streamBoard, type BoardContext, type BoardTarget } from '../../../../src/core/views/board.ts';
import { overview } from '../../../../src/core/views/boardOverview.ts';
import { specProgress } from '../../../../src/core/views/specProgress.ts';
import { criterionSources } from '../../../../src/core/views/criterionSources.ts';
import { ownerWord } from '../../../../src/core/views/statusWord.ts';
import { indexOf } from '../../../support/indexOf.ts';
import { toFile } from '../../../support/parse.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const file = (rows: string): string =>
  `# feat-x - a title\n\nBranch: feat/x\nPR: #7\nSpec: [spec](../../spec/x.md)\nBacklog: [gone](../backlog/gone.md)\n\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n${rows}\n## Notes\n\n- otter: a note\n`;
const spec = '# X\n\n- **X-1** One.\n- X-2 Two.\n- X-3 Three.\n';

function boardOf(rows: string, context: Partial<BoardContext> = {}) {
  const index = indexOf({ [path]: file(rows), 'spec/x.md': spec });
  const stream = index.findStream(toKey(path));
  assert.ok(stream);
  const targets: BoardTarget[] = [];
  const idOf = (target: BoardTarget): string => {
    targets.push(target);
    return `i${targets.length - 1}`;
  };
  const board = streamBoard(index, stream, { idOf, me: 'maple', writable: true, ...context });
  return { board, index, target: (id: string) => targets[Number(id.slice(1))] };
}

describe('a stream’s board', () => {
  const rows =
    '| Done one | done | otter | X-1 |\n| Mine | wip | maple | X-1, see doc |\n| Free | todo | - | X-2 |\n| Chore | todo | heron | |\n';

  it('has each criterion beside its tasks, and what serves none behind them', () => {
    const { board } = boardOf(rows);
    assert.deepEqual(board.grid, { name: 'Criteria and tasks of feat/x', heads: ['Criterion', 'Tasks'] });
    assert.deepEqual(
      board.criteria.map(({ name, status, tasks }) => [name, status, tasks.map(({ title }) => title)]),
      [
        ['X-1', 'wip', ['Done one', 'Mine']],
        ['X-2', 'todo', ['Free']],
        ['X-3', 'none', []],
      ],
    );
    assert.deepEqual(
      board.others.map(({ title, tasks }) => [title, tasks.map((task) => task.title)]),
      [['Tasks without a criterion', ['Chore']]],
    );
    assert.equal(board.criteriaCount?.sentence, '0/3 met by this branch · 2 covered');
    assert.deepEqual(
      board.notes.map(({ text, author }) => [text, author]),
      [['a note', 'otter']],
    );
  });

  it('says of each task who has it, and what can be done', () => {
    const { board } = boardOf(rows);
    const [done, mine] = board.criteria[0]?.tasks ?? [];
    assert.deepEqual(done?.can, ['reopen', 'setStatus', 'addNote']);
    assert.deepEqual(mine?.can, ['finish', 'release', 'assign', 'setStatus', 'addNote', 'defer']);
    assert.equal(mine.owner?.you, true);
    assert.equal(mine.note, 'see doc');
    assert.ok(board.criteria[1]?.tasks[0]?.can.includes('claim'));
    assert.ok(board.others[0]?.tasks[0]?.can.includes('takeOver'));
  });

  it('offers nothing where nothing can be written, and nothing for rows that cannot be told apart', () => {
    assert.deepEqual(boardOf(rows, { writable: false }).board.criteria[0]?.tasks[1]?.can, []);
    const twice = boardOf('| Same | todo | - | X-1 |\n| Same | todo | - | X-1 |\n').board;
    assert.deepEqual(
      twice.criteria[0]?.tasks.map(({ can }) => can.length),
      [0, 0],
    );
    assert.ok(twice.warnings.some(({ text }) => text.includes('Rename one of the rows')));
  });

  it('says of a task without an owner what its row in the sidebar says', () => {
    const { board, index } = boardOf(
      '| A | todo | - | |\n| B | wip | - | |\n| C | done | - | |\n| D | wip | otter | |\n| E | dropped | | |\n',
    );
    const words = board.others.flatMap(({ tasks }) => tasks.map(({ title, nobody }) => [title, nobody]));
    assert.deepEqual(words, [
      ['A', 'free'],
      ['B', 'no owner'],
      ['C', ''],
      ['D', ''],
      ['E', ''],
    ]);
    const [stream] = index.streams();
    assert.ok(stream);
    for (const [i, task] of stream.tasks.entries())
      if (task.owner.value === undefined) assert.equal(words[i]?.[1], ownerWord(task));
    const context = { idOf: ({ key: at }: BoardTarget) => at, writable: true };
    const [summary] = overview([{ index, name: '', context, ageOf: agesOn('2026-06-05') }], true).streams;
    assert.equal(summary?.free, 1, 'what is begun is not counted twice');
  });

  it('links what the header links, each once, and says what leads nowhere', () => {
    const { board, target } = boardOf(rows);
    assert.deepEqual(
      board.links.map(({ kind, text, problem }) => [kind, text, problem]),
      [
        ['pullRequest', '#7', undefined],
        ['spec', 'X', undefined],
        ['backlog', 'gone', 'not found'],
        ['file', 'Progress file', undefined],
      ],
    );
    assert.deepEqual(target(board.links[1]?.id ?? ''), { key: 'spec/x.md' });
  });

  it('counts what there is in the bar', () => {
    assert.deepEqual(boardOf(rows).board.progress, {
      done: 1,
      total: 4,
      counts: [
        { status: 'done', count: 1 },
        { status: 'wip', count: 1 },
        { status: 'todo', count: 2 },
      ],
    });
  });
});

describe('the overview', () => {
  it('has the checked-out branch first, the finished ones last, and you first of all people', () => {
    const index = indexOf({
      'tracking/progress/2026-06-01-feat-a.md':
        'Branch: feat/a\n\n| Task | Status | Owner |\n|---|---|---|\n| A | done | otter |\n',
      'tracking/progress/2026-06-02-feat-b.md':
        'Branch: feat/b\n\n| Task | Status | Owner |\n|---|---|---|\n| B | wip | heron-7f3a |\n| C | blocked | maple |\n| D | todo | - |\n',
      'tracking/progress/2026-06-03-feat-c.md':
        'Branch: feat/c\n\n| Task | Status | Owner |\n|---|---|---|\n| E | todo | - |\n',
    });
    const context = {
      idOf: ({ key: at }: BoardTarget) => at,
      me: 'maple',
      currentBranch: 'feat/c',
      writable: true,
    };
    const board = overview([{ index, name: '', context, ageOf: agesOn('2026-06-05') }], true);
    assert.deepEqual(
      board.streams.map(({ name, group, age }) => [name, group, age]),
      [
        ['feat/c', 'current', '2 days ago'],
        ['feat/b', 'open', '3 days ago'],
        ['feat/a', 'finished', '4 days ago'],
      ],
    );
    assert.deepEqual(board.streams[1]?.warnings, ['1 blocked']);
    assert.deepEqual(
      board.people.map(({ owner, tasks }) => [
        owner.name,
        owner.you,
        owner.agent,
        tasks.map(({ title }) => title),
      ]),
      [
        ['maple', true, false, ['C']],
        ['heron-7f3a', false, true, ['B']],
      ],
    );
    assert.deepEqual(
      board.streams.map(({ free }) => free),
      [1, 1, 0],
    );
  });
});

describe('the criteria that are met', () => {
  const progress = (branch: string, rows: string): string =>
    `Branch: ${branch}\nSpec: [spec](../../spec/x.md)\n\n| Task | Status | Notes |\n|---|---|---|\n${rows}`;
  const index = indexOf({
    'tracking/progress/2026-06-01-feat-a.md': progress(
      'feat/a',
      '| A | done | X-1 |\n| B | wip | X-2 |\n| C | dropped | X-3 |\n',
    ),
    'tracking/progress/2026-06-02-feat-b.md': progress('feat/b', '| D | done | X-3 |\n'),
    'tracking/progress/2026-06-03-feat-c.md': 'Branch: feat/c\n\n| Task | Status |\n|---|---|\n| E | wip |\n',
    'spec/x.md': spec,
  });
  const context = { idOf: ({ key }: BoardTarget) => key, writable: true };

  it('come first and what is covered second, of the same total as in the sidebar', () => {
    const { streams } = overview([{ index, name: '', context, ageOf: agesOn('2026-06-05') }], true);
    assert.deepEqual(
      streams.map(({ name, criteriaCount: count }) => [name, count?.met, count?.covered]),
      [
        ['feat/a', '1/3 met', '2 covered'],
        ['feat/c', undefined, undefined],
        ['feat/b', '1/3 met', '1 covered'],
      ],
    );
    const item = index.findSpec(toKey('spec/x.md'));
    assert.ok(item);
    assert.deepEqual(specProgress(index, item), { total: 3, covered: 3, met: 2, dropped: 0, deferred: 0 });
  });

  it('are those that a branch meets by itself, and the board says so', () => {
    const stream = index.findStream(toKey('tracking/progress/2026-06-01-feat-a.md'));
    assert.ok(stream);
    const sentence = '1/3 met by this branch · 2 covered';
    assert.equal(streamBoard(index, stream, context).criteriaCount?.sentence, sentence);
    const { streams } = overview([{ index, name: '', context, ageOf: agesOn('2026-06-05') }], true);
    assert.equal(streams[0]?.criteriaCount?.sentence, sentence);
  });
});

describe('what says what a criterion is', () => {
  const sources = (text: string): string[] => {
    const source = toFile(text, 'spec/x.md');
    const item = indexOf({ 'spec/x.md': text }).findSpec(toKey('spec/x.md'));
    return [...criterionSources(source, item?.criteria ?? [])].map(([id, markdown]) => `${id}=${markdown}`);
  };

  it('is the item with what is in it, to where the next one begins', () => {
    assert.deepEqual(sources('- **X-1** One\n  goes on\n  - part\n- X-2 Two\n'), [
      'X-1=- **X-1** One\n  goes on\n  - part',
      'X-2=- X-2 Two',
    ]);
    assert.deepEqual(sources('- list\n  - **X-1** inner\n    more\n'), ['X-1=- **X-1** inner\n  more']);
  });

  it('is the section below a heading, the row of a table, the paragraph', () => {
    assert.deepEqual(sources('### X-1\n\nText.\n\n- a\n\n### Other\n\nX-2 Para.\n'), [
      'X-1=### X-1\n\nText.\n\n- a',
      'X-2=X-2 Para.',
    ]);
    assert.deepEqual(sources('| ID | What |\n|---|---|\n| X-1 | *One* |\n'), ['X-1=X-1 · *One*']);
  });
});
