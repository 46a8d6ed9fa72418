// The board's page, measured in the real workbench: how long until it is drawn, what one claim repaints, and how long a huge
// spec holds the page. Called by run.mjs.
import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { boardFrame, installExtension, openInstalled, runCommand } from '../support/installed.mjs';
import { git, temporaryFolder } from '../support/sample.mjs';
import { ensureWebHost, launchBrowser } from '../support/webHost.mjs';

/**
 * A repository with one stream that serves every other criterion of its spec.
 * @param {string} folder
 * @param {number} criteria
 */
function makeStream(folder, criteria) {
  const write = (/** @type {string} */ path, /** @type {string} */ text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const numbers = Array.from({ length: criteria }, (_, i) => i + 1);
  write(
    'spec/features/big.md',
    `# Big\n\n${numbers.map((i) => `- **BIG-${i}** The *part* number ${i} holds, also when \`retry(${i})\` fails.\n`).join('')}`,
  );
  write(
    'tracking/progress/2026-06-11-feat-big.md',
    `# feat-big\n\nBranch: feat/big\nSpec: [big](../../spec/features/big.md)\n\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n${numbers
      .filter((i) => i % 2 === 1)
      .map(
        (i) =>
          `| Build part ${i} | ${i % 3 === 0 ? 'wip' : 'todo'} | ${i % 3 === 0 ? 'otter' : '-'} | BIG-${i} |\n`,
      )
      .join('')}`,
  );
  git(folder, '2026-06-11T10:00:00Z', 'init', '--quiet', '--initial-branch=feat/big');
}

/**
 * Milliseconds: until all rows are there after the page was asked for, until a claim is seen, and the longest time that the
 * page was held.
 * @param {number[]} sizes
 */
export async function measureBoard(sizes) {
  const parent = realpathSync(temporaryFolder());
  const host = await ensureWebHost();
  const browser = await launchBrowser(host);
  const extensions = installExtension(parent, host);
  const results = [];
  for (const criteria of sizes) {
    const folder = join(parent, `stream-${criteria}`);
    makeStream(folder, criteria);
    const { page, server } = await openInstalled(host, browser, { extensions, folder, theme: 'dark' });
    // In every frame from its first moment: what holds it for more than 50 ms, and when its rows are there.
    await page.addInitScript(`
      globalThis.held = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.held.push(entry.duration);
      }).observe({ type: 'longtask', buffered: true });
    `);
    await runCommand(page, 'Throughline: Open Board');
    const frame = await boardFrame(page);
    const first = await frame
      .locator('.criterion')
      .first()
      .evaluate(() => performance.now());
    // Asked for in the page itself, and cheaply: to look for texts from here would hold the page that is measured.
    const until = (/** @type {string} */ condition) =>
      frame.evaluate(`new Promise((resolve) => {
        const timer = setInterval(() => {
          if (!(${condition})) return;
          clearInterval(timer);
          resolve();
        }, 50);
      })`);
    await until(`document.getElementsByClassName('criterion').length >= ${criteria}`);
    const all = await frame.evaluate(() => performance.now());
    // All texts are rendered, and sent.
    await frame.evaluate(`new Promise((resolve) => {
      let timer = setTimeout(resolve, 1000);
      addEventListener('message', () => {
        clearTimeout(timer);
        timer = setTimeout(resolve, 1000);
      });
    })`);
    const claimed = await frame.evaluate(`new Promise((resolve) => {
      const button = document.querySelector('.is-todo [data-act="claim"]');
      const row = button.closest('.row');
      const begun = performance.now();
      new MutationObserver((_, observer) => {
        if (!row.classList.contains('is-wip')) return;
        observer.disconnect();
        resolve(performance.now() - begun);
      }).observe(row, { attributes: true });
      button.click();
    })`);
    const held = /** @type {number[]} */ (await frame.evaluate('globalThis.held'));
    results.push({
      criteria,
      firstRow: Math.round(first),
      allRows: Math.round(all),
      claimSeen: Math.round(Number(claimed)),
      heldLongest: Math.round(Math.max(0, ...held)),
    });
    await page.close();
    await server.close();
  }
  await browser.close();
  rmSync(parent, { recursive: true });
  return results;
}
