import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareText } from '../../../../src/core/base/compareText.ts';

describe('the order of names', () => {
  it('counts numbers', () => {
    const sorted = [
      ...[
        '',
        '1',
        '01',
        '2',
        '10',
        'B2',
        'a',
        'a-1',
        'a1',
        'a2',
        'a2b',
        'a02b',
        'a10',
        'a10b2',
        'a10b10',
        'b',
      ],
      ...['2026-06-09-b10', '2026-06-11-b2'],
    ].sort(compareText);
    assert.deepEqual(sorted, [
      ...[
        '',
        '01',
        '1',
        '2',
        '10',
        '2026-06-09-b10',
        '2026-06-11-b2',
        'B2',
        'a',
        'a-1',
        'a1',
        'a02b',
        'a2',
        'a2b',
      ],
      ...['a10', 'a10b2', 'a10b10', 'b'],
    ]);
  });

  it('is an order, whatever the names are', () => {
    const name = fc.oneof(
      fc.array(fc.constantFrom('a', 'b', '0', '1', '2', '10', '-', '/')).map((parts) => parts.join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        assert.equal(compareText(a, b) === 0, a === b);
        assert.equal(Math.sign(compareText(a, b)), -Math.sign(compareText(b, a)) || 0);
        if (compareText(a, b) < 0 && compareText(b, c) < 0) assert.ok(compareText(a, c) < 0);
      }),
      { numRuns: 2000 },
    );
  });
});
