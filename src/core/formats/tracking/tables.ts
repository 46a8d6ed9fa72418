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
  /** Lines among those that are cut off with more cells than the table has: which of them is the status cannot be known. */
  readonly misfits: readonly TableRow[];
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
        found.push({ table: block, columns, heading, rows: block.rows, misfits: [] });
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
    const rows = cutOff.rows.length === 0 ? block.rows : [...block.rows, ...cutOff.rows];
    found.push({ table: block, columns, heading, rows, misfits: cutOff.misfits });
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
 * line has as many cells as the head, none is a head or a delimiter, and each has a known word for its status. A bar in a cell makes
 * more cells of it: such a line takes none of the others with it.
 */
function rowsBehind(
  source: SourceText,
  blocks: readonly Block[],
  at: number,
  table: TableBlock,
  columns: TaskColumns,
): CutOffRows {
  const found = { rows: [] as TableRow[], misfits: [] as TableRow[] };
  for (const { range } of paragraphsBehind(source, blocks, at)) {
    const read = rowsOf(source, range, table, columns);
    if (read === undefined) break;
    for (const row of read.rows) found.rows.push(row);
    for (const row of read.misfits) found.misfits.push(row);
  }
  return found;
}

type CutOffRows = Pick<FoundTable, 'rows' | 'misfits'>;

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
): CutOffRows | undefined {
  const rows: TableRow[] = [];
  const misfits: TableRow[] = [];
  const last = source.lineAt(paragraph.end);
  for (let line = source.lineAt(paragraph.start); line <= last; line++) {
    const range = source.lineRange(line);
    const indent =
      /^[ \t]*/.exec(source.text.slice(range.start, Math.min(range.end, range.start + 100)))?.[0].length ?? 0;
    const trimmed = { start: range.start + indent, end: range.end };
    const row = isDelimiter(source.text, trimmed) ? undefined : splitRow(source.text, trimmed);
    if (row !== undefined && row.cells.length > header.cells.length) {
      const isRow = source.text[trimmed.start] === '|';
      if (!isRow && !row.cells.some((each) => isState(cellText(source, each), columns))) return undefined;
      misfits.push(row);
      continue;
    }
    const cell = row?.cells[columns.status];
    if (row?.cells.length !== header.cells.length || cell === undefined) return undefined;
    const word = cellText(source, cell);
    const title = row.cells[columns.task];
    const isStruck = title !== undefined && isStruckOut(source.slice(title.content));
    if (!isStruck && !isState(word, columns)) return undefined;
    rows.push(row);
  }
  return { rows, misfits };
}

/** Whether a cell says how far a task is, in so many words. */
function isState(word: string, columns: TaskColumns): boolean {
  return !/^[-–—\s]*$/.test(word) && readState(word, columns) !== 'unknown';
}
