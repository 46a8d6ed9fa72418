import type { Block, HeadingBlock, NestedBlock } from '../../text/markdown.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { isTitle } from './head.ts';
import { keyOf, readKeyLines, type KeyLine } from './keyLines.ts';
import { sectionsOf } from './sections.ts';
import type { StepHeading } from './stepHeading.ts';

/** A section of a trace as an edit needs it: its heading, its keys in order, and where its last line ends that says something. */
export interface WrittenSection {
  readonly heading: HeadingBlock;
  readonly entries: readonly KeyLine[];
  readonly end: number;
}

export interface WrittenStep extends WrittenSection {
  readonly step: StepHeading;
}

export interface WrittenTrace {
  readonly head?: WrittenSection;
  /** In the order of the tasks that are read from them. */
  readonly steps: readonly WrittenStep[];
}

/** Finds the places of a trace that edits are made at. */
export function readWritten({ source, markdown: { blocks } }: MarkdownDocument): WrittenTrace {
  let head: WrittenSection | undefined;
  const steps: WrittenStep[] = [];
  for (const { heading, step, body, blocks: inside } of sectionsOf(source, blocks)) {
    if (heading === undefined) continue;
    const { entries, end } = readKeyLines(source, body, inside);
    if (step !== undefined) steps.push({ heading, step, entries, end });
    else if (head === undefined && isTitle(source, heading)) head = { heading, entries, end };
  }
  return { steps, ...(head === undefined ? {} : { head }) };
}

/** The first entry of a key. */
export function entryOf({ entries }: WrittenSection, key: string): KeyLine | undefined {
  return entries.find(({ name }) => keyOf(name) === key);
}

/** The block of lines that text cannot be added to, which reaches over a place. */
export function rigidBlockAt(
  { markdown: { blocks, nested } }: MarkdownDocument,
  offset: number,
): Block | NestedBlock | undefined {
  const isRigid = ({ kind, range }: Block | NestedBlock): boolean =>
    (kind === 'code' || kind === 'html' || kind === 'table') && range.start <= offset && offset <= range.end;
  return blocks.find(isRigid) ?? nested.find(isRigid);
}

/** The line ending that new lines get. */
export function lineEndingOf({ source }: MarkdownDocument): string {
  return source.lineEnding(0) || '\n';
}
