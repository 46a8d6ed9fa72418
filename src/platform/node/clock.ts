import { calendarDay } from '../../core/base/calendarDay.ts';
import type { Clock } from '../../project/world.ts';

/** Time as it passes in this process. */
export const systemClock: Clock = {
  now: () => performance.now(),
  today: () => calendarDay(new Date()),
  utc: () => new Date().toISOString().replace(/\.\d+/, ''),
  delay: (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    }),
  pause: () =>
    new Promise((resolve) => {
      setImmediate(resolve);
    }),
};
