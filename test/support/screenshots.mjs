// Pictures of sidebar, lenses and board on the sample repository, in the four default themes: `node test/support/screenshots.mjs [--docs]`.
// They go to .cache/screenshots; with --docs, those that the README shows go to docs.
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { boardFrame, installExtension, openInstalled, runCommand, themes } from './installed.mjs';
import { makeSample, temporaryFolder } from './sample.mjs';
import { ensureWebHost, exitOnSignals, launchBrowser, root } from './webHost.mjs';

exitOnSignals();
const docs = process.argv.includes('--docs');
const folder = join(root, docs ? 'docs' : '.cache/screenshots');
mkdirSync(folder, { recursive: true });
const parent = realpathSync(temporaryFolder());
const sample = makeSample(parent);
const host = await ensureWebHost();
const browser = await launchBrowser(host);
const extensions = installExtension(parent, host);
for (const theme of /** @type {(keyof typeof themes)[]} */ (Object.keys(themes))) {
  if (docs && theme !== 'dark') continue;
  const { server, page } = await openInstalled(host, browser, {
    extensions,
    folder: sample.root,
    theme,
    scale: docs ? 2 : 1,
  });
  /** @param {string} view @param {RegExp} label */
  const row = (view, label) =>
    page.locator('.pane-body').getByRole('tree', { name: view }).getByRole('treeitem', { name: label });
  /** @param {string} what */
  const take = async (what) => {
    const path = join(folder, `${what}-${theme}.png`);
    await page.screenshot({ path });
    console.log(path);
  };
  await row('Branch Progress', /^Branch feat\/rpc-retry, checked out/).waitFor({ timeout: 60_000 });
  for (const view of ['Backlog', 'Tech Debt'])
    await page.locator('.pane-header', { has: page.getByRole('heading', { name: view }) }).click();
  await row('Branch Progress', /^Branch feat\/http-client/)
    .locator('.monaco-tl-twistie')
    .click();
  await row('Tech Debt', /^From branch feat\/session-sync/)
    .locator('.monaco-tl-twistie')
    .click();
  await row('Specs', /^Spec 2026-06-10-rpc-retries/)
    .locator('.monaco-tl-twistie')
    .click();
  // Wide enough for the descriptions.
  const sash = await page.locator('.split-view-container > .split-view-view .part.sidebar').boundingBox();
  if (sash !== null) {
    await page.mouse.move(sash.x + sash.width + 1, 300);
    await page.mouse.down();
    await page.mouse.move(sash.x + sash.width + 110, 300, { steps: 5 });
    await page.mouse.up();
  }
  await row('Specs', /^Criterion RPC-RETRY-02/).click();
  await page.getByRole('tab', { name: /2026-06-10-rpc-retries/ }).waitFor();
  await page.locator('.codelens-decoration', { hasText: 'no task' }).waitFor();
  await page.mouse.move(900, 700);
  await row('Branch Progress', /^Add jitter/).hover();
  await page.locator('.monaco-hover', { hasText: 'maple' }).first().waitFor();
  await take('sidebar');
  await page.mouse.move(900, 700);
  await row('Branch Progress', /^Add jitter/).click();
  await page.locator('.codelens-decoration', { hasText: '1/3 done' }).waitFor();
  await page.mouse.move(900, 700);
  await take('progress');
  if (!docs) {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input[type="text"]').first().fill('>Throughline: Filter');
    await page
      .locator('.quick-input-list')
      .getByRole('option', { name: /^Throughline: Filter/ })
      .click();
    await page.locator('.quick-input-list').getByText('wren-09be').waitFor();
    await take('filter');
  }
  await page.keyboard.press('Control+B');
  await runCommand(page, 'Throughline: Open Board');
  const board = await boardFrame(page);
  await board.locator('.promise strong').first().waitFor();
  await page.mouse.move(700, 880);
  /** Makes the board so many CSS pixels wide: what is left of the workbench is its own bars. @param {number} width */
  const boardIs = async (width) => {
    const { width: all } = page.viewportSize() ?? { width: 1280 };
    const bars = all - Number(await board.evaluate('innerWidth'));
    await page.setViewportSize({ width: width + bars, height: 900 });
  };
  if (docs) await board.locator('.is-todo').first().hover();
  else
    for (const width of [1200, 800, 480]) {
      await boardIs(width);
      await board.locator('.is-todo').first().hover();
      await take(`board-${width}`);
    }
  await page.setViewportSize({ width: 1280, height: 900 });
  await board.getByRole('button', { name: 'All streams' }).click();
  await board.locator('.people').waitFor();
  await page.mouse.move(700, 880);
  await take('board-overview');
  if (!docs)
    for (const width of [800, 480]) {
      await boardIs(width);
      await take(`board-overview-${width}`);
    }
  await page.setViewportSize({ width: 1280, height: 900 });
  await board.getByRole('link', { name: 'feat/session-sync' }).click();
  await board.getByRole('heading', { name: 'feat/session-sync' }).waitFor();
  await board.locator('.is-dropped').first().waitFor();
  await take('board');
  await page.close();
  await server.close();
  if (docs) continue;
  // 1,200 pixels at 200 %: half as many, each twice as large.
  const zoomed = await openInstalled(host, browser, {
    extensions,
    folder: sample.root,
    theme,
    width: 650,
    scale: 2,
  });
  await zoomed.page.keyboard.press('Control+B');
  await runCommand(zoomed.page, 'Throughline: Open Board');
  const half = await boardFrame(zoomed.page);
  await half.locator('.promise strong').first().waitFor();
  const bars = 650 - Number(await half.evaluate('innerWidth'));
  await zoomed.page.setViewportSize({ width: 600 + bars, height: 900 });
  await half.locator('.is-todo').first().hover();
  const path = join(folder, `board-zoom-${theme}.png`);
  await zoomed.page.screenshot({ path });
  console.log(path);
  await zoomed.page.close();
  await zoomed.server.close();
}
await browser.close();
rmSync(parent, { recursive: true });
process.exit(0);
