import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultCriteria, toCriteriaShape } from '../../../../src/core/model/criteria.ts';
import { findRanges, rangeText } from '../../../../src/core/model/criteriaRanges.ts';
import { runs } from '../../../support/texts.ts';

const ranges = (text: string): string[] => findRanges(text, defaultCriteria).map(rangeText);

describe('ranges of IDs in a cell', () => {
  it('are written in many ways', () => {
    for (const text of [
      'FR-001..FR-004',
      'FR-001...FR-004',
      'FR-001…FR-004',
      'FR-001 to FR-004',
      'FR-001 TO FR-004.',
      'FR-001–FR-004',
      'FR-001 — FR-004',
      'FR-001 - FR-004',
      'FR-001-FR-004',
      'FR-001–004',
      'FR-001..4',
      '(FR-001..FR-004)',
      '[`FR-001`–`FR-004`]',
      'FR-001～FR-004',
      'FR-001到FR-004',
      'FR-001 至 FR-004',
      'FR-001 から FR-004',
      'FR-001 bis FR-004',
      'FR-001 à FR-004',
      'FR-001 до FR-004',
      'FR-001 إلى FR-004',
    ])
      assert.deepEqual(ranges(text), ['FR-001..FR-004'], text);
  });

  it('stand in lists, beside short forms', () => {
    assert.deepEqual(ranges('FR-001/02'), ['FR-002']);
    assert.deepEqual(ranges('FR-001, 002 and 005'), ['FR-002', 'FR-005']);
    assert.deepEqual(ranges('SC-1; FR-002 – 05, SC-3..SC-4'), ['FR-002..FR-005', 'SC-3..SC-4']);
    assert.deepEqual(ranges('FR-001、FR-003〜FR-005'), ['FR-003..FR-005']);
    assert.deepEqual(ranges('FR-001/FR-002, FR-009'), []);
  });

  it('are none in prose, between families, backwards, or in an ID that has such a shape', () => {
    for (const text of [
      'moved FR-001 to FR-004',
      'FR-001 to FR-004 are moved',
      'FR-001: see FR-004',
      'FR-001, 3 tests',
      'FR-001 2',
      'FR-001 (2 of 3)',
      'FR-001 to SC-004',
      'FR-004..FR-001',
      'FR-001..FR-001',
      'FR-001-004',
      'FR-001 → FR-004',
      'FR-001 2026-06-11',
      '2026-06-11..2026-06-20',
      '1..4',
      'docs/FR-001..FR-004',
      'FR-001..',
      '..FR-004',
      '',
    ])
      assert.deepEqual(ranges(text), [], text);
  });

  it('follow the shape of the setting', () => {
    const shape = toCriteriaShape('REQ\\d+(?:\\.\\d+)*');
    assert.ok(shape.kind === 'shape');
    assert.deepEqual(findRanges('REQ1.2–REQ1.5, REQ7', shape).map(rangeText), ['REQ1.2..REQ1.5']);
  });

  it('cost nothing by their length, and little by their number', () => {
    assert.deepEqual(ranges('FR-1..FR-1000000000'), ['FR-1..FR-1000000000']);
    for (const text of ['FR-1..FR-9, '.repeat(50_000), `${'A-'.repeat(2400)}1..2`, 'FR-1 - '.repeat(700)])
      assert.ok(ranges(text).length <= 200);
  });

  it('are what lists of IDs say, and nothing where a word of prose is among them', () => {
    const id = fc.record({ family: fc.constantFrom('FR-', 'RPC-RETRY-', 'SC-'), number: fc.nat(998) });
    const item = fc.record({
      id,
      more: fc.option(fc.integer({ min: 1, max: 50 })),
      form: fc.constantFrom('..', ' to ', '–', ' - '),
    });
    const show = (family: string, number: number): string => family + String(number).padStart(3, '0');
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(', ', '/', '; ', ' and '),
        fc.constantFrom('see', 'is', 'x9', '张'),
        (items, separator, word) => {
          const text = items
            .map(({ id: { family, number }, more, form }) =>
              more === null
                ? show(family, number)
                : show(family, number) + form + show(family, number + more),
            )
            .join(separator);
          assert.deepEqual(
            ranges(text),
            items.flatMap(({ id: { family, number }, more }) =>
              more === null ? [] : [`${show(family, number)}..${show(family, number + more)}`],
            ),
          );
          assert.deepEqual(ranges(`${text} ${word}`), []);
          assert.deepEqual(ranges(`${word} ${text}`), []);
        },
      ),
      { numRuns: runs },
    );
  });
});
