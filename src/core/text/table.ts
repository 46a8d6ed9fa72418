import { applyEdits, type Edits, type TextEdit } from './edit.ts';
import type { TableBlock, TableCell, TableRow } from './markdown.ts';
import { lineKind } from './markdownLines.ts';
import { splitRow } from './pipeRow.ts';
import type { Range } from './range.ts';
import { SourceText } from './sourceText.ts';
import { textWidth } from './textWidth.ts';

/** Why a cell cannot be given a text: that is no line, the row has no cells, or it would be another row than before. */
export interface UnfitCell {
  readonly kind: 'unfit';
  readonly why: 'lines' | 'noCells' | 'form';
}

/** What a reader sees in a cell: escaped pipes unescaped, the rest as written. */
export function cellText(source: SourceText, cell: TableCell): string {
  const text = source.slice(cell.content);
  return text.includes('\\|') ? text.replaceAll('\\|', '|') : text;
}

/**
 * The edits that put `value` into one cell of a row, and change nothing else: in a column that is aligned the cell
 * keeps its width where the text fits; where it does not, only this line grows; in a compact table the white space
 * around the text stays. Tables are never aligned anew: that turns every merge into a conflict.
 */
export function setCell(
  source: SourceText,
  table: TableBlock,
  row: TableRow,
  column: number,
  value: string,
): Edits | UnfitCell {
  if (/[\r\n]/.test(value)) return { kind: 'unfit', why: 'lines' };
  const text = escapeCell(value);
  const edits = cellEdits(source, table, row, column, text);
  if (edits.kind === 'unfit' || onlyCellDiffers(source, row, column, text, edits.edits)) return edits;
  return { kind: 'unfit', why: 'form' };
}

function cellEdits(
  source: SourceText,
  table: TableBlock,
  row: TableRow,
  column: number,
  text: string,
): Edits | UnfitCell {
  const cell = row.cells[column];
  if (cell === undefined) return addCells(source, table, row, column, text);
  if (source.slice(cell.content) === text) return { kind: 'edits', edits: [] };
  const { outer, content } = cell;
  const before = content.start - outer.start;
  if (content.start === content.end) return fillEmpty(source, cell, text);
  const width = columnWidths(source, table, cell)(column);
  // The last cell of a row without a pipe at its end has nothing behind it to keep in line.
  const closed = source.text.charAt(outer.end) === '|';
  if (width === undefined && closed && text === '') {
    const empty = emptyCells(source, table)(column);
    return replace(source, empty === undefined ? content : outer, empty ?? '');
  }
  if (width === undefined || !closed) {
    const touches = closed && content.end === outer.end && text.endsWith('\\');
    return replace(source, content, touches ? `${text} ` : text);
  }
  const lead = textWidth(source.text.slice(outer.start, content.start));
  const apart = before > 0 || text.endsWith('\\');
  const after = Math.max(apart ? 1 : 0, width - lead - textWidth(text));
  return replace(source, { start: content.start, end: outer.end }, text + ' '.repeat(after));
}

/** `|  |` and `||` become `| text |`. */
function fillEmpty(source: SourceText, { outer }: TableCell, text: string): Edits {
  const room = outer.end - outer.start;
  const width = textWidth(text);
  const padded = ` ${text} `;
  return replace(source, outer, room > width + 2 ? padded + ' '.repeat(room - width - 2) : padded);
}

/** A row that ends before the column gets the cells that are missing, in its own style. */
function addCells(
  source: SourceText,
  table: TableBlock,
  row: TableRow,
  column: number,
  text: string,
): Edits | UnfitCell {
  const last = row.cells.at(-1);
  if (last === undefined) return { kind: 'unfit', why: 'noCells' };
  const emptyIn = emptyCells(source, table);
  let empty = '';
  for (let i = row.cells.length; i < column; i++) empty += `${emptyIn(i) ?? '  '}|`;
  const closed = row.range.end > last.outer.end && source.text.charAt(row.range.end - 1) === '|';
  const added = closed ? `${empty} ${text} |` : ` |${empty} ${text}`;
  return replace(source, { start: row.range.end, end: row.range.end }, added);
}

/**
 * A line for a new row in the style of the table: outer pipes as the head has them, cells as wide as an aligned table's
 * columns. Undefined when the texts cannot stand in such a row.
 */
export function rowText(
  source: SourceText,
  table: TableBlock,
  values: readonly string[],
): string | undefined {
  const { range, cells } = table.header;
  const first = cells[0];
  if (first === undefined || values.some((value) => /[\r\n]/.test(value))) return undefined;
  const opened = source.text.charAt(range.start) === '|';
  const closed = source.text.charAt(range.end - 1) === '|';
  const padded = first.content.start > first.outer.start || !opened;
  const widthOf = columnWidths(source, table);
  const emptyIn = emptyCells(source, table);
  const texts = cells.map((_cell, i) => {
    const text = escapeCell(values[i] ?? '');
    const lead = padded && !(i === 0 && !opened) ? ' ' : '';
    const width = widthOf(i);
    if (i === cells.length - 1 && !closed) return lead + text;
    const empty = text === '' && width === undefined ? emptyIn(i) : undefined;
    if (empty !== undefined) return empty;
    const rest = (width ?? 0) - textWidth(lead + text);
    return lead + text + ' '.repeat(Math.max(padded || text.endsWith('\\') ? 1 : 0, rest));
  });
  const line = `${opened ? '|' : ''}${texts.join('|')}${closed ? '|' : ''}`;
  const read = splitRow(line, { start: 0, end: line.length });
  const fits =
    lineKind(line, 0, line.length) === 'text' &&
    read?.cells.length === cells.length &&
    read.cells.every(
      ({ content }, i) => line.slice(content.start, content.end) === escapeCell(values[i] ?? ''),
    );
  return fits ? line : undefined;
}

function replace(source: SourceText, range: Range, text: string): Edits {
  return { kind: 'edits', edits: [{ range, expect: source.slice(range), text }] };
}

/** A backslash before each pipe, so that no text becomes two cells; one that stands before it already is doubled. */
export function escapeCell(value: string): string {
  return value
    .trim()
    .replace(/\\+\|?|\|/g, (run) => (run.endsWith('|') ? `${run.slice(0, -1).repeat(2)}\\|` : run));
}

/**
 * Whether the row, read again with the edits in it, is a row still, holds `text` in the cell and the old text in all
 * others: odd rows and odd values (`> q` as the first cell of a row without outer pipes) can make another thing of it.
 */
function onlyCellDiffers(
  source: SourceText,
  row: TableRow,
  column: number,
  text: string,
  edits: readonly TextEdit[],
): boolean {
  const { start } = row.range;
  const line = source.slice(row.range);
  const moved = edits.map(({ range, ...edit }) => ({
    ...edit,
    range: { start: range.start - start, end: range.end - start },
  }));
  const result = applyEdits(line, moved);
  if (result.kind === 'mismatch') return false;
  const after = new SourceText(result.text);
  const read = splitRow(after.text, { start: 0, end: after.text.length });
  if (read === undefined || lineKind(after.text, 0, after.text.length) !== 'text') return false;
  const wanted = row.cells.map(({ content }) => source.slice(content));
  while (wanted.length <= column) wanted.push('');
  wanted[column] = text;
  return (
    read.cells.length === wanted.length &&
    read.cells.every(({ content }, i) => after.slice(content) === wanted[i])
  );
}

/**
 * What empty cells of a column are written as most: `| |`, `|  |`, `||`. In a column without any, those of the other columns count,
 * but for the wide ones, which are as wide as their column.
 */
function emptyCells(source: SourceText, { rows }: TableBlock): (column: number) => string | undefined {
  const columns = new Map<number | 'any', Map<string, number>>();
  for (const { cells } of rows)
    for (const [column, { outer, content }] of cells.entries()) {
      if (content.start < content.end || source.text.charAt(outer.end) !== '|') continue;
      const text = source.slice(outer);
      for (const place of text.length > 3 ? [column] : [column, 'any' as const]) {
        const counts = columns.get(place) ?? new Map<string, number>();
        columns.set(place, counts.set(text, (counts.get(text) ?? 0) + 1));
      }
    }
  return (column) => {
    const counts = columns.get(column) ?? columns.get('any') ?? [];
    return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  };
}

/**
 * The width that the cells of a column have, outside, between the pipes: as the whole table is aligned, or as most cells of the column
 * are. Undefined for a compact column.
 * @param changed a cell that says nothing of that, as it may have grown before
 */
function columnWidths(
  source: SourceText,
  table: TableBlock,
  changed?: TableCell,
): (column: number) => number | undefined {
  const aligned = alignedWidths(source, table);
  return (column) => {
    const width = column === table.header.cells.length - 1 ? aligned?.last : aligned?.others[column];
    return width ?? commonWidth(source, table, column, changed);
  };
}

/**
 * The width of most cells of a column, where at least one is padded to have it: in a compact column cells of one length have one width
 * too. Undefined also where the cell that is changed is out of line.
 */
function commonWidth(
  source: SourceText,
  { header, rows }: TableBlock,
  column: number,
  changed: TableCell | undefined,
): number | undefined {
  const widthOf = ({ outer }: TableCell): number => textWidth(source.slice(outer));
  const counts = new Map<number, { cells: number; isPadded: boolean }>();
  let all = 0;
  for (const { cells } of [header, ...rows]) {
    const cell = cells[column];
    if (cell === undefined || cell === changed || source.text.charAt(cell.outer.end) !== '|') continue;
    const { outer, content } = cell;
    const width = widthOf(cell);
    const isPadded = content.start < content.end && outer.end - content.end > 1;
    const before = counts.get(width);
    counts.set(width, {
      cells: (before?.cells ?? 0) + 1,
      isPadded: isPadded || before?.isPadded === true,
    });
    all++;
  }
  const found = [...counts].find(([, { cells, isPadded }]) => isPadded && cells * 2 > all);
  if (found === undefined) return undefined;
  const [width] = found;
  return changed === undefined || widthOf(changed) >= width ? width : undefined;
}

/**
 * The widths that cells have (outside, between the pipes) in a table that is kept aligned: head and delimiter line are equally
 * wide in every column, and no cell is narrower. Undefined for a compact table. The last column often holds texts of any
 * length: it is only `last`, and aligned by itself, where the others are. Looks at every cell once.
 */
function alignedWidths(
  source: SourceText,
  table: TableBlock,
): { readonly others: readonly number[]; readonly last: number | undefined } | undefined {
  const widths = table.header.cells.map(({ outer }) => textWidth(source.slice(outer)));
  const delimiters = source.slice(table.delimiter).replace(/^\|/, '').replace(/\|$/, '').split('|');
  if (delimiters.length !== widths.length) return undefined;
  const last = widths.length - 1;
  const fits = (column: number): boolean =>
    textWidth(delimiters[column] ?? '') === widths[column] &&
    table.rows.every(({ cells }) => {
      const cell = cells[column];
      return cell !== undefined && textWidth(source.slice(cell.outer)) >= (widths[column] ?? 0);
    });
  for (let column = 0; column < last; column++) if (!fits(column)) return undefined;
  return { others: widths.slice(0, last), last: fits(last) ? widths[last] : undefined };
}
