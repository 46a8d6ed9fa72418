// A workbench with the extension installed as a user has it: the extension development host takes no theme but the default one.
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installPackage } from './package.mjs';
import { temporaryFolder } from './sample.mjs';
import { ensureWebHost, exitOnSignals, launchBrowser, root, startServer, workbenchUrl } from './webHost.mjs';

/** Name of each default theme, and the class that the workbench has while it is drawn in it. */
export const themes = {
  dark: ['Dark Modern', 'dark_modern'],
  light: ['Light Modern', 'light_modern'],
  'hc-dark': ['Default High Contrast', 'hc_black'],
  'hc-light': ['Default High Contrast Light', 'hc_light'],
};

/** What the list of themes calls them. */
const shownAs = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'hc-dark': 'Dark High Contrast',
  'hc-light': 'Light High Contrast',
};

/**
 * Installs the extension below a folder, once for all workbenches.
 * @param {string} parent
 * @param {import('./webHost.mjs').WebHost} host
 * @returns {string} the folder of the extensions
 */
export function installExtension(parent, host) {
  const extensions = join(parent, 'extensions');
  mkdirSync(extensions);
  installPackage(parent, extensions, host);
  return extensions;
}

/**
 * Opens a folder in one of the themes, with the sidebar's container in front.
 * @param {import('./webHost.mjs').WebHost} host
 * @param {import('playwright-core').Browser} browser
 * @param {{ extensions: string, folder: string, theme: keyof typeof themes, width?: number, height?: number, scale?: number }} options
 */
export async function openInstalled(host, browser, { extensions, folder, theme, width, height, scale }) {
  const server = await startServer(host, { settings: settingsIn(theme), driver: false, extensions });
  const page = await browser.newPage({
    viewport: { width: width ?? 1280, height: height ?? 900 },
    deviceScaleFactor: scale ?? 1,
  });
  await page.goto(workbenchUrl(server.port, { folder }));
  await page.getByRole('tab', { name: /^Throughline/ }).click({ timeout: 60_000 });
  await untilDrawnIn(page, theme);
  return { server, page };
}

/**
 * Has it all drawn in another theme, as somebody does who chooses one.
 * @param {import('playwright-core').Page} page
 * @param {keyof typeof themes} theme
 */
export async function switchTheme(page, theme) {
  await runCommand(page, 'Preferences: Color Theme');
  const option = page
    .locator('.quick-input-list')
    .getByRole('option', { name: new RegExp(`^${shownAs[theme]}(?:,|$)`) })
    .first();
  await page.locator('.quick-input-widget input[type="text"]').first().fill(shownAs[theme]);
  await option.click();
  await untilDrawnIn(page, theme);
}

/** @param {keyof typeof themes} theme */
function settingsIn(theme) {
  return {
    'window.autoDetectHighContrast': false,
    'window.autoDetectColorScheme': false,
    'throughline.owner': 'maple',
    'editor.fontFamily': 'DejaVu Sans Mono',
    'editor.minimap.enabled': false,
    'window.title': '${rootName}',
    'workbench.colorTheme': themes[theme][0],
  };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {keyof typeof themes} theme
 */
async function untilDrawnIn(page, theme) {
  await page.locator(`.monaco-workbench[class*="${themes[theme][1]}"]`).waitFor({ state: 'attached' });
}

/**
 * Runs a command from the palette.
 * @param {import('playwright-core').Page} page
 * @param {string} title
 */
export async function runCommand(page, title) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input[type="text"]').first().fill(`>${title}`);
  await page
    .locator('.quick-input-list')
    .getByRole('option', { name: new RegExp(`^${title}`) })
    .first()
    .click();
}

/**
 * The frame of the board's page.
 * @param {import('playwright-core').Page} page
 */
export async function boardFrame(page) {
  const board = page.frameLocator('iframe.webview').frameLocator('iframe');
  await board.locator('.page').first().waitFor({ timeout: 30_000 });
  for (const frame of page.frames()) if ((await frame.locator('#board').count()) > 0) return frame;
  throw new Error('the board has no frame');
}

/**
 * @typedef {object} Studio
 * @property {import('playwright-core').Page} page
 * @property {keyof typeof themes} theme
 * @property {boolean} docs whether the pictures are for the README: in the dark theme alone, twice as large
 * @property {(view: string, label: RegExp) => import('playwright-core').Locator} row a row of one of the trees
 * @property {(what: string, options?: { clip?: { x: number, y: number, width: number, height: number }, of?: import('playwright-core').Page }) => Promise<void>} take
 * @property {(by: number) => Promise<void>} widen makes the sidebar wider
 * @property {(options: { width: number, scale: number }) => ReturnType<typeof openInstalled>} another a window beside it
 */

/**
 * Opens a sample in each of the themes, and ends the process when all pictures are taken. They go to .cache/screenshots; with
 * `--docs`, those that the README shows go to docs; with `--theme=`, one theme alone is looked at.
 * @param {(parent: string) => string} makeSample gives the folder to open
 * @param {(studio: Studio) => Promise<void>} visit
 */
export async function takePictures(makeSample, visit) {
  exitOnSignals();
  const docs = process.argv.includes('--docs');
  const only = process.argv.find((each) => each.startsWith('--theme='))?.slice('--theme='.length);
  const pictures = join(root, docs ? 'docs' : '.cache/screenshots');
  mkdirSync(pictures, { recursive: true });
  const parent = realpathSync(temporaryFolder());
  const folder = makeSample(parent);
  const host = await ensureWebHost();
  const browser = await launchBrowser(host);
  const extensions = installExtension(parent, host);
  for (const theme of /** @type {(keyof typeof themes)[]} */ (Object.keys(themes))) {
    if (theme !== (docs ? 'dark' : (only ?? theme))) continue;
    const { server, page } = await openInstalled(host, browser, {
      extensions,
      folder,
      theme,
      scale: docs ? 2 : 1,
    });
    await visit({
      page,
      theme,
      docs,
      row: (view, label) =>
        page.locator('.pane-body').getByRole('tree', { name: view }).getByRole('treeitem', { name: label }),
      take: async (what, { clip, of = page } = {}) => {
        const path = join(pictures, `${what}-${theme}.png`);
        await of.screenshot(clip === undefined ? { path } : { path, clip });
        console.log(path);
      },
      widen: async (by) => {
        const sash = await page
          .locator('.split-view-container > .split-view-view .part.sidebar')
          .boundingBox();
        if (sash === null) return;
        await page.mouse.move(sash.x + sash.width + 1, 300);
        await page.mouse.down();
        await page.mouse.move(sash.x + sash.width + by, 300, { steps: 5 });
        await page.mouse.up();
      },
      another: (options) => openInstalled(host, browser, { extensions, folder, theme, ...options }),
    });
    await page.close();
    await server.close();
  }
  await browser.close();
  rmSync(parent, { recursive: true });
  process.exit(0);
}
