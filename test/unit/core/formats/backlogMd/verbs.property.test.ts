import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from '../../../../../src/core/text/edit.ts';
import { changedLines, undoLines } from '../../../../../src/core/text/undoLines.ts';
import { addNote } from '../../../../../src/core/operations/addNote.ts';
import { assign } from '../../../../../src/core/operations/assign.ts';
import { checkCriterion } from '../../../../../src/core/operations/checkCriterion.ts';
import { claim } from '../../../../../src/core/operations/claim.ts';
import { finish } from '../../../../../src/core/operations/finish.ts';
import { release } from '../../../../../src/core/operations/release.ts';
import { reopen } from '../../../../../src/core/operations/reopen.ts';
import { setStatus } from '../../../../../src/core/operations/setStatus.ts';
import { itemOf, openTask } from '../../../../support/backlogTexts.ts';
import { doTo } from '../../../../support/backlogVerbs.ts';

/** How many verbs are run; `npm run fuzz` asks for more. */
const runs = process.env['THROUGHLINE_FUZZ_RUNS'] === undefined ? 120 : 1000;

const front = fc
  .tuple(
    fc.constantFrom('id: BACK-12', "id: 'back-12'", 'id: back-012'),
    fc.constantFrom(
      'title: Show parent',
      "title: 'It''s: here'",
      'title: >-\n  On two\n  lines',
      'title: a: b',
    ),
    fc
      .constantFrom('To Do', '"In Progress"', "'done'", 'Done # yes', 'Parked', '>-\n  To Do')
      .map((v) => `status: ${v}`),
    fc.constantFrom(
      ...[
        'assignee: []',
        'assignee: [ ]',
        'assignee:',
        'assignee: @codex',
        'assignee: "codex"',
        "assignee: ['@codex', otter] # both",
      ],
      ...['assignee:\n  - codex', 'assignee:\n- \'@otter\'\n- "@codex"', 'assignee: >-\n  codex', 'x: 1'],
    ),
    fc.constantFrom(
      "updated_date: '2026-06-12 08:15'",
      'updated_date: 2026-06-12',
      'updated_date:',
      'y: [a,\n  b]',
    ),
    fc.constantFrom(
      'dependencies: []',
      'dependencies:\n  - BACK-1',
      'approval:\n  state:\n    by: [a, {b: c}]',
      '# a remark',
    ),
  )
  .chain((entries) =>
    fc.shuffledSubarray([...entries], { minLength: entries.length, maxLength: entries.length }),
  );

const body = fc.array(
  fc.constantFrom(
    ...[
      '## Description\n\nText',
      '<!-- AC:BEGIN -->\n- [ ] #1 One\n- [X] #2 Two\n* [~] Three\n<!-- AC:END -->',
      '<!-- DOD:BEGIN -->\n- [x] #1 Tests\n<!-- DOD:END -->',
    ],
    ...[
      '## Implementation Notes\n\n<!-- SECTION:NOTES:BEGIN -->\nOld\n<!-- SECTION:NOTES:END -->',
      '## Implementation Notes\nOld',
      '<!-- AC:END -->',
      '   ',
    ],
  ),
  { maxLength: 5 },
);

const documents = fc
  .tuple(front, body, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean())
  .map(([entries, parts, eol, hasEnd]) => {
    const text = ['---', ...entries, '---', '', parts.join('\n\n')].join('\n') + (hasEnd ? '\n' : '');
    return text.replaceAll('\n', eol);
  });

const verbs = [
  (text: string) => doTo(text, claim, {}, { isAgreed: true }),
  (text: string) => doTo(text, release, {}, { isAgreed: true }),
  (text: string) => doTo(text, finish, {}, { isAgreed: true }),
  (text: string) => doTo(text, reopen, {}, { isAgreed: true }),
  (text: string) => doTo(text, assign, { owner: 'heron' }, { isAgreed: true }),
  (text: string) => doTo(text, setStatus, { status: 'wip' }, { isAgreed: true }),
  (text: string) => doTo(text, setStatus, { status: 'todo', word: 'in progress' }, { isAgreed: true }),
  (text: string) => doTo(text, checkCriterion, { check: '#1' }),
  (text: string) => doTo(text, checkCriterion, { check: 'Three' }),
  (text: string) => doTo(text, addNote, { text: 'seen' }),
];

/** All that a task says but for what verbs change. */
function rest(text: string): unknown {
  const { task, ...item } = itemOf(openTask(text));
  const { id, title, dependsOn, fields } = task;
  const kept = fields.filter(({ name }) => name !== 'updated_date');
  return {
    id,
    title: title.value,
    checks: task.checks?.map((check) => check.text),
    dependsOn: dependsOn?.map(({ value }) => value),
    fields: kept.map(({ name, value }) => [name, value]),
    priority: item.priority?.value,
  };
}

describe('verbs on any task of Backlog.md', () => {
  it('change only what they name, and are undone to the byte', () => {
    let done = 0;
    fc.assert(
      fc.property(documents, fc.constantFrom(...verbs), (text, verb) => {
        const { kind, text: after } = verb(text);
        if (kind === 'refused') {
          assert.equal(after, text);
          return;
        }
        done++;
        assert.deepEqual(rest(after), rest(text));
        for (const { was, now } of changedLines(text, after)) {
          const [old, lines] = [was, now].map((each) => each.split(/[\r\n]+/));
          assert.ok(old && lines);
          // A last line without an end gets one when something follows.
          const differ = [...old, ...lines].filter((line) => !(old.includes(line) && lines.includes(line)));
          for (const line of differ.filter((each) => each.trim() !== ''))
            assert.match(
              line,
              /^(?:status:|assignee:|updated_date:| {2}(?:To Do|codex)$|\s*- ["']?@?\w+["']?$|[-*] \[|<!-- SECTION:NOTES|## Implementation Notes$|maple: seen$)/,
            );
        }
        const eol = /\r\n|[\r\n]/.exec(text)?.[0] ?? '\n';
        assert.ok(!/[\r\n]/.exec(after.replaceAll(eol, '')), 'line ends stay');
        const edits = undoLines(after, changedLines(text, after));
        assert.ok(edits);
        const undone = applyEdits(after, edits);
        assert.ok(undone.kind === 'applied');
        assert.equal(undone.text, text);
      }),
      { numRuns: runs },
    );
    assert.ok(done > runs / 4, `${done} of ${runs}`);
  });
});
