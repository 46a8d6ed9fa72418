import assert from 'node:assert/strict';
import { toKey } from '../../../../src/core/text/key.ts';
import type { ProjectIndex } from '../../../../src/core/index/projectIndex.ts';
import { indexOf, parseAt, problemsIn } from '../../../support/indexOf.ts';

const path = 'tasks/x/trace.md';
const head = '# Trace: w\n**Task:** t | **Status:** in-progress\n';
const step = (id: string, status: string, ...lines: readonly string[]): string =>
  `\n## Step ${id}: s\n**Status:** ${status} | **Summary:** Did it.\n${lines.map((line) => `${line}\n`).join('')}`;
const done = (id: string, artifacts = 'none'): string => step(id, 'completed', `**Artifacts:** ${artifacts}`);
const open = (id: string, artifacts = 'none'): string =>
  step(id, 'in-progress', `**Artifacts:** ${artifacts} | **Current focus:** The third of five files`);

describe('what a completed step says that it made', () => {
  const told = (trace: string, others: readonly string[] = []): readonly string[] =>
    problemsIn(indexOf({ [path]: head + trace }, others), path);

  it('is told where it is not there', () => {
    assert.deepEqual(told(done('1', 'Created src/a.ts, tests/b.ts'), ['src/a.ts']), [
      'step.artifactMissing (6): Step 1 is completed, but its artifact tests/b.ts does not exist.',
    ]);
  });

  it('may be beside the trace, in a list, or a folder', () => {
    const list = '\n- Created: specs.md, `docs/plan.md`\n- Modified: [it](../../src/a.ts)';
    assert.deepEqual(told(done('1', list), ['tasks/x/specs.md', 'tasks/x/docs/plan.md', 'src/a.ts']), []);
  });

  it('is none where the step goes on, and none that was removed or is no path of a file', () => {
    assert.deepEqual(told(open('1', 'Created src/a.ts')), []);
    assert.deepEqual(told(done('1', 'Deleted src/a.ts, src/b.ts; renamed src/c.ts to src/d.ts')), []);
    assert.deepEqual(told(done('1', 'Created src/a.ts') + done('2', 'Removed: src/a.ts')), []);
    assert.deepEqual(told(done('1', 'src/*.ts, client/server, Node.js, https://a.b/c.png, src/a.ts:12')), []);
    assert.deepEqual(told(done('1', 'Deleted src/a.ts; created src/b.ts')), [
      'step.artifactMissing (6): Step 1 is completed, but its artifact src/b.ts does not exist.',
    ]);
  });
});

describe('a step that was recorded afterwards', () => {
  const sentence = (id: string): string =>
    `Step ${id} was recorded after it was completed. Record a step before its work begins.`;

  function follow(...versions: readonly string[]): readonly string[] {
    const [first = '', ...others] = versions;
    const index: ProjectIndex = indexOf({ [path]: head + first });
    for (const text of others) index.replace(toKey(path), parseAt(path, head + text));
    return problemsIn(index, path).filter((each) => each.startsWith('step.recordedAfterwards'));
  }

  it('is told where an earlier version of the trace did not have it', () => {
    assert.deepEqual(follow(done('1'), done('1') + done('2')), [
      `step.recordedAfterwards (8): ${sentence('2')}`,
    ]);
  });

  it('is told where it had not begun', () => {
    assert.deepEqual(follow(step('1', 'todo'), done('1')), [`step.recordedAfterwards (4): ${sentence('1')}`]);
  });

  it('is told for as long as it is there', () => {
    const [one, two] = [done('1'), done('1') + done('2')];
    assert.equal(follow(one, two, two + open('3')).length, 1);
    assert.equal(follow(one, two, two + open('3'), two + done('3')).length, 1);
    assert.deepEqual(follow(one, two, one), []);
    assert.deepEqual(follow(one, two, one + open('2')), []);
  });

  it('is none that was in progress first, or that nobody saw come', () => {
    assert.deepEqual(follow(done('1') + done('2')), []);
    assert.deepEqual(follow(open('1'), done('1'), done('1') + open('2'), done('1') + done('2')), []);
  });

  it('is none of another text: that of a branch that was checked out', () => {
    assert.deepEqual(follow(done('1') + open('2'), done('1') + done('3')), []);
  });
});
