import assert from 'node:assert/strict';
import { completeStep, failStep } from '../../../../../src/core/operations/endStep.ts';
import type { DocumentInput } from '../../../../../src/core/operations/inputs.ts';
import type { WriteOperation } from '../../../../../src/core/operations/operation.ts';
import {
  recordInStep,
  resumeTrace,
  startStep,
  updateFocus,
} from '../../../../../src/core/operations/trace.ts';
import type { StreamTask } from '../../../../../src/core/model/item.ts';
import {
  changedLinesOf,
  done,
  openAt,
  streamPartOf,
  taskNamed,
  type Wanted,
} from '../../../../support/changed.ts';
import { checkParsed, codesOf, fixture } from '../../../../support/documents.ts';

const path = 'tasks/x/trace.md';

/** `id title | status` of every step, what is wrong, and where to go on. */
function read(text: string) {
  const open = openAt(path, text);
  assert.ok(open);
  checkParsed(text, open.parsed);
  const part = streamPartOf(open);
  return {
    part,
    steps: (part.tasks ?? []).map(({ id, title, status }) => `${id ?? ''} ${title.value} | ${status.value}`),
    codes: codesOf(open.parsed),
    focus: part.resumption?.position.value,
    step: (id: string) => taskNamed(open, id),
  };
}

function fieldOf({ fields }: StreamTask, name: string): string | undefined {
  return fields.find((field) => field.name === name)?.value;
}

/** Lines that an operation takes out and puts in, or why it is refused. */
function changes<Input extends DocumentInput>(
  text: string,
  operation: WriteOperation<Input>,
  input: Wanted<Input>,
): readonly string[] {
  return changedLinesOf(text, done(path, text, operation, input));
}

/** The code of a refusal. */
function refused<Input extends DocumentInput>(
  text: string,
  operation: WriteOperation<Input>,
  input: Wanted<Input>,
): string {
  return done(path, text, operation, input);
}

describe('the examples of the protocol of traces', () => {
  it('are read without a problem', () => {
    const inProgress = read(fixture('trace/seed-in-progress.md'));
    assert.deepEqual(inProgress.codes, []);
    assert.deepEqual(inProgress.steps, ['1 implement | wip']);
    assert.equal(
      inProgress.focus,
      'Token validation. Completed: route setup, S3 client. Remaining: validation, tests.',
    );
    const failed = read(fixture('trace/seed-failed.md'));
    assert.deepEqual(failed.codes, []);
    assert.deepEqual(failed.steps, ['1 verify | failed']);
    assert.equal(failed.focus, 'Running large file test');
  });

  it('are read as the sentences that they are, which nobody changes but a person', () => {
    const example =
      '**In-progress:** Status: in-progress, Summary: Implementing presigned URL endpoint, Artifacts: Created src/api/avatar.py, ' +
      'Key decisions: Using boto3 with 5min expiry, Current focus: Token validation. Completed: route setup, S3 client. ' +
      'Remaining: validation, tests.';
    const text = `# Trace: w\n**Task:** t | **Status:** in-progress\n\n## Step 1: implement\n${example}\n`;
    const { steps, codes, focus, step } = read(text);
    assert.deepEqual(steps, ['1 implement | wip']);
    assert.deepEqual(codes, []);
    assert.equal(focus, 'Token validation. Completed: route setup, S3 client. Remaining: validation, tests.');
    assert.equal(fieldOf(step('1'), 'Key decisions'), 'Using boto3 with 5min expiry');
    assert.equal(refused(text, completeStep, { summary: 'Done.' }), 'step.form');
    const failed = text
      .replace(
        example,
        'Status: failed, Summary: Tests failed — uploads >2MB timeout, Current focus: Running large file test, Challenges: S3 presigned URL 30s default timeout insufficient.',
      )
      .replace('in-progress', 'failed');
    assert.deepEqual(read(failed).codes, []);
    const resumed = done(path, failed, resumeTrace, {});
    assert.deepEqual(read(resumed).steps, ['1 implement | failed', '1a Resume implement | wip']);
    assert.deepEqual(read(resumed).codes, []);
  });

  it('are ended and resumed in the lines that they have', () => {
    const text = fixture('trace/seed-in-progress.md');
    assert.deepEqual(changes(text, completeStep, { summary: 'The endpoint signs uploads.' }), [
      '- **Status:** in-progress | **Summary:** Implementing presigned URL endpoint',
      '- **Artifacts:** Created src/api/avatar.py | **Key decisions:** Using boto3 with 5min expiry | **Current focus:** Token validation. Completed: route setup, S3 client. Remaining: validation, tests.',
      '+ **Status:** completed | **Summary:** The endpoint signs uploads.',
      '+ **Artifacts:** Created src/api/avatar.py | **Key decisions:** Using boto3 with 5min expiry',
    ]);
    const failed = fixture('trace/seed-failed.md');
    const resumed = done(path, failed, resumeTrace, {});
    assert.deepEqual(read(resumed).steps, ['1 verify | failed', '1a Resume verify | wip']);
    assert.deepEqual(read(resumed).codes, []);
    assert.equal(refused(failed, startStep, { title: 'deploy', focus: 'The first host' }), 'trace.stopped');
  });
});

describe('a trace that was interrupted', () => {
  const text = fixture('trace/compact-interrupted.md');

  it('is completed in its current step alone, and begins no other while one is open', () => {
    assert.deepEqual(changes(text, completeStep, { on: '3', summary: 'All pass.' }), [
      '- **Status:** in-progress | **Summary:** Running the tests',
      '- **Artifacts:** none | **Key decisions:** none | **Current focus:** The slow test of large files',
      '+ **Status:** completed | **Summary:** All pass.',
      '+ **Artifacts:** none | **Key decisions:** none',
    ]);
    const ended = done(path, text, completeStep, { on: '3', summary: 'All pass.' });
    assert.equal(refused(ended, startStep, { title: 'tell', focus: 'The list of changes' }), 'step.open');
    const both = done(path, ended, failStep, { on: '2', summary: 'Escapes were left open.' });
    assert.deepEqual(read(both).steps, ['1 define | done', '2 implement | failed', '3 verify | done']);
  });
});

describe('a trace that goes on behind a failure', () => {
  const text = fixture('trace/resumed.md');

  it('is read with its removed step, and with nothing wrong', () => {
    const { steps, codes, focus, part, step } = read(text);
    assert.deepEqual(steps, [
      '1 prepare | done',
      '2 announce | dropped',
      '3 publish | failed',
      '3a Resume publish | wip',
    ]);
    assert.deepEqual(codes, []);
    assert.equal(focus, 'Second upload, with the name that was given back');
    assert.equal(part.branch, 'release/rename');
    assert.deepEqual(
      step('1').links.map(({ destination }) => destination),
      ['package.json', 'README.md', 'docs/rename.md'],
    );
    assert.deepEqual(
      step('1').mentions.map(({ id }) => id),
      ['REL-01'],
    );
    assert.equal(step('2').text?.value, '(the owner does it)');
  });

  it('is changed in the step that it is at', () => {
    assert.deepEqual(
      changes(text, recordInStep, { artifact: 'docs/upload.md', challenge: 'A queue of 2 h' }),
      ['- **Artifacts:** none', '+ **Artifacts:** docs/upload.md', '+ **Challenges:** A queue of 2 h'],
    );
    assert.deepEqual(changes(text, updateFocus, { focus: 'The checksum of the archive' }), [
      '- **Current focus:** Second upload, with the name that was given back',
      '+ **Current focus:** The checksum of the archive',
    ]);
    const ended = done(path, text, failStep, { summary: 'The name is taken again.' });
    assert.deepEqual(read(ended).codes, []);
    const resumed = read(done(path, ended, resumeTrace, {}));
    assert.equal(resumed.steps.at(-1), '3b Resume publish | wip');
    assert.deepEqual(resumed.codes, []);
  });
});

describe('a trace with its keys in lists, CRLF and no last line end', () => {
  const text = fixture('trace/list-items-crlf.md');

  it('is read as any other', () => {
    const { steps, codes, focus, part } = read(text);
    assert.deepEqual(steps, ['1 copy | done', '2 switch | wip']);
    assert.deepEqual(codes, []);
    assert.equal(focus, 'Readers of the old queue: a | b');
    assert.equal(part.title?.value, 'Move the queue');
    assert.deepEqual(
      part.fields?.map(({ name, value }) => `${name}: ${value}`),
      ['session: 20260402_0910', 'Trace: migrate a | b'],
    );
  });

  it('keeps its signs and its line ends', () => {
    const ended = done(path, text, completeStep, { summary: 'All readers moved.', last: true });
    assert.deepEqual(changedLinesOf(text, ended), [
      '- - **Task:** Move the queue | **Status:** in-progress\r',
      '- - **Status:** in-progress\r',
      '- - **Current focus:** Readers of the old queue: `a | b`\r',
      '+ - **Task:** Move the queue | **Status:** completed\r',
      '+ - **Summary:** All readers moved.\r',
    ]);
    assert.equal(ended.replaceAll('\r\n', '').includes('\n'), false);
    assert.ok(ended.endsWith('none yet'));
  });
});

describe('a trace of the first version', () => {
  const text = fixture('trace/first-version.md');

  it('has design changes, and sections of its own', () => {
    const { steps, codes, part, step } = read(text);
    assert.deepEqual(steps, ['1 reproduce | done', '2 fix | wip']);
    assert.deepEqual(codes, []);
    assert.equal(fieldOf(step('2'), 'Design changes'), 'Times are kept in UTC; only the view has a zone.');
    assert.match(fieldOf(step('2'), 'Notes') ?? '', /UTC-8.*completed/);
    assert.deepEqual(
      part.fields?.map(({ name }) => name),
      ['Trace', 'Started', 'Open questions'],
    );
  });

  it('gets its decisions where it keeps them', () => {
    assert.deepEqual(changes(text, recordInStep, { decision: 'The server sends no zone' }), [
      '- **Design changes:** Times are kept in UTC; only the view has a zone.',
      '+ **Design changes:** Times are kept in UTC; only the view has a zone.; The server sends no zone',
    ]);
    const ended = done(path, text, completeStep, { summary: 'All dates agree.' });
    const begun = done(path, ended, startStep, { title: 'verify', focus: 'Zones with half hours' });
    const { steps, codes } = read(begun);
    assert.deepEqual(steps, ['1 reproduce | done', '2 fix | done', '3 verify | wip']);
    assert.deepEqual(codes, []);
    assert.match(begun, /\*\*Design changes:\*\* none\n\*\*Current focus:\*\* Zones with half hours\n/);
    assert.match(begun, /## Open questions\n\n- Which zone has a report\?\n$/);
  });
});

describe('files called like traces', () => {
  it('are none, and have no problem', () => {
    for (const text of [
      '# Trace: heat in March\n\n**Status:** settled\n\n### Step 1: measure\n\n12 degrees.\n',
      '# How it went\n\n## Step 1: began\n\n**Status:** in-progress\n',
      '# Rules\n\n```markdown\n# Trace: [Workflow Name]\n\n## Step N: [Action Name]\n```\n',
      '---\nstatus: executing\n---\n\n# State\n\n**Current focus:** Phase 3\n',
    ])
      assert.equal(openAt(path, text), undefined, text);
    assert.equal(openAt('.planning/STATE.md', '# Trace: x\n\n## Step 1: a\n'), undefined);
  });
});
