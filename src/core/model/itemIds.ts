import { compareText } from '../base/compareText.ts';

/** The same text for IDs that mean the same item: `TASK-007.1` and `task-7.01`. */
export function comparableId(id: string): string {
  return id
    .trim()
    .toUpperCase()
    .replace(/(?<!\d)0+(?=\d)/g, '');
}

/** `BACK-9` before `BACK-12`. */
export function compareIds(a: string, b: string): number {
  const [one, other] = [partsOf(a), partsOf(b)];
  for (const [i, part] of one.entries()) {
    const against = other[i];
    if (against === undefined) return 1;
    const [n, m] = [Number(part), Number(against)];
    const order = Number.isNaN(n) || Number.isNaN(m) ? compareText(part, against) : n - m;
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

/** Runs of digits, and what is between them. */
function partsOf(id: string): readonly string[] {
  return comparableId(id).match(/\d+|\D+/g) ?? [];
}

/** So many characters are read before the number of an ID in a name. */
const longestPrefix = 40;

/**
 * What a branch's name may say an ID by: `TASK-12` of `tasks/task-12-show-parent`, comparable; each run of whole words that ends in a
 * number.
 */
export function idsInBranch(branch: string): readonly string[] {
  const ids: string[] = [];
  for (const { 0: number, index: end } of branch
    .slice(0, 250)
    .matchAll(/-\d+(?:\.\d+)*(?![\p{L}\p{N}]|\.\d)/gu))
    for (const { index: start } of branch.slice(0, end).matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu))
      if (end - start <= longestPrefix) ids.push(comparableId(branch.slice(start, end + number.length)));
  return ids;
}
