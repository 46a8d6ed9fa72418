// One of many in the worktrees of a clone: claims rows of any branch, or starts the branch of a backlog item, by the way that a
// command takes. It may be killed at any moment: what it is about to do is written to its log before, and what became of it after.
import * as fs from 'node:fs';
import { join } from 'node:path';
import { claim } from '../../src/core/actions/claim.ts';
import { startBranch } from '../../src/project/branchWork.ts';
import { DiskProject, folder } from '../support/diskProject.ts';

/** What a worker is told, as JSON in its first argument. */
export interface BranchTask {
  readonly mode: 'claim' | 'start';
  /** The worktree that it works in. */
  readonly root: string;
  readonly name: string;
  readonly log: string;
  /** The progress file of each branch, where it really is. */
  readonly files: readonly { readonly branch: string; readonly path: string; readonly at: string }[];
}

const task = JSON.parse(process.argv[2] ?? '') as BranchTask;
const disk = new DiskProject(task.root);
await disk.load();
await (task.mode === 'claim' ? claimAll() : start());

async function claimAll(): Promise<void> {
  const { files, log, name } = task;
  const write = (fields: object): void => {
    fs.appendFileSync(log, `${JSON.stringify(fields)}\n`);
  };
  for (let number = 1; ; number++) {
    const open = files.flatMap(({ branch, path, at }) =>
      [...fs.readFileSync(join(at, path), 'utf8').matchAll(/^\| (Row \d+) \| todo /gm)]
        .slice(0, 3)
        .map(([, row = '']) => ({ branch, path, row })),
    );
    const wanted = open[Math.floor(Math.random() * open.length)];
    if (wanted === undefined) return;
    const owner = `${name}-${number}`;
    write({ branch: wanted.branch, row: wanted.row, owner });
    const result = await disk.project.run(
      { folder, path: wanted.path },
      claim,
      { taskKey: `${wanted.path}#${wanted.row}` },
      { me: owner, through: 'disk', agreed: 'worktree' },
    );
    write({ kind: result.kind, ...(result.kind === 'refused' ? { code: result.code } : {}) });
  }
}

async function start(): Promise<void> {
  process.send?.('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const result = await startBranch(disk.project, disk.git, {
    folder,
    root: 'tracking',
    branch: 'feat/wanted',
    item: 'tracking/backlog/wanted.md',
    where: 'worktree',
    specs: [],
    tasks: [],
    today: '2026-06-20',
  });
  disk.dispose();
  process.send?.(result, () => {
    // What git was asked meanwhile nobody waits for.
    process.exit(0);
  });
}
