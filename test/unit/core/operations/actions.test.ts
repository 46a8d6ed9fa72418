import assert from 'node:assert/strict';
import { assign } from '../../../../src/core/operations/assign.ts';
import { claim, claimNext } from '../../../../src/core/operations/claim.ts';
import { finish } from '../../../../src/core/operations/finish.ts';
import { release } from '../../../../src/core/operations/release.ts';
import { reopen } from '../../../../src/core/operations/reopen.ts';
import { setStatus } from '../../../../src/core/operations/setStatus.ts';
import { refusalMessage } from '../../../../src/core/messages/refusals.ts';
import { outcomeMessage } from '../../../../src/core/messages/outcomes.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import type { Refusal } from '../../../../src/core/model/refusal.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { operationsOnTask } from '../../../../src/core/model/availableOperations.ts';
import { fitsOwner, noFilter } from '../../../../src/core/views/filter.ts';
import { path, tasks, toAct, toFile } from '../../../support/parse.ts';
import { attempt, type Acting, type Attempted } from '../../../support/attempt.ts';
import type { WriteOperation } from '../../../../src/core/operations/operation.ts';
import type { TaskInput } from '../../../../src/core/operations/inputs.ts';
import { confirmationOf } from '../../../../src/core/messages/confirmations.ts';

const file = (...rows: readonly string[]): string =>
  `# x\n\nBranch: feat/x\n\n| Task | Status | Owner |\n| --- | --- | --- |\n${rows.map((row) => `| ${row} |\n`).join('')}`;

function context(text: string, me = 'maple', confirmed: readonly Refusal[] = []): Acting {
  return { ...toAct(toFile(text)), me, confirmed };
}

/** Runs an operation on the task One, and gives its row afterwards or what it says instead. */
function run<Input extends TaskInput>(
  row: string,
  operation: WriteOperation<Input>,
  more: Omit<Input, 'document' | 'task'>,
  confirmed?: string,
): string {
  const text = file(row);
  const task = toKey(`${path}#${row.split(' | ')[0] ?? ''}`);
  const input = { ...more, task } as Omit<Input, 'document'>;
  const first = attempt(context(text), operation, input);
  if (confirmed === undefined) return told(text, first);
  // The person was shown this owner.
  assert.ok(first.kind === 'refused');
  const shown: Refusal =
    first.code === 'task.taken' ? { ...first, data: { ...first.data, owner: confirmed } } : first;
  return told(text, attempt(context(text, 'maple', [shown]), operation, input));
}

function buttonOf(refusal: Refusal): string {
  const button = confirmationOf(refusal, '')?.button;
  return button === undefined ? '' : ` [${button}]`;
}

function told(text: string, outcome: Attempted): string {
  if (outcome.kind === 'unchanged') return `unchanged: ${outcomeMessage(outcome.outcome)}`;
  if (outcome.kind === 'refused') return `${outcome.code}: ${refusalMessage(outcome)}${buttonOf(outcome)}`;
  const applied = applyEdits(text, outcome.edits);
  assert.ok(applied.kind === 'applied');
  return applied.text
    .slice(text.indexOf('| --- |') + 20)
    .trim()
    .replace(/^\| | \|$/g, '');
}

describe('claim', () => {
  it('takes an open task', () => {
    assert.equal(run('One | todo | -', claim, {}), 'One | wip | maple');
    assert.equal(run('One | wip | -', claim, {}), 'One | wip | maple');
    const typed = '&nbsp;A &amp;<br>b';
    assert.equal(run(`${typed} | todo | -`, claim, {}), `${typed} | wip | maple`);
    assert.equal(run('One | todo | maple', claim, {}), 'One | wip | maple');
    assert.equal(run('One |  |  ', claim, {}), 'One | wip | maple');
  });
  it('changes nothing when the task is yours', () => {
    assert.equal(run('One | wip | maple', claim, {}), 'unchanged: One is already yours.');
  });
  it('refuses by name, and is overruled only by who knows the name', () => {
    assert.equal(
      run('One | wip | otter', claim, {}),
      'task.taken: One is already claimed by otter. [Take Over]',
    );
    assert.equal(run('One | todo | otter', claim, {}), 'task.taken: One is assigned to otter. [Take Over]');
    assert.equal(run('One | wip | otter', claim, {}, 'otter'), 'One | wip | maple');
    assert.equal(
      run('One | wip | otter', claim, {}, 'heron'),
      'task.taken: One is already claimed by otter. [Take Over]',
    );
  });
  it('refuses what is not open, with what can be done', () => {
    assert.equal(run('One | done | otter', claim, {}), 'task.notOpen: One is done. Reopen it first.');
    for (const status of ['blocked', 'failed', 'dropped', 'almost'])
      assert.match(run(`One | ${status} | -`, claim, {}), /^task.notOpen: One .*(Reopen|Set its status)/);
    assert.match(run('One | done | otter', claim, {}, 'maple'), /^task.notOpen/);
  });
  it('refuses what is not there', () => {
    const text = file('One | todo | -');
    assert.match(
      told(text, attempt(context(text), claim, { task: toKey(`${path}#Two`) })),
      /^task.missing: The task “Two” is no longer/,
    );
  });
});

describe('claim next', () => {
  const next = (...rows: readonly string[]): string => {
    const text = file(...rows);
    const outcome = attempt(context(text), claimNext, {});
    return outcome.kind === 'edits'
      ? (outcomeMessage(outcome.outcome).split('.')[0] ?? '')
      : told(text, outcome);
  };
  it('takes the first open task', () => {
    assert.equal(next('One | done | otter', 'Two | todo | -', 'Three | todo | -'), 'Claimed Two');
  });
  it('leaves a row between it and what others are changing, where it can', () => {
    assert.equal(next('One | wip | otter', 'Two | todo | -', 'Three | todo | -'), 'Claimed Three');
    assert.equal(next('One | wip | otter', 'Two | todo | -', 'Three | wip | heron'), 'Claimed Two');
  });
  it('says when there is none', () => {
    assert.equal(next('One | wip | otter'), 'task.noneOpen: feat/x has no free tasks.');
    assert.equal(next('One | done | otter'), 'task.noneOpen: Every task of feat/x is done.');
    assert.equal(next(), 'task.noneOpen: feat/x has no tasks yet.');
  });
});

describe('finish, release, reopen', () => {
  it('finish, and set the owner where there is none', () => {
    assert.equal(run('One | wip | maple', finish, {}), 'One | done | maple');
    assert.equal(run('One | todo | -', finish, {}), 'One | done | maple');
    assert.equal(run('One | done | otter', finish, {}), 'unchanged: One is already done.');
    assert.match(run('One | dropped | -', finish, {}), /^task.dropped/);
  });
  it('release to nobody, in the file’s word', () => {
    assert.equal(run('One | wip | maple', release, {}), 'One | todo | -');
    assert.equal(run('One | todo | -', release, {}), 'unchanged: One is already free.');
    assert.match(run('One | done | maple', release, {}), /^task.closed/);
    const text = file('One | 🔄 In Progress | maple', 'Two | Not started | —');
    assert.equal(
      told(text, attempt(context(text), release, { task: toKey(`${path}#One`) })),
      'One | Not started | — |\n| Two | Not started | —',
    );
  });
  it('reopen to whoever owns it', () => {
    assert.equal(run('One | done | maple', reopen, {}), 'One | wip | maple');
    assert.equal(run('One | blocked | -', reopen, {}), 'One | todo | -');
    assert.equal(run('One | wip | -', reopen, {}), 'unchanged: One is already open.');
  });
  it('ask before they touch somebody else’s', () => {
    assert.equal(
      run('One | wip | otter', finish, {}),
      'task.taken: One belongs to otter. Finish it anyway? [Finish]',
    );
    assert.equal(run('One | wip | otter', finish, {}, 'otter'), 'One | done | otter');
    assert.equal(run('One | wip | otter', release, {}, 'otter'), 'One | todo | -');
    assert.equal(run('One | done | otter', reopen, {}, 'otter'), 'One | wip | otter');
  });
});

describe('assign and set status', () => {
  it('hand a task on, its status stays', () => {
    assert.equal(run('One | todo | -', assign, { owner: 'wren-09be' }), 'One | todo | wren-09be');
    assert.equal(
      run('One | todo | wren-09be', assign, { owner: 'wren-09be' }),
      'unchanged: One already belongs to wren-09be.',
    );
    assert.match(run('One | todo | -', assign, { owner: 'a|b' }), /^owner.invalid/);
  });
  it('set any status, the owner stays', () => {
    assert.equal(
      run('One | almost | maple', setStatus, { status: 'blocked' as const }),
      'One | blocked | maple',
    );
    assert.equal(
      run('One | todo | -', setStatus, { status: 'todo' as const }),
      'unchanged: One is already todo.',
    );
  });
  it('need the column that they write', () => {
    const text = '# x\n\nBranch: feat/x\n\n| Task | Status |\n| --- | --- |\n| One | todo |\n';
    assert.match(
      told(text, attempt(context(text), claim, { task: toKey(`${path}#One`) })),
      /^column.missing: .*no Owner column/,
    );
  });
});

describe('a task of several owners', () => {
  it('is claimed, finished and set by each of them, and the others stay named', () => {
    assert.equal(run('One | todo | Maple, Lena', claim, {}), 'One | wip | Maple, Lena');
    assert.equal(run('One | wip | Lena & maple', claim, {}), 'unchanged: One is already yours.');
    assert.equal(run('One | wip | Lena / Maple', finish, {}), 'One | done | Lena / Maple');
    assert.equal(run('One | done | @lena @maple', reopen, {}), 'One | wip | @lena @maple');
    assert.equal(
      run('One | wip | Maple, Lena', setStatus, { status: 'blocked' }),
      'One | blocked | Maple, Lena',
    );
  });
  it('is not taken from the others unasked', () => {
    assert.match(run('One | wip | Maple, Lena', release, {}), /^task.taken: .*Maple, Lena/);
    assert.match(run('One | wip | Maple, Lena', assign, { owner: 'maple' }), /^task.taken: .*Maple, Lena/);
    assert.match(run('One | todo | Tom, Lena', claim, {}), /^task.taken: .*Tom, Lena/);
    assert.equal(run('One | wip | Maple, Lena', release, {}, 'Maple, Lena'), 'One | todo | -');
    assert.equal(run('One | todo | Tom, Lena', claim, {}, 'Tom, Lena'), 'One | wip | maple');
  });
  it('is found by each of them', () => {
    for (const [owner, fits] of [
      ['lena', true],
      ['maple', true],
      ['tom', false],
    ] as const)
      assert.equal(fitsOwner({ ...noFilter, owners: [owner] }, 'Maple, Lena'), fits);
  });
  it('is offered to them as it can be done', () => {
    const offersTo = (me: string): readonly string[] => {
      const [task] = tasks(file('One | wip | Maple, Lena'));
      assert.ok(task);
      return operationsOnTask(task, me).map(({ operation, confirm = '' }) => `${operation} ${confirm}`);
    };
    for (const me of ['maple', 'lena'])
      assert.deepEqual(offersTo(me), [
        'finish_task ',
        'defer_task ',
        'release_task task.taken',
        'assign_task task.taken',
        'set_task_status ',
      ]);
    assert.ok(offersTo('tom').includes('claim_task task.taken'));
  });
});

describe('the word that a change writes', () => {
  /** The row of the task One after an operation, in a file that has other rows too. */
  function after<Input extends TaskInput>(
    row: string,
    others: readonly string[],
    operation: WriteOperation<Input>,
    more: Omit<Input, 'document' | 'task'>,
  ): string {
    const text = file(row, ...others);
    const outcome = attempt(context(text), operation, {
      ...more,
      task: toKey(`${path}#One`),
    } as Omit<Input, 'document'>);
    assert.ok(outcome.kind === 'edits');
    const applied = applyEdits(text, outcome.edits);
    assert.ok(applied.kind === 'applied');
    return /^\| (One \|.*) \|$/m.exec(applied.text)?.[1] ?? applied.text;
  }
  const boards = {
    begun: ['A | In Review | otter', 'B | In Review | otter', 'C | In Progress | heron'],
    ended: ['A | Merged | otter', 'B | Shipped | otter', 'C | ✅ Shipped | otter', 'D | Done | otter'],
    waiting: ['A | Backlog | -', 'B | Planned | -', 'C | ~~Todo~~ | -', 'D | Not Started | -'],
    kanban: ['A | 👀 In Review | otter', 'B | 🎉 Merged | otter', 'C | 📋 Backlog | -'],
  };

  it('is one that the file uses, and says no more than was asked', () => {
    assert.equal(after('One | Todo | -', boards.begun, claim, {}), 'One | In Progress | maple');
    assert.equal(after('One | wip | maple', boards.ended, finish, {}), 'One | Done | maple');
    assert.equal(after('One | wip | maple', boards.waiting, release, {}), 'One | Not Started | -');
  });
  it('is the canonical one where the file has only words that say more', () => {
    assert.equal(after('One | Todo | -', boards.kanban, claim, {}), 'One | WIP | maple');
    assert.equal(after('One | wip | maple', boards.ended.slice(0, 3), finish, {}), 'One | Done | maple');
    assert.equal(after('One | wip | maple', boards.waiting.slice(0, 3), release, {}), 'One | Todo | -');
    assert.equal(
      after('One | todo | -', ['A | waiting | -'], setStatus, { status: 'blocked' }),
      'One | blocked | -',
    );
    assert.equal(
      after('One | todo | -', ['A | N/A | -'], setStatus, { status: 'dropped' }),
      'One | dropped | -',
    );
  });
  it('is spelled as most words of the file are', () => {
    const spelled = (row: string, ...others: readonly string[]): string =>
      after(row, others, setStatus, { status: 'blocked' });
    assert.equal(spelled('One | ⬜ To do | -', 'A | ✅ Done | otter'), 'One | Blocked | -');
    assert.equal(spelled('One | TODO | -', 'A | DONE | otter', 'B | WIP | heron'), 'One | BLOCKED | -');
    assert.equal(spelled('One | To do | -', 'A | WIP | otter', 'B | N/A | -'), 'One | Blocked | -');
    assert.equal(
      spelled('One | todo | -', 'A | done | otter', 'B | In Progress | heron'),
      'One | blocked | -',
    );
    assert.equal(spelled('One | todo | -', 'A | Done | otter'), 'One | blocked | -');
    assert.equal(spelled('One | :rocket: todo | -', 'A | :tada: done | otter'), 'One | blocked | -');
    assert.equal(spelled('One | TODO | -', 'A | Almost | otter', 'B | Nearly | otter'), 'One | BLOCKED | -');
    assert.equal(
      after('One | To do | -', ['A | Ready for review | otter', 'B | Done | otter'], claim, {}),
      'One | WIP | maple',
    );
  });
  it('has the sign that the file has for the status, where that says no more', () => {
    assert.equal(
      after('One | 🚧 WIP | maple', ['A | ✅ Merged | otter'], finish, {}),
      'One | ✅ Done | maple',
    );
    assert.equal(after('One | 🚧 WIP | maple', ['A | 🎉 Merged | otter'], finish, {}), 'One | Done | maple');
    assert.equal(
      after('One | 🚧 WIP | maple', ['A | ✅ Merged | otter', 'B | Ready | -'], finish, {}),
      'One | Done | maple',
    );
  });
});
