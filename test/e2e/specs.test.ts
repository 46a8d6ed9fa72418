import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, makeSample, temporaryFolder } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

const retry = 'tracking/progress/2026-06-11-feat-rpc-retry.md';
const sync = 'tracking/progress/2026-06-14-feat-session-sync.md';
const spec = 'spec/features/2026-06-10-rpc-retries.md';

describe('specs, backlog and debt on the sample repository', function () {
  // Each step goes on from the one before.
  this.bail(true);
  let parent: string;
  let root: string;
  let workbench: Workbench;
  const expected = new Map<string, string>();
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const holds = async (path: string): Promise<void> => {
    await workbench.until(() => {
      assert.equal(read(path), expected.get(path));
    });
  };
  /** Waits until a file holds what it should after `from` became `to` in it, and nothing else. */
  const changes = async (path: string, from: string, to: string): Promise<void> => {
    const before = expected.get(path) ?? '';
    assert.equal(before.split(from).length, 2, `${from} stands once in ${path}`);
    expected.set(
      path,
      before.replace(from, () => to),
    );
    await holds(path);
  };
  const today = (): string => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
      .map((part) => String(part).padStart(2, '0'))
      .join('-');
  };
  const lensesAre = async (...wanted: readonly string[]): Promise<void> => {
    await workbench.until(async () => {
      assert.deepEqual(
        (await workbench.lenses()).map((text) => text.replace(/^[^\w\s]+\s*/, '')),
        wanted,
      );
    });
  };
  const rowSays = async (name: RegExp, view?: Parameters<Workbench['row']>[1]): Promise<void> => {
    await workbench.row(name, view).waitFor();
  };

  before(async () => {
    parent = temporaryFolder();
    ({ root } = makeSample(parent));
    // Living specs have tests of their own, and the tree of specs draws no more rows than fit.
    rmSync(join(root, 'openspec'), { recursive: true });
    git(root, '2026-06-21T10:00:00+02:00', 'remote', 'add', 'origin', 'git@github.com:example/rpc-kit.git');
    for (const path of [retry, sync, spec]) expected.set(path, read(path));
    workbench = await Workbench.open(root, { settings: { 'throughline.owner': 'heron' } });
    // High enough for the rows of four trees: lists draw only what can be seen.
    await workbench.page.setViewportSize({ width: 1200, height: 1500 });
    await workbench.openContainer();
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });
  after(async () => {
    await workbench.close();
    rmSync(parent, { recursive: true });
  });

  it('shows backlog, debt and specs', async () => {
    await workbench.openView('Backlog');
    await rowSays(/^Backlog item A budget for calls/, 'Backlog');
    assert.deepEqual(
      (await workbench.rows('Backlog'))
        .slice(0, 6)
        .map((row) => row.replace(/, (?:\d+ .+ ago|today|yesterday)$/, '')),
      [
        'Backlog item A budget for calls, open, high, spec',
        'Backlog item TASK-2 Compress large payloads, To Do, high, 0/3 checked, waits for TASK-3',
        'Backlog item Calls through a proxy, open, low',
        'Backlog item TASK-4 Cancel calls by their tag, To Do, low, 0/2 checked',
        'Backlog item Retry failed calls, in progress, feat/rpc-retry',
        'Backlog item Sessions on every device, in progress, feat/session-sync',
      ],
    );
    assert.equal(await workbench.viewDescription('Backlog'), '5 open');
    await workbench.openView('Tech Debt');
    await rowSays(/^Tech debt Tune jitter for slow links, from maple/, 'Tech Debt');
    assert.equal(await workbench.viewDescription('Tech Debt'), '2 open');
    assert.equal(await workbench.viewDescription('Specs'), '5/15 met');
    await workbench.expand(/^Spec 2026-06-10-rpc-retries, 1 of 4 criteria met, 3 covered/, 'Specs');
    await rowSays(/^Criterion RPC-RETRY-04, no task/, 'Specs');
  });

  it('goes from a spec’s lens to its row, and back', async () => {
    await workbench.clickRow(/^Criterion RPC-RETRY-02/, 'Specs');
    await workbench.tab(/2026-06-10-rpc-retries\.md/).waitFor();
    await workbench.cursorAt(9);
    await lensesAre(
      'done · otter · feat/rpc-retry | 1 task | Open Board',
      'wip · maple · feat/rpc-retry | 1 task | Open Board',
      'todo · heron · 2 branches | 2 tasks | Finish',
      'no task | Add Task | Open Board',
    );
    await workbench.lens(/wip · maple · feat\/rpc-retry/).click();
    await workbench.tab(/2026-06-11-feat-rpc-retry\.md/).waitFor();
    await workbench.cursorAt(10);
    await workbench.contextMenu(/^Task Add jitter/, 'Open Spec');
    await workbench.cursorAt(9);
    await workbench.lens('1 task').nth(1).click();
    await workbench.until(async () => {
      assert.equal(
        await workbench.row(/^Criterion RPC-RETRY-02/, 'Specs').getAttribute('aria-selected'),
        'true',
      );
    });
  });

  it('adds a task for a criterion that has none, from its lens', async () => {
    await workbench.lens('Add Task').click();
    await workbench.pick(/^feat\/rpc-retry/);
    await workbench.until(async () => {
      assert.equal(
        await workbench.quickInput().inputValue(),
        'A call that the caller cancelled is never retried, whatever its error',
      );
    });
    await workbench.answer('Stop when the caller cancels');
    await changes(
      retry,
      '| Backfill tests | todo | - | RPC-RETRY-03 |\n',
      '| Backfill tests | todo | - | RPC-RETRY-03 |\n| Stop when the caller cancels | todo | - | RPC-RETRY-04 |\n',
    );
    await workbench.lens(/todo · free · feat\/rpc-retry/).waitFor();
    await rowSays(/^Criterion RPC-RETRY-04, todo, 1 task/, 'Specs');
    assert.match(await workbench.languageStatus(), /1\/4 met/);
  });

  it('claims and finishes it by lens, and the spec is further everywhere', async () => {
    await workbench.lens('Claim').last().click();
    await changes(
      retry,
      '| Stop when the caller cancels | todo | - |',
      '| Stop when the caller cancels | wip | heron |',
    );
    await workbench.lens(/wip · heron · feat\/rpc-retry/).waitFor();
    await workbench.lens('Finish').last().click();
    await changes(
      retry,
      '| Stop when the caller cancels | wip | heron |',
      '| Stop when the caller cancels | done | heron |',
    );
    await workbench.lens(/done · heron · feat\/rpc-retry/).waitFor();
    await rowSays(/^Spec 2026-06-10-rpc-retries, 2 of 4 criteria met, 4 covered/, 'Specs');
    await workbench.until(async () => {
      assert.equal(await workbench.viewDescription('Specs'), '6/15 met');
    });
    await workbench.page.mouse.move(900, 700);
    await workbench.until(async () => {
      assert.match(await workbench.languageStatus(), /2\/4 met/);
    });
  });

  it('defers a task: debt item, note and status', async () => {
    await workbench.contextMenu(/^Task Backfill tests/, 'Defer to Tech Debt...');
    await workbench.until(async () => {
      assert.equal(await workbench.quickInput().inputValue(), 'Backfill tests');
    });
    await workbench.answer('Backfill the retry tests');
    const debt = 'tracking/tech-debt/backfill-the-retry-tests.md';
    expected.set(
      debt,
      `# Backfill the retry tests\nFrom: [feat/rpc-retry](../progress/2026-06-11-feat-rpc-retry.md)\nOwner: heron\nDate: ${today()}\n\nServes RPC-RETRY-03.\n`,
    );
    const text = (expected.get(retry) ?? '')
      .replace('| Backfill tests | todo | - |', '| Backfill tests | dropped | - |')
      .replace(
        '(../tech-debt/rpc-jitter.md)\n',
        '(../tech-debt/rpc-jitter.md)\n- heron: deferred Backfill tests -> [tech-debt](../tech-debt/backfill-the-retry-tests.md)\n',
      );
    expected.set(retry, text);
    await holds(retry);
    await holds(debt);
    await rowSays(/^Tech debt Backfill the retry tests, from heron, today/, 'Tech Debt');
    await rowSays(/^Task Backfill tests, dropped/);
    await rowSays(/^Notes of feat\/rpc-retry, 3/);
  });

  it('adds tasks and notes from the palette', async () => {
    await workbench.command('Throughline: Add Task...');
    await workbench.asked('Add Task');
    await workbench.pick(/^feat\/session-sync/);
    await workbench.page.getByText('Task title').waitFor();
    await workbench.answer('Show the key’s age | in days');
    await changes(
      sync,
      '| Settle old conflicts by hand     | Dropped        | -          | SYNC-08                        |\n',
      '| Settle old conflicts by hand     | Dropped        | -          | SYNC-08                        |\n| Show the key’s age \\| in days    | Not started    | -          |                                |\n',
    );
    await workbench.command('Throughline: Add Note...');
    await workbench.asked('Add Note');
    await workbench.pick(/^feat\/session-sync/);
    await workbench.page.getByText('Note for whoever continues this work').waitFor();
    await workbench.answer('the key store moves to `src/store`');
    await changes(
      sync,
      '- maple-7f3a: blocked on the sign-out API, asked on Tuesday.\n',
      '- maple-7f3a: blocked on the sign-out API, asked on Tuesday.\n- heron: the key store moves to `src/store`\n',
    );
  });

  it('creates backlog and debt items from the palette, each in a file of its own', async () => {
    await workbench.command('Throughline: Create Backlog Item...');
    await workbench.asked('Create Backlog Item (1/3)');
    await workbench.pick(/^tracking/);
    await workbench.asked('Create Backlog Item (2/3)');
    await workbench.answer('Calls through a proxy');
    await workbench.asked('Create Backlog Item (3/3)');
    await workbench.pick(/^high/);
    const item = 'tracking/backlog/calls-through-a-proxy.md';
    expected.set(item, `# Calls through a proxy\nPriority: high\nDate: ${today()}\n`);
    await workbench.until(() => {
      assert.ok(existsSync(join(root, item)));
    });
    await holds(item);
    await workbench.tab(/calls-through-a-proxy\.md/).waitFor();
    await workbench.command('Throughline: Create Tech-Debt Item...');
    await workbench.asked('Create Tech-Debt Item');
    await workbench.answer('Two clocks');
    const debt = 'tracking/tech-debt/two-clocks.md';
    expected.set(
      debt,
      `# Two clocks\nFrom: [feat/rpc-retry](../progress/2026-06-11-feat-rpc-retry.md)\nOwner: heron\nDate: ${today()}\n`,
    );
    await workbench.until(() => {
      assert.ok(existsSync(join(root, debt)));
    });
    await holds(debt);
    await workbench.tab(/two-clocks\.md/).waitFor();
    await workbench.command('Throughline: Create Tech-Debt Item...');
    await workbench.asked('Create Tech-Debt Item');
    await workbench.answer('Two clocks');
    await workbench.tab(/two-clocks-2\.md/).waitFor();
    assert.equal(read(debt), expected.get(debt));
  });

  it('opens spec, backlog item and pull request from the palette', async () => {
    await workbench.command('Throughline: Open Spec');
    await workbench.asked('Open Spec');
    await workbench.pick(/^2026-06-12-session-sync/);
    await workbench.tab(/2026-06-12-session-sync\.md/).waitFor();
    await workbench.command('Throughline: Open Backlog Item');
    await workbench.asked('Open Backlog Item');
    await workbench.pick(/^Retry failed calls/);
    await workbench
      .tab(/rpc-retry\.md/)
      .first()
      .waitFor();
    await workbench.contextMenu(/^Backlog item A budget for calls/, 'Open Spec', 'Backlog');
    await workbench
      .tab(/2026-06-10-rpc-retries\.md/)
      .first()
      .waitFor();
    await workbench.contextMenu(/^Backlog item A budget for calls/, 'Open Backlog Item', 'Backlog');
    await workbench
      .tab(/call-budget\.md/)
      .first()
      .waitFor();
    await workbench.command('Throughline: Open Pull Request');
    // The row of another branch is selected.
    await workbench.pick(/^feat\/rpc-retry/);
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText('https://github.com/example/rpc-kit/pull/482').waitFor();
    await workbench.answerDialog('Cancel');
  });

  it('copies the brief of a branch', async () => {
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.contextMenu(/^Branch chore\/docs-site/, 'Copy Branch Brief');
    await workbench.until(async () => {
      const text = String(await workbench.page.evaluate('navigator.clipboard.readText()'));
      assert.match(text, /^# chore\/docs-site\n/);
    });
    // From the palette it asks: the row of another branch is selected.
    await workbench.command('Throughline: Copy Branch Brief');
    await workbench.pick(/^feat\/rpc-retry/);
    await workbench.until(async () => {
      const text = String(await workbench.page.evaluate('navigator.clipboard.readText()'));
      assert.match(text, /^# feat\/rpc-retry\nexponential backoff for an RPC client\n/);
      assert.match(text, /\n- \*\*RPC-RETRY-02\*\* \(wip\) The wait before attempt n is drawn/);
      assert.match(
        text,
        /\n## Deferred\n- Backfill the retry tests: `tracking\/tech-debt\/backfill-the-retry-tests\.md`\n/,
      );
    });
  });

  it('filters all trees at once, and says so', async () => {
    await workbench.command('Throughline: Filter...');
    await workbench.asked('Filter');
    await workbench.tick('wip');
    await workbench.tick('maple');
    await workbench.page.keyboard.press('Enter');
    await workbench.until(async () => {
      assert.deepEqual(await workbench.rows(), [
        'Branch feat/rpc-retry, checked out, 2 of 3 done, 1 wip, 1 dropped, otter, maple, heron',
        'Task Add jitter, wip, maple, RPC-RETRY-02',
      ]);
    });
    await workbench.page.getByText('Filter: wip, maple').first().waitFor();
    await workbench.command('Throughline: Filter...');
    await workbench.asked('Filter');
    await workbench.quickInput().fill('nothing has this');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.getByText('No results for this filter.').first().waitFor();
    await workbench.page.getByRole('button', { name: 'Clear Filter' }).first().click();
    await rowSays(/^Branch chore\/docs-site/);
  });

  it('says what a typed text will do, and finds the choice that was meant by it', async () => {
    await workbench.command('Throughline: Filter...');
    await workbench.asked('Filter');
    await workbench.quickInput().fill('heron');
    await workbench.until(async () => {
      // VS Code puts the best match first.
      assert.deepEqual((await workbench.choices()).sort(), ['Rows that contain “heron”', 'heron, you']);
    });
    await workbench.page.keyboard.press('Enter');
    await workbench.page.getByText('Filter: “heron”').first().waitFor();
  });

  it('clears the filter from the palette', async () => {
    await workbench.command('Throughline: Filter...');
    await workbench.asked('Filter');
    await workbench.tick(/^heron/);
    await workbench.page.keyboard.press('Enter');
    await workbench.page.getByText('Filter: heron').first().waitFor();
    await workbench.command('Throughline: Clear Filter');
    await workbench.page.getByText('Filter: heron').first().waitFor({ state: 'detached' });
  });

  it('assigns, sets a status and defers from the palette alone', async () => {
    const docs = 'tracking/progress/2026-06-20-chore-docs-site.md';
    expected.set(docs, read(docs));
    /** Of all tasks the list draws no more than fit. */
    const chosen = async (task: RegExp): Promise<void> => {
      await workbench.quickInput().fill('chore/docs-site');
      await workbench.pick(task);
    };
    await workbench.command('Throughline: Assign Task...');
    await workbench.asked('Assign Task');
    await chosen(/^Publish on merge/);
    await workbench.pick(/^maple-7f3a/);
    await changes(docs, '| Publish on merge | todo | - |', '| Publish on merge | todo | maple-7f3a |');
    await workbench.command('Throughline: Set Task Status...');
    await workbench.asked('Set Task Status');
    await chosen(/^Check the links/);
    await workbench.page
      .locator('.quick-input-list')
      .getByRole('option', { name: 'blocked', exact: true })
      .click();
    await workbench.page.getByText('Optional: the reason, added to the notes of chore/docs-site').waitFor();
    // There is none.
    await workbench.page.keyboard.press('Enter');
    await changes(docs, '| Check the links | todo | - |', '| Check the links | blocked | - |');
    await workbench.command('Throughline: Defer to Tech Debt...');
    await workbench.asked('Defer to Tech Debt');
    await chosen(/^Move the guides/);
    await workbench.page.getByText('Title of the tech debt item').waitFor();
    await workbench.answer('Move the guides');
    const debt = 'tracking/tech-debt/move-the-guides.md';
    expected.set(
      debt,
      `# Move the guides\nFrom: [chore/docs-site](../progress/2026-06-20-chore-docs-site.md)\nOwner: heron\nDate: ${today()}\n`,
    );
    const text = (expected.get(docs) ?? '').replace(
      '| Move the guides | todo |',
      '| Move the guides | dropped |',
    );
    expected.set(
      docs,
      `${text}\n## Notes\n\n- heron: deferred Move the guides -> [tech-debt](../tech-debt/move-the-guides.md)\n`,
    );
    await holds(docs);
    await holds(debt);
  });

  it('sorts and groups', async () => {
    await workbench.command('Throughline: Sort and Group...');
    await workbench.asked('Sort and Group');
    await workbench.pick(/^Backlog by title/);
    await workbench.until(async () => {
      assert.deepEqual(
        (await workbench.rows('Backlog')).slice(0, 3).map((row) => row.split(',')[0]),
        [
          'Backlog item A budget for calls',
          'Backlog item Calls through a proxy',
          'Backlog item Calls through a proxy',
        ],
      );
    });
    await workbench.command('Throughline: Sort and Group...');
    await workbench.asked('Sort and Group');
    await workbench.pick(/^Tech debt by date/);
    await workbench.until(async () => {
      assert.match((await workbench.rows('Tech Debt'))[0] ?? '', /^Tech debt /);
    });
  });

  it('changes several selected tasks together', async () => {
    await workbench.expand(/^Branch chore\/docs-site/);
    await workbench.clickRow(/^Task Pick a generator/);
    await workbench.tab(/2026-06-20-chore-docs-site\.md/).waitFor();
    await workbench.cursorAt(9);
    await workbench.row(/^Task Check the links/).click({ modifiers: ['Shift'] });
    const docs = 'tracking/progress/2026-06-20-chore-docs-site.md';
    expected.set(docs, read(docs));
    await workbench.contextMenu(/^Task Move the guides/, 'Set Task Status...');
    await workbench.pick(/^failed/);
    // One question, and a note for each.
    await workbench.page.getByText('Optional: the reason, added to the notes of chore/docs-site').waitFor();
    await workbench.answer('no time');
    let text = expected.get(docs) ?? '';
    for (const [title, word] of [
      ['Pick a generator', 'todo'],
      ['Move the guides', 'dropped'],
      ['Check the links', 'blocked'],
    ] as const)
      text = `${text.replace(`| ${title} | ${word} |`, `| ${title} | failed |`)}- heron: failed "${title}": no time\n`;
    expected.set(docs, text);
    await holds(docs);
  });

  it('reveals in the sidebar what the cursor stands on', async () => {
    await workbench.clickRow(/^Task Add jitter/);
    await workbench.cursorAt(10);
    await workbench.clickRow(/^Branch chore\/docs-site/);
    await workbench.tab(/2026-06-20-chore-docs-site\.md/).waitFor();
    await workbench.command('Throughline: Open Row');
    await workbench.pick(/^Add jitter/);
    await workbench.cursorAt(10);
    await workbench.command('Throughline: Reveal in Sidebar');
    await workbench.until(async () => {
      assert.equal(await workbench.row(/^Task Add jitter/).getAttribute('aria-selected'), 'true');
    });
    await workbench.focusEditor();
    await workbench.page.keyboard.press('Control+End');
    await workbench.page.keyboard.press('ArrowUp');
    await workbench.command('Throughline: Reveal in Sidebar');
    await workbench.until(async () => {
      assert.equal(
        await workbench
          .row(/^Note: /)
          .last()
          .getAttribute('aria-selected'),
        'true',
      );
    });
  });

  it('has lenses in a progress file', async () => {
    // VS Code asks for lenses while the editor has the focus.
    await workbench.focusEditor();
    await lensesAre('2/3 done | Add Task');
  });

  it('draws no color beside the number of a pull request, as VS Code does elsewhere', async () => {
    const swatches = workbench.page.locator('.colorpicker-color-decoration');
    const open = async (name: string): Promise<void> => {
      await workbench.page.keyboard.press('Control+P');
      await workbench.quickInput().fill(name);
      await workbench.pick(name);
      await workbench.tab(name).waitFor();
    };
    writeFileSync(join(root, 'pull-request.md'), 'PR: #482\n');
    await open('pull-request.md');
    await swatches.waitFor();
    await open('2026-06-11-feat-rpc-retry.md');
    await workbench.focusEditor();
    await lensesAre('2/3 done | Add Task');
    assert.equal(await swatches.count(), 0);
    rmSync(join(root, 'pull-request.md'));
  });

  it('has touched no other byte', () => {
    for (const [path, text] of expected) assert.equal(read(path), text, path);
  });
});

describe('a folder in which nothing is tracked', () => {
  let parent: string;
  let workbench: Workbench | undefined;
  beforeEach(() => {
    parent = temporaryFolder();
  });
  afterEach(async function () {
    if (workbench !== undefined) await pictureOfFailure(this, workbench);
    await workbench?.close();
    workbench = undefined;
    rmSync(parent, { recursive: true });
  });

  it('is initialized from the welcome view with a first task to claim, once asked, and nothing is replaced', async () => {
    const root = join(parent, 'new');
    const day = '2026-06-22T10:00:00+02:00';
    mkdirSync(root);
    git(root, day, 'init', '--quiet', '--initial-branch=feat/new');
    const bench = (workbench = await Workbench.open(root));
    await bench.openContainer();
    const button = bench.page.getByRole('button', { name: 'Initialize Tracking' });
    await button.click();
    await bench.page
      .locator('.quick-input-widget')
      .getByText(/^Creates tracking\/README\.md, tracking\/progress\//)
      .waitFor();
    await bench.page.keyboard.press('Escape');
    await button.click();
    assert.equal(existsSync(join(root, 'tracking')), false, 'nothing is made before the answer');
    await bench.answer('Parse the header');
    const row = bench.row(/^Task Parse the header/);
    await row.waitFor();
    await bench.until(async () => {
      assert.equal(await row.getAttribute('aria-selected'), 'true');
    });
    await row.getByRole('button', { name: 'Claim Task' }).click();
    await bench.asked('Owner Name');
    await bench.answer('heron');
    await bench.row(/^Task Parse the header.*wip.*heron/).waitFor();
    const made = git(root, day, 'status', '--porcelain', '--untracked-files=all')
      .split('\n')
      .flatMap((line) => (line.startsWith('??') ? [line.slice(3)] : []))
      .sort();
    assert.equal(made.length, 2, JSON.stringify(made));
    const [readme, progress = ''] = made;
    assert.equal(readme, 'tracking/README.md');
    assert.match(progress, /^tracking\/progress\/\d{4}-\d{2}-\d{2}-feat-new\.md$/);
    assert.equal(
      readFileSync(join(root, progress), 'utf8'),
      '# feat/new\n\nBranch: `feat/new`\n\n## Tasks\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n| Parse the header | wip | heron | |\n\n## Notes\n',
    );
    assert.match(readFileSync(join(root, 'tracking/README.md'), 'utf8'), /^# Tracking\n/);
    await bench.command('Throughline: Initialize Tracking');
    await bench.notification('Tracking is already set up here.');
  });

  it('has its first rows added and shown where they are asked for, without a name', async () => {
    const root = join(parent, 'new');
    mkdirSync(root);
    git(root, '2026-06-22T10:00:00+02:00', 'init', '--quiet', '--initial-branch=feat/new');
    const bench = (workbench = await Workbench.open(root));
    await bench.openContainer();
    await bench.page.getByRole('button', { name: 'Initialize Tracking' }).click();
    await bench.answer('');
    await bench.tab(/feat-new\.md/).waitFor();
    await bench.lens('No tasks yet').waitFor();
    await bench.row(/^Branch feat\/new, checked out, no tasks/).waitFor();
    // Lenses are drawn once more a second after all is known: a click in that moment is for one that is gone.
    await bench.command('View: Focus Active Editor Group');
    await bench.command('Throughline: Reveal in Sidebar');
    await bench.lens('Add Task').click();
    await bench.asked('Add Task');
    await bench.answer('Read the header');
    await bench.cursorAt(9);
    const isSelected = (name: RegExp) =>
      bench.until(async () => {
        assert.equal(await bench.row(name).getAttribute('aria-selected'), 'true');
      });
    await isSelected(/^Task Read the header, todo, free/);
    await bench.inline(/^Task Read the header/, 'Claim Task');
    await bench.asked('Owner Name');
    await bench.answer('heron');
    await bench.row(/^Task Read the header, wip, heron/).waitFor();
    await bench.clickRow(/^Branch feat\/new/);
    await bench.page.keyboard.press('ArrowLeft');
    await bench.inline(/^Branch feat\/new/, 'Add Task');
    await bench.asked('Add Task');
    await bench.answer('Write the header');
    await isSelected(/^Task Write the header, todo, free/);
    await bench.openView('Tech Debt');
    await bench.page.getByRole('button', { name: 'Create Tech-Debt Item', exact: true }).click();
    await bench.asked('Create Tech-Debt Item');
    await bench.answer('Two clocks');
    await bench.row(/^From branch feat\/new/, 'Tech Debt').waitFor();
  });

  it('is told to use another system, by name, and gets nothing beside it unasked', async () => {
    const root = join(parent, 'other');
    mkdirSync(join(root, '.taskmaster'), { recursive: true });
    const bench = (workbench = await Workbench.open(root));
    await bench.openContainer();
    await bench.page.getByText('This folder uses Task Master. Throughline does not read it yet.').waitFor();
    await bench.page.getByRole('button', { name: 'Initialize Tracking' }).click();
    // Without git nobody else knows the branch.
    await bench.answer('main');
    await bench.page
      .locator('.monaco-dialog-box')
      .getByText('This folder already uses Task Master.')
      .waitFor();
    await bench.answerDialog('Cancel');
    assert.equal(existsSync(join(root, 'tracking')), false);
  });
});
