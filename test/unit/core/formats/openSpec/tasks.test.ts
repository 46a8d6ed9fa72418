import assert from 'node:assert/strict';
import { addTask } from '../../../../../src/core/operations/addTask.ts';
import { finish } from '../../../../../src/core/operations/finish.ts';
import { reopen } from '../../../../../src/core/operations/reopen.ts';
import { setStatus } from '../../../../../src/core/operations/setStatus.ts';
import { done, changedLinesOf, openAt, streamPartOf } from '../../../../support/changed.ts';
import { checkParsed, codesOf } from '../../../../support/documents.ts';

const path = 'openspec/changes/add-thing/tasks.md';
const archived = 'openspec/changes/archive/2026-06-11-add-thing/tasks.md';

function read(text: string, at = path) {
  const open = openAt(at, text);
  assert.ok(open);
  checkParsed(text, open.parsed);
  const part = streamPartOf(open);
  return {
    part,
    rows: (part.tasks ?? []).map(({ id = '-', title, status }) => `${id} ${title.value} | ${status.value}`),
    groups: (part.groups ?? []).map(({ title = '-', count }) => `${title}: ${count}`),
    problems: codesOf(open.parsed),
  };
}

const counts = `## 1. Work
- [x] 1.1 Parent
  - [ ] 1.1.1 Child not done
1. [ ] 1.2 Ordered
2) [ ] 1.3 Ordered with a bracket
+ [ ] 1.4 Plus
- [~] 1.5 Put off
- [X] 1.6 Large X
* [x] 1.7 Star
-[x] 1.8 No space behind the dash
`;

describe('tasks of a change', () => {
  it('are all lines with a box, in any list, with their numbers', () => {
    const { rows, problems, part } = read(counts);
    assert.deepEqual(rows, [
      '1.1 Parent | done',
      '1.1.1 Child not done | todo',
      '1.2 Ordered | todo',
      '1.3 Ordered with a bracket | todo',
      '1.4 Plus | todo',
      '1.5 Put off | unknown',
      '1.6 Large X | done',
      '1.7 Star | done',
      '1.8 No space behind the dash | done',
    ]);
    assert.deepEqual(problems, ['box.otherMark (7)']);
    assert.deepEqual([part.name, part.called, part.role], ['add-thing', 'openSpec', 'tasks']);
  });

  it('are finished and opened again by one character', () => {
    assert.deepEqual(changedLinesOf(counts, done(path, counts, finish, { on: '1.2' })), [
      '- 1. [ ] 1.2 Ordered',
      '+ 1. [x] 1.2 Ordered',
    ]);
    assert.deepEqual(changedLinesOf(counts, done(path, counts, reopen, { on: '1.8' })), [
      '- -[x] 1.8 No space behind the dash',
      '+ -[ ] 1.8 No space behind the dash',
    ]);
    assert.equal(done(path, counts, setStatus, { on: '1.2', status: 'blocked' }), 'status.noWord');
  });

  for (const [name, line, row] of [
    ['an empty box', '- [] 1.1 A', '1.1 A | todo'],
    ['blanks around the mark', '- [ x ] 1.1 A', '1.1 A | done'],
    ['text right behind the box', '- [x]done', '- done | done'],
    ['an end of line of another system', '- [ ] 1.1 A\r', '1.1 A | todo'],
    ['a letter behind the number', '- [ ] 1.2a A', '1.2a A | todo'],
    ['a single number, which is none', '- [ ] 2 apples', '- 2 apples | todo'],
    ['a tab before it', '\t- [ ] 1.1 A', '1.1 A | todo'],
    ['a box in bold behind it', '- [ ] **1.1 A**', '- 1.1 A | todo'],
    ['a box before a link', '- [ ](a.md)', '- (a.md) | todo'],
  ] as const)
    it(`are read with ${name}`, () => {
      assert.deepEqual(read(`${line}\n`).rows, [row]);
    });

  for (const [name, text] of [
    ['a link', '- [A](a.md)\n- [1][one]\n'],
    ['words in brackets', '- [WIP] later\n'],
    ['prose', 'See [x] in the table.\n'],
  ] as const)
    it(`are not read from ${name}`, () => {
      assert.deepEqual(read(text).rows, []);
    });

  it('are counted in code too, and that is told', () => {
    const { rows, problems } = read('- [ ] 1.1 A\n\n```\n- [ ] 1.2 Example\n```\n');
    assert.deepEqual(rows, ['1.1 A | todo', '1.2 Example | todo']);
    assert.deepEqual(problems, ['box.inFence (4)']);
  });

  it('are told where a file has lists without boxes, or one without', () => {
    assert.deepEqual(read('## 1. Work\n- 1.1 Without a box\n- 1.2 Without a box either\n').problems, [
      'tasks.noBoxes (2)',
    ]);
    assert.deepEqual(read('## 1. Work\n- [ ] 1.1 A\n- 1.2 B\n**1.3** C\n').problems, [
      'box.none (3)',
      'box.none (4)',
    ]);
    assert.deepEqual(read('## 1. Work\n- [ ] 1.1 A\n  - a detail\n  - version 1.2 of it\n').problems, []);
    assert.deepEqual(read('# Tasks\n\nNothing yet.\n').problems, []);
  });

  it('are told whose number comes twice, or belongs to another group', () => {
    assert.deepEqual(read('## 1. One\n- [ ] 1.1 A\n- [ ] 1.1 B\n## 2. Two\n- [ ] 1.3 C\n').problems, [
      'box.sameId (2)',
      'box.sameId (3)',
      'box.otherGroup (5)',
    ]);
  });

  it('are grouped by the heading above them', () => {
    assert.deepEqual(
      read('# Tasks\n- [ ] A\n## 1. One\n- [ ] 1.1 B\n### Deep\n- [ ] 1.2 C\n## 2. Two\n').groups,
      ['-: 1', '1. One: 1', 'Deep: 1'],
    );
  });

  it('are added below the last of the group, with the next number', () => {
    const text = '## 1. One\n- [x] 1.1 A\n## 2. Two\n- [x] 2.1 B\n- [ ] 2.9 C\n  more of it\n\nText.\n';
    assert.equal(
      done(path, text, addTask, { title: 'D' }),
      '## 1. One\n- [x] 1.1 A\n## 2. Two\n- [x] 2.1 B\n- [ ] 2.9 C\n  more of it\n- [ ] 2.10 D\n\nText.\n',
    );
    assert.equal(
      done(path, text, addTask, { title: 'D', table: '1. One' }),
      text.replace('1.1 A\n', '1.1 A\n- [ ] 1.2 D\n'),
    );
    assert.equal(done(path, '# Tasks\n', addTask, { title: 'D' }), '# Tasks\n\n- [ ] 1.1 D\n');
    assert.equal(done(path, '- [ ] A\n', addTask, { title: 'D' }), '- [ ] A\n- [ ] D\n');
    assert.equal(done(path, text, addTask, { title: 'C' }), 'task.exists');
  });

  it('of a change that was put away are shown, and not changed', () => {
    const { part, problems } = read('- [~] 1.1 A\n- 1.2 B\n', archived);
    assert.deepEqual([part.archived, part.name, part.operations], [true, 'add-thing', []]);
    assert.deepEqual(problems, []);
    assert.equal(done(archived, '- [ ] 1.1 A\n', finish, { on: '1.1' }), 'file.onlyShown');
  });

  it('that stand beside changes are the work of their folder', () => {
    const { part } = read('- [ ] A\n', 'openspec/initiatives/one/tasks.md');
    assert.deepEqual(
      [part.name, part.stream, part.archived],
      ['one', 'openspec/initiatives/one/', undefined],
    );
  });
});
