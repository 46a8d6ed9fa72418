import assert from 'node:assert/strict';
import { itemIn } from '../../../../src/core/index/composeStream.ts';
import fc from 'fast-check';
import { closeDebtItem, closeItem, linkBranch } from '../../../../src/core/operations/items.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { parseAt } from '../../../support/indexOf.ts';
import { toAct, toFile } from '../../../support/parse.ts';
import { formatOf } from '../../../support/rules.ts';
import { attempt } from '../../../support/attempt.ts';
import type { WriteOperation } from '../../../../src/core/operations/operation.ts';
import type { DocumentInput } from '../../../../src/core/operations/inputs.ts';

const path = 'tracking/backlog/a.md';

/** The text after an operation, for somebody who agrees to what is asked, or why there is none. */
function after<Input extends DocumentInput>(
  text: string,
  operation: WriteOperation<Input>,
  input: Omit<Input, 'document'>,
  at = path,
): string {
  const format = formatOf(at);
  assert.ok(format);
  const file = toFile(text, at);
  const acting = { ...toAct(file, format), me: 'maple' };
  const first = attempt(acting, operation, input);
  const isAsked = first.kind === 'refused' && first.confirmable === true;
  const outcome = isAsked ? attempt({ ...acting, confirmed: [first] }, operation, input) : first;
  if (outcome.kind === 'refused') return `refused: ${outcome.code}`;
  if (outcome.kind === 'unchanged') return 'unchanged';
  if (outcome.outcome.code === 'item.removed') return 'removed';
  const result = applyEdits(text, outcome.edits);
  return result.kind === 'applied' ? result.text : 'mismatch';
}
const closed = (text: string): string => after(text, closeItem, { how: 'status', word: 'done' });
const ticked = (text: string): string => after(text, closeItem, { how: 'boxes', word: '' });
const linked = (text: string): string => after(text, linkBranch, { branch: 'feat/x' });

describe('closing a backlog item', () => {
  it('gives its status another word, where it stands', () => {
    assert.equal(closed('# A\nStatus: open\nPriority: high\n'), '# A\nStatus: done\nPriority: high\n');
    assert.equal(closed('# A\n\n- **Status:** open\n'), '# A\n\n- **Status:** done\n');
    assert.equal(closed('---\nstatus: open # why\n---\n# A\n'), '---\nstatus: done # why\n---\n# A\n');
    assert.equal(closed('# A\r\nSTATE: open\r\n'), '# A\r\nSTATE: done\r\n');
    assert.equal(
      closed('---\nstate: wip\n---\n# A\nStatus: open\n'),
      '---\nstate: done\n---\n# A\nStatus: done\n',
    );
  });

  it('adds the status where the file says such things of itself', () => {
    assert.equal(closed('# A\nPriority: high\n\nText.\n'), '# A\nPriority: high\nStatus: done\n\nText.\n');
    assert.equal(closed('---\npriority: low\n---\n# A\n'), '---\npriority: low\nstatus: done\n---\n# A\n');
    assert.equal(closed('# A\n\nText.\n'), '# A\nStatus: done\n\nText.\n');
    assert.equal(closed('# A\nText.\n'), '# A\nStatus: done\n\nText.\n');
    assert.equal(closed('# A'), '# A\nStatus: done');
    assert.equal(closed('Text.\n'), 'Status: done\n\nText.\n');
  });

  it('ticks its boxes', () => {
    assert.equal(
      ticked('# A\n\n- [ ] one\n  - [ ] two\n- [x] three\n* [ ] four\n'),
      '# A\n\n- [x] one\n  - [x] two\n- [x] three\n* [x] four\n',
    );
    assert.equal(ticked('# A\n\n- [x] one\n'), 'unchanged');
    assert.equal(ticked('# A\n\n```\n- [ ] code\n```\n'), 'refused: item.boxes');
  });

  it('changes nothing twice, and nothing that it cannot change', () => {
    assert.equal(closed('# A\nStatus: done\n'), 'unchanged');
    assert.equal(closed('---\nstatus: [a, b]\n---\n# A\n'), 'refused: item.value');
    assert.equal(
      closed('# A\n<<<<<<< HEAD\nStatus: open\n=======\nStatus: wip\n>>>>>>> x\n'),
      'refused: file.conflict',
    );
  });

  it('names the branch that works on it, but does not take it from another one', () => {
    assert.equal(linked('# A\nPriority: high\n'), '# A\nPriority: high\nBranch: feat/x\n');
    assert.equal(linked('# A\nBranch: -\n'), '# A\nBranch: feat/x\n');
    assert.equal(linked('# A\nBranch: `feat/x`\n'), 'unchanged');
    assert.equal(linked('# A\nBranch: feat/y\n'), 'refused: item.branch');
  });

  it('is read back as it was meant, whatever the file looks like, and leaves every other line', () => {
    const line = fc.constantFrom(
      '# A',
      'Priority: high',
      'Status: open',
      '- Status: wip',
      'Text.',
      '',
      '',
      '- item',
      '| a |',
      '```',
      '## B',
      'Owner: x',
    );
    const ending = fc.constantFrom('\n', '\r\n');
    const front = fc.constantFrom('', '---\ntitle: t\n---\n', '---\nstatus: open\nx: y\n---\n', '---\n---\n');
    fc.assert(
      fc.property(front, fc.array(line, { maxLength: 8 }), ending, (head, lines, end) => {
        const text = (head + lines.join('\n') + '\n').replaceAll('\n', end);
        const result = closed(text);
        if (result === 'unchanged' || result.startsWith('refused')) return;
        const item = itemIn(parseAt(path, result));
        assert.ok(item?.kind === 'workItem');
        assert.equal(item.task.status.value, 'done', JSON.stringify(result));
        const kept = text.split(/\r?\n/).filter((each) => !/status:/i.test(each) && each !== '');
        const now = result.split(/\r?\n/).filter((each) => !/status:/i.test(each) && each !== '');
        assert.deepEqual(now, kept);
      }),
      { numRuns: 500 },
    );
  });
});

describe('closing an item of tech debt', () => {
  const debt = 'tracking/tech-debt/a.md';
  const close = (text: string, how: 'status' | 'remove' = 'status'): string =>
    after(text, closeDebtItem, { how }, debt);

  it('writes its status, whatever its branch says', () => {
    assert.equal(
      close('# A\nFrom: [x](../progress/x.md)\nDate: 2026-06-20\n\nText.\n'),
      '# A\nFrom: [x](../progress/x.md)\nDate: 2026-06-20\nStatus: done\n\nText.\n',
    );
    assert.equal(close('# A\nStatus: open\n'), '# A\nStatus: done\n');
    assert.equal(close('# A\nStatus: almost\n'), '# A\nStatus: done\n');
  });

  it('removes its file, once that is agreed to', () => {
    assert.equal(close('# A\n', 'remove'), 'removed');
  });

  it('changes nothing twice, and nothing of the backlog', () => {
    for (const status of ['done', 'fixed', 'dropped'])
      assert.equal(close(`# A\nStatus: ${status}\n`), 'unchanged');
    assert.equal(after('# A\n', closeDebtItem, { how: 'status' }), 'refused: item.missing');
    assert.equal(after('# A\n', closeItem, { how: 'status' }, debt), 'refused: item.missing');
  });
});
