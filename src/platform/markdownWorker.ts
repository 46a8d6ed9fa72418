import { Worker } from 'node:worker_threads';
import { t } from '@vscode/l10n';
import type { Disposable } from '../core/base/disposable.ts';
import type { Markdown } from '../core/text/markdown.ts';
import type { NotRead } from '../core/text/markdownRemark.ts';
import type { Rich } from '../../media/board/protocol.ts';
import type { MarkdownResult, RichRequest } from '../project/host.ts';

/** A text whose blocks are asked for, or texts to be rendered. */
export type WorkerQuestion =
  | { readonly id: number; readonly text: string }
  | { readonly id: number; readonly rich: readonly RichRequest[] };

/** The thread's first message: its code is loaded, and texts can come. */
export const workerReady = 'ready';

export type WorkerAnswer =
  | { readonly id: number; readonly result: Markdown | NotRead }
  | { readonly id: number; readonly rich: readonly (readonly Rich[])[] };

interface Waiting {
  readonly question: WorkerQuestion;
  /** Takes the answer, or why there is none. */
  readonly resolve: (answer: WorkerAnswer | { readonly why: string }) => void;
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
    return this.#put((id) => ({ id, text })).then((answer) => {
      if ('why' in answer) return failed(answer.why);
      if (!('result' in answer)) return failed('the answer was another one');
      const { result } = answer;
      return 'blocks' in result
        ? { kind: 'read', markdown: result }
        : failed(result.tooDeep ? t('it is nested too deeply') : result.message);
    });
  }

  /** Texts as safe trees; none when they could not be rendered, or not in time. */
  render(texts: readonly RichRequest[]): Promise<readonly (readonly Rich[])[]> {
    return this.#put((id) => ({ id, rich: texts })).then((answer) => ('rich' in answer ? answer.rich : []));
  }

  #put(ask: (id: number) => WorkerQuestion): Promise<WorkerAnswer | { readonly why: string }> {
    if (this.#disposed) return Promise.resolve(stopped);
    return new Promise((resolve) => {
      this.#queue.push({ question: ask(++this.#ids), resolve });
      this.#next();
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#end();
    for (const { resolve } of this.#queue.splice(0)) resolve(stopped);
    this.#current?.resolve(stopped);
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
        this.#giveUp(t('no thread can be started for it'));
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
      if (this.#current.question.id === message.id) this.#answer(message);
    });
    worker.on('error', (error) => {
      this.#onError(error);
      if (this.#worker === worker) this.#giveUp(t('reading it ended with an error'));
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#giveUp(t('reading it ended early'));
    });
  }

  #ask(worker: Worker, { question }: Waiting): void {
    worker.ref();
    this.#timer = setTimeout(() => {
      this.#giveUp(t('reading it takes longer than {0} s', this.#limit / 1000));
    }, this.#limit);
    worker.postMessage(question);
  }

  #giveUp(why: string): void {
    this.#end();
    this.#answer({ why });
  }

  #answer(answer: WorkerAnswer | { readonly why: string }): void {
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
    worker?.terminate().catch(this.#onError);
  }
}

function failed(why: string): MarkdownResult {
  return { kind: 'failed', message: t('This file cannot be read as Markdown: {0}.', why) };
}

const stopped = { why: 'Throughline was stopped' };
