import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import type { TableBlock } from '../../../../src/core/text/markdown.ts';
import { readMarkdown } from '../../../../src/core/text/markdownRemark.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';
import { cellText, setCell } from '../../../../src/core/text/table.ts';
import { runs } from '../../../support/texts.ts';

function tableOf(text: string): TableBlock | undefined {
  const read = readMarkdown(text);
  assert.ok(read.kind === 'blocks');
  return read.blocks.find((block) => block.kind === 'table');
}

/** The text after the edit, or undefined when it was refused. */
function put(text: string, column: number, value: string): string | undefined {
  const table = tableOf(text);
  const row = table?.rows[0];
  assert.ok(table && row);
  const set = setCell(new SourceText(text), table, row, column, value);
  if (set.kind === 'unfit') return undefined;
  const result = applyEdits(text, set.edits);
  assert.ok(result.kind === 'applied');
  return result.text;
}

describe('a value put into a cell', () => {
  const head = 'A | B | C\n--- | --- | ---\n';

  it('keeps a backslash at its end from escaping the pipe', () => {
    assert.equal(put('|A|B|\n|-|-|\n|a|b|\n', 0, 'x\\'), '|A|B|\n|-|-|\n|x\\ |b|\n');
    assert.equal(put('| A | B |\n| - | - |\n| a | b |\n', 0, 'x\\'), '| A | B |\n| - | - |\n| x\\ | b |\n');
  });

  it('escapes pipes', () => {
    assert.equal(put('| A |\n| - |\n| a |\n', 0, 'x|y'), '| A |\n| - |\n| x\\|y |\n');
  });

  it('leaves an empty cell like those that the table has', () => {
    const compact = (...rows: readonly string[]): string => `| A | B |\n| --- | --- |\n${rows.join('\n')}\n`;
    const emptied = (...rows: readonly string[]): string | undefined =>
      put(compact(...rows), 1, '')?.split('\n')[2];
    assert.equal(emptied('| a | b |'), '| a |  |');
    assert.equal(emptied('| a | b |', '| c | |'), '| a | |');
    assert.equal(emptied('| a | b |', '| c |   |', '| d |   |', '| e | |'), '| a |   |');
    assert.equal(emptied('| a | b |', '| | d |'), '| a | |');
    assert.equal(emptied('| a | b |', '|            | d |'), '| a |  |');
    const aligned = '| A   | B   |\n| --- | --- |\n| a   | b   |\n| c   |     |\n';
    assert.equal(put(aligned, 1, ''), aligned.replace('b', ' '));
    const short = '| A | B | C |\n| - | - | - |\n| a |\n| b | | c |\n';
    assert.equal(put(short, 2, 'x'), short.replace('| a |', '| a | | x |'));
  });

  it('keeps its width in a padded column, whatever other rows and columns are like', () => {
    const padded = (row: string): string =>
      `| Task       | Status | Owner |\n|---|---|---|\n${row}\n| Ship       | todo   | -     |\n| x | y | z |\n`;
    const row = '| Write docs | todo   | -     |';
    assert.equal(put(padded(row), 1, 'wip'), padded('| Write docs | wip    | -     |'));
    assert.equal(put(padded(row), 2, 'maple'), padded('| Write docs | todo   | maple |'));
    assert.equal(put(padded(row), 1, 'in progress'), padded('| Write docs | in progress | -     |'));
    const grown = padded('| Write docs | in progress | -     |');
    assert.equal(put(grown, 1, 'todo'), padded(row), 'what has grown shrinks to its column');
  });

  it('keeps no width in a column that has none, though some cells are as long as others', () => {
    const compact = (status: string): string =>
      `| Task | Status | Owner |\n| --- | --- | --- |\n| a | ${status} | - |\n| b | failed | otter |\n| c | failed | maple |\n`;
    assert.equal(put(compact('failed'), 1, 'wip'), compact('wip'));
    const outOfLine = '| A     | B |\n|---|---|\n| a | b |\n| a     | b |\n| a     | b |\n';
    assert.equal(put(outOfLine, 0, 'xy'), outOfLine.replace('| a |', '| xy |'));
  });

  for (const value of ['> q', '# h', '- item', '<div>', '', '```'])
    it(`is refused where it makes another block of the row: ${JSON.stringify(value)}`, () => {
      assert.equal(put(`${head}a | b | c\n`, 0, value), undefined);
    });

  it('changes that cell alone, or is refused', () => {
    const piece = fc.constantFrom(
      'a',
      'b c',
      '\\',
      '|',
      '\\|',
      '`',
      '> ',
      '- ',
      '#',
      '<',
      '*',
      '🦦',
      ' ',
      '1. ',
    );
    const value = fc.array(piece, { maxLength: 4 }).map((parts) => parts.join(''));
    const cell = fc.array(fc.constantFrom('a', 'x y', '\\|', '\\\\', '`', ' ', '\\'), { maxLength: 3 });
    const row = fc.tuple(
      fc.array(cell, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.constantFrom('', ' '),
    );
    fc.assert(
      fc.property(row, fc.nat(2), value, ([cells, outer, pad], column, text) => {
        const line = cells.map((parts) => pad + parts.join('') + pad).join('|');
        const source = `${head}${outer ? `|${line}|` : line}\nlast | row | z\n`;
        const before = tableOf(source);
        if (before?.rows.length !== 2) return;
        const after = put(source, column, text);
        if (after === undefined) return;
        const now = tableOf(after);
        assert.equal(now?.rows.length, 2, after);
        const texts = (of: TableBlock, whole: string): string[] =>
          (of.rows[0]?.cells ?? []).slice(0, 3).map((each) => cellText(new SourceText(whole), each));
        const wanted = texts(before, source);
        while (wanted.length <= column) wanted.push('');
        const found = texts(now, after);
        for (const [i, each] of wanted.entries())
          if (i !== column) assert.equal(found[i], each, JSON.stringify([source, after]));
        assert.equal(found[column]?.replaceAll('\\', ''), text.trim().replaceAll('\\', ''));
      }),
      { numRuns: Math.ceil(runs / 2) },
    );
  });
});
