import { perStep, type Steps } from '../../base/steps.ts';
import type { StrayRows } from '../../model/codes/tables.ts';
import type { Report } from '../../model/problem.ts';
import type { Block } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import { isDelimiter, splitRow } from '../../text/pipeRow.ts';
import type { SourceText } from '../../text/sourceText.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { paragraphsBehind, type FoundTable } from './tables.ts';

/**
 * Tells of each line that looks like a row of a table and is none, so that no work vanishes without a word: lines that begin with a
 * pipe and have another one, in paragraphs, lists, quotes and HTML. Code, comments and front matter are no text. Lines that follow
 * each other are one problem.
 * @param tables the tables of tasks, with the rows that blank lines cut off from them
 */
export function* reportStrayRows(
  file: MarkdownDocument,
  tables: readonly FoundTable[],
  report: Report,
): Steps<void> {
  const { source } = file;
  if (!hasPipeOutside(source.text, tables)) return;
  const isTaken = takenLines(file, tables);
  const bare = bareRowsBehind(file, tables);
  const tableAbove = tablesInSections(file, tables);
  const { text } = source;
  let looks = 0;
  // Only lines with a pipe can be rows.
  for (let at = text.indexOf('|'); at >= 0; at = text.indexOf('|', at)) {
    let line = source.lineAt(at);
    if (++looks % perStep === 0) yield;
    at = source.lineRange(line).end;
    if (!isStray(source, line, isTaken, bare)) continue;
    const first = line;
    const above = tableAbove(source.lineStart(line));
    // A head of its own may have any number of columns.
    const columns = isHead(source, line) ? undefined : above?.columns.names.length;
    const isLong = (each: number): boolean => columns !== undefined && cellsOf(source, each) > columns;
    if (!isLong(line))
      while (line + 1 < source.lineCount && isStray(source, line + 1, isTaken, bare) && !isLong(line + 1))
        line++;
    at = source.lineRange(line).end;
    const { start } = withoutMarkers(source, first);
    report('row.stray', 'warning', whyNoTable(source, first, line, above), {
      start,
      end: source.lineRange(line).end,
    });
  }
}

/** The table of tasks above a place that no heading parts from it; to be asked for places in the order of the text. */
function tablesInSections(
  { markdown }: MarkdownDocument,
  tables: readonly FoundTable[],
): (offset: number) => FoundTable | undefined {
  const headings = markdown.blocks.filter(({ kind }) => kind === 'heading');
  let nextTable = 0;
  let nextHeading = 0;
  return (offset) => {
    while ((tables[nextTable]?.table.range.start ?? offset) < offset) nextTable++;
    while ((headings[nextHeading]?.range.start ?? offset) < offset) nextHeading++;
    const table = tables[nextTable - 1];
    const heading = headings[nextHeading - 1];
    return table !== undefined && (heading?.range.start ?? 0) <= table.table.range.start ? table : undefined;
  };
}

/** Whether there is a pipe anywhere but in the tables of tasks: in most files there is none. */
function hasPipeOutside(text: string, tables: readonly FoundTable[]): boolean {
  let at = 0;
  for (const { table } of tables) {
    const pipe = text.indexOf('|', at);
    if (pipe < 0 || pipe < table.range.start) return pipe >= 0;
    at = table.range.end;
  }
  return text.includes('|', at);
}

/** By line: 1 where it is part of a table, or of what is no text. */
function takenLines({ source, markdown }: MarkdownDocument, tables: readonly FoundTable[]): Uint8Array {
  const taken = new Uint8Array(source.lineCount);
  const take = ({ start, end }: Range): void => {
    taken.fill(1, source.lineAt(start), source.lineAt(end) + 1);
  };
  for (const block of [...markdown.blocks, ...markdown.nested])
    if (block.kind === 'table' || block.kind === 'code' || block.kind === 'frontMatter') take(block.range);
    else if (block.kind === 'html' && source.text.startsWith('<!--', block.range.start)) take(block.range);
  for (const { rows, table } of tables)
    for (const { range } of rows) if (range.start > table.range.end) take(range);
  return taken;
}

/** Lines behind a table of tasks, and blank lines, that have its number of cells: rows that may do without a pipe at their start. */
function bareRowsBehind(
  { source, markdown }: MarkdownDocument,
  tables: readonly FoundTable[],
): ReadonlySet<number> {
  const found = new Set<number>();
  const { blocks } = markdown;
  const places = new Map<Block, number>(blocks.map((block, i) => [block, i]));
  for (const { table, misfits } of tables) {
    for (const { range } of misfits) found.add(source.lineAt(range.start));
    const at = places.get(table);
    if (at === undefined) continue;
    for (const { range } of paragraphsBehind(source, blocks, at))
      for (let line = source.lineAt(range.start); line <= source.lineAt(range.end); line++) {
        const row = splitRow(source.text, withoutMarkers(source, line));
        if (row !== undefined && row.cells.length > 1 && row.cells.length === table.header.cells.length)
          found.add(line);
      }
  }
  return found;
}

function isStray(source: SourceText, line: number, taken: Uint8Array, bare: ReadonlySet<number>): boolean {
  if (taken[line] === 1) return false;
  if (bare.has(line)) return true;
  const range = withoutMarkers(source, line);
  if (source.text.charAt(range.start) !== '|') return false;
  const text = source.slice(range);
  // git's marker for the base of a conflict is told as that.
  return !/^\|{7,}(?: |$)/.test(text) && /^\|.*?[^\\](?:\\\\)*\|/.test(text);
}

/** The line without what makes it part of quotes and lists. */
export function withoutMarkers(source: SourceText, line: number): Range {
  const { start, end } = source.lineRange(line);
  const head = source.text.slice(start, Math.min(end, start + 200));
  return { start: start + (/^(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*/.exec(head)?.[0].length ?? 0), end };
}

function whyNoTable(
  source: SourceText,
  first: number,
  last: number,
  above: FoundTable | undefined,
): StrayRows {
  if (last > first && isHead(source, first)) {
    const [head, below] = [cellsOf(source, first), cellsOf(source, first + 1)];
    return head === below ? { kind: 'notSetApart' } : { kind: 'unevenHead', head, below };
  }
  const rows = last - first + 1;
  if (above === undefined) return { kind: 'noHead', rows };
  const cells = cellsOf(source, first);
  const columns = above.columns.names.length;
  if (cells > columns) return { kind: 'long', cells, columns };
  return { kind: 'cutOff', rows, line: source.lineAt(above.table.range.start) + 1 };
}

/** Whether a line is followed by what makes a head of one. */
function isHead(source: SourceText, line: number): boolean {
  return line + 1 < source.lineCount && isDelimiter(source.text, withoutMarkers(source, line + 1));
}

function cellsOf(source: SourceText, line: number): number {
  return splitRow(source.text, withoutMarkers(source, line))?.cells.length ?? 0;
}
