// Pictures of the sidebar on the sample repository, in the four default themes: `node test/support/screenshots.mjs [--docs]`.
// They go to .cache/screenshots; with --docs, the one that the README shows goes to docs.
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension } from './build.mjs';
import { makeSample, temporaryFolder } from './sample.mjs';
import { ensureWebHost, exitOnSignals, launchBrowser, root, startServer, workbenchUrl } from './webHost.mjs';

const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

exitOnSignals();
const docs = process.argv.includes('--docs');
const folder = join(root, docs ? 'docs' : '.cache/screenshots');
mkdirSync(folder, { recursive: true });
buildExtension();
const parent = realpathSync(temporaryFolder());
const sample = makeSample(parent);
const host = await ensureWebHost();
const browser = await launchBrowser(host);
for (const [name, theme] of Object.entries(themes)) {
  if (docs && name !== 'dark') continue;
  const server = await startServer(host, {
    settings: {
      'workbench.colorTheme': theme,
      'window.autoDetectHighContrast': false,
      'window.autoDetectColorScheme': false,
      'throughline.owner': 'maple',
      'editor.fontFamily': 'DejaVu Sans Mono',
      'editor.minimap.enabled': false,
      'window.title': '${rootName}',
    },
  });
  const page = await browser.newPage({
    viewport: { width: 1200, height: 800 },
    deviceScaleFactor: docs ? 2 : 1,
  });
  await page.goto(workbenchUrl(server.port, { folder: sample.root, extension: root }));
  await page.getByRole('tab', { name: /^Throughline/ }).click({ timeout: 60_000 });
  const row = (/** @type {RegExp} */ label) =>
    page.locator('.pane-body').getByRole('treeitem', { name: label });
  await row(/^Branch feat\/rpc-retry, checked out/).waitFor({ timeout: 60_000 });
  for (const label of [/^Branch feat\/session-sync/, /^Branch feat\/http-client/]) {
    await row(label).locator('.monaco-tl-twistie').click();
    await page.locator('.pane-body').getByRole('treeitem', { level: 2 }).first().waitFor();
  }
  // Wide enough for the descriptions.
  const sash = await page.locator('.split-view-container > .split-view-view .part.sidebar').boundingBox();
  if (sash !== null) {
    await page.mouse.move(sash.x + sash.width + 1, 300);
    await page.mouse.down();
    await page.mouse.move(sash.x + sash.width + 110, 300, { steps: 5 });
    await page.mouse.up();
  }
  await row(/^Add jitter/).click();
  await page.getByRole('tab', { name: /2026-06-11-feat-rpc-retry/ }).waitFor();
  await page.locator('.view-lines', { hasText: 'Backfill tests' }).waitFor();
  await page.mouse.move(900, 600);
  await row(/^Add jitter/).hover();
  await page.locator('.monaco-hover', { hasText: 'maple' }).first().waitFor();
  const path = join(folder, `sidebar-${name}.png`);
  await page.screenshot({ path });
  console.log(path);
  await page.close();
  await server.close();
}
await browser.close();
rmSync(parent, { recursive: true });
process.exit(0);
