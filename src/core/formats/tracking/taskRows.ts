import { perStep, type Steps } from '../../base/steps.ts';
import { isStruckOut } from '../../model/cellWord.ts';
import type { Capabilities } from '../../model/capabilities.ts';
import type { TaskColumns } from '../../model/columnHeads.ts';
import { mostCriteria, type CriteriaShape } from '../../model/criteria.ts';
import { findRanges, type IdRange } from '../../model/criteriaRanges.ts';
import type { Field, Mention, StreamTask } from '../../model/item.ts';
import { keysIn, toKey } from '../../text/key.ts';
import { readLinks, type Link } from '../../model/link.ts';
import { isNobody, readOwner, waitingRemark } from '../../model/owner.ts';
import type { Report } from '../../model/problem.ts';
import { nameRowsInSteps } from '../../model/rowIdentity.ts';
import type { Sourced } from '../../model/sourced.ts';
import { statuses } from '../../model/status.ts';
import { isMarkerLine } from '../../text/conflictMarkers.ts';
import { findLinks, isPlain, oneLine, plainText, renderedText } from '../../text/inline.ts';
import type { TableCell, TableRow } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import { flatten, type SourceText } from '../../text/sourceText.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { cellText } from '../../text/table.ts';
import { readState } from './doneColumn.ts';
import { reportSecondHeads } from './columns.ts';
import type { FoundTable } from './tables.ts';

/** A task as its row reads; the key comes when all rows are known. */
export type DraftTask = { -readonly [Key in keyof StreamTask]: StreamTask[Key] };

/** The tasks of a table, and what of its rows cannot be read as it stands. */
export function* readTaskTable(
  file: MarkdownDocument,
  { table, columns, heading, rows, misfits }: FoundTable,
  criteria: CriteriaShape,
  report: Report,
): Steps<DraftTask[]> {
  const { source } = file;
  const tasks: DraftTask[] = [];
  reportSecondHeads(source, table, columns, report);
  const extraColumns = extraColumnsOf(columns);
  for (const [at, row] of rows.entries()) {
    if (at % perStep === 0) yield;
    if (row.cells.every(({ content }) => content.start === content.end)) {
      report('row.empty', 'hint', {}, row.range);
      continue;
    }
    const line = source.slice(row.range);
    if (isMarkerRow(line)) continue;
    if (mayBeSum.test(line) && isSum(source, row, columns)) {
      report('row.sum', 'hint', {}, row.range);
      continue;
    }
    // Nearly every row is plain words: one look at the whole of it spares several at each cell.
    const plain = isPlain(line);
    const cells = row.cells.map((cell) =>
      (plain ? source.slice(cell.content) : plainText(cellText(source, cell))).trim(),
    );
    if (row.cells.length <= Math.max(columns.status, columns.task))
      report('row.short', 'warning', { missing: columns.names.length - row.cells.length }, row.range);
    const surplus = cells.slice(columns.names.length);
    // A bar in code parts cells as any other does, and leaves half of the code in each.
    if (
      surplus.some((text) => text !== '') ||
      (surplus.length > 0 && row.cells.some((cell) => isHalfCode(source, cell)))
    )
      report('row.long', 'warning', { cells: cells.length, columns: columns.names.length }, row.range);
    // What only people read is read as they see it; what a row is known by stays as it was typed.
    const rendered = /[&<]/.test(line)
      ? row.cells.map((cell) => oneLine(renderedText(cellText(source, cell))))
      : cells;
    const task = readRow(file, row, cells, rendered, columns, report);
    if (heading !== undefined) task.heading = heading;
    if (row.range.start > table.range.end) task.cutOff = true;
    if (task.title.value === '')
      report('task.noTitle', 'warning', { hasId: task.id !== undefined }, row.range);
    if (!plain || criteria.mayHold(line)) setMentions(task, source, cells, criteria, row, report);
    if (!plain) task.links = linksOf(source, row);
    if (extraColumns.length > 0) task.fields = fieldsOf(row, rendered, columns, extraColumns);
    tasks.push(task);
  }
  const cutOff = rows.slice(table.rows.length);
  const [first] = cutOff;
  const last = cutOff.at(-1);
  if (first !== undefined && last !== undefined) {
    // Where they are joined, what is between them and the table goes with them.
    const start = Math.min(first.range.start, misfits[0]?.range.start ?? first.range.start);
    report('row.cutOff', 'warning', { rows: cutOff.length }, { start, end: last.range.end });
  }
  return tasks;
}

function isHalfCode(source: SourceText, cell: TableCell): boolean {
  return ((source.slice(cell.content).match(/`+/g) ?? []).length & 1) === 1;
}

const none: readonly never[] = [];

const ofRows: Capabilities = { owner: 'file', statuses };
/** Of a table without a column for owners. */
const ofOwnerless: Capabilities = { owner: 'none', statuses };

/** What is in every row that {@link isSum}. */
const mayBeSum = /total|\*\*|__/i;

const total = /^[\s*_]*(?:(?:grand|overall|revised|new)\s+)?(?:sub-?)?totals?(?:\s*\([^()|]*\))?[\s*_:]*$/i;

/** Whether a row is none of the work: `| **Total** | 12 | 80 % |`, or a heading in bold between the rows, alone in its line. */
function isSum(source: SourceText, { cells }: TableRow, { task, names }: TaskColumns): boolean {
  const title = cells[task];
  if (title !== undefined && total.test(source.slice(title.content))) return true;
  const [only, ...more] = cells.filter(({ content }) => content.start < content.end);
  return (
    only !== undefined &&
    more.length === 0 &&
    names.length > 2 &&
    /^(?:\*\*|__)[^|]*(?:\*\*|__)$/.test(source.slice(only.content))
  );
}

/** Rows have the same few words in common, in all files: what one means is worked out once. */
function remember<T>(find: (word: string) => T): (word: string) => T {
  const known = new Map<string, { readonly meaning: T }>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before.meaning;
    // Files that have a word of their own in every row: nothing is used again, so nothing is kept for long.
    if (known.size >= 1000) known.clear();
    const meaning = find(word);
    // It outlives the text.
    known.set(flatten(word), { meaning });
    return meaning;
  };
}

const stateOf = remember((word) => readState(word, { isDone: false }));
const doneStateOf = remember((word) => readState(word, { isDone: true }));
const ownerOf = remember((cell) => {
  const name = waitingRemark(cell) === cell.trim() ? undefined : readOwner(cell);
  return name === undefined ? undefined : flatten(name);
});

function readRow(
  { id: document, source }: MarkdownDocument,
  row: TableRow,
  cells: readonly string[],
  rendered: readonly string[],
  columns: TaskColumns,
  report: Report,
): DraftTask {
  const state = written(source, row, columns.status);
  const said = (columns.isDone ? doneStateOf : stateOf)(state.written);
  if (said === 'unknown' && state.range !== undefined)
    report('status.unknown', 'warning', { word: state.written }, state.range);
  const owner = written(source, row, columns.owner);
  const who = ownerOf(owner.written);
  // Where a column only asks whether it is done, the owner says that somebody is at it.
  const begun = columns.isDone && said === 'todo' && who !== undefined ? 'wip' : said;
  const id = cells[columns.id] ?? '';
  const number = cells[columns.number] ?? '';
  const name = written(source, row, columns.task);
  const title = cells[columns.task] ?? '';
  const task: DraftTask = {
    kind: 'task',
    key: toKey(''),
    title: at(title, name),
    // Then it was taken out, whatever its status still says, unless it was done before.
    status: at(isStruckOut(name.written) && begun !== 'done' ? 'dropped' : begun, state),
    owner: at(who, owner),
    mentions: none,
    links: none,
    fields: none,
    can: columns.owner < 0 ? ofOwnerless : ofRows,
    location: { document, range: row.range },
  };
  const shown = rendered[columns.task] ?? '';
  if (shown !== title) task.renderedTitle = shown;
  if (columns.notes >= 0) task.text = at(rendered[columns.notes] ?? '', written(source, row, columns.notes));
  // A dash in an ID column is no ID, as one in an Owner column is no owner.
  if (!isNobody(id)) task.id = id;
  if (number !== '') task.number = number;
  return task;
}

function at<T>(value: T, { written, range }: Omit<Sourced<string>, 'value'>): Sourced<T> {
  return range === undefined ? { value, written } : { value, written, range };
}

/** What a row has below a head, and where; a row that ends before that has a place for it at its end. */
function written(source: SourceText, row: TableRow, column: number): Omit<Sourced<string>, 'value'> {
  if (column < 0) return { written: '' };
  const cell = row.cells[column];
  if (cell === undefined) return { written: '', range: { start: row.range.end, end: row.range.end } };
  return { written: cellText(source, cell), range: cell.content };
}

function setMentions(
  task: DraftTask,
  source: SourceText,
  cells: readonly string[],
  shape: CriteriaShape,
  row: TableRow,
  report: Report,
): void {
  const mentions: Mention[] = [];
  let known: Set<string> | undefined;
  let ranges: IdRange[] | undefined;
  for (const [at, text] of cells.entries()) {
    const cell = row.cells[at];
    const tokens = shape.find(text);
    if (cell === undefined || tokens.length === 0) continue;
    for (const { id, start } of tokens) {
      // Nearly every row names one, and needs no set for it.
      if (mentions[0]?.id === id || known?.has(id) === true) continue;
      if (mentions.length > 0) (known ??= new Set()).add(id);
      mentions.push({ id, range: rangeIn(source, cell, id, start) });
    }
    // Nearly every cell that holds an ID holds that alone.
    if (text !== tokens[0]?.id) for (const each of findRanges(text, shape)) (ranges ??= []).push(each);
  }
  if (mentions.length > mostCriteria)
    report('row.manyCriteria', 'warning', { most: mostCriteria }, row.range);
  if (mentions.length > 0) task.mentions = mentions.slice(0, mostCriteria);
  if (ranges !== undefined) task.ranges = ranges.slice(0, mostCriteria);
}

/** Where a cell has an ID that its plain text has at an offset: marks and escapes only move it on. The cell where one is inside the ID. */
function rangeIn(source: SourceText, { content }: TableCell, id: string, offset: number): Range {
  const at = source.slice(content).indexOf(id, offset);
  return at < 0 ? content : { start: content.start + at, end: content.start + at + id.length };
}

function linksOf(source: SourceText, { cells }: TableRow): readonly Link[] {
  const found = cells.flatMap(({ content }) => readLinks(findLinks(source, content)));
  return found.length === 0 ? none : found;
}

/** The columns that only this table has. */
function extraColumnsOf({ names, task, status, owner, notes, id, number }: TaskColumns): readonly number[] {
  return names.flatMap((_name, i) => ([task, status, owner, notes, id, number].includes(i) ? [] : [i]));
}

function fieldsOf(
  row: TableRow,
  cells: readonly string[],
  { names }: TaskColumns,
  columns: readonly number[],
): readonly Field[] {
  const found: Field[] = [];
  for (const column of columns) {
    const text = cells[column];
    const range = row.cells[column]?.content;
    // A head of thousands of columns over thousands of short rows is no work.
    if (text === undefined || range === undefined) break;
    found.push({ name: names[column] ?? '', value: text, range });
  }
  return found.length === 0 ? none : found;
}

function isMarkerRow(line: string): boolean {
  // Any other row is told by its second character.
  return line.charCodeAt(0) === line.charCodeAt(1) && isMarkerLine(line);
}

/** Gives each task its key: that of the file and the row's name. Rows that cannot be told apart, or have no name, say so. */
export function* setKeys(
  tasks: readonly DraftTask[],
  { key: holder, source }: Pick<MarkdownDocument, 'key' | 'source'>,
  report: Report,
): Steps<void> {
  const groups = new Map<string, DraftTask[]>();
  const keyOf = keysIn(holder);
  for (const [i, { kind, name, alike: look }] of ((yield* nameRowsInSteps([tasks]))[0] ?? []).entries()) {
    if (i % perStep === 0) yield;
    const task = tasks[i];
    if (task === undefined) continue;
    task.key = keyOf(name);
    if (kind === 'unique') continue;
    task.ambiguous = true;
    if (kind === 'nameless') continue;
    const group = groups.get(look);
    if (group === undefined) groups.set(look, [task]);
    else group.push(task);
  }
  for (const group of groups.values())
    for (const [i, task] of group.entries()) {
      if (i % perStep === 0) yield;
      // A few lines are enough: thousands of rows that name each other would be millions of numbers.
      const others = group.slice(0, 4).filter((each) => each !== task);
      report(
        'task.duplicate',
        'warning',
        {
          title: task.title.value || (task.id ?? ''),
          lines: others.map(({ location: { range } }) => source.lineAt(range.start) + 1),
        },
        task.location.range,
      );
    }
}
