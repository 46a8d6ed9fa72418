// A workbench with the extension installed as a user has it: the extension development host takes no theme but the default one.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { installPackage } from './package.mjs';
import { startServer, workbenchUrl } from './webHost.mjs';

/** Name of each default theme, and the class that the workbench has while it is drawn in it. */
export const themes = {
  dark: ['Dark Modern', 'dark_modern'],
  light: ['Light Modern', 'light_modern'],
  'hc-dark': ['Default High Contrast', 'hc_black'],
  'hc-light': ['Default High Contrast Light', 'hc_light'],
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
  const [name, className] = themes[theme];
  const settings = {
    'window.autoDetectHighContrast': false,
    'window.autoDetectColorScheme': false,
    'throughline.owner': 'maple',
    'editor.fontFamily': 'DejaVu Sans Mono',
    'editor.minimap.enabled': false,
    'window.title': '${rootName}',
    'workbench.colorTheme': name,
  };
  const server = await startServer(host, { settings, driver: false, extensions });
  const page = await browser.newPage({
    viewport: { width: width ?? 1280, height: height ?? 900 },
    deviceScaleFactor: scale ?? 1,
  });
  await page.goto(workbenchUrl(server.port, { folder }));
  await page.getByRole('tab', { name: /^Throughline/ }).click({ timeout: 60_000 });
  await page.locator(`.monaco-workbench[class*="${className}"]`).waitFor({ state: 'attached' });
  return { server, page };
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
