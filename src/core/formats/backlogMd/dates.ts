/** `2026-06-11` for it, for it with a time, and for the older `11-06-26`, `11/06/26` and `11.06.26`; undefined for what is no day. */
export function readDay(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text) ?? [];
  if (year !== undefined && month !== undefined && day !== undefined) return validDay(year, month, day);
  const [, oldDay, oldMonth, oldYear] = /^(\d{2})[-/.](\d{2})[-/.](\d{2})(?:[T ].*)?$/.exec(text) ?? [];
  return oldDay === undefined || oldMonth === undefined || oldYear === undefined
    ? undefined
    : validDay(`20${oldYear}`, oldMonth, oldDay);
}

function validDay(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month}-${day}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : text;
}
