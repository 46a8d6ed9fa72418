import { Worker } from 'node:worker_threads';
import type { Disposable } from '../core/base/disposable.ts';
import type { Markdown } from '../core/text/markdown.ts';
import type { NotRead } from '../core/text/markdownRemark.ts';
import type { MarkdownResult } from '../project/host.ts';

export interface WorkerQuestion {
  readonly id: number;
  readonly text: string;
}

/** The thread's first message: its code is loaded, and texts can come. */
export const workerReady = 'ready';

export interface WorkerAnswer {
  readonly id: number;
  readonly result: Markdown | NotRead;
}

interface Waiting extends WorkerQuestion {
  readonly resolve: (result: MarkdownResult) => void;
}

/** Milliseconds that one text may take, from the moment that its turn comes. */
const defaultLimit = 1000;

/**
 * Reads Markdown with remark in one worker thread, one text after the other, so that hostile text never holds the extension
 * host: a text that takes too long or ends the thread is given up, and the thread replaced.
 */
export class MarkdownWorker implements Disposable {
  readonly #file: string;
  readonly #limit: number;
  readonly #onError: (error: unknown) => void;
  readonly #queue: Waiting[] = [];
  #worker: Worker | undefined;
  #current: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ids = 0;
  #disposed = false;

  constructor(options: {
    /** The bundled thread, `dist/markdownWorker.cjs`. */
    readonly workerFile: string;
    readonly limit?: number;
    /** Hears why a thread ended by itself. */
    readonly onError: (error: unknown) => void;
  }) {
    this.#file = options.workerFile;
    this.#limit = options.limit ?? defaultLimit;
    this.#onError = options.onError;
  }

  /** Total: what cannot be read, or not in time, is a value that says so. */
  parse(text: string): Promise<MarkdownResult> {
    if (this.#disposed) return Promise.resolve(stopped());
    return new Promise((resolve) => {
      this.#queue.push({ id: ++this.#ids, text, resolve });
      this.#next();
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#end();
    for (const { resolve } of this.#queue.splice(0)) resolve(stopped());
    this.#current?.resolve(stopped());
    this.#current = undefined;
  }

  #next(): void {
    if (this.#current !== undefined) return;
    const next = this.#queue.shift();
    if (next === undefined) {
      // An idle thread keeps no process alive.
      this.#worker?.unref();
      return;
    }
    this.#current = next;
    if (this.#worker === undefined) this.#start();
    else this.#ask(this.#worker, next);
  }

  #start(): void {
    let worker: Worker;
    try {
      worker = new Worker(this.#file, {
        resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 4 },
      });
    } catch (error) {
      this.#onError(error);
      // Not at once: whoever asks has to have the promise first, and a queue of thousands is no recursion.
      setImmediate(() => {
        this.#giveUp('no thread can be started for it');
      });
      return;
    }
    this.#worker = worker;
    worker.on('message', (message: WorkerAnswer | typeof workerReady) => {
      if (this.#worker !== worker || this.#current === undefined) return;
      if (message === workerReady) {
        // The clock of the first text starts now: loading is not the text's fault.
        this.#ask(worker, this.#current);
        return;
      }
      const { id, result } = message;
      if (this.#current.id !== id) return;
      this.#answer('blocks' in result ? { kind: 'read', markdown: result } : failed(result.message));
    });
    worker.on('error', (error) => {
      this.#onError(error);
      if (this.#worker === worker) this.#giveUp('reading it ended with an error');
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#giveUp('reading it ended early');
    });
  }

  #ask(worker: Worker, { id, text }: Waiting): void {
    worker.ref();
    this.#timer = setTimeout(() => {
      this.#giveUp(`reading it takes longer than ${this.#limit / 1000} s`);
    }, this.#limit);
    worker.postMessage({ id, text } satisfies WorkerQuestion);
  }

  #giveUp(why: string): void {
    this.#end();
    this.#answer(failed(why));
  }

  #answer(result: MarkdownResult): void {
    clearTimeout(this.#timer);
    const current = this.#current;
    this.#current = undefined;
    current?.resolve(result);
    this.#next();
  }

  #end(): void {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    worker?.terminate().catch(this.#onError);
  }
}

function failed(why: string): MarkdownResult {
  return { kind: 'failed', message: `This file cannot be read as Markdown: ${why}.` };
}

function stopped(): MarkdownResult {
  return failed('Throughline was stopped');
}
