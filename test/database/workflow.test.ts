import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { throughline } from '../support/commandLine.ts';
import { agentSchema, SpecFolder } from '../support/specDatabase.ts';

const livingSpec = `# Auth

## Purpose

Letting people in, and nobody else.

## Requirements

### Requirement: Login

The system SHALL ask for a password.

#### Scenario: Wrong password

- **WHEN** it is wrong
- **THEN** nobody gets in

### Requirement: Guests

Guests SHALL come in.

#### Scenario: Guest

- **WHEN** a guest comes
- **THEN** he is in

### Requirement: Log out

A session SHALL end.

#### Scenario: Click

- **WHEN** a person leaves
- **THEN** the session ends
`;

const foldedSpec = `# Auth

## Purpose

Letting people in, and nobody else.

## Requirements

### Requirement: Login
The system SHALL ask for a long password.

#### Scenario: Wrong password
- **WHEN** it is wrong
- **THEN** nobody gets in

### Requirement: Sign out

A session SHALL end.

#### Scenario: Click

- **WHEN** a person leaves
- **THEN** the session ends

### Requirement: Two factors
The system SHALL ask for a code.

#### Scenario: Login
- **WHEN** a person logs in
- **THEN** a code is asked for
`;

const livingRows = `
  INSERT INTO spec_capabilities VALUES (1, 'auth', '2026-06-01T09:00:00Z', '2026-06-01T09:00:00Z');
  INSERT INTO spec_requirements VALUES
    (3, 1, 'Login', 'The system SHALL ask for a password.', '2026-06-01T09:00:00Z', '2026-06-01T09:00:00Z'),
    (4, 1, 'Log out', 'A session SHALL end.', '2026-06-01T09:00:00Z', '2026-06-01T09:00:00Z'),
    (9, 1, 'Guests', 'Guests SHALL come in.', '2026-06-01T09:00:00Z', '2026-06-01T09:00:00Z');
  INSERT INTO spec_scenarios VALUES
    (5, 3, 'Wrong password', 'WHEN it is wrong THEN nobody gets in', '2026-06-01T09:00:00Z'),
    (6, 4, 'Click', 'WHEN a person leaves THEN the session ends', '2026-06-01T09:00:00Z'),
    (9, 9, 'Guest', 'WHEN a guest comes THEN he is in', '2026-06-01T09:00:00Z');
`;

describe('the spec workflow by the command line', () => {
  let folder: SpecFolder;
  beforeEach(() => {
    folder = new SpecFolder();
  });
  afterEach(() => {
    folder.dispose();
  });

  /** What a command said in its first lines; it ends well, or is refused. */
  async function told(exit: number, ...words: readonly string[]): Promise<string> {
    const ran = await throughline('otter-1a2b', folder.top, ...words);
    assert.equal(ran.exit, exit, `${words.join(' ')}: ${ran.out}${ran.error}`);
    return (ran.out + ran.error)
      .split('\n')
      .filter((line) => line !== '' && !/^(?:undo|branch): /.test(line))
      .join('\n')
      .replace(/\d{4}-\d\d-\d\d(?=[ ·]|$)/gm, 'DAY');
  }

  /** From a proposal to living specs, with the same words on each store. */
  async function goes(tasksAt: string): Promise<void> {
    const change = ['add-2fa'] as const;
    assert.equal(
      await told(
        0,
        ...['change', 'propose', ...change, '--title', 'Two-factor login'],
        ...['--why', 'Passwords leak.', '--what', 'Ask for a code.'],
      ),
      'ok Proposed add-2fa.',
    );
    assert.equal(
      await told(0, 'change', 'set', ...change, 'design', 'Codes', 'by', 'mail.'),
      'ok Changed “design” of add-2fa.',
    );
    const delta = (...words: readonly string[]): Promise<string> =>
      told(0, 'change', 'delta', ...change, ...words);
    assert.equal(
      await delta(
        ...['added', 'auth', 'Two', 'factors', '--text', 'The system SHALL ask for a code.'],
        ...['--scenario', 'Login: WHEN a person logs in THEN a code is asked for'],
      ),
      'ok Added the delta auth: Two factors to add-2fa.',
    );
    await delta(
      ...['modified', 'auth', 'Login', '--text', 'The system SHALL ask for a long password.'],
      ...['--scenario', 'Wrong password: WHEN it is wrong THEN nobody gets in'],
    );
    await delta('removed', 'auth', 'Guests', '--reason', 'Nobody uses it', '--migration', 'Sign up');
    await delta('renamed', 'auth', 'Log out', '--new-name', 'Sign out');
    assert.equal(
      await told(0, 'change', 'task', ...change, 'Ask', 'for', 'a', 'code'),
      'ok Added Ask for a code to add-2fa.',
    );
    await told(0, 'change', 'task', ...change, 'Send', 'the', 'code');
    await told(0, 'done', 'Ask', 'for', 'a', 'code');
    assert.equal(
      await told(1, 'change', 'archive', ...change),
      `refused change.notReady: add-2fa cannot be archived yet:\n  - ${tasksAt}: A task is open: 1.2 Send the code\nnothing was changed`,
    );
    assert.match(
      await told(0, 'spec', 'changes'),
      /^ok 1 change\nadd-2fa · 1\/2 · 4 deltas · Two-factor login/,
    );
    await told(0, 'done', 'Send', 'the', 'code');
    assert.match(await told(0, 'change', 'archive', 'add-2fa'), /^ok Archived add-2fa\. Changed: /);
    assert.equal(
      await told(1, 'change', 'archive', 'add-2fa'),
      'refused change.archived: add-2fa is archived, so it is not changed any more.\nnothing was changed',
    );
    assert.equal(
      await told(0, 'spec', 'auth'),
      [
        'ok auth: 3 requirements',
        'Login · The system SHALL ask for a long password. · Last modified by add-2fa · DAY · Passwords leak.',
        'Sign out · A session SHALL end. · Last renamed by add-2fa · DAY · Passwords leak.',
        'Two factors · The system SHALL ask for a code. · Added by add-2fa · DAY · Passwords leak.',
      ].join('\n'),
    );
    assert.equal(
      await told(0, 'spec', 'rationale', 'add-2fa'),
      [
        'ok add-2fa · Two-factor login',
        '# Two-factor login',
        'add-2fa · archived on DAY',
        ...['## Why', 'Passwords leak.', '## What changes', 'Ask for a code.', '## Design', 'Codes by mail.'],
        ...['## Requirements', '- added auth: Two factors', '- modified auth: Login'],
        ...['- removed auth: Guests · Nobody uses it', '- renamed auth: Log out → Sign out'],
      ].join('\n'),
    );
    assert.match(await told(0, 'spec', 'changes'), /^ok 1 change\nadd-2fa · archived · 4 deltas · /);
  }

  it('goes from a proposal to living specs in folders of OpenSpec', async () => {
    const at = (path: string): string => join(folder.top, path);
    mkdirSync(at('openspec/specs/auth'), { recursive: true });
    writeFileSync(at('openspec/specs/auth/spec.md'), livingSpec);
    await goes('openspec/changes/add-2fa/tasks.md:4');
    assert.equal(readFileSync(at('openspec/specs/auth/spec.md'), 'utf8'), foldedSpec);
    assert.equal(existsSync(at('openspec/changes/add-2fa')), false);
    // Without git, what processes tell each other is in a hidden folder beside it.
    const archived = readdirSync(at('openspec/changes/archive')).filter((name) => name !== '.throughline');
    assert.match(archived.join(), /^\d{4}-\d\d-\d\d-add-2fa$/);
  });

  it('goes from a proposal to living specs in the rows of a database', async () => {
    const database = folder.make(agentSchema, livingRows);
    await goes('.dirge/sessions/state.db/changes/add-2fa.json:22');
    const rows = (sql: string): unknown =>
      database
        .prepare(sql)
        .all()
        .map((row) => ({ ...row }));
    assert.deepEqual(rows('SELECT name, text FROM spec_requirements ORDER BY id'), [
      { name: 'Login', text: 'The system SHALL ask for a long password.' },
      { name: 'Sign out', text: 'A session SHALL end.' },
      { name: 'Two factors', text: 'The system SHALL ask for a code.' },
    ]);
    assert.deepEqual(
      rows(
        'SELECT requirement_id AS requirement, name, when_then FROM spec_scenarios ORDER BY requirement_id, name',
      ),
      [
        { requirement: 3, name: 'Wrong password', when_then: 'WHEN it is wrong THEN nobody gets in' },
        { requirement: 4, name: 'Click', when_then: 'WHEN a person leaves THEN the session ends' },
        { requirement: 5, name: 'Login', when_then: 'WHEN a person logs in THEN a code is asked for' },
      ],
    );
    assert.deepEqual(rows('SELECT slug, status, archived_at IS NOT NULL AS isOver FROM spec_changes'), [
      { slug: 'add-2fa', status: 'archived', isOver: 1 },
    ]);
    assert.deepEqual(rows('SELECT seq, text, status FROM spec_tasks'), [
      { seq: 1, text: 'Ask for a code', status: 'done' },
      { seq: 2, text: 'Send the code', status: 'done' },
    ]);
  });

  it('starts in a folder that keeps nothing yet, once it is said where changes go', async () => {
    const words = ['change', 'propose', 'add-2fa', '--why', 'Passwords leak.', '--what', 'Ask for a code.'];
    assert.match(await told(1, ...words), /^refused change\.noStore: .*openspec.*database/);
    assert.equal(await told(0, ...words, '--store', 'openspec'), 'ok Proposed add-2fa.');
    assert.ok(existsSync(join(folder.top, 'openspec/changes/add-2fa/proposal.md')));
  });
});
