// One of many that claim tasks of Backlog.md: by that tool's own command line, which takes a task from whoever has it, or as a command of
// or a command line of ours does, which does not. What it is about to do is written to its log before, and what became of it after.
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { claim } from '../../src/core/operations/claim.ts';
import { release } from '../../src/core/operations/release.ts';
import { toKey } from '../../src/core/text/key.ts';
import { runOn } from '../support/attempt.ts';
import { BacklogTool } from '../support/backlogTool.ts';
import { OpenedProject } from '../support/openedProject.ts';

/** What a worker is told, as JSON in its first argument. */
export interface ClaimerTask {
  readonly as: 'us' | 'command' | 'tool';
  readonly root: string;
  readonly tasks: readonly { readonly id: string; readonly path: string }[];
  readonly name: string;
  readonly log: string;
  /** How many calls the tool makes; ours go on until there is the file that says that it is enough. */
  readonly calls: number;
  readonly enough: string;
}

const task = JSON.parse(process.argv[2] ?? '') as ClaimerTask;
const command = join(process.env['THROUGHLINE_ROOT'] ?? process.cwd(), 'dist/cli.cjs');
const tool = new BacklogTool(task.root);
const opened = new OpenedProject(task.root);

function write(fields: object): void {
  fs.appendFileSync(task.log, `${JSON.stringify(fields)}\n`);
}

function begin(row: string, kind: string, owner: string): void {
  write({ row, kind, owner, begun: String(process.hrtime.bigint()) });
}

/** Claims or releases as a window does; whether it was done. */
async function callAsUs(kind: 'claim' | 'release', path: string, owner: string): Promise<boolean> {
  begin(path, kind, owner);
  const key = toKey(path);
  const result = await runOn(
    opened.project,
    { folder: opened.folder, key },
    { claim, release }[kind],
    { task: key },
    { me: owner, through: 'disk' },
  );
  const ended = String(process.hrtime.bigint());
  // To give back what is free already changes nothing: it was seen to be free.
  if (result.kind === 'unchanged') write({ ended, kind: 'refused', code: 'free', takenBy: '' });
  else if (result.kind !== 'refused') write({ ended, kind: result.kind });
  else
    write({
      ended,
      kind: 'refused',
      code: result.code,
      ...(result.code === 'task.taken' ? { takenBy: result.data.owner } : {}),
    });
  return result.kind === 'done';
}

/** The same by a command line of its own. */
async function callAsCommand(
  kind: 'claim' | 'release',
  id: string,
  path: string,
  owner: string,
): Promise<boolean> {
  begin(path, kind, owner);
  const words = [command, kind, id, '--as', owner, '--json'];
  const out = await new Promise<string>((resolve) => {
    // It ends with an error where it is refused.
    execFile(process.execPath, words, { cwd: task.root }, (_error, stdout) => {
      resolve(stdout);
    });
  });
  const { code, data } = JSON.parse(out) as {
    readonly code: string;
    readonly data: { readonly owner?: { readonly text: string } };
  };
  const ended = String(process.hrtime.bigint());
  const isDone = code === (kind === 'claim' ? 'task.claimed' : 'task.released');
  if (isDone) write({ ended, kind: 'done' });
  else if (code === 'task.taken') write({ ended, kind: 'refused', code, takenBy: data.owner?.text });
  else if (code === 'task.isFree') write({ ended, kind: 'refused', code: 'free', takenBy: '' });
  else write({ ended, kind: 'refused', code });
  return isDone;
}

/** Sets status and owner, or takes both back; one that is told that the task is being changed has set nothing. */
async function callAsTool(id: string, path: string, owner: string): Promise<boolean> {
  begin(path, 'set', owner);
  const words = owner === '' ? ['-s', 'To Do', '-a', ''] : ['-s', 'In Progress', '-a', `@${owner}`];
  const { exit, error } = await tool.run('task', 'edit', id, ...words);
  const isBusy = error.includes('is being modified by another process');
  if (exit !== 0 && !isBusy) throw new Error(error);
  write({ ended: String(process.hrtime.bigint()), kind: isBusy ? 'refused' : 'done', code: 'busy' });
  return exit === 0;
}

const any = () => task.tasks[Math.floor(Math.random() * task.tasks.length)] ?? { id: '', path: '' };
let number = 0;
if (task.as === 'tool')
  for (let calls = 0; calls < task.calls && process.ppid !== 1;) {
    const { id, path } = any();
    // Who sets an owner takes it back next time, or there would soon be nothing to be claimed.
    if (await callAsTool(id, path, calls % 2 === 0 ? `${task.name}-${++number}` : '')) calls++;
  }
else {
  await opened.load();
  while (!fs.existsSync(task.enough) && process.ppid !== 1) {
    const { id, path } = any();
    // A tool has a name with a suffix.
    const owner = `${task.name}-${(++number).toString(16).padStart(4, '0')}`;
    const call = (kind: 'claim' | 'release') =>
      task.as === 'us' ? callAsUs(kind, path, owner) : callAsCommand(kind, id, path, owner);
    if (await call('claim')) await call('release');
    await new Promise((resolve) => setTimeout(resolve, 40 * Math.random()));
  }
}
opened.dispose();
