import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkParsed } from '../../../../support/documents.ts';
import { runs } from '../../../../support/texts.ts';
import {
  checksOf,
  itemOf,
  openTask,
  plainFront,
  rulesWith,
  taskText,
  toldOf,
} from '../../../../support/backlogTexts.ts';
import { openAt } from '../../../../support/changed.ts';

describe('criteria that Backlog.md itself does not see', () => {
  it('are shown all the same, with the marks and numbers that are written', () => {
    const text = taskText(
      plainFront,
      '## Acceptance Criteria',
      '<!-- AC:BEGIN -->',
      '- [~] one (taken back)',
      '- [ ] #2 two',
      '- [ ] #3 three',
      '* [X] #4 four',
      '  - [ ] #5 five',
      '<!-- AC:END -->',
    );
    const open = openTask(text);
    assert.deepEqual(checksOf(itemOf(open)), [
      '~ acceptance - one (taken back)',
      '  acceptance #2 two',
      '  acceptance #3 three',
      'x acceptance #4 four',
      '  acceptance #5 five',
    ]);
    const unseen = 'Backlog.md itself does not count this line as a criterion. Write “- [ ] #1 …”.';
    assert.deepEqual(toldOf(open), [
      `(13: ${unseen})`,
      '13: Unknown mark “[~]”. Use [ ] or [x].',
      `(16: ${unseen})`,
      `(17: ${unseen})`,
    ]);
  });

  it('are none of them where a file has no markers', () => {
    const open = openTask(taskText(plainFront, '## Acceptance Criteria', '', '- [ ] one', '- [x] two', ''));
    assert.deepEqual(checksOf(itemOf(open)), ['  acceptance - one', 'x acceptance - two']);
    assert.deepEqual(toldOf(open), []);
  });

  it('are those beside the markers of a list', () => {
    const open = openTask(
      taskText(
        plainFront,
        '## Acceptance Criteria',
        '- [ ] #1 a',
        '<!-- AC:BEGIN -->',
        '- [ ] #2 b',
        '<!-- AC:END -->',
      ),
    );
    assert.deepEqual(checksOf(itemOf(open)), ['  acceptance #1 a', '  acceptance #2 b']);
    assert.equal(toldOf(open).length, 1);
  });

  it('are all of them where a marker is missing: that is told', () => {
    const lists = [
      ['## Acceptance Criteria', '- [ ] #1 a', '- [x] #2 b', '<!-- AC:END -->'],
      ['## Acceptance Criteria', '<!-- AC:BEGIN -->', '- [ ] #1 a', '- [x] #2 b', '', '## Notes', '- [ ] no'],
      ['<!-- AC:END -->', '## Acceptance Criteria', '<!-- AC:BEGIN -->', '- [ ] #1 a', '- [x] #2 b'],
    ];
    const told = lists.map((lines) => {
      const open = openTask(taskText(plainFront, ...lines));
      assert.deepEqual(checksOf(itemOf(open)), ['  acceptance #1 a', 'x acceptance #2 b']);
      return toldOf(open).filter((each) => !each.startsWith('('));
    });
    assert.deepEqual(told, [
      ['14: Nothing begins what “AC:END” ends.'],
      ['12: Nothing ends what “AC:BEGIN” begins.'],
      ['11: Nothing begins what “AC:END” ends.', '13: Nothing ends what “AC:BEGIN” begins.'],
    ]);
  });

  it('have a number of their own', () => {
    const open = openTask(
      taskText(
        plainFront,
        '<!-- AC:BEGIN -->',
        '- [ ] #1 a',
        '- [ ] #1 b',
        '<!-- AC:END -->',
        '<!-- DOD:BEGIN -->',
        '- [ ] #1 c',
        '<!-- DOD:END -->',
      ),
    );
    assert.deepEqual(toldOf(open), ['12: #1 is also on line 13.', '13: #1 is also on line 12.']);
  });
});

describe('sections of a task of Backlog.md', () => {
  it('are told of when one is inside of another', () => {
    const open = openTask(
      taskText(
        plainFront,
        '<!-- SECTION:NOTES:BEGIN -->',
        'a',
        '<!-- SECTION:PLAN:BEGIN -->',
        'b',
        '<!-- SECTION:PLAN:END -->',
        '<!-- SECTION:NOTES:END -->',
      ),
    );
    assert.deepEqual(toldOf(open), [
      '13: “SECTION:PLAN:BEGIN” is inside of another section. Backlog.md itself may hide what follows.',
    ]);
  });
});

describe('front matter that Backlog.md itself does not read', () => {
  it('is read by hand, and told of', () => {
    const text = taskText(
      [
        'id: task-2',
        'title: hello: world',
        'status: to do',
        'assignee: [@otter]',
        "created_date: '2026-07-01'",
        'approval:',
        '  origin:',
        '    app: capture',
      ],
      '## Description',
      '',
      'Text without markers.',
    );
    const open = openTask(text, 'backlog/tasks/task-2 - hello world.md');
    const { task, summary } = itemOf(open);
    assert.deepEqual(
      [task.id, task.title.value, task.status.value, task.owner.value, task.checks, summary],
      ['TASK-2', 'hello: world', 'todo', 'otter', undefined, 'Text without markers.'],
    );
    assert.deepEqual(toldOf(open), [
      '3: Backlog.md itself cannot read this file: put the value of “title” in quotes.',
    ]);
  });

  it('is told of with its place, and the task is shown', () => {
    const told = (text: string, path?: string) => {
      const open = openTask(text, path);
      checkParsed(text, open.parsed);
      return [itemOf(open).task.title.value, ...toldOf(open)];
    };
    assert.deepEqual(told('# Only text\n', 'backlog/tasks/back-7 - Odd one.md'), [
      'BACK-7',
      '1: Missing front matter: add an ID, a title and a status.',
    ]);
    assert.deepEqual(told('', 'backlog/tasks/note.md'), [
      'note',
      '1: Missing front matter: add an ID, a title and a status.',
    ]);
    assert.deepEqual(told('---\nid: BACK-12\ntitle: Open\nstatus: To Do\n\nText\n'), [
      'Open',
      '1: The line “---” below the front matter is missing.',
    ]);
    assert.deepEqual(told(taskText(['id: BACK-12', 'title: [a, {b', 'title: c', 'status: "Done'])), [
      'BACK-12',
      '1: Missing “title” in the front matter.',
      '2: Missing “status” in the front matter.',
      '3: The front matter is not valid YAML: Flow map in block collection must be sufficiently indented and end with a }',
      '4: “title” is already on line 3; that one counts.',
      '5: The front matter is not valid YAML: Missing closing "quote',
    ]);
    assert.deepEqual(told(taskText(['id: BACK-7', 'title: a', 'status: Done', 'created_date: soon'])), [
      'a',
      '2: The ID is BACK-7, but the name of the file says BACK-12. BACK-7 is used.',
      '5: “soon” is not a date. Write it as 2026-06-11.',
    ]);
  });

  it('is left to the conflict that git left in the file', () => {
    const text = taskText(
      plainFront,
      '<<<<<<< HEAD',
      'a',
      '=======',
      'b',
      '>>>>>>> feat/x',
      '<!-- AC:END -->',
    );
    const open = openTask(text);
    assert.deepEqual(toldOf(open), [
      '11: This file has merge conflict markers. Resolve them in the merge editor or by hand.',
    ]);
    assert.equal(itemOf(open).task.inConflict, true);
  });
});

describe('a configuration of Backlog.md', () => {
  const told = (text: string, path = 'backlog/config.yml'): readonly string[] | undefined => {
    const open = openAt(path, text, rulesWith(text, path));
    return open && toldOf(open);
  };

  it('has problems with their places', () => {
    assert.equal(told('project_name: x\n'), undefined);
    assert.deepEqual(told('project_name: x\nstatuses: [a, {b\n'), [
      '2: This line is ignored. It is not valid YAML: Flow map in block collection must be sufficiently indented and end with a }',
    ]);
    assert.deepEqual(told('statuses: [A, B]\ndefault_status: C\n'), [
      '2: “C” is not a status of this project. Use A, B.',
    ]);
    assert.deepEqual(told('backlog_directory: ../other\n', 'backlog.config.yml'), [
      '1: “../other” leads out of the project, so it is not read.',
    ]);
  });

  it('leaves the usual words where it cannot be read', () => {
    const rules = rulesWith('statuses: [a, {b\n');
    assert.equal(itemOf(openTask(taskText(plainFront), undefined, rules)).task.status.value, 'todo');
  });
});

describe('any text as a task of Backlog.md', () => {
  const line = fc.constantFrom(
    ...[
      '---',
      'id: BACK-1',
      'title: a: b',
      'status: Done',
      'assignee: @x',
      'assignee:',
      '  - "@y"',
      '- z',
      'dependencies: [1, BACK-2]',
      'labels: [a',
      'x: |',
      '  a',
    ],
    ...[
      '## Acceptance Criteria',
      '## Definition of Done',
      '## Notes',
      '<!-- AC:BEGIN -->',
      '<!-- AC:END -->',
      '<!-- DOD:BEGIN -->',
      '<!-- SECTION:NOTES:BEGIN -->',
    ],
    ...[
      '<!-- SECTION:NOTES:END -->',
      '<!-- COMMENTS:BEGIN -->',
      '<!-- COMMENTS:END -->',
      'author: a',
      'created: 2026-01-01',
      '- [ ] #1 a',
      '- [X] b',
      '  * [~] #2',
      '',
      '<<<<<<< a',
      '>>>>>>> b',
      '\u2028',
      '__proto__: 1',
    ],
  );
  const texts = fc
    .tuple(fc.boolean(), fc.array(line, { maxLength: 24 }), fc.constantFrom('\n', '\r\n', '\r'))
    .map(([isFront, lines, eol]) => [...(isFront ? ['---'] : []), ...lines].join(eol));

  it('is one item, without an exception, whose ranges cut out what they claim', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.string()), (text) => {
        const open = openTask(text);
        checkParsed(text, open.parsed);
        for (const { checked, location } of itemOf(open).task.checks ?? []) {
          assert.ok(location.range.start < (checked.range?.start ?? 0));
          assert.match(text.slice(location.range.start, location.range.end), /^[ \t]*[-*+]/);
        }
      }),
      { numRuns: runs },
    );
  });

  it('is read fast, however long it is', () => {
    const lines = Array.from({ length: 4000 }, (_, i) => `- [ ] #${i} ${'word '.repeat(6)}`);
    const text = taskText(plainFront, '<!-- AC:BEGIN -->', ...lines, '<!-- AC:END -->');
    assert.ok(text.length > 160_000);
    const began = Date.now();
    assert.equal(itemOf(openTask(text)).task.checks?.length, 4000);
    assert.ok(Date.now() - began < 1000);
  });
});
