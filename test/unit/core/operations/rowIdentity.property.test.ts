import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assign } from '../../../../src/core/operations/assign.ts';
import { claim } from '../../../../src/core/operations/claim.ts';
import { defer } from '../../../../src/core/operations/defer.ts';
import { finish } from '../../../../src/core/operations/finish.ts';
import { release } from '../../../../src/core/operations/release.ts';
import { reopen } from '../../../../src/core/operations/reopen.ts';
import { setStatus } from '../../../../src/core/operations/setStatus.ts';
import { refusalMessage } from '../../../../src/core/messages/refusals.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { path, problemsOf, tasks, toAct, toFile } from '../../../support/parse.ts';
import { runs } from '../../../support/texts.ts';
import { attempt, type Acting, type Attempted } from '../../../support/attempt.ts';

/** A row of a test; `tag` stands in its Notes and says which one it is, whatever else it is called. */
interface Row {
  readonly tag: string;
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly table: number;
}

/** Titles and IDs that are alike, or look like another row's key. */
const titles = [
  'One',
  'One (2)',
  '["t","One"]',
  '["i","T-1"]',
  '[One',
  'One","A',
  'T-1',
  '—',
  '["t","One","A",1]',
  '',
];
const row = fc.record({
  id: fc.constantFrom('', 'T-1', 'T-2', 'One', '-', '—', 'TBD', 'n/a'),
  title: fc.constantFrom(...titles),
  status: fc.constantFrom('todo', 'wip', 'done'),
  table: fc.nat({ max: 2 }),
});
const column = fc.constantFrom('ID', 'Task ID', '#', 'No', 'No.', 'Nr', '№');

const heads = ['A', 'B', 'A'];
function toText(rows: readonly Row[], name: string): string {
  const numbers = !/id/i.test(name);
  return heads
    .map((head, table) => {
      const own = rows.filter((each) => each.table === table);
      const lines = own.map(
        ({ id, title, status, tag }, i) => `| ${numbers ? i + 1 : id} | ${title} | ${status} | - | ${tag} |`,
      );
      return `## ${head}\n\n| ${name} | Task | Status | Owner | Notes |\n|---|---|---|---|---|\n${lines.join('\n')}\n`;
    })
    .join('\n');
}

const context = (text: string): Acting => ({
  ...toAct(toFile(`Branch: x\n\n${text}`)),
  me: 'maple',
});

const operations: readonly ((text: string, task: string) => Attempted)[] = [
  (text, task) => attempt(context(text), claim, { task: toKey(task) }),
  (text, task) => attempt(context(text), finish, { task: toKey(task) }),
  (text, task) => attempt(context(text), release, { task: toKey(task) }),
  (text, task) => attempt(context(text), reopen, { task: toKey(task) }),
  (text, task) => attempt(context(text), assign, { task: toKey(task), owner: 'otter' }),
  (text, task) => attempt(context(text), setStatus, { task: toKey(task), status: 'blocked' }),
  (text, task) => attempt(context(text), defer, { task: toKey(task), title: 'x' }),
];

const tagOf = (line: string): string => /\| (r\d+|new\d+) \|/.exec(line)?.[1] ?? '';

/** The tags of the rows that an outcome changes. */
function changedRows(text: string, outcome: Attempted): readonly string[] {
  if (outcome.kind !== 'edits') return [];
  const before = context(text).open.document.source.text;
  const result = applyEdits(before, outcome.edits);
  assert.ok(result.kind === 'applied');
  const rows = (all: string): string[] => all.split('\n').filter((line) => tagOf(line) !== '');
  const old = rows(before);
  return rows(result.text).flatMap((line, i) => (line === old[i] ? [] : [tagOf(line)]));
}

describe('an action on a row', () => {
  it('changes that row or none, whatever rows come, go, move or are numbered anew before it', () => {
    const change = fc.record({
      removed: fc.array(fc.nat(), { maxLength: 3 }),
      added: fc.array(fc.tuple(row, fc.nat()), { maxLength: 3 }),
      order: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 7 }),
        column,
        change,
        fc.constantFrom(...operations),
        (drafts, name, { removed, added, order }, act) => {
          const rows = drafts.map((draft, i) => ({ ...draft, tag: `r${i}` }));
          const text = toText(rows, name);
          const before = tasks(`Branch: x\n\n${text}`);
          assert.equal(new Set(before.map(({ key }) => key)).size, before.length, 'no two rows have one key');
          const gone = new Set(removed.map((at) => `r${at % rows.length}`));
          const left = [
            ...rows.filter(({ tag }) => !gone.has(tag)),
            ...added.map(([draft], i) => ({ ...draft, tag: `new${i}` })),
          ]
            .map((each, i) => ({ each, at: order[i] ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ each }) => each);
          const after = toText(left, name);
          for (const { key, text: cell, ambiguous } of before) {
            const notes = cell?.value ?? '';
            const changed = changedRows(after, act(after, key));
            assert.ok(changed.length < 2);
            const [tag] = changed;
            if (tag === undefined) continue;
            assert.notEqual(ambiguous, true, `${key} is refused`);
            // What took its place under its very name is the row, as far as anybody can tell; no other old row is.
            if (gone.has(notes)) assert.match(tag, /^new/);
            else assert.equal(tag, notes);
          }
        },
      ),
      { numRuns: runs },
    );
  });

  it('is done to the row that it was meant for when its twin has gone', () => {
    const twins = [
      { tag: 'r0', id: 'T-1', title: 'One', status: 'todo', table: 0 },
      { tag: 'r1', id: 'T-1', title: 'Two', status: 'todo', table: 1 },
    ];
    const [, key = ''] = tasks(`Branch: x\n\n${toText(twins, 'ID')}`).map((task) => task.key);
    const alone = toText(twins.slice(1), 'ID');
    assert.deepEqual(changedRows(alone, attempt(context(alone), claim, { task: toKey(key) })), ['r1']);
  });

  it('is refused when a second row has got its ID, with a look at both', () => {
    const one = { tag: 'r0', id: 'T-1', title: 'One', status: 'todo', table: 0 };
    const [key = ''] = tasks(`Branch: x\n\n${toText([one], 'ID')}`).map((task) => task.key);
    const text = toText([one, { ...one, tag: 'r1', title: 'Two' }], 'ID');
    const refused = attempt(context(text), claim, { task: toKey(key) });
    assert.ok(refused.kind === 'refused');
    assert.equal(refused.code, 'task.ambiguous');
    assert.equal(
      refusalMessage(refused),
      '“T-1” can no longer be told apart from another row (line 7, 8). Look again and choose the row.',
    );
  });
});

describe('rows of a table', () => {
  const problems = (rows: readonly Row[], name: string): readonly string[] =>
    problemsOf(`Branch: x\n\n${toText(rows, name)}`).filter((problem) => problem.startsWith('task.'));
  const rowsOf = (...cells: readonly (readonly [id: string, title: string, table: number])[]): Row[] =>
    cells.map(([id, title, table], i) => ({ tag: `r${i}`, id, title, status: 'todo', table }));

  it('may be numbered anew in each table, and have the same ID or the same title: all are told apart', () => {
    assert.deepEqual(problems(rowsOf(['', 'One', 0], ['', 'Two', 0], ['', 'Three', 1]), '#'), []);
    assert.deepEqual(problems(rowsOf(['T-1', 'One', 0], ['T-1', 'Two', 0]), 'ID'), []);
    assert.deepEqual(problems(rowsOf(['T-1', 'One', 0], ['T-1', 'One', 1]), 'ID'), []);
    assert.deepEqual(problems(rowsOf(['T-1', 'One', 0], ['T-2', 'One', 0], ['—', 'One', 0]), 'ID'), []);
    assert.deepEqual(problems(rowsOf(['—', 'One', 0], ['—', 'Two', 0], ['TBD', 'Three', 0]), 'ID'), []);
  });

  it('that are equal in all of it, or have no name, say so and are refused', () => {
    assert.deepEqual(problems(rowsOf(['T-1', 'One', 0], ['T-1', 'One', 0]), 'ID'), [
      'task.duplicate (7)',
      'task.duplicate (8)',
    ]);
    const nameless = rowsOf(['-', '', 0]);
    assert.deepEqual(problems(nameless, 'ID'), ['task.noTitle (7)']);
    const text = toText(nameless, 'ID');
    const [key = ''] = tasks(`Branch: x\n\n${text}`).map((task) => task.key);
    const outcome = attempt(context(text), claim, { task: toKey(key) });
    assert.equal(outcome.kind === 'refused' && outcome.code, 'task.noTitle');
    assert.ok(key.startsWith(`${path}#`));
  });
});
