// `npm run bench`: speed and memory as ratios of what is measured beside them in the same run; a table, and .cache/bench.json.
// THROUGHLINE_BENCH_SIZES=1000,10000 and THROUGHLINE_BENCH_SHARES=0,1,5,20 (per cent that the scanner leaves to remark).
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension, buildTests } from '../support/build.mjs';
import { root } from '../support/webHost.mjs';

mkdirSync(join(root, '.cache'), { recursive: true });
buildExtension();
const [bench] = await buildTests('bench', 'esm', 'bench.ts');
const result = spawnSync(process.execPath, ['--expose-gc', String(bench)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, THROUGHLINE_ROOT: root },
});
process.exitCode = result.status ?? 1;
