import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Link } from '../../../../src/core/model/link.ts';
import { parse, rowsOf, stream } from '../../../support/parse.ts';
import { fixtures } from '../../../support/texts.ts';

const read = (name: string): string => readFileSync(join(fixtures, 'progressFile', name), 'utf8');
const short = ({ role, text, destination }: Link): string => `${role}: ${text} -> ${destination}`;

describe('the progress files that the format comes from', () => {
  it('read exactly: rpc-retry', () => {
    const text = read('seed-rpc-retry.md');
    const { title, branch, name, pullRequest, links, fields, tasks, notes, groups } = stream(text);
    assert.equal(title, 'exponential backoff for an RPC client');
    assert.equal(branch, 'feat/rpc-retry');
    assert.equal(name, 'feat/rpc-retry');
    assert.equal(pullRequest?.number, 482);
    assert.deepEqual(links.map(short), [
      'spec: 2026-06-10-rpc-retries -> ../spec/features/2026-06-10-rpc-retries.md',
      'backlog: rpc-retry -> ../backlog/rpc-retry.md',
    ]);
    assert.deepEqual(fields, []);
    assert.deepEqual(rowsOf(text), [
      'Wire up retry policy | done | otter',
      'Add jitter | wip | maple',
      'Backfill tests | todo | free',
    ]);
    assert.deepEqual(
      tasks.map(({ mentions, text: words }) => [mentions.map(({ id }) => id), words?.value]),
      [
        [['RPC-RETRY-01'], 'RPC-RETRY-01'],
        [['RPC-RETRY-02'], 'RPC-RETRY-02'],
        [['RPC-RETRY-03'], 'RPC-RETRY-03'],
      ],
    );
    assert.deepEqual(
      notes.map(({ author, text: words }) => [author, words]),
      [
        ['otter', 'editing retry policy code and related tests.'],
        ['maple', 'downstream caller depends on RetryPolicy.makeDefault() staying stable.'],
        ['maple', 'deferred jitter tuning -> tech-debt'],
      ],
    );
    assert.deepEqual(
      notes.flatMap((note) => note.links.map(short)),
      ['debt: tech-debt -> ../tech-debt/rpc-jitter.md'],
    );
    assert.deepEqual(
      groups.map(({ count }) => count),
      [3],
    );
    assert.deepEqual(parse(text).problems, []);
    // Every range cuts out what it claims.
    assert.deepEqual(
      tasks.map(({ location: { range } }) => text.slice(range.start, range.end)),
      text.split('\n').slice(8, 11),
    );
  });

  it('read exactly: native-byte-bridge, which has no heading', () => {
    const text = read('seed-native-byte-bridge.md');
    const { title, branch, pullRequest, links, notes } = stream(text);
    assert.equal(title, 'codex/native-byte-bridge');
    assert.equal(branch, 'codex/native-byte-bridge');
    assert.equal(pullRequest?.number, 257);
    assert.deepEqual(links.map(short), [
      'spec: native-byte-bridge -> ../spec/features/native-byte-bridge.md',
      'spec: fetch streaming -> ../spec/features/fetch-streaming.md',
    ]);
    assert.deepEqual(rowsOf(text), [
      'Add fetch test harness | done | codex',
      'Build executable and module loader | done | codex',
      'Add native byte bridge | done | codex',
      'Stream production fetch responses | done | codex',
      'Maintain specs | done | codex',
    ]);
    assert.equal(stream(text).tasks[2]?.text?.value, 'ArrayBuffer + typed-array support');
    assert.deepEqual(notes, []);
    assert.deepEqual(parse(text).problems, []);
  });
});
