import assert from 'node:assert/strict';
import { mergeConflict } from '../../../../src/core/operations/resolveConflict.ts';
import { mergeProgressFiles } from '../../../../src/core/formats/tracking/merge/mergeProgressFiles.ts';
import type { MergeConflict } from '../../../../src/core/model/merge.ts';

const text = (head: string, ...rows: readonly string[]): string => {
  const columns = head.split('|').length;
  return `# x\n\n| ${head} |\n|${'---|'.repeat(columns)}\n${rows.map((row) => `| ${row} |\n`).join('')}\n## Notes\n\n- maple: first\n`;
};
const old = ['One | todo | -', 'Two | todo | -'];
const base = text('Task | Status | Owner', ...old);

/** A save of an editor: what it writes, and what it says. */
function save(
  ours: string,
  theirs: string,
  from = base,
): { readonly text: string; readonly said: readonly Omit<MergeConflict, 'open'>[] } {
  const said: Omit<MergeConflict, 'open'>[] = [];
  const result = mergeProgressFiles(
    from,
    ours,
    theirs,
    { ours: 'editor', theirs: 'disk' },
    ({ added: _, ...each }) => {
      said.push(each);
      return 'ours';
    },
  );
  return { text: result.text, said };
}

describe('a table of which one side changed the columns', () => {
  const swapped = text('Task | Owner | Status', 'One | - | todo', 'Two | - | todo');

  it('has the rows of the other side in its own order', () => {
    const added = text('Task | Status | Owner', ...old, 'Three | wip | otter');
    const merged = text('Task | Owner | Status', 'One | - | todo', 'Two | - | todo', 'Three | otter | wip');
    assert.deepEqual(save(swapped, added), { text: merged, said: [] });
    assert.deepEqual(save(added, swapped), { text: merged, said: [] });
  });

  it('has a cell for a new column in each row', () => {
    const wider = text('Task | Status | Prio | Owner', 'One | todo | P1 | -', 'Two | todo | P2 | -');
    const added = text('Task | Status | Owner', ...old, 'Three | wip | maple');
    assert.equal(
      save(added, wider).text,
      text(
        'Task | Status | Prio | Owner',
        'One | todo | P1 | -',
        'Two | todo | P2 | -',
        'Three | wip |  | maple',
      ),
    );
  });

  it('asks in a conflict only about the row that both claimed', () => {
    const [ours, theirs] = [
      text('Task | Owner | Status', 'One | - | todo', 'Two | oak | wip'),
      text('Task | Status | Owner', 'One | wip | elm', 'Two | wip | elm', 'Three | todo | -'),
    ];
    const marked = `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> x\n`;
    const planned = mergeConflict(mergeProgressFiles, 'x.md', marked, {
      stages: { base, ours, theirs },
      decisions: {},
    });
    assert.ok(planned.kind === 'merged');
    assert.deepEqual(
      planned.conflicts.map(({ title }) => title),
      ['Two'],
    );
    assert.equal(
      planned.text,
      text(
        'Task | Owner | Status',
        'One | elm | wip',
        'Two | oak | wip',
        'Two | elm | wip',
        'Three | - | todo',
      )
        .replace('| Two | oak', '<<<<<<< HEAD\n| Two | oak')
        .replace('| Two | elm | wip |\n', '=======\n| Two | elm | wip |\n>>>>>>> x\n'),
    );
  });

  it('is told which cell has no column any more, with its task', () => {
    const noted = text('Task | Status | Owner | Notes', 'One | todo | - | a', 'Two | todo | - | b');
    const { text: merged, said } = save(base, noted.replace('- | b', '- | new'), noted);
    assert.equal(merged, base);
    const rows = { ours: '| Two | todo | - |', theirs: '| Two | todo | - | new |' };
    assert.deepEqual(said, [{ kind: 'task', title: 'Two', line: 5, rows, lost: ['Notes: new'] }]);
  });
});

describe('a claim on disk', () => {
  const claimed = base.replace('One | todo | -', 'One | wip | ox');

  it('stays while any character of the head is typed or deleted', () => {
    const [from, to] = [base.indexOf('| Task'), base.indexOf('|\n| One')];
    for (let at = from; at < to; at++)
      for (const editor of [
        base.slice(0, at) + base.slice(at + 1),
        ...['x', '|', '\n'].map((typed) => base.slice(0, at) + typed + base.slice(at)),
      ])
        assert.ok(save(editor, claimed).text.includes('| One | wip | ox |'), JSON.stringify(editor));
  });

  it('belongs to the row that got another title, on either side', () => {
    const renamed = base.replace('One', 'Uno');
    const merged = base.replace('One | todo | -', 'Uno | wip | ox');
    assert.deepEqual(save(renamed, claimed), { text: merged, said: [] });
    assert.deepEqual(save(claimed, renamed), { text: merged, said: [] });
  });

  it('of a row that the editor deleted is told with its task and its owner', () => {
    const { text: merged, said } = save(base.replace('| One | todo | - |\n', ''), claimed);
    assert.ok(!merged.includes('One'));
    const rows = { ours: undefined, theirs: '| One | wip | ox |' };
    assert.deepEqual(said, [{ kind: 'task', title: 'One', line: 4, theirs: 'ox', rows, removed: 'ours' }]);
  });
});

describe('what both did alike', () => {
  it('is what it is: a table that both aligned, and a line that both removed with one that one added', () => {
    const aligned = base.replace('|---|---|---|', '|------|--------|-------|').replace('One ', 'One  ');
    assert.deepEqual(save(aligned, aligned), { text: aligned, said: [] });
    const claimedToo = aligned.replace('Two | todo | -', 'Two | wip | ox');
    assert.deepEqual(save(aligned, claimedToo), { text: claimedToo, said: [] });
    const from = `${base}- otter: wow\n`;
    assert.deepEqual(save(base, `${base}- otter: wow!!\n`, from), {
      text: `${base}- otter: wow!!\n`,
      said: [],
    });
  });
});
