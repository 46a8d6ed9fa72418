// One of many that claim, release and finish rows of one file, by the way that a command takes. It may be killed at any moment:
// what it is about to do is written to its log before, and what became of it after.
import * as fs from 'node:fs';
import { join } from 'node:path';
import { claim } from '../../src/core/operations/claim.ts';
import { finish } from '../../src/core/operations/finish.ts';
import { release } from '../../src/core/operations/release.ts';
import { refusalMessage } from '../../src/core/messages/refusals.ts';
import { toKey } from '../../src/core/text/key.ts';
import { FileLocks } from '../../src/platform/node/fileLock.ts';
import { applyEdits } from '../../src/core/text/edit.ts';
import { Project } from '../../src/project/project.ts';
import type { OpenedWorld } from '../../src/platform/node/openWorld.ts';
import { folderId, openFolder } from '../support/openedProject.ts';
import { runOn } from '../support/attempt.ts';

/** What a worker is told, as JSON in its first argument. */
export interface Task {
  readonly mode: 'claim' | 'churn' | 'contend' | 'hold';
  readonly root: string;
  readonly path: string;
  readonly name: string;
  readonly log: string;
  /** The control: writes as anybody would who knows of no lock. */
  readonly unlocked: boolean;
}

/** Reads, plans and writes as without any protocol. */
function openUnlocked(root: string): OpenedWorld {
  const world = openFolder(root);
  const { writer } = world.documents;
  writer.exclusively = (_documents, run) => run([]);
  writer.apply = ({ document, base, edits }) => {
    const result = applyEdits(base, edits);
    if (result.kind === 'mismatch') return Promise.resolve({ kind: 'stale' });
    const target = join(root, document.path);
    fs.writeFileSync(`${target}.${process.pid}`, `\uFEFF${result.text}`);
    fs.renameSync(`${target}.${process.pid}`, target);
    return Promise.resolve({ kind: 'done' });
  };
  return world;
}

const task = JSON.parse(process.argv[2] ?? '') as Task;
await (task.mode === 'contend' ? contend() : task.mode === 'hold' ? hold() : change());

async function change(): Promise<void> {
  const { root, path, name, log, mode, unlocked } = task;
  const project = new Project(unlocked ? openUnlocked(root) : openFolder(root), (error) => {
    throw error;
  });
  const file = join(root, path);
  const write = (fields: object): void => {
    fs.appendFileSync(log, `${JSON.stringify(fields)}\n`);
  };
  const call = async (kind: 'claim' | 'release' | 'finish', row: string, owner: string): Promise<boolean> => {
    const action = { claim, release, finish }[kind];
    write({ row, kind, owner, begun: String(process.hrtime.bigint()) });
    const result = await runOn(
      project,
      { folder: folderId(root), key: toKey(path) },
      action,
      { task: toKey(`${path}#${row}`) },
      { me: owner, through: 'disk' },
    );
    const ended = String(process.hrtime.bigint());
    const refused = result.kind === 'refused';
    write({
      ended,
      kind: result.kind,
      ...(refused ? { code: result.code, message: refusalMessage(result) } : {}),
      ...(result.kind === 'refused' && result.code === 'task.taken' ? { takenBy: result.data.owner } : {}),
    });
    return result.kind === 'done';
  };
  let number = 0;
  // Without the test that started it, nobody ends it.
  while (process.ppid !== 1) {
    const open = openRows(fs.readFileSync(file, 'utf8'));
    if (mode === 'claim' && open.length === 0) return;
    // All want the same few.
    const near = mode === 'claim' ? open.slice(0, 12) : open;
    const row = near[Math.floor(Math.random() * near.length)];
    if (row === undefined) continue;
    const owner = `${name}-${++number}`;
    if (!(await call('claim', row, owner)) || mode === 'claim') continue;
    await call(Math.random() < 0.02 ? 'finish' : 'release', row, owner);
  }
}

function openRows(text: string): string[] {
  return [...text.matchAll(/^\| (Row \d+[^|\r\n]*) \| todo /gm)].map((match) => match[1]?.trim() ?? '');
}

/** Takes the lock and keeps it until it is killed. */
async function hold(): Promise<void> {
  await new FileLocks().hold(join(task.root, task.path), async () => {
    process.send?.('held');
    // A timer, so that the process has something to live for.
    await new Promise(() => setInterval(() => undefined, 1000));
  });
}

/** Waits for its turn at a lock that somebody left, and says whether anybody else was inside. */
async function contend(): Promise<void> {
  const file = join(task.root, task.path);
  const inside = join(task.root, 'inside');
  process.on('message', () => {
    void new FileLocks()
      .hold(file, async () => {
        try {
          fs.closeSync(fs.openSync(inside, 'wx'));
        } catch {
          return 'two';
        }
        await new Promise((resolve) => setImmediate(resolve));
        fs.rmSync(inside);
        return 'one';
      })
      .then((result) => process.send?.(typeof result === 'string' ? result : refusalMessage(result)));
  });
  process.send?.('ready');
  await new Promise(() => undefined);
}
