import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { answer, throughline, type Ran } from '../../support/commandLine.ts';
import { untrusted } from '../../../src/commandLine/reply.ts';
import { changedLinesOf } from '../../support/changed.ts';
import { makeSample, temporaryFolder, type Sample } from '../../support/sample.mjs';

describe('the command line, on changes of OpenSpec', () => {
  let parent: string;
  let sample: Sample;
  const path = 'openspec/changes/compress-payloads/tasks.md';
  const run = (...words: readonly string[]): Promise<Ran> => throughline('wren-1a2b', sample.root, ...words);
  const text = (): string => readFileSync(join(sample.root, path), 'utf8');
  const listed = async (): Promise<string> => (await run('list', 'compress-payloads')).out;
  /** The lines of the file that a command changed. */
  const changes = async (...words: readonly string[]): Promise<readonly string[]> => {
    const before = text();
    const { exit, out, error } = await run(...words);
    assert.equal(exit, 0, error + out);
    return changedLinesOf(before, text());
  };

  before(() => {
    parent = temporaryFolder();
    sample = makeSample(parent);
  });
  after(() => {
    rmSync(parent, { recursive: true });
  });

  it('lists them with how far they are, and shows one with its deltas and tasks', async () => {
    assert.match((await run('list')).out, /^compress-payloads/m);
    assert.deepEqual((await run('spec', 'changes')).out.trimEnd().split('\n'), [
      'ok 2 changes',
      'compress-payloads · 1/4 · 2 deltas · Compress large payloads',
      'add-keep-alive · archived · 1 delta · Keep connections open',
    ]);
    const { out } = await run('spec', 'compress-payloads');
    for (const line of [
      'Why: Half of all traffic is JSON that compresses to a fifth of its size.',
      'added transport: Large payloads are compressed · applies',
      'modified transport: Frames have a limit · applies',
    ])
      assert.ok(out.includes(line), out);
    assert.match(out, /todo · free · 1\.2 · Choose one that both know/);
    const { out: spec } = await run('spec', 'transport');
    assert.match(spec, /Frames have a limit/);
    const made =
      /Connections stay open .* Added by add-keep-alive · 2026-05-12 · Most calls come in groups, and each/;
    assert.match(spec, made);
    assert.match((await run('brief', 'compress-payloads')).out, /## Deltas\n- added \*\*transport/);
  });

  it('says in data which archived change made a living requirement what it is', async () => {
    const { data } = await answer('wren-1a2b', sample.root, 'spec', 'transport');
    const { criteria } = data as { readonly criteria: readonly { readonly lastChange?: object }[] };
    assert.deepEqual(
      criteria.map(({ lastChange }) => lastChange),
      [
        {
          change: untrusted('add-keep-alive'),
          operation: 'added',
          archived: '2026-05-12',
          why: untrusted('Most calls come in groups, and each opened a connection of its own.'),
        },
        undefined,
      ],
    );
  });

  it('says why a change was made, open or archived', async () => {
    const { out } = await run('spec', 'rationale', 'add-keep-alive');
    assert.deepEqual(out.trimEnd().split('\n'), [
      'ok add-keep-alive · Keep connections open',
      '# Keep connections open',
      '',
      'add-keep-alive · archived on 2026-05-12',
      '',
      '## Why',
      '',
      'Most calls come in groups, and each opened a connection of its own.',
      '',
      '## What changes',
      '',
      '- Connections stay open for 30 seconds',
      '',
      '## Requirements',
      '',
      '- added transport: Connections stay open',
    ]);
    assert.match((await run('spec', 'rationale', 'compress-payloads')).out, /## Design\n\nBoth ends say/);
    const none = await run('spec', 'rationale', 'compress-payload');
    assert.equal(none.exit, 1);
    assert.match(none.out + none.error, /There is no change “compress-payload”.\nnear: compress-payloads/);
  });

  it('answers the same as data', async () => {
    const { data } = await answer('wren-1a2b', sample.root, 'spec', 'compress-payloads');
    const { deltas, archived } = data as {
      readonly deltas: readonly { readonly operation: string; readonly state: string }[];
      readonly archived: boolean;
    };
    assert.deepEqual(
      deltas.map(({ operation, state }) => [operation, state]),
      [
        ['added', 'applies'],
        ['modified', 'applies'],
      ],
    );
    assert.equal(archived, false);
  });

  it('claims, assigns and releases beside the file', async () => {
    assert.deepEqual(await changes('claim', '1.2'), []);
    assert.match(await listed(), /wip · wren-1a2b · 1\.2 · Choose one/);
    assert.deepEqual(await changes('assign', '2.1', 'otter'), []);
    assert.match(await listed(), /wip · otter · 2\.1 · Compress payloads/);
    assert.deepEqual(await changes('release', '1.2'), []);
    assert.match(await listed(), /todo · free · 1\.2 · Choose one/);
  });

  it('finishes and reopens by one character, and adds a task with the next number', async () => {
    assert.deepEqual(await changes('finish', '1.2'), [
      '- - [ ] 1.2 Choose one that both know',
      '+ - [x] 1.2 Choose one that both know',
    ]);
    assert.equal((await changes('reopen', '1.2')).length, 2);
    assert.equal((await changes('status', '1.2', 'done')).length, 2);
    assert.equal((await changes('status', '1.2', 'todo')).length, 2);
    assert.deepEqual(await changes('add', 'Measure it', '--branch', 'compress-payloads'), [
      '+ - [ ] 2.3 Measure it',
    ]);
  });

  it('changes nothing of what was put away', async () => {
    const { exit, error } = await run(
      'finish',
      'openspec/changes/archive/2026-05-12-add-keep-alive/tasks.md#1.1',
    );
    assert.notEqual(exit, 0);
    assert.notEqual(error, '');
  });

  it('starts the branch of one', async () => {
    const refused = await run('start', '--change', 'add-keep-alive');
    assert.equal(refused.exit, 1);
    assert.match(refused.out + refused.error, /add-keep-alive is archived, /);
    assert.equal((await run('start')).exit, 2);
    const { out, error } = await run('start', '--change', 'compress-payloads', '--worktree');
    assert.match(out, /^ok Started feat\/compress-payloads\./, error);
    assert.match(out, /^change: openspec\/changes\/compress-payloads\//m);
    assert.match((await run('list')).out, /^feat\/compress-payloads/m);
  });
});
