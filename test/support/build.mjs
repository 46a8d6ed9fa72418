// Bundles the extension and the tests: Node 20 runs no TypeScript.
import { build } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './webHost.mjs';

/** Bundles the extension as `npm run build` does. */
export function buildExtension() {
  const result = spawnSync(process.execPath, ['build.mjs'], { cwd: root, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`the build failed:\n${result.stderr}`);
}

/**
 * Bundles every test file of a folder below test/ into dist/test/, and gives the paths of the bundles.
 * @param {string} folder `unit`, `integration/project`
 * @param {'esm' | 'cjs'} format
 * @param {string} [ending] of the files to take
 */
export async function buildTests(folder, format, ending = '.test.ts') {
  const from = join(root, 'test', folder);
  const outdir = join(root, 'dist/test', folder);
  rmSync(outdir, { recursive: true, force: true });
  const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith(ending),
  );
  const extension = format === 'esm' ? '.mjs' : '.cjs';
  await build({
    entryPoints: files.map((path) => join(from, path)),
    outdir,
    outbase: from,
    outExtension: { '.js': extension },
    bundle: true,
    platform: 'node',
    format,
    target: 'node20',
    // What several files share is a file of its own, built and loaded once. The extension host loads no package that is a module:
    // they go into the bundle there.
    ...(format === 'esm' ? { packages: 'external', splitting: true } : { mainFields: ['module', 'main'] }),
    external: ['vscode', 'mocha'],
    // Scripts keep their place, from which they find the project's files.
    plugins: [
      {
        name: 'scripts-stay',
        setup: (bundle) => {
          bundle.onResolve({ filter: /\.mjs$/ }, ({ path, resolveDir }) => ({
            path: join(resolveDir, path),
            external: true,
          }));
        },
      },
    ],
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  return files.map((path) => join(outdir, path.replace(/\.ts$/, extension)));
}
