import assert from 'node:assert/strict';
import { findHeading } from '../../../../src/core/text/headingAnchor.ts';

describe('an anchor of a link', () => {
  const lines = [
    '# Retry',
    'Text about #retry.',
    '## Backoff & jitter ##',
    '## Read &amp; write',
    '### `retry()` of [the client](client.md)',
    '## ✅ Done',
    '## Повтор_1: 重试',
    '## Retry',
  ];
  for (const [anchor, line] of [
    ['retry', 0],
    ['Retry', 0],
    ['backoff--jitter', 2],
    ['read--write', 3],
    ['retry-of-the-client', 4],
    ['-done', 5],
    ['повтор_1-重试', 6],
    ['retry-1', 7],
    ['retry-2', undefined],
    ['', undefined],
  ] as const)
    it(`leads where GitHub leads: #${anchor}`, () => {
      assert.equal(findHeading(lines, anchor), line);
    });
});
