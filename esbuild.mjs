// Bundles the extension, its worker, the command line and the board's page, into dist or the folder of `--out`. `--watch` rebuilds
// on change, `--production` minifies without source maps.
import * as esbuild from 'esbuild';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build as buildPage, watch as watchPage } from 'rolldown';

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

/** @type {import('esbuild').BuildOptions} */
const options = {
  outdir: out,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // Node 20 runs the command line.
  target: 'node20',
  external: ['vscode'],
  mainFields: ['module', 'main'],
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'info',
};

/** @type {import('esbuild').BuildOptions} */
const packages = {
  ...options,
  entryPoints: lazyPackages.map((name) => ({ in: name, out: fileOf(name) })),
};

/** @type {import('esbuild').BuildOptions} */
const programs = {
  ...options,
  entryPoints: {
    extension: 'src/extension.ts',
    markdownWorker: 'src/platform/node/markdownWorkerThread.ts',
    databaseWorker: 'src/platform/node/specDatabaseThread.ts',
    cli: 'src/cli.ts',
  },
  define: { throughlineVersion: JSON.stringify(version) },
  plugins: [{ name: 'lazily', setup: putPackagesAside }],
};

/** @param {string} name of a package @returns {string} its file in dist/, without the ending */
function fileOf(name) {
  return `packages/${name.replace(/^@.*\//, '')}`;
}

/**
 * Puts in the place of a lazy package what gets each of its exports, by name, from the package's file.
 * @param {import('esbuild').PluginBuild} build
 */
function putPackagesAside(build) {
  build.onResolve({ filter: new RegExp(`^(?:${lazyPackages.join('|')})$`) }, ({ path }) => ({
    path,
    namespace: 'lazily',
  }));
  build.onResolve({ filter: /./, namespace: 'lazily' }, ({ path }) => ({ path, external: true }));
  build.onLoad({ filter: /./, namespace: 'lazily' }, async ({ path }) => {
    const load = `const load = () => require('./${fileOf(path)}.cjs');`;
    /** @type {Readonly<Record<string, unknown>>} */
    const { default: whole, ...named } = await import(path);
    const names = Object.keys(named).filter((name) => name !== '__esModule');
    const getters = names.map((name) => `get ${name}() { return load().${name}; }`);
    if (getters.length > 0) return { contents: `${load} module.exports = { ${getters.join(', ')} };` };
    if (typeof whole !== 'function') throw new Error(`${path} exports nothing that could wait`);
    return { contents: `${load} export default (...given) => load().default(...given);` };
  });
}

/**
 * The page has a bundler of its own: esbuild keeps all of the component library's base, four times what the page needs.
 * @type {import('rolldown').BuildOptions & import('rolldown').WatchOptions}
 */
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

if (watch) watchPage(page);
else await buildPage(page);
for (const each of [packages, programs])
  if (watch) await (await esbuild.context(each)).watch();
  else await esbuild.build(each);
