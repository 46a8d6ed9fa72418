// Runs bundled test files with mocha: `node runMocha.mjs <results.json> <timeout in ms> <jobs> <file>...`;
// with more than one job, files side by side in processes of their own.
import Mocha from 'mocha';
import { writeFileSync } from 'node:fs';
import { exitOnSignals } from './webHost.mjs';

exitOnSignals();
const [results = '', timeout = '10000', jobs = '1', ...files] = process.argv.slice(2);
const mocha = new Mocha({
  ui: 'bdd',
  timeout: Number(timeout),
  forbidOnly: true,
  reporter: process.env['THROUGHLINE_REPORTER'] ?? 'dot',
  parallel: Number(jobs) > 1,
  jobs: Number(jobs),
});
const grep = process.env['THROUGHLINE_GREP'];
if (grep !== undefined) mocha.grep(grep);
for (const file of files) mocha.addFile(file);
if (Number(jobs) === 1) await mocha.loadFilesAsync();
/** @type {string[]} */
const faults = [];
const runner = mocha.run((failures) => {
  const { passes, failures: failed, pending } = runner.stats ?? { passes: 0, failures, pending: 0 };
  writeFileSync(results, JSON.stringify({ passed: passes, failed, skipped: pending, faults }));
  // A test that leaves something open does not keep the others waiting.
  process.exit(failures === 0 ? 0 : 1);
});
runner.on('fail', (test, /** @type {Error} */ error) => {
  faults.push(`${test.fullTitle()}: ${error.message.slice(0, 500)}`);
});
