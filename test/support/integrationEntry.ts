import Mocha from 'mocha';
import { writeFileSync } from 'node:fs';

/** What VS Code calls in its extension host: runs the files of THROUGHLINE_TESTS and leaves the counts in THROUGHLINE_RESULTS. */
export function run(): Promise<void> {
  const files = (process.env['THROUGHLINE_TESTS'] ?? '').split('\n').filter((path) => path !== '');
  const results = process.env['THROUGHLINE_RESULTS'];
  if (files.length === 0 || results === undefined) throw new Error('no tests to run');
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, reporter: 'spec', color: false, forbidOnly: true });
  const grep = process.env['THROUGHLINE_GREP'];
  if (grep !== undefined) mocha.grep(grep);
  for (const file of files) mocha.addFile(file);
  return new Promise((resolve, reject) => {
    const faults: string[] = [];
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      writeFileSync(results, JSON.stringify({ passed: passes, failed: failures, skipped: pending, faults }));
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
    runner.on('fail', (test, error: Error) => {
      faults.push(`${test.fullTitle()}: ${error.message.slice(0, 500)}`);
    });
  });
}
