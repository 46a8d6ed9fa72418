import assert from 'node:assert/strict';
import { addNote } from '../../../../../src/core/operations/addNote.ts';
import { addTask } from '../../../../../src/core/operations/addTask.ts';
import { claim } from '../../../../../src/core/operations/claim.ts';
import { finish } from '../../../../../src/core/operations/finish.ts';
import type { DocumentInput } from '../../../../../src/core/operations/inputs.ts';
import type { WriteOperation } from '../../../../../src/core/operations/operation.ts';
import { reopen } from '../../../../../src/core/operations/reopen.ts';
import { setStatus } from '../../../../../src/core/operations/setStatus.ts';
import {
  addLogEntry,
  finishSession,
  startSession,
  updateResumption,
} from '../../../../../src/core/operations/workspaces.ts';
import {
  changedLinesOf,
  done,
  openAt,
  streamPartOf,
  taskNamed,
  type Wanted,
} from '../../../../support/changed.ts';
import { checkParsed, codesOf, fixture } from '../../../../support/documents.ts';

const folder = '.claude/workspaces/main_a1b2c3d4/';
const record = `${folder}claude-progress.json`;
const list = `${folder}feature-list.json`;

/** `id title | status` of every feature, and what is wrong. */
function read(path: string, text: string) {
  const open = openAt(path, text);
  assert.ok(open, path);
  checkParsed(text, open.parsed);
  const part = streamPartOf(open);
  return {
    part,
    rows: (part.tasks ?? []).map(({ id = '', title, status }) =>
      `${id} ${title.value} | ${status.value}`.trimStart(),
    ),
    codes: codesOf(open.parsed),
    feature: (name: string) => taskNamed(open, name),
  };
}

/** Lines that an operation takes out and puts in, or the code of its refusal. */
function changes<Input extends DocumentInput>(
  path: string,
  text: string,
  operation: WriteOperation<Input>,
  input: Wanted<Input>,
): readonly string[] | string {
  const result = done(path, text, operation, input);
  return result.startsWith('{') || result.startsWith('[') ? changedLinesOf(text, result) : result;
}

describe('the examples of JSON progress', () => {
  it('are read without a problem, as they stand', () => {
    for (const [path, name] of [
      [record, 'seed-progress'],
      [list, 'seed-feature-list'],
      [record, 'seed-compacted'],
    ] as const)
      assert.deepEqual(read(path, fixture(`workspace/${name}.json`)).codes, [], name);
    const { part, rows } = read(list, fixture('workspace/seed-feature-list.json'));
    assert.deepEqual(rows, [
      'F001 User registration | done',
      'F002 User login | wip',
      'F003 Password reset | todo',
    ]);
    assert.equal(part.title?.value, 'project-name');
    const compacted = read(record, fixture('workspace/seed-compacted.json')).part;
    assert.equal(compacted.resumption?.compacted, '2025-01-16T14:30:00Z');
    assert.deepEqual(compacted.resumption.decisions, [
      'Using JWT with 24h expiry',
      'Refresh tokens stored in Redis',
    ]);
    assert.deepEqual(
      compacted.links?.filter(({ role }) => role === 'file').map(({ destination }) => destination),
      ['src/services/auth.ts:45', 'src/config/jwt.ts:12'],
    );
  });

  it('are changed in their own lines', () => {
    const features = fixture('workspace/seed-feature-list.json');
    assert.deepEqual(changes(list, features, setStatus, { on: 'F003', status: 'blocked' }), [
      // Numbers of the whole project become those of the list once it is changed.
      '-   "totalFeatures": 10,',
      '-   "completed": 3,',
      '-       "status": "pending"',
      '+   "totalFeatures": 3,',
      '+   "completed": 1,',
      '+       "status": "blocked"',
    ]);
    const progress = fixture('workspace/seed-progress.json');
    assert.deepEqual(
      changes(record, progress, updateResumption, { nextAction: 'Add token refresh to src/auth.ts:67' }),
      [
        '-   "lastUpdated": "2025-01-16T14:30:00Z",',
        '-     "nextAction": "Create AuthService in src/services/auth.ts",',
        '+   "lastUpdated": "2026-06-20T12:00:00Z",',
        '+     "nextAction": "Add token refresh to src/auth.ts:67",',
      ],
    );
    const begun = done(record, progress, startSession, {});
    assert.equal(read(record, begun).part.sessions?.length, 2);
    const ended = done(record, begun, finishSession, { summary: 'Wrote it', nextSteps: ['Test it'] });
    assert.deepEqual(read(record, ended).part.sessions?.[0]?.nextSteps, ['Test it']);
    assert.deepEqual(read(record, ended).codes, []);
  });
});

describe('a list of features with integers as IDs', () => {
  const path = 'feature_list.json';
  const text = fixture('workspace/integer-ids.json');

  it('is changed at the ID, whatever other numbers are in it', () => {
    const finished = done(path, text, finish, { on: '2' });
    const line = text.split('\n').find((each) => each.includes('"id": 2,')) ?? '';
    assert.deepEqual(changedLinesOf(text, finished), [
      `- ${line}`,
      `+ ${line.replace('"in_progress"', '"done"')}`,
    ]);
    const claimed = done(path, text, claim, { on: '17' });
    // Claims are kept beside such a file; its word for work that was begun is its own.
    assert.equal(read(path, claimed).feature('17').status.written, 'in_progress');
    assert.equal(read(path, claimed).feature('18').status.written, 'blocked');
    assert.equal(
      done(path, finished, reopen, { on: '2' }),
      text.replace('"status": "in_progress"', '"status": "pending"'),
    );
  });
});

describe('a record whose features have no IDs', () => {
  const path = 'claude-progress.json';
  const text = fixture('workspace/no-ids.json');

  it('has those changed that can be told apart', () => {
    assert.equal(changes(path, text, claim, { on: 'Payments' }), 'task.notOpen');
    assert.equal(changes(path, text, finish, { on: 'Reports' }), 'task.ambiguous');
    const known = done(path, text, setStatus, { on: 'Payments', status: 'wip' });
    assert.deepEqual(read(path, known).rows.slice(0, 2), ['Members | done', 'Payments | wip']);
    assert.deepEqual(
      changedLinesOf(text, known).map((line) => line.slice(0, 22)),
      [
        '-     { "name": "Payme',
        '-   "last_updated": "2',
        '+     { "name": "Payme',
        '+   "last_updated": "2',
      ],
    );
    assert.equal(changes(path, text, addNote, { text: 'see' }), 'note.none');
  });
});

describe('a record that is a log alone', () => {
  const path = 'claude-progress.json';
  const text = fixture('workspace/entries-only.json');

  it('gets entries in its own shape, and no other key', () => {
    const added = changes(path, text, addNote, { text: 'looked at it' });
    assert.ok(Array.isArray(added));
    assert.match(String(added.at(-1)), /"sessionId": "s-3", "action": "maple: looked at it", "timestamp": /);
    assert.equal(
      changes(path, text, updateResumption, { nextAction: 'Draw the list' }),
      'resumption.noPlace',
    );
  });
});

describe('a list of what passes', () => {
  const path = 'feature_list.json';
  const text = fixture('workspace/passes.json');

  it('is read whether the truth is a value or a text', () => {
    const { rows, codes } = read(path, text);
    assert.deepEqual(rows, [
      'A message is sent with Enter | done',
      'A message goes over lines with Shift+Enter | todo',
      'The page fits a screen of 360 px | todo',
    ]);
    assert.deepEqual(codes, []);
  });

  it('keeps the type of its truth', () => {
    const [, second = '', third = ''] = read(path, text).rows.map((row) => row.split(' | ')[0]);
    assert.deepEqual(changes(path, text, finish, { on: second }), [
      '- ' + ' '.repeat(8) + '"passes": "false"',
      '+ ' + ' '.repeat(8) + '"passes": "true"',
    ]);
    assert.equal(done(path, done(path, text, finish, { on: third }), reopen, { on: third }), text);
    assert.equal(changes(path, text, setStatus, { on: third, status: 'failed' }), 'feature.noWord');
    assert.match(
      done(path, text, addTask, { title: 'Old messages are loaded' }),
      /\},\n {4}\{\n {8}"description": "Old messages are loaded",\n {8}"passes": false\n {4}\}\n\]\n$/,
    );
  });
});

describe('a list that names criteria', () => {
  const path = 'feature-list.json';
  const text = fixture('workspace/traced.json');

  it('is read with integers and texts as IDs', () => {
    const { rows, codes, feature, part } = read(path, text);
    assert.deepEqual(rows, [
      '1 Book an entry | done',
      '2 Refuse an entry that does not balance | todo',
      '2b Tell why | todo',
      '3 Import of version 1 | dropped',
    ]);
    assert.deepEqual(codes, []);
    assert.deepEqual(
      feature('1').mentions.map(({ id }) => id),
      ['FR-001', 'NFR-003'],
    );
    assert.deepEqual(
      feature('2b').dependsOn?.map(({ value }) => value),
      ['2', '1'],
    );
    assert.deepEqual(
      part.fields?.map(({ name }) => name),
      ['created', 'single_round', 'tech_stack', 'waves', 'current'],
    );
  });

  it('has its own words, and leaves alone what is no longer wanted', () => {
    assert.deepEqual(
      read(path, done(path, text, finish, { on: '2' })).feature('2').status.written,
      'passing',
    );
    assert.equal(done(path, done(path, text, finish, { on: '2' }), reopen, { on: '2' }), text);
    assert.equal(changes(path, text, finish, { on: '3' }), 'file.onlyShown');
    const added = done(path, text, addTask, { title: 'Close a year', criterion: 'FR-010' });
    assert.deepEqual(
      read(path, added)
        .feature('Close a year')
        .mentions.map(({ id }) => id),
      ['FR-010'],
    );
    assert.equal(added.includes('\t\t{"id": 4, '), true, added);
  });
});

describe('a record with all that a workspace keeps', () => {
  const text = fixture('workspace/compacted.json');

  it('is read: sessions newest first, what comes next, features, files at their lines', () => {
    const { part, rows, codes } = read(record, text);
    assert.deepEqual(codes, []);
    assert.deepEqual(
      part.sessions?.map(({ id }) => id),
      ['20260303_080000_cc03', '20260302_080000_bb02', '20260301_080000_aa01'],
    );
    assert.equal(part.resumption?.compacted, '2026-03-03T09:00:00Z');
    assert.deepEqual(part.resumption.blockers, ['Rates of 2027 are not known']);
    assert.deepEqual(
      part.links?.map(({ role, destination }) => `${role} ${destination}`),
      [
        'file src/invoice.ts:120',
        'file docs/rates.md',
        `log /${folder}logs`,
        `log /${folder}logs/subagent_activity.log`,
      ],
    );
    assert.deepEqual(rows, ['M001 Tables | done', 'M002 Invoices | wip', 'M003 Reports | blocked']);
    assert.equal(part.notes?.[0]?.text, 'Added rates: 請求書 with 19 % and 7 %');
  });

  it('is changed where it is meant', () => {
    assert.deepEqual(changes(record, text, finish, { on: 'M002' }), [
      '-   "lastUpdated": "2026-03-03T09:30:00Z",',
      '-     { "id": "M002", "name": "Invoices", "status": "in_progress", "startedAt": "2026-03-03T08:00:00Z", "files": ["src/invoice.ts"] },',
      '+   "lastUpdated": "2026-06-20T12:00:00Z",',
      '+     { "id": "M002", "name": "Invoices", "status": "completed", "startedAt": "2026-03-03T08:00:00Z", "files": ["src/invoice.ts"], "completedAt": "2026-06-20T12:00:00Z" },',
    ]);
    const logged = changes(record, text, addLogEntry, {
      action: 'Split the lines',
      details: 'Each has its rate',
      files: ['src/invoice.ts'],
    });
    assert.ok(Array.isArray(logged));
    assert.equal(
      logged.at(-1),
      '+     { "timestamp": "2026-06-20T12:00:00Z", "action": "Split the lines", "details": "Each has its rate", "files": ["src/invoice.ts"] }',
    );
    // The session that is open is the newest, wherever it stands.
    const ended = done(record, text, finishSession, { summary: 'Lines are split', nextSteps: [] });
    assert.deepEqual(
      read(record, ended).part.sessions?.map(({ id, ended: at = '' }) => `${id} ${at}`)[0],
      '20260303_080000_cc03 2026-06-20T12:00:00Z',
    );
  });
});
