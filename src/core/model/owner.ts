import { cutEnd } from '../text/cutEnd.ts';
import { plainText } from '../text/inline.ts';
import { readCellName } from './cellWord.ts';
import type { OwnerNameFault } from './codes/names.ts';
import { nobodySigns, nobodyWords } from './nobodyWords.ts';
import { isPlaceholder } from './placeholder.ts';

/** Whether an Owner cell names nobody: `-`, `—`, empty, `TBD`, `(unassigned)`, `&nbsp;`, `<owner>`... */
export function isNobody(cell: string): boolean {
  if (cell === '' || cell === '-') return true;
  // As nearly all IDs are, and many names: no word for nobody has a digit.
  if (/\d/.test(cell) && /^[\w.+-]+$/.test(cell)) return false;
  const { signs, word, struck } = readCellName(cell);
  if (word === '') return struck || signs.every((sign) => nobodySigns.has(sign));
  if (isPlaceholder(cell.replace(/[*`~]/g, '').trim())) return true;
  return nobodyWords.has(word.replace(/^@/, '')) || /^[-–—]+$/.test(word);
}

const waiting =
  /^(?:(?:waiting|waits?|blocked|depends|depending|pending)\s+(?:on|for|by)\s|(?:after|needs|see)\s+#\d)/i;

/** What an Owner cell says in place of a name, or in brackets behind one, of what its task waits for: `waiting on #2`. */
export function waitingRemark(cell: string): string | undefined {
  const behind = /\(([^()]*)\)\s*$/.exec(cell)?.[1];
  return [cell, behind].find((each) => each !== undefined && waiting.test(each.trim()))?.trim();
}

/** The name in an Owner cell as a reader sees it; undefined for {@link isNobody nobody}. */
export function readOwner(cell: string): string | undefined {
  if (isNobody(cell)) return undefined;
  const { struck, written } = readCellName(cell);
  return struck ? written : plainText(cell).trim();
}

/** Whether an Owner cell names nobody and says no more, so that other cells may say it too. */
export function isPlainNobody(cell: string): boolean {
  const { remark, struck } = readCellName(cell);
  return isNobody(cell) && remark === '' && !struck;
}

/**
 * Whether two Owner cells name the same one: `@zed`, `Zed` and `zed (lead)` do, as names have no case where people are called by an
 * `@`, and so do `Maple Doe` and `maple-doe`, as `ownerSlug` makes names. Several names in a cell are another owner than each of them:
 * see {@link isNamedIn}.
 */
export function isSameOwner(one: string | undefined, other: string | undefined): boolean {
  if (one === other) return true;
  return one !== undefined && other !== undefined && ownerName(one) === ownerName(other);
}

/** Whether an Owner cell names somebody, alone or among others. */
export function isNamedIn(cell: string | undefined, name: string | undefined): boolean {
  if (isSameOwner(cell, name)) return true;
  return cell !== undefined && ownersIn(cell).some((each) => isSameOwner(each, name));
}

/** Each owner once, called as the first cell calls them. */
export function eachOwner(cells: Iterable<string>): readonly string[] {
  const found = new Map<string, string>();
  for (const cell of cells)
    for (const owner of ownersIn(cell)) {
      const name = ownerName(owner);
      if (!found.has(name)) found.set(name, owner);
    }
  return [...found.values()];
}

/** A name of one to three words. */
const likeName = /^@?[\p{L}\p{N}][\p{L}\p{N}._:@+-]*(?: [\p{L}\p{N}][\p{L}\p{N}._-]*){0,2}$/u;

/** The names in an Owner cell: `Tom, Lena`, `Tom & Lena`, `Tom / Lena`, `@tom @lena`. What is no list of names is one owner. */
export function ownersIn(cell: string): readonly string[] {
  if (!/[,;&/+]| @/.test(cell)) return [cell];
  // What is in brackets may hold commas, and is not part of a name.
  const text = plainText(cell)
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ');
  const { written } = readCellName(text);
  const names = written
    .split(written.startsWith('@') ? / ?[,;] ?| [&/+] | (?=@)/ : / ?[,;] ?| [&/+] /)
    .filter((name) => !isNobody(name));
  return names.length > 1 && names.every((name) => likeName.test(name)) ? names : [cell];
}

/** What an Owner cell is compared by. */
export function ownerName(cell: string): string {
  // As nearly all are.
  if (/^[a-z0-9]+(?:[.:+-][a-z0-9]+)*$/.test(cell)) return cell;
  const names = ownersIn(cell);
  if (names.length > 1) return names.map(ownerName).join(', ');
  const { word } = readCellName(cell);
  // `Maple Doe` is who git's slug `maple-doe` names.
  return word === '' ? cell : word.replace(/^@/, '').replace(/ /g, '-');
}

/** The file's `nobody` where it has none of its own. */
export const defaultNobody = '-';

/** What is wrong with a name for an Owner cell; undefined when nothing is. */
export function checkOwner(name: string): OwnerNameFault | undefined {
  if (name === '') return { kind: 'empty' };
  if (name.length > 64) return { kind: 'tooLong' };
  if (!/^[A-Za-z0-9]/.test(name)) return { kind: 'start' };
  if (!/^[A-Za-z0-9._@:+-]+$/.test(name)) return { kind: 'signs' };
  const read = plainText(name);
  if (read !== name) return { kind: 'markdown', name, read };
  if (isNobody(name)) return { kind: 'nobody', name };
  return undefined;
}

/** A name for Owner cells out of git's `user.name`: `Maple Doe` is `maple-doe`; undefined when nothing is left. */
export function ownerSlug(name: string): string | undefined {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 64);
  const slug = cutEnd(words, /-/);
  return checkOwner(slug) === undefined ? slug : undefined;
}
