import assert from 'node:assert/strict';
import { defaultCriteria } from '../../../../../src/core/model/criteria.ts';
import { toFile } from '../../../../support/parse.ts';
import { isTrace, parseTrace } from '../../../../../src/core/formats/trace/trace.ts';
import type { ParsedDocument } from '../../../../../src/core/model/parsedDocument.ts';
import type { StreamPart } from '../../../../../src/core/model/item.ts';
import { checkParsed, codesOf, fixture, onlyPart } from '../../../../support/documents.ts';

const path = 'tasks/x/trace.md';

function parse(text: string): ParsedDocument {
  const parsed = parseTrace(toFile(text, path), defaultCriteria);
  checkParsed(text, parsed);
  return parsed;
}

function part(text: string): StreamPart {
  return onlyPart(parse(text));
}

/** `id title | status word` of every step. */
function stepsOf({ tasks = [] }: StreamPart): string[] {
  return tasks.map(
    ({ id, title, status }) => `${id ?? ''} ${title.value} | ${status.value} ${status.written}`,
  );
}

function fieldsOf({ fields = [] }: { readonly fields?: StreamPart['fields'] }): string[] {
  return fields.map(({ name, value }) => `${name}: ${value}`);
}

/** A trace of these steps, each with its lines, in order. */
function traceOf(...steps: readonly string[]): string {
  const sections = steps.map((step) => `## Step ${step}\n`);
  return `# Trace: w\n\n**Task:** t\n**Status:** in-progress\n\n${sections.join('\n')}`;
}
const done = '**Status:** completed\n**Summary:** Did it.';
const open = '**Status:** in-progress\n**Current focus:** The third of five files';
const failed = '**Status:** failed\n**Summary:** It broke.\n**Current focus:** The large file';

describe('a trace', () => {
  it('is read with its steps as tasks, in order', () => {
    const read = part(fixture('sample/tasks/avatar-upload/trace.md'));
    assert.deepEqual(stepsOf(read), ['1 define | done completed', '2 implement | wip in-progress']);
    assert.deepEqual(
      read.tasks?.map(({ key }) => String(key)),
      [`${path}#["i","1"]`, `${path}#["i","2"]`],
    );
    assert.deepEqual(fieldsOf(read.tasks[1] ?? {}), [
      'Summary: Implementing presigned URL endpoint',
      'Artifacts: Created src/api/avatar.py',
      'Key decisions: Using boto3 with 5min expiry',
      'Current focus: Token validation. Completed: route setup, S3 client. Remaining: validation, tests.',
      'Challenges: none yet',
    ]);
    assert.deepEqual(
      read.tasks.map(({ mentions }) => mentions.map(({ id }) => id)),
      [['AV-01', 'AV-02'], []],
    );
  });

  it('says what the workflow is about, where it stands and where to go on', () => {
    const read = part(fixture('sample/tasks/avatar-upload/trace.md'));
    assert.equal(read.title?.value, 'Add user avatar upload to profile page');
    assert.equal(read.branch, 'feat/avatar');
    assert.deepEqual([read.status?.value, read.status?.written], ['wip', 'in-progress']);
    assert.deepEqual(fieldsOf(read), ['Trace: feature-workflow', 'Started: 2025-01-15T14:32']);
    assert.deepEqual(
      read.links?.map(({ role, destination }) => `${role} ${destination}`),
      ['spec tasks/avatar-upload/specs.md'],
    );
    assert.equal(
      read.resumption?.position.value,
      'Token validation. Completed: route setup, S3 client. Remaining: validation, tests.',
    );
    assert.equal(read.resumption.task, `${path}#["i","2"]`);
    assert.deepEqual(codesOf(parse(fixture('sample/tasks/avatar-upload/trace.md'))), []);
  });

  it('that failed shows where, and which files its steps made', () => {
    const text = fixture('sample/tasks/avatar-timeouts/trace.md');
    const read = part(text);
    assert.deepEqual(stepsOf(read), ['1 reproduce | done completed', '2 verify | failed failed']);
    assert.equal(read.resumption?.position.value, 'Running large file test');
    assert.equal(
      fieldsOf(read.tasks?.[0] ?? {})[1],
      'Artifacts: Created: tests/large_file.py, tests/data/large.png; Modified: src/api/avatar.py',
    );
    assert.deepEqual(
      read.tasks?.map(({ links }) => links.map(({ role, destination }) => `${role} ${destination}`)),
      [['artifact tests/large_file.py', 'artifact tests/data/large.png', 'artifact src/api/avatar.py'], []],
    );
    assert.deepEqual(codesOf(parse(text)), []);
  });

  it('may have several keys in a line: a value ends only before the next bold key', () => {
    const text = fixture('trace/compact-interrupted.md');
    const read = part(text);
    assert.equal(read.title?.value, 'Export a | b pairs');
    assert.deepEqual(stepsOf(read), [
      '1 define | done completed',
      '2 implement | wip in-progress',
      '3 verify | wip in-progress',
    ]);
    assert.equal(
      fieldsOf(read.tasks?.[0] ?? {})[0],
      'Summary: Wrote the spec for a | b pairs. Two open points went to the owner.',
    );
    assert.equal(read.resumption?.position.value, 'The slow test of large files');
    assert.equal(read.resumption.task, `${path}#["i","3"]`);
    // The second step is still open, and not the last.
    assert.deepEqual(codesOf(parse(text)), ['step.notLast (10)']);
  });

  it('is read the same with other line ends', () => {
    const text = fixture('sample/tasks/avatar-timeouts/trace.md');
    const other = text.replaceAll('\n', '\r\n');
    assert.deepEqual(stepsOf(part(other)), stepsOf(part(text)));
    assert.deepEqual(fieldsOf(part(other).tasks?.[0] ?? {}), fieldsOf(part(text).tasks?.[0] ?? {}));
  });

  it('drops nothing: what is in no step and has no key is a field, a note or the text of its step', () => {
    const read = part(
      `---\nauthor: otter\n---\nBefore.\n\n# Trace: w\n\n**Task:** t\n**Reviewer:** heron\n\nProse of\ntwo lines, see [a](b.md).\n\n` +
        `## Step 1: one\n\nWords before.\n\n${done}\n\n### Findings\n\n- it is **slow**\n\n\`\`\`\n**Status:** failed\n\`\`\`\n\n` +
        `## Afterthoughts\n\nNothing to add.\n- or is there\n`,
    );
    assert.deepEqual(fieldsOf(read), [
      'author: otter',
      'Trace: w',
      'Reviewer: heron',
      'Afterthoughts: Nothing to add.; or is there',
    ]);
    assert.deepEqual(
      read.notes?.map(({ text }) => text),
      ['Before.', 'Prose of two lines, see a.'],
    );
    const [step] = read.tasks ?? [];
    assert.equal(step?.text?.value, 'Words before.');
    assert.equal(step.status.value, 'done');
    assert.match(fieldsOf(step).join(), /Findings: it is slow .*Status/);
  });

  it('shows who is at a step, where it says so', () => {
    const [one, two, three] =
      part(
        traceOf(`1: a\n**Owner:** @maple (lead)\n${done}`, `2: b\n**Agent:** none\n${done}`, `3: c\n${open}`),
      ).tasks ?? [];
    assert.equal(one?.owner.value, '@maple (lead)');
    assert.deepEqual([two?.owner.value, two?.owner.written], [undefined, 'none']);
    assert.deepEqual(three?.owner, { value: undefined, written: '' });
  });

  it('keeps removed steps apart: struck out, with the reason', () => {
    const read = part(
      traceOf(`1: a\n${done}`, `2: b\n${open}`).replace('## Step 1: a', '## ~~Step 1: a~~ (too early)'),
    );
    assert.deepEqual(stepsOf(read), ['1 a | dropped completed', '2 b | wip in-progress']);
    assert.equal(read.tasks?.[0]?.text?.value, '(too early)');
  });

  it('reads the word of a status line, and leaves a remark behind it alone', () => {
    const words = [
      'completed',
      '✅ completed',
      'failed (again)',
      'in-progress - half way',
      'done',
      'todo',
      'almost',
      '',
    ];
    const read = part(traceOf(...words.map((word, i) => `${i + 1}: s\n**Status:** ${word}`)));
    assert.deepEqual(
      read.tasks?.map(({ status }) => `${status.value} ${status.written}`),
      [
        'done completed',
        'done ✅ completed',
        'failed failed',
        'wip in-progress',
        'done done',
        'todo todo',
        'unknown almost',
        'unknown ',
      ],
    );
  });
});

describe('what is wrong with a trace', () => {
  for (const [name, text, codes] of [
    ['nothing', traceOf(`1: a\n${done}`, `2: b\n${open}`), []],
    ['a step after a failed one', traceOf(`1: a\n${failed}`, `2: b\n${open}`), ['step.afterFailed (11)']],
    ['but a step that takes it up', traceOf(`1: a\n${failed}`, `1a: Resume a\n${open}`), []],
    ['a failed step in a workflow that goes on', traceOf(`1: a\n${failed}`), ['trace.statusDiffers (4)']],
    [
      'two steps of one number',
      traceOf(`1: a\n${done}`, `1: b\n${done}`),
      ['step.duplicate (6)', 'step.duplicate (10)'],
    ],
    ['a number that goes back', traceOf(`2: a\n${done}`, `1: b\n${done}`), ['step.order (10)']],
    ['letters in order', traceOf(`2: a\n${done}`, `2a: b\n${done}`, `3: c\n${done}`, `10: d\n${done}`), []],
    ['no status', traceOf('1: a\n**Summary:** x'), ['step.noStatus (6)']],
    ['a status of no step', traceOf('1: a\n**Status:** pending'), ['step.foreignStatus (7)']],
    ['an unknown status', traceOf('1: a\n**Status:** almost'), ['status.unknown (7)']],
    ['a second focus', traceOf(`1: a\n${open}\n**Current focus:** Also this`), ['trace.repeated (9)']],
    ['no focus', traceOf('1: a\n**Status:** in-progress'), ['step.noFocus (7)']],
    [
      'a vague focus',
      traceOf('1: a\n**Status:** in-progress\n**Current focus:** implementing'),
      ['step.vagueFocus (8)'],
    ],
    [
      'a focus that was left',
      traceOf(`1: a\n${done}\n**Current focus:** Token validation`),
      ['step.focusLeft (9)'],
    ],
    ['no summary', traceOf('1: a\n**Status:** completed\n**Summary:** none'), ['step.noSummary (7)']],
    ['a long summary', traceOf(`1: a\n${done} Then more. And more. And more.`), ['step.longSummary (8)']],
    ['a second trace', `${traceOf(`1: a\n${done}`)}\n# Trace: v\n`, ['trace.second (10)']],
    ['no status of its own', `# Trace: w\n\n## Step 1: a\n${done}\n`, ['trace.noStatus (1)']],
    [
      'the end of a workflow with an open step',
      traceOf(`1: a\n${open}`).replace('in-progress', 'completed'),
      ['trace.statusDiffers (4)'],
    ],
    [
      'a failed workflow without a failed step',
      traceOf(`1: a\n${done}`).replace('in-progress', 'failed'),
      ['trace.statusDiffers (4)'],
    ],
    [
      'a template that is not filled in',
      '# Trace: [Workflow Name]\n**Task:** [brief description] | **Status:** in-progress | completed | failed\n\n' +
        '## Step N: [Action Name]\n**Status:** in-progress | completed | failed | **Summary:** [1-3 sentences]\n',
      [
        'trace.template (1)',
        'trace.template (2)',
        'trace.template (2)',
        'trace.template (4)',
        'trace.template (5)',
        'trace.template (5)',
      ],
    ],
    [
      'a conflict that git left',
      traceOf(`1: a\n<<<<<<< HEAD\n${done}\n=======\n${open}\n>>>>>>> feat/x`),
      ['conflict.byHand (7)'],
    ],
  ] as const)
    it(`is told: ${name}`, () => {
      assert.deepEqual(codesOf(parse(text)), codes);
    });

  it('leaves steps of one number to their titles, and gives no key twice', () => {
    const { tasks = [] } = part(traceOf(`1: a\n${done}`, `1: b\n${done}`, `2: c\n${done}`, `2: c\n${open}`));
    assert.deepEqual(
      tasks.map(({ ambiguous }) => ambiguous),
      [undefined, undefined, true, true],
    );
  });
});

describe('a file of that name', () => {
  const isOne = (text: string): boolean => isTrace(toFile(text, path));

  it('is a trace when it has the heading of one, and a step', () => {
    assert.ok(isOne(fixture('sample/tasks/avatar-upload/trace.md')));
    assert.ok(isOne('# Trace: w\n\n## [Step 1]: a\n'));
    assert.ok(isOne(traceOf('1: a')));
  });

  for (const [name, text] of [
    [
      'a report',
      '# Trace: prices in summer\n**v2** Changes: none.\n\n## Finding 1\n**Status:** settled\n\n### Step 1: measure\nTwice.\n',
    ],
    [
      'a page that shows the template',
      '# How traces look\n\n```markdown\n# Trace: [Workflow Name]\n## Step N: [Action Name]\n```\n',
    ],
    [
      'a state of another tool',
      '---\nstatus: executing\n---\n# Project State\n\n**Current focus:** Phase 22\n\n## Position\n',
    ],
    ['steps without a trace', '# Plan\n\n## Step 1: a\n'],
    ['nothing', ''],
  ] as const)
    it(`is none when it is ${name}`, () => {
      assert.ok(!isOne(text));
    });
});
