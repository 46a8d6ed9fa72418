import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runAtOnce } from '../../../../src/core/base/steps.ts';
import { digestInSteps } from '../../../../src/core/text/digest.ts';
import { runs } from '../../../support/texts.ts';

const digestOf = (text: string): number => runAtOnce(digestInSteps(text));

describe('the digest of a text', () => {
  it('is the same for the same text alone', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.array(fc.constantFrom('a', 'b')).map(String));
    fc.assert(
      fc.property(text, text, (a, b) => {
        assert.equal(digestOf(a) === digestOf(b), a === b);
        assert.equal(digestOf(`${a}${b}`), digestOf([a, b].join('')));
      }),
      { numRuns: runs },
    );
  });

  it('tells apart what differs in little', () => {
    const texts = [
      '',
      'a',
      'b',
      'aa',
      'ab',
      'ba',
      '\u{1f9a6}',
      '\u0161',
      'š',
      'š'.repeat(2),
      '\u0061\u8061',
      '\u8061\u0061',
    ];
    const rows = Array.from({ length: 20_000 }, (_, i) => `| Row ${i} | todo | - |\n`);
    const all = [...new Set([...texts, ...rows, rows.join(''), rows.join('').replace('todo', 'wip ')])];
    assert.equal(new Set(all.map(digestOf)).size, all.length);
  });

  it('is a number that is compared exactly', () => {
    for (const text of ['', 'a', 'b'.repeat(100_000)]) assert.ok(Number.isSafeInteger(digestOf(text)));
  });

  it('is made in steps of a large text', () => {
    const steps = [...digestInSteps('a'.repeat(1_000_000))];
    assert.ok(steps.length > 10);
  });
});
