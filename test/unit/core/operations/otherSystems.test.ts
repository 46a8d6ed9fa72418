import assert from 'node:assert/strict';
import { addNote } from '../../../../src/core/operations/addNote.ts';
import { addTask } from '../../../../src/core/operations/addTask.ts';
import { claimNext } from '../../../../src/core/operations/claim.ts';
import { closeItem, linkBranch } from '../../../../src/core/operations/items.ts';
import { joinTable } from '../../../../src/core/operations/joinTable.ts';
import { mergeFiles } from '../../../../src/core/operations/mergeFiles.ts';
import { fixture } from '../../../support/documents.ts';
import { toAct, toFile } from '../../../support/parse.ts';
import { formatOf } from '../../../support/rules.ts';
import { attempt } from '../../../support/attempt.ts';
import type { WriteOperation } from '../../../../src/core/operations/operation.ts';
import type { DocumentInput } from '../../../../src/core/operations/inputs.ts';
import { toKey } from '../../../../src/core/text/key.ts';

const trace = 'tasks/avatar-upload/trace.md';
const backlog = 'tracking/backlog/a.md';

/** The code of the refusal. */
function refused<Input extends DocumentInput>(
  path: string,
  text: string,
  operation: WriteOperation<Input>,
  input: Omit<Input, 'document'>,
): string {
  const context = { ...toAct(toFile(text, path), formatOf(path)), me: 'maple' };
  const result = attempt(context, operation, input);
  assert.ok(result.kind === 'refused', JSON.stringify(result));
  return result.code;
}

describe('what is written for tracking files', () => {
  it('is refused for a document that is only shown', () => {
    const text = fixture(`sample/${trace}`);
    assert.equal(refused(trace, text, claimNext, {}), 'step.begun');
    assert.equal(refused(trace, text, addTask, { title: 'Two' }), 'step.instead');
    assert.equal(refused(trace, text, addNote, { text: 'see' }), 'step.instead');
    assert.equal(refused(trace, text, joinTable, {}), 'file.onlyShown');
    assert.equal(refused(trace, text, mergeFiles, { other: toKey(trace) }), 'file.onlyShown');
    assert.equal(refused(trace, text, closeItem, { how: 'status', word: 'done' }), 'item.missing');
    assert.equal(refused(trace, text, linkBranch, { branch: 'feat/x' }), 'item.missing');
  });

  it('is refused for a file that holds something else', () => {
    const text = '# A\n\nStatus: open\n';
    assert.equal(refused(backlog, text, addTask, { title: 'Two' }), 'stream.missing');
    assert.equal(refused(backlog, text, addNote, { text: 'see' }), 'stream.missing');
    assert.equal(refused(backlog, text, joinTable, {}), 'stream.missing');
    const progress = 'tracking/progress/2026-01-01-x.md';
    assert.equal(
      refused(progress, '# x\n\nBranch: x\n', closeItem, { how: 'status', word: 'done' }),
      'item.missing',
    );
  });
});
