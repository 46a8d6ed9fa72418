// One of many in the worktrees of a clone: claims rows of any branch, or starts the branch of a backlog item, by the way that a
// command takes. It may be killed at any moment: what it is about to do is written to its log before, and what became of it after.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { systems } from '../../src/core/formats/registry.ts';
import { claim } from '../../src/core/operations/claim.ts';
import { release } from '../../src/core/operations/release.ts';
import { toKey } from '../../src/core/text/key.ts';
import { startBranch } from '../../src/project/branchStart.ts';
import type { RunResult } from '../../src/project/running.ts';
import { runConfirmed } from '../support/confirmed.ts';
import { afterKills, OpenedProject } from '../support/openedProject.ts';
import { openFeatures } from './featureLists.ts';

/** What a worker is told, as JSON in its first argument. */
export interface BranchTask {
  readonly mode: 'claim' | 'claimByCommand' | 'claimMoving' | 'start';
  /** The worktree that it works in. */
  readonly root: string;
  readonly name: string;
  readonly log: string;
  /** A file that is there as soon as no row is to be given back any more. */
  readonly enough: string;
  /** How many rows each file has. */
  readonly rows?: number;
  /** Where claims of features are kept. */
  readonly claims?: string;
  /** The progress file or feature list of each branch, where it really is. */
  readonly files: readonly { readonly branch: string; readonly path: string; readonly at: string }[];
}

const command = join(process.env['THROUGHLINE_ROOT'] ?? process.cwd(), 'dist/cli.cjs');
const task = JSON.parse(process.argv[2] ?? '') as BranchTask;
const disk = new OpenedProject(task.root, systems, afterKills);
if (task.mode !== 'claimByCommand') {
  await disk.project.load();
  await disk.project.idle();
}
switch (task.mode) {
  case 'claim':
    await claimAll(logged);
    break;
  case 'claimByCommand':
    await claimAll(loggedCommand);
    break;
  case 'claimMoving':
    await claimMoving();
    break;
  case 'start':
    await start();
}

/** What became of a call: `done`, or why not. */
type Called = Pick<RunResult, 'kind'>;

/** One claim or release. */
interface Wanted {
  readonly kind: 'claim' | 'release';
  readonly branch: string;
  /** The progress file or feature list. */
  readonly path: string;
  readonly row: string;
  readonly owner: string;
}

function write(fields: object): void {
  fs.appendFileSync(task.log, `${JSON.stringify(fields)}\n`);
}

function writeBegin({ kind, branch, row, owner }: Wanted): void {
  write({ row: `${branch} ${row}`, kind, owner, begun: String(process.hrtime.bigint()) });
}

/** Claims or releases a row by a command line of its own, and writes down when it began and how it ended. */
function loggedCommand(wanted: Wanted): Called {
  const { kind, branch, path, row, owner } = wanted;
  const where = branch === 'shared' ? ['--file', path] : ['--branch', branch];
  writeBegin(wanted);
  const words = [command, kind, row, ...where, '--as', owner, '--json'];
  const { status, stdout } = spawnSync(process.execPath, words, { cwd: task.root, encoding: 'utf8' });
  const { ok, code, data } = JSON.parse(stdout) as CommandAnswer;
  const ended = String(process.hrtime.bigint());
  if (ok) write({ ended, kind: 'done' });
  else
    write({
      ended,
      kind: status === 3 ? 'unknown' : 'refused',
      code,
      ...(code === 'task.taken' ? { takenBy: data.owner?.text } : {}),
    });
  return { kind: ok ? 'done' : 'refused' };
}

interface CommandAnswer {
  readonly ok: boolean;
  readonly code: string;
  readonly data: { readonly owner?: { readonly text: string } };
}

/** Claims or releases a row, and writes down when it began and how it ended. */
async function logged(wanted: Wanted): Promise<RunResult> {
  const { kind, path, row, owner } = wanted;
  writeBegin(wanted);
  const result = await runConfirmed(
    disk.project,
    { folder: disk.folder, key: toKey(path) },
    { claim, release }[kind],
    { task: toKey(`${path}#${isList(path) ? JSON.stringify(['i', row]) : row}`) },
    { me: owner, through: 'disk' },
    ['branch.elsewhere'],
  );
  write({
    ended: String(process.hrtime.bigint()),
    kind: result.kind,
    ...(result.kind === 'refused' ? { code: result.code } : {}),
    ...(result.kind === 'refused' && result.code === 'task.taken' ? { takenBy: result.data.owner } : {}),
  });
  return result;
}

/** Claims rows, and gives most of them back, until there is enough of that; then claims what is left. */
async function claimAll(call: (wanted: Wanted) => Called | Promise<Called>): Promise<void> {
  const { files, name, enough } = task;
  // Nobody says any more when there is enough; to hear of that keeps no process.
  process.once('disconnect', () => process.exit());
  process.channel?.unref();
  for (let number = 1; ; number++) {
    const open = files.flatMap(({ branch, path, at }) =>
      (isList(path) ? openFeatures(join(at, path), task.claims ?? '') : openRows(join(at, path)))
        .slice(0, 3)
        .map((row) => ({ branch, path, row })),
    );
    const ending = fs.existsSync(enough);
    const wanted = open[Math.floor(Math.random() * open.length)];
    if (wanted === undefined && ending) return;
    if (wanted === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    const owner = `${name}-${String(number).padStart(4, '0')}`;
    const claimed = (await call({ ...wanted, kind: 'claim', owner })).kind === 'done';
    if (claimed && !ending) await call({ ...wanted, kind: 'release', owner });
  }
}

function isList(path: string): boolean {
  return path.endsWith('.json');
}

/** None of a file that somebody moved aside while he saves it. */
function openRows(path: string): string[] {
  try {
    return [...fs.readFileSync(path, 'utf8').matchAll(/^\| (Row \d+) \| todo /gm)].map(([, row = '']) => row);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Claims rows of branches that are checked out now here and now there, as far as they are, until there is enough of that. */
async function claimMoving(): Promise<void> {
  const { files, name, enough, rows = 0 } = task;
  for (let number = 1; !fs.existsSync(enough); number++) {
    const file = files[Math.floor(Math.random() * files.length)];
    if (file === undefined) return;
    const { branch, path } = file;
    const row = `Row ${Math.floor(Math.random() * rows)}`;
    const owner = `${name}-${String(number).padStart(4, '0')}`;
    const result = await logged({ kind: 'claim', branch, path, row, owner });
    // A window hears of it from the built-in extension; here nobody watches.
    if (result.kind === 'refused' && result.code.startsWith('branch.')) await disk.project.refresh();
  }
}

async function start(): Promise<void> {
  process.send?.('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const result = await startBranch.run(
    { project: disk.project, git: disk.world.repository, folder: disk.folder, today: '2026-06-20' },
    {
      root: 'tracking',
      branch: 'feat/wanted',
      item: 'tracking/backlog/wanted.md',
      where: 'worktree',
      specs: [],
      tasks: [],
    },
  );
  disk.dispose();
  process.send?.(result, () => {
    // What git was asked meanwhile nobody waits for.
    process.exit(0);
  });
}
