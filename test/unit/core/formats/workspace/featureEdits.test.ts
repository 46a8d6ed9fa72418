import assert from 'node:assert/strict';
import { parseAtOnce, type OpenDocument } from '../../../../../src/core/formats/format.ts';
import { addNote } from '../../../../../src/core/operations/addNote.ts';
import { addTask } from '../../../../../src/core/operations/addTask.ts';
import { claim } from '../../../../../src/core/operations/claim.ts';
import { finish } from '../../../../../src/core/operations/finish.ts';
import type { DocumentInput } from '../../../../../src/core/operations/inputs.ts';
import type { WriteOperation } from '../../../../../src/core/operations/operation.ts';
import { release } from '../../../../../src/core/operations/release.ts';
import { reopen } from '../../../../../src/core/operations/reopen.ts';
import { setStatus } from '../../../../../src/core/operations/setStatus.ts';
import type { StreamTask } from '../../../../../src/core/model/item.ts';
import { applyEdits } from '../../../../../src/core/text/edit.ts';
import { attempt } from '../../../../support/attempt.ts';
import { fixture, onlyPart, toData } from '../../../../support/documents.ts';
import { defaultRules } from '../../../../support/rules.ts';

const folder = '.claude/workspaces/main_a1b2c3d4/';
const listPath = `${folder}feature-list.json`;

function open(text: string, path: string): OpenDocument {
  const [found] = defaultRules.formatsOf(path);
  assert.ok(found);
  const { format, root } = found;
  const document = toData(text, path);
  return { document, parsed: parseAtOnce(format, document, defaultRules.contextOf(root)), format, root };
}

function taskIn({ parsed }: OpenDocument, name: string): StreamTask {
  const task = onlyPart(parsed).tasks?.find(({ id, title }) => id === name || title.value === name);
  assert.ok(task, name);
  return task;
}

/** The text once an operation was done, or the code of its refusal. */
function done<Input extends DocumentInput>(
  text: string,
  operation: WriteOperation<Input>,
  input: Omit<Input, 'document' | 'task'> & { readonly on?: string },
  path = listPath,
): string {
  const opened = open(text, path);
  const { on, ...rest } = input;
  const task = on === undefined ? {} : { task: taskIn(opened, on).key };
  const context = { open: opened, confirmed: [], preferred: () => undefined, me: 'maple' };
  const result = attempt(context, operation, { ...rest, ...task } as unknown as Omit<Input, 'document'>);
  if (result.kind === 'refused') return result.code;
  if (result.kind === 'unchanged') return text;
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  return applied.text;
}

const seed = fixture(`sample/${listPath}`);

describe('a feature of a list', () => {
  it('is finished with the time, and the numbers of the list are true then', () => {
    assert.equal(
      done(seed, finish, { on: 'F002' }),
      seed
        .replace('"completed": 1', '"completed": 2')
        .replace(
          '"status": "in_progress",\n      "startedAt": "2025-01-16T12:00:00Z"',
          '"status": "completed",\n      "startedAt": "2025-01-16T12:00:00Z",\n      "completedAt": "2026-06-20T12:00:00Z"',
        ),
    );
  });

  it('loses what was noted of its end when it goes back', () => {
    const text = done(seed, finish, { on: 'F002' });
    assert.equal(done(text, setStatus, { on: 'F002', status: 'wip' }), seed);
    assert.equal(
      done(seed, setStatus, { on: 'F002', status: 'todo' }),
      seed.replace('"in_progress",\n      "startedAt": "2025-01-16T12:00:00Z"', '"pending"'),
    );
    assert.equal(done(done(seed, finish, { on: 'F003' }), reopen, { on: 'F003' }), seed);
  });

  it('has the words that its file allows, and no times where others have none', () => {
    const text = fixture('workspace/integer-ids.json');
    const path = 'feature_list.json';
    const expected = text.replace(/("id": 2,[^}]*"status": )"in_progress"/, '$1"done"');
    assert.notEqual(expected, text);
    assert.equal(done(text, finish, { on: '2' }, path), expected);
    assert.equal(
      done(text, setStatus, { on: '17', status: 'wip' }, path),
      text.replace(/("id": 17,[^}]*"status": )"pending"/, '$1"in_progress"'),
    );
    assert.equal(done(text, setStatus, { on: '17', status: 'failed' }, path), 'feature.noWord');
  });

  it('only passes or not where the list says no more, in the type that it has', () => {
    const path = 'feature_list.json';
    const list = '[\n  {"description": "a", "passes": false},\n  {"description": "b", "passes": "False"}\n]';
    assert.equal(
      done(list, finish, { on: 'a' }, path),
      list.replace('"a", "passes": false', '"a", "passes": true'),
    );
    assert.equal(done(list, finish, { on: 'b' }, path), list.replace('"False"', '"True"'));
    assert.equal(done(list, setStatus, { on: 'a', status: 'blocked' }, path), 'feature.noWord');
  });

  it('passes once it is done where it says both', () => {
    const path = 'feature_list.json';
    assert.equal(
      done('{"features": [{"name": "a", "status": "todo", "passes": false}]}', finish, { on: 'a' }, path),
      '{"features": [{"name": "a", "status": "completed", "passes": true}]}',
    );
    assert.equal(
      done(
        '{"features": [{"name": "a", "status": "failing"}, {"name": "b", "status": "passing"}]}',
        setStatus,
        { on: 'a', status: 'done' },
        path,
      ),
      '{"features": [{"name": "a", "status": "passing"}, {"name": "b", "status": "passing"}]}',
    );
  });

  it('has a day of its end where its siblings have one, and none again', () => {
    const path = 'feature_list.json';
    const text =
      '{"last_updated": "2026-01-02", "features": [\n' +
      '{"id": "V-1", "description": "a", "passes": true, "completed_date": "2026-01-02"},\n' +
      '{"id": "V-2", "description": "b", "passes": false, "completed_date": null}]}';
    const finished = text
      .replace('"passes": false, "completed_date": null', '"passes": true, "completed_date": "2026-06-20"')
      .replace('"last_updated": "2026-01-02"', '"last_updated": "2026-06-20"');
    assert.equal(done(text, finish, { on: 'V-2' }, path), finished);
    assert.equal(
      done(text, reopen, { on: 'V-1' }, path),
      text
        .replace('true, "completed_date": "2026-01-02"', 'false, "completed_date": null')
        .replace('"last_updated": "2026-01-02"', '"last_updated": "2026-06-20"'),
    );
  });

  it('is claimed where it has a place for an owner', () => {
    const path = 'feature_list.json';
    const text =
      '{"features": [{"name": "a", "status": "todo", "owner": ""}, {"name": "b", "status": "todo"}]}';
    const claimed = text.replace('"todo", "owner": ""', '"in_progress", "owner": "maple"');
    assert.equal(done(text, claim, { on: 'a' }, path), claimed);
    assert.equal(done(claimed, release, { on: 'a' }, path), text);
  });

  it('cannot be changed where its word is unknown, it is one of two alike, or it is deprecated', () => {
    const text = fixture('workspace/no-ids.json');
    const path = 'claude-progress.json';
    assert.equal(done(text, claim, { on: 'Payments' }, path), 'task.notOpen');
    assert.equal(done(text, finish, { on: 'Reports' }, path), 'task.ambiguous');
    assert.equal(
      done('{"features": [{"name": "a", "status": "todo", "deprecated": true}]}', finish, { on: 'a' }),
      'file.onlyShown',
    );
  });
});

describe('a new feature', () => {
  it('has the next ID and the keys of the last one', () => {
    assert.equal(
      done(seed, addTask, { title: 'Log out' }),
      seed
        .replace('"totalFeatures": 3', '"totalFeatures": 4')
        .replace(
          /\n {4}\}\n {2}\]/,
          '\n    },\n    {\n      "id": "F004",\n      "name": "Log out",\n      "status": "pending"\n    }\n  ]',
        ),
    );
    const path = 'feature_list.json';
    assert.equal(
      done('[{"description": "a", "steps": [], "passes": "true"}]', addTask, { title: 'b' }, path),
      '[{"description": "a", "steps": [], "passes": "true"}, {"description": "b", "passes": "false"}]',
    );
    assert.equal(
      done('{"features": {"F1": {"name": "a", "status": "done"}}}', addTask, { title: 'b' }, path),
      '{"features": {"F1": {"name": "a", "status": "done"}, "F2": {"name": "b", "status": "pending"}}}',
    );
    assert.equal(
      done('{"features": []}', addTask, { title: 'b' }, path),
      '{"features": [{"id": "F001", "name": "b", "status": "pending"}]}',
    );
    assert.equal(done(seed, addTask, { title: 'User login' }), 'task.exists');
  });

  it('names the criterion that it serves where such lists do', () => {
    const path = 'feature_list.json';
    const list = '[{"id": 1, "title": "a", "status": "failing", "srs_trace": ["FR-1"]}]';
    assert.equal(
      done(list, addTask, { title: 'b', criterion: 'FR-2' }, path),
      list.replace(']}]', ']}, {"id": 2, "title": "b", "status": "failing", "srs_trace": ["FR-2"]}]'),
    );
    assert.equal(
      done('[{"name": "a", "status": "todo"}]', addTask, { title: 'b', criterion: 'AV-02' }, path),
      '[{"name": "a", "status": "todo"}, {"name": "b", "status": "todo", "description": "AV-02"}]',
    );
  });
});

describe('a note in a workspace', () => {
  const path = `${folder}claude-progress.json`;

  it('is an entry of the log, in the shape of the last one', () => {
    const text = fixture(`sample/${path}`);
    assert.equal(
      done(text, addNote, { text: 'see the key store' }, path),
      text
        .replace(/"lastUpdated": "[^"]*"/, '"lastUpdated": "2026-06-20T12:00:00Z"')
        .replace(
          /\n {4}\}\n {2}\],\n {2}"resumptionContext"/,
          '\n    },\n    {\n      "timestamp": "2026-06-20T12:00:00Z",\n      "action": "maple: see the key store",\n      "files": []\n    }\n  ],\n  "resumptionContext"',
        ),
    );
    const entries =
      '{"entries": [{"sessionId": "s-3", "action": "started", "message": "x", "timestamp": "2026-01-01T00:00:00.000Z"}]}';
    assert.equal(
      done(entries, addNote, { text: 'see' }, 'claude-progress.json'),
      entries.replace(
        ']}',
        ', {"sessionId": "s-3", "action": "maple: see", "timestamp": "2026-06-20T12:00:00Z"}]}',
      ),
    );
  });

  it('is refused where there is no log', () => {
    assert.equal(done(seed, addNote, { text: 'see' }), 'note.none');
    assert.equal(
      done(fixture('workspace/no-ids.json'), addNote, { text: 'see' }, 'claude-progress.json'),
      'note.none',
    );
  });
});
