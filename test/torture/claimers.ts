import { fork, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import type { BranchTask } from './branchWorker.ts';

const worker = join(import.meta.dirname, 'branchWorker.mjs');

/** Ends the first process of a group, and all that it started; false when it has just ended. */
export function killAll({ pid }: ChildProcess): boolean {
  try {
    return pid !== undefined && process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

/**
 * Has a process of a session of its own, and all that it starts, come after others. Linux may share the processor out among sessions
 * before it looks at processes (sched(7), "The autogroup feature").
 */
function stepBack(pid: number): void {
  setPriority(pid, 10);
  const group = `/proc/${pid}/autogroup`;
  if (fs.existsSync(group)) fs.writeFileSync(group, '10');
}

/** Processes that claim. One that is killed is replaced; each ends by itself when it is told that there is enough. */
export class Claimers {
  /** Where each writes its calls down, by its name. */
  readonly logs: string;
  /** Resolves once all have ended. */
  readonly ended: Promise<void>;
  readonly #taskOf: (number: number) => Omit<BranchTask, 'name' | 'log'>;
  readonly #alive = new Map<string, ChildProcess>();
  #begun = 0;
  #isOver = false;

  constructor(logs: string, count: number, taskOf: (number: number) => Omit<BranchTask, 'name' | 'log'>) {
    this.logs = logs;
    this.#taskOf = taskOf;
    this.ended = new Promise((resolve, reject) => {
      for (let i = 0; i < count; i++) this.#start(resolve, reject);
    });
  }

  /** Those that have begun to claim: the start of a process is not what is tried here. */
  get busy(): readonly ChildProcess[] {
    return [...this.#alive].flatMap(([name, child]) => (fs.existsSync(join(this.logs, name)) ? [child] : []));
  }

  /** Kills one of them; false when there is none. */
  kill(): boolean {
    const { busy } = this;
    const victim = busy[Math.floor(Math.random() * busy.length)];
    return victim !== undefined && killAll(victim);
  }

  dispose(): void {
    this.#isOver = true;
    for (const child of this.#alive.values()) killAll(child);
  }

  #start(resolve: () => void, reject: (error: Error) => void): void {
    const number = ++this.#begun;
    const name = `w${number}`;
    const task: BranchTask = { ...this.#taskOf(number), name, log: join(this.logs, name) };
    const child = fork(worker, [JSON.stringify(task)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // With the command lines that it runs, it can be killed as one.
      detached: true,
    });
    // Others have to get on, too: a window draws before anything comes of a claim in it.
    if (child.pid !== undefined) stepBack(child.pid);
    this.#alive.set(name, child);
    child.once('exit', (code, signal) => {
      this.#alive.delete(name);
      if (signal === 'SIGKILL' && !this.#isOver) this.#start(resolve, reject);
      else if (signal === null && code !== 0) reject(new Error(`${name} ended with ${String(code)}`));
      else if (this.#alive.size === 0) resolve();
    });
  }
}
