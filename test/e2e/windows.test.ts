import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSample, temporaryFolder, type Sample } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

const retry = 'tracking/progress/2026-06-11-feat-rpc-retry.md';

describe('two windows on one folder', () => {
  let parent: string;
  let sample: Sample;
  let first: Workbench;
  let second: Workbench;
  let original: string;
  const text = (): string => readFileSync(join(sample.root, retry), 'utf8');
  const invalidAtStart = (): Buffer => {
    const bytes = Buffer.from(text());
    bytes[0] = 0xe9;
    return bytes;
  };
  const lineOf = (title: string): number =>
    original.split('\n').findIndex((line) => line.includes(title)) + 1;

  before(async () => {
    parent = temporaryFolder();
    sample = makeSample(parent);
    original = text();
    first = await Workbench.open(sample.root, { settings: { 'throughline.owner': 'maple' } });
    await first.openContainer();
    second = await first.another(sample.root);
    await second.openContainer();
    // What git says comes last: after it no row moves under a click.
    for (const window of [first, second]) await window.row(/^Git: 1 ahead/).waitFor({ timeout: 30_000 });
  });
  after(async () => {
    await first.close();
    rmSync(parent, { recursive: true });
  });
  afterEach(async function () {
    await pictureOfFailure(this, first, 'first');
    await pictureOfFailure(this, second, 'second');
  });

  it('change no file that has unsaved changes in the other, and say so', async () => {
    await first.clickRow(/^Task Backfill tests/);
    await first.tab(/2026-06-11-feat-rpc-retry\.md/).waitFor();
    await first.cursorAt(lineOf('Backfill tests'));
    await first.focusEditor();
    await first.page.keyboard.press('Control+End');
    await first.page.keyboard.type('- maple: half a thought');
    await first.page.locator('.tab.dirty').waitFor();
    await second.inline(/^Task Backfill tests/, 'Claim Task');
    await second.answerNotification(
      /has unsaved changes in another window \(.+\), so nothing was changed.+ remove the folder .+throughline\/dirty\./,
    );
    assert.equal(text(), original);
  });

  it('claim it once it is saved there, and both show it', async () => {
    await first.page.keyboard.press('Control+S');
    await first.page.locator('.tab.dirty').waitFor({ state: 'detached' });
    // What the first window tells the other one comes a moment after its tab is clean.
    const unsaved = join(sample.root, '.git/throughline/dirty');
    await first.until(() => {
      const names = readdirSync(unsaved);
      assert.ok(!names.some((name) => readFileSync(join(unsaved, name), 'utf8').includes('rpc-retry')));
    });
    await second.inline(/^Task Backfill tests/, 'Claim Task');
    const claimed = `${original}- maple: half a thought`.replace(
      '| Backfill tests | todo | - |',
      '| Backfill tests | wip | maple |',
    );
    await first.until(() => {
      assert.equal(text(), claimed);
    });
    for (const window of [first, second])
      await window.row(/^Task Backfill tests, wip, maple \(you\)/).waitFor();
  });

  it('are told that a claim of theirs was overwritten, until they ask not to be', async () => {
    const claimed = text();
    writeFileSync(
      join(sample.root, retry),
      claimed.replace('| Backfill tests | wip | maple |', '| Backfill tests | wip | otter |'),
    );
    await second.answerNotification(
      /Your claim of Backfill tests in .+ was overwritten: it now belongs to otter\./,
      'Don’t Show Again',
    );
    await second.command('Preferences: Open User Settings (JSON)');
    await second.tab(/settings\.json/).waitFor();
    await second.page.locator('.view-line', { hasText: '"throughline.overwrites.notify":' }).waitFor();
    await second.page.keyboard.press('Control+W');
    writeFileSync(join(sample.root, retry), claimed);
    await first.row(/^Task Backfill tests, wip, maple \(you\)/).waitFor();
  });

  it('change no file whose unsaved changes the other brought through a reload and has not shown yet', async () => {
    const before = text();
    await first.clickRow(/^Task Add jitter/);
    // What is typed before the row is there goes where the row is.
    await first.cursorAt(lineOf('Add jitter'));
    await first.focusEditor();
    await first.page.keyboard.press('Control+End');
    await first.page.keyboard.type(', and the other half');
    await first.page.locator('.tab.dirty').waitFor();
    // Another file in front: the editor of the first is only made again when somebody looks at it.
    await first.command('Throughline: Open Spec');
    await first.pick(/rpc-retries/);
    await first.tab(/rpc-retries\.md/).waitFor();
    await first.reload();
    await first.page.locator('.tab.dirty').waitFor({ timeout: 30_000 });
    await first.row(/^Task Add jitter/).waitFor({ timeout: 30_000 });
    await second.inline(/^Task Backfill tests/, 'Release Task');
    await second.answerNotification(/has unsaved changes in another window \(.+\), so nothing was changed/);
    assert.equal(text(), before);
    // Somebody who asks nobody claims in that moment, and the size stays as it is.
    const claimed = before.replace('| Add jitter | wip | maple |', '| Add jitter | wip | otter |');
    assert.notEqual(claimed, before);
    writeFileSync(join(sample.root, retry), claimed);
    await first.tab(/2026-06-11-feat-rpc-retry\.md/).click();
    // VS Code waits for nobody long, and for those that are just told of a document no longer.
    await first.page
      .locator('.view-line', { hasText: /and.the.other.half/ })
      .first()
      .waitFor();
    await first.page.keyboard.press('Control+S');
    await first.page.locator('.tab.dirty').waitFor({ state: 'detached' });
    assert.equal(text(), `${claimed}, and the other half`);
  });

  it('say where a copy is of what was on disk and could not be merged, and compare it', async () => {
    // Extensions of VS Code begin to work with a window that was just loaded, and keep the thread of all of them busy.
    await first.page
      .locator('.statusbar', { hasText: 'Activating Extensions' })
      .waitFor({ state: 'detached' });
    for (let tries = 1; ; tries++) {
      await first.focusEditor();
      await first.page.keyboard.press('Control+End');
      await first.page.keyboard.type('!');
      await first.page.locator('.tab.dirty').waitFor();
      const saved = `${text()}!`;
      await first.problemsChange(() => {
        writeFileSync(join(sample.root, retry), invalidAtStart());
      });
      await first.page.keyboard.press('Control+S');
      await first.page.locator('.tab.dirty').waitFor({ state: 'detached' });
      assert.equal(text(), saved);
      const told = await first.notification(/could not be merged: This file is not valid UTF-8\./);
      if (tries === 3 || !(await told.innerText()).includes('No copy')) break;
      // VS Code did not wait so long. That is told too, which is what the next test is about.
      await first.answerNotification(/No copy of the version on disk was kept/);
    }
    await first.answerNotification(
      /could not be merged: This file is not valid UTF-8\..+is kept in .+throughline\/kept\//,
      'Compare',
    );
    await first.tab(/on Disk before the Save/).waitFor();
    await first.command('View: Close Editor');
  });

  it('say what was lost where VS Code saved before anybody could keep it', async function () {
    if (!existsSync('/proc')) this.skip();
    await first
      .tab(/^2026-06-11-feat-rpc-retry\.md/)
      .first()
      .click();
    await first.focusEditor();
    await first.page.keyboard.press('Control+End');
    await first.page.keyboard.type('?');
    await first.page.locator('.tab.dirty').waitFor();
    const saved = `${text()}?`;
    await first.problemsChange(() => {
      writeFileSync(join(sample.root, retry), invalidAtStart());
    });
    await first.whileBusy(async () => {
      await first.page.keyboard.press('Control+S');
      await first.page.locator('.tab.dirty').waitFor({ state: 'detached' });
      assert.equal(text(), saved);
    });
    await first.notification(
      /could not be merged: This file is not valid UTF-8\..+No copy of the version on disk was kept: It was changed again in the meantime\./,
    );
  });
});
