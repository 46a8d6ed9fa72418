import assert from 'node:assert/strict';
import { readCheckLine } from '../../../../src/core/text/checklist.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';

/** Indent, bullet, mark and body of the second line of a text. */
function read(line: string): readonly string[] | undefined {
  const source = new SourceText(`# List\r\n${line}\r\n`);
  const found = readCheckLine(source, source.lineRange(1));
  return found && [found.indent, found.bullet, source.slice(found.mark), source.slice(found.body)];
}

describe('a line with a check box', () => {
  it('has a mark of one character and a text', () => {
    assert.deepEqual(read('- [ ] #1 Draw'), ['', '-', ' ', '#1 Draw']);
    assert.deepEqual(read('\t* [X]   Draw  '), ['\t', '*', 'X', 'Draw']);
    assert.deepEqual(read('  + [✅] Draw'), ['  ', '+', '✅', 'Draw']);
    assert.deepEqual(read('- [~]'), ['', '-', '~', '']);
  });

  it('is none without a box of one character behind a bullet', () => {
    for (const line of ['', '[x] a', '- [] a', '- [xx] a', '-[x] a', '- [x](a.md)', '1. [x] a', '- a [x]'])
      assert.equal(read(line), undefined, line);
  });
});
