/**
 * The ID of one more feature: the highest number of the others and one, written like the last of them: `F004`, `AUTH-12`, 7. The first one
 * is `F001`; undefined where the others have none, or none that ends in a number.
 */
export function nextId(ids: readonly (string | number | undefined)[]): string | number | undefined {
  if (ids.length === 0) return 'F001';
  const last = ids.at(-1);
  if (typeof last === 'number') {
    const numbers = ids.filter((id) => typeof id === 'number');
    return numbers.reduce((most, id) => Math.max(most, id), last) + 1;
  }
  const digits = /\d{1,9}$/.exec(last ?? '')?.[0];
  if (last === undefined || digits === undefined) return undefined;
  const prefix = last.slice(0, -digits.length);
  const highest = ids.reduce<number>((most, id) => {
    const written = String(id ?? '');
    const rest = written.startsWith(prefix) ? written.slice(prefix.length) : '';
    return /^\d{1,9}$/.test(rest) ? Math.max(most, Number(rest)) : most;
  }, 0);
  return `${prefix}${String(highest + 1).padStart(digits.length, '0')}`;
}
