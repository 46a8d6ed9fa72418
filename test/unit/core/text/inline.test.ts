import assert from 'node:assert/strict';
import { readFrontMatter } from '../../../../src/core/text/frontMatter.ts';
import { findLinks, plainText } from '../../../../src/core/text/inline.ts';
import { scanMarkdown } from '../../../../src/core/text/markdownScanner.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';

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
    };
    for (const [raw, plain] of Object.entries(cases)) assert.equal(plainText(raw), plain, raw);
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
});

describe('front matter', () => {
  const read = (yaml: string) => {
    const source = new SourceText(`---\n${yaml}\n---\n# x\n`);
    const scanned = scanMarkdown(source);
    assert.ok('blocks' in scanned);
    const [block] = scanned.blocks;
    assert.ok(block?.kind === 'frontMatter');
    const { fields, problems } = readFrontMatter(source, block);
    return { fields: fields.map(({ key, value, range }) => [key, value, source.slice(range)]), problems };
  };

  it('gives values as they are written', () => {
    assert.deepEqual(read('id: 012\nstatus: "on: hold" # c\ntags: [a,  b]\nempty:').fields, [
      ['id', '012', 'id: 012'],
      ['status', 'on: hold', 'status: "on: hold"'],
      ['tags', 'a, b', 'tags: [a,  b]'],
      ['empty', '', 'empty:'],
    ]);
  });

  it('says what is no YAML, and reads what it can', () => {
    const { problems } = read('a: b: c\nx: y');
    assert.match(problems[0]?.message ?? '', /^The front matter is not valid YAML: /);
    assert.doesNotThrow(() => read('__proto__: x\n<<: *a\n? [k]\n: v'));
    assert.doesNotThrow(() =>
      read(`a: &a [x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a, *a]`).join('\n')}`),
    );
  });
});
