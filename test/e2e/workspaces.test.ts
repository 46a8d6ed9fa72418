import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, makeSample, temporaryFolder, type Sample } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

const retry = 'tracking/progress/2026-06-11-feat-rpc-retry.md';

describe('a workspace on the sample repository', () => {
  let parent: string;
  let sample: Sample;
  let bench: Workbench;
  let text: string;

  before(async () => {
    parent = temporaryFolder();
    sample = makeSample(parent);
    text = readFileSync(join(sample.root, retry), 'utf8');
    bench = await Workbench.open(sample.root);
    await bench.openContainer();
  });
  beforeEach(async () => {
    writeFileSync(join(sample.root, retry), text);
    await bench.row(/^Task Backfill tests, todo, free/).waitFor();
  });
  afterEach(async function () {
    await pictureOfFailure(this, bench);
  });
  after(async () => {
    await bench.close();
    rmSync(parent, { recursive: true });
  });

  it('leads through the first steps', async () => {
    await bench.command('Welcome: Open Walkthrough...');
    await bench.pick(/^Get Started with Throughline/);
    const box = (name: RegExp) => bench.page.getByRole('checkbox', { name });
    await box(/^Choose your name: Not completed/).waitFor();
    await bench.page.locator('.step-title', { hasText: 'Choose your name' }).click();
    await bench.page.getByRole('button', { name: 'Set Owner Name' }).click();
    await bench.asked('Owner Name');
    await bench.answer('heron-1');
    await box(/^Choose your name: Completed/).waitFor();
    // What was done before is ticked as well.
    await box(/^Create your first progress file: Completed/).waitFor();
    await box(/^Claim a task: Not completed/).waitFor();
    await bench.inline(/^Task Backfill tests/, 'Claim Task');
    await box(/^Claim a task: Completed/).waitFor();
    await bench.page.locator('.step-title', { hasText: 'Follow a spec' }).click();
    await bench.page.getByRole('button', { name: 'Open Specs' }).click();
    await bench.row(/^Spec 2026-06-10-rpc-retries/, 'Specs').waitFor();
  });

  it('shows the first task that is added to a branch that there is none of', async () => {
    const path = 'tracking/progress/2026-06-30-zz-odd.md';
    writeFileSync(
      join(sample.root, path),
      '# odd\n\nBranch: zz/odd\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| Begin | wip | otter |\n',
    );
    await bench.row(/^Task Backfill tests/).waitFor();
    // Its group is closed, and was never opened.
    await bench.row(/^No such branch, 2/).waitFor();
    await bench.page.keyboard.press('Control+P');
    await bench.quickInput().fill('2026-06-30-zz-odd.md');
    await bench.pick('2026-06-30-zz-odd.md');
    await bench.lens('Add Task').click();
    await bench.answer('Look at it');
    await bench.row(/^Task Look at it, todo, free/).waitFor();
    assert.match(readFileSync(join(sample.root, path), 'utf8'), /\| Look at it \| todo \|/);
    assert.doesNotMatch((await bench.told()).join(' '), /failed/);
  });

  it('tells of a task whose title looks like a link, and offers nothing to click', async () => {
    const title = '[Open](command:workbench.action.terminal.new)';
    writeFileSync(
      join(sample.root, 'tracking/progress/2026-06-30-chore-docs-site.md'),
      `# odd\n\nBranch: odd\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| \`${title}\` | wip | otter |\n`,
    );
    await bench.expand(/^No such branch/);
    await bench.expand(/^Branch odd/);
    await bench.contextMenu(/command:workbench/, 'Claim Task');
    const told = await bench.notification(/is already claimed by otter/);
    assert.equal(await told.locator('.notification-list-item-message a').count(), 0);
    assert.match(await told.innerText(), /command:workbench\.action\.terminal\.new/);
  });

  it('follows a link out of the workspace once that is allowed, until it is forgotten', async () => {
    const shared = join(parent, 'shared');
    mkdirSync(shared);
    writeFileSync(
      join(shared, '2026-07-02-feat-shared.md'),
      '# shared\n\nBranch: feat/shared\n\n| Task | Status | Owner |\n| --- | --- | --- |\n| One | todo | - |\n',
    );
    symlinkSync(shared, join(sample.root, 'tracking/progress/linked'));
    await bench.row(/^File linked, 1 problem/).waitFor();
    await bench.inline(/^File linked, 1 problem/, 'Allow Link...');
    await bench.page.locator('.monaco-dialog-box').getByText(shared).waitFor();
    await bench.answerDialog('Allow');
    // Git knows no such branch.
    await bench.expand(/^No such branch/);
    await bench.row(/^Branch feat\/shared/).waitFor();
    await bench.command('Throughline: Forget Allowed Link...');
    await bench.asked('Forget Allowed Link');
    await bench.pick(/shared/);
    await bench.row(/^File linked, 1 problem/).waitFor();
    await bench.command('Throughline: Allow Link...');
    await bench.asked('Allow Link');
    await bench.pick(/linked/);
    await bench.answerDialog('Cancel');
    await bench.row(/^File linked, 1 problem/).waitFor();
  });

  it('follows the branch that is checked out', async () => {
    await bench.row(/^Branch feat\/rpc-retry, checked out/).waitFor();
    git(sample.root, '2026-06-22T10:00:00Z', 'switch', '--quiet', '--force-create', 'chore/docs-site');
    await bench.row(/^Branch chore\/docs-site, checked out/).waitFor();
    await bench.until(async () => {
      const rows = await bench.rows();
      assert.match(rows[0] ?? '', /^Branch chore\/docs-site, checked out/);
      assert.match(rows[1] ?? '', /^Task Pick a generator/);
    });
  });
});

describe('workspaces of all kinds', () => {
  let parent: string;
  let sample: Sample;
  let workbench: Workbench | undefined;
  const open = async (
    folder: string | undefined,
    options?: Parameters<typeof Workbench.open>[1],
  ): Promise<Workbench> => {
    workbench = await Workbench.open(folder, options);
    await workbench.openContainer();
    return workbench;
  };

  beforeEach(() => {
    parent = temporaryFolder();
    sample = makeSample(parent);
  });
  afterEach(async function () {
    if (workbench !== undefined) await pictureOfFailure(this, workbench);
    await workbench?.close();
    workbench = undefined;
    rmSync(parent, { recursive: true });
  });

  it('asks who you are at the first claim, once, and offers what git says', async () => {
    const bench = await open(sample.root);
    const text = readFileSync(join(sample.root, retry), 'utf8');
    await bench.row(/^Task Backfill tests/).waitFor();
    await bench.inline(/^Task Backfill tests/, 'Claim Task');
    await bench.quickInput().waitFor();
    await bench.until(async () => {
      assert.equal(await bench.quickInput().inputValue(), 'maple-doe');
    });
    await bench.answer('heron-1');
    const claimed = text.replace('| Backfill tests | todo | - |', '| Backfill tests | wip | heron-1 |');
    await bench.until(() => {
      assert.equal(readFileSync(join(sample.root, retry), 'utf8'), claimed);
    });
    // All that follows from the name is drawn before the next click.
    await bench.row(/^Task Backfill tests, wip, heron-1 \(you\)/).waitFor();
    await bench.page.getByRole('tab', { name: /^Throughline.*1 open task of yours/ }).waitFor();
    await bench.inline(/^Task Backfill tests, wip, heron-1 \(you\)/, 'Release Task');
    await bench.until(() => {
      assert.equal(readFileSync(join(sample.root, retry), 'utf8'), text);
    });
  });

  it('asks for a status before it asks who you are, and whether a status is meant for a name', async () => {
    const bench = await open(sample.root);
    const text = readFileSync(join(sample.root, retry), 'utf8');
    await bench.row(/^Task Backfill tests/).waitFor();
    await bench.contextMenu(/^Task Backfill tests/, 'Set Task Status...');
    await bench.asked('Set Task Status');
    await bench.pick(/^dropped/);
    await bench.asked('Owner Name');
    await bench.answer('wip');
    await bench.page.getByText('“wip” is a status. Press Enter again to use it as your name.').waitFor();
    await bench.answer('heron-1');
    await bench.until(() => {
      assert.equal(
        readFileSync(join(sample.root, retry), 'utf8'),
        text.replace('| Backfill tests | todo | - |', '| Backfill tests | dropped | - |'),
      );
    });
  });

  it('counts your tasks on its icon before it is opened', async () => {
    workbench = await Workbench.open(sample.root, { settings: { 'throughline.owner': 'maple' } });
    await workbench.page
      .getByRole('tab', { name: /^Throughline.*1 open task of yours/ })
      .waitFor({ timeout: 30_000 });
  });

  it('shows several folders one below the other', async () => {
    const file = join(parent, 'two.code-workspace');
    writeFileSync(file, JSON.stringify({ folders: [{ path: 'rpc-kit' }, { path: 'rpc-kit-session-sync' }] }));
    // Each branch is shown once: in the folder that has it checked out, though the other has a copy of its file.
    const sync = 'tracking/progress/2026-06-14-feat-session-sync.md';
    writeFileSync(join(sample.sessionSync, sync), readFileSync(join(sample.root, sync)));
    const bench = await open(file, { settings: { 'throughline.owner': 'maple' } });
    await bench.row(/^Folder rpc-kit-session-sync/).waitFor();
    await bench.until(async () => {
      const rows = await bench.rows();
      assert.equal(rows[0], 'Folder rpc-kit');
      assert.match(rows[1] ?? '', /^Branch feat\/rpc-retry, checked out/);
      const folder = rows.indexOf('Folder rpc-kit-session-sync');
      assert.ok(
        rows.findIndex((row) => row.startsWith('Branch feat/session-sync')) > folder,
        rows.join('\n'),
      );
      assert.equal(rows.filter((row) => row.startsWith('Branch feat/session-sync')).length, 1);
    });
    // What git says comes last: after it no row moves under a click.
    await bench
      .row(/^Git: 1 ahead/)
      .first()
      .waitFor();
    await bench.inline(/^Task Backfill tests/, 'Claim Task');
    await bench.until(() => {
      assert.match(readFileSync(join(sample.root, retry), 'utf8'), /\| Backfill tests \| wip \| maple \|/);
    });
  });

  it('says so where nothing is tracked, and shows what comes', async () => {
    const empty = join(parent, 'empty');
    mkdirSync(empty);
    const bench = await open(empty);
    await bench.page.getByText('No tracking/ folder here yet.').waitFor();
    mkdirSync(join(empty, 'tracking/progress'), { recursive: true });
    writeFileSync(
      join(empty, 'tracking/progress/2026-07-01-feat-new.md'),
      'Branch: feat/new\n\n| Task | Status |\n|---|---|\n| One | todo |\n',
    );
    await bench.row(/^Branch feat\/new, 0 of 1 done/).waitFor();
  });

  it('offers to open a folder where none is', async () => {
    const bench = await open(undefined);
    await bench.page.getByRole('button', { name: 'Open Folder' }).first().waitFor();
  });

  it('only shows in a workspace that is not trusted, and says so', async () => {
    const bench = await open(sample.root, {
      trust: true,
      settings: {
        'throughline.owner': 'maple',
        'throughline.checkboxes': true,
        'security.workspace.trust.startupPrompt': 'never',
      },
    });
    await bench.row(/^Branch feat\/rpc-retry, 1 of 3 done/).waitFor();
    await bench.page.getByText('Read-only: this workspace is not trusted.').first().waitFor();
    await bench.expand(/^Branch feat\/rpc-retry/);
    const row = bench.row(/^Task Backfill tests/);
    await row.hover();
    assert.equal(await row.getByRole('button').count(), 0, 'no action on the row');
    assert.equal(await row.getByRole('checkbox').count(), 0, 'no check box');
    const text = readFileSync(join(sample.root, retry), 'utf8');
    await bench.command('Throughline: Start Workspace...');
    await bench.answerNotification('Read-only: this workspace is not trusted.');
    await bench.command('Throughline: Resume Workspace...');
    await bench.page.getByText('Resuming from: Attempts are recorded, and nobody sees them yet').waitFor();
    await bench.command('Throughline: Claim Task');
    await bench.pick(/^Backfill tests/);
    const message = await bench.notification('Read-only: this workspace is not trusted.');
    await message.getByRole('button', { name: 'Manage Trust' }).waitFor();
    assert.equal(readFileSync(join(sample.root, retry), 'utf8'), text);
  });
});
