import assert from 'node:assert/strict';
import { scanMarkdown } from '../../../../src/core/text/markdownScanner.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';
import { assertAgree, Shares } from '../../../support/pair.ts';

describe('the scanner', () => {
  it('accepts what tracking files are made of', () => {
    const shares = new Shares();
    const texts = [
      '---\ntitle: x\n---\n# T ##\n\nBranch: x\nSpec: [a](b),\n[c](d)\n| a | b |\n|---|---|\n| 1 | 2 |\n## Notes\n- x\n  y\n  - [ ] z\n    1. w\n',
      '```js\n| a |\n```\n<!-- x\ny -->\n> q\n\n***\n\n1. a\n2. b\n\n   c\n',
      'a | b\n-- | --\nc | d\ne \\| f | `g | h`\n',
      '- a\nb\n  - c\nd\n- e\n\n---\n\n1. f\n   ```ts\n   - g\n\n     h\n   ```\n2. i\n\n   ~~~\n   ~~~\n   j\n',
    ];
    for (const text of texts) assertAgree(text, shares);
    assert.equal(shares.accepted, texts.length, shares.toString());
  });

  it('leaves to remark what depends on more than it knows', () => {
    const texts = [
      'a\n=',
      '> a\nb',
      '- a\n===',
      '- a\n  ```\n  open\n',
      '- a\n  ```\nb\n  ```\n',
      '<div>',
      '[a]: b',
      '    code',
      '\ta',
      '- | -\n:- | -',
      '- a | b\n  - | -',
      '```\nopen',
      '<!-- open',
      'a | b\n- | -\n',
      'head\n:-\n',
      '\uFEFF---\na: b\n---\n',
      '`a | b` | c\n- | -\n|\n',
      '- [ ] a\n- [x] [b](c)\n- [X]d\n- [ ]\n',
      '- a\n  7. b\n',
      '<!--->\n-->\n',
      '[a\\]: b\n[c]d\n\\[e]: f\n',
    ];
    for (const text of texts)
      assert.ok(scanMarkdown(new SourceText(text)).kind === 'notSure', JSON.stringify(text));
  });

  // The first three were read differently once; the others are close to what would be.
  const same = [
    'a\n| b |\n| - |\n',
    '| a |\n| - |\nb\n- c\n',
    '\uFEFF# not a heading\n- a\n',
    '',
    '\uFEFF',
    '\uFEFF---\na: b\n***\n',
    '---\n---\n',
    '---\r\na: b\r---\nx',
    '# h \\#\n# h#\n# #\n#',
    '| a |\n|-|\\\n',
    '| a \\| b |\r| - |\r| c \\\\| d |\r',
    '`a | b` | c\n--|--|--\n| |\n|x\n',
    '| 🦦 | 日 |\n|:-:|-:|\n| | |\n||\n|x|\n',
    'a\0|b\n-|-\n\0|\u2028\n',
    '- a\n  - b\n    - c\n  - d\n- e\n',
    '- a\n* b\n+ c\n1. d\n1) e\n2) f\n',
    '- a\n\n  b\n\n\n- c\n\nd\n',
    '- [ ] a\n- [x] [b](c)\n- [X] d\n',
    '- a\n\n  7. b\n  8. c\n',
    'a\n7. b\n1. c\n',
    '000000001. a\n123456789. b\n\n1234567890. c\n',
    '```\n| a |\n| - |\n   ```\t\n~~~ x`\n```\n~~~\n',
    '<!-- | a |\n| - | --> - b\nc\n',
    '<!-- > -->\n<!-- -- -->\n',
    '> a\n>\n> - b\n\nc\n',
    '- -- -\n\n-- -\n\n* * *\n',
    '[c]d\n\\[e]: f\n[g\\]: h]\n',
    'a\u00a0\n\u00a0\n\v\n\f- b\n-\u00a0c\n',
    'a\\\n\\\n# b\\\n',
  ];
  for (const text of same)
    it(`agrees with remark on ${JSON.stringify(text)}`, () => {
      const shares = new Shares();
      assertAgree(text, shares);
      assert.equal(shares.accepted, 1, shares.toString());
    });

  // A time in the square of the length would outlast the whole run.
  const sizes: readonly (readonly [string, string])[] = [
    ['10,000 quote signs', '>'.repeat(10_000)],
    ['10,000 brackets', '['.repeat(10_000)],
    ['10,000 lines of brackets', `${'['.repeat(100)}\n`.repeat(10_000)],
    ['a line of 1 MiB', 'x'.repeat(1 << 20)],
    ['5 million pipes', '|'.repeat(5_000_000)],
    ['200,000 columns', `${'|a'.repeat(200_000)}|\n${'|-'.repeat(200_000)}|\n`],
    ['40 kB of emphasis in a cell', `| ${'*a_ '.repeat(10_000)} |\n| - |\n`],
    ['a megabyte of backslashes in a cell', `| ${'\\'.repeat(1_000_000)} |\n| - |\n`],
    ['100,000 number signs', `${'#'.repeat(100_000)}\n# ${'#'.repeat(100_000)}`],
    ['50,000 bullets in a line', '- '.repeat(50_000)],
    ['a list 1,000 deep', Array.from({ length: 1000 }, (_, i) => `${'  '.repeat(i)}- a\n`).join('')],
    ['100,000 open comments', '<!--\n'.repeat(100_000)],
    ['open fences of every length', Array.from({ length: 1000 }, (_, i) => '`'.repeat(1003 - i)).join('\n')],
    ['100,000 delimiter rows', '| - |\n'.repeat(100_000)],
    ['100,000 front matter fences', '---\n'.repeat(100_000)],
    ['white space', `${' '.repeat(50_000)}\n`.repeat(3) + `a${' '.repeat(1_000_000)}b`],
  ];
  for (const [name, text] of sizes)
    it(`ends on ${name}`, () => {
      scanMarkdown(new SourceText(text));
    });
});
