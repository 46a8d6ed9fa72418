import assert from 'node:assert/strict';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { toGlob } from '../../../../src/core/text/glob.ts';
import { compileLinear } from '../../../../src/core/text/linearPattern.ts';
import { stepsOf } from '../../../support/steps.ts';
import { runs } from '../../../support/texts.ts';

const atom = fc.constantFrom(
  ...[
    'a',
    'A',
    '-',
    '_',
    '1',
    '\\.',
    '.',
    '\\d',
    '\\w',
    '\\W',
    '\\S',
    '\\p{L}',
    '\\P{N}',
    '[A-Z0-9]',
    '[^-a]',
    '[\\w-]',
  ],
  ...[
    '(?:a|ab)',
    '\\b',
    '\\B',
    '^',
    '$',
    '\\u0041',
    '\\x2d',
    '\\u{1F600}',
    '\\u{41}',
    'é',
    '',
    '\\/',
    '[\\]a]',
    '\\ud83d\\ude00',
    '\\ud83d',
  ],
  // What RE2 reads differently, or does not know.
  ...[
    '\\s',
    '[^\\s]',
    '[\\s1]',
    '[\\S]',
    '[[:alpha:]',
    '[.]',
    '[(?=]',
    '[]',
    '[^]',
    '\\cJ',
    '\\0',
    '\\\\',
    '(?<name>a)',
    '(?=a)',
    '\\k<name>',
    '\\1',
  ],
);
const quantifier = fc.constantFrom(
  '',
  '',
  '',
  '*',
  '+',
  '?',
  '{2}',
  '{0,2}',
  '{1,}',
  '{0}',
  '*?',
  '+?',
  '??',
);
const pattern = fc.letrec<{ choice: string; sequence: string; item: string }>((tie) => ({
  choice: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: tie('sequence'), weight: 3 },
    { arbitrary: fc.tuple(tie('sequence'), tie('sequence')).map((both) => both.join('|')), weight: 1 },
  ),
  sequence: fc.array(tie('item'), { maxLength: 4 }).map((items) => items.join('')),
  item: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: fc.tuple(atom, quantifier).map((both) => both.join('')), weight: 3 },
    {
      arbitrary: fc
        .tuple(fc.constantFrom('(', '(?:'), tie('choice'), quantifier)
        .map(([open, inside, repeat]) => `${open}${inside})${repeat}`),
      weight: 1,
    },
  ),
})).choice;
const text = fc.stringMatching(/^[aA1_.é😀 :(\\\n\r\t\v\0\u00a0\u2028\ufeff\ud83d-]{0,7}$/u);

function engine(source: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${source})$`, 'u');
  } catch {
    return undefined;
  }
}

describe('patterns that are matched without backtracking', () => {
  it('match what JavaScript says, or are refused', () => {
    let compared = 0;
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 5 }), (source, texts) => {
        const expected = engine(source);
        if (expected === undefined) return;
        const linear = compileLinear(source);
        if (linear.kind !== 'compiled') {
          assert.match(source, /\(\?=|\\k|\\1/);
          return;
        }
        compared++;
        for (const each of texts)
          assert.equal(linear.matches(each), expected.test(each), `${source} on ${JSON.stringify(each)}`);
      }),
      { numRuns: runs },
    );
    assert.ok(compared > runs / 4, `${compared} patterns compared`);
  });

  it('take four times the steps for a text four times as long', () => {
    const evil = fc.constantFrom(
      '(a*)*b',
      '(?:.A+)+',
      '(?:a|a)*b',
      '(a+a+a+)+b',
      '(?:\\w*-?){30}1',
      '(?:a?){40}a{40}',
      '(?:a|A)*a(?:a|A){50}-',
      '(?:.{0,30}a){15}-',
    );
    // No part of it comes three times in a row.
    const irregular = Array.from({ length: 2048 }, (_, i) =>
      i.toString(2).replaceAll('0', '').length % 2 === 0 ? 'a' : 'A',
    ).join('');
    const texts = fc.constantFrom('a'.repeat(2048), 'A'.repeat(2048), 'aA-'.repeat(683), irregular);
    fc.assert(
      fc.property(fc.oneof(pattern, evil), texts, (source, each) => {
        if (engine(source) === undefined) return;
        // What a pattern remembers makes the next text cheaper.
        const [first, second] = [compileLinear(source), compileLinear(source)];
        if (first.kind !== 'compiled' || second.kind !== 'compiled') return;
        const before = stepsOf(() => first.matches(each.slice(0, 512)));
        const after = stepsOf(() => second.matches(each));
        assert.ok(after <= 4.5 * before + 5000, `${source}: ${before} steps, then ${after}`);
        assert.ok(after <= 5000 * each.length, `${source}: ${after} steps`);
      }),
      { numRuns: Math.min(runs, 150) },
    );
  });
});

describe('globs', () => {
  const name = fc.constantFrom(
    'a',
    'b.md',
    'ab',
    '.a',
    '?',
    '[ab]',
    '[a-b].md',
    '*',
    'a*',
    '*.md',
    '{a,b}',
    '{ab,*.md}',
    '{a/b,.a}',
  );
  const glob = fc
    .array(fc.oneof(name, fc.constant('**')), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('/'))
    // Where `*` ends what comes before, VS Code takes `x/*/**` for `x/*` as well, and picomatch does not.
    .filter((each) => !/[*}]\/\*\*$/.test(each));
  const path = fc
    .array(fc.constantFrom('a', 'b', 'ab', '.a', 'a.md', 'b.md', 'aab'), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('/'));

  it('fit what picomatch says', () => {
    fc.assert(
      fc.property(glob, fc.array(path, { minLength: 1, maxLength: 5 }), (each, paths) => {
        const expected = picomatch(each, { dot: true, noext: true, nonegate: true, windows: false });
        const fits = toGlob([each]);
        for (const one of paths) assert.equal(fits(one), expected(one), `${each} on ${one}`);
      }),
      { numRuns: runs },
    );
  });

  it('take no more steps for a path than its length, whatever stars and braces they hold', () => {
    const hostile = [
      `${'**/a/'.repeat(12)}z.md`,
      `${'*a*a*a/'.repeat(6)}z.md`,
      `${'{**/a/,b/}'.repeat(8)}z.md`,
      `${'{*,a}'.repeat(20)}z`,
      '{a,b}'.repeat(40),
      `${'{'.repeat(100)}a${'}'.repeat(100)}`,
      `[${'a-z'.repeat(60)}]`,
      '*'.repeat(200),
    ];
    for (const each of hostile) {
      const fits = toGlob([each]);
      const cost = (size: number): number => stepsOf(() => fits(`${'a/'.repeat(size)}${'a'.repeat(size)}b`));
      cost(400);
      assert.ok(cost(400) < 4.5 * cost(100) + 100, each);
      assert.ok(stepsOf(() => toGlob([each])(`${'aA/'.repeat(50)}b`)) < 2_000_000, each);
    }
  });
});
