import type { Block, HeadingBlock } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';
import { readStepHeading, type StepHeading } from './stepHeading.ts';

/** A stretch of the document from one heading to the next. */
export interface Section {
  /** Missing for what stands before the first heading. */
  readonly heading?: HeadingBlock;
  readonly step?: StepHeading;
  readonly body: Range;
  readonly blocks: readonly Block[];
}

/** A trace from one heading of its steps, or of its own, to the next. */
export function sectionsOf(source: SourceText, blocks: readonly Block[]): readonly Section[] {
  const starts = blocks.flatMap((block, i) => (block.kind === 'heading' && block.depth <= 2 ? [i] : []));
  const sections: Section[] = [];
  for (const [at, start] of [-1, ...starts].entries()) {
    const block = blocks[start];
    const heading = block?.kind === 'heading' ? block : undefined;
    const next = starts[at] ?? blocks.length;
    const step = heading === undefined ? undefined : readStepHeading(source, heading);
    sections.push({
      body: { start: heading?.range.end ?? 0, end: blocks[next]?.range.start ?? source.text.length },
      blocks: blocks.slice(start + 1, next),
      ...(heading === undefined ? {} : { heading }),
      ...(step === undefined ? {} : { step }),
    });
  }
  return sections;
}
