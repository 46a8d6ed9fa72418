import { isNobody } from '../model/owner.ts';
import { plainText } from '../text/inline.ts';
import { applyEdits } from '../text/edit.ts';
import { mergeLines, maximumLines, toLines, type LineSpan } from '../text/lineMerge.ts';
import type { TableBlock, TableRow } from '../text/markdown.ts';
import { scanMarkdown } from '../text/markdownScanner.ts';
import { SourceText } from '../text/sourceText.ts';
import { cellText, setCell } from '../text/table.ts';
import { taskColumns, type TaskColumns } from './progressFileTasks.ts';

/** What two sides want, and cannot both have. */
export interface MergeConflict {
  /** `task`: the row of one task. `text`: lines that are no rows, or rows that one side removed and the other changed. */
  readonly kind: 'task' | 'text';
  /** Title of the task, or the first line in question. */
  readonly title: string;
  /** Zero-based line in the merged text. */
  readonly line: number;
  /** Who each side says owns it; undefined for nobody. */
  readonly ours?: string;
  readonly theirs?: string;
  /** False when both wrote the same: merged, but two may be at it. */
  readonly open: boolean;
}

export interface MergeResult {
  readonly text: string;
  readonly conflicts: readonly MergeConflict[];
}

/** What the conflict markers call the two sides. */
export interface MergeNames {
  readonly ours: string;
  readonly theirs: string;
}

/** Which side has an open conflict; undefined leaves it, between markers. */
export type Decide = (
  conflict: Pick<MergeConflict, 'kind' | 'title' | 'ours' | 'theirs'>,
) => 'ours' | 'theirs' | undefined;

interface Row {
  readonly key: string;
  readonly cells: ReadonlyMap<string, string>;
  readonly owner: string | undefined;
  readonly line: string;
  readonly table: TableBlock;
  readonly row: TableRow;
  readonly columns: TaskColumns;
}

interface Side {
  readonly source: SourceText;
  /** Each with its ending. */
  readonly lines: readonly string[];
  /** What a line is compared by: a row by its task, so that other cells and white space make no difference. */
  readonly tokens: string[];
  readonly rows: ReadonlyMap<string, Row>;
  readonly rowAt: readonly (Row | undefined)[];
}

/**
 * Merges two versions of a progress file by cells: rows are known by their tasks, so claims of different rows never conflict,
 * wherever they stand and whoever aligned the table anew. A row whose status or owner both changed is always reported, also when
 * both wrote the same. What cannot be merged stays between conflict markers, one row or stretch at a time.
 * @param base what both come from; undefined when that is not known: then rows that differ are all in question
 */
export function mergeProgressFiles(
  base: string | undefined,
  ours: string,
  theirs: string,
  names: MergeNames,
  decide: Decide = () => undefined,
): MergeResult | undefined {
  const sides = { ours: readSide(ours), base: readSide(base ?? ''), theirs: readSide(theirs) };
  if (Object.values(sides).some(({ lines }) => lines.length > maximumLines)) return undefined;
  markRemoved(sides.base, sides.ours, sides.theirs);
  const endings = {
    ours: endingOf(ours),
    theirs: endingOf(theirs),
  };
  const ending = base === undefined || endings.ours !== endingOf(base) ? endings.ours : endings.theirs;
  const out: string[] = [];
  const conflicts: MergeConflict[] = [];
  const placed = new Set<string>();

  // A line that ends like most of its text follows a change of all endings; an odd one stays odd.
  const usual = new Set([endings.ours, endings.theirs, endingOf(base ?? ours), '']);
  const put = (line: string): void => {
    const own = /(?:\r\n|\n|\r)?$/.exec(line)?.[0] ?? '';
    out.push(usual.has(own) ? line.slice(0, line.length - own.length) + ending : line);
  };
  const putBetween = (
    conflict: Omit<MergeConflict, 'line' | 'open'>,
    own: readonly string[],
    other: readonly string[],
  ): void => {
    const decided = decide(conflict);
    if (decided !== undefined) {
      (decided === 'ours' ? own : other).forEach(put);
      return;
    }
    conflicts.push({ ...conflict, line: out.length, open: true });
    put(`<<<<<<< ${names.ours}`);
    own.forEach(put);
    put('=======');
    other.forEach(put);
    put(`>>>>>>> ${names.theirs}`);
  };
  const putRow = (key: string): void => {
    if (placed.has(key)) return;
    placed.add(key);
    const own = sides.ours.rows.get(key);
    const other = sides.theirs.rows.get(key);
    if (own === undefined || other === undefined) {
      put((own ?? other)?.line ?? '');
      return;
    }
    const merged = mergeRow(sides.base.rows.get(key), own, other, sides);
    const conflict = {
      kind: 'task' as const,
      title: key,
      ...(own.owner === undefined ? {} : { ours: own.owner }),
      ...(other.owner === undefined ? {} : { theirs: other.owner }),
    };
    if (merged.line === undefined) putBetween(conflict, [own.line], [other.line]);
    else {
      if (merged.both) conflicts.push({ ...conflict, line: out.length, open: false });
      put(merged.line);
    }
  };
  const putSpan = (side: Side, { from, count }: LineSpan): void => {
    for (let i = from; i < from + count; i++) {
      const row = side.rowAt[i];
      if (row === undefined) put(variant(side.tokens[i] ?? '', side.lines[i] ?? '', sides));
      else putRow(row.key);
    }
  };

  for (const region of mergeLines(sides.ours.tokens, sides.base.tokens, sides.theirs.tokens)) {
    if (region.kind === 'settled') {
      putSpan(sides[region.side], region.span);
      continue;
    }
    const [own, old, other] = [
      linesOf(sides.ours, region.ours),
      linesOf(sides.base, region.base),
      linesOf(sides.theirs, region.theirs),
    ];
    const order = mergeSets(own, old, other);
    if (order === undefined) {
      const first = [...own, ...other].find(({ line }) => line.trim() !== '');
      putBetween(
        { kind: 'text', title: first?.line.trim() ?? '' },
        own.map(({ line }) => line),
        other.map(({ line }) => line),
      );
    } else
      for (const { key, line } of order)
        if (key === undefined) put(line);
        else putRow(key);
  }
  return { text: withoutAddedEnding(out.join(''), base, ours, theirs), conflicts };
}

function readSide(text: string): Side {
  const source = new SourceText(text);
  const lines = toLines(text);
  const tokens = lines.map((line) => line.replace(/(?:\r\n|\n|\r)$/, ''));
  const rowAt: (Row | undefined)[] = lines.map(() => undefined);
  const markdown = scanMarkdown(source);
  const rows = new Map<string, Row>();
  const twice = new Set<string>();
  for (const block of 'blocks' in markdown ? markdown.blocks : []) {
    if (block.kind !== 'table') continue;
    const columns = taskColumns(source, block);
    if (columns === undefined) continue;
    // White space of the head alone is no change.
    tokens[source.lineAt(block.header.range.start)] = `\0head ${columns.names.join('|')}`;
    tokens[source.lineAt(block.delimiter.start)] = `\0delimiter ${block.header.cells.length}`;
    for (const row of block.rows) {
      const at = source.lineAt(row.range.start);
      const title = row.cells[columns.task];
      const key = title === undefined ? '' : plainText(cellText(source, title)).trim();
      if (key === '' || rows.has(key)) {
        twice.add(key);
        continue;
      }
      const cells = new Map<string, string>();
      for (const [i, cell] of row.cells.entries())
        cells.set(columns.names[i] ?? `column ${i}`, source.slice(cell.content));
      const ownerCell = row.cells[columns.owner];
      const owner = ownerCell === undefined ? '' : cellText(source, ownerCell).trim();
      rows.set(key, {
        key,
        cells,
        owner: isNobody(owner) ? undefined : owner,
        line: lines[at] ?? '',
        table: block,
        row,
        columns,
      });
      rowAt[at] = rows.get(key);
    }
  }
  // A title that stands there twice names no row.
  for (const key of twice) rows.delete(key);
  for (const [i, row] of rowAt.entries())
    if (row !== undefined && rows.has(row.key)) tokens[i] = `\0row ${row.key}`;
    else rowAt[i] = undefined;
  return { source, lines, tokens, rows, rowAt };
}

/** A row that one side removed and the other changed is in question: to the comparison of lines it is another line then. */
function markRemoved(base: Side, ours: Side, theirs: Side): void {
  for (const [kept, other] of [
    [ours, theirs],
    [theirs, ours],
  ] as const)
    for (const [i, row] of kept.rowAt.entries()) {
      const old = row === undefined ? undefined : base.rows.get(row.key);
      if (row === undefined || old === undefined || other.rows.has(row.key)) continue;
      if (changedColumns(old, row).length > 0) kept.tokens[i] = `\0changed ${row.key}`;
    }
}

function changedColumns(old: Row, now: Row): readonly string[] {
  return [...now.columns.names].filter((name) => (old.cells.get(name) ?? '') !== (now.cells.get(name) ?? ''));
}

/** One row of both; no line when they cannot both have what they want. `both`: they changed its status or owner alike. */
function mergeRow(
  old: Row | undefined,
  own: Row,
  other: Row,
  sides: { readonly ours: Side; readonly theirs: Side },
): { readonly line: string | undefined; readonly both: boolean } {
  if (old === undefined)
    return { line: changedColumns(own, other).length === 0 ? own.line : undefined, both: false };
  const mine = changedColumns(old, own);
  const yours = changedColumns(old, other);
  const claims = (row: Row, changed: readonly string[]): boolean =>
    changed.some((name) => [row.columns.status, row.columns.owner].includes(row.columns.names.indexOf(name)));
  const contested = claims(own, mine) && claims(other, yours);
  const value = (row: Row, column: number): string => row.cells.get(row.columns.names[column] ?? '') ?? '';
  const alike =
    value(own, own.columns.status) === value(other, other.columns.status) &&
    value(own, own.columns.owner) === value(other, other.columns.owner);
  if (contested && !alike) return { line: undefined, both: true };
  if (mine.some((name) => yours.includes(name) && own.cells.get(name) !== other.cells.get(name)))
    return { line: undefined, both: false };
  // The one who changed more than white space has the line; what the other changed is put into it.
  const [into, side, from, names] =
    mine.length === 0 && own.line === old.line
      ? [other, sides.theirs, own, mine]
      : [own, sides.ours, other, yours];
  return { line: withCells(into, side.source, from, names), both: contested };
}

/** The line of a row with some cells of another; undefined when they have no place in it. */
function withCells(into: Row, source: SourceText, from: Row, names: readonly string[]): string | undefined {
  let { line } = into;
  for (const name of names) {
    if (into.cells.get(name) === from.cells.get(name)) continue;
    const column = into.columns.names.indexOf(name);
    if (column < 0) return undefined;
    // Cells are changed one after the other, each in the line as the one before left it.
    const start = source.lineStart(source.lineAt(into.row.range.start));
    const whole = source.text.slice(0, start) + line + source.text.slice(start + into.line.length);
    const at = new SourceText(whole);
    const markdown = scanMarkdown(at);
    const table =
      'blocks' in markdown
        ? markdown.blocks.find(
            (block) => block.kind === 'table' && block.range.start === into.table.range.start,
          )
        : undefined;
    if (table?.kind !== 'table') return undefined;
    const row = table.rows.find(({ range }) => at.lineAt(range.start) === at.lineAt(start));
    if (row === undefined) return undefined;
    const value = from.cells.get(name) ?? '';
    const edits = setCell(at, table, row, column, value.replaceAll('\\|', '|'));
    if ('kind' in edits) return undefined;
    const result = applyEdits(whole, edits);
    if (result.kind === 'mismatch') return undefined;
    line = result.text.slice(start, result.text.length - (whole.length - start - line.length));
  }
  return line;
}

interface Line {
  readonly token: string;
  readonly line: string;
  readonly key: string | undefined;
}

function linesOf(side: Side, { from, count }: LineSpan): readonly Line[] {
  return Array.from({ length: count }, (_, i) => ({
    token: side.tokens[from + i] ?? '',
    line: side.lines[from + i] ?? '',
    key: side.rowAt[from + i]?.key,
  }));
}

/**
 * Rows and list items are things of their own: what each side added stays, what one removed goes, in our order. Undefined when
 * there is anything else among them, or when something was removed here and changed there.
 */
function mergeSets(
  own: readonly Line[],
  old: readonly Line[],
  other: readonly Line[],
): readonly Line[] | undefined {
  const all = [...own, ...old, ...other];
  const rows = all.every(({ token }) => token.startsWith('\0row '));
  const items = old.length === 0 && all.every(({ token }) => /^\s*(?:[-*+]|\d+[.)])\s/.test(token));
  if (!rows && !items) return undefined;
  const has = (lines: readonly Line[], { token }: Line): boolean =>
    lines.some((line) => line.token === token);
  const result = own.filter((line) => has(other, line) || !has(old, line));
  for (const [i, line] of other.entries()) {
    if (has(own, line) || has(old, line)) continue;
    // Behind the one that it stands behind on the other side, and behind what we added there.
    const before = other[i - 1];
    const at = before === undefined ? -1 : result.findIndex(({ token }) => token === before.token);
    if (at < 0 || !has(old, before ?? line)) result.push(line);
    else result.splice(at + 1, 0, line);
  }
  return result;
}

/** A head or delimiter line as the side that changed its white space has it. */
function variant(
  token: string,
  line: string,
  { ours, base, theirs }: Record<'ours' | 'base' | 'theirs', Side>,
): string {
  if (!token.startsWith('\0')) return line;
  const find = (side: Side): string | undefined => {
    const at = side.tokens.indexOf(token);
    return at >= 0 && !side.tokens.includes(token, at + 1) ? side.lines[at] : undefined;
  };
  const own = find(ours);
  const other = find(theirs);
  if (own === undefined || other === undefined) return line;
  return own === find(base) ? other : own;
}

function endingOf(text: string): string {
  const counts = new Map<string, number>();
  for (const [ending] of text.matchAll(/\r\n|\n|\r/g)) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '\n';
}

/** The last line ends as the side that changed that has it. */
function withoutAddedEnding(text: string, base: string | undefined, ours: string, theirs: string): string {
  const ends = (each: string): boolean => /[\r\n]$/.test(each);
  const wanted = base === undefined || ends(ours) !== ends(base) ? ends(ours) : ends(theirs);
  return wanted ? text : text.replace(/(?:\r\n|\n|\r)$/, '');
}
