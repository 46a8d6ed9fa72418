// Runs before `npm test` and `npm start`: installs the project's packages when they are missing or not those of the lock
// file. Node built-ins only, as nothing is installed yet.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stamp = join(root, 'node_modules/.throughline-lock');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

/** @param {string} sentence */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19))
  fail(`Throughline needs Node 20.19 or newer; this is ${process.versions.node}.`);
try {
  execFileSync('git', ['--version'], { stdio: 'ignore' });
} catch (error) {
  fail(`Throughline needs git on the PATH (${error instanceof Error ? error.message : String(error)}).`);
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.log('Installing the packages of package-lock.json, the first time only.');
  console.log(
    'That takes half a minute on a fast machine and connection, and up to three minutes on slow ones ...',
  );
  const begun = Date.now();
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const result =
    npm === undefined
      ? spawnSync('npm', args, {
          cwd: root,
          stdio: ['ignore', 'inherit', 'inherit'],
          shell: process.platform === 'win32',
        })
      : spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.status !== 0) fail(`npm ci failed${result.error ? `: ${result.error.message}` : ''}.`);
  writeFileSync(stamp, lock);
  console.log(`Packages installed in ${Math.round((Date.now() - begun) / 1000)} s.`);
}
