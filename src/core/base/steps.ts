/**
 * Work on a text that may be large, in steps of some milliseconds at most: between two of them whoever runs it may let others have
 * their turn.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** So many lines, rows or blocks are one step. */
export const perStep = 64;

/** Does all steps in one go. */
export function runAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
