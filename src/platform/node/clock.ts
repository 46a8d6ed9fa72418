import type { Clock } from '../../project/world.ts';

/** Time as it passes in this process. */
export const systemClock: Clock = {
  now: () => performance.now(),
  delay: (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    }),
  pause: () =>
    new Promise((resolve) => {
      setImmediate(resolve);
    }),
};
