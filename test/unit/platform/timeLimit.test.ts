import assert from 'node:assert/strict';
import { within } from '../../../src/platform/node/timeLimit.ts';

describe('what is waited for', () => {
  it('is given when it comes, with its failure when it fails', async () => {
    assert.equal(await within(60_000, 'a search', Promise.resolve(1)), 1);
    await assert.rejects(within(60_000, 'a search', Promise.reject(new Error('no provider'))), /no provider/);
  });

  it('is given up when it never comes', async () => {
    const never = new Promise<never>(() => undefined);
    await assert.rejects(within(1, 'a search', never), {
      code: 'ETIMEDOUT',
      message: 'a search: no answer within 0.001 s',
    });
  });
});
