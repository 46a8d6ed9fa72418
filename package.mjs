// Makes the VSIX: `node package.mjs [--out FILE] [--pictures https://HOST/FOLDER/]`; with `--npm`, the npm package of the command line.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('.', import.meta.url));

/** What the package holds: the names of .vscodeignore, in which all else is left out. */
function packedFiles() {
  const lines = readFileSync(join(root, '.vscodeignore'), 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
}

/**
 * The README as the package has it. Of an installed extension VS Code shows only pictures that are at an https address: relative ones
 * and those that stand in the text itself it removes, and leaves a broken one in their place.
 * @param {string} text
 * @param {string} [pictures] the address that holds the folder docs; without it, the pictures are left out
 */
function toPackedReadme(text, pictures) {
  // Of no use to whoever has it installed.
  text = text.replace(/^## Try it\n[^]*?^(?=## )/m, '');
  const picture = /^[ \t]*!\[[^\]]*\]\((docs\/[\w-]+\.png)\)\n\n?/gm;
  if (pictures === undefined) return text.replace(picture, '');
  /** @type {(line: string, path: string) => string} */
  const atAddress = (line, path) => line.replace(path, new URL(path, pictures).href);
  return text.replace(picture, atAddress);
}

/**
 * Runs a script of Node's; what it reports is shown when it fails.
 * @param {string} cwd
 * @param {...string} args
 */
function run(cwd, ...args) {
  execFileSync(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}

/**
 * Builds the extension for production and packs it.
 * @param {object} [options]
 * @param {string} [options.out] where the VSIX goes; without it, into the current folder under its usual name
 * @param {string} [options.pictures] see above
 */
export function makePackage({ out, pictures } = {}) {
  const staged = mkdtempSync(join(realpathSync(tmpdir()), 'throughline-package-'));
  try {
    // Not where a build for the tests may be in use.
    run(root, join(root, 'build.mjs'), '--production', '--out', join(staged, 'dist'));
    for (const file of packedFiles().filter((path) => !path.startsWith('dist/'))) {
      mkdirSync(dirname(join(staged, file)), { recursive: true });
      cpSync(join(root, file), join(staged, file));
    }
    cpSync(join(root, '.vscodeignore'), join(staged, '.vscodeignore'));
    writeFileSync(
      join(staged, 'README.md'),
      toPackedReadme(readFileSync(join(root, 'README.md'), 'utf8'), pictures),
    );
    /** @type {{ name: string, version: string, scripts?: unknown }} */
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    delete manifest.scripts;
    writeFileSync(join(staged, 'package.json'), JSON.stringify(manifest, undefined, 2));
    run(
      staged,
      join(root, 'node_modules/@vscode/vsce/vsce'),
      'package',
      '--no-dependencies',
      '--no-rewrite-relative-links',
      '--allow-missing-repository',
      '--out',
      resolve(out ?? `${manifest.name}-${manifest.version}.vsix`),
    );
  } finally {
    rmSync(staged, { recursive: true });
  }
}

/**
 * Builds the command line for production and packs it for npm.
 * @param {string} folder where the tarball goes
 * @returns {string} its path
 */
export function makeNpmPackage(folder) {
  const staged = mkdtempSync(join(realpathSync(tmpdir()), 'throughline-npm-'));
  try {
    run(root, join(root, 'build.mjs'), '--production', '--out', join(staged, 'dist'));
    const programs = packedFiles().flatMap((file) => /^dist\/(.*\.cjs)$/.exec(file)?.[1] ?? []);
    /** @type {{ name: string, version: string, license: string, engines: { node: string } }} */
    const { name, version, license, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const manifest = {
      name,
      version,
      description:
        'Claim and finish tracked tasks from a terminal: one winner across people, agents and worktrees',
      license,
      bin: { throughline: 'cli.cjs' },
      files: ['*.cjs', 'packages'],
      engines: { node: engines.node },
    };
    writeFileSync(join(staged, 'package.json'), JSON.stringify(manifest, undefined, 2));
    for (const name of programs.filter((each) => each !== 'extension.cjs'))
      cpSync(join(staged, 'dist', name), join(staged, name));
    rmSync(join(staged, 'dist'), { recursive: true });
    cpSync(join(root, 'LICENSE'), join(staged, 'LICENSE'));
    cpSync(join(root, 'docs/command-line.md'), join(staged, 'README.md'));
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    execFileSync(npm, ['pack', '--silent', '--pack-destination', resolve(folder)], {
      cwd: staged,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return join(resolve(folder), `${name}-${version}.tgz`);
  } finally {
    rmSync(staged, { recursive: true });
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, pictures: { type: 'string' }, npm: { type: 'boolean' } },
  });
  if (values.npm === true) makeNpmPackage(values.out ?? '.');
  else makePackage(values);
}
