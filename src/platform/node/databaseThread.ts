import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../core/base/disposable.ts';
import type { RowDocument } from '../../core/model/specRows.ts';
import type { Failed } from './databaseFile.ts';
import type { ListedRows, NotPrepared, PreparedChange, RowChange } from './specDatabase.ts';
import type { RowText } from './rowReader.ts';
import { findSqlite } from './sqlite.ts';

/** What is asked of a database, by its path without links. */
export type DatabaseQuestion = { readonly id: number } & Asked;
type Asked =
  | { readonly kind: 'list'; readonly path: string }
  | { readonly kind: 'read'; readonly path: string; readonly documents: readonly RowDocument[] }
  | {
      readonly kind: 'prepare';
      readonly path: string;
      readonly changes: readonly RowChange[];
      readonly isUndo: boolean;
    }
  | { readonly kind: 'finish'; readonly prepared: number; readonly isWanted: boolean }
  | { readonly kind: 'initialize'; readonly path: string; readonly schema: readonly string[] };

export interface DatabaseAnswer {
  readonly id: number;
  readonly result:
    | ListedRows
    | { readonly kind: 'read'; readonly texts: readonly RowText[] }
    /** There are no such tables. */
    | { readonly kind: 'none' }
    | ({ readonly kind: 'prepared'; readonly id: number } & Pick<PreparedChange, 'now'>)
    | { readonly kind: 'done' }
    | NotPrepared;
}

/** The thread's first message: its code is loaded, and questions can come. */
export const databaseReady = 'ready';

/** How long a question may take, in milliseconds: whoever writes may have to wait for others first. */
const limits: Readonly<Record<Asked['kind'], number>> = {
  list: 1000,
  read: 1000,
  prepare: 4000,
  finish: 4000,
  initialize: 4000,
};

interface Waiting {
  readonly question: DatabaseQuestion;
  readonly resolve: (result: DatabaseAnswer['result']) => void;
}

/**
 * A thread that asks SQLite, one question after the other: nobody waits for a disk or for a lock in the thread of the extension. One
 * that takes too long is left to itself, and another thread goes on.
 */
export class DatabaseThread implements Disposable {
  readonly #workerFile: string | undefined;
  readonly #log: (error: unknown) => void;
  readonly #queue: Waiting[] = [];
  #worker: Worker | undefined;
  #isReady = false;
  #current: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ids = 0;
  #isDisposed = false;

  /** @param workerFile the bundled thread, `dist/databaseWorker.cjs`; without it nothing is opened */
  constructor(workerFile: string | undefined, log: (error: unknown) => void) {
    this.#workerFile = workerFile;
    this.#log = log;
  }

  ask(asked: Asked): Promise<DatabaseAnswer['result']> {
    const unable = this.refusal();
    if (unable !== undefined) return Promise.resolve(unable);
    return new Promise((resolve) => {
      this.#queue.push({ question: { id: ++this.#ids, ...asked }, resolve });
      this.#next();
    });
  }

  /** Why nothing can be asked here. */
  refusal(): Failed | undefined {
    const isAble = !this.#isDisposed && this.#workerFile !== undefined && findSqlite() !== undefined;
    return isAble ? undefined : noSqlite();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#end();
    this.#current?.resolve(noSqlite());
    this.#current = undefined;
    for (const { resolve } of this.#queue.splice(0)) resolve(noSqlite());
  }

  #next(): void {
    if (this.#current !== undefined || this.#isDisposed) return;
    const next = this.#queue.shift();
    if (next === undefined) {
      // An idle thread keeps no process alive.
      this.#worker?.unref();
      return;
    }
    this.#current = next;
    this.#worker ??= this.#start();
    this.#worker?.ref();
    if (this.#isReady) this.#send(next);
  }

  #send({ question }: Waiting): void {
    const limit = limits[question.kind];
    this.#timer = setTimeout(() => {
      this.#fail({ kind: 'failed', problem: { code: 'database.slow', data: { seconds: limit / 1000 } } });
    }, limit);
    this.#worker?.postMessage(question);
  }

  #start(): Worker | undefined {
    if (this.#workerFile === undefined) return undefined;
    const worker = new Worker(this.#workerFile);
    this.#isReady = false;
    worker.on('message', (message: DatabaseAnswer | typeof databaseReady) => {
      if (worker !== this.#worker) return;
      if (message === databaseReady) {
        this.#isReady = true;
        if (this.#current !== undefined) this.#send(this.#current);
      } else if (message.id === this.#current?.question.id) this.#settle(message.result);
    });
    worker.on('error', (error) => {
      this.#log(error);
      if (worker === this.#worker) this.#fail(failed(error.message));
    });
    worker.on('exit', (code) => {
      if (worker === this.#worker) this.#fail(failed(`thread ended: ${code}`));
    });
    return worker;
  }

  #settle(result: DatabaseAnswer['result']): void {
    clearTimeout(this.#timer);
    const waiting = this.#current;
    this.#current = undefined;
    waiting?.resolve(result);
    this.#next();
  }

  #fail(result: Failed): void {
    this.#end();
    this.#settle(result);
  }

  /** What it has not committed is undone with it. */
  #end(): void {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#isReady = false;
    worker?.unref();
    worker?.terminate().catch(this.#log);
  }
}

function failed(text: string): Failed {
  return { kind: 'failed', problem: { code: 'database.failed', data: { text } } };
}

function noSqlite(): Failed {
  return { kind: 'failed', problem: { code: 'database.noSqlite', data: { node: process.versions.node } } };
}
