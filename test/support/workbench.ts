import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { ensureWebHost, launchBrowser, root, startServer, workbenchUrl, type Server } from './webHost.mjs';

/** Milliseconds until the workbench and the extension are there. */
const startLimit = 60_000;
/** Milliseconds until what was done is seen: a machine with much else to do may take that long. */
const patience = 30_000;

/**
 * How many files are not committed is known some moments after each change, and drawn then: VS Code gives a tree that is drawn the
 * focus back, and takes it from the palette that was opened meanwhile. Nobody is as quick as a test.
 */
const calm = { 'throughline.git.show': ['commits', 'merged', 'stale', 'overlap', 'drift', 'unreported'] };

/** The trees of the sidebar, by what stands above them. */
export type ViewName = 'Branch Progress' | 'Backlog' | 'Tech Debt' | 'Specs';

/** What is asked of an element in the page. */
interface PageElement {
  readonly innerText: string;
  getBoundingClientRect(): { readonly top: number };
  getAttribute(name: string): string | null;
}

/** Runs in the page, at one moment for all: where each element stands, and its attribute or its text. */
const placedTexts = (elements: unknown[], attribute: string) =>
  (elements as PageElement[]).map((element) => ({
    top: element.getBoundingClientRect().top,
    text: (attribute === '' ? element.innerText : element.getAttribute(attribute)) ?? '',
  }));

/** Runs in the page: resolves when nothing was drawn around an element for so many milliseconds. */
const untilUnchanged = (element: unknown, quiet: number) =>
  new Promise<void>((resolve) => {
    const done = () => {
      observer.disconnect();
      resolve();
    };
    let timer = setTimeout(done, quiet);
    const { MutationObserver: Observer } = globalThis as unknown as {
      MutationObserver: new (changed: () => void) => {
        observe(target: unknown, options: object): void;
        disconnect(): void;
      };
    };
    const observer = new Observer(() => {
      clearTimeout(timer);
      timer = setTimeout(done, quiet);
    });
    observer.observe((element as { parentElement: unknown }).parentElement, {
      childList: true,
      subtree: true,
    });
  });

function inOrder(placed: readonly { readonly top: number; readonly text: string }[]): string[] {
  return [...placed].sort((a, b) => a.top - b.top).map(({ text }) => text.replace(/\s+/g, ' ').trim());
}

/** The real workbench in a real browser, driven as a user would. */
export class Workbench {
  readonly page: Page;
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #extension: string;

  private constructor(page: Page, server: Server, browser: Browser, extension = root) {
    this.page = page;
    this.#server = server;
    this.#browser = browser;
    this.#extension = extension;
  }

  /**
   * Opens a folder, a `.code-workspace` file or nothing, with the extension from source, or from another folder, and in a language
   * for which that one has texts.
   */
  static async open(
    folder: string | undefined,
    options: {
      readonly settings?: object;
      /** Key bindings of the person, as VS Code keeps them. */
      readonly keybindings?: readonly object[];
      readonly trust?: boolean;
      readonly env?: NodeJS.ProcessEnv;
      readonly extension?: string;
      readonly language?: string;
    } = {},
  ): Promise<Workbench> {
    const host = await ensureWebHost();
    const server = await startServer(host, { ...options, settings: { ...calm, ...options.settings } });
    const browser = await launchBrowser(host);
    const page = await browser.newPage({ viewport: { width: 1200, height: 960 } });
    page.setDefaultTimeout(patience);
    // What VS Code takes for the language of its own texts, which it has in English only here.
    if (options.language !== undefined)
      await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(options.language)}`);
    const workbench = new Workbench(page, server, browser, options.extension);
    await workbench.load(folder);
    return workbench;
  }

  /** Loads the page (again), as a reload of the window does. */
  async load(folder: string | undefined): Promise<void> {
    const url = workbenchUrl(this.#server.port, { folder, extension: this.#extension });
    await this.page.goto(url, { timeout: startLimit });
    await this.page.locator('.monaco-workbench').waitFor({ timeout: startLimit });
    await this.page.locator('.statusbar').waitFor({ timeout: startLimit });
  }

  /** Another window of the same VS Code; it is closed with the first one. */
  async another(folder: string): Promise<Workbench> {
    const page = await this.#browser.newPage({ viewport: { width: 1200, height: 960 } });
    page.setDefaultTimeout(patience);
    const workbench = new Workbench(page, this.#server, this.#browser, this.#extension);
    await workbench.load(folder);
    return workbench;
  }

  async openContainer(): Promise<void> {
    await this.page.getByRole('tab', { name: /^Throughline/ }).click({ timeout: startLimit });
    await this.page.locator('.composite.title', { hasText: /throughline/i }).waitFor({ timeout: startLimit });
  }

  /** Opens one of the sidebar's views where it is closed. */
  async openView(view: ViewName): Promise<void> {
    const header = this.page.locator('.pane-header', { has: this.page.getByRole('heading', { name: view }) });
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  }

  /** What stands beside the name of a view. */
  async viewDescription(view: ViewName): Promise<string> {
    const header = this.page.locator('.pane-header', { has: this.page.getByRole('heading', { name: view }) });
    return header.locator('.description').innerText();
  }

  /** The rows of one of the sidebar's trees; their names are what a screen reader says. */
  row(name: string | RegExp, view: ViewName = 'Branch Progress'): Locator {
    return this.page.locator('.pane-body').getByRole('tree', { name: view }).getByRole('treeitem', { name });
  }

  /** What a screen reader says of every row that is shown, top to bottom. */
  async rows(view: ViewName = 'Branch Progress'): Promise<string[]> {
    const tree = this.page.locator('.pane-body').getByRole('tree', { name: view });
    return inOrder(await tree.locator('[role="treeitem"]').evaluateAll(placedTexts, 'aria-label'));
  }

  /** Opens a row that is closed. */
  async expand(name: string | RegExp, view?: ViewName): Promise<void> {
    const row = this.row(name, view);
    // A row that is drawn anew under the click takes none: then one clicks again.
    await this.until(async () => {
      await row.evaluate(untilUnchanged, 400);
      if ((await row.getAttribute('aria-expanded')) === 'false')
        await row.locator('.monaco-tl-twistie').click();
      assert.equal(await row.getAttribute('aria-expanded'), 'true', `${String(name)} is closed`);
    });
  }

  /** Clicks a row, once nothing moves around it: VS Code forgets the command of a row that is drawn anew under the click. */
  async clickRow(row: string | RegExp, view?: ViewName): Promise<void> {
    const found = this.row(row, view);
    await found.evaluate(untilUnchanged, 400);
    await found.click();
  }

  /** Clicks an inline action of a row, by its title. */
  async inline(row: string | RegExp, title: string, view?: ViewName): Promise<void> {
    const found = this.row(row, view);
    const button = found.getByRole('button', { name: title });
    // A row that is drawn anew takes no click, and forgets that somebody points at it: then one points at it again.
    await this.until(async () => {
      await found.evaluate(untilUnchanged, 400);
      await this.page.mouse.move(900, 700);
      await found.hover();
      assert.ok(await button.isVisible(), `${title} is not offered`);
    });
    await button.click();
  }

  /** Opens a row's context menu and takes an entry. */
  async contextMenu(row: string | RegExp, entry: string, view?: ViewName): Promise<void> {
    const found = this.row(row, view);
    // Nothing hovers over the rows any more, and none is drawn anew, also not by what git says of the last change a moment later:
    // a tree that has the focus takes it back then, and with it what the menu has opened.
    await this.page.mouse.move(900, 700);
    await found.evaluate(untilUnchanged, 800);
    await found.click({ button: 'right' });
    const item = this.page.getByRole('menuitem', { name: entry, exact: true });
    await item.hover();
    // A menu takes no click in its first moment; a key it does.
    await this.page.keyboard.press('Enter');
    await item.waitFor({ state: 'detached' });
  }

  /** Runs a command from the Command Palette by its whole title, `Throughline: Claim Task`. */
  async command(title: string): Promise<void> {
    // A tree that is just drawn takes the focus back, and closes the palette.
    const trees = await this.page.locator('.pane-body .monaco-list').all();
    await Promise.all(trees.map((tree) => tree.evaluate(untilUnchanged, 600)));
    const input = this.quickInput();
    const option = this.page
      .locator('.quick-input-list')
      .getByRole('option', { name: new RegExp(`^${title.replace(/[.()]/g, '\\$&')}(,|$)`) });
    const take = async (): Promise<void> => {
      await input.fill(`>${title}`, { timeout: 5000 });
      await option.click({ timeout: 10_000 });
    };
    await this.until(async () => {
      if (!(await input.isVisible())) await this.page.keyboard.press('F1');
      const fault = await take().then(
        () => '',
        (error: unknown) => String(error),
      );
      assert.equal(fault, '', 'the palette was closed');
    }, 60_000);
    // The palette is gone, or what the command asks has taken its place.
    await this.until(async () => {
      const typed = (await input.isVisible()) ? await input.inputValue() : '';
      assert.ok(!typed.startsWith('>'), 'the palette is still open');
    });
  }

  /** The page of the board. */
  board(): FrameLocator {
    return this.page.frameLocator('iframe.webview').frameLocator('iframe');
  }

  /** A row of the board's grid, by what a screen reader says of it. */
  boardRow(name: string | RegExp): Locator {
    return this.board().locator('.grid').getByRole('row', { name });
  }

  /** Reloads the window as a person does, so that VS Code keeps what is open. */
  async reload(): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput().fill('>Developer: Reload Window');
    await this.page
      .locator('.quick-input-list')
      .getByRole('option', { name: /^Developer: Reload Window/ })
      .first()
      .waitFor();
    const loaded = this.page.waitForEvent('load');
    await this.page.keyboard.press('Enter');
    await loaded;
  }

  /** One of the texts above a line that a click acts on. */
  lens(text: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: text });
  }

  /** What stands above the lines of the editor, top to bottom: one text for each line. */
  async lenses(): Promise<string[]> {
    return inOrder(await this.page.locator('.codelens-decoration').evaluateAll(placedTexts, ''));
  }

  /** What the language status of the editor's file says, its details included. */
  async languageStatus(): Promise<string> {
    await this.page.locator('[id="status.languageStatus"]').hover();
    const hover = this.page.locator('.hover-language-status').first();
    await hover.waitFor();
    return (await this.page.locator('.hover-language-status').allInnerTexts()).join('\n');
  }

  /** The place of the cursor, `Ln 10, Col 1`. */
  async cursorAt(line: number): Promise<void> {
    await this.until(async () => {
      assert.match(await this.page.locator('.statusbar').innerText(), new RegExp(`Ln ${line}, Col 1\\b`));
    });
  }

  tab(name: string | RegExp): Locator {
    return this.page.getByRole('tab', { name });
  }

  /** Ticks an entry of the quick pick that is open. */
  async tick(name: string | RegExp): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
  }

  quickInput(): Locator {
    return this.page.locator('.quick-input-widget input[type="text"]').first();
  }

  /** Takes an entry of the quick pick that is open. */
  async pick(name: string | RegExp): Promise<void> {
    await this.page.locator('.quick-input-list').getByRole('option', { name }).first().click();
  }

  /** What the quick pick offers, separators included, top to bottom. */
  async choices(): Promise<string[]> {
    await this.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    return this.options();
  }

  /** The same where it may offer nothing. */
  async options(): Promise<string[]> {
    const rows = await this.page.locator('.quick-input-list .monaco-list-row').all();
    return Promise.all(rows.map(async (row) => (await row.getAttribute('aria-label')) ?? ''));
  }

  /** Waits until a command asks under this title. */
  async asked(title: string): Promise<void> {
    await this.page.locator('.quick-input-title', { hasText: title }).waitFor();
  }

  /** Puts the focus into the text editor. */
  async focusEditor(): Promise<void> {
    await this.page.keyboard.press('Control+1');
  }

  /** Types into the input box that is open, and confirms. */
  async answer(text: string): Promise<void> {
    const input = this.quickInput();
    await input.fill(text);
    // Pressed there: a menu that closes may take the focus to its tree in between.
    await input.press('Enter');
  }

  /** The entry of the notification center, opened; test drivers get no toasts. */
  async notification(text: string | RegExp): Promise<Locator> {
    const center = this.page.locator('.notifications-center.visible');
    await this.page.locator('.statusbar-item[aria-label*="otification"]').first().waitFor();
    const found = center.locator('.notification-list-item', { hasText: text });
    // The center closes when it is empty, so it may have to be opened again once the notification is there.
    await this.until(async () => {
      if ((await center.count()) === 0) await this.page.locator('#status\\.notifications').click();
      assert.ok((await found.count()) > 0, `no notification says ${String(text)}`);
    });
    await found.waitFor();
    return found;
  }

  /** Waits for a notification and clicks one of its buttons, or closes it. */
  async answerNotification(text: string | RegExp, button?: string): Promise<void> {
    const found = await this.notification(text);
    await found.hover();
    if (button !== undefined) await found.getByRole('button', { name: button, exact: true }).click();
    else await found.getByRole('button', { name: /^Clear Notification/ }).click();
    await found.waitFor({ state: 'detached' });
  }

  /** Clicks a button of the modal dialog. */
  async answerDialog(button: string): Promise<void> {
    await this.page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true }).click();
  }

  /** Waits until `check` passes. */
  async until(check: () => Promise<void> | void, limit = patience): Promise<void> {
    const end = Date.now() + limit;
    for (;;) {
      try {
        await check();
        return;
      } catch (error) {
        if (!(error instanceof assert.AssertionError) || Date.now() > end) throw error;
        await this.page.waitForTimeout(50);
      }
    }
  }

  /** Does what changes how many problems there are, and waits until VS Code shows that. */
  async problemsChange(run: () => void): Promise<void> {
    const shown = () => this.page.locator('[id="status.problems"] a').getAttribute('aria-label');
    const before = await shown();
    run();
    await this.until(async () => {
      assert.notEqual(await shown(), before, 'the problems have not changed');
    });
  }

  async screenshot(name: string): Promise<string> {
    const folder = join(root, '.cache/screenshots');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /** What the notification center says. */
  async told(): Promise<string[]> {
    const bell = this.page.locator('#status\\.notifications');
    if ((await bell.count()) === 0) return [];
    if ((await this.page.locator('.notifications-center.visible').count()) === 0)
      await bell.click({ timeout: 2000 }).catch(() => undefined);
    return this.page.locator('.notifications-center').allInnerTexts();
  }

  /** Runs what extensions do not answer to meanwhile, as if one of them kept their thread busy. */
  async whileBusy(run: () => Promise<void>): Promise<void> {
    const hosts = readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && this.#isExtensionHost(pid));
    assert.notEqual(hosts.length, 0, 'no process of extensions was found');
    for (const pid of hosts) process.kill(pid, 'SIGSTOP');
    try {
      await run();
    } finally {
      for (const pid of hosts) process.kill(pid, 'SIGCONT');
    }
  }

  #isExtensionHost(pid: number): boolean {
    try {
      const group = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2];
      return (
        Number(group) === this.#server.pid &&
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=extensionHost')
      );
    } catch {
      // It has just ended.
      return false;
    }
  }

  /** Ends it all; fails when the extension told of a bug of its own meanwhile, which no toast has shown here. */
  async close(): Promise<void> {
    const told = await this.told();
    await this.#browser.close();
    await this.#server.close();
    assert.doesNotMatch(told.join('\n'), /because of an error in Throughline|command not found/);
  }
}

/** For `afterEach`: leaves a picture of the workbench when the test failed. */
export async function pictureOfFailure(
  context: Mocha.Context,
  workbench: Workbench,
  window = '',
): Promise<void> {
  const { currentTest } = context;
  if (currentTest?.state !== 'failed') return;
  console.log(
    `      ${await workbench.screenshot(`${currentTest.fullTitle()} ${window}`.trim().replace(/\W+/g, '-'))}`,
  );
  // The picture stays on the machine; what it says goes into the log.
  for (const line of [...(await workbench.rows()), ...(await workbench.told())])
    console.log(`      | ${line}`);
}
