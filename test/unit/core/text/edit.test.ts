import assert from 'node:assert/strict';
import { applyEdits, movedOffset } from '../../../../src/core/text/edit.ts';

describe('a place in a text that is edited', () => {
  const text = '| One | todo | - |\n| Two |';
  const at = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
  const edits = [
    { range: at('todo'), expect: 'todo', text: 'wip' },
    { range: at('-'), expect: '-', text: 'maple' },
  ];
  const edited = applyEdits(text, edits);
  assert.ok(edited.kind === 'applied');

  for (const [where, from, rest] of [
    ['before all edits', text.indexOf('One'), 'One | wip | maple |\n| Two |'],
    ['at the start of a cell', text.indexOf('todo'), 'wip | maple |\n| Two |'],
    ['in a cell', text.indexOf('do |'), 'p | maple |\n| Two |'],
    ['at the end of a cell', text.indexOf(' | - |'), ' | maple |\n| Two |'],
    ['behind all edits', text.indexOf('Two'), 'Two |'],
    ['at the end', text.length, ''],
  ] as const)
    it(`stays ${where}`, () => {
      assert.equal(edited.text.slice(movedOffset(from, edits)), rest);
    });

  it('is no further in a cell than what it holds now', () => {
    const shorter = [{ range: at('todo'), expect: 'todo', text: 'x' }];
    assert.equal(movedOffset(text.indexOf('o |'), shorter), text.indexOf('todo') + 1);
  });
});
