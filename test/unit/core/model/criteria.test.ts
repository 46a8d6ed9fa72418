import assert from 'node:assert/strict';
import { criteriaPatternMessage } from '../../../../src/core/messages/settings.ts';
import {
  defaultCriteria,
  defaultCriteriaPattern,
  prefixOf,
  toCriteriaShape,
} from '../../../../src/core/model/criteria.ts';

function ids(text: string, pattern = defaultCriteriaPattern): string[] {
  const shape = toCriteriaShape(pattern);
  assert.ok(shape.kind === 'shape', JSON.stringify(shape));
  return shape.find(text).map(({ id, start, end }) => {
    assert.equal(text.slice(start, end), id);
    return id;
  });
}

function problem(pattern: string): string {
  const shape = toCriteriaShape(pattern);
  return shape.kind === 'unusable' ? criteriaPatternMessage(shape.fault) : 'accepted';
}

describe('IDs of criteria', () => {
  it('are whole words', () => {
    assert.deepEqual(ids('RPC-RETRY-01, (FR-001) SC-1: IFC-V1-015.'), [
      'RPC-RETRY-01',
      'FR-001',
      'SC-1',
      'IFC-V1-015',
    ]);
    assert.deepEqual(ids('FR-10a FR-1-b xFR-1 FR-1.2 docs/FR-1 FR-1/x -FR-1 fr-1 FR- FR1 FR-1_x ÄFR-1'), []);
    assert.deepEqual(ids('FR-1. FR-2- **FR-3** `FR-4`'), ['FR-1', 'FR-2', 'FR-3', 'FR-4']);
  });

  it('stand side by side without a space', () => {
    assert.deepEqual(ids('FR-1/FR-2/FR-3 and SC-1/SC-2.'), ['FR-1', 'FR-2', 'FR-3', 'SC-1', 'SC-2']);
    assert.deepEqual(ids('FR-001..FR-004, FR-7...FR-9'), ['FR-001', 'FR-004', 'FR-7', 'FR-9']);
    assert.deepEqual(ids('FR-1/2 FR-001/02/FR-005'), ['FR-1', 'FR-001', 'FR-005']);
    assert.deepEqual(ids('FR-1/tests tests/FR-1/FR-2 FR-1/FR-2.md a..FR-1 1/FR-2 FR-1//x'), []);
    assert.equal(ids('FR-1/'.repeat(50_000) + 'x').length, 0);
  });

  it('have the shape of the setting', () => {
    assert.deepEqual(ids('see REQ1.2 and REQ3, AC-1', 'REQ\\d+(?:\\.\\d+)*'), ['REQ1.2', 'REQ3']);
    assert.deepEqual(ids('req-a-1 req-b', 'req(?:-[a-z]+)*-\\d+'), ['req-a-1']);
    assert.deepEqual(ids('AC-1 FR-2 X-3', '(?:AC|FR)-\\d{1,3}'), ['AC-1', 'FR-2']);
    assert.deepEqual(ids('Größe-1', '\\p{Lu}\\p{Ll}+-\\d+'), ['Größe-1']);
    assert.deepEqual(ids('AC-1 FR-2', '(?<kind>AC|FR)-(?<number>\\d+)'), ['AC-1', 'FR-2']);
    assert.deepEqual(ids('𝔄-1 𝔅-2', '\\ud835\\udd04-\\d'), ['𝔄-1']);
  });

  for (const [pattern, why] of [
    ['', 'it is empty'],
    ['a*', 'it matches empty text'],
    ['[a-', 'it is not a regular expression'],
    ['(?=a)b', 'it uses “(?=”, which is not supported'],
    ['a(?<!b)', 'it uses “(?<!”, which is not supported'],
    ['(a)\\1', 'it uses “\\1”, which is not supported'],
    ['(?<a>b)\\k<a>', 'it uses “\\k”, which is not supported'],
    ['\\p{Script=Greek}+', 'it uses “\\p{Script=Greek}”, which is not supported'],
    ['(?:A{1,64}){1,64}', 'it repeats too much'],
    ['(A{1000}){1000}', 'it repeats too much'],
    ['A{1000}B', 'it repeats too much'],
    ['A{1001}', 'it repeats too much'],
    ['A(?:(?:(?:){9999}){9999}){9999}', 'it repeats too much'],
    ['x'.repeat(201), 'it has more than 200 characters'],
  ] as const)
    it(`refuse the pattern ${pattern.slice(0, 20)}: ${why}`, () => {
      assert.ok(problem(pattern).startsWith(why), problem(pattern));
    });

  it('are found in a hostile text without a time that grows with its square', () => {
    assert.equal(defaultCriteria.find(`${'A-'.repeat(500_000)}1 ${'A1-'.repeat(300_000)} FR-1`).length, 1);
    assert.equal(ids(`${`${'a'.repeat(64)} `.repeat(2000)}aaab`, 'a+a+a+b').length, 1);
    assert.equal(ids(`A${'-'.repeat(500_000)}é FR-1`).length, 1);
  });

  it('are found by patterns that another engine would try in more ways than there are seconds', () => {
    for (const pattern of [
      '(a+)+b',
      '(?:.A+)+',
      '(a|a)*b',
      '(?:-?[A-Z]+)*-1',
      'x(?:(?:a+)?b*)+',
      '(?:\\w*){30}-1',
      '(?:|||){60}-1',
    ])
      assert.deepEqual(
        ids(`${'a'.repeat(60)}! ${'A-'.repeat(30)}! x${'ab'.repeat(30)}c`, pattern),
        [],
        pattern,
      );
  });

  it('have a prefix', () => {
    assert.deepEqual(['RPC-RETRY-01', 'FR-1', 'REQ1.2', 'AC_3', 'X'].map(prefixOf), [
      'RPC-RETRY',
      'FR',
      'REQ',
      'AC',
      'X',
    ]);
  });
});
