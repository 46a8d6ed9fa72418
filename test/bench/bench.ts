import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { claim } from '../../src/core/operations/claim.ts';
import { release } from '../../src/core/operations/release.ts';
import { toKey } from '../../src/core/text/key.ts';
import { isUnfinished } from '../../src/core/model/taskRules.ts';
import type { NotSure } from '../../src/core/text/markdown.ts';
import { readMarkdown } from '../../src/core/text/markdownRemark.ts';
import { scanMarkdown } from '../../src/core/text/markdownScanner.ts';
import { SourceText } from '../../src/core/text/sourceText.ts';
import { backlog } from '../../src/core/views/backlog.ts';
import { branchProgress } from '../../src/core/views/branchProgress.ts';
import { specs } from '../../src/core/views/specs.ts';
import { techDebt } from '../../src/core/views/techDebt.ts';
import { MarkdownWorker } from '../../src/platform/node/markdownWorker.ts';
import { Project } from '../../src/project/project.ts';
import { outlineContext } from '../support/indexOf.ts';
import { temporaryFolder } from '../support/sample.mjs';
import { corpora, markdownFiles, root as projectRoot } from '../support/texts.ts';
import { measureBranches } from './branches.ts';
import { makeCorpus } from './corpus.mjs';
import { measureSystems } from './otherSystems.ts';
import type { OpenedWorld } from '../../src/platform/node/openWorld.ts';
import { folderId, openFolder } from '../support/openedProject.ts';
import { runOn } from '../support/attempt.ts';

/** One row of the table: milliseconds unless the name says otherwise. */
interface Result {
  readonly streams: number;
  /** Of a hundred progress files, how many the scanner leaves to remark. */
  readonly unsure: number;
  readonly files: number;
  readonly megabytes: number;
  /** `readFileSync` of the same files to text: what everything is compared with. */
  readonly rawRead: number;
  /** Everything that the scanner takes read, in the index, and the top rows of all trees made. */
  readonly coldIndex: number;
  readonly coldIndexPerRawRead: number;
  /** Until the worker has delivered the rest, and links and criteria are known. */
  readonly everything: number;
  /** remark on a part of the same files, scaled up to all of them. */
  readonly remark: number;
  /** How long nobody else had a turn while everything was read: 99 of 100 times at most this, and the longest. */
  readonly held99: number;
  readonly heldLongest: number;
  readonly trees: number;
  /** A changed file to the fired event, and the read of it alone. */
  readonly change: number;
  readonly claim: number;
  /** The same without an index that follows it: lock, read, plan, write, flush; and the same bytes by nothing but new file, flush, rename. */
  readonly claimAlone: number;
  readonly bareWrite: number;
  readonly heapPerFile: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const round = (value: number): number => Math.round(value * 100) / 100;
const collect = (globalThis as { gc?: () => void }).gc ?? (() => undefined);

async function measure(streams: number, unsure: number): Promise<Result> {
  const folder = temporaryFolder();
  const id = folderId(folder);
  const { files, bytes } = makeCorpus(folder, { streams, unsure });
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
  const raw: number[] = [];
  for (let i = 0; i < 5; i++) {
    const begun = performance.now();
    for (const path of paths) readFileSync(path, 'utf8');
    raw.push(performance.now() - begun);
  }
  const rawRead = median(raw);

  const some = paths.filter((_path, i) => i % Math.ceil(paths.length / 600) === 0);
  const remarkBegun = performance.now();
  for (const path of some) readMarkdown(readFileSync(path, 'utf8'));
  const remark = ((performance.now() - remarkBegun) / some.length) * paths.length;

  const cold: number[] = [];
  const holds: { most: number; longest: number }[] = [];
  let heap = 0;
  // Only the last one is kept: what came before would be in its way.
  const kept: { world: OpenedWorld; project: Project; everything: number; trees: number }[] = [];
  const worker = new MarkdownWorker({
    workerFile: join(projectRoot, 'dist/markdownWorker.cjs'),
    onError: console.error,
  });
  for (let i = 0; i < 3; i++) {
    kept.pop()?.project.dispose();
    collect();
    const before = process.memoryUsage().heapUsed;
    const world = openFolder(folder, { markdown: worker });
    const project = new Project(world, console.error);
    const held = monitorEventLoopDelay({ resolution: 1 });
    held.enable();
    const begun = performance.now();
    await project.load();
    const index = project.folder(id)?.index;
    if (index === undefined) throw new Error('nothing was loaded');
    const treesBegun = performance.now();
    const context = outlineContext({ currentBranch: 'feat/stream-1', me: 'maple' });
    for (const view of [branchProgress, backlog, techDebt, specs]) view(index, context);
    const trees = performance.now() - treesBegun;
    cold.push(performance.now() - begun);
    await project.idle();
    const everything = performance.now() - begun;
    held.disable();
    holds.push({ most: held.percentile(99) / 1e6, longest: held.max / 1e6 });
    collect();
    // The first one alone: later ones may have the memory of what came before.
    if (i === 0) heap = process.memoryUsage().heapUsed - before;
    kept.push({ world, project, everything, trees });
  }
  const [best] = kept;
  if (best === undefined) throw new Error('nothing was measured');
  const { world, project, everything, trees } = best;

  const streamPaths =
    project
      .folder(id)
      ?.index.streams()
      .map((stream) => stream.key) ?? [];
  const changes: number[] = [];
  for (let i = 0; i < 30; i++) {
    const path = streamPaths[(i * 37) % streamPaths.length] ?? '';
    const text = readFileSync(join(folder, path), 'utf8');
    writeFileSync(join(folder, path), `${text}- otter: change ${i}\n`);
    const begun = performance.now();
    await new Promise<void>((resolve) => {
      const listener = project.onDidChange(() => {
        changes.push(performance.now() - begun);
        listener.dispose();
        resolve();
      });
      world.documents.tellChanged({ folder: id, path });
    });
    await project.idle();
  }

  const claims: number[] = [];
  for (let i = 0; i < 30; i++) {
    const stream = project
      .folder(id)
      ?.index.findStream(toKey(streamPaths[(i * 41) % streamPaths.length] ?? ''));
    const task = stream?.tasks.find(
      (each) => isUnfinished(each) && each.owner.value === undefined && each.status.value === 'todo',
    );
    if (stream === undefined || task === undefined) continue;
    const target = { folder: id, key: stream.key };
    const begun = performance.now();
    const result = await runOn(project, target, claim, { task: task.key }, { me: 'maple', through: 'disk' });
    claims.push(performance.now() - begun);
    if (result.kind !== 'done') throw new Error(JSON.stringify(result));
    await runOn(project, target, release, { task: task.key }, { me: 'maple', through: 'disk' });
  }

  const alone = new Project(openFolder(folder, { markdown: worker }), (error) => {
    throw error;
  });
  const claimsAlone: number[] = [];
  const bareWrites: number[] = [];
  for (let i = 0; i < 100; i++) {
    const path = streamPaths[(i * 41) % streamPaths.length] ?? '';
    const task = project
      .folder(id)
      ?.index.findStream(toKey(path))
      ?.tasks.find((each) => each.status.value === 'todo' && each.owner.value === undefined);
    if (task === undefined) continue;
    const target = { folder: id, key: toKey(path) };
    const file = join(folder, path);
    const bytes = readFileSync(file);
    const begun = performance.now();
    const result = await runOn(alone, target, claim, { task: task.key }, { me: 'maple', through: 'disk' });
    claimsAlone.push(performance.now() - begun);
    if (result.kind !== 'done') throw new Error(JSON.stringify(result));
    const bare = performance.now();
    const handle = openSync(`${file}.new`, 'wx');
    writeFileSync(handle, bytes);
    fsyncSync(handle);
    closeSync(handle);
    renameSync(`${file}.new`, file);
    bareWrites.push(performance.now() - bare);
  }
  alone.dispose();

  project.dispose();
  worker.dispose();
  rmSync(folder, { recursive: true });
  return {
    streams,
    unsure,
    files,
    megabytes: round(bytes / 1024 / 1024),
    rawRead: round(rawRead),
    coldIndex: round(median(cold)),
    coldIndexPerRawRead: round(median(cold) / rawRead),
    everything: round(everything),
    remark: round(remark),
    held99: round(median(holds.map(({ most }) => most))),
    heldLongest: round(median(holds.map(({ longest }) => longest))),
    trees: round(trees),
    change: round(median(changes)),
    claim: round(median(claims)),
    claimAlone: round(median(claimsAlone)),
    bareWrite: round(median(bareWrites)),
    heapPerFile: Math.round(heap / files),
  };
}

/** How much of each corpus of other projects the scanner leaves to remark, with the most frequent reasons. */
function fallbacks(): Record<string, string> {
  const found = new Map<string, { files: number; left: number; reasons: Map<string, number> }>();
  for (const { path, text } of markdownFiles(corpora)) {
    const name = path.split(/[/\\]/)[0] ?? '';
    const share = found.get(name) ?? { files: 0, left: 0, reasons: new Map<string, number>() };
    found.set(name, share);
    share.files++;
    const scanned = scanMarkdown(new SourceText(text));
    if (!(scanned.kind !== 'blocks')) continue;
    share.left++;
    const { reason }: NotSure = scanned;
    share.reasons.set(reason, (share.reasons.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries(
    [...found].map(([name, { files, left, reasons }]) => [
      name,
      `${round((left / files) * 100)} % of ${files}: ${[...reasons]
        .sort((a, b) => b[1] - a[1])
        .slice(0, 5)
        .map(([reason, count]) => `${reason} ${count}`)
        .join(', ')}`,
    ]),
  );
}

const sizes = (process.env['THROUGHLINE_BENCH_SIZES'] ?? '1000,10000').split(',').map(Number);
const shares = (process.env['THROUGHLINE_BENCH_SHARES'] ?? '0,1,5,20').split(',').map(Number);
const results: Result[] = [];
const [smallest = 1000] = sizes;
for (const unsure of shares) results.push(await measure(smallest, unsure));
for (const size of sizes.slice(1)) results.push(await measure(size, 0));
console.table(results.map(({ ...each }) => each));
const branches = [
  await measureBranches(200, 20),
  await measureBranches(2000, 20),
  await measureBranches(200, 2000),
];
console.table(branches);
const otherSystems = await measureSystems(1000);
console.table(otherSystems);
const leftToRemark = fallbacks();
console.log('left to remark in other projects:', leftToRemark);
const output = join(projectRoot, '.cache/bench.json');
writeFileSync(
  output,
  `${JSON.stringify({ node: process.version, results, branches, otherSystems, leftToRemark }, null, 2)}\n`,
);
console.log(output);
process.exit(0);
