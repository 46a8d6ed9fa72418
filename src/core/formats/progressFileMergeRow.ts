import { applyEdits } from '../text/edit.ts';
import { splitRow } from '../text/pipeRow.ts';
import type { Range } from '../text/range.ts';
import { SourceText } from '../text/sourceText.ts';
import { setCell } from '../text/table.ts';
import type { MergeRow } from './progressFileSides.ts';

/** The columns, and the cells behind the last column, in which a row is not what it was. */
export function changedColumns(old: MergeRow, now: MergeRow): readonly string[] {
  const extra = [...old.cells.keys(), ...now.cells.keys()].filter((name) => name.startsWith('\0'));
  return [...new Set([...now.table.columns, ...extra])].filter(
    (name) => (old.cells.get(name) ?? '') !== (now.cells.get(name) ?? ''),
  );
}

/** One row of both; no line when they cannot both have what they want. `both`: they changed its status or owner alike. */
export function mergeRow(
  old: MergeRow | undefined,
  own: MergeRow,
  other: MergeRow,
): { readonly line: string | undefined; readonly both: boolean } {
  if (old === undefined)
    return { line: changedColumns(own, other).length === 0 ? own.line : undefined, both: false };
  const mine = changedColumns(old, own);
  const yours = changedColumns(old, other);
  const claims = ({ table }: MergeRow, changed: readonly string[]): boolean =>
    changed.some((name) => name === table.statusColumn || name === table.ownerColumn);
  const contested = claims(own, mine) && claims(other, yours);
  const claimOf = ({ cells, table }: MergeRow): string =>
    JSON.stringify([cells.get(table.statusColumn) ?? '', cells.get(table.ownerColumn ?? '') ?? '']);
  if (contested && claimOf(own) !== claimOf(other)) return { line: undefined, both: true };
  if (mine.some((name) => yours.includes(name) && own.cells.get(name) !== other.cells.get(name)))
    return { line: undefined, both: false };
  // The one who changed the columns, or else more than white space, has the line; what the other changed is put into it.
  const columns = ({ table }: MergeRow): string => JSON.stringify(table.columns);
  const otherHasLine =
    columns(own) === columns(other)
      ? mine.length === 0 && own.line === old.line
      : columns(own) === columns(old);
  const line = otherHasLine ? withCells(other, own, mine) : withCells(own, other, yours);
  return { line, both: contested };
}

/** The line of a row with some cells of another; undefined when they have no place in it. */
function withCells(into: MergeRow, from: MergeRow, names: readonly string[]): string | undefined {
  const [head, delimiter] = into.table.top;
  const ending = /(?:\r\n|\n|\r)?$/.exec(into.line)?.[0] ?? '';
  let line = into.line.slice(0, into.line.length - ending.length);
  for (const name of names) {
    if (into.cells.get(name) === from.cells.get(name)) continue;
    const column = into.table.columns.indexOf(name);
    if (column < 0) return undefined;
    // A table of this row alone, in which cells are changed one after the other.
    const text = `${head}\n${delimiter}\n${line}`;
    const source = new SourceText(text);
    const header = splitRow(text, source.lineRange(0));
    const row = splitRow(text, indented(source, 2));
    if (header === undefined || row === undefined) return undefined;
    const table = {
      kind: 'table' as const,
      range: { start: 0, end: text.length },
      header,
      delimiter: source.lineRange(1),
      rows: [row],
    };
    const value = (from.cells.get(name) ?? '').replaceAll('\\|', '|');
    const edits = setCell(source, table, row, column, value);
    if ('kind' in edits) return undefined;
    const result = applyEdits(text, edits);
    if (result.kind === 'mismatch') return undefined;
    line = result.text.slice(source.lineStart(2));
  }
  return line + ending;
}

function indented(source: SourceText, line: number): Range {
  const { start, end } = source.lineRange(line);
  const indent = /^ */.exec(source.text.slice(start, end))?.[0].length ?? 0;
  return { start: start + indent, end };
}
