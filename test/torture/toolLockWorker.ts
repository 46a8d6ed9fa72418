// One of several that count in one file: as we change files, or as another tool does that knows its own lock alone. It may be killed
// at any moment. What it has counted to is written to its log.
import * as fs from 'node:fs';
import { join } from 'node:path';
import { folderId, openFolder } from '../support/openedProject.ts';

/** What a worker is told, as JSON in its first argument. */
export interface CountingTask {
  readonly as: 'us' | 'tool';
  readonly root: string;
  /** The file in the folder `kit`, and the tool's lock for it in `kit/.locks`. */
  readonly counter: string;
  readonly lock: string;
  readonly log: string;
  /** The control: without the lock of the tool. */
  readonly unlocked: boolean;
}

const staleAfterMs = 2500;

const given = JSON.parse(process.argv[2] ?? '') as CountingTask;
await (given.as === 'us' ? countAsUs(given) : countAsTool(given));

function counted({ log }: CountingTask, to: number): void {
  fs.appendFileSync(log, `${to}\n`);
}

async function countAsUs(task: CountingTask): Promise<void> {
  const { root, counter, unlocked } = task;
  const { documents } = openFolder(root);
  const folder = folderId(root);
  const document = { folder, path: `kit/${counter}` };
  const lock = {
    tool: 'Kit.md',
    document,
    root: { folder, path: 'kit' },
    names: ['.locks', task.lock],
    staleAfterMs,
  };
  while (process.ppid !== 1) {
    let to = 0;
    const { result } = await documents.commit(
      { documents: [document], through: 'disk' },
      {
        plan: ([now]) => {
          if (now?.kind !== 'text') throw new Error(JSON.stringify(now));
          const { text } = now;
          to = Number(text) + 1;
          const edits = [{ range: { start: 0, end: text.length }, expect: text, text: `${to}\n` }];
          return Promise.resolve({
            kind: 'plan',
            changes: [{ kind: 'edit', document, edits }],
            ...(unlocked ? {} : { toolLocks: [lock] }),
          });
        },
      },
    );
    if (result.kind === 'done') counted(task, to);
    else if (!unlocked && (result.kind !== 'refused' || result.code !== 'file.busy'))
      process.stderr.write(`${JSON.stringify(result)}\n`);
  }
}

/** As tools do that use proper-lockfile: a folder is the lock, one without a recent time is removed. */
async function countAsTool(task: CountingTask): Promise<void> {
  const at = join(task.root, 'kit/.locks', task.lock);
  const file = join(task.root, 'kit', task.counter);
  const pause = (milliseconds: number) =>
    new Promise((resolve) => setTimeout(resolve, milliseconds * Math.random()));
  while (process.ppid !== 1) {
    await pause(30);
    if (!task.unlocked && !(await isTaken(at))) continue;
    const to = Number(fs.readFileSync(file, 'utf8')) + 1;
    await pause(10);
    fs.writeFileSync(`${file}.tool`, `${to}\n`);
    fs.renameSync(`${file}.tool`, file);
    if (!task.unlocked) fs.rmdirSync(at);
    counted(task, to);
  }
}

async function isTaken(at: string): Promise<boolean> {
  fs.mkdirSync(join(at, '..'), { recursive: true });
  const make = (): boolean => {
    try {
      fs.mkdirSync(at);
      return true;
    } catch {
      return false;
    }
  };
  if (make()) return true;
  const stats = fs.lstatSync(at, { throwIfNoEntry: false });
  if (stats === undefined || stats.mtimeMs >= Date.now() - staleAfterMs) return false;
  await new Promise((resolve) => setImmediate(resolve));
  try {
    fs.rmdirSync(at);
  } catch {
    return false;
  }
  return make();
}
