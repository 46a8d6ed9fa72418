import type { Clock } from './world.ts';

/** Gives what is to be done next; undefined when nothing is. */
export type NextJob = () => (() => Promise<void>) | undefined;

/**
 * Does one thing after the other, as long as there is something to do: what is begun later ends later, so that an old slow answer never
 * replaces a newer one. A job that fails is told of, and the next one goes on.
 */
export class SerialQueue {
  readonly #clock: Pick<Clock, 'pause'>;
  readonly #next: NextJob;
  readonly #log: (error: unknown) => void;
  #running: Promise<void> | undefined;

  constructor(clock: Pick<Clock, 'pause'>, next: NextJob, log: (error: unknown) => void) {
    this.#clock = clock;
    this.#next = next;
    this.#log = log;
  }

  /** There is something to do. */
  wake(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is left to do. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    try {
      // Events come in bursts: let the burst end before the first look.
      await this.#clock.pause();
      for (let job = this.#next(); job !== undefined; job = this.#next())
        try {
          await job();
        } catch (error) {
          this.#log(error);
        }
    } finally {
      // At once: whoever wakes it a moment later would not be heard.
      this.#running = undefined;
    }
  }
}
