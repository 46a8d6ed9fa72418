// Pictures of the sidebar on the sample repository, in the four default themes: `node test/support/screenshots.mjs [--docs]`.
// They go to .cache/screenshots; with --docs, the one that the README shows goes to docs.
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installPackage } from './package.mjs';
import { makeSample, temporaryFolder } from './sample.mjs';
import { ensureWebHost, exitOnSignals, launchBrowser, root, startServer, workbenchUrl } from './webHost.mjs';

/** Name of the theme, and the class that the workbench has while it is drawn in it. */
const themes = {
  dark: ['Dark Modern', 'dark_modern'],
  light: ['Light Modern', 'light_modern'],
  'hc-dark': ['Default High Contrast', 'hc_black'],
  'hc-light': ['Default High Contrast Light', 'hc_light'],
};

exitOnSignals();
const docs = process.argv.includes('--docs');
const folder = join(root, docs ? 'docs' : '.cache/screenshots');
mkdirSync(folder, { recursive: true });
const parent = realpathSync(temporaryFolder());
const sample = makeSample(parent);
const host = await ensureWebHost();
const browser = await launchBrowser(host);
// Installed as a user has it: the extension development host takes no theme but the default one.
const extensions = join(parent, 'extensions');
mkdirSync(extensions);
installPackage(parent, extensions, host);
for (const [name, [theme, className]] of Object.entries(themes)) {
  if (docs && name !== 'dark') continue;
  const settings = {
    'window.autoDetectHighContrast': false,
    'window.autoDetectColorScheme': false,
    'throughline.owner': 'maple',
    'editor.fontFamily': 'DejaVu Sans Mono',
    'editor.minimap.enabled': false,
    'window.title': '${rootName}',
  };
  const server = await startServer(host, {
    settings: { ...settings, 'workbench.colorTheme': theme },
    driver: false,
    extensions,
  });
  const page = await browser.newPage({
    viewport: { width: 1280, height: 900 },
    deviceScaleFactor: docs ? 2 : 1,
  });
  await page.goto(workbenchUrl(server.port, { folder: sample.root }));
  await page.getByRole('tab', { name: /^Throughline/ }).click({ timeout: 60_000 });
  await page.locator(`.monaco-workbench[class*="${className}"]`).waitFor({ state: 'attached' });
  /** @param {string} view @param {RegExp} label */
  const row = (view, label) =>
    page.locator('.pane-body').getByRole('tree', { name: view }).getByRole('treeitem', { name: label });
  /** @param {string} what */
  const take = async (what) => {
    const path = join(folder, `${what}-${name}.png`);
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
  await page.close();
  await server.close();
}
await browser.close();
rmSync(parent, { recursive: true });
process.exit(0);
