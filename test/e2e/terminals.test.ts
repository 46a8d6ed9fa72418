import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeSample, temporaryFolder, type Sample } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

const retry = 'tracking/progress/2026-06-11-feat-rpc-retry.md';

describe('the command line in terminals', function () {
  this.bail(true);
  let parent: string;
  let sample: Sample;
  let workbench: Workbench;

  before(async () => {
    parent = temporaryFolder();
    sample = makeSample(parent);
    workbench = await Workbench.open(sample.root, { settings: { 'throughline.owner': 'maple' } });
    await workbench.openContainer();
    await workbench.row(/^Task Backfill tests/).waitFor();
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });
  after(async () => {
    await workbench.close();
    rmSync(parent, { recursive: true });
  });

  /** What a command line prints that is typed into the terminal in front. */
  const type = async (line: string, mark: string): Promise<string> => {
    const path = join(parent, mark);
    await workbench.page.locator('.terminal-wrapper.active .xterm-helper-textarea').waitFor();
    await workbench.page.keyboard.type(`${line} > ${path} 2>&1; echo end >> ${path}`);
    await workbench.page.keyboard.press('Enter');
    await workbench.until(() => {
      assert.ok(existsSync(path) && readFileSync(path, 'utf8').endsWith('end\n'));
    });
    return readFileSync(path, 'utf8');
  };

  it('is added to new ones when asked for, and claims by the editor’s own Node', async () => {
    const text = readFileSync(join(sample.root, retry), 'utf8');
    await workbench.command('Throughline: Add Command Line to Terminals');
    await workbench.answerNotification(/New terminals of this workspace have/, 'New Terminal');
    assert.match(await type('PATH=${PATH%%:*}: throughline --version', 'version'), /^\d+\.\d+\.\d+\nend\n/);
    assert.match(await type('throughline claim Backfill tests --as heron-7f3a', 'claim'), /^ok Claimed/);
    assert.equal(
      readFileSync(join(sample.root, retry), 'utf8'),
      text.replace('| Backfill tests | todo | - |', '| Backfill tests | wip | heron-7f3a |'),
    );
    await workbench.row(/^Task Backfill tests, wip, heron-7f3a/).waitFor();
  });

  it('is taken away again', async () => {
    await workbench.command('Throughline: Remove Command Line from Terminals');
    await workbench.notification(/no longer have the command/);
    await workbench.command('Terminal: Create New Terminal');
    assert.match(await type('command -v throughline', 'gone'), /^end\n$/);
  });
});
