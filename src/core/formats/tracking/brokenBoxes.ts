import { perStep, type Steps } from '../../base/steps.ts';
import type { Range } from '../../text/range.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { isWork } from './checkBoxes.ts';
import { beginsNotes } from './sections.ts';
import { headingText } from './tables.ts';

/** What somebody typed for a check box, and Markdown reads as text: `- []`, `-[ ]`, `- [ x ]`, `- [ ]Text`. */
export interface BrokenBox {
  /** From the marker to the closing bracket, with the blank behind it where there is one. */
  readonly range: Range;
  readonly written: string;
  /** The check box that was meant: `- [ ] `. */
  readonly meant: string;
}

/** The broken check boxes where those that are whole would be tasks, in the order of the text. */
export function* findBrokenBoxes(file: MarkdownDocument, hasTables: boolean): Steps<readonly BrokenBox[]> {
  const { source, markdown } = file;
  // A look at the whole text is a step of its own.
  yield;
  const mayHold = mayHoldBroken.test(source.text);
  yield;
  if (!mayHold) return [];
  const found: BrokenBox[] = [];
  const sections: { readonly depth: number; readonly name: string }[] = [];
  let looks = 0;
  let inNotes = false;
  for (const block of markdown.blocks) {
    if (++looks % perStep === 0) yield;
    if (block.kind === 'heading') {
      while ((sections.at(-1)?.depth ?? 0) >= block.depth) sections.pop();
      if (block.depth > 1)
        sections.push({ depth: block.depth, name: headingText(source, block).toLowerCase() });
      inNotes = false;
    } else if (beginsNotes(source, block)) inNotes = true;
    if ((block.kind !== 'listItem' && block.kind !== 'paragraph') || inNotes || !isWork(sections, hasTables))
      continue;
    // What is typed without a blank goes on with the text above it.
    const end = block.kind === 'listItem' ? block.content.end : block.range.end;
    const last = source.lineAt(end);
    for (let line = source.lineAt(block.range.start); line <= last; line++) {
      if (++looks % perStep === 0) yield;
      const start = Math.max(source.lineStart(line), block.range.start);
      const broken = readBroken(source.text.slice(start, source.lineRange(line).end), start);
      if (broken !== undefined) found.push(broken);
    }
  }
  return found;
}

const mayHoldBroken = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]{0,8}\[[ \t]{0,8}[xX]?[ \t]{0,8}\]/m;

/** What follows may not make a link of it. */
const lead =
  /^([ \t]*)([-*+]|\d{1,9}[.)])([ \t]{0,8})\[([ \t]{0,8})([xX]?)([ \t]{0,8})\]([ \t]?)(?=[^\s([:])/;

function readBroken(line: string, start: number): BrokenBox | undefined {
  const match = lead.exec(line);
  if (match === null) return undefined;
  const [whole, indent = '', marker = '', space = '', before = '', sign = '', after = '', behind = ''] =
    match;
  const inside = before + sign + after;
  if (space !== '' && inside.length === 1 && behind !== '') return undefined;
  // `[x]y` and `*[x]*` are text.
  if (behind === '' && (sign !== '' || space === '')) return undefined;
  return {
    range: { start: start + indent.length, end: start + whole.length },
    written: `${marker}${space}[${inside}]${behind}`,
    meant: `${marker}${space === '' ? ' ' : space}[${sign === '' ? ' ' : sign}] `,
  };
}
