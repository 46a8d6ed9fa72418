import assert from 'node:assert/strict';
import type { StreamTask } from '../../../../../src/core/model/item.ts';
import { openAt, streamPartOf } from '../../../../support/changed.ts';
import { checkParsed, codesOf } from '../../../../support/documents.ts';

const path = 'specs/016-avatar/tasks.md';

function read(text: string): {
  readonly tasks: readonly StreamTask[];
  readonly groups: readonly string[];
  readonly problems: readonly string[];
} {
  const open = openAt(path, text);
  assert.ok(open);
  checkParsed(text, open.parsed);
  const { tasks = [], groups = [] } = streamPartOf(open);
  return {
    tasks,
    groups: groups.map(({ title = '-', count }) => `${title}: ${count}`),
    problems: codesOf(open.parsed),
  };
}

/** `T001 title | status` of every task. */
function rowsOf(text: string): string[] {
  return read(text).tasks.map(({ id = '-', title, status }) => `${id} ${title.value} | ${status.value}`);
}

const mixed = `# Tasks: Avatar

- **[P]**: can run side by side

~~~
- [ ] T900 in a fence of waves
~~~

## Phase 1: Setup

- [X] T001 Make the folder
- [x] **T002** [P] Add the linter
  - [ ] T003 below the second

  \`\`\`markdown
  - [ ] T901 in a fence of an item
  \`\`\`

## Phase 3: User Story 1 (Priority: P1) 🎯

### Tests

- [ ] T004 [P] [US1] Crop the picture in src/crop.ts
    - [ ] T005 [US1] deeper
### Code
- [~] T006 [US1] put off
* [ ] T007 [US1] star
- [P] explains a sign
- [ID] so does this
`;

describe('tasks of a feature', () => {
  it('are the boxes of all lists at any depth, outside of fences; signs that are explained are none', () => {
    assert.deepEqual(rowsOf(mixed), [
      'T001 Make the folder | done',
      'T002 Add the linter | done',
      'T003 below the second | todo',
      'T004 Crop the picture in src/crop.ts | todo',
      'T005 deeper | todo',
      'T006 put off | unknown',
      'T007 star | todo',
    ]);
  });

  it('stand in groups by their phases, whatever headings are in those', () => {
    assert.deepEqual(read(mixed).groups, ['Phase 1: Setup: 3', 'Phase 3: User Story 1 (Priority: P1) 🎯: 4']);
    assert.deepEqual(read('## One\n- [ ] T001 a\n### Two\n- [ ] T002 b\n## Notes\n').groups, [
      'One: 1',
      'Two: 1',
    ]);
    assert.deepEqual(
      read('# Tasks\n- [ ] T001 a\n## Phase 2: B\n- [ ] T002 b\n## Dependencies\n- [ ] T003 c\n').groups,
      ['-: 1', 'Phase 2: B: 1', 'Dependencies: 1'],
    );
  });

  it('are done by an x of either case; other marks are shown as they are written, with a problem', () => {
    assert.deepEqual(read(mixed).problems, ['box.otherMark (26)']);
    const { tasks, problems } = read('- [-] T001 a\n- [P] T002 b\n- [✓] T003 c\n- [ ] T004 d\n');
    assert.deepEqual(
      tasks.map(({ status }) => `${status.value} ${status.written}`),
      ['unknown -', 'unknown P', 'unknown ✓', 'todo  '],
    );
    assert.deepEqual(problems, ['box.otherMark (1)', 'box.otherMark (2)', 'box.otherMark (3)']);
  });

  it('are known by their IDs, in bold, as code or bare, and without one by their text', () => {
    assert.deepEqual(
      rowsOf(
        '- [ ] **T001**: Bold\n- [ ] `T002` Code\n- [ ] T003 — Dash\n- [ ] **T004 All bold** text\n' +
          "- [ ] T005' Prime\n- [ ] TASK-006 Word\n- [ ] T007.1 Part\n- [ ] Only text\n- [ ] T008–T010 Range\n" +
          '- [ ] [P] T011 Tag first\n- [ ] T012',
      ),
      [
        'T001 Bold | todo',
        'T002 Code | todo',
        'T003 Dash | todo',
        'T004 All bold text | todo',
        "T005' Prime | todo",
        'TASK-006 Word | todo',
        'T007.1 Part | todo',
        '- Only text | todo',
        '- T008–T010 Range | todo',
        'T011 Tag first | todo',
        'T012  | todo',
      ],
    );
  });

  it('name stories in brackets and requirements in their text; other tags are kept', () => {
    const [first, second, third] = read(
      '- [ ] T001 [P] [US1] Serve FR-001 and R002 (SC-003) in src/V8.ts\n- [ ] T002 [US1, US02] [Polish] [Test] Both\n' +
        '- [ ] T003 [see](docs/a.md) US4\n',
    ).tasks;
    assert.deepEqual(
      first?.mentions.map(({ id }) => id),
      ['US1', 'FR-001', 'SC-003', 'R002'],
    );
    assert.deepEqual(
      second?.mentions.map(({ id }) => id),
      ['US1', 'US2'],
    );
    assert.deepEqual(
      second.fields.map(({ name, value }) => [name, value]),
      [['Tags', 'Polish, Test']],
    );
    assert.equal(third?.title.value, 'see US4');
    assert.deepEqual(third.mentions, []);
    assert.equal(third.links[0]?.destination, 'docs/a.md');
  });

  it('wait for what they depend on: one by one, in ranges, and to the end of the list alone', () => {
    const { tasks, problems } = read(
      '- [ ] T001 a\n- [ ] T002 b\n- [ ] T003 c\n- [ ] T007 d\n' +
        '- [ ] T008 e (depends on T001-T003, **T007** and T099; T001 was first)\n' +
        '- [ ] T009 f *(Depends upon: T001)* and T002\n- [ ] T010 depends on all stories, T001\n',
    );
    assert.deepEqual(
      tasks.map(({ dependsOn = [] }) => dependsOn.map(({ value }) => value).join(' ')),
      ['', '', '', '', 'T001 T002 T003 T007 T099', 'T001', ''],
    );
    assert.deepEqual(problems, ['box.noSuchTask (5)']);
  });

  it('that share an ID are told of each other, and stay apart by their texts', () => {
    const { tasks, problems } = read('- [ ] T001 a\n- [ ] T001 b\n- [ ] T001 b\n');
    assert.deepEqual(problems, ['box.sameId (1)', 'box.sameId (2)', 'box.sameId (3)']);
    assert.deepEqual(
      tasks.map(({ ambiguous }) => ambiguous === true),
      [false, true, true],
    );
  });

  it('are told where a box is none, where nothing closes a fence, and between two states of the file', () => {
    assert.deepEqual(read('- [] T001 a\n-[ ] T002 b\n- [ x ] T003 c\n').problems, [
      'box.broken (1)',
      'box.broken (2)',
      'box.broken (3)',
    ]);
    assert.deepEqual(read('- [ ] T001 a\n```\n- [ ] T002 b\n').problems, ['fence.unclosed (2)']);
    const { problems, tasks } = read('<<<<<<< HEAD\n- [ ] T001 a\n=======\n- [x] T001 a\n>>>>>>> other\n');
    assert.deepEqual(problems, ['conflict.byHand (1)']);
    assert.ok(tasks.every(({ inConflict }) => inConflict === true));
  });

  it('of a box without a text are shown, and told', () => {
    assert.deepEqual(read('- [ ]\n- [ ] T001\n').problems, ['task.noTitle (1)', 'task.noTitle (2)']);
  });

  it('are read with any line endings', () => {
    assert.deepEqual(rowsOf('- [ ] T001 a\r\n- [x] T002 b\r- [X] T003 c'), [
      'T001 a | todo',
      'T002 b | done',
      'T003 c | done',
    ]);
  });
});
