import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { changedLines, undoLines } from '../../../../src/core/text/undoLines.ts';
import { runs } from '../../../support/texts.ts';

/** What becomes of a text when a change is undone in it; undefined when it cannot be. */
function undone(before: string, after: string, now = after): string | undefined {
  const edits = undoLines(now, changedLines(before, after));
  if (edits === undefined) return undefined;
  const applied = applyEdits(now, edits);
  assert.ok(applied.kind === 'applied');
  return applied.text;
}

describe('undoing a change of lines', () => {
  const line = fc.constantFrom('a', 'b', 'c', '| One | todo |', '');
  const text = fc
    .tuple(fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n'))), line)
    .map(([lines, last]) => lines.map(([each, end]) => each + end).join('') + last);

  it('gives the text that there was before, whatever was changed', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        assert.equal(undone(before, after), before);
      }),
      { numRuns: runs },
    );
  });

  it('keeps what others did to other lines meanwhile', () => {
    const before = '# x\n\n| One | todo |\n| Two | todo |\n\n- a note\n';
    const after = before.replace('One | todo', 'One | wip');
    const others = after.replace('# x\n', '# x\n\nMore\n').replace('Two | todo', 'Two | wip');
    assert.equal(undone(before, after, others), others.replace('One | wip', 'One | todo'));
  });

  it('is not done where one of the lines is another one now, or gone', () => {
    const before = 'a\nb\nc\n';
    const after = 'a\nB\nc\n';
    assert.equal(undone(before, after, 'a\nB!\nc\n'), undefined);
    assert.equal(undone(before, after, 'a\nc\n'), undefined);
    assert.equal(undone(before, after, ''), undefined);
  });

  it('is not done where nobody can tell which of equal lines it was', () => {
    const after = 'x\n- said\ny\n';
    assert.equal(undone('x\ny\n', after, 'x\n- said\ny\nz\n- said\n'), 'x\ny\nz\n- said\n');
    assert.equal(undone('x\ny\n', after, '- said\nz\n- said\n'), undefined);
  });

  it('puts lines back that were taken away only between those that they were between', () => {
    const [before, after] = ['a\nb\nc\n', 'a\nc\n'];
    assert.equal(undone(before, after, 'new\na\nc\n'), 'new\na\nb\nc\n');
    assert.equal(undone(before, after, 'a\nnew\nc\n'), undefined);
  });
});
