import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runAtOnce } from '../../../../../src/core/base/steps.ts';
import type { NewDelta } from '../../../../../src/core/formats/newChange.ts';
import { changes } from '../../../../../src/core/formats/openSpec/changes.ts';
import { readDeltas } from '../../../../../src/core/formats/openSpec/delta.ts';
import { applyEdits } from '../../../../../src/core/text/edit.ts';
import { comparableBlock } from '../../../../../src/core/text/requirementBlocks.ts';
import {
  headingIn,
  readRequirement,
  toBody,
  writeRequirement,
} from '../../../../../src/core/text/requirementDraft.ts';
import { SourceText } from '../../../../../src/core/text/sourceText.ts';
import { refuseName } from '../../../../../src/core/model/changeNames.ts';
import { openAt } from '../../../../support/changed.ts';
import { hostileDocument } from '../../../../support/hostile.ts';

const path = 'openspec/changes/add-2fa/specs/auth/spec.md';
const when = { today: '2026-06-20', now: '2026-06-20T12:00:00Z' };

const word = fc.constantFrom(
  'Login',
  'two *factors*',
  'C#',
  '`code`',
  'ÄÖ 🦦',
  'a: b',
  '<b>',
  '\\',
  '|',
  '- x',
  '1. y',
);
const name = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .map((words) => words.join(' '))
  .filter((each) => refuseName('requirement', each) === undefined);
const prose = fc
  .array(
    fc.oneof(
      word,
      fc.constantFrom('', 'It SHALL ask.', '- WHEN a', '```\n## code\n```', '#tag', '> # quoted'),
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((lines) => toBody(lines.join('\n')))
  .filter((text) => text !== '' && headingIn(text) === undefined);
const draft = fc.record(
  {
    name,
    text: prose,
    scenarios: fc.array(fc.record({ name, steps: prose }, { noNullPrototype: true }), {
      minLength: 1,
      maxLength: 3,
    }),
  },
  { noNullPrototype: true },
);
const delta: fc.Arbitrary<NewDelta> = fc.oneof(
  fc.tuple(fc.constantFrom('added', 'modified'), draft).map(([operation, each]) => ({
    operation,
    capability: 'auth',
    requirement: each.name,
    draft: each,
    isNewCapability: false,
  })),
  fc.record({
    operation: fc.constant('removed' as const),
    capability: fc.constant('auth'),
    requirement: name,
    reason: fc.constantFrom(undefined, 'Nobody uses it'),
    isNewCapability: fc.constant(false),
  }),
  fc.record({
    operation: fc.constant('renamed' as const),
    capability: fc.constant('auth'),
    requirement: name,
    newName: name,
    isNewCapability: fc.constant(false),
  }),
);
const line = fc.constantFrom(
  '# Delta',
  '## Purpose',
  '## ADDED Requirements',
  '## Modified requirements',
  '## REMOVED Requirements',
  '## RENAMED Requirements',
  '### Requirement: Old',
  '#### Scenario: Old',
  '- **WHEN** a',
  '- FROM: `### Requirement: A`',
  '- TO: `### Requirement: B`',
  '```',
  '<!-- x',
  '',
  '  ',
  'text',
);
const text = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.array(line, { maxLength: 16 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
      .map(([lines, end, isClosed]) => lines.join(end) + (isClosed ? end : '')),
  },
  { weight: 1, arbitrary: hostileDocument },
);

const saidIn = (whole: string): readonly string[] =>
  runAtOnce(readDeltas(new SourceText(whole))).map(({ operation, requirement, newName, body, reason }) =>
    JSON.stringify([operation, requirement, newName, comparableBlock(body), reason]),
  );

describe('deltas that are added to files', () => {
  it('are read as they were given, and nothing else is another one', () => {
    let written = 0;
    fc.assert(
      fc.property(text, delta, (before, each) => {
        const open = openAt(path, before);
        assert.ok(open);
        const result = changes.addDelta(open, each, when);
        if (result.kind === 'refused') {
          assert.equal(result.code, 'delta.unreadable');
          return;
        }
        assert.ok(result.kind === 'edits');
        written++;
        const [edit] = result.edits;
        // One insertion, and all else stays byte for byte.
        assert.deepEqual([result.edits.length, edit?.expect], [1, '']);
        const applied = applyEdits(before, result.edits);
        assert.ok(applied.kind === 'applied');
        const now = [...saidIn(applied.text)];
        for (const was of saidIn(before)) now.splice(now.indexOf(was), 1);
        assert.equal(now.length, 1);
        const [operation, requirement, newName, body, reason] = JSON.parse(
          now[0] ?? '',
        ) as readonly unknown[];
        assert.deepEqual(
          [operation, requirement, newName ?? undefined, reason ?? undefined],
          [each.operation, each.requirement, each.newName, each.reason],
        );
        if (each.draft === undefined) return;
        const read = readRequirement(`### Requirement: ${each.requirement}\n${String(body)}`);
        assert.ok(read.kind === 'draft');
        assert.equal(comparableBlock(read.draft.text), comparableBlock(each.draft.text));
        assert.deepEqual(
          read.draft.scenarios.map((scenario) => [scenario.name, comparableBlock(scenario.steps)]),
          each.draft.scenarios.map((scenario) => [scenario.name, comparableBlock(scenario.steps)]),
        );
      }),
      { numRuns: 600 },
    );
    assert.ok(written > 200, String(written));
  });

  it('are of a requirement that is read as it is written', () => {
    fc.assert(
      fc.property(draft, (each) => {
        const read = readRequirement(writeRequirement(each));
        assert.deepEqual(read.kind === 'draft' ? read.draft : read, each);
      }),
    );
  });

  it('have no text that is read as something else, whatever it is', () => {
    fc.assert(
      fc.property(hostileDocument, (hostile) => {
        const body = toBody(hostile);
        if (body === '' || headingIn(body) !== undefined) return;
        const read = readRequirement(
          writeRequirement({ name: 'A', text: body, scenarios: [{ name: 'B', steps: 'c' }] }),
        );
        if (read.kind === 'draft')
          assert.deepEqual([read.draft.text, read.draft.scenarios.length], [body, 1]);
        else assert.ok(read.line >= 0);
      }),
    );
  });
});
