// Bundles the extension, its worker and the board's page. `--watch` rebuilds on change, `--production` minifies without source maps.
import { build, context } from 'esbuild';
import { readFileSync } from 'node:fs';
import { build as buildPage, watch as watchPage } from 'rolldown';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/** @type {import('esbuild').BuildOptions} */
const options = {
  entryPoints: {
    extension: 'src/extension.ts',
    markdownWorker: 'src/platform/node/markdownWorkerThread.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  mainFields: ['module', 'main'],
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'info',
};

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** The command line: one file, which is the thread that reads Markdown as well. @type {import('esbuild').BuildOptions} */
const commandLine = {
  ...options,
  entryPoints: { cli: 'src/cli.ts' },
  external: [],
  target: 'node20',
  banner: { js: '#!/usr/bin/env node' },
  define: { throughlineVersion: JSON.stringify(version) },
};

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
    file: 'dist/board.js',
    format: 'iife',
    minify: true,
    comments: { legal: true, annotation: false, jsdoc: false },
  },
};

if (watch) watchPage(page);
else await buildPage(page);
for (const each of [options, commandLine])
  if (watch) await (await context(each)).watch();
  else await build(each);
