import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { answer, throughline, type Ran } from '../../support/commandLine.ts';
import { changedLinesOf } from '../../support/changed.ts';
import { makeSample, temporaryFolder, type Sample } from '../../support/sample.mjs';

describe('the command line, on features of spec-kit', () => {
  let parent: string;
  let sample: Sample;
  const as = 'wren-1a2b';
  const path = 'specs/016-call-tracing/tasks.md';
  const run = (...words: readonly string[]): Promise<Ran> => throughline(as, sample.root, ...words);
  const text = (of = path): string => readFileSync(join(sample.root, of), 'utf8');
  const listed = async (): Promise<string> => (await run('list', '016-call-tracing')).out;
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

  it('lists their tasks, and says in a brief what is open and what comes next', async () => {
    assert.match((await run('list')).out, /^016-call-tracing/m);
    assert.match(await listed(), /todo · free · T004 · Keep the times of calls/);
    assert.match(
      (await run('brief', '016-call-tracing')).out,
      /## Resume\n- Next phase: implement\n- To clarify: how many days\?/,
    );
    assert.match((await run('spec', '016-call-tracing')).out, /US1 · wip/);
  });

  it('claims, assigns and releases beside the file', async () => {
    assert.deepEqual(await changes('claim', 'T004'), []);
    assert.match(await listed(), /wip · wren-1a2b · T004 · Keep the times of calls/);
    assert.deepEqual(await changes('assign', 'T005', 'otter'), []);
    assert.match(await listed(), /wip · otter · T005 · List them/);
    assert.deepEqual(await changes('release', 'T004'), []);
    assert.match(await listed(), /todo · free · T004 · Keep the times of calls/);
  });

  it('finishes and reopens by one character', async () => {
    assert.deepEqual(await changes('finish', 'T004'), [
      '- - [ ] T004 [US1] Keep the times of calls in src/tracing/times.ts (depends on T003)',
      '+ - [X] T004 [US1] Keep the times of calls in src/tracing/times.ts (depends on T003)',
    ]);
    assert.equal((await changes('reopen', 'T004')).length, 2);
    assert.equal((await changes('status', 'T006', 'done')).length, 2);
    assert.equal((await changes('status', 'T006', 'todo')).length, 2);
  });

  it('refuses what a box has no word for', async () => {
    for (const words of [
      ['status', 'T006', 'blocked'],
      ['defer', 'T006'],
    ]) {
      const { exit, out, error } = await run(...words);
      assert.equal(exit, 1);
      assert.match(out + error, /tasks\.md only knows done and not done\./);
    }
    assert.equal((await run('note', 'see', '--branch', '016-call-tracing')).exit, 1);
  });

  it('adds a task to a phase', async () => {
    const title = 'Show errors in src/tracing/errors.ts';
    assert.deepEqual(await changes('add', title, '--branch', '016-call-tracing', '--criterion', 'US1'), [
      `+ - [ ] T007 [US1] ${title}`,
    ]);
  });

  it('says what comes next, and makes a feature the active one', async () => {
    assert.equal((await answer(as, sample.root, 'feature', 'next')).message, '/speckit.clarify');
    assert.equal((await answer(as, sample.root, 'feature', 'next', '016')).message, '/speckit.clarify');
    assert.equal((await run('feature', 'next', 'nothing')).exit, 1);
    assert.equal((await run('feature', 'activate')).exit, 0);
    assert.equal(text('.specify/feature.json'), '{\n  "feature_directory": "specs/016-call-tracing"\n}\n');
  });
});
