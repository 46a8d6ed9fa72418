import { perStep, type Steps } from '../../base/steps.ts';
import { oneLine, plainText, renderedText } from '../../text/inline.ts';
import type { Block, ListItemBlock } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { isNotesHeading, isNoWorkHeading, isTasksHeading } from './sections.ts';
import { headingText } from './tables.ts';

/** A check box that is a task: `- [ ] Write the docs @maple`. */
export interface TaskBox {
  /** From the item's marker to the end of its text. */
  readonly range: Range;
  /** The one character between the brackets. */
  readonly box: Range;
  /** What is to be done, as it is written: without the owner. */
  readonly text: Range;
  /** `@maple`; empty, at the end of the text, where nobody is named. */
  readonly owner: Range;
}

/** Check boxes that stand together. */
export interface BoxList {
  readonly range: Range;
  /** Plain text of the box that these are below, else of the nearest heading above. */
  readonly title: string | undefined;
  readonly boxes: readonly TaskBox[];
}

/**
 * The check boxes of a file that are tasks: those in a section called Tasks, and where the file has no table of tasks, all but those in
 * sections that say what else they are. A box with boxes below it is what these are called by, and no task.
 */
export function* findTaskBoxes(file: MarkdownDocument, hasTables: boolean): Steps<readonly BoxList[]> {
  const { source, markdown } = file;
  const { blocks } = markdown;
  // A look at the whole text is a step of its own.
  yield;
  const mayHold = mayHoldBox.test(source.text);
  yield;
  if (!mayHold) return [];
  const lists: { title: string | undefined; boxes: TaskBox[] }[] = [];
  const sections: { readonly depth: number; readonly name: string; readonly text: string }[] = [];
  /** Titles of the boxes that the next one may be below, by their depth. */
  const groups: (string | undefined)[] = [];
  let last: object | undefined;
  for (const [at, block] of blocks.entries()) {
    if (at % perStep === 0) yield;
    if (block.kind === 'heading') {
      while ((sections.at(-1)?.depth ?? 0) >= block.depth) sections.pop();
      const text = headingText(source, block);
      if (block.depth > 1) sections.push({ depth: block.depth, name: text.toLowerCase(), text });
    }
    const box = block.kind === 'listItem' && isWork(sections, hasTables) ? readBox(source, block) : undefined;
    if (block.kind !== 'listItem' || box === undefined) {
      last = undefined;
      continue;
    }
    groups.length = block.depth;
    if (hasBoxBelow(source, blocks, at, block)) {
      groups[block.depth] = oneLine(plainText(source.slice(box.text)));
      last = undefined;
      continue;
    }
    const title = groups.findLast((each) => each !== undefined) ?? sections.at(-1)?.text;
    const list = lists.at(-1);
    if (last === undefined || list === undefined || list.title !== title) lists.push({ title, boxes: [box] });
    else list.boxes.push(box);
    last = box;
  }
  return lists.map(({ title, boxes }) => ({
    title,
    boxes,
    range: { start: boxes[0]?.range.start ?? 0, end: boxes.at(-1)?.range.end ?? 0 },
  }));
}

const mayHoldBox = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[.\]/m;

function isWork(sections: readonly { readonly name: string }[], hasTables: boolean): boolean {
  if (sections.some(({ name }) => isNotesHeading(name) || isNoWorkHeading(name))) return false;
  return !hasTables || sections.some(({ name }) => isTasksHeading(name));
}

function hasBoxBelow(
  source: SourceText,
  blocks: readonly Block[],
  at: number,
  { depth, range }: ListItemBlock,
): boolean {
  for (let i = at + 1; i < blocks.length; i++) {
    const block = blocks[i];
    if (block?.kind !== 'listItem' || block.depth <= depth || block.range.start >= range.end) return false;
    if (readBox(source, block) !== undefined) return true;
  }
  return false;
}

/** A name behind the text, that what is in brackets may follow: `Write the docs @maple (RPC-RETRY-02)`. */
const ownerAtEnd = /(?<=\s)@([A-Za-z0-9][A-Za-z0-9._@:+-]{0,63})(?=(?:\s*\([^()\n]{0,200}\))?\s*$)/;

/** Reads the item of a list; undefined for one without a box. */
export function readBox(source: SourceText, { range, box, content }: ListItemBlock): TaskBox | undefined {
  const { text } = source;
  let inside = box;
  let { start } = content;
  if (inside === undefined) {
    // Markdown knows two states of a box, people more.
    const found = /^\[([-~/>!?*])\][ \t]+(?=\S)/.exec(source.slice(content));
    if (found?.[1] === undefined) return undefined;
    inside = { start: start + 1, end: start + 1 + found[1].length };
    start += found[0].length;
  }
  const written = text.slice(start, content.end);
  const owner = ownerAtEnd.exec(written);
  const nowhere = { start: content.end, end: content.end };
  const named =
    owner === null ? nowhere : { start: start + owner.index, end: start + owner.index + owner[0].length };
  const rest = written.slice(0, owner?.index ?? written.length).trimEnd();
  const isLast = owner === null || text.slice(named.end, content.end).trim() === '';
  return {
    range: { start: range.start, end: content.end },
    box: inside,
    text: { start, end: isLast ? start + rest.length : content.end },
    owner: named,
  };
}

/** What a reader sees of a box's text: its owner left out, wherever it stands. */
export function textOf(source: SourceText, { text, owner }: TaskBox, read: typeof renderedText): string {
  if (owner.start >= text.end) return oneLine(read(source.slice(text)));
  const behind = source.text.slice(owner.end, text.end);
  return oneLine(read(source.text.slice(text.start, owner.start) + behind.trimStart()));
}
