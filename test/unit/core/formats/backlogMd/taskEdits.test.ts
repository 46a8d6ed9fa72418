import assert from 'node:assert/strict';
import { addNote } from '../../../../../src/core/operations/addNote.ts';
import { assign } from '../../../../../src/core/operations/assign.ts';
import { checkCriterion } from '../../../../../src/core/operations/checkCriterion.ts';
import { claim } from '../../../../../src/core/operations/claim.ts';
import { defer } from '../../../../../src/core/operations/defer.ts';
import { finish } from '../../../../../src/core/operations/finish.ts';
import { release } from '../../../../../src/core/operations/release.ts';
import { reopen } from '../../../../../src/core/operations/reopen.ts';
import { setStatus } from '../../../../../src/core/operations/setStatus.ts';
import {
  config,
  itemOf,
  openTask,
  plainFront,
  rulesWith,
  taskText,
  toldOf,
} from '../../../../support/backlogTexts.ts';
import { changedLines, doTo } from '../../../../support/backlogVerbs.ts';

/** The front matter with other lines for some keys; without a value, the line goes. */
function front(changes: Readonly<Record<string, string | undefined>>): string {
  const known = new Set(plainFront.map((line) => line.split(':')[0]));
  const lines = plainFront.flatMap((line) => {
    const key = line.split(':')[0] ?? '';
    return key in changes ? (changes[key] ?? []) : line;
  });
  const more = Object.entries(changes).flatMap(([key, line]) =>
    known.has(key) || line === undefined ? [] : [line],
  );
  return taskText([...lines, ...more], '## Description', 'Text');
}

describe('a task of Backlog.md that is claimed', () => {
  const claimed = (text: string, others?: Readonly<Record<string, string>>): readonly string[] => {
    const { kind, text: after, told } = doTo(text, claim, {}, others === undefined ? {} : { others });
    return kind === 'refused' ? [told] : changedLines(text, after);
  };

  it('has another status and a name, in the form that they are written in', () => {
    assert.deepEqual(claimed(front({})), ['status: In Progress', "assignee: ['@maple']"]);
    assert.deepEqual(
      claimed(front({ status: "status: 'To Do' # now", assignee: 'assignee: [ ] # nobody' })),
      ["status: 'In Progress' # now", "assignee: ['@maple'] # nobody"],
    );
    assert.deepEqual(claimed(front({ status: 'status: "to do"', assignee: 'assignee:' })), [
      'status: "In Progress"',
      "assignee: ['@maple']",
    ]);
    assert.deepEqual(claimed(front({ assignee: 'assignee: ""' })), [
      'status: In Progress',
      'assignee: "@maple"',
    ]);
  });

  it('gets the one key that may be missing, and no other', () => {
    assert.deepEqual(claimed(front({ assignee: undefined })), [
      'status: In Progress',
      "assignee: ['@maple']",
    ]);
    assert.deepEqual(claimed(front({ status: undefined })), [
      'backlog/tasks/back-12 - Show-parent.md is read-only: Throughline shows it but does not change it.',
    ]);
  });

  it('has names as others in the folder have them', () => {
    const other = (names: string) => ({
      'backlog/tasks/back-1 - A.md': front({ id: 'id: BACK-1', assignee: `assignee: [${names}]` }),
    });
    assert.deepEqual(claimed(front({}), other('codex')).at(-1), 'assignee: [maple]');
    assert.deepEqual(claimed(front({}), other('"@codex"')).at(-1), "assignee: ['@maple']");
  });

  it('says when it was changed, where it says that', () => {
    const at = (updated: string) => claimed(front({ updated_date: `updated_date: ${updated}` })).at(-1);
    assert.equal(at("'2026-06-12 08:15'"), "updated_date: '2026-06-20 12:00'");
    assert.equal(at('2026-06-12'), 'updated_date: 2026-06-20');
    assert.equal(at('"2026-06-12"'), 'updated_date: "2026-06-20"');
  });

  it('waits for others: a person is asked', () => {
    const text = front({ dependencies: 'dependencies: [BACK-7, BACK-8]' });
    const others = {
      'backlog/tasks/back-7 - A.md': front({ id: 'id: BACK-7' }),
      'backlog/completed/back-8 - B.md': front({ id: 'id: BACK-8' }),
    };
    assert.equal(doTo(text, claim, {}, { others }).told, 'Show parent waits for BACK-7.');
    assert.equal(doTo(text, claim, {}, { others, isAgreed: true }).told, 'Claimed Show parent.');
  });
});

describe('a task of Backlog.md that is given away', () => {
  const owned = (assignee: string): string => front({ status: 'status: In Progress', assignee });
  const after = (text: string, owner: string | undefined): readonly string[] => {
    const verb = { isAgreed: true };
    const done = owner === undefined ? doTo(text, release, {}, verb) : doTo(text, assign, { owner }, verb);
    assert.equal(done.kind, 'done', done.told);
    return changedLines(text, done.text).filter((line) => !line.startsWith('status'));
  };

  it('keeps quotes and the form of the list', () => {
    assert.deepEqual(after(owned('assignee: [\'@codex\', "@otter"]'), 'heron'), ["assignee: ['@heron']"]);
    assert.deepEqual(after(owned('assignee: [codex]'), 'heron'), ['assignee: [heron]']);
    assert.deepEqual(after(owned('assignee: @codex'), 'heron'), ['assignee: @heron']);
    assert.deepEqual(after(owned('assignee: codex'), 'heron'), ['assignee: heron']);
    assert.deepEqual(after(owned("assignee:\n  - '@codex'\n  - '@otter'"), 'heron'), ["  - '@heron'"]);
    assert.deepEqual(after(owned('assignee:\n- "codex"'), 'heron'), ['- "heron"']);
  });

  it('is nobody’s as an empty list', () => {
    for (const assignee of ["assignee: ['@codex']", 'assignee: @codex', "assignee:\n  - '@codex'\n  - otter"])
      assert.deepEqual(after(owned(assignee), undefined), ['assignee: []'], assignee);
  });

  it('is somebody’s: that is asked about', () => {
    assert.match(doTo(owned('assignee: [codex]'), claim, {}).told, /codex/);
    assert.equal(doTo(owned('assignee: ["@maple"]'), claim, {}).told, 'Show parent is already yours.');
  });
});

describe('a task of Backlog.md with criteria', () => {
  const text = taskText(
    [...plainFront.map((line) => line.replace('To Do', 'In Progress').replace('[]', '[maple]'))],
    '<!-- AC:BEGIN -->',
    '- [x] #1 One',
    '- [ ] #2 Two',
    '  * [~] Three',
    '<!-- AC:END -->',
    '<!-- DOD:BEGIN -->',
    '- [ ] #1 Tests',
    '<!-- DOD:END -->',
  );

  it('has one checked and unchecked again by one character', () => {
    const checked = doTo(text, checkCriterion, { check: '2' });
    assert.deepEqual(changedLines(text, checked.text), ['- [x] #2 Two']);
    assert.equal(checked.told, 'Checked #2 of Show parent.');
    assert.equal(checked.text.length, text.length);
    assert.equal(doTo(checked.text, checkCriterion, { check: '#2', undone: true }).text, text);
    assert.deepEqual(changedLines(text, doTo(text, checkCriterion, { check: 'Three' }).text), [
      '  * [x] Three',
    ]);
    const done = doTo(text, checkCriterion, { check: '#1', list: 'definitionOfDone' });
    assert.deepEqual(changedLines(text, done.text), ['- [x] #1 Tests']);
  });

  it('has none checked that is not there, or that is not clear', () => {
    assert.equal(doTo(text, checkCriterion, { check: '#7' }).told, 'The task has no criterion “#7”.');
    const twice = text.replace('#2 Two', '#1 Two');
    assert.equal(doTo(twice, checkCriterion, { check: '#1' }).told, '2 criteria are called “#1”.');
    const broken = text.replace('<!-- AC:END -->\n', '');
    assert.match(doTo(broken, checkCriterion, { check: '#2' }).told, /line 11/);
  });

  it('is done once all are checked, or a person says so', () => {
    const asked = doTo(text, finish, {});
    assert.equal(asked.told, 'Show parent has unchecked criteria: #2, Three, #1.');
    const done = doTo(text, finish, {}, { isAgreed: true });
    assert.deepEqual(changedLines(text, done.text), ['status: Done']);
    assert.equal(doTo(text, setStatus, { status: 'done' }).kind, 'refused');
    const reopened = doTo(done.text, reopen, {});
    assert.equal(reopened.text, text);
  });
});

describe('the status of a task of Backlog.md', () => {
  const rules = rulesWith(
    `${config.replace('"Done"', '"Validated", "Done"')}onStatusChange: 'notify "$TASK_ID"'\n`,
  );

  it('is set to any word of the project, as that writes it', () => {
    const text = front({});
    const set = doTo(text, setStatus, { status: 'wip', word: 'validated' }, { rules });
    assert.deepEqual(changedLines(text, set.text), ['status: Validated']);
    assert.match(set.told, /Backlog.md’s onStatusChange command was not run\.$/);
    assert.equal(
      doTo(text, setStatus, { status: 'wip', word: 'Parked' }, { rules }).told,
      '“Parked” is not a status of this project. Use To Do, In Progress, Validated, Done.',
    );
    assert.match(doTo(text, setStatus, { status: 'blocked' }).told, /no word for blocked/);
    assert.equal(doTo(text, defer, { title: 'Later' }).kind, 'refused');
  });

  it('is that of its tool of a draft, which is assigned, and begun once it is a task', () => {
    const path = 'backlog/drafts/back-12 - A.md';
    const text = front({ status: 'status: Draft' });
    const open = openTask(text, path);
    assert.deepEqual([itemOf(open).task.status.value, toldOf(open)], ['todo', []]);
    for (const verb of [claim, finish])
      assert.equal(
        doTo(text, verb, {}, { path }).told,
        'Show parent is a draft. Promote it with Backlog.md first.',
      );
    const assigned = doTo(text, assign, { owner: 'otter' }, { path }).text;
    assert.deepEqual(changedLines(text, assigned), ["assignee: ['@otter']"]);
  });

  it('is only shown of what was completed or archived', () => {
    for (const folder of ['completed', 'archive/tasks'])
      assert.equal(
        doTo(front({}), setStatus, { status: 'wip' }, { path: `backlog/${folder}/back-12 - A.md` }).kind,
        'refused',
      );
  });
});

describe('a note on a task of Backlog.md', () => {
  const noted = (...body: readonly string[]): string => {
    const text = taskText(plainFront, ...body);
    const { text: after, told } = doTo(text, addNote, { text: 'Use the <!-- AC:END --> marker' });
    assert.equal(told, 'Added a note to Show parent.');
    const from = text.indexOf('---\n\n') + 5;
    return after.slice(from);
  };
  const note = 'maple: Use the &lt;!-- AC:END --> marker';
  const marked = ['<!-- SECTION:NOTES:BEGIN -->', '<!-- SECTION:NOTES:END -->'] as const;

  it('stands at the end of the implementation notes', () => {
    assert.equal(
      noted('## Implementation Notes', '', marked[0], 'First', '', marked[1], '', '## End'),
      `## Implementation Notes\n\n${marked[0]}\nFirst\n\n${note}\n\n${marked[1]}\n\n## End\n`,
    );
    assert.equal(noted(marked[0], marked[1]), `${marked[0]}\n${note}\n${marked[1]}\n`);
    assert.equal(
      noted('## Implementation Notes', '', 'First', '', '## End'),
      `## Implementation Notes\n\nFirst\n\n${note}\n\n## End\n`,
    );
  });

  it('makes their section where the tool would', () => {
    const section = `## Implementation Notes\n\n${marked[0]}\n${note}\n${marked[1]}`;
    assert.equal(noted('Text'), `Text\n\n${section}\n`);
    assert.equal(
      noted('<!-- AC:BEGIN -->', '<!-- AC:END -->', '', '## Final Summary'),
      `<!-- AC:BEGIN -->\n<!-- AC:END -->\n\n${section}\n\n## Final Summary\n`,
    );
  });

  it('is refused where the markers of the section do not fit together', () => {
    const text = taskText(plainFront, marked[0], 'a');
    assert.match(doTo(text, addNote, { text: 'b' }).told, /line 11/);
  });
});
