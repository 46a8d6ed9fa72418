import { refusal, type Refusal } from '../../model/refusal.ts';
import { comparable } from '../../model/rowIdentity.ts';
import type { StreamPart } from '../../model/item.ts';
import { groupToExtend, headedTasks, headingName } from '../../model/taskGroups.ts';
import type { Edits } from '../../text/edit.ts';
import { plainText } from '../../text/inline.ts';
import type { Block, HeadingBlock, TableBlock } from '../../text/markdown.ts';
import { insertLines } from '../../text/insertLines.ts';
import type { SourceText } from '../../text/sourceText.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { escapeCell, rowText } from '../../text/table.ts';
import { refuseConflict, type NewTask, type OpenDocument, type WriteContext } from '../format.ts';
import { addBox, isBox } from './boxEdits.ts';
import { doneWordFor, nobodyWord, wordFor } from './words.ts';
import { nextAfter, noRows, otherRows } from './numbering.ts';
import { looksLikeTasks } from './columns.ts';
import { isNotesHeading } from './sections.ts';
import { headingText, tablesOf } from './tables.ts';

/**
 * Adds a row to the last table that has something left to do, or behind check boxes, or a table where there is neither; with a `heading`
 * only to what is under it.
 */
export function addTask(
  { document, parsed }: OpenDocument<'markdown'>,
  part: StreamPart,
  task: NewTask,
  { preferred }: WriteContext,
): Edits | Refusal {
  const { source } = document;
  const conflict = refuseConflict(document);
  if (conflict !== undefined) return conflict;
  const title = task.title.trim();
  if (title === '' || /[\r\n]/.test(title)) return refusal('task.title', { why: 'lines' });
  const tables = tablesOf(document, part);
  const existing = part.tasks ?? [];
  const name = comparable(plainText(title));
  for (const each of existing)
    if (comparable(each.title.value) === name)
      return refusal('task.exists', { title: name, line: source.lineAt(each.location.range.start) + 1 });
  const { mentions = [], heading } = task;
  const headings = headedTasks(part);
  const headed =
    heading === undefined
      ? undefined
      : headings.find((each) => headingName(each.title) === headingName(heading));
  if (heading !== undefined && headed === undefined)
    return refusal('task.noTable', {
      heading,
      path: document.id.path,
      headings: headings.map((each) => each.title),
    });
  const isWanted = (each: string | undefined): boolean =>
    headed === undefined || (each !== undefined && headingName(each) === headingName(headed.title));
  const target = groupToExtend(tables.filter((each) => isWanted(each.title)));
  const boxes = (headed?.tasks ?? existing).filter((each) => isBox(source, each));
  const notes = mentions.length === 0 ? undefined : mentions.join(', ');
  if (target === undefined && boxes.length > 0) return addBox(document, boxes, title, notes);
  if (target === undefined) return addTable(document, title, notes ?? '');

  const { table, columns, tasks } = target;
  const values = columns.names.map(() => '');
  values[columns.task] = title;
  values[columns.status] = columns.isDone
    ? doneWordFor(tables, 'todo', preferred)
    : wordFor(tables, 'todo', preferred);
  if (columns.owner >= 0) values[columns.owner] = nobodyWord(tables);
  const all = tables.map((each) => each.tasks);
  const others = columns.id >= 0 || columns.number >= 0 ? otherRows(document, parsed, tables) : noRows;
  if (columns.id >= 0)
    values[columns.id] = nextAfter(
      tasks.map(({ id }) => id),
      all.flatMap((each) => each.map(({ id }) => id)),
      [
        ...others.stray.map((cells) => cells[columns.id]),
        // Behind a prefix an ID is one in whatever column of whatever table.
        ...[...others.stray, ...others.ofTables].flatMap((cells) => cells.filter((cell) => /^\D/.test(cell))),
      ],
    );
  if (columns.number >= 0) {
    const own = tasks.map(({ number }) => number);
    const numbers = all.flatMap((each) => each.flatMap(({ number }) => number ?? []));
    // Numbers that go on from table to table go on; those that begin anew in each are its own.
    const used = new Set(numbers).size < numbers.length ? own : numbers;
    const stray = used === own ? [] : others.stray;
    values[columns.number] = nextAfter(
      own,
      used,
      stray.map((cells) => cells[columns.number]),
    );
  }
  // Criteria may stand in any cell: without a Notes column the title has them.
  if (notes !== undefined && columns.notes >= 0) values[columns.notes] = notes;
  else if (notes !== undefined) values[columns.task] = `${title} (${notes})`;
  const line = rowText(source, table, values);
  if (line === undefined) return refusal('task.title', { why: 'form', title, path: document.id.path });
  // In a list or a quote each line begins with the signs of that.
  const { start } = source.lineRange(source.lineAt(table.delimiter.start));
  const prefix = source.text.slice(start, table.delimiter.start);
  return added(source, table.rows.at(-1)?.range.end ?? table.delimiter.end, [prefix + line]);
}

/** Adds a list item below the last note, or a section where there is none. */
export function addNote(
  { document }: OpenDocument<'markdown'>,
  _part: StreamPart,
  note: string,
): Edits | Refusal {
  const {
    source,
    markdown: { blocks },
  } = document;
  const conflict = refuseConflict(document);
  if (conflict !== undefined) return conflict;
  const text = note.trim();
  if (text === '' || /[\r\n]/.test(text)) return refusal('note.text', { why: 'lines' });
  const at = blocks.findIndex(
    (block) => block.kind === 'heading' && block.depth > 1 && isNotesHeading(sectionName(source, block)),
  );
  const heading = blocks[at];
  if (heading?.kind !== 'heading') {
    const end = blocks.at(-1)?.range.end ?? source.text.length;
    const gap = headingGaps(source, blocks) ? [''] : [];
    return added(source, end, [...gap, '## Notes', ...gap, `- ${text}`]);
  }
  const section = sectionBehind(blocks, at, heading);
  const items = section.filter((block) => block.kind === 'listItem' && block.depth === 0);
  const end = Math.max(heading.range.end, ...section.slice(-50).map(({ range }) => range.end));
  const last = section.at(-1);
  const line = `${markerBehind(source, items.at(-1))} ${text}`;
  if (last === undefined) return added(source, end, headingGaps(source, blocks) ? ['', line] : [line]);
  return added(source, end, last.kind === 'listItem' ? [line] : ['', line]);
}

/** A first table: below the heading that waits for it, else in a section of its own before the notes or at the end. */
function addTable(
  { source, markdown: { blocks } }: MarkdownDocument,
  title: string,
  notes: string,
): Edits | Refusal {
  const lookalike = blocks.find(
    (block): block is TableBlock => block.kind === 'table' && looksLikeTasks(source, block),
  );
  if (lookalike !== undefined) {
    const line = source.lineAt(lookalike.range.start) + 1;
    return refusal('table.noStatus', { line });
  }
  const table = [
    '| Task | Status | Owner | Notes |',
    '| --- | --- | --- | --- |',
    `| ${escapeCell(title)} | todo | - | ${escapeCell(notes)}${notes === '' ? '' : ' '}|`,
  ];
  const tasks = blocks.findIndex(
    (block) => block.kind === 'heading' && sectionName(source, block) === 'tasks',
  );
  const heading = blocks[tasks];
  if (heading?.kind === 'heading') {
    const inside = closedBefore(source, sectionBehind(blocks, tasks, heading));
    return setApart(source, inside?.range.end ?? heading.range.end, table);
  }
  const notesAt = blocks.findIndex(
    (block) => block.kind === 'heading' && block.depth > 1 && isNotesHeading(sectionName(source, block)),
  );
  const before = closedBefore(source, notesAt < 0 ? blocks : blocks.slice(0, notesAt));
  return setApart(source, before?.range.end ?? 0, ['## Tasks', '', ...table]);
}

/** The last of some blocks, left out what goes on to the end of the text for want of its end. */
function closedBefore(source: SourceText, blocks: readonly Block[]): Block | undefined {
  return blocks.findLast((block) => {
    const text = source.slice(block.range);
    if (block.kind === 'html')
      return !/^<(?:!--(?!.*?-->)|(?:pre|script|style|textarea)\b(?!.*?<\/))/is.test(text);
    const fence = block.kind === 'code' ? /^(?:`{3,}|~{3,})/.exec(text)?.[0] : undefined;
    if (fence === undefined) return true;
    const last = text.slice(fence.length).trimEnd().split('\n').at(-1)?.trim() ?? '';
    return text.includes('\n') && last.startsWith(fence) && /^(?:`+|~+)$/.test(last);
  });
}

/** Lines with a blank one before and behind them, where the text has none there. */
function setApart(source: SourceText, offset: number, lines: readonly string[]): Edits {
  const next = source.lineAt(offset) + 1;
  const isFollowed = next < source.lineCount && source.slice(source.lineRange(next)).trim() !== '';
  const isFirst = source.slice(source.lineRange(source.lineAt(offset))).trim() === '';
  return added(source, offset, [...(isFirst ? [] : ['']), ...lines, ...(isFollowed ? [''] : [])]);
}

function sectionName(source: SourceText, heading: HeadingBlock): string {
  return headingText(source, heading).toLowerCase();
}

function sectionBehind(blocks: readonly Block[], at: number, { depth }: HeadingBlock): readonly Block[] {
  const rest = blocks.slice(at + 1);
  const end = rest.findIndex((block) => block.kind === 'heading' && block.depth <= depth);
  return end < 0 ? rest : rest.slice(0, end);
}

/** Whether the file leaves a blank line below its headings. */
function headingGaps(source: SourceText, blocks: readonly Block[]): boolean {
  const headings = blocks.filter((block) => block.kind === 'heading');
  const gaps = headings.filter(({ range }) => {
    const next = source.lineAt(range.end) + 1;
    return next < source.lineCount && source.slice(source.lineRange(next)).trim() === '';
  });
  return gaps.length * 2 >= headings.length;
}

/** The marker for one more item: the sign of the last one, or the number after it. */
function markerBehind(source: SourceText, item: Block | undefined): string {
  if (item === undefined) return '-';
  const start = source.text.slice(item.range.start, item.range.start + 12);
  const number = /^(\d{1,9})([.)])/.exec(start);
  if (number?.[1] !== undefined && number[2] !== undefined) return `${Number(number[1]) + 1}${number[2]}`;
  return /^[-*+]/.exec(start)?.[0] ?? '-';
}

function added(source: SourceText, offset: number, lines: readonly string[]): Edits {
  return { kind: 'edits', edits: [insertLines(source, offset, lines)] };
}
