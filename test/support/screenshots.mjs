// Pictures of sidebar, lenses and board on the sample repository, in the four default themes: `node test/support/screenshots.mjs [--docs]`.
import { boardFrame, runCommand, takePictures } from './installed.mjs';
import { makeSample } from './sample.mjs';

const open = (/** @type {string} */ parent) => makeSample(parent, { database: true }).root;

await takePictures(open, async ({ page, docs, row, take, widen, another }) => {
  await row('Branch Progress', /^Branch feat\/rpc-retry, checked out/).waitFor({ timeout: 60_000 });
  await row('Branch Progress', /^Branch feat\/http-client/)
    .locator('.monaco-tl-twistie')
    .click();
  // Lists draw only what can be seen.
  for (const view of ['Backlog', 'Tech Debt'])
    await page.locator('.pane-header', { has: page.getByRole('heading', { name: view }) }).click();
  await row('Tech Debt', /^From branch feat\/session-sync/)
    .locator('.monaco-tl-twistie')
    .click();
  await row('Specs', /^Spec 2026-06-10-rpc-retries/)
    .locator('.monaco-tl-twistie')
    .click();
  // Wide enough for the descriptions.
  await widen(110);
  await row('Specs', /^Criterion RPC-RETRY-02/).click();
  await page.getByRole('tab', { name: /2026-06-10-rpc-retries/ }).waitFor();
  await page.locator('.codelens-decoration', { hasText: 'no task' }).waitFor();
  await page.mouse.move(900, 700);
  await row('Branch Progress', /^Task Add jitter/).hover();
  await page.locator('.monaco-hover', { hasText: 'maple' }).first().waitFor();
  await take('sidebar');
  await page.mouse.move(900, 700);
  await row('Branch Progress', /^Task Add jitter/).click();
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
  await board.getByRole('button', { name: 'All branches' }).click();
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
  if (docs) return;
  // 1,200 pixels at 200 %: half as many, each twice as large.
  const zoomed = await another({ width: 650, scale: 2 });
  await zoomed.page.keyboard.press('Control+B');
  await runCommand(zoomed.page, 'Throughline: Open Board');
  const half = await boardFrame(zoomed.page);
  await half.locator('.promise strong').first().waitFor();
  const bars = 650 - Number(await half.evaluate('innerWidth'));
  await zoomed.page.setViewportSize({ width: 600 + bars, height: 900 });
  await half.locator('.is-todo').first().hover();
  await take('board-zoom', { of: zoomed.page });
  await zoomed.page.close();
  await zoomed.server.close();
});
