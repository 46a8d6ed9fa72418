import assert from 'node:assert/strict';
import { toKey } from '../../../../src/core/text/key.ts';
import type { Lens } from '../../../../src/core/views/lens.ts';
import { criterionLenses, streamLenses } from '../../../../src/core/views/lenses.ts';
import { indexOf, lineStartsOf } from '../../../support/indexOf.ts';

const path = 'tracking/progress/2026-06-11-feat-x.md';
const row = (...rows: readonly string[]): string => rows.map((each) => `| ${each} |\n`).join('');
const progress = (branch: string, ...rows: readonly string[]): string =>
  `# ${branch}\nBranch: ${branch}\nSpec: [s](../../spec/s.md)\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n${row(...rows)}`;
const spec = '# S\n\n- **FR-1** It works.\n- FR-2 It lasts.\n';

const said = (lenses: readonly Lens[]): string[] =>
  lenses.map(({ title }) => title.replace(/^\$\(([\w-]+)\)\u00A0/, '<$1> '));

function above(id: string, files: Record<string, string>, me = 'maple', writable = true): string[] {
  const index = indexOf({ 'spec/s.md': spec, ...files });
  const found = index.findSpec(toKey('spec/s.md'));
  const criterion = found?.criteria.find((each) => each.id === id);
  assert.ok(found && criterion);
  const lenses = criterionLenses(criterion, index.tasksOf(found, id), {
    me,
    writable,
    lineStarts: lineStartsOf(index, 'spec/s.md'),
  });
  assert.ok(lenses.length <= 3);
  for (const { line } of lenses) assert.equal(line, index.lineOf(criterion.location));
  return said(lenses);
}

describe('lenses above a criterion', () => {
  const one = (...rows: readonly string[]): Record<string, string> => ({
    [path]: progress('feat/x', ...rows),
  });

  it('say its state and what can be done', () => {
    assert.deepEqual(above('FR-1', one('A | done | otter | FR-1')), [
      '<pass-filled> done · otter · feat/x',
      '1 task',
      'Open Board',
    ]);
    assert.deepEqual(above('FR-1', one('A | wip | maple | FR-1')), [
      '<color-mode> wip · maple · feat/x',
      '1 task',
      'Finish',
    ]);
    assert.deepEqual(above('FR-1', one('A | wip | otter | FR-1')), [
      '<color-mode> wip · otter · feat/x',
      '1 task',
      'Open Board',
    ]);
    assert.deepEqual(above('FR-1', one('A | todo | - | FR-1')), [
      '<circle-large-outline> todo · free · feat/x',
      '1 task',
      'Claim',
    ]);
    assert.deepEqual(above('FR-1', one('A | dropped | - | FR-1')), [
      '<circle-slash> dropped · feat/x',
      '1 task',
      'Open Board',
    ]);
    assert.deepEqual(above('FR-2', one('A | todo | - | FR-1')), [
      '<issue-draft> no task',
      'Add Task',
      'Open Board',
    ]);
  });

  it('count what is many', () => {
    const files = {
      ...one('A | blocked | otter | FR-1', 'B | todo | heron | FR-1'),
      'tracking/progress/y.md': progress('feat/y', 'C | done | otter | FR-1'),
    };
    assert.deepEqual(above('FR-1', files), [
      '<stop-circle> blocked · 2 owners · 2 branches',
      '3 tasks',
      'Open Board',
    ]);
  });

  it('offer nothing where nothing can be changed', () => {
    assert.deepEqual(above('FR-1', one('A | todo | - | FR-1'), 'maple', false), [
      '<circle-large-outline> todo · free · feat/x',
      '1 task',
      'Open Board',
    ]);
    assert.deepEqual(above('FR-2', {}, 'maple', false), ['<issue-draft> no task', 'Open Board']);
    assert.deepEqual(above('FR-1', one('A | todo | - | FR-1', 'A | todo | - | FR-1')), [
      '<circle-large-outline> todo · free · feat/x',
      '2 tasks',
      'Open Board',
    ]);
  });

  it('make no icon of a name', () => {
    const [first] = above('FR-1', one('A | wip | $(bug) | FR-1'));
    assert.equal(first, '<color-mode> wip · \\$(bug) · feat/x');
  });
});

describe('lenses in a progress file', () => {
  it('stand on the table, and on each row that you can act on', () => {
    const index = indexOf({
      [path]: progress(
        'feat/x',
        'A | done | otter | ',
        'B | wip | maple | ',
        'C | wip | otter | ',
        'D | todo | - | ',
        'E | blocked | maple | ',
      ),
    });
    const [stream] = index.streams();
    assert.ok(stream);
    const lines = (writable: boolean): string[] =>
      streamLenses(stream, { me: 'maple', writable, lineStarts: lineStartsOf(index, stream.key) }).map(
        ({ line, title }) => `${line + 1} ${title.replace(/^\$\(([\w-]+)\)\u00A0/, '<$1> ')}`,
      );
    assert.deepEqual(lines(true), [
      '5 1/5 done',
      '5 Claim Next',
      '5 Add Task',
      '8 <color-mode> wip · maple',
      '8 Finish',
      '8 Release',
      '10 <circle-large-outline> todo · free',
      '10 Claim',
      '11 <stop-circle> blocked · maple',
      '11 Finish',
      '11 Release',
    ]);
    assert.deepEqual(lines(false), ['5 1/5 done']);
  });

  it('stand in a long table on your rows and on the next free one alone', () => {
    const rows = Array.from({ length: 40 }, (_, i) => `T${i + 1} | todo | - | `);
    rows[3] = 'T4 | wip | otter | ';
    rows[8] = 'T9 | wip | maple | ';
    rows[20] = 'T21 | done | maple | ';
    rows[30] = 'T31 | todo | maple | ';
    const index = indexOf({ [path]: progress('feat/x', 'T0 | done | otter | ', ...rows) });
    const [stream] = index.streams();
    assert.ok(stream);
    const acted = streamLenses(stream, {
      me: 'maple',
      writable: true,
      lineStarts: lineStartsOf(index, stream.key),
    }).flatMap(({ action, title }) => ('task' in action ? [`${action.task.title.value}: ${title}`] : []));
    assert.deepEqual(acted, ['T1: Claim', 'T9: Finish', 'T9: Release', 'T31: Claim']);
  });

  it('say where to add a task: in an empty table, in a file without one, and in the table that grows', () => {
    const head = '# x\n\nBranch: feat/x\n';
    const table = (...rows: readonly string[]): string =>
      ['| Task | Status | Owner |', '| --- | --- | --- |', ...rows, ''].join('\n');
    for (const [text, expected] of [
      [`${head}\n${table()}`, ['5 No tasks yet', '5 Add Task']],
      [head, ['1 No tasks yet', '1 Add Task']],
      [
        `${head}\n${table('| A | done | maple |')}\n## Later\n\n${table('| B | dropped | - |')}`,
        ['5 1/1 done', '11 0/0 done', '11 Add Task'],
      ],
      [
        `${head}\n${table('| A | wip | otter |')}\n## Over\n\n${table('| B | done | otter |')}`,
        ['5 0/1 done', '5 Add Task', '11 1/1 done'],
      ],
    ] as const) {
      const index = indexOf({ [path]: text });
      const [stream] = index.streams();
      assert.ok(stream);
      const shown = streamLenses(stream, {
        me: 'maple',
        writable: true,
        lineStarts: lineStartsOf(index, stream.key),
      }).map(({ line, title }) => `${line + 1} ${title}`);
      assert.deepEqual(shown, expected, text);
    }
  });

  it('count a list of check boxes once, whatever its boxes head', () => {
    const lines = [
      '- a remark',
      '- [ ] Backend',
      '  - [x] One',
      '  - [ ] Two',
      '- [ ] Frontend',
      '  - [ ] Three',
      '- [x] Four',
    ];
    const text = `# x\n\nBranch: feat/x\n\n${lines.join('\n')}\n\nText.\n\n- [ ] Five\n`;
    const index = indexOf({ [path]: text });
    const [stream] = index.streams();
    assert.ok(stream);
    const shown = streamLenses(stream, {
      me: 'maple',
      writable: false,
      lineStarts: lineStartsOf(index, stream.key),
    }).map(({ line, title }) => `${line + 1} ${title}`);
    assert.deepEqual(shown, ['6 2/4 done', '15 0/1 done']);
  });
});
