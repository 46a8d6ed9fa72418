import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSample, temporaryFolder } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

describe('changes of OpenSpec in VS Code', function () {
  // Each step goes on from the one before.
  this.bail(true);
  let parent: string;
  let root: string;
  let workbench: Workbench;
  let expected: string;
  const path = 'openspec/changes/compress-payloads/tasks.md';
  const textOf = (of: string): string => readFileSync(join(root, of), 'utf8');
  /** The file holds what it is to hold, byte for byte. */
  const holds = (text: string): Promise<void> =>
    workbench.until(() => {
      assert.equal(textOf(path), text);
      expected = text;
    });
  const row = (name: RegExp, view?: 'Specs'): Promise<void> => workbench.row(name, view).waitFor();
  const collapse = async (name: RegExp): Promise<void> => {
    await workbench.row(name).locator('.monaco-tl-twistie').click();
    await workbench.until(async () => {
      assert.equal(await workbench.row(name).getAttribute('aria-expanded'), 'false');
    });
  };

  before(async () => {
    parent = temporaryFolder();
    ({ root } = makeSample(parent));
    expected = textOf(path);
    workbench = await Workbench.open(root, { settings: { 'throughline.owner': 'heron' } });
    await workbench.openContainer();
    await workbench.row(/^Branch feat\/rpc-retry/).waitFor({ timeout: 60_000 });
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });
  after(async () => {
    await workbench.close();
    rmSync(parent, { recursive: true });
  });

  it('have a row with what they do to living specs, and their tasks group by group', async () => {
    // So that there is room for all of it.
    await collapse(/^Branch feat\/rpc-retry/);
    await workbench.expand(/^OpenSpec compress-payloads, 1 of 4 done/);
    await row(/^Delta transport: Large payloads are compressed, added · applies/);
    await row(/^Delta transport: Frames have a limit, modified · applies/);
    await row(/^1\. Handshake, 1 of 2 done/);
    await row(/^Task 1\.2 Choose one that both know, todo, free/);
  });

  it('have their tasks claimed, assigned and released beside the file', async () => {
    await workbench.contextMenu(/^Task 1\.2/, 'Claim Task');
    await row(/^Task 1\.2 Choose one.*wip, heron \(you\)/);
    await workbench.contextMenu(/^Task 2\.1/, 'Assign Task...');
    await workbench.asked('Assign Task');
    await workbench.answer('otter');
    await row(/^Task 2\.1 Compress payloads.*otter/);
    await workbench.contextMenu(/^Task 1\.2/, 'Release Task');
    await row(/^Task 1\.2 Choose one.*todo, free/);
    await holds(expected);
  });

  it('have their tasks finished and reopened by one character, and get new ones', async () => {
    const before = expected;
    await workbench.contextMenu(/^Task 1\.2/, 'Finish Task');
    await holds(before.replace('[ ] 1.2', '[x] 1.2'));
    await workbench.contextMenu(/^Task 1\.2/, 'Reopen Task');
    await holds(before);
    await workbench.contextMenu(/^OpenSpec compress-payloads/, 'Add Task...');
    await workbench.asked('Add Task (1/2)');
    await workbench.pick(/^2\. Frames/);
    await workbench.asked('Add Task (2/2)');
    await workbench.answer('Measure it');
    await holds(`${before}- [ ] 2.3 Measure it\n`);
    await workbench.page.locator('.statusbar-item', { hasText: /Undo: .*Measure it/ }).waitFor();
    await workbench.command('Throughline: Undo Last Change');
    await holds(before);
  });

  it('stand at the requirements that they are about, and have a document of how they stand', async () => {
    await workbench.expand(/^Spec transport, 2 requirements, 2 changing/, 'Specs');
    await row(/^Criterion Frames have a limit, modified by compress-payloads · 1\/4/, 'Specs');
    await workbench.command('Throughline: Show Spec Status');
    await workbench.asked('Show Spec Status');
    await workbench.answer('All changes');
    await workbench.page.getByText('compress-payloads** · 1/4 · 2 deltas').waitFor();
  });

  it('leave why they were made in a document that outlives them', async () => {
    await workbench.command('Throughline: Save Rationale');
    await workbench.asked('Save Rationale');
    await workbench.answer('add-keep-alive');
    await workbench.page.getByText('add-keep-alive · archived on 2026-05-12').waitFor();
    await workbench.page
      .getByText('Most calls come in groups, and each opened a connection of its own.')
      .waitFor();
  });

  it('have a branch started for them, whose work they are then', async () => {
    const change = join(root, 'openspec/changes/add-hedging');
    mkdirSync(change);
    writeFileSync(join(change, 'tasks.md'), '- [ ] 1.1 Call twice\n');
    await row(/^OpenSpec add-hedging/);
    await workbench.command('Throughline: Start Branch from Change...');
    await workbench.asked('Start Branch from Change');
    await workbench.pick(/^add-hedging/);
    await workbench.asked('Start Branch from Change (1/3)');
    await workbench.answer('feat/add-hedging');
    await workbench.asked('Start Branch from Change (2/3)');
    await workbench.pick(/^In this folder/);
    await workbench.asked('Start Branch from Change (3/3)');
    await workbench.pick(/^Without a progress file/);
    await row(/^Branch feat\/add-hedging, checked out, OpenSpec add-hedging, 0 of 1 done/);
  });
});
