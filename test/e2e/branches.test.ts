import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { progressOf, Repository } from '../support/repository.ts';
import { git } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

const item = 'tracking/backlog/rpc-retry.md';
const spec = 'spec/retries.md';
const progress = 'tracking/progress';
const old = `${progress}/2026-06-03-feat-old.md`;

describe('from the backlog to merged, in five worktrees', function () {
  // Each step goes on from the one before.
  this.bail(true);
  let repository: Repository;
  let workbench: Workbench;
  /** The worktree of the branch that is started. */
  let worktree: string;
  /** Its progress file. */
  let file: string;
  let text: string;
  const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');
  const holds = (folder: string, path: string, wanted: string): Promise<void> =>
    workbench.until(() => {
      assert.equal(read(folder, path), wanted);
    });
  const status = (folder: string): string[] =>
    git(folder, '2026-06-20T12:00:00Z', 'status', '--porcelain', '--untracked-files=all')
      .split('\n')
      .filter((line) => line !== '')
      .sort();

  before(async () => {
    repository = new Repository();
    repository.commit('2026-06-01', {
      'README.md': '# Kit\n',
      'AGENTS.md': '# Rules\n\nBe kind.\n',
      'CLAUDE.md': '# More\n',
      [spec]:
        '# Retries\n\n- **RPC-01** A failed call is sent again. Three times.\n- **RPC-02** Waits grow.\n- **RPC-03** It can be switched off.\n',
      [item]:
        '# Retry failed calls\nPriority: high\nSpec: [retries](../../spec/retries.md)\n\nClients want it.\n',
      'tracking/backlog/proxy.md': '# Calls through a proxy\n',
    });
    for (const name of ['a', 'b', 'c']) {
      const folder = repository.worktree(`kit-${name}`, '-b', `feat/${name}`);
      repository.write(
        `../kit-${name}/${progress}/2026-06-02-feat-${name}.md`,
        progressOf(`feat/${name}`, 'One | todo | -'),
      );
      git(folder, '2026-06-02T12:00:00Z', 'add', '--all');
      git(folder, '2026-06-02T12:00:00Z', 'commit', '--quiet', '--message', `Begin ${name}`);
    }
    repository.git('switch', '--quiet', '--create', 'feat/old');
    repository.commit('2026-06-03', {
      [old]: progressOf('feat/old', 'Ancient | wip | otter', 'Forgotten | todo | -'),
    });
    repository.git('switch', '--quiet', 'main');
    workbench = await Workbench.open(repository.root, { settings: { 'throughline.owner': 'maple' } });
    await workbench.openContainer();
    for (const view of ['Backlog', 'Specs'] as const) await workbench.openView(view);
  });
  after(async () => {
    await workbench.close();
    repository.dispose();
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });

  it('shows what is on each branch, and where', async () => {
    for (const name of ['a', 'b', 'c'])
      await workbench.row(new RegExp(`^Branch feat/${name}, in \\.\\./kit-${name}, 0 of 1 done`)).waitFor();
    await workbench.row(/^Branch feat\/old, not checked out, 0 of 2 done/).waitFor();
    assert.equal((await workbench.rows()).filter((row) => row.startsWith('Branch ')).length, 4);
  });

  it('opens the worktree of a branch in a window of its own, from its row and the palette', async () => {
    for (const ask of [
      () => workbench.contextMenu(/^Branch feat\/b, in/, 'Open Worktree in New Window'),
      async () => {
        await workbench.command('Throughline: Open Worktree in New Window');
        await workbench.pick(/^feat\/b/);
      },
    ]) {
      const opened = workbench.page.context().waitForEvent('page');
      await ask();
      const page = await opened;
      assert.match(page.url(), /kit-b/);
      await page.close();
    }
  });

  it('says what git knows, quietly, and not what a setting takes out', async () => {
    const set = (folderSettings: object): void => {
      repository.write('.vscode/settings.json', JSON.stringify(folderSettings));
    };
    repository.write('.git/info/exclude', '.vscode\n');
    await workbench.row(/^Branch feat\/old, .*, stale$/).waitFor();
    await workbench.expand(/^Branch feat\/old/);
    await workbench.row(/^Git: 1 ahead of main, last commit /).waitFor();
    await workbench.row(/^Stale: no commits or edits for \d+ days$/).waitFor();
    set({ 'throughline.stale.days': 0 });
    await workbench.row(/^Stale: no commits or edits/).waitFor({ state: 'detached' });
    set({ 'throughline.git.show': ['stale'] });
    await workbench.row(/^Git: 1 ahead of main/).waitFor({ state: 'detached' });
    await workbench.row(/^Stale: no commits or edits for \d+ days$/).waitFor();
    set({});
    await workbench.row(/^Git: 1 ahead of main/).waitFor();
    await workbench.command('Throughline: Filter...');
    await workbench.tick(/^stale/);
    await workbench.page.keyboard.press('Enter');
    await workbench.until(async () => {
      assert.deepEqual((await workbench.rows()).filter((row) => row.startsWith('Branch ')).length, 1);
    });
    await workbench.command('Throughline: Clear Filter');
    await workbench.row(/^Branch feat\/a/).waitFor();
  });

  it('shows the file of a branch that is checked out nowhere, to be read', async () => {
    await workbench.clickRow(/^Task Forgotten, todo/);
    await workbench.tab(/2026-06-03-feat-old\.md \(feat\/old\)/).waitFor();
    await workbench.cursorAt(8);
    for (const row of [/^Branch feat\/old/, /^Task Forgotten, todo/]) {
      await workbench.row(row).hover();
      await workbench.row(row).getByRole('button', { name: 'Check Out Branch' }).waitFor();
      for (const refused of ['Claim Task', 'Claim Next', 'Finish Task', 'Add Task...'])
        assert.equal(await workbench.row(row).getByRole('button', { name: refused }).count(), 0, refused);
    }
    assert.equal(await workbench.lens('Claim').count(), 0);
    assert.deepEqual(status(repository.root), []);
    await workbench
      .row(/^Branch feat\/old/)
      .locator('.monaco-tl-twistie')
      .click();
  });

  it('starts the branch of a backlog item in a worktree of its own, with progress file, tasks and links', async () => {
    await workbench.inline(
      /^Backlog item Retry failed calls/,
      'Start Branch from Backlog Item...',
      'Backlog',
    );
    await workbench.asked('Start Branch from Backlog Item (1/3)');
    assert.equal(await workbench.quickInput().inputValue(), 'feat/rpc-retry');
    await workbench.page.keyboard.press('Enter');
    await workbench.asked('Start Branch from Backlog Item (2/3)');
    await workbench.pick(/^In a new worktree/);
    await workbench.asked('Start Branch from Backlog Item (3/3)');
    await workbench.page
      .getByText('Criteria without a task: each one you choose')
      .or(workbench.page.getByPlaceholder(/Criteria without a task: each one you choose/))
      .first()
      .waitFor();
    // One of them is for later.
    await workbench.tick(/RPC-03/);
    await workbench.page.keyboard.press('Enter');
    await workbench.answerNotification(/feat\/rpc-retry is checked out in \.\.\/repo-feat-rpc-retry/);
    worktree = join(repository.parent, 'repo-feat-rpc-retry');
    const [name = ''] = readdirSync(join(worktree, progress));
    assert.match(name, /^\d{4}-\d{2}-\d{2}-feat-rpc-retry\.md$/);
    file = `${progress}/${name}`;
    text =
      '# feat-rpc-retry - Retry failed calls\n\nBranch: `feat/rpc-retry`\nSpec: [retries](../../spec/retries.md)\nBacklog: [rpc-retry](../backlog/rpc-retry.md)\n\n## Tasks\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n| A failed call is sent again | todo | - | RPC-01 |\n| Waits grow | todo | - | RPC-02 |\n\n## Notes\n';
    assert.equal(read(worktree, file), text);
    assert.equal(
      read(worktree, item),
      '# Retry failed calls\nPriority: high\nSpec: [retries](../../spec/retries.md)\nBranch: feat/rpc-retry\n\nClients want it.\n',
    );
    assert.deepEqual(status(repository.root), [], 'nothing is changed where nobody works');
    await workbench.row(/^Branch feat\/rpc-retry, in \.\.\/repo-feat-rpc-retry, 0 of 2 done/).waitFor();
  });

  it('claims there, once that is agreed to, and finishes without asking again', async () => {
    const branch = /^Branch feat\/rpc-retry, in/;
    await workbench.expand(branch);
    await workbench.inline(/^Task A failed call is sent again/, 'Claim Task');
    await workbench.page
      .locator('.monaco-dialog-box')
      .getByText('feat/rpc-retry is checked out in ../repo-feat-rpc-retry.')
      .waitFor();
    await workbench.answerDialog('Cancel');
    assert.equal(read(worktree, file), text);
    await workbench.inline(/^Task A failed call is sent again/, 'Claim Task');
    await workbench.answerDialog('Claim There');
    text = text.replace('again | todo | - |', 'again | wip | maple |');
    await holds(worktree, file, text);
    await workbench.row(/^Task A failed call is sent again, wip, maple \(you\)/).waitFor();
    await workbench.inline(/^Task A failed call is sent again/, 'Finish Task');
    text = text.replace('again | wip | maple |', 'again | done | maple |');
    await holds(worktree, file, text);
    // The file is open, though it is in no folder of the workspace: its lenses follow all the same.
    await workbench.lens('1/2 done').waitFor();
  });

  it('defers the other one, in the worktree too', async () => {
    await workbench.row(/^Task Waits grow, todo/).waitFor();
    await workbench.contextMenu(/^Task Waits grow, todo/, 'Defer to Tech Debt...');
    await workbench.asked('Defer to Tech Debt');
    await workbench.answer('Waits that grow');
    text = text
      .replace('Waits grow | todo |', 'Waits grow | dropped |')
      .replace(
        '## Notes\n',
        '## Notes\n\n- maple: deferred Waits grow -> [tech-debt](../tech-debt/waits-that-grow.md)\n',
      );
    await holds(worktree, file, text);
    assert.match(
      read(worktree, 'tracking/tech-debt/waits-that-grow.md'),
      /^# Waits that grow\nFrom: \[feat\/rpc-retry\]\(\.\.\/progress\/\d{4}-\d{2}-\d{2}-feat-rpc-retry\.md\)\nOwner: maple\nDate: \d{4}-\d{2}-\d{2}\n\nServes RPC-02\.\n$/,
    );
    assert.deepEqual(status(worktree), [
      ' M tracking/backlog/rpc-retry.md',
      `?? ${file}`,
      '?? tracking/tech-debt/waits-that-grow.md',
    ]);
  });

  it('tells it all in the brief, as a document', async () => {
    await workbench.command('Throughline: Open Branch Brief');
    await workbench.pick(/^feat\/rpc-retry/);
    await workbench.tab(/brief\.md/).waitFor();
    await workbench.until(async () => {
      const shown = await workbench.page.locator('.view-lines').first().innerText();
      assert.match(
        shown.replaceAll('\u00a0', ' '),
        /# feat\/rpc-retry\s+feat-rpc-retry - Retry failed calls|Retry failed calls/,
      );
    });
  });

  it('closes the item once the branch is merged: how this repository does that is asked once', async () => {
    const at = '2026-06-20T12:00:00Z';
    git(worktree, at, 'add', '--all');
    git(worktree, at, 'commit', '--quiet', '--message', 'Retry failed calls');
    repository.git('merge', '--quiet', '--no-ff', '--no-edit', 'feat/rpc-retry');
    await workbench.row(/^Branch feat\/rpc-retry, merged/).waitFor();
    await workbench.row(/^Backlog item Retry failed calls, done/, 'Backlog').waitFor();
    await workbench.contextMenu(
      /^Backlog item Retry failed calls, done/,
      'Reconcile Backlog Item',
      'Backlog',
    );
    await workbench.pick(/^Set its status to done/);
    await holds(
      repository.root,
      item,
      '# Retry failed calls\nPriority: high\nSpec: [retries](../../spec/retries.md)\nBranch: feat/rpc-retry\nStatus: done\n\nClients want it.\n',
    );
    assert.deepEqual(status(repository.root), [' M tracking/backlog/rpc-retry.md']);
    assert.equal(read(repository.root, file), text);
    for (const name of ['a', 'b', 'c']) assert.deepEqual(status(join(repository.parent, `kit-${name}`)), []);
  });

  it('does the same from the palette alone', async () => {
    await workbench.command('Throughline: Start Branch from Backlog Item...');
    await workbench.pick(/^Calls through a proxy/);
    await workbench.asked('Start Branch from Backlog Item (2/3)');
    await workbench.answer('feat/a');
    await workbench.page.getByText('A branch named feat/a already exists.').waitFor();
    await workbench.answer('chore/proxy');
    await workbench.pick(/^In this folder/);
    const there = (): string =>
      git(repository.root, '2026-06-20T12:00:00Z', 'branch', '--show-current').trim();
    await workbench.until(() => {
      assert.equal(there(), 'chore/proxy');
    });
    await workbench.row(/^Branch chore\/proxy, checked out/).waitFor();
    await workbench.until(() => {
      assert.match(
        read(repository.root, 'tracking/backlog/proxy.md'),
        /^# Calls through a proxy\nBranch: chore\/proxy\n$/,
      );
    });
    // The file takes the focus, which would close the palette.
    await workbench.tab(/chore-proxy\.md/).waitFor();
    await workbench.cursorAt(1);
    await workbench.command('Throughline: Reconcile Backlog Item');
    await workbench.notification(/No backlog item is ready to be closed/);
    await workbench.command('Throughline: Create Progress File for Branch');
    await workbench.tab(/chore-proxy\.md/).waitFor();
  });

  it('makes the progress file of a branch that has none, seeded from the spec', async () => {
    repository.git('switch', '--quiet', '--create', 'feat/later');
    await workbench.page.locator('.statusbar', { hasText: 'feat/later' }).waitFor();
    await workbench.command('Throughline: Create Progress File for Branch');
    await workbench.page.getByPlaceholder('Specs for this branch').waitFor();
    await workbench.asked('Create Progress File for Branch (1)');
    await workbench.tick(/Retries/);
    await workbench.page.keyboard.press('Enter');
    await workbench.asked('Create Progress File for Branch (2/3)');
    await workbench.pick(/^No backlog item/);
    await workbench.asked('Create Progress File for Branch (3/3)');
    await workbench.page.getByPlaceholder(/Criteria without a task: each one you choose/).waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.tab(/feat-later\.md/).waitFor();
    const name =
      readdirSync(join(repository.root, progress)).find((each) => each.endsWith('-feat-later.md')) ?? '';
    assert.equal(
      read(repository.root, `${progress}/${name}`),
      '# feat/later\n\nBranch: `feat/later`\nSpec: [retries](../../spec/retries.md)\n\n## Tasks\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n| It can be switched off | todo | - | RPC-03 |\n\n## Notes\n',
    );
    rmSync(join(repository.root, progress, name));
  });

  it('adds the workflow for agents, and touches nothing else of their files', async () => {
    await workbench.command('Throughline: Add Workflow to AGENTS.md');
    await workbench.page.getByPlaceholder('Files to add the workflow to').waitFor();
    await workbench.tick(/^CLAUDE/);
    await workbench.page.keyboard.press('Enter');
    await workbench.tab(/AGENTS\.md/).waitFor();
    assert.match(
      read(repository.root, 'AGENTS.md'),
      /^# Rules\n\nBe kind\.\n\n<!-- throughline:begin -->\n## Tracking\n/,
    );
    assert.equal(read(repository.root, 'CLAUDE.md'), '# More\n');
    assert.equal(existsSync(join(repository.root, '.github')), false);
  });
});

describe('a branch that is checked out nowhere', function () {
  // Each step goes on from the one before.
  this.bail(true);
  let repository: Repository;
  let workbench: Workbench;
  const read = (folder: string, name: string): string =>
    readFileSync(join(folder, `${progress}/2026-06-02-feat-${name}.md`), 'utf8');
  const beside = (name: string): string => join(repository.parent, `repo-feat-${name}`);
  const branchHere = (): string => repository.git('branch', '--show-current').trim();

  before(async () => {
    repository = new Repository();
    repository.commit('2026-06-01', { 'README.md': '# Kit\n' });
    for (const name of ['a', 'b', 'c']) {
      repository.git('switch', '--quiet', '--create', `feat/${name}`, 'main');
      repository.commit('2026-06-02', {
        [`${progress}/2026-06-02-feat-${name}.md`]: progressOf(`feat/${name}`, `Do ${name} | todo | -`),
      });
    }
    repository.git('switch', '--quiet', 'main');
    // What was fetched of it is here, and nothing else.
    repository.git('config', 'remote.origin.url', '/nowhere');
    repository.git('config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*');
    repository.git('update-ref', 'refs/remotes/origin/feat/c', 'feat/c');
    repository.git('branch', '--quiet', '-D', 'feat/c');
    workbench = await Workbench.open(repository.root, {
      settings: { 'throughline.owner': 'maple' },
      keybindings: [
        {
          key: 'ctrl+alt+shift+f9',
          command: 'throughline.claimTask',
          args: {
            folder: pathToFileURL(repository.root).toString(),
            key: `${progress}/2026-06-02-feat-a.md`,
            taskKey: `${progress}/2026-06-02-feat-a.md#Do a`,
          },
        },
      ],
    });
    await workbench.openContainer();
  });
  after(async () => {
    await workbench.close();
    repository.dispose();
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });

  it('is checked out where a change of it is refused, and then the change is made', async () => {
    await workbench.row(/^Branch feat\/a, not checked out/).waitFor();
    await workbench.page.keyboard.press('Control+Alt+Shift+F9');
    await workbench.answerNotification(/feat\/a is not checked out, so nothing was changed/, 'Check Out');
    await workbench.row(/^Task Do a, wip, maple \(you\)/).waitFor();
    assert.equal(branchHere(), 'feat/a');
    assert.equal(read(repository.root, 'a'), progressOf('feat/a', 'Do a | wip | maple'));
  });

  it('goes into a worktree of its own, whose folder is proposed', async () => {
    await workbench.contextMenu(/^Branch feat\/b, not checked out/, 'Open Branch in New Worktree...');
    await workbench.asked('Open Branch in New Worktree');
    assert.equal(await workbench.quickInput().inputValue(), '../repo-feat-b');
    await workbench.page.keyboard.press('Enter');
    await workbench.row(/^Branch feat\/b, in \.\.\/repo-feat-b/).waitFor();
    await workbench.answerNotification(/feat\/b is checked out in \.\.\/repo-feat-b/);
    await workbench.expand(/^Branch feat\/b/);
    await workbench.inline(/^Task Do b, todo/, 'Claim Task');
    await workbench.row(/^Task Do b, wip, maple \(you\)/).waitFor();
    assert.equal(read(beside('b'), 'b'), progressOf('feat/b', 'Do b | wip | maple'));
    assert.equal(branchHere(), 'feat/a');
  });

  it('stays where it is when git refuses, which says why', async () => {
    repository.write(`${progress}/2026-06-02-feat-c.md`, 'Mine.\n');
    await workbench.command('Throughline: Check Out Branch');
    assert.deepEqual(
      (await workbench.choices()).map((each) => each.split(',')[0]),
      ['feat/c'],
    );
    await workbench.pick(/^feat\/c/);
    const refused = /feat\/c was not checked out: .*would be overwritten/;
    const told = await workbench.notification(refused);
    await told.getByRole('button', { name: 'Show Log', exact: true }).waitFor();
    await workbench.answerNotification(refused);
    assert.equal(branchHere(), 'feat/a');
    assert.equal(read(repository.root, 'c'), 'Mine.\n');
    await workbench.command('Throughline: Open Branch in New Worktree...');
    await workbench.asked('Open Branch in New Worktree (1/2)');
    await workbench.pick(/^feat\/c/);
    await workbench.asked('Open Branch in New Worktree (2/2)');
    await workbench.page.keyboard.press('Escape');
    assert.equal(existsSync(beside('c')), false, 'whoever leaves the question changes nothing');
    rmSync(join(repository.root, `${progress}/2026-06-02-feat-c.md`));
  });

  it('of a remote gets a local branch that follows it', async () => {
    repository.git('commit', '--quiet', '--all', '--message', 'Claim');
    await workbench.inline(/^Branch feat\/c, on origin\/feat\/c/, 'Check Out Branch');
    await workbench.row(/^Branch feat\/c, checked out/).waitFor();
    assert.equal(
      repository.git('rev-parse', '--symbolic-full-name', 'feat/c@{upstream}').trim(),
      'refs/remotes/origin/feat/c',
    );
  });
});
