import assert from 'node:assert/strict';
import { runAtOnce } from '../../../../src/core/base/steps.ts';
import { plainLines, readBoxLine, readHeadingLine } from '../../../../src/core/text/checklist.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';

/** `marker|box|text` of each line with a box. */
function boxesOf(text: string): string[] {
  const source = new SourceText(text);
  return Array.from({ length: source.lineCount }, (_, line) => readBoxLine(source, line)).flatMap((found) =>
    found === undefined ? [] : `${found.marker}|${source.slice(found.box)}|${source.slice(found.text)}`,
  );
}

/** Lines, counted from zero, that are read, and those that open something which nothing closes. */
function plainOf(text: string): readonly (readonly number[])[] {
  const { lines, unclosed } = runAtOnce(plainLines(new SourceText(text)));
  return [lines, unclosed];
}

describe('lines with check boxes', () => {
  it('are those of any list, however deep, with any sign in the box', () => {
    assert.deepEqual(
      boxesOf('- [ ] One\n  * [X] Two  \r\n\t+ [~] Three\n12. [x]\n- [in progress] Four\n1) [ ] [P] Five'),
      ['-| |One', '*|X|Two', '+|~|Three', '12.|x|', '-|in progress|Four', '1)| |[P] Five'],
    );
  });

  it('are none where Markdown has none', () => {
    assert.deepEqual(boxesOf('-[ ] One\n- [ ]Two\n- []\n- [[x]] Three\n[ ] Four\n- text [ ] Five'), []);
  });
});

describe('headings, line by line', () => {
  const titleOf = (text: string): string | undefined => {
    const source = new SourceText(text);
    const found = readHeadingLine(source, 0);
    return found === undefined ? undefined : `${found.depth} ${source.slice(found.text)}`;
  };

  it('are told with their depth, without closing signs', () => {
    assert.equal(titleOf('## Phase 1: Setup ##  '), '2 Phase 1: Setup');
    assert.equal(titleOf('   ### C#'), '3 C#');
    assert.equal(titleOf('#'), '1 ');
  });

  it('are none without a space, or with seven signs', () => {
    assert.equal(titleOf('#tag'), undefined);
    assert.equal(titleOf('####### Deep'), undefined);
    assert.equal(titleOf('    # Code'), undefined);
  });
});

describe('lines that are read', () => {
  it('are not in fences of either sign, nor in comments', () => {
    assert.deepEqual(plainOf('a\n```md\n- [ ] x\n```\nb\n  ~~~\n```\n  ~~~\n<!-- c\nd -->\ne'), [
      [0, 4, 10],
      [],
    ]);
  });

  it('go on behind a fence in an item that ends with it', () => {
    assert.deepEqual(plainOf('- [ ] a\n  ```\n  x\n- [ ] b\n'), [[0, 3, 4], []]);
  });

  it('are all of them where nothing closes a fence, which is told', () => {
    assert.deepEqual(plainOf('```\n- [ ] a\n<!--\n```js\n<!--'), [
      [0, 1, 2, 3, 4],
      [0, 2],
    ]);
  });

  it('are none of a span of code that stands like a fence', () => {
    assert.deepEqual(plainOf('``` a ``` b\n- [ ] c\n'), [[0, 1, 2], []]);
  });

  it('are found in no time, whatever is not closed', () => {
    const started = performance.now();
    plainOf('<!--\n'.repeat(20_000) + '```\n~~~~js\n'.repeat(10_000) + '````x\n'.repeat(10_000));
    assert.ok(performance.now() - started < 2000);
  });
});
