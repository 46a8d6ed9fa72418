import assert from 'node:assert/strict';
import { toKey } from '../../../../src/core/text/key.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';
import { problemFixes, type Mend } from '../../../../src/core/views/problemFixes.ts';
import { indexOf } from '../../../support/indexOf.ts';
import { path, rowsOf } from '../../../support/parse.ts';

const head = '# x\n\nBranch: feat/x\n\n';
const table = `${head}| Task | Status | Owner |\n| --- | --- | --- |\n| One | todo | - |\n`;

/** What is proposed for the problems of a text, and the text once that is done: `title: text`. */
function fixed(text: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  const index = indexOf({ ...others, [path]: text });
  const source = new SourceText(text);
  return index
    .problems(toKey(path))
    .flatMap((problem) =>
      problemFixes({ problem, range: problem.range }, source).map(
        ({ title, mend }) => `${title}: ${mended(source, mend)}`,
      ),
    );
}

function mended(source: SourceText, { at, expect, text }: Mend): string {
  const start = source.offsetAt(at);
  const applied = applyEdits(source.text, [{ range: { start, end: start + expect.length }, expect, text }]);
  assert.ok(applied.kind === 'applied');
  return applied.text;
}

describe('the fixes of problems', () => {
  it('complete a row that ends before its columns do', () => {
    for (const [row, whole] of [
      ['| Two |', '| Two |  |  |'],
      ['| Two', '| Two |  |  |'],
      ['Two', 'Two |  |  |'],
    ] as const) {
      const [fix, ...more] = fixed(`${table}${row}\n`);
      assert.equal(fix, `Complete the Row: ${table}${whole}\n`);
      assert.deepEqual(more, []);
      assert.deepEqual(rowsOf(`${table}${whole}\n`), ['One | todo | free', 'Two | todo | free']);
    }
  });

  it('join a row that is no task behind a blank line: its status is unknown, or it has fewer cells', () => {
    for (const row of ['| Two | almost | - |', '| Two | todo |']) {
      assert.deepEqual(fixed(`${table}\n \n${row}\n`), [`Join to the Table Above: ${table}${row}\n`]);
      assert.deepEqual(fixed(`${table}\nText.\n\n${row}\n`), []);
    }
  });
});
