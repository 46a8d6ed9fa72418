import assert from 'node:assert/strict';
import { problemMessage } from '../../../../src/core/messages/problems.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { indexOf } from '../../../support/indexOf.ts';

const living = 'openspec/specs/auth/spec.md';
const delta = (change: string): string => `openspec/changes/${change}/specs/auth/spec.md`;
const scenario = '#### Scenario: Good\n- **THEN** it opens\n';
const requirement = (name: string, text = 'It SHALL.', scenarios = scenario): string =>
  `### Requirement: ${name}\n${text}\n\n${scenarios}\n`;
const spec = `# Auth\n\n## Requirements\n${requirement('Sign in')}${requirement('Sign out')}`;

/** The problems of a change’s delta on the living spec, as people read them. */
function told(text: string, others: Readonly<Record<string, string>> = {}, now = spec): readonly string[] {
  const path = delta('add-2fa');
  const files = { ...(now === '' ? {} : { [living]: now }), [path]: text, ...others };
  const index = indexOf(files);
  return index.problems(toKey(path)).map(problemMessage);
}

describe('deltas beside living specs', () => {
  for (const [name, text] of [
    ['adds what is not there', `## ADDED Requirements\n${requirement('Two factors')}`],
    ['modifies what is there', `## MODIFIED Requirements\n${requirement('Sign in', 'It SHALL be slow.')}`],
    ['removes what is there', '## REMOVED Requirements\n### Requirement: Sign in\n'],
    [
      'renames what is there, and modifies it by its new name',
      `## RENAMED Requirements\n- FROM: \`### Requirement: Sign in\`\n- TO: \`### Requirement: Log in\`\n## MODIFIED Requirements\n${requirement('Log in', 'It SHALL be slow.')}`,
    ],
  ] as const)
    it(`say nothing of a change that ${name}`, () => {
      assert.deepEqual(told(text), []);
    });

  it('say nothing of a new capability', () => {
    assert.deepEqual(told(`## ADDED Requirements\n${requirement('Two factors')}`, {}, ''), []);
  });

  for (const [name, text, message] of [
    [
      'what is modified and not there',
      `## MODIFIED Requirements\n${requirement('Sign up')}`,
      'The spec auth has no requirement “Sign up”.',
    ],
    [
      'what is removed under another spelling',
      '## REMOVED Requirements\n### Requirement: sign  In\n',
      'The spec auth has no requirement “sign  In”. Did you mean “Sign in”?',
    ],
    [
      'what is renamed and not there',
      '## RENAMED Requirements\n- FROM: `### Requirement: A`\n- TO: `### Requirement: B`\n',
      'The spec auth has no requirement “A”.',
    ],
    [
      'a new name that is taken',
      '## RENAMED Requirements\n- FROM: `### Requirement: Sign in`\n- TO: `### Requirement: Sign out`\n',
      'The spec auth has a requirement “Sign out” already.',
    ],
    [
      'what is added and there, with another text',
      `## ADDED Requirements\n${requirement('Sign in', 'It SHALL be slow.')}`,
      'The spec auth has a requirement “Sign in” already.',
    ],
    [
      'what is added and there, with the same text',
      `## ADDED Requirements\n${requirement('Sign in').replaceAll('\n', '\r\n')}`,
      'The spec auth has the requirement “Sign in” already, with the same text.',
    ],
    [
      'scenarios that a new text leaves out',
      `## MODIFIED Requirements\n${requirement('Sign in', 'It SHALL.', '#### Scenario: Other\n- THEN no\n')}`,
      'The living requirement “Sign in” has scenarios that this leaves out: Good',
    ],
  ] as const)
    it(`tell ${name}`, () => {
      assert.deepEqual(told(text), [message]);
    });

  it('tell when two changes are about one requirement, and not of one that was put away', () => {
    const text = `## MODIFIED Requirements\n${requirement('Sign in', 'It SHALL be slow.')}`;
    const removing = '## REMOVED Requirements\n### Requirement: Sign in\n';
    assert.deepEqual(told(text, { [delta('drop-sign-in')]: removing }), [
      'Another change is about the requirement “Sign in” too: drop-sign-in',
    ]);
    assert.deepEqual(told(text, { [delta('archive/2026-06-11-drop-sign-in')]: removing }), []);
  });

  it('are told anew when the living spec changes', () => {
    const path = delta('add-2fa');
    const index = indexOf({ [living]: spec, [path]: `## MODIFIED Requirements\n${requirement('Sign in')}` });
    assert.deepEqual(index.problems(toKey(path)), []);
    const touched = index.replace(toKey(living), undefined);
    assert.ok(touched.includes(toKey(path)));
    assert.deepEqual(
      index.problems(toKey(path)).map(({ code }) => code),
      ['delta.targetMissing'],
    );
  });
});
