import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findByKey, noteKey, othersAlike, taskKeys } from '../../../../src/core/model/rowIdentity.ts';
import { toKey } from '../../../../src/core/text/key.ts';

const document = toKey('a.json');

describe('tasks of a document', () => {
  const rows = [
    ['F001', 'x'],
    [undefined, 'x'],
    [undefined, 'y'],
    [undefined, 'y'],
    ['F002', 'x'],
    ['F002', 'y'],
    [undefined, ''],
  ].map(([id, title = '']) => ({ title: { value: title }, ...(id === undefined ? {} : { id }) }));

  it('are called by their IDs or titles, and by a number too where they cannot be told apart', () => {
    assert.deepEqual(taskKeys(document, rows), [
      { key: 'a.json#["i","F001"]' },
      { key: 'a.json#x' },
      { key: 'a.json#["t","y","",1]', ambiguous: true },
      { key: 'a.json#["t","y","",2]', ambiguous: true },
      { key: 'a.json#["i","F002","x"]' },
      { key: 'a.json#["i","F002","y"]' },
      { key: 'a.json#["",1]', ambiguous: true },
    ]);
    for (const [i, { key, ambiguous }] of taskKeys(document, rows).entries()) {
      const found = findByKey(document, key, rows);
      if (ambiguous !== true) assert.deepEqual(found, { kind: 'found', row: rows[i] });
      else assert.notEqual(found.kind, 'found');
    }
  });

  it('have keys that differ from each other, and from those of notes', () => {
    const title = fc
      .oneof(
        fc.constantFrom('', 'x', '["n",1]', '["i","x",1]', '["i","x"]', 'n'),
        fc.string({ maxLength: 5 }),
      )
      .map((value) => ({ value }));
    const row = fc.record({ id: fc.constantFrom('1', '["n",1]', ''), title }, { requiredKeys: ['title'] });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (all) => {
        const keys = [
          ...taskKeys(document, all).map(({ key }) => key),
          noteKey(document, 1),
          noteKey(document, 2),
        ];
        assert.equal(new Set(keys).size, keys.length);
      }),
    );
  });

  it('that share a name know some of the others', () => {
    assert.deepEqual(othersAlike(['x', 'y', 'x', 'x']), [[2, 3], [], [0, 3], [0, 2]]);
    const many = othersAlike(Array.from({ length: 10 }, () => 'x'));
    assert.deepEqual(many[0], [1, 2, 3, 4]);
    assert.deepEqual(many[9], [0, 1, 2, 3]);
  });
});
