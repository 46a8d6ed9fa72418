import { perStep, type Steps } from '../../base/steps.ts';
import { readBrokenBox, type BrokenBox } from '../../text/checklist.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { isWork } from './checkBoxes.ts';
import { beginsNotes } from './sections.ts';
import { headingText } from './tables.ts';

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
      const broken = readBrokenBox(source.text.slice(start, source.lineRange(line).end), start);
      if (broken !== undefined) found.push(broken);
    }
  }
  return found;
}

const mayHoldBroken = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]{0,8}\[[ \t]{0,8}[xX]?[ \t]{0,8}\]/m;
