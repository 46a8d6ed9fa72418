import { perStep, type Steps } from '../../base/steps.ts';
import type { Head } from '../../model/head.ts';
import type { Block } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import type { BrokenBox } from '../../text/checklist.ts';
import type { FoundBoxes } from './checkBoxes.ts';
import { beginsNotes, isNotesHeading, isNoWorkHeading, isTasksHeading } from './sections.ts';
import { headingText, type FoundTable } from './tables.ts';

/** Items of one list without a check box, at its top level. */
export interface PlainItems {
  readonly count: number;
  readonly range: Range;
  /** Where they are: in a section of tasks, before any section, or in a section that may be about anything. */
  readonly place: 'tasks' | 'start' | 'other';
  /** Whether the tasks of that place begin below them: what follows tasks is about these. */
  readonly isBeforeTasks: boolean;
}

/** `Legend: …` explains something. */
const keyed = /^[*_`]*[\p{L}\p{N}][\p{L}\p{N} /-]{0,30}[*_`]*[:：]/u;

/**
 * The lists of a progress file that somebody may have written as tasks: plain ones, but for notes and for what has to hold. A list with
 * a task in it holds groups and remarks too.
 */
export function* findPlainItems(
  file: MarkdownDocument,
  head: Head,
  tables: readonly FoundTable[],
  { lists, headings }: FoundBoxes,
  broken: readonly BrokenBox[],
): Steps<readonly PlainItems[]> {
  const { source, markdown } = file;
  const { blocks } = markdown;
  const tasks = new Set<Block>(tables.map(({ table }) => table));
  const boxes = new Set(
    [...lists.flatMap((list) => list.boxes), ...headings.map(({ box }) => box)].map(
      ({ range }) => range.start,
    ),
  );
  const told = new Set(broken.map(({ range }) => range.start));
  const found: PlainItems[] = [];
  const sections: { readonly depth: number; readonly name: string }[] = [];
  let isBeforeTasks = true;
  let inNotes = false;
  let table = 0;
  const holdsTable = ({ start, end }: Range): boolean => {
    while ((tables[table]?.table.range.start ?? start) < start) table++;
    return (tables[table]?.table.range.start ?? end) < end;
  };
  for (let at = 0; at < blocks.length; at++) {
    if (at % perStep === 0) yield;
    const block = blocks[at];
    if (block?.kind === 'heading' && block.depth > 1) {
      while ((sections.at(-1)?.depth ?? 0) >= block.depth) sections.pop();
      sections.push({ depth: block.depth, name: headingText(source, block).toLowerCase() });
      isBeforeTasks = true;
      inNotes = false;
    } else if (block !== undefined && beginsNotes(source, block)) inNotes = true;
    else if (block !== undefined && tasks.has(block)) isBeforeTasks = false;
    if (block?.kind !== 'listItem') continue;
    const items: Range[] = [];
    let hasTasks = false;
    for (let item = blocks[at]; item?.kind === 'listItem'; item = blocks[++at]) {
      if (at % perStep === 0) yield;
      if (item.box !== undefined || boxes.has(item.range.start) || holdsTable(item.range)) hasTasks = true;
      const isTold =
        item.depth > 0 ||
        told.has(item.range.start) ||
        head.blocks.has(item) ||
        keyed.test(source.slice(item.content).slice(0, 60));
      if (!isTold) items.push({ start: item.range.start, end: item.content.end });
    }
    // The block behind the list has its turn.
    at--;
    const [first] = items;
    const last = items.at(-1);
    const isOther = inNotes || sections.some(({ name }) => isNotesHeading(name) || isNoWorkHeading(name));
    if (!hasTasks && !isOther && first !== undefined && last !== undefined)
      found.push({
        count: items.length,
        range: { start: first.start, end: last.end },
        place: sections.some(({ name }) => isTasksHeading(name))
          ? 'tasks'
          : sections.length === 0
            ? 'start'
            : 'other',
        isBeforeTasks,
      });
    else if (hasTasks) isBeforeTasks = false;
  }
  return found;
}
