import assert from 'node:assert/strict';
import type { StepEnd, StepRecord } from '../../../../../src/core/formats/format.ts';
import { stepEdits } from '../../../../../src/core/formats/trace/stepEdits.ts';
import { applyEdits, type Edits } from '../../../../../src/core/text/edit.ts';
import type { Refusal } from '../../../../../src/core/model/refusal.ts';
import { fixture } from '../../../../support/documents.ts';
import { partOf, toFile, toOpen } from '../../../../support/parse.ts';
import { formatOf } from '../../../../support/rules.ts';

const path = 'tasks/x/trace.md';

type Open = Parameters<typeof stepEdits.record>[0];

function open(text: string): Open {
  return toOpen(toFile(text, path), formatOf(path));
}

/** Its steps by their numbers. */
function step(of: Open, id: string) {
  const found = partOf(of).tasks?.find((task) => task.id === id);
  assert.ok(found, `step ${id}`);
  return found;
}

function written(text: string, result: Edits | Refusal): string {
  assert.ok(result.kind === 'edits', JSON.stringify(result));
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  return applied.text;
}

function start(text: string, title = 'verify', focus = 'The slow test', resumes?: string): string {
  const found = open(text);
  return written(
    text,
    stepEdits.start(found, {
      title,
      focus,
      ...(resumes === undefined ? {} : { resumes: step(found, resumes) }),
    }),
  );
}

function record(text: string, id: string, what: StepRecord): string {
  const found = open(text);
  return written(text, stepEdits.record(found, step(found, id), what));
}

function end(text: string, id: string, how: StepEnd): string {
  const found = open(text);
  return written(text, stepEdits.end(found, step(found, id), how));
}

/** Lines that are gone, and lines that are new. */
function changes(before: string, after: string): string[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return [
    ...a.filter((line) => !b.includes(line)).map((line) => `- ${line}`),
    ...b.filter((line) => !a.includes(line)).map((line) => `+ ${line}`),
  ];
}

const lines = `# Trace: w

**Task:** t
**Status:** in-progress

---

## Step 1: define

**Status:** completed
**Summary:** Did it.
**Artifacts:** none
**Key decisions:** none
**Challenges:** none

---

## Step 2: implement

**Status:** in-progress
**Artifacts:** src/a.ts
**Key decisions:** none yet
**Current focus:** Token validation
**Challenges:** none
`;

const compact = `# Trace: w
**Task:** a | b | **Status:** in-progress

## Step 1: define
**Status:** in-progress
**Artifacts:** none | **Key decisions:** none | **Current focus:** Reading a | b pairs
**Challenges:** none
`;

describe('a step of a trace', () => {
  it('begins in progress, laid out as the last one', () => {
    const done = end(lines, '2', { status: 'completed', summary: 'Done.' });
    assert.equal(
      start(done).slice(done.length - 1),
      `

---

## Step 3: verify

**Status:** in-progress
**Artifacts:** none
**Key decisions:** none
**Current focus:** The slow test
**Challenges:** none
`,
    );
    assert.equal(
      start(compact).slice(compact.length - 1),
      `

## Step 2: verify
**Status:** in-progress
**Artifacts:** none | **Key decisions:** none | **Current focus:** The slow test
**Challenges:** none
`,
    );
  });

  it('keeps the file’s own line ends, its lists, and a missing one at the end', () => {
    const text = '# Trace: w\r\n\r\n## [Step 1]: a\r\n- Status: completed\r\n- Summary: Did it.';
    assert.equal(
      start(text),
      `${text}\r\n\r\n## [Step 2]: verify\r\n- Status: in-progress\r\n- Current focus: The slow test`,
    );
  });

  it('is put above sections that are no steps', () => {
    const text = `${compact}\n## Notes\n\nsee\n`;
    assert.match(
      start(text),
      /\*\*Challenges:\*\* none\n\n## Step 2: verify\n[^#]*none\n\n## Notes\n\nsee\n$/,
    );
  });

  it('has its focus set, and gets a line for it where there is none', () => {
    assert.deepEqual(changes(lines, record(lines, '2', { focus: 'The error\npath' })), [
      '- **Current focus:** Token validation',
      '+ **Current focus:** The error path',
    ]);
    const bare = '# Trace: w\n\n## Step 1: a\n\n**Status:** in-progress\n';
    assert.equal(
      record(bare, '1', { focus: 'The error path' }),
      '# Trace: w\n\n## Step 1: a\n\n**Status:** in-progress\n**Current focus:** The error path\n',
    );
    const one = '# Trace: w\n\n## Step 1: a\n**Status:** in-progress | **Summary:** x\n**Artifacts:** a.ts\n';
    assert.deepEqual(changes(one, record(one, '1', { focus: 'b c' })), [
      '- **Artifacts:** a.ts',
      '+ **Artifacts:** a.ts | **Current focus:** b c',
    ]);
  });

  it('has what it made, decided and met added to what is there', () => {
    const all = { artifact: 'src/b.ts', decision: 'Retry once: calls are cheap', challenge: 'No clock' };
    assert.deepEqual(changes(lines, record(lines, '2', all)), [
      '- **Artifacts:** src/a.ts',
      '- **Key decisions:** none yet',
      '+ **Artifacts:** src/a.ts; src/b.ts',
      '+ **Key decisions:** Retry once: calls are cheap',
      '+ **Challenges:** No clock',
    ]);
    assert.deepEqual(changes(compact, record(compact, '1', all)), [
      '- **Artifacts:** none | **Key decisions:** none | **Current focus:** Reading a | b pairs',
      '- **Challenges:** none',
      '+ **Artifacts:** src/b.ts | **Key decisions:** Retry once: calls are cheap | **Current focus:** Reading a | b pairs',
      '+ **Challenges:** No clock',
    ]);
    const list = lines.replace('src/a.ts', '\n- Created: src/a.ts');
    assert.deepEqual(changes(list, record(list, '2', { artifact: 'Modified: src/b.ts' })), [
      '+ - Modified: src/b.ts',
    ]);
  });

  it('is completed with a summary, and has no focus then', () => {
    const text = fixture('trace/compact-interrupted.md');
    assert.deepEqual(changes(text, end(text, '3', { status: 'completed', summary: 'All pass.' })), [
      '- **Status:** in-progress | **Summary:** Running the tests',
      '- **Artifacts:** none | **Key decisions:** none | **Current focus:** The slow test of large files',
      '+ **Status:** completed | **Summary:** All pass.',
      '+ **Artifacts:** none | **Key decisions:** none',
    ]);
    assert.deepEqual(
      changes(
        lines,
        end(lines, '2', { status: 'completed', summary: 'Done.', challenge: 'A b', isLast: true }),
      ),
      [
        '- **Status:** in-progress',
        '- **Status:** in-progress',
        '- **Current focus:** Token validation',
        '+ **Summary:** Done.',
        '+ **Challenges:** A b',
      ],
    );
    const ended = end(lines, '2', { status: 'completed', summary: 'Done.', isLast: true });
    assert.ok(!ended.includes('in-progress'));
  });

  it('fails with what and why, and stops the workflow; its focus stays', () => {
    const failed = end(lines, '2', {
      status: 'failed',
      summary: 'Uploads time out.',
      challenge: '30s default',
    });
    assert.match(failed, /\*\*Task:\*\* t\n\*\*Status:\*\* failed\n/);
    assert.match(
      failed,
      /implement\n\n\*\*Status:\*\* failed\n\*\*Summary:\*\* Uploads time out\.\n.*\n.*\n\*\*Current focus:\*\* Token validation\n\*\*Challenges:\*\* 30s default\n$/,
    );
    const resumed = start(failed, 'Resume implement', 'Token validation', '2');
    assert.match(resumed, /\*\*Task:\*\* t\n\*\*Status:\*\* in-progress\n/);
    assert.match(resumed, /\n\n---\n\n## Step 2a: Resume implement\n\n\*\*Status:\*\* in-progress\n/);
  });

  it('takes no text that says nothing, or could not be read back', () => {
    const found = open(lines);
    const code = (what: StepRecord): string => {
      const result = stepEdits.record(found, step(found, '2'), what);
      return result.kind === 'refused' ? result.code : result.kind;
    };
    assert.equal(code({ focus: 'implementing' }), 'step.focus');
    assert.equal(code({ focus: 'In progress.' }), 'step.focus');
    assert.equal(code({ focus: '[focus]' }), 'step.text');
    assert.equal(code({ artifact: ' \n' }), 'step.text');
    assert.equal(code({ decision: 'none' }), 'step.text');
    assert.equal(code({ decision: '`a | **B:** c`' }), 'step.text');
    assert.deepEqual(changes(lines, record(lines, '2', { focus: 'x | **Status:** failed' })), [
      '- **Current focus:** Token validation',
      '+ **Current focus:** x \\| **Status:** failed',
    ]);
    const summary = (text: string): string => {
      const result = stepEdits.end(found, step(found, '2'), { status: 'completed', summary: text });
      return result.kind === 'refused' ? result.code : result.kind;
    };
    assert.equal(summary(''), 'step.summary');
    assert.equal(summary('One. Two. Three. Four.'), 'step.summary');
    assert.equal(summary('One. Two. Three.'), 'edits');
  });
});
