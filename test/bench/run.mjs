// `npm run bench`: speed and memory as ratios of what is measured beside them in the same run; a table, and .cache/bench.json.
// THROUGHLINE_BENCH_SIZES=1000,10000 and THROUGHLINE_BENCH_SHARES=0,1,5,20 (per cent that the scanner leaves to remark).
// THROUGHLINE_BENCH=worst measures the worst known texts alone, THROUGHLINE_BENCH=peers the command line beside those of others,
// THROUGHLINE_BENCH=backlog our work on files of Backlog.md beside that tool's.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension, buildTests } from '../support/build.mjs';
import { runIntegration } from '../support/runIntegration.mjs';
import { root } from '../support/webHost.mjs';
import { measureBoard } from './board.mjs';
import { measureBacklog, measureChanges, measurePeers } from './peers.mjs';

mkdirSync(join(root, '.cache'), { recursive: true });
buildExtension();
if (process.env['THROUGHLINE_BENCH'] === 'peers') {
  console.table(measurePeers());
  process.exit(0);
}
if (process.env['THROUGHLINE_BENCH'] === 'backlog') {
  const [script] = await buildTests('bench', 'esm', 'backlogMd.ts');
  console.table(measureBacklog(String(script)));
  process.exit(0);
}
if (process.env['THROUGHLINE_BENCH'] === 'changes') {
  console.table(measureChanges());
  process.exit(0);
}
const [worst] = await buildTests('bench', 'esm', 'worst.ts');
spawnSync(process.execPath, [String(worst)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, THROUGHLINE_ROOT: root },
});
if (process.env['THROUGHLINE_BENCH'] === 'worst') process.exit(0);
const [bench] = await buildTests('bench', 'esm', 'bench.ts');
const result = spawnSync(process.execPath, ['--expose-gc', String(bench)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, THROUGHLINE_ROOT: root },
});
process.exitCode = result.status ?? 1;

const board = await measureBoard([50, 5000]);
console.table(board);

process.env['THROUGHLINE_SUITE'] = 'activation';
await runIntegration();
const activation = join(root, '.cache/activation.json');
const report = join(root, '.cache/bench.json');
if (existsSync(activation) && existsSync(report)) {
  const all = JSON.parse(readFileSync(report, 'utf8'));
  writeFileSync(
    report,
    `${JSON.stringify({ ...all, board, activation: JSON.parse(readFileSync(activation, 'utf8')) }, null, 2)}\n`,
  );
}
