// Pictures of Branch Progress with ten streams in all states, in the four default themes:
// `node test/support/branchScreenshots.mjs [--docs]`. They go to .cache/screenshots; with --docs, the one that the README shows goes to docs.
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeBranchSample } from './branchSample.mjs';
import { installExtension, openInstalled, themes } from './installed.mjs';
import { temporaryFolder } from './sample.mjs';
import { ensureWebHost, exitOnSignals, launchBrowser, root } from './webHost.mjs';

exitOnSignals();
const docs = process.argv.includes('--docs');
const folder = join(root, docs ? 'docs' : '.cache/screenshots');
mkdirSync(folder, { recursive: true });
const parent = realpathSync(temporaryFolder());
const sample = makeBranchSample(parent);
const host = await ensureWebHost();
const browser = await launchBrowser(host);
const extensions = installExtension(parent, host);
for (const theme of /** @type {(keyof typeof themes)[]} */ (Object.keys(themes))) {
  if (docs && theme !== 'dark') continue;
  const { server, page } = await openInstalled(host, browser, {
    extensions,
    folder: sample,
    theme,
    scale: docs ? 2 : 1,
  });
  const row = (/** @type {RegExp} */ label) =>
    page
      .locator('.pane-body')
      .getByRole('tree', { name: 'Branch Progress' })
      .getByRole('treeitem', { name: label });
  await row(/^Branch feat\/rpc-retry, checked out/).waitFor({ timeout: 60_000 });
  await row(/^No progress file/).waitFor({ timeout: 60_000 });
  for (const view of ['Specs'])
    await page.locator('.pane-header', { has: page.getByRole('heading', { name: view }) }).click();
  const sash = await page.locator('.split-view-container > .split-view-view .part.sidebar').boundingBox();
  if (sash !== null) {
    await page.mouse.move(sash.x + sash.width + 1, 300);
    await page.mouse.down();
    await page.mouse.move(sash.x + sash.width + 200, 300, { steps: 5 });
    await page.mouse.up();
  }
  for (const label of [
    /^Branch fix\/token-rotation/,
    /^Branch feat\/backoff/,
    /^Branch gone/,
    /^No progress file/,
  ])
    await row(label).locator('.monaco-tl-twistie').click();
  await page.mouse.move(1100, 700);
  const path = join(folder, `branches-${theme}.png`);
  await page.screenshot(docs ? { path, clip: { x: 50, y: 36, width: 500, height: 740 } } : { path });
  console.log(path);
  await page.close();
  await server.close();
}
await browser.close();
rmSync(parent, { recursive: true });
process.exit(0);
