import { isStruckOut } from '../../model/cellWord.ts';
import type { TaskColumns } from '../../model/columnHeads.ts';
import type { StreamPart, StreamTask } from '../../model/item.ts';
import { plainText } from '../../text/inline.ts';
import type { Block, HeadingBlock, ParagraphBlock, TableBlock, TableRow } from '../../text/markdown.ts';
import { isDelimiter, splitRow } from '../../text/pipeRow.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { cellText } from '../../text/table.ts';
import { taskColumns } from './columns.ts';
import { readState } from './doneColumn.ts';

/** A table of tasks, as far as its rows need to know it. */
export interface FoundTable {
  readonly table: TableBlock;
  readonly columns: TaskColumns;
  /** Plain text of the nearest heading above it. */
  readonly heading: string | undefined;
  /** Those of the table, then those that blank lines cut off from it: they begin behind its end. */
  readonly rows: readonly TableRow[];
}

/** The tables of tasks of a file, in order, those in lists and quotes among them. */
export function findTaskTables({
  source,
  markdown,
}: Pick<MarkdownDocument, 'source' | 'markdown'>): readonly FoundTable[] {
  const found: FoundTable[] = [];
  const { blocks, nested } = markdown;
  let heading: string | undefined;
  let inside = 0;
  const addNested = (before: number): void => {
    for (; (nested[inside]?.range.start ?? before) < before; inside++) {
      const block = nested[inside];
      const columns = block?.kind === 'table' ? taskColumns(source, block) : undefined;
      if (block?.kind === 'table' && columns !== undefined)
        found.push({ table: block, columns, heading, rows: block.rows });
    }
  };
  for (const [i, block] of blocks.entries()) {
    if (block.kind === 'heading') {
      addNested(block.range.start);
      heading = headingText(source, block);
    }
    if (block.kind !== 'table') continue;
    const columns = taskColumns(source, block);
    if (columns === undefined) continue;
    addNested(block.range.start);
    const cutOff = rowsBehind(source, blocks, i, block, columns);
    const rows = cutOff.length === 0 ? block.rows : [...block.rows, ...cutOff];
    found.push({ table: block, columns, heading, rows });
  }
  addNested(source.text.length + 1);
  return found;
}

/** A table of tasks as it was read from a text. */
export interface ReadTable {
  /** Plain text of the nearest heading above it. */
  readonly title: string | undefined;
  readonly table: TableBlock;
  readonly columns: TaskColumns;
  readonly tasks: readonly StreamTask[];
}

/** The tables of tasks that a part of a stream was read from, in order. */
export function tablesOf(
  { markdown }: MarkdownDocument,
  { tasks = [], groups = [] }: StreamPart,
): readonly ReadTable[] {
  const blocks = new Map(
    [...markdown.blocks, ...markdown.nested].flatMap((block) =>
      block.kind === 'table' ? [[block.range.start, block]] : [],
    ),
  );
  let next = 0;
  return groups.flatMap(({ location, title, columns, count }) => {
    const table = blocks.get(location.range.start);
    const own = tasks.slice(next, (next += count));
    return table === undefined || columns === undefined ? [] : [{ title, table, columns, tasks: own }];
  });
}

/** What a reader sees of a heading. */
export function headingText(source: SourceText, { content }: HeadingBlock): string {
  return plainText(source.slice(content)).trim();
}

/**
 * Rows that only blank lines part from their table: GFM ends a table there, people and agents do not. Paragraphs count as long as each
 * line has as many cells as the head, none is a head or a delimiter, and each has a known word for its status.
 */
function rowsBehind(
  source: SourceText,
  blocks: readonly Block[],
  at: number,
  table: TableBlock,
  columns: TaskColumns,
): readonly TableRow[] {
  const found: TableRow[] = [];
  for (const { range } of paragraphsBehind(source, blocks, at)) {
    const rows = rowsOf(source, range, table, columns);
    if (rows === undefined) break;
    for (const row of rows) found.push(row);
  }
  return found;
}

/** The paragraphs that only blank lines part from a block, and from each other. */
export function* paragraphsBehind(
  source: SourceText,
  blocks: readonly Block[],
  at: number,
): Generator<ParagraphBlock> {
  let end = blocks[at]?.range.end ?? 0;
  for (let i = at + 1; i < blocks.length; i++) {
    const block = blocks[i];
    if (block?.kind !== 'paragraph' || source.text.slice(end, block.range.start).trim() !== '') return;
    yield block;
    ({ end } = block.range);
  }
}

function rowsOf(
  source: SourceText,
  paragraph: Range,
  { header }: TableBlock,
  columns: TaskColumns,
): readonly TableRow[] | undefined {
  const rows: TableRow[] = [];
  const last = source.lineAt(paragraph.end);
  for (let line = source.lineAt(paragraph.start); line <= last; line++) {
    const range = source.lineRange(line);
    const indent =
      /^[ \t]*/.exec(source.text.slice(range.start, Math.min(range.end, range.start + 100)))?.[0].length ?? 0;
    const trimmed = { start: range.start + indent, end: range.end };
    const row = isDelimiter(source.text, trimmed) ? undefined : splitRow(source.text, trimmed);
    const cell = row?.cells[columns.status];
    if (row?.cells.length !== header.cells.length || cell === undefined) return undefined;
    const word = cellText(source, cell);
    const title = row.cells[columns.task];
    const isStruck = title !== undefined && isStruckOut(source.slice(title.content));
    if (!isStruck && (/^[-–—\s]*$/.test(word) || readState(word, columns) === 'unknown')) return undefined;
    rows.push(row);
  }
  return rows;
}
