import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { files, path, untranslated } from '../support/greekProject.ts';
import { pseudoTexts } from '../support/pseudo.mjs';
import { Repository } from '../support/repository.ts';
import { root } from '../support/webHost.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

/** Greek, as are ages in it: no letter of theirs is Latin without an accent. */
const language = 'el';

/** What VS Code adds of its own, which it has in English only here. */
const ofVsCode =
  /^Actions for |^Use Alt\+F1 for accessibility help | Section$| actions$| \(Press 'Enter'.*\)$|^(?:Collapse All|More Actions\.\.\.|Add to Status Bar|(?:Control|Shift|Alt)\+.*)$/g;

/** Runs in the page: what elements and all that is in them show and say. */
const wordsIn = (elements: unknown[]) =>
  (elements as PageElement[]).flatMap((element) => [
    element.innerText,
    // VS Code uses rows again, and hides what they have of others.
    ...[element, ...element.querySelectorAll('*')]
      .filter((each) => each.getClientRects().length > 0)
      .flatMap((each) => ['aria-label', 'title', 'placeholder'].map((name) => each.getAttribute(name) ?? '')),
  ]);

interface PageElement {
  readonly innerText: string;
  getAttribute(name: string): string | null;
  getClientRects(): { readonly length: number };
  querySelectorAll(selector: string): Iterable<PageElement>;
}

describe('VS Code in another language', () => {
  let repository: Repository;
  let workbench: Workbench;
  const texts = pseudoTexts('l10n/bundle.l10n.json');
  const manifest = pseudoTexts('package.nls.json');
  const said = (text: string): string => texts[text] ?? assert.fail(text);

  before(async () => {
    repository = new Repository();
    repository.commit('2026-06-10', files);
    repository.git('switch', '--quiet', '--create', 'q/a');
    const extension = join(repository.parent, 'extension');
    for (const part of ['package.json', 'package.nls.json', 'l10n', 'media'])
      cpSync(join(root, part), join(extension, part), { recursive: true });
    mkdirSync(join(extension, 'dist'));
    for (const part of readdirSync(join(root, 'dist')).filter((name) => /^packages$|js$/.test(name)))
      cpSync(join(root, 'dist', part), join(extension, 'dist', part), { recursive: true });
    writeFileSync(join(extension, `l10n/bundle.l10n.${language}.json`), JSON.stringify(texts));
    writeFileSync(join(extension, `package.nls.${language}.json`), JSON.stringify(manifest));
    workbench = await Workbench.open(repository.root, {
      extension,
      language,
      settings: { 'throughline.owner': 'q1' },
    });
    await workbench.page
      .getByRole('tab', { name: manifest['container.title'] ?? '' })
      .click({ timeout: 60_000 });
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });
  after(async () => {
    await workbench.close();
    repository.dispose();
  });

  /** Waits until our own part of the window is there, and until nothing in it is English. */
  const check = async (where: Locator, atLeast = 1): Promise<void> => {
    await workbench.until(async () => {
      assert.ok((await where.count()) >= atLeast, `${await where.count()} of ${atLeast}`);
      const found = await where.evaluateAll(wordsIn);
      const lines = new Set(found.flatMap((text) => text.split('\n')));
      assert.deepEqual(
        [...lines].filter((line) => untranslated(line.replace(ofVsCode, ''))),
        [],
      );
    });
  };

  const row = (name: RegExp): Locator => workbench.page.getByRole('treeitem', { name });
  const run = (command: string): Promise<void> =>
    workbench.command(
      `${manifest['category'] ?? 'Throughline'}: ${manifest[command] ?? assert.fail(command)}`,
    );
  const open = async (file: string): Promise<void> => {
    await workbench.page.keyboard.press('Control+P');
    await workbench.quickInput().fill(file);
    const name = new RegExp(`^${file.split('/').at(-1) ?? file}`);
    await workbench.pick(name);
    await workbench.tab(name).waitFor();
  };

  it('has no English word in the rows of the trees, and above them', async () => {
    const { page } = workbench;
    await page
      .getByRole('treeitem', { name: / Άλφα,/ })
      .first()
      .waitFor();
    await check(page.locator('.part.sidebar .composite.title .title-label'));
    for (const view of ['branchProgress', 'backlog', 'techDebt', 'specs']) {
      const name = manifest[`view.${view}`] ?? assert.fail(view);
      const header = page.locator('.pane-header', { hasText: name });
      if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
      const rows = page.getByRole('tree', { name }).getByRole('treeitem');
      await check(rows, 2);
      await header.hover();
      await check(header);
      await header.click();
    }
    await page.locator('.pane-header', { hasText: manifest['view.branchProgress'] ?? '' }).click();
  });

  it('has none in lenses, the status bar and the language status', async () => {
    const { page } = workbench;
    await open(path('a'));
    await check(page.locator('.codelens-decoration'), 3);
    await check(page.locator('.statusbar-item[id^="throughline"]'));
    await open('spec/x.md');
    await workbench.lens(said('no task')).waitFor();
    await check(page.locator('.codelens-decoration'), 3);
    await page.locator('[id="status.languageStatus"]').hover();
    await check(page.locator('.hover-language-status .element', { hasText: /\d\/\d/ }));
  });

  it('has none in what is asked and told', async () => {
    const { page } = workbench;
    /** What a command asks: its title, its field, what it offers and what it says below. */
    const checkQuestion = async (): Promise<void> => {
      const widget = page.locator('.quick-input-widget');
      await check(widget.locator('.quick-input-title').filter({ visible: true }));
      await check(workbench.quickInput());
      await check(widget.getByRole('option').filter({ visible: true }), 0);
      await check(widget.locator('.quick-input-message').filter({ visible: true }), 0);
    };
    await run('command.claimTask');
    await checkQuestion();
    await workbench.pick(/^Βήτα/);
    await row(/ Βήτα, wip, q1/).waitFor();
    await check(page.locator('.statusbar-item', { hasText: 'Βήτα' }));
    await run('command.claimTask');
    await workbench.pick(/^Λάμδα/);
    const told = await workbench.notification('Λάμδα');
    await check(told.locator('.notification-list-item-message'));
    await check(told.locator('.notification-list-item-buttons-container'));
    await workbench.answerNotification('Λάμδα');
    await run('command.setTaskStatus');
    await checkQuestion();
    await page.keyboard.press('Escape');
    for (const command of [
      'command.addNote',
      'command.filter',
      'command.arrangeViews',
      'command.createBacklogItem',
    ]) {
      await run(command);
      await checkQuestion();
      // From the first entry to the last one.
      await page.keyboard.press('ArrowUp');
      await checkQuestion();
      await page.keyboard.press('Escape');
    }
  });

  it('has none on the board', async () => {
    const board = workbench.board();
    await run('command.openBoard');
    await board.getByRole('heading', { name: 'q/a' }).waitFor();
    await workbench.until(async () => {
      assert.equal(await board.locator('html').getAttribute('lang'), language);
    });
    await check(board.locator('body'));
    await board.getByRole('button', { name: said('All branches'), exact: true }).click();
    await board.locator('.people').waitFor();
    await check(board.locator('body'));
  });
});
