import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer, throughline } from '../../support/commandLine.ts';
import { fixture } from '../../support/documents.ts';
import { makeSample, temporaryFolder, type Sample } from '../../support/sample.mjs';

const path = 'tasks/avatar-upload/trace.md';
const other = 'tasks/key-store/trace.md';

describe('the command line, on traces', () => {
  let parent: string;
  let sample: Sample;
  const original = fixture('sample/tasks/avatar-upload/trace.md');
  const as = 'wren-1a2b';
  const text = (file = path): string => readFileSync(join(sample.root, file), 'utf8');
  const put = (file: string, content: string): void => {
    mkdirSync(join(sample.root, file, '..'), { recursive: true });
    writeFileSync(join(sample.root, file), content);
  };
  const run = (...words: readonly string[]) => throughline(as, sample.root, ...words);

  before(() => {
    parent = temporaryFolder();
    sample = makeSample(parent);
    rmSync(join(sample.root, 'tasks'), { recursive: true });
  });
  beforeEach(() => {
    put(path, original);
  });
  afterEach(() => {
    rmSync(join(sample.root, other, '..'), { recursive: true, force: true });
  });
  after(() => {
    rmSync(parent, { recursive: true });
  });

  it('go from step to step in the only trace, and undo gives the first bytes back', async () => {
    const focused = await run('trace', 'focus', 'The', 'error', 'path');
    assert.equal(focused.exit, 0, focused.error);
    assert.match(focused.out, /^ok Updated the focus of step 2\.\n/);
    assert.equal(text(), original.replace(/Token validation\..*/, 'The error path'));
    const [undo = '', token = ''] = /undo: throughline (\w+) (\S+)/.exec(focused.out)?.slice(1) ?? [];
    assert.equal((await run(undo, token)).exit, 0);
    assert.equal(text(), original);
    const recorded = await answer(as, sample.root, 'trace', 'record', '--artifact', 'src/api/s3.py');
    assert.deepEqual([recorded.ok, recorded.code], [true, 'step.recorded']);
    assert.match(text(), /\*\*Artifacts:\*\* Created src\/api\/avatar\.py; src\/api\/s3\.py\n/);
    const completed = await run('trace', 'complete', 'The upload works.', '--why', 'A slow disk');
    assert.match(completed.out, /^ok Completed step 2: implement\.\n/);
    assert.match(text(), /\*\*Summary:\*\* The upload works\.\n[^]*\*\*Challenges:\*\* A slow disk\n/);
    const begun = await run('trace', 'step', 'verify', '--focus', 'The test of large files');
    assert.match(begun.out, /^ok Started step 3: verify\.\n/);
    const failed = await run('trace', 'fail', 'Large files time out.');
    assert.match(failed.out, /^ok Step 3 failed/);
    assert.match(
      (await run('trace', 'step', 'ship', '--focus', 'a b')).error,
      /^refused trace\.stopped: Step 3 failed/,
    );
    assert.match(
      (await run('trace', 'resume')).out,
      /^ok Resumed the workflow with step 3a: Resume verify\.\n/,
    );
    assert.match(
      (await run('trace', 'complete', 'All pass.', '--last')).out,
      /^ok Completed the workflow of /,
    );
    assert.match(text(), /\*\*Started:\*\* 2025-01-15T14:32\n\*\*Status:\*\* completed\n/);
  });

  it('begin one, for the branch that is checked out, which is the one that is meant then', async () => {
    const words = ['trace', 'start', 'Key', 'store', '--name', 'feature-workflow', '--step', 'define'];
    const missing = await run(...words);
    assert.equal(missing.exit, 2);
    assert.match(missing.error, /--focus/);
    const started = await run(...words, '--focus', 'The open questions');
    assert.equal(started.exit, 0, started.error);
    assert.match(
      text(other),
      /^# Trace: feature-workflow\n[^]*\*\*Branch:\*\* feat\/rpc-retry\n[^]*The open questions\n/,
    );
    assert.match((await run(...words, '--focus', 'The open questions')).error, /^refused file\.exists/);
    assert.match((await run('trace', 'focus', 'The last question')).out, /step 1/);
    assert.match(text(other), /The last question/);
    assert.equal(text(), original);
  });

  it('are found by their path, folder and branch; others that are like it are told', async () => {
    put(other, original.replace('feat/avatar', 'feat/keys'));
    const several = await answer(as, sample.root, 'trace', 'focus', 'a b');
    assert.deepEqual([several.code, (several.data['traces'] as object[]).length], ['trace.several', 2]);
    for (const name of [path, 'avatar-upload', 'feat/avatar', 'avatar-up']) {
      const { exit, error } = await run('trace', 'focus', 'The', 'error', 'path', '--trace', name);
      assert.equal(exit, 0, `${name}: ${error}`);
      assert.match(text(), /The error path/);
      put(path, original);
    }
    const unknown = await run('trace', 'focus', 'a b', '--trace', 'avatar-uplaod');
    assert.match(
      unknown.error,
      /^refused trace\.unknown: No trace is called “avatar-uplaod”\.\nnear: avatar-upload/,
    );
    const step = await run('trace', 'focus', 'a b', '--trace', 'avatar-upload', '--step', '7');
    assert.match(step.error, /^refused step\.unknown: [^]*2 implement/);
  });
});
