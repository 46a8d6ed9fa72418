import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toKey } from '../../../../src/core/text/key.ts';
import { nameTasks, noteKey } from '../../../../src/core/model/taskKeys.ts';

describe('tasks of a document', () => {
  it('are called by their names, and by a number too where several have one name or none', () => {
    assert.deepEqual(nameTasks(toKey('a.json'), ['F001', 'x', '', 'x', '[', 'x']), [
      { key: 'a.json#F001', others: [] },
      { key: 'a.json#["i","x",1]', ambiguous: true, others: [3, 5] },
      { key: 'a.json#["i","",1]', ambiguous: true, others: [] },
      { key: 'a.json#["i","x",2]', ambiguous: true, others: [1, 5] },
      { key: 'a.json#["i","["]', others: [] },
      { key: 'a.json#["i","x",3]', ambiguous: true, others: [1, 3] },
    ]);
  });

  it('have keys that differ from each other, and from those of notes', () => {
    const name = fc.oneof(
      fc.constantFrom('', 'x', '["n",1]', '["i","x",1]', '["i","x"]', 'n'),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(name, { maxLength: 20 }), (names) => {
        const keys = [
          ...nameTasks(toKey('a'), names).map(({ key }) => key),
          noteKey(toKey('a'), 1),
          noteKey(toKey('a'), 2),
        ];
        assert.equal(new Set(keys).size, keys.length);
      }),
    );
  });
});
