/** In milliseconds: as long as the slowest double click of common systems. */
const longestGesture = 500;

/**
 * Tells the second click of a double click from one of its own: by then the first one has changed the row, and another command may be
 * under the mouse than the one that was meant.
 */
export class RowClicks {
  readonly #now: () => number;
  #last: { readonly row: string; readonly at: number } | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Notes a click on a command of a row; whether it goes on with the click before. */
  isSecond(row: string): boolean {
    const at = this.#now();
    const before = this.#last;
    this.#last = { row, at };
    return before?.row === row && at - before.at < longestGesture;
  }
}
