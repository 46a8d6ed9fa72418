import assert from 'node:assert/strict';
import { addNote } from '../../../../src/core/operations/addNote.ts';
import { addTask } from '../../../../src/core/operations/addTask.ts';
import { setStatus } from '../../../../src/core/operations/setStatus.ts';
import { defer } from '../../../../src/core/operations/defer.ts';
import { refusalMessage } from '../../../../src/core/messages/refusals.ts';
import { outcomeMessage } from '../../../../src/core/messages/outcomes.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { path, toAct, toFile } from '../../../support/parse.ts';
import { attempt, type Acting, type Attempted } from '../../../support/attempt.ts';

const text = `# x

Branch: feat/x

| Task | Status | Owner | Notes |
| --- | --- | --- | --- |
| One | todo | - | FR-1 |
| Two | wip | otter | |
| Old | ✅ Done | maple | |

## Notes

- otter: a note
`;

const context: Acting = {
  ...toAct(toFile(text)),
  me: 'maple',
};

/** The lines that are new, and those that are gone. */
function changes(outcome: Attempted): string[] {
  if (outcome.kind !== 'edits') return [outcome.kind === 'refused' ? outcome.code : outcome.kind];
  const result = applyEdits(text, outcome.edits);
  assert.ok(result.kind === 'applied');
  const before = text.split('\n');
  const after = result.text.split('\n');
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
    ...outcome.creates.map((file) => `${file.path}: ${file.text}`),
    outcomeMessage(outcome.outcome),
  ];
}

describe('add a task', () => {
  it('adds a free row, with the criterion that it serves', () => {
    assert.deepEqual(changes(attempt(context, addTask, { title: ' Add\n jitter ', criterion: 'FR-2' })), [
      '+ | Add jitter | todo | - | FR-2 |',
      'Added Add jitter to feat/x.',
    ]);
  });
  it('is refused without a title, with an endless one, and twice', () => {
    assert.deepEqual(changes(attempt(context, addTask, { title: '  ' })), ['task.title']);
    assert.deepEqual(changes(attempt(context, addTask, { title: 'x'.repeat(201) })), ['task.title']);
    assert.deepEqual(changes(attempt(context, addTask, { title: 'One' })), ['task.exists']);
  });
});

describe('add a task under a heading', () => {
  const table = '| Task | Status | Owner |\n| --- | --- | --- |\n';
  const several =
    `# x\n\nBranch: feat/x\n\n## Now\n\n${table}| One | wip | otter |\n\n## Later\n\n${table}| Two | todo | - |\n\n` +
    `### Tasks by hand\n\n- [ ] Three\n- [x] Four\n`;
  const added = (heading: string | undefined): string => {
    const outcome = attempt({ ...context, ...toAct(toFile(several)) }, addTask, {
      title: 'New',
      table: heading,
    });
    if (outcome.kind !== 'edits') return outcome.kind === 'refused' ? refusalMessage(outcome) : outcome.kind;
    const result = applyEdits(several, outcome.edits);
    assert.ok(result.kind === 'applied');
    const lines = result.text.split('\n');
    const at = lines.findIndex((line) => line.includes('New'));
    return `${lines[at - 1]} > ${lines[at]}`;
  };

  it('puts it there, else where work is going on', () => {
    assert.equal(added('Now'), '| One | wip | otter | > | New | todo | - |');
    assert.equal(added(' later '), '| Two | todo | - | > | New | todo | - |');
    assert.equal(added('Tasks by hand'), '- [ ] Three > - [ ] New');
    assert.equal(added(undefined), '| Two | todo | - | > | New | todo | - |');
  });
  it('is refused under any other, and names those that there are', () => {
    assert.equal(
      added('Someday'),
      `${path} has no tasks under “Someday”. Choose one of: Now, Later, Tasks by hand.`,
    );
  });
});

describe('add a note', () => {
  it('signs it', () => {
    assert.deepEqual(changes(attempt(context, addNote, { text: 'keep `x` stable' })), [
      '+ - maple: keep `x` stable',
      'Added a note to feat/x.',
    ]);
    assert.deepEqual(changes(attempt(context, addNote, { text: ' ' })), ['note.text']);
  });
});

describe('set a status with a reason', () => {
  const task = toKey(`${path}#One`);
  const status = 'blocked' as const;
  it('changes the row and notes why, in one write', () => {
    assert.deepEqual(changes(attempt(context, setStatus, { task, status, reason: ' waiting\n for `x` ' })), [
      '- | One | todo | - | FR-1 |',
      '+ | One | blocked | - | FR-1 |',
      '+ - maple: blocked "One": waiting for `x`',
      'One is now blocked (was “todo”).',
    ]);
  });
  it('names no status before where there was none', () => {
    const acting = { ...toAct(toFile(text.replace('| One | todo |', '| One | |'))), me: 'maple' };
    const result = attempt(acting, setStatus, { task, status });
    assert.ok(result.kind === 'edits');
    assert.equal(outcomeMessage(result.outcome), 'One is now blocked.');
  });
  it('adds the note alone where the row says so already, and nothing without a reason', () => {
    const old = toKey(`${path}#Old`);
    assert.deepEqual(changes(attempt(context, setStatus, { task: old, status: 'done', reason: 'shipped' })), [
      '+ - maple: done "Old": shipped',
      'Added a note to feat/x.',
    ]);
    assert.deepEqual(changes(attempt(context, setStatus, { task: old, status: 'done' })), ['unchanged']);
  });
  it('keeps signs of a title signs in the note', () => {
    const marked = text.replace('| One |', '| Keep a_b_ |');
    const acting = { ...toAct(toFile(marked)), me: 'maple' };
    const outcome = attempt(acting, setStatus, { task: toKey(`${path}#Keep a_b_`), status, reason: 'x' });
    assert.ok(outcome.kind === 'edits');
    const result = applyEdits(marked, outcome.edits);
    assert.ok(result.kind === 'applied');
    assert.match(result.text, /^- maple: blocked "Keep a\\_b\\_": x$/m);
  });
  it('is refused without a text, and for somebody else’s row until that is confirmed', () => {
    assert.deepEqual(changes(attempt(context, setStatus, { task, status, reason: ' ' })), ['note.text']);
    const taken = { task: toKey(`${path}#Two`), status, reason: 'x' };
    assert.deepEqual(changes(attempt(context, setStatus, taken)), ['task.taken']);
  });
});

describe('defer a task', () => {
  const args = { title: 'One, later' };
  it('makes a debt item with its origin, links it in the notes, and drops the row', () => {
    assert.deepEqual(changes(attempt(context, defer, { ...args, task: toKey(`${path}#One`) })), [
      '- | One | todo | - | FR-1 |',
      '+ | One | dropped | - | FR-1 |',
      '+ - maple: deferred One -> [tech-debt](../tech-debt/one-later.md)',
      `tracking/tech-debt/one-later.md: # One, later
From: [feat/x](../progress/2026-06-11-feat-x.md)
Owner: maple
Date: 2026-06-20

Serves FR-1.
`,
      'Deferred One to tracking/tech-debt/one-later.md.',
    ]);
  });
  it('is refused for what is closed, and for somebody else’s row until that is confirmed', () => {
    assert.deepEqual(changes(attempt(context, defer, { ...args, task: toKey(`${path}#Old`) })), [
      'task.closed',
    ]);
    assert.deepEqual(changes(attempt(context, defer, { ...args, task: toKey(`${path}#Two`) })), [
      'task.taken',
    ]);
    const taken = { ...args, task: toKey(`${path}#Two`) };
    const refused = attempt(context, defer, taken);
    assert.ok(refused.kind === 'refused');
    assert.equal(attempt({ ...context, confirmed: [refused] }, defer, taken).kind, 'edits');
    assert.deepEqual(changes(attempt(context, defer, { ...args, title: ' ', task: toKey(`${path}#One`) })), [
      'debt.title',
    ]);
  });
});
