import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSample, temporaryFolder, type Sample } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

const retry = 'tracking/progress/2026-06-11-feat-rpc-retry.md';

/** Runs in the page: how far the words of a button are from its icon. */
const gapAfterIcon = (button: unknown): number => {
  interface Box {
    readonly left: number;
    readonly right: number;
  }
  interface Place {
    selectNodeContents(node: unknown): void;
    getBoundingClientRect(): Box;
  }
  const { firstElementChild: icon } = button as {
    readonly firstElementChild: { readonly nextSibling: unknown; getBoundingClientRect(): Box };
  };
  const { document } = globalThis as unknown as { readonly document: { createRange(): Place } };
  const words = document.createRange();
  words.selectNodeContents(icon.nextSibling);
  return words.getBoundingClientRect().left - icon.getBoundingClientRect().right;
};

/** Runs in the page: how the actions of a row come, and how its tint goes once it has changed. */
const motionOf = (row: unknown): readonly string[] => {
  const { dataset, firstElementChild } = row as {
    readonly dataset: Record<string, string>;
    readonly firstElementChild: { readonly nextElementSibling: unknown };
  };
  const page = globalThis as unknown as {
    getComputedStyle(element: unknown): {
      readonly transitionDuration: string;
      readonly animationTimingFunction: string;
    };
  };
  dataset['changed'] = '';
  return [
    page.getComputedStyle(firstElementChild.nextElementSibling).transitionDuration,
    page.getComputedStyle(row).animationTimingFunction,
  ];
};

/** Run in the page: how wide it is, and how wide what is in it. */
const widthOf = (page: unknown): number => (page as { readonly clientWidth: number }).clientWidth;
const scrollWidthOf = (page: unknown): number => (page as { readonly scrollWidth: number }).scrollWidth;

describe('the board on the sample repository', () => {
  let parent: string;
  let sample: Sample;
  let workbench: Workbench;
  let original: string;
  const text = (): string => readFileSync(join(sample.root, retry), 'utf8');
  const write = (content: string): void => {
    writeFileSync(join(sample.root, retry), content);
  };
  const fileIs = (expected: string): Promise<void> =>
    workbench.until(() => {
      assert.equal(text(), expected);
    });
  const told = (sentence: string | RegExp): Promise<void> =>
    workbench.board().locator('#told').filter({ hasText: sentence }).waitFor();

  const focusIs = (name: RegExp): Promise<void> =>
    workbench.until(async () => {
      const focused = workbench.board().locator(':focus').first();
      const label = (await focused.count()) === 0 ? '' : await focused.getAttribute('aria-label');
      assert.match(label ?? '', name);
    });

  before(async () => {
    parent = temporaryFolder();
    sample = makeSample(parent);
    original = text();
    workbench = await Workbench.open(sample.root, {
      settings: { 'throughline.owner': 'maple', 'workbench.reduceMotion': 'on' },
    });
    await workbench.openContainer();
    await workbench.row(/^Branch feat\/rpc-retry, checked out/).waitFor();
  });
  after(async () => {
    await workbench.close();
    rmSync(parent, { recursive: true });
  });
  beforeEach(async () => {
    write(original);
    // Seen as what it is, the old file: with another change on top it would be somebody who overwrites by mistake.
    await workbench.row(/^Task Backfill tests, todo, free/).waitFor();
    await workbench.row(/^Task Add jitter, wip, maple/).waitFor();
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });

  it('opens from the palette with the checked-out branch: each criterion beside its tasks', async () => {
    await workbench.command('Throughline: Open Board');
    await workbench.tab('Board: feat/rpc-retry').waitFor();
    const board = workbench.board();
    await board.getByRole('heading', { name: 'feat/rpc-retry' }).waitFor();
    await workbench.boardRow('Backfill tests, todo, free, RPC-RETRY-03').waitFor();
    const free = workbench.boardRow(/^Backfill tests/);
    for (const row of [free, workbench.boardRow(/^Add jitter/)]) {
      const name = await row.locator('.name').boundingBox();
      const actions = await row.locator('.actions').boundingBox();
      assert.ok(name !== null && actions !== null);
      assert.ok(actions.x >= name.x + name.width, 'no action comes above a title');
    }
    // The text comes from the spec, with its marks.
    await board.locator('.promise strong', { hasText: 'transient' }).waitFor();
    const rows = await board
      .locator('.grid [role=row]')
      .evaluateAll((all) =>
        (all as { readonly innerText: string }[]).map(({ innerText }) =>
          innerText.replace(/\s+/g, ' ').trim(),
        ),
      );
    assert.match(rows[0] ?? '', /^done: RPC-RETRY-01 A call that fails with a transient error/);
    assert.match(rows[1] ?? '', /^Wire up retry policy/);
    assert.ok(rows.some((row) => row.startsWith('No task serves this criterion')));
    await board.getByText('1/4 met by this branch · 3 covered').waitFor();
  });

  it('has the focus on a task when it is opened, so that keys work at once', async () => {
    const { page } = workbench;
    const board = workbench.board();
    await workbench.command('Throughline: Open Board');
    await focusIs(/^Wire up retry policy, done/);
    await page.keyboard.press('ArrowUp');
    await board.locator('.criterion:focus', { hasText: 'RPC-RETRY-01' }).waitFor();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
    await focusIs(/^Backfill tests, todo, free/);
    await page.keyboard.press('c');
    await fileIs(original.replace('| Backfill tests | todo | - |', '| Backfill tests | wip | maple |'));
    await focusIs(/^Backfill tests, wip, maple/);
    // What is not an opening takes the focus from nothing.
    await page.keyboard.press('/');
    const filter = board.getByRole('textbox', { name: 'Filter by text or owner' });
    await board.locator('#filter:focus').waitFor();
    write(original);
    await workbench.boardRow(/^Backfill tests, todo, free/).waitFor();
    await page.keyboard.type('jit');
    assert.equal(await filter.inputValue(), 'jit');
    await page.keyboard.press('Escape');
    // An opening does, and comes back to the row that had it.
    await workbench.command('Throughline: Open Board');
    await focusIs(/^Backfill tests, todo, free/);
  });

  it('goes by arrows from branch to branch, opens one, and comes back to it', async () => {
    const { page } = workbench;
    const board = workbench.board();
    await workbench.boardRow(/^Backfill tests, todo, free/).waitFor();
    await page.keyboard.press('Escape');
    await workbench.tab('Board: All Branches').waitFor();
    await focusIs(/^feat\/rpc-retry, .*1 of 3 tasks done, 1\/4 met/);
    await page.keyboard.press('End');
    const names = await board.locator('.stream-name').allInnerTexts();
    await focusIs(new RegExp(`^${names.at(-1) ?? ''}, `));
    await page.keyboard.press('Home');
    await focusIs(/^feat\/rpc-retry, /);
    for (let i = 0; i < names.indexOf('feat/session-sync'); i++) await page.keyboard.press('ArrowDown');
    await focusIs(/^feat\/session-sync, /);
    assert.equal(await board.locator('.stream[tabindex="0"]').count(), 1);
    await page.keyboard.press('Enter');
    await workbench.tab('Board: feat/session-sync').waitFor();
    await workbench.until(async () => {
      assert.equal(await board.locator('.task:focus').count(), 1);
    });
    await page.keyboard.press('Escape');
    await focusIs(/^feat\/session-sync, /);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await board.getByRole('heading', { name: 'feat/session-sync' }).waitFor();
    await board.getByRole('button', { name: 'All branches' }).click();
    await focusIs(/^feat\/session-sync, /);
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await workbench.tab('Board: feat/rpc-retry').waitFor();
  });

  it('opens from a row and from a lens, in the same panel', async () => {
    await workbench.inline(/^Branch chore\/docs-site/, 'Open Board');
    await workbench.tab('Board: chore/docs-site').waitFor();
    await workbench.board().getByText('No spec is linked. Tasks are listed without criteria.').waitFor();
    await workbench.clickRow(/^Task Add jitter/);
    await workbench.tab(/2026-06-11-feat-rpc-retry\.md/).waitFor();
    await workbench.cursorAt(10);
    await workbench.lens('1/3 done').click();
    await workbench.tab('Board: feat/rpc-retry').waitFor();
    assert.equal(await workbench.page.getByRole('tab', { name: /^Board:/ }).count(), 1);
  });

  it('shows what was done in a line at its foot that moves nothing, and undoes it', async () => {
    const { page } = workbench;
    const board = workbench.board();
    const row = workbench.boardRow(/^Backfill tests, todo, free/);
    const foot = board.locator('footer');
    const place = await foot.boundingBox();
    assert.ok(place);
    await row.focus();
    await page.keyboard.press('c');
    const claimed = original.replace('| Backfill tests | todo | - |', '| Backfill tests | wip | maple |');
    await fileIs(claimed);
    await told(/^Claimed Backfill tests/);
    assert.deepEqual(await foot.boundingBox(), place);
    const undo = board.getByRole('button', { name: 'Undo' });
    await undo.focus();
    await page.keyboard.press('Enter');
    await fileIs(original);
    await told(/^Undone/);
    assert.equal(await undo.count(), 0);
    await focusIs(/^Backfill tests, todo, free/);
    // What was changed elsewhere since is not undone from here.
    await page.keyboard.press('c');
    await fileIs(claimed);
    await undo.waitFor();
    await workbench.command('Throughline: Undo Last Change');
    await fileIs(original);
    await undo.click();
    await told('This is no longer the last change, so nothing was undone.');
    assert.equal(text(), original);
  });

  it('claims, finishes and releases by mouse, and says so', async () => {
    const row = workbench.boardRow(/^Backfill tests, todo, free/);
    await row.hover();
    await row.getByRole('button', { name: 'Claim Backfill tests' }).click();
    const claimed = original.replace('| Backfill tests | todo | - |', '| Backfill tests | wip | maple |');
    await fileIs(claimed);
    await told(/^Claimed Backfill tests/);
    const mine = workbench.boardRow(/^Backfill tests, wip, maple \(you\)/);
    await mine.hover();
    await mine.getByRole('button', { name: 'Release Backfill tests' }).click();
    await fileIs(original);
    const jitter = workbench.boardRow(/^Add jitter, wip, maple \(you\)/);
    await jitter.hover();
    await jitter.getByRole('button', { name: 'Finish Add jitter' }).click();
    await fileIs(original.replace('| Add jitter | wip |', '| Add jitter | done |'));
    await workbench.boardRow(/^Add jitter, done/).waitFor();
    await workbench.row(/^Task Add jitter, done/).waitFor();
  });

  it('tells a refusal at the row, and takes over only when that is confirmed', async () => {
    // Nothing in it takes back what was done a moment ago: that would be done again.
    const before = original.replace('| Add jitter | wip |', '| Add jitter | done |');
    const theirs = before.replace('| Backfill tests | todo | - |', '| Backfill tests | wip | otter |');
    write(theirs);
    const row = workbench.boardRow(/^Backfill tests, wip, otter/);
    await row.hover();
    await row.getByRole('button', { name: 'More actions for Backfill tests' }).click();
    await workbench.board().getByRole('menuitem', { name: 'Take Over' }).click();
    await row.locator('.refusal').waitFor();
    assert.match(await row.locator('.refusal').innerText(), /otter/);
    assert.equal(text(), theirs);
    await row.getByRole('button', { name: 'Take Over Backfill tests' }).click();
    await fileIs(before.replace('| Backfill tests | todo | - |', '| Backfill tests | wip | maple |'));
  });

  it('adds a task for a criterion without one', async () => {
    const board = workbench.board();
    await workbench.boardRow(/^Backfill tests, todo, free/).waitFor();
    const add = board.getByRole('button', { name: 'Add Task for RPC-RETRY-04' });
    const gap = await board.locator('.missing vscode-button').evaluate(gapAfterIcon);
    assert.ok(gap >= 4, `the plus is ${gap} pixels from the words`);
    await add.click();
    await workbench.asked('Add Task');
    await workbench.answer('Stop at once');
    await fileIs(
      original.replace(
        '| Backfill tests | todo | - | RPC-RETRY-03 |\n',
        '| Backfill tests | todo | - | RPC-RETRY-03 |\n| Stop at once | todo | - | RPC-RETRY-04 |\n',
      ),
    );
    await workbench.boardRow('Stop at once, todo, free, RPC-RETRY-04').waitFor();
  });

  it('does it all by keyboard alone', async () => {
    const { page } = workbench;
    const board = workbench.board();
    await workbench.boardRow(/^Backfill tests, todo, free/).waitFor();
    await board.getByRole('row').first().focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'])
      await page.keyboard.press(key);
    await focusIs(/^Backfill tests, todo, free/);
    await page.keyboard.press('c');
    await fileIs(original.replace('| Backfill tests | todo | - |', '| Backfill tests | wip | maple |'));
    await focusIs(/^Backfill tests, wip, maple/);
    await page.keyboard.press('r');
    await fileIs(original);
    await focusIs(/^Backfill tests, todo, free/);
    await page.keyboard.press('ArrowRight');
    await focusIs(/^Claim Backfill tests/);
    await page.keyboard.press('Enter');
    await fileIs(original.replace('| Backfill tests | todo | - |', '| Backfill tests | wip | maple |'));
    // The button is gone: its row has the focus.
    await focusIs(/^Backfill tests, wip, maple/);
    await page.keyboard.press('Shift+F10');
    await board.getByRole('menuitem', { name: 'Finish', exact: true }).and(board.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await fileIs(original.replace('| Backfill tests | todo | - |', '| Backfill tests | done | maple |'));
  });

  it('refuses, takes over and adds a task by keyboard alone', async () => {
    const { page } = workbench;
    const board = workbench.board();
    const theirs = original.replace('| Backfill tests | todo | - |', '| Backfill tests | wip | otter |');
    write(theirs);
    const row = workbench.boardRow(/^Backfill tests, wip, otter/);
    await row.waitFor();
    await board.getByRole('row').first().focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
    await focusIs(/^Backfill tests, wip, otter/);
    await page.keyboard.press('Shift+F10');
    const entries = board.getByRole('menuitem');
    await entries.first().and(board.locator(':focus')).waitFor();
    const names = await entries.allInnerTexts();
    for (let i = 0; i < names.indexOf('Take Over'); i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await row.locator('.refusal').waitFor();
    assert.equal(text(), theirs, 'refused');
    await focusIs(/^Backfill tests, wip, otter/);
    await page.keyboard.press('ArrowRight');
    await focusIs(/^Take Over Backfill tests/);
    await page.keyboard.press('Enter');
    await fileIs(original.replace('| Backfill tests | todo | - |', '| Backfill tests | wip | maple |'));
    await focusIs(/^Backfill tests, wip, maple/);
    // Two rows on is the criterion that nobody serves; below it, the row that says so.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await board.locator('.missing:focus').waitFor();
    await page.keyboard.press('a');
    await workbench.asked('Add Task');
    await workbench.answer('Stop at once');
    await workbench.boardRow('Stop at once, todo, free, RPC-RETRY-04').waitFor();
    await fileIs(
      original.replace(
        '| Backfill tests | todo | - | RPC-RETRY-03 |\n',
        '| Backfill tests | wip | maple | RPC-RETRY-03 |\n| Stop at once | todo | - | RPC-RETRY-04 |\n',
      ),
    );
  });

  it('follows the disk while a menu is open and text is typed, and loses neither', async () => {
    const board = workbench.board();
    await workbench.boardRow(/^Backfill tests, todo, free/).waitFor();
    const filter = board.getByRole('textbox', { name: 'Filter by text or owner' });
    await filter.click();
    await filter.pressSequentially('tests');
    await workbench.until(async () => {
      assert.equal(await workbench.boardRow(/^Add jitter/).count(), 0);
    });
    const row = workbench.boardRow(/^Backfill tests/);
    await row.hover();
    await row.getByRole('button', { name: 'More actions for Backfill tests' }).click();
    const entry = board.getByRole('menuitem', { name: 'Add Note…' });
    await entry.waitFor();
    write(original.replace('| Backfill tests | todo | - |', '| Backfill tests | blocked | otter |'));
    await workbench.boardRow(/^Backfill tests, blocked, otter/).waitFor();
    assert.equal(await entry.count(), 1, 'the menu is open');
    assert.equal(await filter.inputValue(), 'tests');
    await workbench.page.keyboard.press('Escape');
    assert.equal(await entry.count(), 0);
    await workbench.page.keyboard.press('Escape');
    await workbench.boardRow(/^Add jitter/).waitFor();
  });

  it('says so when what it shows goes away, and shows it when it comes back', async () => {
    const board = workbench.board();
    rmSync(join(sample.root, retry));
    await board.getByText(`${retry} no longer exists.`).waitFor();
    write(original);
    await workbench.boardRow(/^Backfill tests, todo, free/).waitFor();
    const spec = join(sample.root, 'spec/features/2026-06-10-rpc-retries.md');
    const promised = readFileSync(spec, 'utf8');
    writeFileSync(spec, Buffer.from([0xff, 0xfe, 0, 0]));
    await board.getByText('The linked spec cannot be read. Tasks are listed without criteria.').waitFor();
    await board.getByText(/rpc-retries\.md: This file is UTF-16/).waitFor();
    writeFileSync(spec, promised);
    await board.locator('.promise strong', { hasText: 'transient' }).waitFor();
  });

  it('shows all streams and who is on what, and goes to a stream and back', async () => {
    const board = workbench.board();
    await board.getByRole('button', { name: 'All branches' }).click();
    await workbench.tab('Board: All Branches').waitFor();
    const people = board.getByRole('region', { name: 'Who is on what' });
    await people.getByRole('heading', { name: /maple you/ }).waitFor();
    await board.getByRole('button', { name: /^Show 2 blocked/ }).click();
    await workbench.until(async () => {
      assert.equal(await board.locator('.stream').count(), 2);
    });
    await board.getByRole('link', { name: 'feat/session-sync' }).click();
    await workbench.tab('Board: feat/session-sync').waitFor();
    await workbench.boardRow(/^Wipe the local store on sign-out, blocked/).waitFor();
  });

  it('filters all that the overview lists, and stretches nothing', async () => {
    const board = workbench.board();
    await board.getByRole('button', { name: 'All branches' }).click();
    const rows = board.locator('.stream');
    await rows.first().waitFor();
    const all = await rows.count();
    assert.ok(all > 2);
    // All rows are counted, as branches or as records.
    await board.getByRole('button', { name: `Show ${all} all (rows)` }).waitFor();
    await board.getByText(`8 branches, ${all - 8} records · `).waitFor();
    // Others may say that they overlap with it.
    const wanted = rows.filter({ hasText: /^\s*feat\/rpc-retry(?!\s*·)/ });
    const tall = async (): Promise<number | undefined> => (await wanted.boundingBox())?.height;
    const height = await tall();
    await board.getByRole('textbox', { name: 'Filter by branch, task or owner' }).fill('jitter');
    await board.getByText(/^1 of 8 branches, 0 of \d+ records · 1 of 3 tasks done/).waitFor();
    assert.equal(await rows.count(), 1);
    assert.equal(await tall(), height);
    const people = board.getByRole('region', { name: 'Who is on what' });
    assert.deepEqual(await people.getByRole('link').allInnerTexts(), ['wip:\nAdd jitter']);
    await board.getByRole('link', { name: 'feat/rpc-retry' }).click();
    await workbench.boardRow(/^Add jitter/).waitFor();
    await board.getByRole('textbox', { name: 'Filter by text or owner' }).fill('backfill');
    await workbench.until(async () => {
      assert.equal(await board.locator('.task').count(), 1);
    });
    assert.equal(await board.locator('.section').count(), 1);
    await board.getByRole('button', { name: 'All branches' }).click();
    await board.getByRole('link', { name: 'feat/session-sync' }).click();
    await workbench.boardRow(/^Wipe the local store on sign-out, blocked/).waitFor();
  });

  it('is there again after the window is reloaded', async () => {
    await workbench.reload();
    await workbench.tab('Board: feat/session-sync').waitFor({ timeout: 60_000 });
    await workbench.boardRow(/^Wipe the local store on sign-out, blocked/).waitFor({ timeout: 60_000 });
  });

  it('offers as much where it is narrow, and nothing of it is cut off', async () => {
    const { page } = workbench;
    const board = workbench.board();
    const width = (): Promise<number> => board.locator('html').evaluate(widthOf);
    const { width: all = 0, height = 0 } = page.viewportSize() ?? {};
    await page.setViewportSize({ width: all - (await width()) + 320, height });
    for (const name of ['Add Task', 'Add Note', 'Copy Brief'])
      await board.getByRole('button', { name }).first().waitFor();
    assert.equal(await width(), 320);
    assert.ok((await board.locator('html').evaluate(scrollWidthOf)) <= 320);
    await board.getByRole('button', { name: 'All branches' }).click();
    await board.locator('.people').waitFor();
    assert.ok((await board.locator('html').evaluate(scrollWidthOf)) <= 320);
    await board.getByRole('link', { name: 'feat/session-sync' }).click();
    await page.setViewportSize({ width: all, height });
  });

  it('moves nothing for who asks VS Code or the system for less motion', async () => {
    const board = workbench.board();
    const row = board.locator('.task').first();
    const motion = (): Promise<readonly string[]> => row.evaluate(motionOf);
    await board.locator('body.vscode-reduce-motion').waitFor();
    assert.deepEqual(await motion(), ['0s', 'steps(1)']);
    await board.locator('body').evaluate((body: unknown) => {
      (body as { classList: { remove(name: string): void } }).classList.remove('vscode-reduce-motion');
    });
    assert.deepEqual(await motion(), ['0.08s', 'ease']);
    await workbench.page.emulateMedia({ reducedMotion: 'reduce' });
    assert.deepEqual(await motion(), ['0s', 'steps(1)']);
    await workbench.page.emulateMedia({ reducedMotion: null });
  });

  it('has a policy that lets nothing in but its own script and style', async () => {
    const policy = await workbench
      .board()
      .locator('meta[http-equiv="Content-Security-Policy"]')
      .getAttribute('content');
    assert.match(
      policy ?? '',
      /^default-src 'none'; style-src [^;]+ 'nonce-[0-9a-f]{48}'; script-src 'nonce-[0-9a-f]{48}'$/,
    );
    assert.doesNotMatch(policy ?? '', /unsafe/);
    assert.equal(await workbench.board().locator('script:not([nonce]):not(#_vscodeApiScript)').count(), 0);
  });
});
