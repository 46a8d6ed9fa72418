import assert from 'node:assert/strict';
import { addNote } from '../../../../src/core/operations/addNote.ts';
import { addTask } from '../../../../src/core/operations/addTask.ts';
import { assign } from '../../../../src/core/operations/assign.ts';
import { claim, claimNext } from '../../../../src/core/operations/claim.ts';
import { defer } from '../../../../src/core/operations/defer.ts';
import { completeStep, completeTrace, failStep } from '../../../../src/core/operations/endStep.ts';
import { finish } from '../../../../src/core/operations/finish.ts';
import type { DocumentInput } from '../../../../src/core/operations/inputs.ts';
import type { WriteOperation } from '../../../../src/core/operations/operation.ts';
import { release } from '../../../../src/core/operations/release.ts';
import { reopen } from '../../../../src/core/operations/reopen.ts';
import { setStatus } from '../../../../src/core/operations/setStatus.ts';
import {
  recordInStep,
  resumeTrace,
  startStep,
  startTrace,
  updateFocus,
} from '../../../../src/core/operations/trace.ts';
import { outcomeMessage } from '../../../../src/core/messages/outcomes.ts';
import { refusalMessage } from '../../../../src/core/messages/refusals.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { attempt } from '../../../support/attempt.ts';
import { fixture } from '../../../support/documents.ts';
import { partOf, toAct, toFile } from '../../../support/parse.ts';
import { formatOf } from '../../../support/rules.ts';

const path = 'tasks/x/trace.md';
const acting = (text: string) => ({ ...toAct(toFile(text, path), formatOf(path)), me: 'maple' });

/** The new text, or what is told. */
function run<Input extends DocumentInput>(
  text: string,
  operation: WriteOperation<Input>,
  input: Omit<Input, 'document'>,
): { readonly text: string; readonly said: string } {
  const result = attempt(acting(text), operation, input);
  if (result.kind === 'refused') return { text, said: refusalMessage(result) };
  const said = outcomeMessage(result.outcome);
  if (result.kind === 'unchanged') return { text, said };
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  return { text: applied.text, said };
}

const created = startTrace.plan(
  { ...contextOf(), isFree: () => true },
  {
    name: 'feature-workflow',
    about: 'Add avatar upload',
    step: 'define',
    focus: 'The list of open questions',
    spec: 'specs/avatar.md',
    branch: 'feat/avatar',
  },
);

function contextOf() {
  const { open, me } = acting('# x\n');
  return {
    folder: open.document.id.folder,
    me,
    today: '2026-06-20',
  } as unknown as Parameters<typeof startTrace.plan>[0];
}

const began = `# Trace: feature-workflow
**Task:** Add avatar upload | **Task spec:** specs/avatar.md | **Started:** 2026-06-20 | **Status:** in-progress
**Branch:** feat/avatar

## Step 1: define
**Status:** in-progress
**Artifacts:** none | **Key decisions:** none | **Current focus:** The list of open questions
**Challenges:** none
`;

describe('a workflow', () => {
  it('begins with a trace as the protocol has it', () => {
    assert.ok(created.kind === 'plan');
    assert.deepEqual(
      created.changes.map((change) => [
        change.kind,
        change.document.path,
        'text' in change ? change.text : '',
      ]),
      [['create', 'tasks/add-avatar-upload/trace.md', began]],
    );
    const { name, branch, tasks } = partOf(acting(began).open);
    assert.deepEqual([name, branch, tasks?.length], ['x', 'feat/avatar', 1]);
  });

  it('begins where nothing is, in a folder of its own', () => {
    const input = { name: 'w', about: 't u', step: 's', focus: 'a b' };
    const code = (more: object, isFree = true): string => {
      const plan = startTrace.plan({ ...contextOf(), isFree: () => isFree }, { ...input, ...more });
      if (plan.kind === 'refused') return plan.code;
      return plan.kind === 'plan' ? (plan.changes[0]?.document.path ?? '') : plan.kind;
    };
    assert.equal(code({}), 'tasks/t-u/trace.md');
    assert.equal(code({ folder: './plans/x/' }), 'plans/x/trace.md');
    assert.equal(code({}, false), 'file.exists');
    for (const folder of ['../x', '/x', 'a/../../b', 'C:\\x', ''])
      assert.equal(code({ folder }), 'trace.folder');
    assert.equal(code({ focus: 'working' }), 'step.focus');
    assert.equal(code({ step: '[Action Name]' }), 'step.title');
    assert.equal(code({ about: ' ' }), 'step.text');
  });

  it('is kept up step by step to its end', () => {
    let { text, said } = run(began, updateFocus, { focus: 'The last open question' });
    assert.equal(said, 'Updated the focus of step 1.');
    ({ text, said } = run(text, recordInStep, { artifact: 'specs/avatar.md' }));
    assert.equal(said, 'Recorded in step 1.');
    ({ text, said } = run(text, completeStep, { summary: 'Wrote the spec.' }));
    assert.equal(said, 'Completed step 1: define.');
    ({ text, said } = run(text, startStep, { title: 'implement', focus: 'The upload route' }));
    assert.equal(said, 'Started step 2: implement.');
    ({ text, said } = run(text, completeStep, {
      summary: 'It works.',
      challenges: 'A slow disk',
      last: true,
    }));
    assert.equal(said, 'Completed the workflow of feat/avatar.');
    assert.equal(
      text,
      `# Trace: feature-workflow
**Task:** Add avatar upload | **Task spec:** specs/avatar.md | **Started:** 2026-06-20 | **Status:** completed
**Branch:** feat/avatar

## Step 1: define
**Status:** completed | **Summary:** Wrote the spec.
**Artifacts:** specs/avatar.md | **Key decisions:** none
**Challenges:** none

## Step 2: implement
**Status:** completed | **Summary:** It works.
**Artifacts:** none | **Key decisions:** none
**Challenges:** A slow disk
`,
    );
    assert.equal(
      run(text, startStep, { title: 'x', focus: 'y z' }).said,
      `The workflow of ${path} is completed.`,
    );
    assert.equal(run(text, resumeTrace, {}).said, `The workflow of ${path} is completed.`);
    assert.equal(
      run(text, updateFocus, { focus: 'y z' }).said,
      `No step of ${path} is in progress. Start a step first.`,
    );
  });

  it('is completed by itself where nobody knew that the last step was the last', () => {
    assert.equal(
      run(began, completeTrace, {}).said,
      'Step 1 is still in progress. Complete or fail it first.',
    );
    const { text } = run(began, completeStep, { summary: 'Wrote it.' });
    assert.match(run(text, completeTrace, {}).text, /\| \*\*Status:\*\* completed\n\*\*Branch/);
  });

  it('stops with a failure, and goes on with a step of its own', () => {
    let { text, said } = run(began, failStep, {
      summary: 'The questions cannot be answered.',
      challenges: 'No owner',
    });
    assert.equal(said, 'Step 1 failed, so the workflow is stopped: define.');
    const stopped = 'Step 1 failed, so the workflow is stopped. Resume Trace goes on.';
    assert.equal(run(text, startStep, { title: 'x', focus: 'y z' }).said, stopped);
    assert.equal(run(text, completeTrace, {}).said, stopped);
    ({ text, said } = run(text, resumeTrace, {}));
    assert.equal(said, 'Resumed the workflow with step 1a: Resume define.');
    assert.equal(
      text,
      `# Trace: feature-workflow
**Task:** Add avatar upload | **Task spec:** specs/avatar.md | **Started:** 2026-06-20 | **Status:** in-progress
**Branch:** feat/avatar

## Step 1: define
**Status:** failed | **Summary:** The questions cannot be answered.
**Artifacts:** none | **Key decisions:** none | **Current focus:** The list of open questions
**Challenges:** No owner

## Step 1a: Resume define
**Status:** in-progress
**Artifacts:** none | **Key decisions:** none | **Current focus:** The list of open questions
**Challenges:** none
`,
    );
    assert.equal(run(text, resumeTrace, {}).said, 'Go on with step 1a: The list of open questions');
    ({ text } = run(text, failStep, { summary: 'Again.' }));
    ({ text, said } = run(text, resumeTrace, { focus: 'The second question' }));
    assert.equal(said, 'Resumed the workflow with step 1b: Resume define.');
    ({ text } = run(text, completeStep, { summary: 'At last.' }));
    assert.equal(run(text, startStep, { title: 'next', focus: 'y z' }).said, 'Started step 2: next.');
  });

  it('that was interrupted has its open step ended first', () => {
    const text = fixture('trace/compact-interrupted.md');
    const open = 'Step 2 is still in progress. Complete or fail it first.';
    assert.equal(run(text, startStep, { title: 'x', focus: 'y z' }).said, open);
    assert.equal(run(text, resumeTrace, {}).said, open);
    assert.equal(run(text, completeStep, { summary: 'Done.', last: true }).said, open);
    const task = toKey(`${path}#["i","2"]`);
    assert.equal(run(text, completeStep, { task, summary: 'Done.' }).said, 'Completed step 2: implement.');
    const over = toKey(`${path}#["i","1"]`);
    assert.equal(
      run(text, completeStep, { task: over, summary: 'Done.' }).said,
      'Step 1 is not in progress.',
    );
  });
});

describe('a step as a task', () => {
  const task = toKey(`${path}#["i","1"]`);
  const begun = 'A step that began is completed or fails. Start Step begins another one.';

  it('is neither claimed, assigned, released nor put off', () => {
    assert.equal(run(began, claim, { task }).said, begun);
    assert.equal(run(began, claimNext, {}).said, begun);
    assert.equal(run(began, assign, { task, owner: 'otter' }).said, begun);
    assert.equal(run(began, release, { task }).said, begun);
    assert.equal(run(began, defer, { task, title: 'later' }).said, begun);
    assert.equal(run(began, setStatus, { task, status: 'todo' }).said, begun);
    assert.equal(
      run(began, reopen, { task }).said,
      'A step that ended is not reopened: use Resume Trace to go on.',
    );
    assert.equal(run(began, addTask, { title: 'x' }).said, 'A trace has steps: use Start Step to add one.');
    assert.equal(run(began, addNote, { text: 'x' }).said, 'A trace has no notes: use Record in Step.');
  });

  it('is finished and set to failed as it is completed and fails', () => {
    const summary = 'Wrote it.';
    assert.equal(
      run(began, finish, { task, evidence: summary }).text,
      run(began, completeStep, { summary }).text,
    );
    assert.equal(
      run(began, setStatus, { task, status: 'done', reason: summary }).text,
      run(began, completeStep, { summary }).text,
    );
    assert.equal(
      run(began, setStatus, { task, status: 'failed', reason: summary }).text,
      run(began, failStep, { summary }).text,
    );
    assert.equal(run(began, finish, { task }).said, 'Enter a summary of 1 to 3 sentences.');
  });
});
