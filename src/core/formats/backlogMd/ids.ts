import { comparableId } from '../../model/itemIds.ts';

/** `back-12.3` at the beginning of a file's name: `back-12.3 - Show-parent.md`. */
const atStart = /^([A-Za-z][\w]*(?:-[A-Za-z]\w*)*-\d+(?:\.\d+)*)(?=$|[ _.-])/;

/** The ID that the name of a file says, in upper case. */
export function idInName(name: string): string | undefined {
  return atStart.exec(name)?.[1]?.toUpperCase();
}

/** An ID as people know it: in upper case, with the project's prefix where it is a bare number. */
export function toId(written: string, prefix: string): string {
  const text = written.trim();
  return (/^\d+(?:\.\d+)*$/.test(text) ? `${prefix}-${text}` : text).toUpperCase();
}

/** Whether two IDs are those of the same task: zeros before a number say nothing. */
export function isSameId(a: string, b: string): boolean {
  return comparableId(a) === comparableId(b);
}
