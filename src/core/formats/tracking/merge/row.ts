import { applyEdits } from '../../../text/edit.ts';
import { splitRow } from '../../../text/pipeRow.ts';
import type { Range } from '../../../text/range.ts';
import { SourceText } from '../../../text/sourceText.ts';
import { rowText, setCell } from '../../../text/table.ts';
import { isSame, type TableShape } from './table.ts';
import type { MergeRow } from './types.ts';

/** What a cell behind the last column is known by. */
export function extraColumn(at: number): string {
  return `\0cell ${at}`;
}

function isExtra(name: string): boolean {
  return name.startsWith('\0cell ');
}

/** The names by which a row holds something else than it held; also of columns that are gone, unless they held nothing. */
export function changedCells(old: MergeRow, now: MergeRow): readonly string[] {
  return [...new Set([...old.cells.keys(), ...now.cells.keys()])].filter(
    (name) => (old.cells.get(name) ?? '') !== (now.cells.get(name) ?? ''),
  );
}

/** The columns, and the cells behind the last column, in which a row is not what it was. A column that is gone is no change of a row. */
export function changedColumns(old: MergeRow, now: MergeRow): readonly string[] {
  return changedCells(old, now).filter((name) => now.table.places.has(name) || isExtra(name));
}

/** Whether somebody changed what the row said before: another column beside it says nothing else. */
export function isChanged(old: MergeRow, now: MergeRow): boolean {
  return changedColumns(old, now).some((name) => old.table.places.has(name) || isExtra(name));
}

/** What a row is to hold. */
export interface MergedRow {
  readonly cells: ReadonlyMap<string, string>;
  /** Whose line it is to be written in, where that has the shape. */
  readonly lines: readonly MergeRow[];
  /** What it held, to tell what was left out on purpose. */
  readonly old: MergeRow | undefined;
}

/**
 * One row of both. `open`: they cannot both have what they want, and it is as the first has it in that, with all else that the other
 * changed. `both`: they changed its status or owner.
 */
export function mergeRow(
  old: MergeRow | undefined,
  own: MergeRow,
  other: MergeRow,
): { readonly row: MergedRow; readonly open: boolean; readonly both: boolean } {
  if (old === undefined)
    return { row: rowOf(own, other), open: changedCells(own, other).length > 0, both: false };
  const mine = new Set(changedColumns(old, own));
  const yours = new Set(changedColumns(old, other));
  const claims = ({ table }: MergeRow, changed: ReadonlySet<string>): boolean =>
    changed.has(table.statusColumn) || changed.has(table.ownerColumn ?? '\0');
  const both = claims(own, mine) && claims(other, yours);
  const claim = new Set([own.table.statusColumn, own.table.ownerColumn]);
  const cells = new Map<string, string>();
  let open = false;
  for (const name of [...own.cells.keys(), ...other.cells.keys()]) {
    const [a = '', b = ''] = [own.cells.get(name), other.cells.get(name)];
    // Status and owner are one thing.
    const isMine = mine.has(name) || (both && claim.has(name));
    if (a !== b && isMine && (yours.has(name) || (both && claim.has(name)))) open = true;
    cells.set(name, isMine ? a : yours.has(name) ? b : (own.cells.get(name) ?? b));
  }
  // The one who changed more than white space has the line; what the other changed is put into it.
  const otherHasLine = mine.size === 0 && own.line === old.line;
  return { row: { cells, lines: otherHasLine ? [other, own] : [own, other], old }, open, both };
}

/** A row as one side has it. */
export function rowOf(row: MergeRow, other?: MergeRow, old?: MergeRow): MergedRow {
  return { cells: row.cells, lines: other === undefined ? [row] : [row, other], old };
}

/** How many characters may still be read to put cells into rows one after the other. */
export interface CellWork {
  left: number;
}

/**
 * The line of a row in the shape of the table that it stands in: one that somebody wrote, where it has that shape, else a new one.
 * @param shape undefined where no head is above it: then the line is what it is
 * @returns the line with its ending, and what has no column in it any more, as `Column: text`
 */
export function writeRow(
  { cells, lines, old }: MergedRow,
  shape: TableShape | undefined,
  work: CellWork,
): { readonly line: string; readonly lost: readonly string[] } {
  const [first] = lines;
  if (first === undefined) return { line: '', lost: [] };
  const into = shape === undefined ? first : lines.find(({ table }) => isSame(table.columns, shape.columns));
  const line = into === undefined ? undefined : withCells(into, cells, work);
  if (into !== undefined && line !== undefined)
    return { line, lost: lostOf(cells, old, into.table.places, true) };
  const wanted = shape ?? first.table;
  return {
    line: newLine(wanted, cells) + endingOf(first.line),
    lost: lostOf(cells, old, new Set(wanted.columns), false),
  };
}

function lostOf(
  cells: ReadonlyMap<string, string>,
  old: MergeRow | undefined,
  there: { has(column: string): boolean },
  keepsExtra: boolean,
): readonly string[] {
  return [...cells].flatMap(([name, text]) => {
    if (text === '' || there.has(name) || (keepsExtra && isExtra(name))) return [];
    if (!isExtra(name) && old?.cells.get(name) === text) return [];
    return isExtra(name) ? [text] : [`${name.split('\0', 1).join('')}: ${text}`];
  });
}

function endingOf(line: string): string {
  return /(?:\r\n|\n|\r)?$/.exec(line)?.[0] ?? '';
}

/** The line of a row with other cells, in its style while there is work left; undefined when they have no place in it. */
function withCells(into: MergeRow, cells: ReadonlyMap<string, string>, work: CellWork): string | undefined {
  const ending = endingOf(into.line);
  let line = into.line.slice(0, into.line.length - ending.length);
  for (const [name, text] of cells) {
    if ((into.cells.get(name) ?? '') === text) continue;
    const column = placeIn(into, name);
    // There is no such column: it was left out on purpose, or is told.
    if (column === undefined) continue;
    // A table of this row alone, in which cells are changed one after the other.
    const [head, delimiter] = into.table.top;
    const all = `${head}\n${delimiter}\n${line}`;
    work.left -= all.length;
    if (work.left < 0) return plainLine(into, cells) + ending;
    const source = new SourceText(all);
    const header = splitRow(all, source.lineRange(0));
    const row = splitRow(all, indented(source, 2));
    if (header === undefined || row === undefined) return undefined;
    const table = {
      kind: 'table' as const,
      range: { start: 0, end: all.length },
      header,
      delimiter: source.lineRange(1),
      rows: [row],
    };
    const set = setCell(source, table, row, column, text.replaceAll('\\|', '|'));
    if (set.kind === 'unfit') return undefined;
    const result = applyEdits(all, set.edits);
    if (result.kind === 'mismatch') return undefined;
    line = result.text.slice(source.lineStart(2));
  }
  return line + ending;
}

function placeIn({ table }: MergeRow, name: string): number | undefined {
  return isExtra(name) ? Number(name.slice(extraColumn(0).length - 1)) : table.places.get(name);
}

/** The same cells without the style of their line, and without empty ones at its end. */
function plainLine(into: MergeRow, cells: ReadonlyMap<string, string>): string {
  const texts: string[] = [];
  for (const [name, text] of [...into.cells, ...cells]) {
    const column = placeIn(into, name);
    if (column === undefined || (text === '' && column >= texts.length)) continue;
    while (texts.length < column) texts.push('');
    texts[column] = text;
  }
  return `| ${texts.join(' | ')} |`;
}

function indented(source: SourceText, line: number): Range {
  const { start, end } = source.lineRange(line);
  const indent = /^ */.exec(source.text.slice(start, end))?.[0].length ?? 0;
  return { start: start + indent, end };
}

/** A line for cells under a head, in its style where they can stand in it as they are. */
function newLine(
  { columns, top: [head, delimiter] }: Pick<TableShape, 'columns' | 'top'>,
  cells: ReadonlyMap<string, string>,
): string {
  const texts = columns.map((name) => cells.get(name) ?? '');
  const all = `${head}\n${delimiter}\n`;
  const source = new SourceText(all);
  const header = splitRow(all, source.lineRange(0));
  if (header !== undefined) {
    const table = {
      kind: 'table' as const,
      range: { start: 0, end: all.length },
      header,
      delimiter: source.lineRange(1),
      rows: [],
    };
    const line = rowText(
      source,
      table,
      texts.map((text) => text.replaceAll('\\|', '|')),
    );
    const read = line === undefined ? undefined : splitRow(line, { start: 0, end: line.length });
    if (
      line !== undefined &&
      read?.cells.every(({ content }, i) => line.slice(content.start, content.end) === texts[i]) === true
    )
      return line;
  }
  return `| ${texts.join(' | ')} |`;
}
