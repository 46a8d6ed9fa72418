import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { operations } from '../../../src/project/operations.ts';
import { operationsPage } from '../../support/operationTable.ts';

const page = join(process.env['THROUGHLINE_ROOT'] ?? process.cwd(), 'docs/operations.md');

describe('the operations of the documentation', () => {
  it('are those that there are, with their inputs and refusals', () => {
    if (process.env['THROUGHLINE_DOCS'] === 'update') writeFileSync(page, operationsPage());
    assert.equal(readFileSync(page, 'utf8'), operationsPage());
  });
});

describe('an operation', () => {
  it('has a name of its own, and says each refusal once', () => {
    const ids = operations.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
    for (const { id, refusals } of operations) assert.deepEqual(refusals, [...new Set(refusals)], id);
  });

  it('takes what it is described to take, and nothing else', () => {
    for (const { id, input } of operations) {
      const unknown = input.safeParse({ unknown: true });
      assert.ok(!unknown.success, id);
      assert.ok(unknown.error.issues.length > 0, id);
      assert.equal(input.safeParse('a text').success, false, id);
    }
  });
});
