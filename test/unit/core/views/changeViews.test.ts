import assert from 'node:assert/strict';
import { toKey } from '../../../../src/core/text/key.ts';
import type { ReadContext } from '../../../../src/core/operations/operation.ts';
import { showSpecStatus } from '../../../../src/core/operations/specStatus.ts';
import { deltaLenses, requirementLenses } from '../../../../src/core/views/changeLenses.ts';
import { itemIn } from '../../../../src/core/index/composeStream.ts';
import { streamBoard } from '../../../../src/core/views/board.ts';
import { branchBrief } from '../../../../src/core/views/brief.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { specs } from '../../../../src/core/views/specs.ts';
import { drawn, indexOf, lineStartsOf, outlineContext } from '../../../support/indexOf.ts';

const scenario = '#### Scenario: Good\n- **WHEN** a code fits\n- **THEN** it opens\n';
const files = {
  'openspec/project.md': '# Project\n',
  'openspec/specs/auth/spec.md': `# Auth\n\n## Requirements\n### Requirement: Sign in\nIt SHALL let people in.\n\n${scenario}\n### Requirement: Sign out\nIt SHALL let people out.\n\n${scenario}`,
  'openspec/changes/add-2fa/proposal.md':
    '# Change: Ask for a second factor\n\n## Why\nPasswords leak.\n\n## What Changes\n- Ask for a code\n',
  'openspec/changes/add-2fa/design.md': '# Design\n\nCodes come from a clock.\n',
  'openspec/changes/add-2fa/tasks.md':
    '## 1. Code\n- [x] 1.1 Make codes\n- [ ] 1.2 Check codes\n\n## 2. Text\n- [ ] 2.1 Say so\n',
  'openspec/changes/add-2fa/specs/auth/spec.md': `## ADDED Requirements\n### Requirement: Two factors\nIt SHALL ask for a code.\n\n${scenario}\n## MODIFIED Requirements\n### Requirement: Sign in\nIt SHALL let people in by a code.\n\n${scenario}\n## REMOVED Requirements\n### Requirement: Sign up\n**Reason**: Nobody does.\n`,
  'openspec/changes/archive/2026-05-01-add-sign-out/tasks.md': '- [x] 1.1 Sign out\n',
  'openspec/changes/archive/2026-05-02-add-sign-in/tasks.md': '- [x] 1.1 Sign in\n',
  'openspec/changes/archive/2026-05-02-add-sign-in/specs/auth/spec.md':
    '## ADDED Requirements\n### Requirement: Sign in\n',
};

describe('a change in the trees', () => {
  it('shows what it does to requirements, and its tasks group by group; what was put away is closed below', () => {
    assert.deepEqual(drawn(branchProgress(indexOf(files), outlineContext())), [
      'add-2fa (1/3 · 1 problem · 3 deltas)',
      '  auth: Two factors (added · applies)',
      '  auth: Sign in (modified · applies)',
      '  auth: Sign up (removed · target missing)',
      '  1. Code (1/2)',
      '    1.1 Make codes',
      '    1.2 Check codes (free)',
      '  2. Text (0/1)',
      '    2.1 Say so (free)',
      '  The spec auth has no requirement “Sign up”. (line 18)',
      '  auth (spec)',
      'Archived changes (2)',
      '  add-sign-in (1/1 · 1 delta)',
      '    auth: Sign in (added)',
      '    1.1 Sign in',
      '  add-sign-out (1/1)',
      '    1.1 Sign out',
    ]);
  });

  it('stands at the requirements that it is about', () => {
    assert.deepEqual(drawn(specs(indexOf(files), outlineContext())), [
      'auth (2 requirements · 3 changing)',
      '  Sign in (modified by add-2fa · 1/3 · It SHALL let people in.)',
      '    Good: WHEN a code fits, THEN it opens',
      '  Sign out (It SHALL let people out.)',
      '    Good: WHEN a code fits, THEN it opens',
    ]);
    const others = {
      ...files,
      'openspec/changes/drop/specs/auth/spec.md': '## REMOVED Requirements\n### Requirement: Sign in\n',
    };
    const [, row] = drawn(specs(indexOf(others), outlineContext()));
    assert.equal(row, '  Sign in (2 changes overlap · It SHALL let people in.)');
  });

  it('is told in a brief: why, what, its deltas and its tasks', () => {
    const index = indexOf(files);
    const stream = index.findStream(toKey('openspec/changes/add-2fa/tasks.md'));
    assert.ok(stream);
    assert.deepEqual(branchBrief(index, stream).split('\n'), [
      '# add-2fa',
      'Ask for a second factor',
      'Why: Passwords leak.',
      'What Changes: Ask for a code',
      '',
      '1 of 3 done, 2 todo. Files: `openspec/changes/add-2fa/tasks.md`, `openspec/changes/add-2fa/proposal.md`, `openspec/changes/add-2fa/design.md`, `openspec/changes/add-2fa/specs/auth/spec.md`',
      'Spec: `openspec/specs/auth/spec.md`',
      '',
      '## Deltas',
      '- added **auth: Two factors** (applies) It SHALL ask for a code.',
      '- modified **auth: Sign in** (applies) It SHALL let people in by a code.',
      '- removed **auth: Sign up** (target missing) Reason: Nobody does.',
      '',
      '## Next',
      '- Claim Check codes',
      '- Claim Say so',
      '',
      '## Tasks',
      '- [ ] Check codes (todo, free)',
      '- [ ] Say so (todo, free)',
      '- [x] Make codes (done)',
      '',
    ]);
  });

  it('and living specs have documents of how they stand', () => {
    const index = indexOf(files);
    const textOf = (key?: string): readonly string[] => {
      const input = key === undefined ? {} : { document: toKey(key) };
      const status = showSpecStatus.read({ index } as ReadContext, input);
      assert.ok(status.kind === 'specStatus');
      return status.text.split('\n').filter((line) => line !== '');
    };
    assert.deepEqual(textOf(), [
      '# Spec status',
      '## Changes',
      '- **add-2fa** · 1/3 · 3 deltas',
      '## Living specs',
      '- **auth** · 2 requirements · 3 changing',
      '2 changes were archived.',
    ]);
    assert.deepEqual(textOf('openspec/changes/add-2fa/'), [
      '# Ask for a second factor',
      'add-2fa · 1 of 3 done, 2 todo',
      '## Why',
      'Passwords leak.',
      '## What Changes',
      'Ask for a code',
      '## Deltas',
      '- added **auth: Two factors** · applies',
      '  - It SHALL ask for a code.',
      '  - Good: WHEN a code fits, THEN it opens',
      '- modified **auth: Sign in** · applies',
      '  - It SHALL let people in by a code.',
      '  - Good: WHEN a code fits, THEN it opens',
      '- removed **auth: Sign up** · target missing',
      '  - Reason: Nobody does.',
      '## Tasks',
      '- [x] 1.1 Make codes',
      '- [ ] 1.2 Check codes',
      '- [ ] 2.1 Say so',
      '- `openspec/changes/add-2fa/tasks.md`',
      '- `openspec/changes/add-2fa/proposal.md`',
      '- `openspec/changes/add-2fa/design.md`',
      '- `openspec/changes/add-2fa/specs/auth/spec.md`',
    ]);
    assert.deepEqual(textOf('openspec/specs/auth/spec.md').slice(0, 6), [
      '# Auth',
      'auth · 2 requirements · 3 changing',
      '## Sign in',
      '_modified by add-2fa · 1/3_',
      'It SHALL let people in.',
      '- Good: WHEN a code fits, THEN it opens',
    ]);
    const none = showSpecStatus.read({ index } as ReadContext, { document: toKey('README.md') });
    assert.ok(none.kind === 'refused' && none.code === 'change.missing');
  });

  it('has lenses on its deltas, and on the requirements that it is about', () => {
    const index = indexOf(files);
    const at = 'openspec/changes/add-2fa/specs/auth/spec.md';
    const whole = index.findStream(toKey(at));
    const part = itemIn(index.file(toKey(at)));
    const spec = index.findSpec(toKey('openspec/specs/auth/spec.md'));
    assert.ok(whole !== undefined && part?.kind === 'stream' && spec !== undefined);
    const lines = lineStartsOf(index, at);
    assert.deepEqual(
      deltaLenses(index, whole, part, lines).map(({ line, title }) => `${line + 1}: ${title}`),
      ['2: added · applies', '10: modified · applies', '18: removed · target missing'],
    );
    assert.deepEqual(
      spec.criteria.flatMap((each) => requirementLenses(index, spec, each, [0])).map(({ title }) => title),
      ['modified by add-2fa · 1/3'],
    );
  });

  it('says on its board what it promises, each delta by itself, and has its tasks group by group', () => {
    const index = indexOf(files);
    const stream = index.findStream(toKey('openspec/changes/add-2fa/'));
    assert.ok(stream);
    const board = streamBoard(index, stream, { idOf: () => 'id', writable: true });
    assert.deepEqual(board.grid, {
      name: 'Requirements and tasks of add-2fa',
      heads: ['Requirement', 'Text and tasks'],
    });
    assert.deepEqual(
      board.promises?.map(({ title, text, notes }) => [title, text, notes.map((note) => note.text)]),
      [
        [
          'auth: Two factors',
          'added · applies',
          ['It SHALL ask for a code.', 'Good: WHEN a code fits, THEN it opens'],
        ],
        [
          'auth: Sign in',
          'modified · applies',
          ['It SHALL let people in by a code.', 'Good: WHEN a code fits, THEN it opens'],
        ],
        ['auth: Sign up', 'removed · target missing', ['Reason: Nobody does.']],
      ],
    );
    assert.deepEqual(
      board.others.map(({ title, text, tasks }) => [title, text, tasks.map((task) => task.title)]),
      [
        ['1. Code', '1 of 2 done, 1 todo', ['1.1 Make codes', '1.2 Check codes']],
        ['2. Text', '0 of 1 done, 1 todo', ['2.1 Say so']],
      ],
    );
  });
});
