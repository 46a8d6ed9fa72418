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
    ];
    for (const text of texts) assertAgree(text, shares);
    assert.equal(shares.accepted, texts.length, shares.toString());
  });

  it('leaves to remark what depends on more than it knows', () => {
    const texts = [
      'a\n=',
      '> a\nb',
      '- a\nb',
      '<div>',
      '[a]: b',
      '    code',
      '\ta',
      '- | -\n:- | -',
      '- a | b\n  - | -',
      '```\nopen',
      '<!-- open',
    ];
    for (const text of texts) assert.ok('kind' in scanMarkdown(new SourceText(text)), JSON.stringify(text));
  });

  // Each of these was read differently once.
  for (const text of ['a | b\n- | -\n', 'head\n:-\n', 'a\n| b |\n| - |\n', '| a |\n| - |\nb\n- c\n'])
    it(`agrees with remark on ${JSON.stringify(text)}`, () => {
      assertAgree(text, new Shares());
    });

  it('ends on hostile sizes', () => {
    const texts = [
      '>'.repeat(10_000),
      '['.repeat(10_000),
      'x'.repeat(1 << 20),
      '|'.repeat(5_000_000),
      `| ${'*a_ '.repeat(10_000)} |\n| - |\n`,
      '#'.repeat(100_000),
      '- '.repeat(50_000),
      `${' '.repeat(50_000)}\n`.repeat(3),
    ];
    for (const text of texts) scanMarkdown(new SourceText(text));
  });
});
