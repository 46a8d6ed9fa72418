import type { TableCell, TableRow } from './markdown.ts';
import type { Range } from './range.ts';

/**
 * Splits one line of a pipe table, as GFM does: at every `|` that no backslash escapes, also inside code spans. `line` begins
 * with the row's first character. Undefined for a line of pipes alone, which is no row that anybody means.
 */
export function splitRow(text: string, line: Range): TableRow | undefined {
  const { start } = line;
  let end = line.end;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  const cells: TableCell[] = [];
  let at = start;
  let from = start;
  if (text[at] === '|') from = ++at;
  let open = true;
  for (; at < end; at++) {
    const unit = text.charCodeAt(at);
    open = true;
    if (unit === backslash && (text.charCodeAt(at + 1) === pipe || text.charCodeAt(at + 1) === backslash))
      at++;
    else if (unit === pipe) {
      cells.push(toCell(text, { start: from, end: at }));
      from = at + 1;
      open = false;
    }
  }
  if (open && from < end) cells.push(toCell(text, { start: from, end }));
  if (cells.length === 0) return undefined;
  return { range: { start, end }, cells };
}

/** Whether a line can be the one under a table's head: dashes, colons, pipes and spaces, with a pipe or a colon. */
export function isDelimiter(text: string, { start, end }: Range): boolean {
  let dashes = 0;
  let others = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 45) dashes++;
    else if (unit === pipe || unit === colon) others++;
    else if (unit !== 32 && unit !== 9) return false;
  }
  return dashes > 0 && others > 0;
}

/** The cells of a delimiter line when each is `---`, `:--`, `--:` or `:-:`; undefined otherwise. */
export function readDelimiter(text: string, line: Range): TableRow | undefined {
  const row = splitRow(text, line);
  return row?.cells.every(({ content }) => /^:?-+:?$/.test(text.slice(content.start, content.end))) === true
    ? row
    : undefined;
}

const backslash = 92;
const pipe = 124;
const colon = 58;

function isSpace(unit: number): boolean {
  return unit === 32 || unit === 9;
}

function toCell(text: string, outer: Range): TableCell {
  let { start, end } = outer;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  if (start < end) return { outer, content: { start, end } };
  const empty = Math.min(outer.start + 1, outer.end);
  return { outer, content: { start: empty, end: empty } };
}
