import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { agentDatabase } from '../../src/core/formats/specDatabase/places.ts';
import { Repository } from '../support/repository.ts';
import { makeSample, temporaryFolder } from '../support/sample.mjs';
import { agentSchema, runSql, sampleRows } from '../support/specDatabase.ts';
import { ensureWebHost } from '../support/webHost.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

/** Selects all text of the editor in front, and types something else. */
async function typeInstead({ page }: Workbench, text: string): Promise<void> {
  await page.locator('.editor-group-container.active .view-lines').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Control+S');
}

/** Answers the questions of a command, one after the other: by a choice, or with a text. */
async function answerAll(
  workbench: Workbench,
  title: string,
  answers: readonly (RegExp | string)[],
  counts = (step: number): string => `(${step})`,
): Promise<void> {
  for (const [at, each] of answers.entries()) {
    await workbench.asked(`${title} ${counts(at + 1)}`);
    if (typeof each === 'string') await workbench.answer(each);
    else await workbench.pick(each);
  }
}

/** Writes another reason into a database the moment that the first one is there. */
function writeBehind(node: string, path: string, first: string, then: string) {
  const script = `
    const [path, first, then] = process.argv.slice(1);
    const database = new (process.getBuiltinModule('node:sqlite').DatabaseSync)(path);
    database.exec('PRAGMA busy_timeout = 10000');
    const wanted = database.prepare('SELECT id FROM spec_changes WHERE why = ?');
    console.log('ready');
    for (const end = Date.now() + 20_000; wanted.get(first) === undefined && Date.now() < end; );
    database.prepare('UPDATE spec_changes SET why = ? WHERE why = ?').run(then, first);
  `;
  const child = spawn(node, ['--no-warnings', '-e', script, path, first, then], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { isReady: once(child.stdout, 'data'), hasEnded: once(child, 'exit') };
}

const ofFour = (step: number): string => `(${step}/4)`;

describe('what changes of OpenSpec say in VS Code', function () {
  // Each step goes on from the one before.
  this.bail(true);
  let parent: string;
  let root: string;
  let workbench: Workbench;
  const change = 'openspec/changes/limit-calls';
  const holds = (path: string, text: string): Promise<void> =>
    workbench.until(() => {
      assert.ok(existsSync(join(root, path)), path);
      assert.equal(readFileSync(join(root, path), 'utf8'), text);
    });
  const ofChange = async (command: string): Promise<void> => {
    await workbench.command(command);
    await workbench.pick(/^limit-calls/);
  };
  const proposal = (title: string): string =>
    `# Change: ${title}\n\n## Why\n\nCallers flood each other.\n\n## What Changes\n\nA limit.\n\n## Impact\n\n` +
    '<!-- Affected code, APIs, dependencies, systems -->\n';

  before(async () => {
    parent = temporaryFolder();
    ({ root } = makeSample(parent));
    workbench = await Workbench.open(root, { settings: { 'throughline.owner': 'heron' } });
    await workbench.openContainer();
    // So that there is room for all of it.
    await workbench.row(/^Branch feat\/rpc-retry/).waitFor({ timeout: 60_000 });
    await workbench
      .row(/^Branch feat\/rpc-retry/)
      .locator('.monaco-tl-twistie')
      .click();
    await workbench.row(/^OpenSpec compress-payloads/).waitFor();
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });
  after(async () => {
    await workbench.close();
    rmSync(parent, { recursive: true });
  });

  it('is proposed, shown and undone', async () => {
    await workbench.command('Throughline: Propose Change...');
    await workbench.asked('Propose Change (1/4)');
    await workbench.quickInput().fill('Limit Calls');
    await workbench.page.getByText('is not a name of a change').waitFor();
    const asked = ['limit-calls', 'Limit calls', 'Callers flood each other.', 'A limit.'];
    await answerAll(workbench, 'Propose Change', asked, ofFour);
    await holds(`${change}/proposal.md`, proposal('Limit calls'));
    await holds(`${change}/tasks.md`, '# Tasks\n');
    await workbench.tab(/^proposal\.md/).waitFor();
    await workbench.row(/^OpenSpec limit-calls/).waitFor();
    await workbench.until(async () => {
      assert.equal(await workbench.row(/^OpenSpec limit-calls/).getAttribute('aria-selected'), 'true');
    });
    await workbench.command('Throughline: Undo Last Change');
    await workbench.until(() => {
      assert.ok(!existsSync(join(root, change)));
    });
    await workbench.row(/^OpenSpec limit-calls/).waitFor({ state: 'detached' });
    await workbench.command('Throughline: Undo Last Change');
    await holds(`${change}/proposal.md`, proposal('Limit calls'));
    await workbench.row(/^OpenSpec limit-calls/).waitFor();
  });

  it('has its title written, and is opened at its sections', async () => {
    await ofChange('Throughline: Edit Change Field...');
    await workbench.pick(/^title/);
    await workbench.asked('Edit Change Field (2/2)');
    await workbench.answer('Limit all calls');
    await holds(`${change}/proposal.md`, proposal('Limit all calls'));
    await workbench.command('Throughline: Edit Change Field...');
    await workbench.pick(/^limit-calls/);
    await workbench.pick(/^what/);
    await workbench.cursorAt(9);
    await workbench.command('Throughline: Edit Change Field...');
    await workbench.pick(/^limit-calls/);
    await workbench.pick(/^design/);
    await holds(`${change}/design.md`, '# Design\n');
    await workbench.tab(/^design\.md/).waitFor();
  });

  it('gets deltas, which are opened', async () => {
    await workbench.command('Throughline: Add Delta...');
    await workbench.pick(/^limit-calls/);
    await answerAll(workbench, 'Add Delta', [/^modified/, /^transport/, /^Frames have a limit/]);
    const delta = `${change}/specs/transport/spec.md`;
    const modified =
      '## MODIFIED Requirements\n\n### Requirement: Frames have a limit\nA frame SHALL hold at most 1 MiB.\n\n' +
      '#### Scenario: A large payload\n\n- **WHEN** a payload is larger than 1 MiB\n- **THEN** it is sent in several frames\n';
    await holds(delta, `# Spec Delta\n\n${modified}`);
    await workbench.cursorAt(5);
    await workbench.row(/^OpenSpec limit-calls.*1 delta/).waitFor();
    await ofChange('Throughline: Add Delta...');
    const asked = ['Callers wait', 'A caller SHALL wait.', 'Flood', 'WHEN it calls too often THEN it waits'];
    await answerAll(workbench, 'Add Delta', [/^added/]);
    await workbench.asked('Add Delta (2)');
    await workbench.quickInput().fill('calls');
    await workbench.pick(/^calls/);
    await answerAll(workbench, 'Add Delta', asked, (step) => `(${step + 2})`);
    await holds(
      `${change}/specs/calls/spec.md`,
      '# Spec Delta\n\n## Purpose\n\n<!-- One or two sentences (50+ characters) on what this capability is for. -->\n\n' +
        '## ADDED Requirements\n\n### Requirement: Callers wait\nA caller SHALL wait.\n\n' +
        '#### Scenario: Flood\n- **WHEN** it calls too often\n- **THEN** it waits\n',
    );
    await workbench.row(/^OpenSpec limit-calls.*2 deltas/).waitFor();
    await ofChange('Throughline: Add Delta...');
    await answerAll(workbench, 'Add Delta', [/^renamed/, /^transport/, /^Connections/, 'Connections wait']);
    await holds(
      delta,
      `# Spec Delta\n\n${modified}\n## RENAMED Requirements\n\n` +
        '- FROM: `### Requirement: Connections stay open`\n- TO: `### Requirement: Connections wait`\n',
    );
  });

  it('is kept from the archive by what is in the way, which is listed and opened', async () => {
    await workbench.row(/^OpenSpec limit-calls.*3 deltas/).waitFor();
    await workbench.inline(/^OpenSpec limit-calls/, 'Add Task...');
    await workbench.answer('Count calls');
    await holds(`${change}/tasks.md`, '# Tasks\n\n- [ ] 1.1 Count calls\n');
    await workbench.row(/^OpenSpec limit-calls, 0 of 1 done/).waitFor();
    await workbench.command('Throughline: Archive Change...');
    await workbench.pick(/^limit-calls/);
    await workbench.asked('limit-calls cannot be archived yet');
    await workbench.pick(/^A task is open: 1\.1 Count calls/);
    await workbench.cursorAt(3);
    await workbench.tab(/^tasks\.md/).waitFor();
  });

  it('shows what living specs will say, and is archived with one answer', async () => {
    const living = readFileSync(join(root, 'openspec/specs/transport/spec.md'), 'utf8');
    await workbench.expand(/^OpenSpec limit-calls/);
    await workbench.contextMenu(/^Task 1\.1 Count calls/, 'Finish Task');
    await holds(`${change}/tasks.md`, '# Tasks\n\n- [x] 1.1 Count calls\n');
    await workbench.row(/^OpenSpec limit-calls, 1 of 1 done/).waitFor();
    await ofChange('Throughline: Archive Change...');
    await workbench.tab(/^Archive limit-calls/).waitFor();
    await workbench.page.getByText('Connections wait').first().waitFor();
    await workbench.screenshot('archivePreview');
    await workbench.answerNotification(/Archive limit-calls\? 2 living specs change as shown\./, 'Archive');
    await holds(
      'openspec/specs/transport/spec.md',
      living.replace('Connections stay open', 'Connections wait'),
    );
    await holds(
      'openspec/specs/calls/spec.md',
      '# calls Specification\n\n## Purpose\nTBD - created by archiving change limit-calls. Update Purpose after archive.\n\n' +
        '## Requirements\n\n### Requirement: Callers wait\nA caller SHALL wait.\n\n' +
        '#### Scenario: Flood\n- **WHEN** it calls too often\n- **THEN** it waits\n',
    );
    await workbench.until(() => {
      assert.ok(!existsSync(join(root, change)));
    });
    const [folder] = readdirSync(join(root, 'openspec/changes/archive')).filter((each) =>
      each.endsWith('-limit-calls'),
    );
    assert.match(String(folder), /^\d{4}-\d{2}-\d{2}-limit-calls$/);
    await workbench.answerNotification(/Archived limit-calls\./, 'Save Rationale');
    await workbench.page
      .locator('.view-line', { hasText: /Callers.flood.each.other\./ })
      .first()
      .waitFor();
  });
});

describe('what changes of a database say in VS Code', function () {
  this.bail(true);
  const repository = new Repository();
  const path = join(repository.root, agentDatabase);
  let node: string;
  let workbench: Workbench;
  const valueOf = (sql: string): unknown => Object.values(runSql(node, path, sql)[0] ?? {})[0];
  const is = (sql: string, value: string | number): Promise<void> =>
    workbench.until(() => {
      assert.equal(valueOf(sql), value);
    });
  const line = (text: RegExp): Promise<void> =>
    workbench.page.locator('.view-line', { hasText: text }).first().waitFor();
  const why = "SELECT why FROM spec_changes WHERE slug = 'add-2fa'";

  before(async () => {
    repository.commit('2026-06-11', { '.gitignore': '.dirge/\n' });
    ({ node } = await ensureWebHost());
    mkdirSync(dirname(path), { recursive: true });
    runSql(node, path, `PRAGMA journal_mode = WAL; ${agentSchema} ${sampleRows}`);
    workbench = await Workbench.open(repository.root, { settings: { 'throughline.owner': 'heron' } });
    await workbench.openContainer();
    // A database says nothing of branches: its only change is the work of the one that is checked out.
    await workbench.row(/^Branch main, checked out, Change add-2fa/).waitFor({ timeout: 60_000 });
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });
  after(async () => {
    await workbench.close();
    repository.dispose();
  });

  it('is edited as a document, which follows the row', async () => {
    await workbench.contextMenu(/^Branch main, checked out, Change add-2fa/, 'Edit Change Field...');
    await workbench.pick(/^why/);
    await workbench.tab(/^why\.md/).waitFor();
    await line(/Passwords.leak\./);
    await typeInstead(workbench, 'They leak.\n\n## Often\n');
    await is(why, 'They leak.\n\n## Often');
    runSql(node, path, "UPDATE spec_changes SET why = 'Somebody else wrote this.' WHERE slug = 'add-2fa'");
    await line(/Somebody.else.wrote.this\./);
  });

  it('shows what somebody else wrote right behind a save, and is not written over it', async () => {
    const other = writeBehind(node, path, 'Mine at first.', 'Theirs at once.');
    await other.isReady;
    await typeInstead(workbench, 'Mine at first.');
    await other.hasEnded;
    await line(/Theirs.at.once\./);
    assert.equal(valueOf(why), 'Theirs at once.');
  });

  it('is not written over what somebody else wrote meanwhile', async () => {
    const { page } = workbench;
    await page.locator('.editor-group-container.active .view-lines').first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('Mine.');
    runSql(node, path, "UPDATE spec_changes SET why = 'Theirs.' WHERE slug = 'add-2fa'");
    await page.keyboard.press('Control+S');
    await workbench.notification(/content of the file is newer/);
    assert.equal(valueOf(why), 'Theirs.');
    await workbench.tab(/^why\.md/).waitFor();
    await workbench.command('File: Revert File');
    await line(/Theirs\./);
  });

  it('has the text of a delta edited as a requirement, and one that is none refused with its line', async () => {
    const text = 'SELECT text FROM spec_deltas WHERE id = 7';
    await workbench.contextMenu(/^Branch main, checked out, Change add-2fa/, 'Edit Change Field...');
    await workbench.pick(/^auth: Two factors/);
    await line(/###.Requirement:.Two.factors/);
    await typeInstead(
      workbench,
      '### Requirement: Two factors\nIt asks.\n\n### Scenario: Login\nWHEN a THEN b\n',
    );
    await workbench.notification(/Line 4 would be read as another heading: ### Scenario: Login/);
    assert.equal(valueOf(text), 'The system SHALL ask for a code.');
    await typeInstead(
      workbench,
      '### Requirement: Two factors\nIt asks.\n\n#### Scenario: Login\nWHEN a THEN b\n',
    );
    await is(text, 'It asks.');
    assert.equal(
      valueOf('SELECT scenarios FROM spec_deltas WHERE id = 7'),
      '[{"name":"Login","when_then":"WHEN a THEN b"}]',
    );
  });

  it('gets a delta, whose text is opened', async () => {
    await workbench.contextMenu(/^Branch main, checked out, Change add-2fa/, 'Add Delta...');
    await answerAll(workbench, 'Add Delta', [/^modified/, /^auth/, /^Login/]);
    await is("SELECT op FROM spec_deltas WHERE requirement = 'Login'", 'modified');
    await line(/###.Requirement:.Login/);
    await line(/####.Scenario:.Wrong.password/);
  });

  it('is proposed as a row, and that is undone', async () => {
    await workbench.command('Throughline: Propose Change...');
    await answerAll(workbench, 'Propose Change', ['add-export', '', 'People ask.', 'An export.'], ofFour);
    await is("SELECT status FROM spec_changes WHERE slug = 'add-export'", 'active');
    await workbench.row(/^Change add-export/).waitFor();
    await workbench.command('Throughline: Undo Last Change');
    await is("SELECT count(*) FROM spec_changes WHERE slug = 'add-export'", 0);
    await workbench.row(/^Change add-export/).waitFor({ state: 'detached' });
    await workbench.command('Throughline: Undo Last Change');
    await is("SELECT why FROM spec_changes WHERE slug = 'add-export'", 'People ask.');
    await workbench.row(/^Change add-export/).waitFor();
  });

  it('is archived in one transaction, after it was shown as people read it', async () => {
    runSql(node, path, "UPDATE spec_tasks SET status = 'done'");
    // One of two: nobody knows any more which is the work of the branch.
    await workbench.contextMenu(/^Change add-2fa/, 'Archive Change...');
    await workbench.answerNotification(/Archive add-2fa\? 1 living spec changes as shown\./, 'Archive');
    await is("SELECT status FROM spec_changes WHERE slug = 'add-2fa'", 'archived');
    assert.deepEqual(runSql(node, path, 'SELECT name, text FROM spec_requirements ORDER BY id'), [
      { name: 'Login', text: 'The system SHALL ask for a password.' },
      { name: 'Two factors', text: 'It asks.' },
    ]);
    await workbench.notification(/Archived add-2fa\./);
  });
});
