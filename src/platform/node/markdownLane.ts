import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../core/base/disposable.ts';
import type { WhyNoMarkdown } from '../../core/model/codes/files.ts';
import type { Markdown } from '../../core/text/markdown.ts';
import type { NotRead } from '../../core/text/markdownRemark.ts';
import type { Rich } from '../../core/text/rich.ts';
import type { RichRequest } from '../../project/world.ts';

/** A text whose blocks are asked for, or texts to be rendered. */
export type WorkerQuestion =
  | { readonly kind: 'parse'; readonly id: number; readonly text: string }
  | { readonly kind: 'render'; readonly id: number; readonly rich: readonly RichRequest[] };

/** The thread's first message: its code is loaded, and texts can come. */
export const workerReady = 'ready';

export type WorkerAnswer =
  | { readonly kind: 'parsed'; readonly id: number; readonly result: Markdown | NotRead }
  | { readonly kind: 'rendered'; readonly id: number; readonly rich: readonly (readonly Rich[])[] };

/** Why there is no answer. */
export interface NoAnswer {
  readonly kind: 'none';
  readonly why: WhyNoMarkdown;
  /** Whether the text itself is the reason, so that asking again would end the same way. */
  readonly givenUp: boolean;
}

interface Waiting {
  readonly question: WorkerQuestion;
  /** Characters of all its texts. */
  readonly size: number;
  /** Takes the answer, or why there is none. */
  readonly resolve: (answer: WorkerAnswer | NoAnswer) => void;
  /** Whether it was given up once already while the machine was busy. */
  secondTry?: true;
}

export interface LaneOptions {
  /** The bundled thread, `dist/markdownWorker.cjs`. */
  readonly workerFile: string;
  /** Milliseconds that a text may take, and how many more for each mebibyte of it. */
  readonly limit?: number;
  readonly limitPerMebibyte?: number;
  /** Hears why a thread ended by itself. */
  readonly onError: (error: unknown) => void;
}

/** For a thread that has only just begun, and what remark needs for a mebibyte: five seconds of rows, twenty of small tables. */
const defaultLimit = 1000;
const defaultLimitPerMebibyte = 20_000;
/** A machine that gives this process next to nothing has to end as well. */
const patience = 10;

/**
 * One worker thread that reads one text after the other, short ones first. A text that takes too long or ends the thread is
 * given up, and the thread replaced.
 *
 * What a text may take grows with its size, and is counted in the time that this process had a processor: on a busy machine
 * the wall clock goes on while nobody reads. A thread's own time cannot be asked for in the Node.js of VS Code; other threads
 * of the process only add to what is counted, and a text is never given up before its time has passed on the wall as well.
 */
export class MarkdownLane implements Disposable {
  readonly #options: LaneOptions;
  /** By the binary logarithm of their size: whoever has little to read does not wait for whoever has much. */
  readonly #queues = new Map<number, Set<Waiting>>();
  #worker: Worker | undefined;
  /** Whether the thread has loaded, and got the current text: what ends it before is not the text's fault. */
  #sent = false;
  #current: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ids = 0;
  #disposed = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  ask(size: number, toQuestion: (id: number) => WorkerQuestion): Promise<WorkerAnswer | NoAnswer> {
    if (this.#disposed) return Promise.resolve(stopped);
    return new Promise((resolve) => {
      this.#put({ question: toQuestion(++this.#ids), size, resolve });
      this.#next();
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#end();
    for (const queue of this.#queues.values()) for (const { resolve } of queue) resolve(stopped);
    this.#queues.clear();
    this.#current?.resolve(stopped);
    this.#current = undefined;
  }

  #put(waiting: Waiting): void {
    const rank = Math.floor(Math.log2(waiting.size + 1));
    const queue = this.#queues.get(rank);
    if (queue === undefined) this.#queues.set(rank, new Set([waiting]));
    else queue.add(waiting);
  }

  #take(): Waiting | undefined {
    const ranks = [...this.#queues].flatMap(([rank, queue]) => (queue.size > 0 ? [rank] : []));
    const queue = this.#queues.get(Math.min(...ranks));
    const first = queue?.values().next().value;
    if (first !== undefined) queue?.delete(first);
    return first;
  }

  #next(): void {
    if (this.#current !== undefined || this.#disposed) return;
    const next = this.#take();
    if (next === undefined) {
      // An idle thread keeps no process alive.
      this.#worker?.unref();
      return;
    }
    this.#current = next;
    if (this.#worker === undefined) this.#start();
    else this.#send(this.#worker, next);
  }

  #start(): void {
    let worker: Worker;
    try {
      worker = new Worker(this.#options.workerFile, {
        resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 4 },
      });
    } catch (error) {
      this.#options.onError(error);
      // Not at once: whoever asks has to have the promise first, and a queue of thousands is no recursion.
      setImmediate(() => {
        this.#giveUpAtEnd({ reason: 'noThread' });
      });
      return;
    }
    this.#worker = worker;
    worker.on('message', (message: WorkerAnswer | typeof workerReady) => {
      if (this.#worker !== worker || this.#current === undefined) return;
      if (message === workerReady) {
        // The clock of the first text starts now: loading is not the text's fault.
        this.#send(worker, this.#current);
        return;
      }
      if (this.#current.question.id === message.id) this.#answer(message);
    });
    worker.on('error', (error) => {
      this.#options.onError(error);
      if (this.#worker === worker) this.#giveUpAtEnd({ reason: 'error' });
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#giveUpAtEnd({ reason: 'early' });
    });
  }

  #send(worker: Worker, waiting: Waiting): void {
    const { limit = defaultLimit, limitPerMebibyte = defaultLimitPerMebibyte } = this.#options;
    const allowed = Math.round(limit + (limitPerMebibyte * waiting.size) / 2 ** 20);
    const begun = performance.now();
    const before = process.cpuUsage();
    const check = (): void => {
      const passed = performance.now() - begun;
      const { user, system } = process.cpuUsage(before);
      const left = allowed - Math.min(passed, (user + system) / 1000);
      if (left > 0 && passed < patience * allowed) {
        this.#timer = setTimeout(check, Math.ceil(left));
        return;
      }
      const busy = left > 0;
      if (busy && waiting.secondTry === undefined) this.#tryLater(waiting);
      else this.#giveUp({ reason: 'tooSlow', seconds: allowed / 1000 }, !busy);
    };
    worker.ref();
    this.#sent = true;
    this.#timer = setTimeout(check, allowed);
    worker.postMessage(waiting.question);
  }

  #tryLater(waiting: Waiting): void {
    this.#end();
    this.#current = undefined;
    waiting.secondTry = true;
    this.#put(waiting);
    this.#next();
  }

  /** The thread ended, or was never there. */
  #giveUpAtEnd(why: WhyNoMarkdown): void {
    if (this.#sent) this.#giveUp(why, true);
    else this.#giveUp({ reason: 'noThread' }, false);
  }

  #giveUp(why: WhyNoMarkdown, givenUp: boolean): void {
    this.#end();
    this.#answer({ kind: 'none', why, givenUp });
  }

  #answer(answer: WorkerAnswer | NoAnswer): void {
    clearTimeout(this.#timer);
    const current = this.#current;
    this.#current = undefined;
    current?.resolve(answer);
    this.#next();
  }

  #end(): void {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#sent = false;
    worker?.terminate().catch(this.#options.onError);
  }
}

const stopped: NoAnswer = {
  kind: 'none',
  why: { reason: 'other', text: 'Throughline was stopped' },
  givenUp: false,
};
