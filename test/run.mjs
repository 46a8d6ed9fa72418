// `npm test`: type check, lint, unit, integration, end-to-end; or the stages that are named, among them `fuzz`.
// Ends with the line "N passed, N failed".
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildExtension, buildTests } from './support/build.mjs';
import { readCounts, runIntegration } from './support/runIntegration.mjs';
import { ensureWebHost, exitOnSignals, root, whyNoWebHost } from './support/webHost.mjs';

/** @typedef {import('./support/runIntegration.mjs').Counts} Counts */

exitOnSignals();
const temporary = mkdtempSync(join(tmpdir(), 'throughline-run-'));
/** @type {string | undefined} */
let memory;
process.once('exit', () => {
  for (const folder of [temporary, memory])
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/**
 * Where tests that open no VS Code have their folders. They write thousands of files and wait for each to be on the disk: where memory
 * is a disk, that takes half the time. Who has set TMPDIR gets that one, and VS Code the disk that people have.
 * @returns {NodeJS.ProcessEnv}
 */
function inMemory() {
  const [disk, wanted] = ['/dev/shm', 4e9];
  if (process.env['TMPDIR'] !== undefined || process.platform !== 'linux' || !existsSync(disk)) return {};
  const { bavail, bsize } = statfsSync(disk);
  if (bavail * bsize < wanted) return {};
  if (memory === undefined) {
    memory = mkdtempSync(join(disk, 'throughline-run-'));
    // Tests have other users look into it.
    chmodSync(memory, 0o755);
  }
  return { TMPDIR: memory };
}

/**
 * Runs a script of Node to its end; it ends with this process at the latest.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [program] another Node
 * @returns {Promise<number | null>} the exit code
 */
function run(args, env, program = process.execPath) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    const end = () => child.kill('SIGTERM');
    process.once('exit', end);
    child.once('error', reject);
    child.once('exit', (code) => {
      process.removeListener('exit', end);
      resolve(code);
    });
  });
}

/**
 * Tools that pass or fail as one each; each of them uses one processor.
 * @param {[script: string, ...args: string[]][]} tools with the script of a package in node_modules
 * @returns {Promise<Counts>}
 */
async function sideBySide(tools) {
  const codes = await Promise.all(
    tools.map(([script, ...args]) => run([join(root, 'node_modules', script), ...args])),
  );
  const passed = codes.filter((code) => code === 0).length;
  return { passed, failed: codes.length - passed, skipped: 0 };
}

/**
 * @param {string[]} files
 * @param {{ timeout: number, jobs?: number, env?: NodeJS.ProcessEnv, program?: string }} options `jobs` is how many files run side by
 *   side, `program` another Node
 * @returns {Promise<Counts>}
 */
async function mocha(files, { timeout, jobs = 1, env, program }) {
  const results = join(temporary, `results-${Math.random().toString(36).slice(2)}.json`);
  const script = join(root, 'test/support/runMocha.mjs');
  const args = ['--enable-source-maps', script, results, String(timeout), String(jobs), ...files];
  const code = await run(args, { ...env, THROUGHLINE_ROOT: root }, program);
  const counts = readCounts(results);
  if (code === 0 || counts.failed > 0) return counts;
  console.error(`mocha ended with ${String(code)} although no test failed`);
  return { ...counts, failed: 1 };
}

let isBuilt = false;
/** Bundles the extension, once for all stages. */
function buildOnce() {
  if (!isBuilt) buildExtension();
  isBuilt = true;
}

/**
 * Many processes at one file, some of them killed.
 * @param {'short' | 'full'} form
 */
async function torture(form) {
  buildOnce();
  const files = await buildTests('torture', 'esm', '.ts');
  return mocha(
    files.filter((file) => file.includes('.test.')),
    {
      timeout: 30 * 60_000,
      env: {
        ...(form === 'short' ? inMemory() : {}),
        THROUGHLINE_TORTURE: form,
        THROUGHLINE_REPORTER: 'spec',
      },
    },
  );
}

/** A Node that has SQLite: this one, else that of the web host. Else why there is none. */
async function findDatabaseNode() {
  if (process.getBuiltinModule('node:sqlite') !== undefined) return { program: process.execPath };
  const why = whyNoWebHost();
  return why === undefined ? { program: (await ensureWebHost()).node } : { why };
}

/**
 * Suites that open databases.
 * @param {'short' | 'full'} form
 * @returns {Promise<Counts>}
 */
async function database(form) {
  const { program, why } = await findDatabaseNode();
  if (program === undefined) {
    console.log(`skipped: this Node has no SQLite, and ${why}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  buildOnce();
  const files = await buildTests('database', 'esm');
  return mocha(files, {
    timeout: 30 * 60_000,
    env: { ...inMemory(), THROUGHLINE_TORTURE: process.env['THROUGHLINE_TORTURE'] ?? form },
    program,
  });
}

/** @type {Record<string, () => Counts | Promise<Counts>>} */
const stages = {
  typecheck: () =>
    sideBySide([
      ['typescript/bin/tsc', '--noEmit'],
      ['typescript/bin/tsc', '--noEmit', '--project', 'media/board'],
    ]),
  lint: () =>
    sideBySide([
      ['eslint/bin/eslint.js', '.'],
      [
        'prettier/bin/prettier.cjs',
        ...['--check', '--log-level=warn'],
        ...['src/**/*.ts', 'media/**/*.{ts,css}', 'test/**/*.{ts,mjs}', '*.mjs'],
      ],
    ]),
  unit: async () => {
    buildOnce();
    const files = await buildTests('unit', 'esm');
    return mocha(files, { timeout: 60_000, jobs: availableParallelism(), env: inMemory() });
  },
  database: () => database('short'),
  integration: runIntegration,
  e2e: async () => {
    const why = whyNoWebHost();
    if (why !== undefined) {
      console.log(`skipped: ${why}`);
      return { passed: 0, failed: 0, skipped: 1 };
    }
    await ensureWebHost();
    buildOnce();
    return mocha(await buildTests('e2e', 'esm'), { timeout: 90_000, env: { THROUGHLINE_REPORTER: 'spec' } });
  },
  concurrency: () => torture('short'),
  torture: async () => {
    const all = [await torture('full'), await database('full')];
    const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
      all.reduce((total, counts) => total + counts[key], 0);
    return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  },
  fuzz: async () => {
    const files = (await buildTests('unit', 'esm')).filter((path) => path.includes('.property.test.'));
    const env = {
      THROUGHLINE_FUZZ_RUNS: process.env['THROUGHLINE_FUZZ_RUNS'] ?? '100000',
      THROUGHLINE_REPORTER: 'spec',
    };
    return mocha(files, { timeout: 60 * 60_000, env });
  },
};

/** What `npm test` does, in this order; what stands together runs side by side. */
const order = [['typecheck', 'lint'], ['unit'], ['concurrency'], ['database'], ['integration'], ['e2e']];
const named = process.argv.slice(2);
const unknown = named.find((name) => !Object.hasOwn(stages, name));
if (unknown !== undefined) {
  console.error(`There is no stage “${unknown}”: ${Object.keys(stages).join(', ')}`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, told once more at the end: what came before may be cut off. @type {string[]} */
const faults = [];

/** @param {string} name of a stage */
async function go(name) {
  const begun = Date.now();
  console.log(`\n== ${name}`);
  /** @type {Counts} */
  let counts;
  try {
    counts = (await stages[name]?.()) ?? { passed: 0, failed: 1, skipped: 0 };
  } catch (error) {
    console.error(error);
    counts = { passed: 0, failed: 1, skipped: 0 };
  }
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  faults.push(...(counts.faults ?? []).map((fault) => `failed in ${name}: ${fault}`));
  console.log(
    `== ${name}: ${counts.passed} passed, ${counts.failed} failed, ${Math.round((Date.now() - begun) / 1000)} s`,
  );
}

for (const together of named.length > 0 ? named.map((name) => [name]) : order)
  await Promise.all(together.map(go));
for (const fault of faults) console.log(fault);
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = total.failed === 0 ? 0 : 1;
