import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSample, temporaryFolder } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

const retry = 'tracking/progress/2026-06-11-feat-rpc-retry.md';
const sync = 'tracking/progress/2026-06-14-feat-session-sync.md';
const docs = 'tracking/progress/2026-06-20-chore-docs-site.md';

describe('the sidebar on the sample repository', function () {
  // Each step goes on from the one before.
  this.bail(true);
  let parent: string;
  let root: string;
  let workbench: Workbench;
  const settings = { 'throughline.owner': 'heron', 'throughline.checkboxes': true };
  /** What every file of the test should hold now. */
  const expected = new Map<string, string>();
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  /** Waits until a file holds what it should after `from` became `to` in it, and nothing else. */
  const changes = async (path: string, from: string, to: string): Promise<void> => {
    const before = expected.get(path) ?? '';
    assert.equal(before.split(from).length, 2, `${from} stands once in ${path}`);
    expected.set(
      path,
      before.replace(from, () => to),
    );
    await workbench.until(() => {
      assert.equal(read(path), expected.get(path));
    });
  };
  const rowSays = async (name: RegExp): Promise<void> => {
    await workbench.row(name).waitFor();
  };

  before(async () => {
    parent = temporaryFolder();
    ({ root } = makeSample(parent));
    for (const path of [retry, sync, docs]) expected.set(path, read(path));
    workbench = await Workbench.open(root, { settings });
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });
  after(async () => {
    await workbench.close();
    rmSync(parent, { recursive: true });
  });

  it('opens its container and shows the branches, the checked-out one first', async () => {
    await workbench.openContainer();
    await rowSays(/^Branch feat\/rpc-retry, checked out/);
    await workbench.until(async () => {
      const rows = (await workbench.rows()).map((row) => row.replace(/last commit .*$/, 'last commit'));
      assert.deepEqual(rows, [
        'Branch feat/rpc-retry, checked out, 1 of 3 done, 1 todo, 1 wip, otter, maple, overlap, Workspace, Trace deadline-propagation',
        'Task Wire up retry policy, done, otter, RPC-RETRY-01',
        'Task Add jitter, wip, maple, RPC-RETRY-02',
        'Task Backfill tests, todo, free, RPC-RETRY-03',
        'Workspace, 1 of 3 done, 1 todo, 1 wip',
        'Trace deadline-propagation, 1 of 2 done, 1 wip',
        'Git: 1 ahead of main, last commit',
        'Overlap with feat/http-client: RPC-RETRY-03',
        'Spec 2026-06-10-rpc-retries, 1/4 met',
        'Pull request #482, opens in the browser',
        'Backlog item rpc-retry',
        'Tech debt Tune jitter for slow links',
        'Notes of feat/rpc-retry, 2',
        'Spec Kit 016-call-tracing, 3 of 6 done, 3 todo, implement · 1 question',
        'Branch chore/docs-site, 0 of 4 done, 4 todo',
        'OpenSpec compress-payloads, 1 of 4 done, 3 todo, 2 deltas',
        'Branch feat/call-metrics, 2 of 5 done, 2 todo, 1 wip, heron, wren-09be',
        'Branch feat/http-client, 2 of 4 done, 1 todo, 1 unknown, 1 problem, heron, overlap, Trace connection-reuse, 1 failed',
        'Branch feat/session-sync, 4 of 10 done, 3 todo, 1 wip, 1 blocked, 1 failed, 1 dropped, otter, maple-7f3a',
        'Branch feat/task-3-urgent-calls, TASK-3, 2/5 checked, otter',
        'Branch fix/token-rotation, 5 of 8 done, 2 todo, 1 wip, wren-09be, otter',
        'Branch spike/quic, no tasks, 1 problem',
        'No such branch, 1',
        'Archived changes, 1',
      ]);
    });
  });

  it('claims a task from its row', async () => {
    await workbench.inline(/^Task Backfill tests/, 'Claim Task');
    await changes(retry, '| Backfill tests | todo | - |', '| Backfill tests | wip | heron |');
    await rowSays(/^Task Backfill tests, wip, heron \(you\), RPC-RETRY-03/);
    await rowSays(/^Branch feat\/rpc-retry, checked out, 1 of 3 done, 2 wip, otter, maple, heron/);
  });

  it('claims another from the palette, which offers tasks by state', async () => {
    await workbench.command('Throughline: Claim Task');
    // Of all tasks the list draws no more than fit.
    await workbench.quickInput().fill('feat/session-sync');
    let choices: readonly string[] = [];
    await workbench.until(async () => {
      choices = await workbench.choices();
      const free = choices.findIndex((each) => each.startsWith('Merge two stores'));
      const taken = choices.findIndex((each) => each.startsWith('Rotate keys on device removal'));
      assert.ok(free >= 0 && taken > free, JSON.stringify(choices));
    });
    assert.ok(
      !choices.some((each) => each.startsWith('Store sessions encrypted')),
      'what is done is not offered',
    );
    await workbench.pick(/^Merge two stores/);
    await changes(
      sync,
      '| Merge two stores                 | Not started    | -          |',
      '| Merge two stores                 | 🔄 In Progress | heron      |',
    );
  });

  it('refuses a task that somebody else holds, and says whose it is', async () => {
    await workbench.contextMenu(/^Task Add jitter/, 'Claim Task');
    await workbench.notification('Add jitter is already claimed by maple.');
    assert.equal(read(retry), expected.get(retry));
    await workbench.answerNotification('Add jitter is already claimed by maple.');
    assert.equal(read(retry), expected.get(retry));
  });

  it('finishes a task by its check box', async () => {
    await workbench
      .row(/^Task Backfill tests/)
      .getByRole('checkbox')
      .click();
    await changes(retry, '| Backfill tests | wip | heron |', '| Backfill tests | done | heron |');
    await rowSays(/^Task Backfill tests, done, heron \(you\)/);
    await workbench.until(async () => {
      assert.equal(
        await workbench
          .row(/^Task Backfill tests/)
          .getByRole('checkbox')
          .getAttribute('aria-checked'),
        'true',
      );
    });
  });

  it('reopens it by its check box', async () => {
    await workbench
      .row(/^Task Backfill tests/)
      .getByRole('checkbox')
      .click();
    await changes(retry, '| Backfill tests | done | heron |', '| Backfill tests | wip | heron |');
  });

  it('releases a task from its row', async () => {
    await workbench.inline(/^Task Backfill tests/, 'Release Task');
    await changes(retry, '| Backfill tests | wip | heron |', '| Backfill tests | todo | - |');
    await rowSays(/^Task Backfill tests, todo, free/);
  });

  it('takes a task over when the person says so', async () => {
    await workbench.contextMenu(/^Task Add jitter/, 'Claim Task');
    await workbench.answerNotification('Add jitter is already claimed by maple.', 'Take Over');
    await changes(retry, '| Add jitter | wip | maple |', '| Add jitter | wip | heron |');
  });

  it('assigns a task and sets a status from the context menu', async () => {
    await workbench.contextMenu(/^Task Backfill tests/, 'Assign Task...');
    await workbench.asked('Assign Task');
    assert.match((await workbench.choices())[0] ?? '', /^heron, you/);
    await workbench.quickInput().fill('wren 09');
    await workbench.page.getByRole('option', { name: /^wren 09, A name can contain only/ }).waitFor();
    await workbench.answer('wren-09be');
    await changes(retry, '| Backfill tests | todo | - |', '| Backfill tests | todo | wren-09be |');
    await workbench.contextMenu(/^Task Add jitter/, 'Set Task Status...');
    assert.deepEqual(
      (await workbench.choices())
        .filter((each) => each.includes('current'))
        .map((each) => each.split(',')[0]),
      ['wip'],
    );
    await workbench.pick(/^blocked/);
    await workbench.page.getByText('Optional: the reason, added to the notes of feat/rpc-retry').waitFor();
    await workbench.page.keyboard.press('Escape');
    assert.equal(read(retry), expected.get(retry), 'whoever leaves the question changes nothing');
    await workbench.contextMenu(/^Task Add jitter/, 'Set Task Status...');
    await workbench.pick(/^blocked/);
    await workbench.page.getByText('Optional: the reason, added to the notes of feat/rpc-retry').waitFor();
    await workbench.answer('waiting for the clock');
    const text = (expected.get(retry) ?? '')
      .replace('| Add jitter | wip | heron |', '| Add jitter | blocked | heron |')
      .replace(/\n*$/, '\n- heron: blocked "Add jitter": waiting for the clock\n');
    expected.set(retry, text);
    await workbench.until(() => {
      assert.equal(read(retry), text);
    });
  });

  it('claims the next task of a branch from its row', async () => {
    await workbench.inline(/^Branch chore\/docs-site/, 'Claim Next');
    await changes(docs, '| Pick a generator | todo | - |', '| Pick a generator | wip | heron |');
  });

  it('follows a file that is changed on disk, and keeps what is open and selected', async () => {
    await workbench.expand(/^Branch chore\/docs-site/);
    await workbench.clickRow(/^Task Move the guides/);
    const text = (expected.get(docs) ?? '').replace(
      '| Check the links | todo | - |',
      '| Check the links | wip | otter |',
    );
    expected.set(docs, text);
    writeFileSync(join(root, docs), text);
    await rowSays(/^Task Check the links, wip, otter/);
    assert.equal(await workbench.row(/^Task Move the guides/).getAttribute('aria-selected'), 'true');
  });

  it('undoes what was done where it is told, and by the palette what that did', async () => {
    await workbench.contextMenu(/^Task Publish on merge/, 'Claim Task');
    await rowSays(/^Task Publish on merge, wip, heron \(you\)/);
    await workbench.page.locator('.statusbar-item', { hasText: /Undo: Claimed Publish on merge/ }).click();
    await rowSays(/^Task Publish on merge, todo, free/);
    assert.equal(read(docs), expected.get(docs));
    await workbench.command('Throughline: Undo Last Change');
    await rowSays(/^Task Publish on merge, wip, heron \(you\)/);
    await workbench.command('Throughline: Undo Last Change');
    await rowSays(/^Task Publish on merge, todo, free/);
    assert.equal(read(docs), expected.get(docs));
    await workbench.command('Throughline: Undo Last Change');
    await rowSays(/^Task Publish on merge, wip, heron \(you\)/);
    const text = read(docs);
    const other = text.replace('| Publish on merge | wip | heron |', '| Publish on merge | done | heron |');
    writeFileSync(join(root, docs), other);
    await rowSays(/^Task Publish on merge, done, heron \(you\)/);
    await workbench.command('Throughline: Undo Last Change');
    await workbench.answerNotification(/was changed in the meantime, so nothing was undone/);
    assert.equal(read(docs), other);
    await workbench.contextMenu(/^Task Publish on merge/, 'Reopen Task');
    await rowSays(/^Task Publish on merge, wip, heron \(you\)/);
    await workbench.contextMenu(/^Task Publish on merge/, 'Release Task');
    await rowSays(/^Task Publish on merge, todo, free/);
    assert.equal(read(docs), expected.get(docs));
  });

  it('opens the row in the file on a click', async () => {
    await workbench.clickRow(/^Task Check the links/);
    await workbench.page.getByRole('tab', { name: /2026-06-20-chore-docs-site\.md/ }).waitFor();
    await workbench.until(async () => {
      const status = await workbench.page.locator('.statusbar').innerText();
      assert.match(status, /Ln 11, Col 1/);
    });
  });

  it('asks what is to become of unsaved changes, and loses none', async () => {
    await workbench.page.keyboard.press('Control+End');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.type('Half a thought');
    await workbench.contextMenu(/^Task Publish on merge/, 'Claim Task');
    await workbench.answerDialog('Claim in Editor');
    await rowSays(/^Task Publish on merge, wip, heron \(you\)/);
    assert.equal(read(docs), expected.get(docs), 'nothing is written until it is saved');
    await workbench.contextMenu(/^Task Move the guides/, 'Claim Task');
    await workbench.answerDialog('Cancel');
    assert.equal(read(docs), expected.get(docs));
    await workbench.contextMenu(/^Task Move the guides/, 'Claim Task');
    await workbench.answerDialog('Save and Claim');
    const text = (expected.get(docs) ?? '')
      .replace('| Publish on merge | todo | - |', '| Publish on merge | wip | heron |')
      .replace('| Move the guides | todo | - |', '| Move the guides | wip | heron |');
    await workbench.until(() => {
      assert.equal(read(docs), `${text}\nHalf a thought`);
    });
    expected.set(docs, read(docs));
  });

  it('does the same from the palette alone', async () => {
    await workbench.command('Throughline: Finish Task');
    await workbench.pick(/^Merge two stores/);
    await changes(
      sync,
      '| Merge two stores                 | 🔄 In Progress | heron      |',
      '| Merge two stores                 | ✅ Done        | heron      |',
    );
    await workbench.command('Throughline: Reopen Task');
    // It is far down.
    await workbench.quickInput().fill('Merge two');
    await workbench.pick(/^Merge two stores/);
    await changes(
      sync,
      '| Merge two stores                 | ✅ Done        | heron      |',
      '| Merge two stores                 | 🔄 In Progress | heron      |',
    );
    await workbench.command('Throughline: Release Task');
    await workbench.pick(/^Merge two stores/);
    await changes(
      sync,
      '| Merge two stores                 | 🔄 In Progress | heron      |',
      '| Merge two stores                 | Not started    | -          |',
    );
    await workbench.command('Throughline: Claim Next');
    // Another branch's file is in front.
    await workbench.pick(/^feat\/rpc-retry/);
    await workbench.answerNotification('feat/rpc-retry has no free tasks.');
  });

  it('opens files and rows from the palette', async () => {
    await workbench.command('Throughline: Open Progress File');
    // It is far down.
    await workbench.quickInput().fill('feat/audit-log');
    await workbench.pick(/^feat\/audit-log/);
    await workbench.page.getByRole('tab', { name: /2026-05-28-feat-audit-log\.md/ }).waitFor();
    await workbench.command('Throughline: Open Row');
    await workbench.pick(/^Rotate keys on device removal/);
    await workbench.page.getByRole('tab', { name: /2026-06-14-feat-session-sync\.md/ }).waitFor();
    await workbench.until(async () => {
      assert.match(await workbench.page.locator('.statusbar').innerText(), /Ln 17, Col 1/);
    });
  });

  it('keeps a new owner name, looks again and shows its log when told to', async () => {
    await workbench.command('Throughline: Set Owner Name...');
    await workbench.answer('wren-09be');
    await rowSays(/^Task Backfill tests, todo, wren-09be \(you\)/);
    await workbench.command('Throughline: Refresh');
    await rowSays(/^Task Backfill tests, todo, wren-09be \(you\)/);
    await workbench.command('Throughline: Show Log');
    // This host writes no log files, so the channel is all there is to see.
    await workbench.page
      .locator('.part.panel')
      .getByText('Throughline')
      .first()
      .waitFor({ state: 'attached' });
  });

  it('has touched no other byte', () => {
    for (const [path, text] of expected) assert.equal(read(path), text, path);
  });
});
