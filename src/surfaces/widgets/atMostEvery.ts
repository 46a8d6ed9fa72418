import type { Disposable } from '../../core/base/disposable.ts';

/** Calls at once what is asked for once, and what is asked for again and again at most once in so many milliseconds. */
export class AtMostEvery implements Disposable {
  readonly #milliseconds: number;
  readonly #run: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWanted = false;

  constructor(milliseconds: number, run: () => void) {
    this.#milliseconds = milliseconds;
    this.#run = run;
  }

  readonly ask = (): void => {
    if (this.#timer !== undefined) {
      this.#isWanted = true;
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.#isWanted) return;
      this.#isWanted = false;
      this.ask();
    }, this.#milliseconds);
    this.#run();
  };

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isWanted = false;
  }
}
