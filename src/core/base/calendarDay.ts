/** The day of a moment on this machine's calendar: `yyyy-mm-dd`. */
export function calendarDay(moment: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
