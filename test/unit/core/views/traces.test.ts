import assert from 'node:assert/strict';
import { itemIn } from '../../../../src/core/index/composeStream.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { streamLenses } from '../../../../src/core/views/lenses.ts';
import { indexOf, outlineContext, parseAt } from '../../../support/indexOf.ts';

const path = 'tasks/avatar-upload/trace.md';
const files = (status: string, ...steps: readonly string[]): string =>
  [
    `# Trace: work\n**Status:** ${status}\n**Branch:** feat/x`,
    ...steps.map((step, i) => `## Step ${i + 1}: s${i + 1}\n**Status:** ${step}\n**Current focus:** a b`),
  ].join('\n\n');

/** What menus offer on the row of a trace, and on those of its steps. */
function offered(text: string, writable = true): readonly string[] {
  const [row] = branchProgress(indexOf({ [path]: text }), outlineContext({ me: 'maple', writable }));
  assert.ok(row);
  const steps = (row.children?.() ?? []).filter(({ kind }) => kind === 'task');
  return [row, ...steps].map(({ context }) => context);
}

/** `line: title` of each lens. */
function lensesOf(text: string, writable = true): readonly string[] {
  const parsed = parseAt(path, text);
  const item = itemIn(parsed);
  assert.ok(item?.kind === 'stream');
  const { lineStarts } = parsed;
  return streamLenses(item, { me: 'maple', writable, lineStarts }).map(
    ({ line, title }) => `${line}: ${title.replace(/^\$\(.*\)\u00A0/, '')}`,
  );
}

describe('the rows and lenses of a trace', () => {
  const ends = 'completeStep failStep updateFocus recordInStep';

  it('offer what its running step takes', () => {
    const running = files('in-progress', 'completed', 'in-progress');
    assert.deepEqual(offered(running), ['stream resumeTrace', 'task', `task ${ends}`]);
    assert.deepEqual(lensesOf(running), [
      '4: 1/2 done',
      '8: in-progress',
      '8: Complete Step',
      '8: Fail Step',
    ]);
  });

  it('offer the next step once one is over, and to resume what failed', () => {
    const waiting = files('in-progress', 'completed');
    assert.deepEqual(offered(waiting), ['stream startStep completeTrace', 'task']);
    assert.deepEqual(lensesOf(waiting), ['4: 1/1 done', '4: Start Step']);
    const failed = files('failed', 'failed');
    assert.deepEqual(offered(failed), ['stream resumeTrace', 'task']);
    assert.deepEqual(lensesOf(failed), ['4: 0/1 done', '4: failed', '4: Resume Trace']);
    assert.deepEqual(offered(files('completed', 'completed')), ['stream', 'task']);
  });

  it('offer of an interrupted workflow to end its open steps first', () => {
    const interrupted = files('in-progress', 'in-progress', 'in-progress');
    assert.deepEqual(offered(interrupted), ['stream', `task ${ends}`, `task ${ends}`]);
  });

  it('offer nothing where nothing is written', () => {
    const running = files('in-progress', 'in-progress');
    assert.deepEqual(offered(running, false), ['stream', 'task']);
    assert.deepEqual(lensesOf(running, false), ['4: 0/1 done']);
  });
});
