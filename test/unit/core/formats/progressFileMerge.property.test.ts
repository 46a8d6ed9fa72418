import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeProgressFiles } from '../../../../src/core/formats/tracking/merge/mergeProgressFiles.ts';
import type { MergeResult } from '../../../../src/core/model/merge.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { lineEdits } from '../../../../src/core/text/lineMerge.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';
import {
  baseRows,
  changeRows,
  contested,
  expectedRows,
  pairs,
  readRows,
  toText,
} from '../../../support/mergePairs.ts';

const runs = Number(process.env['THROUGHLINE_FUZZ_RUNS'] ?? 1000);
const names = { ours: 'HEAD', theirs: 'feat/other' };

function merge(base: string | undefined, ours: string, theirs: string): MergeResult {
  const result = mergeProgressFiles(base, ours, theirs, names);
  assert.ok(result);
  return result;
}

describe('two versions of a progress file', () => {
  it('are merged by cells: both have all of theirs, and the same row is reported with both names', () => {
    fc.assert(
      fc.property(pairs(false), (pair) => {
        const base = baseRows(pair.rows);
        const ours = toText(changeRows(base, pair.ours), pair.padded, pair.ours);
        const theirs = toText(changeRows(base, pair.theirs), pair.padded, pair.theirs);
        const { text, conflicts } = merge(toText(base, pair.padded), ours, theirs);
        const both = contested(pair);
        assert.deepEqual(
          conflicts.map(({ kind, title, ours: own, theirs: other, open }) => ({
            kind,
            title,
            own,
            other,
            open,
          })),
          [...both]
            .sort((a, b) => a - b)
            .map((row) => ({
              kind: 'task',
              title: `Do part ${row}`,
              own: `otter${row}`,
              other: `maple${row}`,
              open: true,
            })),
        );
        const unmarked = text.replace(
          /^<{7} HEAD\n(.*\n)={7}\n(.*\n)>{7} feat\/other\n/gm,
          (_all, own: string) => own,
        );
        const expected = expectedRows(pair).map((row, i) =>
          both.includes(i) ? { ...row, owner: `otter${i}` } : row,
        );
        assert.deepEqual(readRows(unmarked), expected);
        for (const note of [pair.ours.note, pair.theirs.note])
          if (note !== undefined) assert.ok(text.includes(`${note}\n`), note);
      }),
      { numRuns: runs },
    );
  });

  it('are the one that changed, byte for byte, when the other did not', () => {
    fc.assert(
      fc.property(pairs(false), (pair) => {
        const base = toText(baseRows(pair.rows), pair.padded);
        const ours = toText(changeRows(baseRows(pair.rows), pair.ours), pair.padded, pair.ours);
        assert.deepEqual(merge(base, ours, base), { kind: 'merged', text: ours, conflicts: [] });
        assert.deepEqual(merge(base, base, ours), { kind: 'merged', text: ours, conflicts: [] });
        assert.deepEqual(merge(base, ours, ours).text, ours);
      }),
      { numRuns: runs },
    );
  });

  it('become each other by edits of whole lines', () => {
    const line = fc.constantFrom('a\n', 'b\r\n', '\n', 'c\r', '| x |\n', 'd');
    const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const result = applyEdits(before, lineEdits(new SourceText(before), after));
        assert.equal(result.kind === 'applied' && result.text, after);
      }),
      { numRuns: runs },
    );
  });

  const table = (...rows: readonly string[]): string =>
    `# feat/x\n\n| Task | Status | Owner |\n|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join('')}`;
  const base = table('One | todo | -', 'Two | todo | -', 'Three | todo | -');

  it('report a row that both gave the same owner, although nothing is left to decide', () => {
    const claimed = table('One | todo | -', 'Two | wip | maple', 'Three | todo | -');
    const row = '| Two | wip | maple |';
    const rows = { ours: row, theirs: row };
    assert.deepEqual(merge(base, claimed, claimed), {
      kind: 'merged',
      text: claimed,
      conflicts: [{ kind: 'task', title: 'Two', ours: 'maple', theirs: 'maple', rows, line: 5, open: false }],
    });
  });

  it('ask about a row that one removed and the other claimed', () => {
    const removed = table('One | todo | -', 'Three | todo | -');
    const claimed = table('One | todo | -', 'Two | wip | maple', 'Three | todo | -');
    for (const [ours, theirs] of [
      [removed, claimed],
      [claimed, removed],
    ] as const) {
      const { text, conflicts } = merge(base, ours, theirs);
      assert.equal(conflicts.length, 1);
      assert.ok(text.includes('| Two | wip | maple |'), text);
    }
  });

  it('keep the order of the one that sorted, and the cells of the one that claimed', () => {
    const sorted = table('Three | todo | -', 'Two | todo | -', 'One | todo | -');
    const claimed = table('One | todo | -', 'Two | wip | maple', 'Three | todo | -');
    assert.deepEqual(merge(base, sorted, claimed), {
      kind: 'merged',
      text: table('Three | todo | -', 'Two | wip | maple', 'One | todo | -'),
      conflicts: [],
    });
  });

  it('follow the one that changed all line ends or the byte that ends the file', () => {
    const crlf = base.replaceAll('\n', '\r\n');
    const claimed = base.replace('Two | todo | -', 'Two | wip | maple');
    assert.equal(merge(base, crlf, claimed).text, claimed.replaceAll('\n', '\r\n'));
    assert.equal(merge(base, claimed, crlf).text, claimed.replaceAll('\n', '\r\n'));
    assert.equal(merge(base, claimed, base.trimEnd()).text, claimed.trimEnd());
  });

  it('are decided for the side that somebody names', () => {
    const ours = table('One | wip | otter', 'Two | todo | -', 'Three | todo | -');
    const theirs = table('One | wip | maple', 'Two | todo | -', 'Three | done | ash');
    const decided = mergeProgressFiles(base, ours, theirs, names, ({ theirs: owner }) =>
      owner === 'maple' ? 'theirs' : undefined,
    );
    assert.deepEqual(decided, { kind: 'merged', text: theirs, conflicts: [] });
  });

  it('without what they come from, are in question wherever they differ', () => {
    const ours = table('One | wip | otter', 'Two | todo | -');
    const theirs = table('One | todo | -', 'Two | todo | -');
    assert.deepEqual(
      merge(undefined, ours, theirs).conflicts.map(({ title }) => title),
      ['One'],
    );
  });
});
