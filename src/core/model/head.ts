import { readBranchName, type BranchName } from './branchName.ts';
import { isBranchKey, isKnownKey, isNotesKey, knownKeys } from './headKeys.ts';
import type { Report } from './problem.ts';
import { headerCell, readFrontMatterEntries, readHeaderLines, type HeaderEntry } from '../text/header.ts';
import { plainText } from '../text/inline.ts';
import type { Block, HeadingBlock, Markdown, TableBlock, TableCell } from '../text/markdown.ts';
import type { SourceText } from '../text/sourceText.ts';

/** What a document says of itself before its text begins. */
export interface Head {
  /** In text order. */
  readonly entries: readonly HeaderEntry[];
  /** The blocks that hold them and nothing else. */
  readonly blocks: ReadonlySet<Block>;
  /** The first heading of the first level. */
  readonly title?: HeadingBlock;
}

/** Sections that are no more than a head: what they are called. */
const headSections =
  /^[^a-z]*(?:meta ?data|meta|info(?:rmation)?|details|about|header|overview|summary|properties|status|branch(?: info(?:rmation)?)?)$/i;

/**
 * Reads the head of a document of any kind: front matter; then, up to the first section, lines, list items, quotes and a table of
 * keys; and a first section that is called like one and holds nothing else.
 * @param untilProse whether the first paragraph of prose ends it, as where a text follows that may hold anything
 */
export function readHead(
  { source, markdown }: { readonly source: SourceText; readonly markdown: Markdown },
  untilProse: boolean,
  report: Report,
): Head {
  const { blocks } = markdown;
  const entries: HeaderEntry[] = [];
  const taken = new Set<Block>();
  let title: HeadingBlock | undefined;
  const take = (block: Block, found: readonly HeaderEntry[]): boolean => {
    if (found.length === 0) return false;
    for (const entry of found) entries.push(entry);
    taken.add(block);
    return true;
  };
  for (const [i, block] of blocks.entries()) {
    if (block.kind === 'frontMatter') {
      const read = readFrontMatterEntries(source, block);
      for (const { fault, range } of read.problems) report('frontMatter.invalid', 'warning', fault, range);
      take(block, read.entries);
    } else if (block.kind === 'heading') {
      if (take(block, underlined(source, block))) {
        report('head.underlined', 'hint', {}, block.range);
      } else if (block.depth === 1 && title === undefined) title = block;
      else {
        for (const [each, found] of sectionHead(source, blocks, i, block)) take(each, found);
        break;
      }
    } else {
      const found = readBlock(source, block);
      const last = found.at(-1);
      const isTaken = take(block, found);
      // What follows `Notes:` is no head, whatever it looks like.
      if (block.kind === 'paragraph' && last?.text === '' && isNotesKey(last.key)) break;
      if (isTaken) continue;
      if (untilProse && (block.kind === 'paragraph' || block.kind === 'table')) break;
    }
  }
  return { entries, blocks: taken, ...(title === undefined ? {} : { title }) };
}

/** The branch that an entry names: in front matter its text is what it says, elsewhere it is Markdown. */
export function branchOf(source: SourceText, { text, value, isPlain }: HeaderEntry): BranchName {
  return isPlain === true ? readBranchName(text, 'text') : readBranchName(source.slice(value), 'markdown');
}

/** The keys of a block; none for one that is no part of a head. */
function readBlock(source: SourceText, block: Block): readonly HeaderEntry[] {
  switch (block.kind) {
    case 'paragraph':
      return readHeaderLines(source, block.range, knownKeys);
    case 'listItem':
      return readHeaderLines(source, block.content, knownKeys);
    case 'quote': {
      // Quotes are mostly prose, and `Note:` is no key of a document.
      const found = readHeaderLines(source, block.range, knownKeys);
      return found.some(({ key }) => isKnownKey(key)) ? found : [];
    }
    case 'table':
      return readTable(source, block);
    case 'frontMatter':
    case 'heading':
    case 'code':
    case 'html':
    case 'rule':
      return [];
  }
}

/** What tables of keys have above their columns, where they have something there. */
const keyHeads = /^(?:|fields?|keys?|property|properties|attributes?|names?|items?|meta(?:data)?|info)$/i;
const valueHeads = /^(?:|values?|details?|info)$/i;

/**
 * A table of two columns with a key in each row, or of one row with a key above each cell. Any other table has such a shape at times
 * too: it counts only where its keys are known ones.
 */
function readTable(source: SourceText, table: TableBlock): readonly HeaderEntry[] {
  const { header, rows } = table;
  const [first, second] = header.cells;
  if (first === undefined || second === undefined) return [];
  const textOf = (cell: TableCell | undefined): string =>
    cell === undefined ? '' : plainText(source.slice(cell.content)).replace(/:$/, '').trim();
  const keys = header.cells.map(textOf);
  // A row of a task table has keys above its cells too.
  if (keys.some((key) => /^tasks?$/i.test(key))) return [];
  const entry = (key: TableCell | undefined, value: TableCell | undefined): readonly HeaderEntry[] => {
    const name = textOf(key);
    return value !== undefined && (/^[A-Za-z][A-Za-z -]{0,39}$/.test(name) || isKnownKey(name))
      ? [headerCell(source, name, value.content, table)]
      : [];
  };
  const isPair = isKnownKey(textOf(first));
  const isList = isPair
    ? rows.every(({ cells }) => isKnownKey(textOf(cells[0])))
    : keyHeads.test(textOf(first)) &&
      valueHeads.test(textOf(second)) &&
      rows.some(({ cells }) => isKnownKey(textOf(cells[0])));
  if (header.cells.length === 2 && isList) {
    const found = rows.flatMap(({ cells }) => entry(cells[0], cells[1]));
    return isPair ? [...entry(first, second), ...found] : found;
  }
  const [row, ...more] = rows;
  const isRow = row !== undefined && more.length === 0 && (keys.every(isKnownKey) || keys.some(isBranchKey));
  return isRow ? header.cells.flatMap((cell, i) => entry(cell, row.cells[i])) : [];
}

/** The keys of a heading that is one only because a line of signs follows its text. */
function underlined(source: SourceText, { range, content }: HeadingBlock): readonly HeaderEntry[] {
  if (source.text.charAt(range.start) === '#') return [];
  const found = readHeaderLines(source, content, knownKeys);
  return found.some(({ key }) => isKnownKey(key)) ? found : [];
}

/** The keys of the section that a heading begins, where it is no more than a head; by their blocks. */
function sectionHead(
  source: SourceText,
  blocks: readonly Block[],
  at: number,
  heading: HeadingBlock,
): readonly (readonly [Block, readonly HeaderEntry[]])[] {
  if (!headSections.test(plainText(source.slice(heading.content)).trim())) return [];
  const next = blocks.findIndex((block, i) => i > at && block.kind === 'heading');
  const inside = blocks
    .slice(at + 1, next < 0 ? undefined : next)
    .filter(({ kind }) => kind !== 'rule' && kind !== 'html')
    .map((block) => [block, readBlock(source, block)] as const);
  const isHead =
    inside.every(([, found]) => found.length > 0) &&
    inside.some(([, found]) => found.some(({ key }) => isKnownKey(key)));
  return isHead ? inside : [];
}
