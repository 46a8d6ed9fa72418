import assert from 'node:assert/strict';
import { defaultCriteria } from '../../../../../src/core/model/criteria.ts';
import { workspaceFolders } from '../../../../../src/core/formats/workspace/places.ts';
import {
  isFeatureList,
  isProgress,
  parseFeatureList,
  parseProgress,
} from '../../../../../src/core/formats/workspace/workspace.ts';
import type { ParsedDocument } from '../../../../../src/core/model/parsedDocument.ts';
import type { StreamPart } from '../../../../../src/core/model/item.ts';
import { checkParsed, codesOf, fixture, onlyPart, toData } from '../../../../support/documents.ts';

const folder = '.claude/workspaces/main_a1b2c3d4/';

function parseList(text: string, path = 'feature-list.json'): ParsedDocument {
  const parsed = parseFeatureList(toData(text, path), defaultCriteria);
  checkParsed(text, parsed);
  return parsed;
}

function parseRecord(text: string, path = 'claude-progress.json'): ParsedDocument {
  const parsed = parseProgress(toData(text, path), defaultCriteria);
  checkParsed(text, parsed);
  return parsed;
}

/** `id title | status word` of every feature. */
function rowsOf({ tasks = [] }: StreamPart): string[] {
  return tasks.map(({ id = '', title, status }) =>
    `${id} ${title.value} | ${status.value} ${status.written}`.trimStart(),
  );
}

function fieldsOf({ fields = [] }: { readonly fields?: StreamPart['fields'] }): string[] {
  return fields.map(({ name, value }) => `${name}: ${value}`);
}

/** What the first of these features is. */
function feature(members: string, ...others: readonly string[]) {
  const list = [members, ...others].map((each) => `{${each}}`).join(',\n');
  const [first] = onlyPart(parseList(`{"features": [${list}]}`)).tasks ?? [];
  assert.ok(first);
  return first;
}

describe('a list of features', () => {
  const path = `${folder}feature-list.json`;
  const text = fixture(`sample/${path}`);

  it('gives the tasks of the stream that its folder is', () => {
    const part = onlyPart(parseList(text, path));
    assert.equal(part.role, 'tasks');
    assert.equal(part.stream, folder);
    assert.equal(part.title?.value, 'project-name');
    assert.deepEqual(rowsOf(part), [
      'F001 User registration | done completed',
      'F002 User login | wip in_progress',
      'F003 Password reset | todo pending',
    ]);
    assert.deepEqual(
      part.tasks?.map(({ key }) => String(key)),
      [`${path}#["i","F001"]`, `${path}#["i","F002"]`, `${path}#["i","F003"]`],
    );
    const [first] = part.tasks ?? [];
    assert.equal(first?.text?.value, 'Users can create accounts with email/password');
    assert.deepEqual(fieldsOf(first), ['completedAt: 2025-01-16T11:30:00Z']);
    assert.deepEqual(codesOf(parseList(text, path)), []);
  });

  it('may have integers as IDs, a title beside a name, and criteria', () => {
    const part = onlyPart(parseList(fixture('workspace/integer-ids.json'), 'feature_list.json'));
    assert.deepEqual(rowsOf(part), [
      '1 Escape what users type | done done',
      '2 Close by itself | wip in_progress',
      '17 More variables | todo pending',
      "18 Follow the system's colours | blocked blocked",
    ]);
    assert.deepEqual(
      part.tasks?.map(({ checks = [] }) =>
        checks.map((check) => `${check.id} ${check.text} ${check.checked.value}`),
      ),
      [
        ['#1 No markup runs. true', '#2 Icons stay. true'],
        ['#1 After the time that was set. false'],
        [],
        ['#1 Off by default. false'],
      ],
    );
    assert.deepEqual(fieldsOf(part.tasks[3] ?? {}), ['name: dark_mode', 'issue: 17']);
    assert.deepEqual(
      (part.fields ?? []).map(({ name }) => name),
      ['rules'],
    );
    assert.deepEqual(codesOf(parseList(fixture('workspace/integer-ids.json'))), []);
  });

  it('may be a bare list of what passes', () => {
    const list = `[
      {"category": "ui", "description": "A chat\\ncan be opened", "steps": ["Click New"], "passes": true},
      {"category": "ui", "description": "It can be closed", "steps": [], "passes": "false"}
    ]`;
    const part = onlyPart(parseList(list));
    assert.deepEqual(rowsOf(part), ['A chat can be opened | done true', 'It can be closed | todo false']);
    assert.deepEqual(fieldsOf(part.tasks?.[0] ?? {}), ['category: ui', 'steps: Click New']);
    assert.equal(part.stream, './');
  });

  it('may know only what passes and what fails: then what fails is to be done', () => {
    assert.equal(
      feature('"name": "a", "status": "failing"', '"name": "b", "status": "passing"').status.value,
      'todo',
    );
    assert.equal(
      feature('"name": "a", "status": "failing"', '"name": "b", "status": "done"').status.value,
      'failed',
    );
  });

  it('names the criteria, files and features that belong to a feature', () => {
    const read = feature(
      '"id": "FEAT-1", "title": "Log errors", "srs_trace": ["FR-046", "NFR-007"], "notes": "see FR-046,\\nSC-002",' +
        '"dependencies": ["FEAT-2", 3], "files": ["src/log.ts:12"], "deprecated": true, "owner": "@maple", "status": "pending"',
    );
    assert.deepEqual(
      read.mentions.map(({ id }) => id),
      ['FR-046', 'NFR-007', 'SC-002'],
    );
    assert.deepEqual(
      read.dependsOn?.map(({ value }) => value),
      ['FEAT-2', '3'],
    );
    assert.deepEqual(
      read.links.map(({ role, destination }) => `${role} ${destination}`),
      ['file src/log.ts:12'],
    );
    assert.equal(read.owner.value, '@maple');
    assert.deepEqual([read.status.value, read.status.written], ['dropped', 'pending']);
  });

  it('may have its features by their IDs', () => {
    const part = onlyPart(
      parseList(
        '{"features": {"F1": {"name": "a", "status": "done"}, "F2": {"name": "b", "passes": false}}}',
      ),
    );
    assert.deepEqual(rowsOf(part), ['F1 a | done done', 'F2 b | todo false']);
  });
});

describe('a record of progress', () => {
  const path = `${folder}claude-progress.json`;

  it('says where the work is, and where to go on', () => {
    const parsed = parseRecord(fixture(`sample/${path}`), path);
    const part = onlyPart(parsed);
    assert.equal(part.role, 'progress');
    assert.equal(part.stream, folder);
    assert.deepEqual([part.status?.value, part.status?.written], ['wip', 'in_progress']);
    assert.equal(
      part.resumption?.position.value,
      'Completed Phase 2 (Database), starting Phase 3 (Services)',
    );
    assert.equal(part.resumption.nextAction?.value, 'Create AuthService in src/services/auth.ts');
    assert.deepEqual(part.resumption.dependencies, ['Database migrations must be run first']);
    assert.deepEqual(
      part.sessions?.map(({ location: _location, ...session }) => session),
      [
        {
          id: '20250116_100000_abc1',
          started: '2025-01-16T10:00:00Z',
          ended: '2025-01-16T12:00:00Z',
          summary: 'Set up project structure, created database schema',
          files: ['schema.prisma', 'src/models/user.ts'],
          nextSteps: ['Implement auth service', 'Add JWT handling'],
        },
      ],
    );
    const [note] = part.notes ?? [];
    assert.equal(note?.text, 'Created database schema: Added User, Session, and Token models');
    assert.equal(note.time, '2025-01-16T10:15:00Z');
    assert.equal(note.links[0]?.destination, 'prisma/schema.prisma');
    assert.deepEqual(fieldsOf(part), [
      'started: 2025-01-16T10:00:00Z',
      'lastUpdated: 2025-01-16T14:30:00Z',
      'currentTask: Implementing user authentication',
    ]);
    assert.deepEqual(codesOf(parsed), []);
  });

  it('may hold the features itself', () => {
    const at = '.claude/workspaces/feature-prisma_b2c3d4e5/claude-progress.json';
    const parsed = parseRecord(fixture(`sample/${at}`), at);
    assert.deepEqual(rowsOf(onlyPart(parsed)).slice(2, 4), [
      'M003 Order model | wip in_progress',
      'M004 OrderItem model | todo pending',
    ]);
    assert.deepEqual(codesOf(parsed), []);
  });

  it('may hold features without IDs: those of one name cannot be told apart', () => {
    const parsed = parseRecord(fixture('workspace/no-ids.json'));
    const part = onlyPart(parsed);
    assert.deepEqual(rowsOf(part), [
      'Members | done done',
      'Payments | unknown needs-review',
      'Reports | done done',
      'Reports | todo pending',
    ]);
    assert.deepEqual(
      part.tasks?.map(({ ambiguous }) => ambiguous),
      [undefined, undefined, true, true],
    );
    assert.deepEqual(
      part.fields?.map(({ name }) => name),
      ['phase', 'known_issues', 'backlog', 'frozen_files', 'last_updated'],
    );
    assert.deepEqual(codesOf(parsed), [
      'status.unknown (5)',
      'feature.duplicate (6)',
      'feature.duplicate (7)',
    ]);
  });

  it('may be a log alone, the newest first: then nothing is done, and nothing is to be done', () => {
    const parsed = parseRecord(fixture('workspace/entries-only.json'));
    const part = onlyPart(parsed);
    assert.deepEqual(
      part.notes?.map(({ text }) => text),
      [
        'started UI-001: Starting · sessionId: s-3',
        'note UI-001: Session ended - progress saved · sessionId: s-2',
        'started UI-001: Starting · sessionId: s-2',
        'completed INFRA-001 · sessionId: s-1 · gitCommit: 851c059',
        'started INFRA-001: Starting · sessionId: s-1',
      ],
    );
    assert.deepEqual(part.tasks, []);
    assert.equal(part.status, undefined);
    assert.equal(part.title?.value, 'Affirm');
    assert.deepEqual(codesOf(parsed), []);
  });

  it('may say where to go on by its last session', () => {
    const part = onlyPart(
      parseRecord(
        '{"currentProject": "x", "lastSession": {"summary": "Built the list", "completedTasks": ["a"], "blockers": ["no key"], "nextSteps": ["Sort it"]}}',
      ),
    );
    assert.equal(part.resumption?.position.value, 'Built the list');
    assert.equal(part.resumption.nextAction?.value, 'Sort it');
    assert.deepEqual(part.resumption.blockers, ['no key']);
    assert.equal(part.sessions?.[0]?.summary, 'Built the list · completedTasks: a · blockers: no key');
  });

  it('says what was found out before the context was compacted', () => {
    const text = `{
      "workspaceId": "main_a1b2c3d4",
      "lastUpdated": "2025-01-16T14:30:00Z",
      "resumptionContext": {
        "position": "Phase 5", "nextAction": "Add token refresh",
        "keyFiles": ["src/services/auth.ts:45"], "recentDecisions": ["JWT with 24h expiry"], "lastCompactionWarning": "soon"
      },
      "compactionHistory": [{"timestamp": "2025-01-16T13:00:00Z"}, {"timestamp": "2025-01-16T14:30:00Z"}]
    }`;
    const part = onlyPart(parseRecord(text, path));
    assert.deepEqual(part.resumption?.decisions, ['JWT with 24h expiry']);
    assert.equal(part.resumption.compacted, '2025-01-16T14:30:00Z');
    assert.deepEqual(
      part.links?.flatMap(({ role, destination }) => (role === 'file' ? [destination] : [])),
      ['src/services/auth.ts:45'],
    );
    assert.ok(fieldsOf(part).includes('lastCompactionWarning: soon'));
    assert.deepEqual(codesOf(parseRecord(text, path)), ['resumption.compacted (8)']);
  });

  it('has the newest session first, however they are written', () => {
    const idsOf = (sessions: string): string[] =>
      onlyPart(parseRecord(`{"sessions": [${sessions}]}`)).sessions?.map(({ id }) => id) ?? [];
    assert.deepEqual(
      idsOf(
        '{"id": "b", "started": "2025-01-02"}, {"id": "c", "started": "2025-01-03"}, {"id": "a", "started": "2025-01-01"}',
      ),
      ['c', 'b', 'a'],
    );
    assert.deepEqual(idsOf('{"session_id": "a"}, {"commits": ["1", "2"]}'), ['2', 'a']);
  });
});

describe('what is wrong in a workspace', () => {
  for (const [name, text, codes] of [
    [
      'wrong counters',
      '{"totalFeatures": 3, "completed": 0,\n"features": [{"name": "a", "status": "done"}]}',
      ['counter.wrong (1)', 'counter.wrong (1)'],
    ],
    [
      'numbers of more than there can be',
      '{"totalFeatures": 2, "completed": 3,\n"features": [{"name": "a", "status": "done"}]}',
      ['counter.wrong (1)', 'counter.wrong (1)'],
    ],
    [
      'not numbers of a project, of which the list is a part',
      '{"totalFeatures": 3, "completed": 2,\n"features": [{"name": "a", "status": "done"}]}',
      [],
    ],
    [
      'a feature that is none',
      '{"features": [\n"a", {"name": "b", "status": "done"}]}',
      ['feature.notObject (2)'],
    ],
    ['a feature without a name', '{"features": [{"status": "done"}]}', ['feature.noName (1)']],
    [
      'a feature without a status',
      '{"features": [{"name": "a"},\n{"name": "b", "status": "done"}]}',
      ['feature.noStatus (1)'],
    ],
    ['no status at all', '{"features": [{"name": "a"},\n{"name": "b"}]}', ['feature.noStatus (1)']],
    [
      'a status that is at odds with passes',
      '{"features": [{"name": "a", "status": "completed",\n"passes": false}]}',
      ['feature.passesDiffers (2)'],
    ],
    ['no list', '{"features":\n"all"}', ['data.type (2)']],
    ['a title that is a list', '{"project": [],\n"features": []}', ['data.type (1)']],
    [
      'a key that is there twice',
      '{"features": [],\n"features": [{"name": "a", "status": "done"}]}',
      ['data.duplicateKey (2)'],
    ],
    ['half of it', '{"features": [\n{"name": "a"', ['data.truncated (2)']],
    ['two of it', '{"features": []}\n{"features": []}', ['data.continued (2)']],
    ['nothing', '', ['file.empty (1)']],
    ['a word', '"features"', ['data.type (1)']],
    [
      'a conflict that git left',
      '{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> x\n}',
      ['conflict.byHand (2)'],
    ],
  ] as const)
    it(`is told of a list: ${name}`, () => {
      assert.deepEqual(codesOf(parseList(text)), codes);
    });

  const path = `${folder}claude-progress.json`;
  for (const [name, text, codes] of [
    [
      'another workspace',
      '{"workspaceId": "main_b2b2b2b2", "status": "completed"}',
      ['workspace.idDiffers (1)'],
    ],
    ['no workspace', '{"sessions": []}', ['workspace.noId (1)']],
    ['no place to go on', '{"workspaceId": "main_a1b2c3d4"}', ['resumption.missing (1)']],
    [
      'an empty place to go on',
      '{"workspaceId": "main_a1b2c3d4",\n"resumptionContext": {"position": "", "nextAction": ""}}',
      ['resumption.noPosition (2)', 'resumption.noNextAction (2)'],
    ],
    [
      'but not where all is done',
      '{"workspaceId": "main_a1b2c3d4", "status": "completed",\n"resumptionContext": {}}',
      [],
    ],
    [
      'a vague next action',
      '{"workspaceId": "main_a1b2c3d4",\n"resumptionContext": {"position": "Phase 2",\n"nextAction": "Continue working"}}',
      ['resumption.vague (3)'],
    ],
    [
      'an unknown status',
      '{"workspaceId": "main_a1b2c3d4", "resumptionContext": {"position": "a", "nextAction": "b c"},\n"status": "odd"}',
      ['status.unknown (2)'],
    ],
    [
      'a session that is none',
      '{"workspaceId": "main_a1b2c3d4", "status": "completed", "sessions": [\n"a"]}',
      ['data.type (2)'],
    ],
    [
      'an entry without files',
      '{"workspaceId": "main_a1b2c3d4", "status": "completed", "log": [\n{"action": "a", "files": []},\n{"action": "b", "details": "c"}]}',
      ['log.noFiles (3)'],
    ],
    [
      'an entry without files among others',
      '{"workspaceId": "main_a1b2c3d4", "status": "completed", "log": [\n{"action": "a"}, "b",\n{"action": "c", "files": ["d.ts"]}]}',
      ['log.noFiles (2)'],
    ],
    ['a list in its place', '[]', ['data.type (1)']],
  ] as const)
    it(`is told of a record: ${name}`, () => {
      assert.deepEqual(codesOf(parseRecord(text, path)), codes);
    });
});

describe('a file called like one of a workspace', () => {
  const isList = (text: string): boolean => isFeatureList(toData(text, 'feature_list.json'));
  const isRecord = (text: string): boolean => isProgress(toData(text, 'claude-progress.json'));

  it('is one by what it holds, or where nobody can tell', () => {
    assert.ok(isList(fixture('workspace/integer-ids.json')));
    assert.ok(isList('[{"description": "a", "passes": false}]'));
    assert.ok(isList('{"project": "x", "features": []}'));
    assert.ok(isRecord(fixture('workspace/no-ids.json')));
    assert.ok(isRecord(fixture('workspace/entries-only.json')));
    assert.ok(isList('{"features": ['));
    assert.ok(isRecord('{'));
  });

  it('is none when it is something else', () => {
    for (const text of [
      '["age", "income"]',
      '{"features": ["age", "income"]}',
      '[]',
      '{}',
      '{"a": 1}',
      '3',
      '[[1]]',
    ])
      assert.ok(!isList(text), text);
    for (const text of ['{}', '[]', '{"percent": 40}', '{"features": ["age"]}', '"log"'])
      assert.ok(!isRecord(text), text);
  });

  it('is in the folder of a workspace, and not among the copies beside it', () => {
    assert.deepEqual(
      workspaceFolders([
        'feature_list.json',
        `${folder}claude-progress.json`,
        `${folder}feature-list.json`,
        `${folder}archived/20250101/claude-progress.json`,
        `${folder}backups/claude-progress.json`,
        'node_modules/x/feature_list.json',
        'packages/a/.claude-harness/features/active.json',
      ]),
      ['', folder.slice(0, -1), 'packages/a/.claude-harness/features'],
    );
  });
});
