import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import { isChange } from './faults.ts';
import { aroundCalls, type FsCall } from './fsCalls.ts';

/** What is done in a folder, up to one of the calls that change something: the first is 1. */
export interface Task {
  readonly root: string;
  readonly at: number;
  /** Which of the things that the test has done. */
  readonly does?: string;
}

/** The variable that tells a process what it is to do. */
const variable = 'THROUGHLINE_VICTIM';

/** To start a process takes longer than all that is done in it: so many tasks share one. */
const perProcess = 16;

/**
 * In a process that {@link killedIn} started, does each task up to its call, and ends by kill -9; in every other one it does nothing.
 * A task that has come to its call finds that no call does anything any more, so that it leaves all as its death would; the last one
 * has the process killed right there. To everybody else, whoever did any of them is dead.
 * @param counts which calls are counted
 */
export async function dieAsTold(
  run: (task: Task) => Promise<unknown>,
  counts: (call: FsCall) => boolean = isChange,
): Promise<void> {
  const told = process.env[variable];
  if (told === undefined) return;
  const tasks = JSON.parse(told) as readonly Task[];
  const dead: string[] = [];
  const isOfDead = ({ args: [path] }: FsCall): boolean =>
    typeof path === 'string' && dead.some((root) => path.startsWith(root));
  let [calls, current] = [0, tasks[0]];
  const isDead = (): boolean => current !== undefined && dead.includes(current.root);
  const ended = Object.assign(new Error('EENDED'), { code: 'EENDED' });
  // Nobody waits any more for what one that is dead has begun.
  process.on('uncaughtException', (error) => {
    if (error === ended) return;
    console.error(error);
    process.exit(1);
  });
  const { value: failure } = await aroundCalls(
    (call) => {
      // A timer of one that is dead comes while another one is at work.
      if (isDead() || isOfDead(call)) throw ended;
      if (current === undefined || !counts(call) || ++calls !== current.at) return call.go();
      if (current === tasks.at(-1)) process.kill(process.pid, 'SIGKILL');
      dead.push(current.root);
      throw ended;
    },
    async () => {
      for (const task of tasks) {
        [calls, current] = [0, task];
        try {
          await run(task);
        } catch (error) {
          if (!isDead()) return error;
        }
        const word = isDead() ? 'killed' : 'over';
        current = undefined;
        writeSync(1, `${word}\n`);
      }
      return undefined;
    },
  );
  if (failure !== undefined) throw failure as Error;
  process.kill(process.pid, 'SIGKILL');
}

/**
 * Has a process do tasks, one after the other; which of them did not come to their end.
 * @param file of the test, which calls {@link dieAsTold}
 */
export function killedIn(file: string, tasks: readonly Task[]): readonly boolean[] {
  const child = spawnSync(process.execPath, [file], {
    env: { ...process.env, [variable]: JSON.stringify(tasks) },
    encoding: 'utf8',
  });
  assert.equal(child.signal, 'SIGKILL', child.stderr);
  const words = child.stdout.trim().split('\n');
  return tasks.map((_, at) => words[at] !== 'over');
}

/** A folder in which something ended at a call. */
export interface Death<S> {
  readonly scene: S;
  readonly at: number;
  readonly isKilled: boolean;
}

/**
 * What each call leaves at which something may end, in a folder of its own, which whoever looks at it removes. The last one is that
 * which comes to its end.
 * @param file see {@link killedIn}
 * @param some of the calls alone: which is the first, and each how many of them
 */
export function* deaths<S extends { readonly root: string; dispose(): void }>(
  file: string,
  make: () => S,
  does = '',
  some: { readonly first: number; readonly step: number } = { first: 1, step: 1 },
): Generator<Death<S>> {
  for (let { first } = some, isOver = false; !isOver; first += perProcess * some.step) {
    const scenes = Array.from({ length: perProcess }, make);
    const killed = killedIn(
      file,
      scenes.map(({ root }, i) => ({ root, at: first + i * some.step, does })),
    );
    for (const [i, scene] of scenes.entries()) {
      if (isOver) scene.dispose();
      else yield { scene, at: first + i * some.step, isKilled: killed[i] === true };
      isOver ||= killed[i] !== true;
    }
  }
}
