import assert from 'node:assert/strict';
import type { Spec } from '../../../../../src/core/model/item.ts';
import { openAt, streamPartOf } from '../../../../support/changed.ts';
import { checkParsed, codesOf } from '../../../../support/documents.ts';

const delta = 'openspec/changes/add-2fa/specs/auth/spec.md';
const living = 'openspec/specs/auth/spec.md';

function readDelta(text: string, at = delta) {
  const open = openAt(at, text);
  assert.ok(open);
  checkParsed(text, open.parsed);
  const part = streamPartOf(open);
  return { part, deltas: part.deltas ?? [], problems: codesOf(open.parsed) };
}

function readSpec(text: string, at = living): { readonly spec: Spec; readonly problems: readonly string[] } {
  const open = openAt(at, text);
  const [spec] = open?.parsed.parts ?? [];
  assert.ok(open !== undefined && spec?.kind === 'spec');
  checkParsed(text, open.parsed);
  return { spec, problems: codesOf(open.parsed) };
}

const scenario = '#### Scenario: Good\n- **WHEN** a code fits\n- **THEN** the door opens\n';

describe('deltas of a change', () => {
  it('say what happens to which requirement of which capability', () => {
    const text = `## ADDED Requirements
### Requirement: Two factors
The system SHALL ask for a code.

${scenario}
## modified requirements
### Requirement: Sign in
It SHALL be slow.

${scenario}
## REMOVED Requirements
### Requirement: Legacy sign in
**Reason**: Nobody uses it.
**Migration**: Use a code.
- \`### Requirement: Older sign in\`

## RENAMED Requirements
- FROM: \`### Requirement: Log out\`
- TO: \`### Requirement: Sign out\`
`;
    const { deltas, problems, part } = readDelta(text);
    assert.deepEqual(
      deltas.map(({ operation, capability, requirement, newName, reason, migration }) => [
        operation,
        capability,
        requirement,
        newName ?? reason ?? '',
        migration ?? '',
      ]),
      [
        ['added', 'auth', 'Two factors', '', ''],
        ['modified', 'auth', 'Sign in', '', ''],
        ['removed', 'auth', 'Legacy sign in', 'Nobody uses it.', 'Use a code.'],
        ['removed', 'auth', 'Older sign in', '', ''],
        ['renamed', 'auth', 'Log out', 'Sign out', ''],
      ],
    );
    assert.deepEqual(deltas[0]?.scenarios, ['Good: WHEN a code fits, THEN the door opens']);
    assert.equal(deltas[0].body, `The system SHALL ask for a code.\n\n${scenario.trim()}`);
    assert.equal(deltas[0].spec, living);
    assert.deepEqual([part.stream, part.name, part.role], ['openspec/changes/add-2fa/', 'add-2fa', 'delta']);
    assert.deepEqual(problems, []);
  });

  it('are of a capability in a folder of folders', () => {
    const { deltas } = readDelta(
      `## ADDED Requirements\n### Requirement: A\nB.\n${scenario}`,
      'packages/api/openspec/changes/x/specs/auth/login/spec.md',
    );
    assert.deepEqual(
      deltas.map(({ capability, spec }) => [capability, spec]),
      [['auth/login', 'packages/api/openspec/specs/auth/login/spec.md']],
    );
  });

  for (const [name, text, problems] of [
    ['no section of deltas', '# Nothing\n', ['delta.none (1)']],
    [
      'a requirement in another section',
      `## Notes\n### Requirement: A\nB.\n\n## ADDED Requirements\n### Requirement: C\nD.\n${scenario}`,
      ['requirement.outside (2)'],
    ],
    [
      'a requirement before any section',
      `### Requirement: A\n## ADDED Requirements\n### Requirement: C\nD.\n${scenario}`,
      ['requirement.outside (1)'],
    ],
    [
      'a section that comes twice',
      `## ADDED Requirements\n### Requirement: A\nB.\n${scenario}## Added Requirements\n### Requirement: C\nD.\n${scenario}`,
      ['delta.sectionTwice (7)'],
    ],
    [
      'a requirement without a scenario',
      '## ADDED Requirements\n### Requirement: A\nB.\n',
      ['requirement.noScenario (2)'],
    ],
    [
      'a scenario with three signs',
      `## ADDED Requirements\n### Requirement: A\nB.\n${scenario}### Scenario: Three\n`,
      ['scenario.level (7)'],
    ],
    [
      'half of a renaming',
      '## RENAMED Requirements\n- FROM: `### Requirement: A`\n- FROM: `### Requirement: B`\n- TO: `### Requirement: C`\n- TO: `### Requirement: D`\n',
      ['delta.unpaired (2)', 'delta.unpaired (5)'],
    ],
    [
      'two deltas on one requirement',
      `## ADDED Requirements\n### Requirement: A\nB.\n${scenario}## REMOVED Requirements\n### Requirement: A\n`,
      ['delta.contradicts (8)'],
    ],
    [
      'a new text under the old name of a renaming',
      `## RENAMED Requirements\n- FROM: \`### Requirement: A\`\n- TO: \`### Requirement: B\`\n## MODIFIED Requirements\n### Requirement: A\nC.\n${scenario}`,
      ['delta.contradicts (5)'],
    ],
  ] as const)
    it(`tell ${name}`, () => {
      assert.deepEqual(readDelta(text).problems, problems);
    });

  it('may modify what they rename, by its new name', () => {
    const { problems } = readDelta(
      `## RENAMED Requirements\n- FROM: \`### Requirement: A\`\n- TO: \`### Requirement: B\`\n## MODIFIED Requirements\n### Requirement: B\nC.\n${scenario}`,
    );
    assert.deepEqual(problems, []);
  });

  it('that were put away say what they were about, and no more', () => {
    const { deltas, problems, part } = readDelta(
      '## ADDED Requirements\n### Requirement: A\nB.\n',
      'openspec/changes/archive/2026-06-11-add-2fa/specs/auth/spec.md',
    );
    assert.deepEqual(
      [part.archived, part.name, deltas[0]?.requirement, deltas[0]?.body],
      [true, 'add-2fa', 'A', ''],
    );
    assert.deepEqual(problems, []);
  });
});

describe('living specs', () => {
  it('have their requirements as criteria that no task has to name', () => {
    const { spec, problems } = readSpec(
      `# Authentication Specification\n\n## Purpose\nWho is who.\n\n## Requirements\n### Requirement: Sign in\nThe system SHALL\nlet people in.\n\n${scenario}\n### Requirement: AUTH-02 Sign out\nIt SHALL let people out.\n${scenario}`,
    );
    assert.deepEqual([spec.name, spec.title], ['auth', 'Authentication Specification']);
    assert.deepEqual(
      spec.criteria.map(({ id, text, needsTask, requirement }) => [id, text, needsTask, requirement?.name]),
      [
        ['Sign in', 'The system SHALL let people in.', false, 'Sign in'],
        ['AUTH-02', 'Sign out: It SHALL let people out.', false, 'AUTH-02 Sign out'],
      ],
    );
    assert.deepEqual(spec.criteria[0]?.scenarios, ['Good: WHEN a code fits, THEN the door opens']);
    assert.deepEqual(problems, []);
  });

  it('tell what is not read', () => {
    assert.deepEqual(readSpec('# Auth\n').problems, ['spec.noRequirements (1)']);
    assert.deepEqual(
      readSpec(
        `## Requirements\n### Requirement: A\nB.\n${scenario}### Requirement: A\nC.\n${scenario}## Other\n### Requirement: D\n`,
      ).problems,
      ['requirement.twice (7)', 'requirement.outside (13)'],
    );
    assert.deepEqual(readSpec(`## Requirements\n#### Requirement: A\nB.\n`).problems, [
      'requirement.level (2)',
    ]);
  });

  it('are no specs of another system, and no features', () => {
    for (const at of [
      'openspec/specs/016-auth/spec.md',
      'openspec/changes/016-auth/specs/016-auth/spec.md',
      'openspec/changes/add-2fa/tasks.md',
    ])
      assert.equal(openAt(at, '# A\n')?.root.system, 'openSpec', at);
    assert.equal(openAt('src/openspec/readme.md', '# A\n'), undefined);
  });
});

describe('a proposal', () => {
  it('says what a change is called, why it is made and what it changes', () => {
    const open = openAt(
      'openspec/changes/add-2fa/proposal.md',
      '# Change: Add a **second** factor\n\n## Why\nPasswords leak.\nOften.\n\n## What Changes\n- Ask for a code\n- **BREAKING** log out\n\n## Impact\nAll.\n',
    );
    assert.ok(open);
    const { title, fields } = streamPartOf(open);
    assert.equal(title?.value, 'Add a second factor');
    assert.deepEqual(
      fields?.map(({ name, value }) => [name, value]),
      [
        ['Why', 'Passwords leak. Often.'],
        ['What Changes', 'Ask for a code BREAKING log out'],
      ],
    );
  });
});
