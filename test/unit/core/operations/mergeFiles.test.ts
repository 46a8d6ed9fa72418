import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeFiles } from '../../../../src/core/operations/mergeFiles.ts';
import { type RowDecisions, planMerge } from '../../../../src/core/formats/tracking/merge/joinFiles.ts';
import { documentAtHand, toKey } from '../../../../src/core/text/key.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { path, stream, toFile, toAct, toOpen } from '../../../support/parse.ts';
import { formatOf } from '../../../support/rules.ts';
import { runs } from '../../../support/texts.ts';
import { attempt, type Attempted } from '../../../support/attempt.ts';

const other = 'tracking/progress/2026-06-12-feat-x.md';
const file = (...lines: readonly string[]): string =>
  `# feat-x\n\nBranch: \`feat/x\`\n${lines.map((line) => `${line}\n`).join('')}`;
const table = (...rows: readonly string[]): readonly string[] => [
  '',
  '| Task | Status | Owner | Notes |',
  '| --- | --- | --- | --- |',
  ...rows.map((row) => `| ${row} |`),
];
const none: RowDecisions = new Map();

type Decisions = Readonly<Record<string, 'ours' | 'theirs'>>;

/** As a person runs it who agrees that the other file is removed. */
function run(ours: string, theirs: string, decisions: Decisions = {}): Attempted {
  const format = formatOf(path);
  assert.ok(format);
  const acting = {
    ...toAct(toFile(ours), format),
    me: 'maple',
    others: [toOpen(toFile(theirs, other), format)],
  };
  const input = { other: toKey(other), decisions };
  const first = attempt(acting, mergeFiles, input);
  const isAsked = first.kind === 'refused' && first.code === 'merge.removal';
  return isAsked ? attempt({ ...acting, confirmed: [first] }, mergeFiles, input) : first;
}

function merged(ours: string, theirs: string, decisions: Decisions = {}): string {
  const outcome = run(ours, theirs, decisions);
  assert.ok(outcome.kind === 'edits', JSON.stringify(outcome));
  assert.deepEqual(outcome.deletes, [other]);
  const applied = applyEdits(ours, outcome.edits);
  assert.ok(applied.kind === 'applied');
  return applied.text;
}

describe('two progress files of one branch', () => {
  it('become one: rows by what they are, links, notes and text once each', () => {
    const ours = file(
      'PR: #12',
      'Spec: [a](../../spec/a.md)',
      ...table('One | done | otter | A-01', 'Two | wip | maple | '),
      '',
      '## Notes',
      '',
      '- otter: first',
      '- shared',
    );
    const theirs = file(
      'Spec: [b](../../spec/b.md)',
      'Backlog: [x](../backlog/x.md)',
      ...table('Three | todo | - | B-01', 'One | done | otter | '),
      '',
      '## Notes',
      '',
      '- shared',
      '- oak: second',
      '',
      '## Log',
      '',
      'Some prose.',
    );
    const text = merged(ours, theirs);
    const { tasks, links, notes, pullRequest } = stream(text);
    assert.deepEqual(
      tasks.map(({ title, status, owner, text: more }) => [
        title.value,
        status.value,
        owner.value,
        more?.value,
      ]),
      [
        ['Three', 'todo', undefined, 'B-01'],
        ['One', 'done', 'otter', 'A-01'],
        ['Two', 'wip', 'maple', ''],
      ],
    );
    assert.deepEqual(
      links.map(({ destination }) => destination),
      ['../../spec/a.md', '../../spec/b.md', '../backlog/x.md'],
    );
    assert.deepEqual(
      notes.map((note) => note.text),
      ['first', 'shared', 'second'],
    );
    assert.equal(pullRequest?.number, 12);
    assert.match(text, /## Log\n\nSome prose\.\n/);
    assert.equal(merged(text, theirs), text, 'and once more is nothing');
  });

  it('take the row that says more, and ask where each says something of its own', () => {
    const ours = file(...table('One | todo | - | ', 'Two | wip | maple | ', 'Three | done | oak | A-01'));
    const theirs = file(...table('Two | wip | otter | ', 'Three | done | oak | ', 'One | todo | - | A-02'));
    const planned = planMerge(documentAtHand('', path), ours, {
      other: { path: other, text: theirs, branch: 'feat/x' },
      decisions: none,
    });
    assert.ok(planned.kind === 'choices');
    assert.deepEqual(
      planned.choices.map(({ title, ours: own, theirs: their }) => [title, own, their]),
      [['Two', '| Two | wip | maple |  |', '| Two | wip | otter |  |']],
    );
    assert.equal(run(ours, theirs).kind, 'refused', 'nothing is written before');
    for (const [side, owner] of [
      ['ours', 'maple'],
      ['theirs', 'otter'],
    ] as const) {
      const text = merged(ours, theirs, { [planned.choices[0]?.key ?? '']: side });
      assert.deepEqual(
        stream(text).tasks.map(({ title, owner, text: more }) => [title.value, owner.value, more?.value]),
        [
          ['One', undefined, 'A-02'],
          ['Two', owner, ''],
          ['Three', 'oak', 'A-01'],
        ],
      );
    }
  });

  it('are left alone where they are not of one branch, or one is between two states', () => {
    const text = file(...table('One | todo | - | '));
    const code = (outcome: Attempted): string => (outcome.kind === 'refused' ? outcome.code : outcome.kind);
    assert.equal(code(run(text, text.replace('`feat/x`', '`feat/y`'))), 'merge.branches');
    assert.equal(code(run(text, `${text}\n<<<<<<< HEAD\n`)), 'file.conflict');
    assert.equal(code(run(`${text}\n>>>>>>> x\n`, text)), 'file.conflict');
    assert.equal(merged(text, text), text);
  });

  it('lose no line, no cell and no row, whatever they hold, or stay two', () => {
    const row = fc
      .tuple(
        fc.constantFrom('One', 'Two', '`Th\\|ree`', '[Four](x.md)', ''),
        fc.constantFrom('todo', 'wip', '✅ Done', ''),
        fc.constantFrom('-', 'otter', ''),
        fc.constantFrom('', 'A-01', 'a b'),
      )
      .map((cells) => cells.join(' | '));
    const block = fc.oneof(
      fc.array(row, { maxLength: 4 }).map((rows) => table(...rows)),
      fc
        .array(row, { maxLength: 2 })
        .map((rows) => [
          '',
          '| Status | Task | PR |',
          '|---|:---|---|',
          ...rows.map((each) => `| ${each.split(' | ').slice(0, 3).reverse().join(' | ')} |`),
        ]),
      fc.constantFrom(
        ['', '## Notes', '', '- a', '  - b'],
        ['', '- a', '- c'],
        ['', 'Some prose', 'of two lines.'],
        ['', '```', '| Task | Status |', '```'],
        ['', '## Log'],
        ['', 'PR: #1'],
        ['', 'PR: #2'],
      ),
    );
    const text = fc.array(block, { maxLength: 4 }).map((blocks) => file(...blocks.flat()));
    fc.assert(
      fc.property(
        text,
        text,
        fc.constantFrom('ours', 'theirs'),
        fc.boolean(),
        (ours, theirs, side, windows) => {
          const given = windows ? theirs.replaceAll('\n', '\r\n') : theirs;
          const args = { other: { path: other, text: given, branch: 'feat/x' }, decisions: none };
          const first = planMerge(documentAtHand('', path), ours, args);
          const choices = first.kind === 'choices' ? first.choices : [];
          const planned =
            first.kind === 'choices'
              ? planMerge(documentAtHand('', path), ours, {
                  ...args,
                  decisions: new Map(choices.map(({ key }) => [key, side])),
                })
              : first;
          assert.notEqual(planned.kind, 'choices');
          if (planned.kind !== 'text') return;
          const has = new Set(planned.text.split(/\r?\n/).map((line) => line.trim()));
          for (const line of `${ours}\n${theirs}`.split('\n'))
            if (!line.trimStart().startsWith('|')) assert.ok(has.has(line.trim()), line);
          const names = (each: string): (string | undefined)[] =>
            stream(each).tasks.map(({ title }) => title.value);
          const all = new Set(names(planned.text));
          for (const title of [...names(ours), ...names(theirs)]) assert.ok(all.has(title), `${title}`);
        },
      ),
      { numRuns: runs },
    );
  });
});
