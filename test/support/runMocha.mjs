// Runs bundled test files with mocha: `node runMocha.mjs <results.json> <timeout in ms> <file>...`
import Mocha from 'mocha';
import { writeFileSync } from 'node:fs';
import { exitOnSignals } from './webHost.mjs';

exitOnSignals();
const [results = '', timeout = '10000', ...files] = process.argv.slice(2);
const mocha = new Mocha({
  ui: 'bdd',
  timeout: Number(timeout),
  forbidOnly: true,
  reporter: process.env['THROUGHLINE_REPORTER'] ?? 'dot',
});
const grep = process.env['THROUGHLINE_GREP'];
if (grep !== undefined) mocha.grep(grep);
for (const file of files) mocha.addFile(file);
await mocha.loadFilesAsync();
const runner = mocha.run((failures) => {
  const { passes, failures: failed, pending } = runner.stats ?? { passes: 0, failures, pending: 0 };
  writeFileSync(results, JSON.stringify({ passed: passes, failed, skipped: pending }));
  // A test that leaves something open does not keep the others waiting.
  process.exit(failures === 0 ? 0 : 1);
});
