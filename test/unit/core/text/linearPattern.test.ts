import assert from 'node:assert/strict';
import { compileLinear } from '../../../../src/core/text/linearPattern.ts';

describe('a pattern', () => {
  for (const [source, text] of [
    ['a[\\b]c', 'a\bc'],
    ['(?<größe>\\d+)-(?<größe_2>\\d+)', '1-2'],
    ['[^\\P{Lu}]{2}', 'ÄÖ'],
  ] as const)
    it(`may be ${source}`, () => {
      const pattern = compileLinear(source);
      assert.equal(pattern.kind === 'compiled' && pattern.matches(text), true, pattern.kind);
    });

  it('is refused where nobody knows its syntax', () => {
    assert.deepEqual(compileLinear('(?new:a)'), { kind: 'unsupported', construct: '(?new:a)' });
  });

  for (const open of ['(', '(?:', '(?=', '(?<name>', '[^]('])
    it(`is refused where ${open} is nested too deeply`, () => {
      for (const depth of [100, 1000, 10_000, 100_000]) {
        const { kind } = compileLinear(`${open.repeat(depth)}a${')'.repeat(depth)}`);
        assert.ok(depth === 100 || kind !== 'compiled', `${depth}: ${kind}`);
      }
    });
});
