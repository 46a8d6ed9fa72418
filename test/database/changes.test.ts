import assert from 'node:assert/strict';
import { join } from 'node:path';
import { agentDatabase, ownDatabase } from '../../src/core/formats/specDatabase/places.ts';
import { addTask } from '../../src/core/operations/addTask.ts';
import { archiveChange } from '../../src/core/operations/changes/archive.ts';
import { writeChangeText } from '../../src/core/operations/changes/changeText.ts';
import type { ChangeTextPart } from '../../src/core/model/changeText.ts';
import { specTables } from '../../src/core/model/specRows.ts';
import { undo } from '../../src/core/operations/undo.ts';
import { toKey } from '../../src/core/text/key.ts';
import type { RunResult } from '../../src/project/running.ts';
import { ChangeProject, isDone, refusedAs } from '../support/changeProject.ts';
import { agentSchema, openDatabase, sampleRows, SpecFolder } from '../support/specDatabase.ts';

const databaseWorker = join(process.env['THROUGHLINE_ROOT'] ?? '', 'dist/databaseWorker.cjs');
const change = `${agentDatabase}/changes/add-2fa.json`;
const scenarios = [{ name: 'Code', when_then: 'WHEN a person logs in THEN a code is asked for' }];

describe('changes that are made in a database', () => {
  let folder: SpecFolder;
  let project: ChangeProject;
  beforeEach(async () => {
    folder = new SpecFolder();
    folder.make(agentSchema, sampleRows);
    project = await ChangeProject.open({}, { root: folder.top, databaseWorker });
  });
  afterEach(() => {
    project.opened.dispose();
    folder.dispose();
  });

  const rowsOf = (table: string): readonly Record<string, unknown>[] =>
    folder.database
      .prepare(`SELECT * FROM ${table} ORDER BY id`)
      .all()
      .map((row) => ({ ...row }));
  const allRows = (): unknown => specTables.map(({ name }) => rowsOf(name));

  it('are proposed as a row that is active, and take tasks', async () => {
    isDone(await project.propose({ slug: 'add-export', title: 'Export', why: 'a\n\n## b', what: 'c' }));
    const [, row] = rowsOf('spec_changes');
    const { id, created_at: created, updated_at: updated, ...rest } = row ?? {};
    assert.ok(typeof id === 'number');
    assert.deepEqual(rest, {
      slug: 'add-export',
      title: 'Export',
      // Nothing of it would be another section here.
      why: 'a\n\n## b',
      what: 'c',
      design: '',
      status: 'active',
      archived_at: null,
    });
    assert.match(String(created), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(created, updated);
    const document = toKey(`${agentDatabase}/changes/add-export.json`);
    isDone(await project.run(addTask, { document, title: 'Write it' }));
    assert.equal(rowsOf('spec_tasks').at(-1)?.['change_id'], row?.['id']);
  });

  it('are not called like another one, also in other letters or in files, nor badly', async () => {
    assert.match(refusedAs(await project.propose({ slug: 'add-2fa' })), /^change\.taken/);
    folder.database.exec("UPDATE spec_changes SET status = 'archived'");
    await project.opened.project.refresh();
    assert.match(refusedAs(await project.propose({ slug: 'add-2fa' })), /^change\.taken/);
    assert.match(refusedAs(await project.propose({ slug: '../x' })), /^change\.slug/);
    const result = await project.propose({ slug: 'in-files', store: 'openspec' });
    isDone(result);
    assert.match(
      refusedAs(await project.propose({ slug: 'in-files', store: 'database' })),
      /^change\.taken: There is a change in-files already: openspec\/changes\/in-files\//,
    );
    assert.equal(
      refusedAs(await project.propose({ slug: 'x' })),
      'change.severalStores: Changes are kept at several places. Choose one: openspec, database',
    );
  });

  it('have their fields written, with the time', async () => {
    for (const [field, value] of [
      ['title', 'Log in with two factors'],
      ['why', 'Passwords “leak”.\n\n## Often\n'],
      ['what', '- a code\n- a key 🦦'],
      ['design', '# Design\n\nCodes.'],
    ] as const) {
      const before = allRows();
      const result = await project.set(change, { field, value });
      isDone(result);
      const [row] = rowsOf('spec_changes');
      assert.equal(row?.[field], value.trimEnd());
      assert.notEqual(row['updated_at'], row['created_at']);
      await project.undo(result);
      assert.deepEqual(allRows(), before);
    }
    assert.equal((await project.set(change, { field: 'what', value: 'Ask for a code.' })).kind, 'unchanged');
    folder.database.exec("UPDATE spec_changes SET status = 'archived'");
    await project.opened.project.refresh();
    assert.match(refusedAs(await project.set(change, { field: 'why', value: 'x' })), /^change\.archived/);
    assert.match(refusedAs(await project.delta(change, { scenarios, text: 'x' })), /^change\.archived/);
  });

  it('have deltas of each operation as rows', async () => {
    folder.database.exec(
      "INSERT INTO spec_requirements VALUES (4, 1, 'Log out', 'It ends.', '', ''), (5, 1, 'Old', 'x', '', '')",
    );
    await project.opened.project.refresh();
    isDone(await project.delta(change, { requirement: 'Codes', text: 'It asks.', scenarios }));
    isDone(await project.delta(change, { operation: 'modified', requirement: 'Login' }));
    isDone(
      await project.delta(change, { operation: 'removed', requirement: 'Old', reason: 'a', migration: 'b' }),
    );
    isDone(
      await project.delta(change, { operation: 'renamed', requirement: 'Log out', newName: 'Sign out' }),
    );
    assert.deepEqual(
      rowsOf('spec_deltas')
        .slice(1)
        .map(({ id: _, created_at: __, ...row }) => Object.values(row)),
      [
        [1, 'added', 'auth', 'Codes', 'It asks.', JSON.stringify(scenarios), '', '', ''],
        [
          1,
          'modified',
          'auth',
          'Login',
          'The system SHALL ask for a password.',
          '[{"name":"Wrong password","when_then":"WHEN it is wrong THEN nobody gets in"}]',
          '',
          '',
          '',
        ],
        [1, 'removed', 'auth', 'Old', '', '', 'a', 'b', ''],
        [1, 'renamed', 'auth', 'Log out', '', '', '', '', 'Sign out'],
      ],
    );
    const before = allRows();
    for (const [input, code] of [
      [{ requirement: 'Login', text: 'x', scenarios }, 'delta.contradicts'],
      [{ requirement: 'two  FACTORS', text: 'x', scenarios }, 'delta.contradicts'],
      [{ operation: 'modified', requirement: 'Nothing' }, 'delta.targetMissing'],
      [{ requirement: 'A', text: 'x' }, 'requirement.noScenario'],
      [{ requirement: 'A', text: 'x\n#### b', scenarios }, 'change.line'],
      [{ requirement: 'A', text: 'x', scenarios, capability: '../y' }, 'delta.name'],
      [{ requirement: '', text: 'x', scenarios }, 'delta.name'],
    ] as const)
      assert.ok(refusedAs(await project.delta(change, input)).startsWith(code));
    assert.deepEqual(allRows(), before);
  });

  it('have their long texts edited as documents, while they say what they said then', async () => {
    const document = toKey(change);
    const write = (part: ChangeTextPart, text: string, base: string) =>
      project.run(writeChangeText, { document, part, text, base });
    isDone(await write('design', '# Design\r\n\r\nA code.\r\n', ''));
    assert.equal(rowsOf('spec_changes')[0]?.['design'], '# Design\n\nA code.');
    const block =
      '### Requirement: Two factors\nThe system SHALL ask for a code.\n\n' +
      '#### Scenario: Login\nWHEN a person logs in THEN a code is asked for';
    const changed =
      '### Requirement: Two factors\nIt asks.\n\n- twice\n\n#### Scenario: A\nb\n\n#### Scenario: C\nd\n';
    const before = allRows();
    for (const [text, base, told] of [
      [changed, `${block}!`, 'file.contended'],
      [changed.replace('Two', 'Three'), block, 'delta.heading: The text has to begin with its heading'],
      [`Before.\n${changed}`, block, 'delta.heading'],
      [changed.replace('#### Scenario: C', '### Scenario: C'), block, 'change.line: Line 9 would be read'],
      [`${changed}\n## More\n`, block, 'change.line: Line 12 would begin another section: ## More'],
      [changed.replace('- twice', '~~~'), block, 'change.line: Nothing closes what line 4 begins: ~~~'],
      ['### Requirement: Two factors\nIt asks.\n', block, 'requirement.noScenario'],
      ['', block, 'delta.heading'],
    ] as const) {
      const refused = refusedAs(await write({ delta: 7 }, text, base));
      assert.ok(refused.startsWith(told), refused);
    }
    assert.match(refusedAs(await write({ delta: 99 }, changed, block)), /^change\.missing/);
    assert.deepEqual(allRows(), before);
    const result = await write({ delta: 7 }, changed, block);
    isDone(result);
    const [row] = rowsOf('spec_deltas');
    assert.deepEqual(
      [row?.['text'], row?.['scenarios']],
      ['It asks.\n\n- twice', '[{"name":"A","when_then":"b"},{"name":"C","when_then":"d"}]'],
    );
    await project.undo(result);
    const [again] = rowsOf('spec_deltas');
    assert.equal(again?.['text'], 'The system SHALL ask for a code.');
  });

  it('are proposed, get deltas and tasks, and all of it is undone and done again', async () => {
    const exported = toKey(`${agentDatabase}/changes/add-export.json`);
    const steps = [
      () => project.propose({ slug: 'add-export' }),
      () => project.delta(exported, { requirement: 'Codes', text: 'It asks.', scenarios }),
      () => project.run(addTask, { document: exported, title: 'Write it' }),
      () => project.run(addTask, { document: toKey(change), title: 'Ask “them”' }),
      () => project.delta(change, { operation: 'modified', requirement: 'Login' }),
    ];
    const results: RunResult[] = [];
    const states = [allRows()];
    for (const step of steps) {
      const result = await step();
      isDone(result);
      results.push(result);
      states.push(allRows());
    }
    for (const at of steps.keys()) {
      const step = steps.length - 1 - at;
      const result = results[step];
      assert.ok(result);
      const undone = await project.undo(result);
      assert.deepEqual(allRows(), states[step], `step ${step} undone`);
      const again = await project.undo(undone);
      assert.deepEqual(allRows(), states[step + 1], `step ${step} done again`);
      await project.undo(again);
      assert.deepEqual(allRows(), states[step], `step ${step} undone again`);
    }
  });

  it('are not undone where somebody has gone on with them', async () => {
    const proposed = await project.propose({ slug: 'add-export' });
    isDone(proposed);
    const exported = toKey(`${agentDatabase}/changes/add-export.json`);
    const added = await project.run(addTask, { document: exported, title: 'Write it' });
    isDone(added);
    folder.database.exec("UPDATE spec_tasks SET status = 'in_progress' WHERE text = 'Write it'");
    await project.opened.project.refresh();
    const before = allRows();
    for (const result of [proposed, added]) {
      assert.ok(result.outcome.undo);
      assert.match(refusedAs(await project.run(undo, result.outcome.undo.input)), /^undo\.changed/);
    }
    assert.deepEqual(allRows(), before);
  });

  it('are archived for good', async () => {
    folder.database.exec("UPDATE spec_tasks SET status = 'done'");
    await project.opened.project.refresh();
    const archived = await project.run(archiveChange, { document: toKey(change) });
    isDone(archived);
    assert.equal(archived.outcome.undo, undefined);
  });

  it('are kept in a database of the folder’s own, which is made with the first one', async () => {
    const other = await ChangeProject.open({ 'README.md': 'Kit\n' }, { databaseWorker });
    try {
      isDone(await other.propose({ store: 'database' }));
      isDone(await other.propose({ slug: 'second' }));
      const database = openDatabase(join(other.root, ownDatabase));
      assert.deepEqual(
        database
          .prepare('SELECT slug FROM spec_changes ORDER BY id')
          .all()
          .map(({ slug }) => slug),
        ['add-2fa', 'second'],
      );
      database.close();
    } finally {
      other.dispose();
    }
  });

  it('are refused where the agent has a database without such tables', async () => {
    const other = new SpecFolder();
    other.make('CREATE TABLE other (id)');
    const bare = await ChangeProject.open({}, { root: other.top, databaseWorker });
    try {
      assert.match(refusedAs(await bare.propose({})), /^file\.unreadable: .*spec_changes/);
    } finally {
      bare.opened.dispose();
      other.dispose();
    }
  });
});
