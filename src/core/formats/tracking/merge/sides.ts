import { isNobody } from '../../../model/owner.ts';
import { nameRows, type RowIdentity } from '../../../model/rowIdentity.ts';
import { plainText } from '../../../text/inline.ts';
import { commonLines, type DiffWork } from '../../../text/lineDiff.ts';
import { toLines, withoutEnding } from '../../../text/lineMerge.ts';
import type { TableBlock, TableRow } from '../../../text/markdown.ts';
import { scanMarkdown } from '../../../text/markdownScanner.ts';
import { readDelimiter, splitRow } from '../../../text/pipeRow.ts';
import type { Range } from '../../../text/range.ts';
import { SourceText } from '../../../text/sourceText.ts';
import { cellText } from '../../../text/table.ts';
import { changedCells, extraColumn } from './row.ts';
import type { MergeRow, MergeTable, Side, Sides } from './types.ts';
import { identifyTables, type ReadTable } from './table.ts';
import { keepRenamedRows } from './renamedRows.ts';
import { taskColumns } from '../columns.ts';
import { findTaskTables, type FoundTable } from '../tables.ts';

/**
 * Reads the three versions so that each row is the same thing in all of them. Where the scanner is sure of all three, their tables
 * are those that it finds; otherwise whatever looks like a task table is one in each. A line that a side has just as the base has
 * it is what it is in the base, whatever was typed around it.
 */
export function readSides(ours: string, base: string, theirs: string, work: DiffWork): Sides {
  const texts = [ours, base, theirs].map((text) => new SourceText(text));
  const sure = texts.map(findSureTables);
  const tables = sure.every((found) => found !== undefined) ? sure : texts.map(findLikelyTables);
  const names = nameRows(
    texts.map((source, i) => (tables[i] ?? []).flatMap((table) => findRows(source, table))),
  );
  const [ownTables = [], oldTables = [], otherTables = []] = texts.map((source, i) => {
    let next = 0;
    return (tables[i] ?? []).map((found): ReadTable => {
      const keys = found.rows.map(() => {
        const name = names[i]?.[next++];
        return name?.kind === 'unique' ? name.name : undefined;
      });
      return { source, found, keys };
    });
  });
  const read = [ownTables, oldTables, otherTables];
  const merged = identifyTables(ownTables, oldTables, otherTables);
  const [own, old, other] = texts.map((source, i) => toSide(source, read[i] ?? [], merged[i] ?? []));
  if (own === undefined || old === undefined || other === undefined)
    throw new Error('three texts, three sides');
  alignWithBase(own, old, work);
  alignWithBase(other, old, work);
  keepRenamedRows(own, old, other, work);
  return { ours: own, base: old, theirs: other };
}

/** The task tables of a text that the scanner is sure of. */
function findSureTables(source: SourceText): readonly FoundTable[] | undefined {
  const markdown = scanMarkdown(source);
  return markdown.kind === 'blocks' ? findTaskTables({ source, markdown }) : undefined;
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
    found.push({ table, columns, heading, rows: table.rows, misfits: [] });
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

/** What the rows of a table are known by. */
function findRows(source: SourceText, { rows, columns, heading }: FoundTable): readonly RowIdentity[] {
  return rows.map((row) => {
    const id = plainCell(source, row, columns.id);
    return {
      title: { value: plainCell(source, row, columns.task) },
      ...(isNobody(id) ? {} : { id }),
      ...(heading === undefined ? {} : { heading }),
    };
  });
}

function plainCell(source: SourceText, row: TableRow, column: number): string {
  const cell = row.cells[column];
  return cell === undefined ? '' : plainText(cellText(source, cell)).trim();
}

function toSide(source: SourceText, found: readonly ReadTable[], tables: readonly MergeTable[]): Side {
  const lines = toLines(source.text);
  const tokens = lines.map(withoutEnding);
  const rowAt: (MergeRow | undefined)[] = lines.map(() => undefined);
  const rows = new Map<string, MergeRow>();
  for (const [
    i,
    {
      found: { table: block, columns, rows: ofTable },
      keys,
    },
  ] of found.entries()) {
    const table = tables[i];
    if (table === undefined) continue;
    // Its columns are settled for all of the table, and no change of a line.
    tokens[source.lineAt(block.header.range.start)] = `\0head ${table.key}`;
    tokens[source.lineAt(block.delimiter.start)] = `\0delimiter ${table.key}`;
    for (const [j, row] of ofTable.entries()) {
      const key = keys[j];
      if (key === undefined) continue;
      const cells = new Map<string, string>();
      for (const [column, cell] of row.cells.entries())
        cells.set(table.columns[column] ?? extraColumn(column), source.slice(cell.content));
      const owner = table.ownerColumn === undefined ? '' : (cells.get(table.ownerColumn) ?? '');
      const at = source.lineAt(row.range.start);
      const merged: MergeRow = {
        key,
        label: plainCell(source, row, columns.task) || plainCell(source, row, columns.id),
        cells,
        owner: isNobody(owner) ? undefined : owner.replaceAll('\\|', '|'),
        line: lines[at] ?? '',
        table,
      };
      rows.set(key, merged);
      rowAt[at] = merged;
      tokens[at] = `\0row ${key}`;
    }
  }
  return { lines, tokens, rows, rowAt, tables: new Map(tables.map((table) => [table.key, table])) };
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
  // A row whose line is as it was is what it was, also where the head above it is just being typed and means other cells now.
  for (const [j, row] of side.rowAt.entries()) {
    const before = row === undefined ? undefined : base.rows.get(row.key);
    if (row === undefined || before === undefined || row === before || changedCells(before, row).length === 0)
      continue;
    if (withoutEnding(before.line) !== own[j]) continue;
    side.rows.set(row.key, before);
    side.rowAt[j] = before;
  }
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
  return lines.map(withoutEnding);
}

/** Where each line stands that is there once. */
function onlyOnce(lines: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return new Map(lines.flatMap((line, i) => (counts.get(line) === 1 ? [[line, i] as const] : [])));
}
