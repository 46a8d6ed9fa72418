#!/usr/bin/env node
// Looks like `code` to @vscode/test-electron and runs the workbench of the web host instead: parses the arguments, starts
// the server, opens the page, passes the console of the extension host on, and ends with the exit code of the tests.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import {
  ensureWebHost,
  exitOnSignals,
  launchBrowser,
  noise,
  root,
  startServer,
  workbenchUrl,
} from './webHost.mjs';

/** Milliseconds after which a run counts as hung. */
const limit = Number(process.env['THROUGHLINE_TIME_LIMIT'] ?? 5 * 60_000);

/** @param {string} name */
function argument(name) {
  const prefix = `--${name}=`;
  return process.argv.find((each) => each.startsWith(prefix))?.slice(prefix.length);
}

exitOnSignals();
// test-electron does not pass its own end on.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(143);
}, 1000).unref();
const folder = process.argv.slice(2).find((each) => !each.startsWith('-') && existsSync(each));
const extension = argument('extensionDevelopmentPath');
const tests = argument('extensionTestsPath');
const data = argument('user-data-dir');
const extensions = argument('extensions-dir');
const host = await ensureWebHost();
const server = await startServer(host, {
  // test-electron switches trust off for everybody; a suite about trust says so here.
  trust: process.env['THROUGHLINE_TRUST'] === 'on',
  ...(data === undefined ? {} : { data }),
  ...(extensions === undefined ? {} : { extensions }),
  settings: /** @type {object} */ (JSON.parse(process.env['THROUGHLINE_SETTINGS'] ?? '{}')),
});
const browser = await launchBrowser(host);
const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });

/** @type {(code: number) => void} */
let finish = () => undefined;
const finished = new Promise((/** @type {(code: number) => void} */ resolve) => {
  finish = resolve;
});
await page.exposeFunction(
  'codeAutomationLog',
  (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
    // The arguments of console.log: the first one may be a format.
    const text = format(...args.map((each) => (typeof each === 'object' ? JSON.stringify(each) : each)));
    if (noise.test(text)) return;
    if (type === 'error' || type === 'warn') console.error(text);
    else console.log(text);
  },
);
await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => {
  finish(code);
});
const timer = setTimeout(() => {
  console.error(`[web host] no end after ${limit / 1000} s`);
  finish(124);
}, limit);
await page.goto(workbenchUrl(server.port, { folder, extension, tests }));
const code = await finished;
clearTimeout(timer);
if (code !== 0) {
  const pictures = join(root, '.cache/screenshots');
  mkdirSync(pictures, { recursive: true });
  const path = join(pictures, `failed-${Date.now()}.png`);
  await page.screenshot({ path });
  console.error(`[web host] the workbench at the end: ${path}`);
}
await browser.close();
await server.close();
process.exit(code);
