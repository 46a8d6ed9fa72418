// Bundles the extension, its workers, the command line and the board's page, into dist or the folder of `--out`. `--watch` rebuilds
// on change, `--production` minifies without source maps.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, watch as rebuildOnChange } from 'rolldown';

const { watch, production, out } = parseArgs({
  options: {
    watch: { type: 'boolean', default: false },
    production: { type: 'boolean', default: false },
    out: { type: 'string', default: 'dist' },
  },
}).values;
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** Packages that many a run does without: a file each, read when something of it is first used. */
const lazyPackages = [
  '@eslint-community/regexpp',
  'jsonc-parser',
  're2js',
  'simple-git',
  'string-width',
  'yaml',
];

/** @param {string} name of a package @returns {string} its file in dist/, without the ending */
function fileOf(name) {
  return `packages/${name.replace(/^@.*\//, '')}`;
}

/**
 * Programs for Node.
 * @param {Record<string, string>} input the files to make, without their ending, and what is in each
 * @param {import('rolldown').BuildOptions} [more]
 * @returns {import('rolldown').BuildOptions}
 */
function toPrograms(input, more) {
  return {
    input,
    platform: 'node',
    external: ['vscode'],
    // Node 20 runs the command line.
    transform: { target: 'node20', define: { throughlineVersion: JSON.stringify(version) } },
    resolve: { mainFields: ['module', 'main'] },
    ...more,
    output: {
      dir: out,
      format: 'cjs',
      // Also where there is a default one alone.
      exports: 'named',
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name].cjs',
      minify: production,
      sourcemap: !production,
      comments: { legal: true, annotation: false, jsdoc: false },
      ...more?.output,
    },
  };
}

/**
 * Puts in the place of a lazy package what gets each of its exports, by name, from the package's file.
 * @type {import('rolldown').Plugin}
 */
const packagesAside = {
  name: 'packages-aside',
  resolveId: (id) => {
    if (lazyPackages.includes(id)) return `\0aside:${id}`;
    return id.startsWith('./packages/') ? { id, external: 'absolute' } : undefined;
  },
  load: async (id) => {
    if (!id.startsWith('\0aside:')) return undefined;
    const name = id.slice('\0aside:'.length);
    const load = `const load = () => require('./${fileOf(name)}.cjs');`;
    /** @type {Readonly<Record<string, unknown>>} */
    const { default: whole, ...named } = await import(name);
    const names = Object.keys(named).filter((each) => each !== '__esModule');
    const getters = names.map((each) => `get ${each}() { return load().${each}; }`);
    if (getters.length > 0) return `${load} module.exports = { ${getters.join(', ')} };`;
    if (typeof whole !== 'function') throw new Error(`${name} exports nothing that could wait`);
    return `${load} export default (...given) => load().default(...given);`;
  },
};

const packages = lazyPackages.map((name) => toPrograms({ [fileOf(name)]: name }));

/** The extension and the command line share what both hold: nearly all. A worker has what it needs in its own file. */
const programs = [
  toPrograms(
    { extension: 'src/extension.ts', cli: 'src/cli.ts' },
    {
      plugins: [packagesAside],
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } },
    },
  ),
  toPrograms({ markdownWorker: 'src/platform/node/markdownWorkerThread.ts' }, { plugins: [packagesAside] }),
  toPrograms({ databaseWorker: 'src/platform/node/specDatabaseThread.ts' }, { plugins: [packagesAside] }),
];

/** @type {import('rolldown').BuildOptions} */
const page = {
  input: 'media/board/main.ts',
  platform: 'browser',
  tsconfig: 'media/board/tsconfig.json',
  // The library's modules only declare: what nobody uses may go, and so may each colour that it makes by `create`.
  treeshake: {
    moduleSideEffects: (id) => !/fast-|webview-ui-toolkit/.test(id),
    manualPureFunctions: ['create'],
  },
  optimization: { inlineConst: { mode: 'all', pass: 3 } },
  // Licenses stay; what was said to the bundler is of no use any more.
  output: {
    file: join(out, 'board.js'),
    format: 'iife',
    minify: true,
    comments: { legal: true, annotation: false, jsdoc: false },
  },
};

const all = [...packages, ...programs, page];
if (watch) for (const each of all) rebuildOnChange(each);
else await Promise.all(all.map((each) => build(each)));
