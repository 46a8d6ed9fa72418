import { calendarDay } from '../../core/base/calendarDay.ts';

/** The day on this machine's calendar: `yyyy-mm-dd`. */
export function today(): string {
  return calendarDay(new Date());
}
