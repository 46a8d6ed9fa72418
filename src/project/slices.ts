import type { Steps } from '../core/base/steps.ts';
import type { Clock } from './world.ts';

/** Work goes on for this many milliseconds before others get their turn. */
const slice = 6;

/**
 * Visits each item, and lets other work of this thread have its turn every few milliseconds; stops as soon as `goesOn` says
 * no.
 */
export async function inSlices<T>(
  clock: Pick<Clock, 'now' | 'pause'>,
  items: Iterable<T>,
  goesOn: () => boolean,
  visit: (item: T) => void | Promise<void>,
): Promise<void> {
  let since = clock.now();
  for (const item of items) {
    if (!goesOn()) return;
    if (clock.now() - since > slice) {
      await clock.pause();
      since = clock.now();
    }
    const visited = visit(item);
    if (visited instanceof Promise) await visited;
  }
}

/** Does work in steps, and lets other work of this thread have its turn every few milliseconds. */
export async function runInSlices<T>(clock: Pick<Clock, 'now' | 'pause'>, steps: Steps<T>): Promise<T> {
  let since = clock.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (clock.now() - since <= slice) continue;
    await clock.pause();
    since = clock.now();
  }
}

/** The same items, some at a time. */
export function* inChunks<T>(items: Iterable<T>, size: number): Iterable<readonly T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
