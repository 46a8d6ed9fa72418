import { perStep, type Steps } from '../../base/steps.ts';
import { oneLine, plainText, renderedText } from '../../text/inline.ts';
import type { Block, ListItemBlock } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { readBoxOwner } from './boxOwner.ts';
import { beginsNotes, isNotesHeading, isNoWorkHeading, isTasksHeading } from './sections.ts';
import { headingText } from './tables.ts';

/** A check box that is a task: `- [ ] Write the docs @maple`. */
export interface TaskBox {
  /** From the item's marker to the end of its text. */
  readonly range: Range;
  /** The one character between the brackets: a space, `x`, or another one that people know. */
  readonly box: Range;
  /** What is to be done, as it is written: without the owner. */
  readonly text: Range;
  /** `@maple`, or `Tom` of `(owner: Tom)`; empty, at the end of the text, where there is no place for a name. */
  readonly owner: Range;
  /** The owner with what is around the name. */
  readonly naming: Range;
  readonly ownerName: string | undefined;
  /** Texts of the boxes and items that it is below, outermost first. */
  readonly above?: readonly Range[];
}

/** Check boxes that stand together. */
export interface BoxList {
  readonly range: Range;
  /** Plain text of the box that these are below, else of the nearest heading above. */
  readonly title: string | undefined;
  /** Where the item at the top level of the list begins that the first of its boxes is, or is in. */
  readonly listStart: number;
  readonly boxes: readonly TaskBox[];
}

/** A box with boxes below it. */
export interface BoxHeading {
  readonly box: TaskBox;
  /** With all that is below it. */
  readonly range: Range;
}

/** An item without a box that has boxes below it, and names somebody. */
export interface NamingItem {
  readonly range: Range;
  readonly ownerName: string;
}

export interface FoundBoxes {
  readonly lists: readonly BoxList[];
  readonly headings: readonly BoxHeading[];
  readonly items: readonly NamingItem[];
}

/**
 * The check boxes of a file that are tasks: those in a section called Tasks, and where the file has no table of tasks, all but those in
 * sections that say what else they are. A box with boxes below it is what these are called by, and no task.
 */
export function* findTaskBoxes(file: MarkdownDocument, hasTables: boolean): Steps<FoundBoxes> {
  const { source, markdown } = file;
  const { blocks } = markdown;
  // A look at the whole text is a step of its own.
  yield;
  const mayHold = mayHoldBox.test(source.text);
  yield;
  if (!mayHold) return { lists: [], headings: [], items: [] };
  const lists: { title: string | undefined; listStart: number; boxes: TaskBox[] }[] = [];
  const headings: BoxHeading[] = [];
  const items: NamingItem[] = [];
  const sections: { readonly depth: number; readonly name: string; readonly text: string }[] = [];
  /** Boxes, by their titles, and items that the next box may be below, by their depth. */
  const groups: (Group | undefined)[] = [];
  let last: object | undefined;
  const runs = yield* runsWithBoxes(source, blocks);
  let run = -1;
  let top = 0;
  let listStart: number | undefined;
  let inNotes = false;
  for (const [at, block] of blocks.entries()) {
    if (at % perStep === 0) yield;
    if (block.kind === 'heading') {
      while ((sections.at(-1)?.depth ?? 0) >= block.depth) sections.pop();
      const text = headingText(source, block);
      if (block.depth > 1) sections.push({ depth: block.depth, name: text.toLowerCase(), text });
      inNotes = false;
    } else if (beginsNotes(source, block)) inNotes = true;
    if (block.kind === 'listItem') {
      if (blocks[at - 1]?.kind !== 'listItem') {
        run++;
        listStart = undefined;
      }
      if (block.depth === 0) top = block.range.start;
    }
    const isAmongBoxes = runs[run] === true;
    const box =
      block.kind === 'listItem' && !inNotes && isWork(sections, hasTables)
        ? readBox(source, block, isAmongBoxes)
        : undefined;
    if (block.kind !== 'listItem') {
      last = undefined;
      continue;
    }
    groups.length = Math.min(groups.length, block.depth);
    const isGroup = isAmongBoxes && hasBoxBelow(source, blocks, at, block, isAmongBoxes);
    if (box === undefined) {
      last = undefined;
      if (!isGroup || inNotes || !isWork(sections, hasTables)) continue;
      const text = { start: block.content.start, end: block.content.end };
      groups[block.depth] = { text };
      const ownerName = readBoxOwner(plainText(source.slice(text)))?.value;
      if (ownerName !== undefined)
        items.push({ range: { start: block.range.start, end: text.end }, ownerName });
      continue;
    }
    listStart ??= top;
    if (isGroup) {
      groups[block.depth] = { text: box.text, title: textOf(source, box, plainText) };
      headings.push({ box, range: block.range });
      last = undefined;
      continue;
    }
    const title = groups.findLast((each) => each?.title !== undefined)?.title ?? sections.at(-1)?.text;
    const above = groups.flatMap((each) => each?.text ?? []);
    const task = above.length === 0 ? box : { ...box, above };
    const list = lists.at(-1);
    if (last === undefined || list === undefined || list.title !== title)
      lists.push({ title, listStart, boxes: [task] });
    else list.boxes.push(task);
    last = box;
  }
  return {
    lists: lists.map((list) => ({
      ...list,
      range: { start: list.boxes[0]?.range.start ?? 0, end: list.boxes.at(-1)?.range.end ?? 0 },
    })),
    headings,
    items,
  };
}

/** What boxes are below: one without a title has no box of its own. */
interface Group {
  readonly text: Range;
  readonly title?: string;
}

const mayHoldBox = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[.\uFE0F?\]/mu;

/** For each run of items, with nothing between them, whether one has a box. */
function* runsWithBoxes(source: SourceText, blocks: readonly Block[]): Steps<readonly boolean[]> {
  const runs: boolean[] = [];
  for (const [at, block] of blocks.entries()) {
    if (at % perStep === 0) yield;
    if (block.kind !== 'listItem') continue;
    if (blocks[at - 1]?.kind !== 'listItem') runs.push(false);
    const { start, end } = block.content;
    if (block.box !== undefined || commonSign.test(source.text.slice(start, Math.min(end, start + 100))))
      runs[runs.length - 1] = true;
  }
  return runs;
}

/** Whether check boxes below these headings (their texts in lower case) are tasks. */
export function isWork(sections: readonly { readonly name: string }[], hasTables: boolean): boolean {
  if (sections.some(({ name }) => isNotesHeading(name) || isNoWorkHeading(name))) return false;
  return !hasTables || sections.some(({ name }) => isTasksHeading(name));
}

function hasBoxBelow(
  source: SourceText,
  blocks: readonly Block[],
  at: number,
  { depth, range }: ListItemBlock,
  isAmongBoxes: boolean,
): boolean {
  for (let i = at + 1; i < blocks.length; i++) {
    const block = blocks[i];
    if (block?.kind !== 'listItem' || block.depth <= depth || block.range.start >= range.end) return false;
    if (readBox(source, block, isAmongBoxes) !== undefined) return true;
  }
  return false;
}

/** Markdown knows two states of a box, people more; in a list with boxes any sign is one. */
const commonSign = /^\[([-~/>!?*])\][ \t]+(?=\S)/;
const anySign = /^\[(\S\uFE0F?)\][ \t]+(?=\S)/u;

/**
 * Reads the item of a list; undefined for one without a box.
 * @param isAmongBoxes whether its list has boxes: elsewhere `[1]` and `[a]` count and name
 */
export function readBox(
  source: SourceText,
  { range, box, content }: ListItemBlock,
  isAmongBoxes: boolean,
): TaskBox | undefined {
  const { text } = source;
  let inside = box;
  let { start } = content;
  if (inside === undefined) {
    const found = (isAmongBoxes ? anySign : commonSign).exec(source.slice(content));
    if (found?.[1] === undefined) return undefined;
    inside = { start: start + 1, end: start + 1 + found[1].length };
    start += found[0].length;
  }
  const written = text.slice(start, content.end);
  const owner = readBoxOwner(written);
  const place = (range: Range | undefined): Range =>
    range === undefined
      ? { start: content.end, end: content.end }
      : { start: start + range.start, end: start + range.end };
  const naming = place(owner?.whole);
  const rest = written.slice(0, owner?.whole.start ?? written.length).trimEnd();
  const isLast = owner === undefined || text.slice(naming.end, content.end).trim() === '';
  return {
    range: { start: range.start, end: content.end },
    box: inside,
    text: { start, end: isLast ? start + rest.length : content.end },
    owner: place(owner?.name),
    naming,
    ownerName: owner?.value,
  };
}

/** What a reader sees of a box's text: its owner left out, wherever it stands. */
export function textOf(source: SourceText, { text, naming }: TaskBox, read: typeof renderedText): string {
  if (naming.start >= text.end) return oneLine(read(source.slice(text)));
  const behind = source.text.slice(naming.end, text.end);
  return oneLine(read(source.text.slice(text.start, naming.start) + behind.trimStart()));
}
