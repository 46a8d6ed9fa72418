import assert from 'node:assert/strict';
import { checkParsed } from '../../../../support/documents.ts';
import {
  checksOf,
  itemOf,
  openTask,
  plainFront,
  rulesWith,
  taskText,
  toldOf,
} from '../../../../support/backlogTexts.ts';

const whole = taskText(
  [
    'id: BACK-12.1',
    'title: >-',
    '  Show the parent of a task',
    '  and its children',
    'status: In Progress',
    'assignee:',
    "  - '@codex'",
    '  - maple',
    'reporter: @otter',
    "created_date: '2026-06-11 12:30'",
    "updated_date: '2026-06-12'",
    'labels:',
    '  - tui',
    '  - "needs: care"',
    'milestone: m-3',
    'dependencies:',
    '  - BACK-7',
    "  - '11'",
    'references:',
    '  - https://example.org/issues/1',
    '  - src/tree.ts',
    '  - the talk of last week',
    'documentation: []',
    'modified_files:',
    '  - src/view.ts',
    'parent_task_id: BACK-12',
    'priority: high',
    'type: feature',
    'ordinal: 1000',
    'approval:',
    '  origin:',
    '    app: capture',
  ],
  '## Description',
  '',
  '<!-- SECTION:DESCRIPTION:BEGIN -->',
  'A task *belongs* to another one.',
  'Both are shown.',
  '',
  'More of it.',
  '<!-- SECTION:DESCRIPTION:END -->',
  '',
  '## Acceptance Criteria',
  '<!-- AC:BEGIN -->',
  '- [x] #1 The parent is shown',
  '- [ ] #3 So are its children',
  '<!-- AC:END -->',
  '',
  '## Implementation Notes',
  '',
  '<!-- SECTION:NOTES:BEGIN -->',
  '- [x] #9 is no criterion',
  '<!-- SECTION:NOTES:END -->',
  '',
  '## Definition of Done',
  '<!-- DOD:BEGIN -->',
  '- [ ] #1 Tests pass',
  '<!-- DOD:END -->',
  '',
  '## Comments',
  '',
  '<!-- COMMENTS:BEGIN -->',
  'author: @heron',
  'created: 2026-06-12 08:15',
  '---',
  'Children first?',
  'I think so.',
  '---',
  '',
  'author: otter',
  'created: 2026-06-13',
  '---',
  'Yes.',
  '---',
  '<!-- COMMENTS:END -->',
);

describe('a task of Backlog.md', () => {
  const path = 'backlog/tasks/back-12.1 - Show-parent.md';
  const open = openTask(whole, path);
  const item = itemOf(open);

  it('is a backlog item with all that its front matter says', () => {
    const { task } = item;
    assert.deepEqual(toldOf(open), []);
    checkParsed(whole, open.parsed);
    assert.deepEqual(
      [task.key, task.id, task.title.value, task.status.value, task.status.written, task.owner.value],
      [path, 'BACK-12.1', 'Show the parent of a task and its children', 'wip', 'In Progress', 'codex, maple'],
    );
    assert.deepEqual(
      task.dependsOn?.map(({ value }) => value),
      ['BACK-7', 'BACK-11'],
    );
    assert.deepEqual(
      [task.parent?.value, item.priority?.value, item.milestone, item.created, item.shelf],
      ['BACK-12', 'high', 'm-3', '2026-06-11', undefined],
    );
    assert.deepEqual(
      task.links.map(({ role, destination }) => `${role} ${destination}`),
      ['file https://example.org/issues/1', 'file src/tree.ts', 'artifact src/view.ts'],
    );
    assert.deepEqual(
      task.fields.map(({ name, value }) => `${name}: ${value}`),
      [
        'reporter: @otter',
        'updated_date: 2026-06-12',
        'labels: tui, needs: care',
        'references: the talk of last week',
        'type: feature',
        'approval: origin: app: capture',
      ],
    );
    assert.equal(item.summary, 'A task belongs to another one. Both are shown.');
  });

  it('has its criteria, those of its sections alone, with the numbers that are written', () => {
    assert.deepEqual(checksOf(item), [
      'x acceptance #1 The parent is shown',
      '  acceptance #3 So are its children',
      '  definitionOfDone #1 Tests pass',
    ]);
  });

  it('has its comments as notes', () => {
    assert.deepEqual(
      item.notes?.map(({ author, time, text }) => [author, time, text]),
      [
        ['heron', '2026-06-12T08:15:00Z', 'Children first? I think so.'],
        ['otter', '2026-06-13T00:00:00Z', 'Yes.'],
      ],
    );
  });

  it('reads the same with other line ends', () => {
    for (const eol of ['\r\n', '\r']) {
      const text = whole.replaceAll('\n', eol);
      const other = openTask(text, path);
      checkParsed(text, other.parsed);
      assert.deepEqual(toldOf(other), []);
      assert.deepEqual(checksOf(itemOf(other)), checksOf(item));
      assert.deepEqual(itemOf(other).notes?.length, 2);
    }
  });

  it('is done where completed tasks are, and shelved where drafts and archived ones are', () => {
    const at = (folder: string) => itemOf(openTask(taskText(plainFront), `backlog/${folder}/back-12 - A.md`));
    assert.deepEqual(
      ['tasks', 'completed', 'drafts', 'archive/tasks', 'archive/drafts', 'tasks/below'].map((folder) => {
        const { task, shelf } = at(folder);
        return `${folder} ${task.status.value} ${shelf ?? ''}`;
      }),
      [
        'tasks todo ',
        'completed done ',
        'drafts todo draft',
        'archive/tasks todo archived',
        'archive/drafts todo archived',
        'tasks/below todo ',
      ],
    );
  });

  it('says nothing of what is wrong with an archived one', () => {
    const text = taskText(['id: BACK-12', 'status: Somewhere', 'no key'], '<!-- AC:END -->');
    assert.deepEqual(toldOf(openTask(text, 'backlog/archive/tasks/back-12 - A.md')), []);
    assert.equal(toldOf(openTask(text)).length, 4);
  });
});

describe('the status of a task of Backlog.md', () => {
  const statusOf = (word: string, statuses: string): string => {
    const front = plainFront.map((line) => (line.startsWith('status') ? `status: ${word}` : line));
    const rules = rulesWith(`project_name: x\nstatuses: ${statuses}\n`);
    return itemOf(openTask(taskText(front), undefined, rules)).task.status.value;
  };

  it('is that of a configured word, whatever its case', () => {
    const usual = '["To Do", "In Progress", "Done"]';
    assert.deepEqual(
      ['to do', 'In Progress', 'DONE', 'In Implementation'].map((word) => statusOf(word, usual)),
      ['todo', 'wip', 'done', 'wip'],
    );
  });

  it('goes by the order of the words, and by those that say more', () => {
    const words = ['Open', 'Planned', 'Blocked', 'Validated', 'Shipped', "Won't Do"];
    const list = `[${words.map((word) => `"${word}"`).join(', ')}]`;
    assert.deepEqual(
      words.map((word) => statusOf(word, list)),
      ['todo', 'wip', 'blocked', 'wip', 'done', 'dropped'],
    );
    const states = ['To Do', 'Assessed', 'Specified', 'Planned', 'In Implementation', 'Validated', 'Done'];
    assert.deepEqual(
      states.map((word) => statusOf(word, `[${states.join(', ')}]`)),
      ['todo', 'wip', 'wip', 'wip', 'wip', 'wip', 'done'],
    );
    assert.equal(statusOf('End', '[A, B, End]'), 'done');
  });

  it('is shown as written, and told of, where it is not configured', () => {
    const text = taskText(plainFront.map((line) => line.replace('To Do', 'Parked')));
    const open = openTask(text);
    assert.deepEqual(
      [itemOf(open).task.status.value, itemOf(open).task.status.written],
      ['unknown', 'Parked'],
    );
    assert.deepEqual(toldOf(open), [
      '4: Unknown status “Parked”. The statuses of this project are To Do, In Progress, Done.',
    ]);
  });
});
