import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  readFrontMatterLines,
  type FrontMatterScalar,
  type FrontMatterValue,
} from '../../../../src/core/text/frontMatterLines.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';
import { runs } from '../../../support/texts.ts';

function valueOf(value: FrontMatterValue): unknown {
  switch (value.kind) {
    case 'scalar':
      return value.scalar.value;
    case 'list':
      return value.items.map((item) => item.value);
    case 'empty':
      return undefined;
    case 'other':
      return { text: value.text };
  }
}

/** The values by their keys, and the faults with their lines. */
function read(...lines: readonly string[]) {
  const source = new SourceText(['---', ...lines, '---', '', 'Text'].join('\n'));
  const found = readFrontMatterLines(source);
  assert.ok(found);
  return {
    values: Object.fromEntries(found.entries.map(({ key, value }) => [key, valueOf(value)])),
    faults: found.problems.map(({ fault, range }) => `${fault.kind} (${source.lineAt(range.start)})`),
    loose: found.entries.filter(({ value }) => value.kind === 'scalar' && value.scalar.isLoose === true),
    end: found.end,
  };
}

function scalarsOf(value: FrontMatterValue): readonly FrontMatterScalar[] {
  if (value.kind === 'scalar') return [value.scalar];
  return value.kind === 'list' ? value.items : [];
}

describe('front matter that is read by lines', () => {
  it('has texts: plain, in quotes, and on several lines', () => {
    const { values, faults, end } = read(
      'title: Draw#1 # not this',
      "single: 'It''s: done' # nor this",
      'double: "a \\"b\\" \\u00e9"',
      'folded: >-',
      '  One line',
      '  and another',
      '',
      '  end',
      'plain: begins here',
      '  and goes on',
      'empty:',
      'literal: |',
      '  a',
      '  b',
    );
    assert.deepEqual(values, {
      title: 'Draw#1',
      single: "It's: done",
      double: 'a "b" é',
      folded: 'One line and another\nend',
      plain: 'begins here and goes on',
      empty: undefined,
      literal: 'a\nb',
    });
    assert.deepEqual(faults, []);
    assert.equal(end, 16);
  });

  it('has lists: in brackets, by lines, with texts that go on', () => {
    const { values, faults } = read(
      'none: []',
      "inline: [a, \"b, c\", 'd''s', @e]",
      'lines:',
      '  - a',
      '  - "b: c"',
      '  - long text',
      '    that goes on',
      '  - >-',
      '    folded',
      '    text',
      'flush:',
      '- a',
      '- b',
      'nested:',
      '  - [a, b]',
      '  - c: d',
    );
    assert.deepEqual(values, {
      none: [],
      inline: ['a', 'b, c', "d's", '@e'],
      lines: ['a', 'b: c', 'long text that goes on', 'folded text'],
      flush: ['a', 'b'],
      nested: { text: '- [a, b]\n  - c: d' },
    });
    assert.deepEqual(faults, []);
  });

  it('takes what strict YAML refuses, and says so', () => {
    const { values, faults, loose } = read(
      'owner: @maple',
      'title: a: b',
      "quoted: 'It's done'",
      'tick: `x`',
    );
    assert.deepEqual(values, { owner: '@maple', title: 'a: b', quoted: "It's done", tick: '`x`' });
    assert.deepEqual(faults, []);
    assert.equal(loose.length, 4);
  });

  it('has a problem with its place for what nobody can read, and the rest all the same', () => {
    const { values, faults } = read('id: A-1', 'no key here', 'bad: [a, {b', 'title: Draw', 'worse: "open');
    assert.deepEqual(values, {
      id: 'A-1',
      bad: { text: '[a, {b' },
      title: 'Draw',
      worse: { text: '"open' },
    });
    assert.deepEqual(faults, ['noKey (2)', 'invalid (3)', 'invalid (5)']);
  });

  it('ends where its keys end when nobody closed it', () => {
    const source = new SourceText('---\nid: A-1\ntitle: Draw\n\n## Description\nstatus: none\n');
    const found = readFrontMatterLines(source);
    assert.ok(found);
    assert.deepEqual(
      found.entries.map(({ key }) => key),
      ['id', 'title'],
    );
    assert.deepEqual([found.problems[0]?.fault.kind, found.end, found.closing], ['notClosed', 3, undefined]);
  });

  it('is none where the text begins otherwise', () => {
    for (const text of ['', 'id: A-1\n---\n', '----\nid: a\n---\n', ' ---\nid: a\n', '---'])
      assert.equal(readFrontMatterLines(new SourceText(text)), undefined, text);
  });

  it('never throws, and cuts out what it claims', () => {
    const piece = fc.constantFrom(
      ...[
        'a: b',
        'title:',
        '- ',
        '  - x',
        '[',
        ']',
        "'",
        '"',
        '>-',
        '|',
        ' ',
        '#',
        '@x',
        ': ',
        '\t',
        '---',
        '{',
        '\\',
        '__proto__: 1',
      ],
    );
    const line = fc.array(piece, { maxLength: 5 }).map((parts) => parts.join(''));
    const ending = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), ending, (lines, eol) => {
        const text = ['---', ...lines, '---', 'x'].join(eol);
        const source = new SourceText(text);
        const found = readFrontMatterLines(source);
        assert.ok(found);
        for (const { key, keyRange, value, range } of found.entries) {
          assert.equal(source.slice(keyRange), key);
          for (const { inner, range: whole, value: said, style } of scalarsOf(value)) {
            assert.ok(range.start <= whole.start && whole.start <= inner.start);
            assert.ok(inner.end <= whole.end && whole.end <= range.end);
            if (style === 'plain' && !/[\r\n]/.test(source.slice(inner)))
              assert.equal(source.slice(inner), said);
          }
        }
      }),
      { numRuns: runs },
    );
  });
});
