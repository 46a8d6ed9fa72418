import { isNobody } from '../model/owner.ts';
import { nameRows, type RowIdentity } from '../model/rowIdentity.ts';
import { plainText } from '../text/inline.ts';
import { commonLines, type DiffWork } from '../text/lineDiff.ts';
import { toLines } from '../text/lineMerge.ts';
import type { TableBlock, TableRow } from '../text/markdown.ts';
import { scanMarkdown } from '../text/markdownScanner.ts';
import { readDelimiter, splitRow } from '../text/pipeRow.ts';
import type { Range } from '../text/range.ts';
import { SourceText } from '../text/sourceText.ts';
import { cellText } from '../text/table.ts';
import { findTaskTables, taskColumns, type FoundTable } from './progressFileTasks.ts';

/** A row of a task table as a merge sees it: by itself, without the text that it stands in. */
export interface MergeRow {
  /** The same in all versions of the text, and in each of them no other row's. */
  readonly key: string;
  /** What people call it: its title, else its ID. */
  readonly label: string;
  /** By the names of their columns. */
  readonly cells: ReadonlyMap<string, string>;
  readonly owner: string | undefined;
  /** With its ending. */
  readonly line: string;
  readonly table: MergeTable;
}

/** What the rows of a table have in common. */
export interface MergeTable {
  /** Head and delimiter line, without their endings. */
  readonly top: readonly [head: string, delimiter: string];
  /** The name of each column, each once. */
  readonly columns: readonly string[];
  readonly statusColumn: string;
  readonly ownerColumn: string | undefined;
}

/** One version of the text. */
export interface Side {
  /** Each with its ending. */
  readonly lines: readonly string[];
  /** What a line is compared by: a row by its key, so that other cells and white space make no difference. */
  readonly tokens: string[];
  readonly rows: Map<string, MergeRow>;
  readonly rowAt: (MergeRow | undefined)[];
}

export interface Sides {
  readonly ours: Side;
  readonly base: Side;
  readonly theirs: Side;
}

interface FoundRow extends RowIdentity {
  readonly at: number;
  readonly row: TableRow;
  readonly table: MergeTable;
}

/**
 * Reads the three versions so that each row is the same thing in all of them. Where the scanner is sure of all three, their tables
 * are those that it finds; otherwise whatever looks like a task table is one in each. A line that a side has just as the base has
 * it is what it is in the base, whatever was typed around it.
 */
export function readSides(ours: string, base: string, theirs: string, work: DiffWork): Sides {
  const texts = [ours, base, theirs].map((text) => new SourceText(text));
  const sure = texts.map(findSureTables);
  const tables = sure.every((found) => found !== undefined) ? sure : texts.map(findLikelyTables);
  const rows = texts.map((source, i) => (tables[i] ?? []).flatMap((table) => findRows(source, table)));
  const names = nameRows(rows);
  const [own, old, other] = texts.map((source, i) => {
    const keys = (names[i] ?? []).map(({ kind, name }) => (kind === 'unique' ? name : undefined));
    return toSide(source, tables[i] ?? [], rows[i] ?? [], keys);
  });
  if (own === undefined || old === undefined || other === undefined)
    throw new Error('three texts, three sides');
  alignWithBase(own, old, work);
  alignWithBase(other, old, work);
  return { ours: own, base: old, theirs: other };
}

/** The task tables of a text that the scanner is sure of. */
function findSureTables(source: SourceText): readonly FoundTable[] | undefined {
  const markdown = scanMarkdown(source);
  return 'blocks' in markdown ? findTaskTables({ source, markdown }) : undefined;
}

/** Whatever looks like a task table, wherever it stands: the rest of the text has no say in it. */
function findLikelyTables(source: SourceText): readonly FoundTable[] {
  const found: FoundTable[] = [];
  let heading: string | undefined;
  for (let line = 0; line < source.lineCount; line++) {
    const range = withoutIndent(source, line);
    const text = source.slice(range);
    if (/^#{1,6} /.test(text)) heading = plainText(text.replace(/^#+/, '').replace(/ #+$/, '')).trim();
    const table = tableAt(source, line);
    const columns = table === undefined ? undefined : taskColumns(source, table);
    if (table === undefined || columns === undefined) continue;
    found.push({ table, columns, heading });
    line = source.lineAt(table.range.end);
  }
  return found;
}

function tableAt(source: SourceText, line: number): TableBlock | undefined {
  if (line + 1 >= source.lineCount || !source.slice(source.lineRange(line)).includes('|')) return undefined;
  const header = splitRow(source.text, withoutIndent(source, line));
  const below = withoutIndent(source, line + 1);
  const delimiter = readDelimiter(source.text, below);
  if (header === undefined || delimiter?.cells.length !== header.cells.length) return undefined;
  const rows: TableRow[] = [];
  // What is being typed between the rows is none of them, and does not end them: the next heading or table does.
  let typed = false;
  for (let next = line + 2; next < source.lineCount; next++) {
    const range = withoutIndent(source, next);
    const text = source.slice(range);
    if (/^#{1,6} /.test(text)) break;
    const row = text.includes('|') ? splitRow(source.text, range) : undefined;
    if (row === undefined || (typed && row.cells.length !== header.cells.length)) {
      typed = true;
      continue;
    }
    if (
      next + 1 < source.lineCount &&
      readDelimiter(source.text, withoutIndent(source, next + 1)) !== undefined
    )
      break;
    rows.push(row);
  }
  const end = rows.at(-1)?.range.end ?? below.end;
  return {
    kind: 'table',
    range: { start: header.range.start, end },
    header,
    delimiter: delimiter.range,
    rows,
  };
}

/** Up to three spaces before a line are none. */
function withoutIndent(source: SourceText, line: number): Range {
  const { start, end } = source.lineRange(line);
  const indent = /^ {0,3}/.exec(source.text.slice(start, Math.min(end, start + 3)))?.[0].length ?? 0;
  return { start: start + indent, end };
}

function findRows(source: SourceText, { table, columns, heading }: FoundTable): readonly FoundRow[] {
  const names = eachOnce(columns.names);
  const shared: MergeTable = {
    top: [source.slice(table.header.range), source.slice(table.delimiter)],
    columns: names,
    statusColumn: names[columns.status] ?? '',
    ownerColumn: names[columns.owner],
  };
  const plain = (row: TableRow, column: number): string => {
    const cell = row.cells[column];
    return cell === undefined ? '' : plainText(cellText(source, cell)).trim();
  };
  return table.rows.map((row) => {
    const id = plain(row, columns.id);
    return {
      at: source.lineAt(row.range.start),
      row,
      table: shared,
      title: plain(row, columns.task),
      ...(isNobody(id) ? {} : { id }),
      ...(heading === undefined ? {} : { heading }),
    };
  });
}

/** Two columns of one name are two columns. */
function eachOnce(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}\0${count}`;
  });
}

function toSide(
  source: SourceText,
  tables: readonly FoundTable[],
  found: readonly FoundRow[],
  keys: readonly (string | undefined)[],
): Side {
  const lines = toLines(source.text);
  const tokens = lines.map((line) => line.replace(/(?:\r\n|\n|\r)$/, ''));
  const rowAt: (MergeRow | undefined)[] = lines.map(() => undefined);
  const rows = new Map<string, MergeRow>();
  for (const { table, columns } of tables) {
    // White space of the head alone is no change.
    tokens[source.lineAt(table.header.range.start)] = `\0head ${columns.names.join('|')}`;
    tokens[source.lineAt(table.delimiter.start)] = `\0delimiter ${table.header.cells.length}`;
  }
  for (const [i, { at, row, table, title, id }] of found.entries()) {
    const key = keys[i];
    if (key === undefined) continue;
    const cells = new Map<string, string>();
    for (const [column, cell] of row.cells.entries())
      cells.set(table.columns[column] ?? `\0${column}`, source.slice(cell.content));
    const owner = table.ownerColumn === undefined ? '' : (cells.get(table.ownerColumn) ?? '');
    const merged: MergeRow = {
      key,
      label: title === '' ? (id ?? '') : title,
      cells,
      owner: isNobody(owner) ? undefined : owner.replaceAll('\\|', '|'),
      line: lines[at] ?? '',
      table,
    };
    rows.set(key, merged);
    rowAt[at] = merged;
    tokens[at] = `\0row ${key}`;
  }
  return { lines, tokens, rows, rowAt };
}

/**
 * Lines that a side has as the base has them are to it what they are to the base: those in the same order, and rows that were moved,
 * where there is only one such line.
 */
function alignWithBase(side: Side, base: Side, work: DiffWork): void {
  const own = bareLines(side);
  const old = bareLines(base);
  const adopt = (i: number, j: number): void => {
    const now = side.rowAt[j];
    const row = base.rowAt[i];
    if (side.tokens[j] === base.tokens[i]) return;
    if (now !== undefined && side.rows.get(now.key) === now) side.rows.delete(now.key);
    side.tokens[j] = base.tokens[i] ?? '';
    side.rowAt[j] = row;
    if (row !== undefined) side.rows.set(row.key, row);
  };
  for (const [i, j] of commonLines(old, own, work)) adopt(i, j);
  // A second line of the same row is a line like any other.
  for (const [j, row] of side.rowAt.entries())
    if (row !== undefined && side.rows.get(row.key) !== row) {
      side.rowAt[j] = undefined;
      side.tokens[j] = own[j] ?? '';
    }
  const onceHere = onlyOnce(own);
  for (const [line, i] of onlyOnce(old)) {
    const row = base.rowAt[i];
    const j = onceHere.get(line);
    if (row === undefined || j === undefined || side.rows.has(row.key)) continue;
    // Not what is another row of the base.
    if (!base.rows.has(side.rowAt[j]?.key ?? '')) adopt(i, j);
  }
}

/** Without their endings. */
function bareLines({ lines }: Side): readonly string[] {
  return lines.map((line) => line.replace(/(?:\r\n|\n|\r)$/, ''));
}

/** Where each line stands that is there once. */
function onlyOnce(lines: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return new Map(lines.flatMap((line, i) => (counts.get(line) === 1 ? [[line, i] as const] : [])));
}
