import assert from 'node:assert/strict';
import { findLinks, plainText, renderedText } from '../../../../src/core/text/inline.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';
import { stepsOf } from '../../../support/steps.ts';

describe('inline text', () => {
  it('reads as a person reads it', () => {
    const cases: Record<string, string> = {
      'plain words': 'plain words',
      '**bold** _it_ *it* ~~gone~~ `code`': 'bold it it gone code',
      'snake_case_name and 2*3*4 and a * b': 'snake_case_name and 234 and a * b',
      '[a **b**](c.md "t") ![img](x.png)': 'a b img',
      '\\*not\\* \\[x\\](y)': '*not* [x](y)',
      '`a | b` ``x ` y``': 'a | b x ` y',
      '<https://example.org/a> <b>': 'https://example.org/a <b>',
      '[open [x](y)': '[open x',
      '** lone': '** lone',
      'a_-_ and x_y_ and _z_w': 'a_-_ and x_y_ and _z_w',
      '(_it_), "**bold**"!': '(it), "bold"!',
    };
    for (const [raw, plain] of Object.entries(cases)) assert.equal(plainText(raw), plain, raw);
  });

  it('is rendered with characters for their references and blanks for line breaks, but not in code', () => {
    const cases: Record<string, string> = {
      'A &amp; B': 'A & B',
      '&nbsp;padded&#160;': '\u00A0padded\u00A0',
      'one<br>two<BR/>three<br />four': 'one two three four',
      '`&amp; <br>` is &#x26;': '&amp; <br> is &',
      '[a &lt;b&gt;](c.md) `x`': 'a <b> x',
      '\\&amp; and AT&T; and &unknown; and & alone': '&amp; and AT&T; and &unknown; and & alone',
      '&#0; &#xD800; &#x110000; &#128009;': '\uFFFD \uFFFD \uFFFD 🐉',
      '&toString; &constructor;': '&toString; &constructor;',
      '<brx> <https://example.org/?a=1&amp;b=2>': '<brx> https://example.org/?a=1&b=2',
      '**A** _&ndash;_ <b>': 'A – <b>',
    };
    for (const [raw, rendered] of Object.entries(cases)) assert.equal(renderedText(raw), rendered, raw);
  });

  it('finds links with their places, none in code', () => {
    const text =
      'x [a](b.md) `[c](d)` [e [f]](<g h.md> "t") <mailto:i@j.k> ![l](m.png) [n](o(p).md) \\[q](r)';
    const links = findLinks(new SourceText(text), { start: 0, end: text.length });
    assert.deepEqual(
      links.map(({ text: words, destination, range }) => [
        words,
        destination,
        text.slice(range.start, range.end),
      ]),
      [
        ['a', 'b.md', '[a](b.md)'],
        ['e [f]', 'g h.md', '[e [f]](<g h.md> "t")'],
        ['mailto:i@j.k', 'mailto:i@j.k', '<mailto:i@j.k>'],
        ['n', 'o(p).md', '[n](o(p).md)'],
      ],
    );
  });

  it('takes for links what remark does, whatever stands in the parentheses', () => {
    const cases: Record<string, string | undefined> = {
      '[a](b(c)d)': 'b(c)d',
      '[a](b(c )': undefined,
      '[a](( b)': undefined,
      '[a]( b(c) "t" )': 'b(c)',
      '[a]( b(c "t")': undefined,
      '[a](b\\(c)': 'b(c',
      '[a](b [c](d) e)': 'd',
      '[a](<b(> "t")': 'b(',
      '[a](<b\\>c>)': 'b>c',
      [`[a](${'('.repeat(32)}${')'.repeat(33)}`]: '('.repeat(32) + ')'.repeat(32),
      [`[a](${'('.repeat(33)}${')'.repeat(34)}`]: undefined,
    };
    for (const [text, destination] of Object.entries(cases))
      assert.equal(
        findLinks(new SourceText(text), { start: 0, end: text.length })[0]?.destination,
        destination,
        text,
      );
  });

  it('looks at no character more than a few times, however many links are begun and not ended', () => {
    const least = stepsOf(() => plainText('[a] b '.repeat(2000)));
    for (const begun of [
      '[a](',
      '[a](<',
      '[a](b "',
      '[](a\\',
      '[a](xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      '[a](b (c',
    ])
      assert.ok(stepsOf(() => plainText(begun.repeat(12_000 / begun.length))) < 4 * least, begun);
  });
});
