import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/sample.mjs';
import type { CountingTask } from './toolLockWorker.ts';

const full = process.env['THROUGHLINE_TORTURE'] === 'full';
const [counter, lock] = ['count.md', 'task-1'];
const worker = join(import.meta.dirname, 'toolLockWorker.mjs');

interface Counted {
  /** What each process was told that it had counted to. */
  readonly logs: ReadonlyMap<string, readonly number[]>;
  readonly last: number;
  readonly left: readonly string[];
}

/** Lets processes count in one file for some seconds, while some are killed and replaced. */
async function count(
  roles: readonly CountingTask['as'][],
  { seconds, kills, unlocked = false }: { seconds: number; kills: number; unlocked?: boolean },
): Promise<Counted> {
  const root = temporaryFolder();
  const logs = join(root, 'logs');
  for (const folder of ['kit', 'logs', '.git/objects', '.git/refs'])
    fs.mkdirSync(join(root, folder), { recursive: true });
  fs.writeFileSync(join(root, 'kit', counter), '0\n');
  const alive = new Map<ChildProcess, CountingTask['as']>();
  let begun = 0;
  let ending = false;
  await new Promise<void>((resolve) => {
    const start = (as: CountingTask['as']): void => {
      const task: CountingTask = { as, root, counter, lock, log: join(logs, `${as}-${++begun}`), unlocked };
      const child = fork(worker, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      alive.set(child, as);
      child.once('exit', () => {
        alive.delete(child);
        if (!ending) start(as);
        else if (alive.size === 0) resolve();
      });
    };
    for (const as of roles) start(as);
    let killed = 0;
    const kill = setInterval(
      () => {
        const victim = [...alive.keys()][Math.floor(Math.random() * alive.size)];
        if (killed++ < kills) victim?.kill('SIGKILL');
        else {
          clearInterval(kill);
          ending = true;
          for (const child of alive.keys()) child.kill('SIGKILL');
        }
      },
      (seconds * 1000) / (kills + 1),
    );
  });
  const counted = {
    logs: new Map(
      fs.readdirSync(logs).map((name) => {
        const lines = fs.readFileSync(join(logs, name), 'utf8').split('\n').slice(0, -1);
        return [name, lines.map(Number)] as const;
      }),
    ),
    last: Number(fs.readFileSync(join(root, 'kit', counter), 'utf8')),
    left: fs.readdirSync(join(root, 'kit')).filter((name) => name !== counter && name !== '.locks'),
  };
  fs.rmSync(root, { recursive: true });
  return counted;
}

/** Numbers that two processes were told they had counted to: one of them was lost. */
function lostIn({ logs, last }: Counted): readonly number[] {
  const all = [...logs.values()].flat().sort((a, b) => a - b);
  return all.filter((to, i) => to === all[i + 1] || to > last);
}

const countedBy = ({ logs }: Counted, as: CountingTask['as']): number =>
  [...logs].reduce((sum, [name, numbers]) => sum + (name.startsWith(as) ? numbers.length : 0), 0);

describe('another tool that changes the same file under its own lock', () => {
  it('loses nothing, nor do two of ours, though some are killed', async () => {
    // As long as a lock that somebody left keeps all others out, several times.
    const counted = await count(['us', 'us', 'tool'], { seconds: full ? 120 : 12, kills: full ? 40 : 4 });
    const [us, tool] = [countedBy(counted, 'us'), countedBy(counted, 'tool')];
    console.log(`      ${us} changes by us, ${tool} by the tool, ${counted.last} in the file`);
    assert.deepEqual(lostIn(counted), []);
    assert.ok(us > 20 && tool > 20, `${us} and ${tool}`);
    assert.deepEqual(
      counted.left.filter((name) => name !== `${counter}.tool`),
      [],
    );
  });

  it('is noticed by this test when nobody takes that lock', async () => {
    const counted = await count(['us', 'us', 'tool'], { seconds: 4, kills: 0, unlocked: true });
    assert.notDeepEqual(lostIn(counted), []);
  });
});
