// Runs the suites of test/integration inside VS Code: one that test-electron downloads, or the web host.
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildExtension, buildTests } from './build.mjs';
import { installPackage } from './package.mjs';
import { suites } from '../integration/suites.mjs';
import { ensureWebHost, hasDisplay, root, whyNoWebHost } from './webHost.mjs';

/** `faults` says what failed, a line each. @typedef {{ passed: number, failed: number, skipped: number, faults?: string[] }} Counts */

/**
 * The program to test in: VS Code, or our launcher that looks like it.
 * @returns {Promise<{ executable: string, web: boolean } | string>} or why there is none
 */
async function findHost() {
  if (process.env['THROUGHLINE_HOST'] !== 'web' && hasDisplay()) {
    try {
      const cachePath = join(root, '.cache/vscode-test');
      const executable = await downloadAndUnzipVSCode({
        cachePath,
        reporter: { report: () => undefined, error: () => undefined },
        timeout: 15_000,
      });
      return { executable, web: false };
    } catch (error) {
      console.log(
        `No VS Code could be downloaded (${error instanceof Error ? error.message : String(error)}); using the web host.`,
      );
    }
  }
  const why = whyNoWebHost();
  if (why !== undefined) return why;
  await ensureWebHost();
  return { executable: join(root, 'test/support/launcher.mjs'), web: true };
}

/** @returns {Promise<Counts>} */
export async function runIntegration() {
  const total = { passed: 0, failed: 0, skipped: 0, faults: /** @type {string[]} */ ([]) };
  const host = await findHost();
  if (typeof host === 'string') {
    console.log(`skipped: ${host}`);
    return { ...total, skipped: 1 };
  }
  buildExtension();
  const [entry = ''] = await buildTests('support', 'cjs', 'integrationEntry.ts');
  const only = process.env['THROUGHLINE_SUITE'];
  if (only !== undefined && !suites.some(({ name }) => name === only))
    throw new Error(`There is no suite “${only}”: ${suites.map(({ name }) => name).join(', ')}`);
  for (const suite of suites.filter(({ name }) => only === undefined || name === only)) {
    console.log(`\n  suite ${suite.name}`);
    if (suite.webOnly && !host.web) {
      console.log(`    skipped: ${suite.webOnly}`);
      total.skipped++;
      continue;
    }
    const counts = await runSuite(suite, host, entry);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    total.faults.push(...(counts.faults ?? []));
  }
  return total;
}

/**
 * @param {import('../integration/suites.mjs').Suite} suite
 * @param {{ executable: string, web: boolean }} host
 * @param {string} entry
 * @returns {Promise<Counts>}
 */
async function runSuite(suite, host, entry) {
  // Short, as a socket in it has a limited path.
  const temporary = mkdtempSync(join(tmpdir(), 'tl-'));
  const results = join(temporary, 'results.json');
  const clean = () => {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', clean);
  try {
    const files = await buildTests(`integration/${suite.name}`, 'cjs');
    const workspace = suite.workspace(temporary);
    const data = join(temporary, 'data');
    const extensions = join(temporary, 'extensions');
    mkdirSync(extensions);
    const vsix = suite.packaged === true ? installPackage(temporary, extensions, await ensureWebHost()) : '';
    await runTests({
      vscodeExecutablePath: host.executable,
      extensionDevelopmentPath:
        suite.packaged === true ? join(root, 'test/integration/packaged/probe') : root,
      extensionTestsPath: entry,
      launchArgs: [workspace, `--user-data-dir=${data}`, `--extensions-dir=${extensions}`],
      extensionTestsEnv: {
        THROUGHLINE_TESTS: files.join('\n'),
        THROUGHLINE_RESULTS: results,
        THROUGHLINE_ROOT: root,
        THROUGHLINE_VSIX: vsix,
        THROUGHLINE_WORKSPACE: workspace,
        THROUGHLINE_TRUST: suite.trust === true ? 'on' : 'off',
        THROUGHLINE_SETTINGS: JSON.stringify(suite.settings ?? {}),
      },
    });
    return readCounts(results);
  } catch (error) {
    const counts = readCounts(results);
    // Failed tests have been told already; without one, the host itself failed, however well the tests went.
    if (counts.failed === 0 || !existsSync(results)) console.error(error);
    return { ...counts, failed: Math.max(counts.failed, 1) };
  } finally {
    process.removeListener('exit', clean);
    clean();
  }
}

/**
 * The counts that a run of mocha left; without any, or when nothing ran, the run itself failed.
 * @param {string} results
 * @returns {Counts}
 */
export function readCounts(results) {
  if (!existsSync(results)) return { passed: 0, failed: 1, skipped: 0 };
  const counts = /** @type {Counts} */ (JSON.parse(readFileSync(results, 'utf8')));
  return counts.passed + counts.failed + counts.skipped === 0 ? { ...counts, failed: 1 } : counts;
}
