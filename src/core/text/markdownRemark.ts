import type {
  BlockContent,
  Blockquote,
  DefinitionContent,
  List,
  ListItem,
  Nodes,
  Root,
  RootContent,
  Table,
} from 'mdast';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { gfmTable } from 'micromark-extension-gfm-table';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';
import remarkFrontmatter from 'remark-frontmatter';
import remarkParse from 'remark-parse';
import { unified, type Processor } from 'unified';
import type { Block, Markdown, NestedBlock, TableBlock, TableCell, TableRow } from './markdown.ts';
import type { Range } from './range.ts';
import { SourceText } from './sourceText.ts';

/** Why remark gave no blocks. */
export interface NotRead {
  readonly kind: 'notRead';
  /** Containers in containers, by the thousand. */
  readonly tooDeep: boolean;
  readonly message: string;
}

/**
 * Inline markup is no part of the blocks, and it is what hostile text holds the parser with: 40 kB of `*a_ ` take seconds.
 * Escapes stay: they decide where a cell ends.
 */
const inline = [
  'attention',
  'autolink',
  'codeText',
  'htmlText',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
];

function blocksOnly(this: Processor): void {
  const data = this.data();
  (data.micromarkExtensions ??= []).push(gfmTable(), gfmTaskListItem(), { disable: { null: inline } });
  (data.fromMarkdownExtensions ??= []).push(gfmTableFromMarkdown(), gfmTaskListItemFromMarkdown());
}

const processor = unified().use(remarkParse).use(remarkFrontmatter, ['yaml']).use(blocksOnly).freeze();

/**
 * Reads the blocks of a text (without a byte order mark) with the grammar of record: CommonMark, GFM tables and task lists,
 * YAML front matter. Total, but slow, and not bounded in time: call it where it may be ended.
 */
export function readMarkdown(text: string): Markdown | NotRead {
  try {
    const source = new SourceText(text);
    const read: Read = { blocks: [], nested: [] };
    // micromark drops a mark at the start, which would move all ranges: where one is part of the text, it gets another.
    const marked = text.startsWith('\uFEFF') ? `\uFEFF${text}` : text;
    for (const node of processor.parse(marked).children) addBlock(source, node, read);
    return { kind: 'blocks', ...read };
  } catch (error) {
    // Containers in containers are read by recursion: thousands of them exhaust the stack.
    return { kind: 'notRead', tooDeep: error instanceof RangeError, message: String(error) };
  }
}

/** With inline markup and tables: for a text that is shown, never for one that is only looked through. */
const rich = unified()
  .use(remarkParse)
  .use(function (this: Processor): void {
    const data = this.data();
    (data.micromarkExtensions ??= []).push(gfmTable());
    (data.fromMarkdownExtensions ??= []).push(gfmTableFromMarkdown());
  })
  .freeze();

/** The whole tree of a text, inline markup included. Slow and not bounded in time: call it where it may be ended. */
export function readTree(text: string): Root {
  return rich.parse(text);
}

interface Read {
  readonly blocks: Block[];
  readonly nested: NestedBlock[];
}

/** Definitions and footnotes, which show nothing where they stand, give no block. */
function addBlock(source: SourceText, node: RootContent, { blocks, nested }: Read): void {
  const range = trimEnd(source, rangeOf(node));
  switch (node.type) {
    case 'yaml': {
      const first = source.lineAt(range.start);
      const last = source.lineAt(range.end);
      const start = source.lineRange(first + 1).start;
      const end = last - 1 > first ? source.lineRange(last - 1).end : start;
      blocks.push({ kind: 'frontMatter', range, content: { start, end } });
      break;
    }
    case 'heading':
      blocks.push({
        kind: 'heading',
        depth: node.depth,
        range,
        content: contentOf(node.children) ?? emptyAt(range.start + node.depth),
      });
      break;
    case 'paragraph':
      blocks.push({ kind: 'paragraph', range: contentOf(node.children) ?? range });
      break;
    case 'table':
      blocks.push(readTable(source, node, range));
      break;
    case 'list':
      addItems(source, node, 0, blocks);
      addNested(source, node, nested);
      break;
    case 'code':
      blocks.push({ kind: 'code', range });
      break;
    case 'html':
      blocks.push({ kind: 'html', range });
      break;
    case 'blockquote':
      blocks.push({ kind: 'quote', range });
      addNested(source, node, nested);
      break;
    case 'thematicBreak':
      blocks.push({ kind: 'rule', range });
      break;
    default:
      break;
  }
}

/** What a list or a quote holds, in text order. */
function addNested(source: SourceText, node: List | ListItem | Blockquote, nested: NestedBlock[]): void {
  for (const child of node.children) {
    const range = trimEnd(source, rangeOf(child));
    if (child.type === 'table') nested.push(readTable(source, child, range));
    else if (child.type === 'code' || child.type === 'html') nested.push({ kind: child.type, range });
    else if (child.type === 'list' || child.type === 'listItem' || child.type === 'blockquote')
      addNested(source, child, nested);
  }
}

function addItems(source: SourceText, list: List, depth: number, blocks: Block[]): void {
  for (const item of list.children) {
    blocks.push(readItem(source, item, depth));
    for (const child of item.children) if (child.type === 'list') addItems(source, child, depth + 1, blocks);
  }
}

function readItem(source: SourceText, item: ListItem, depth: number): Block {
  const range = trimEnd(source, rangeOf(item));
  const first: BlockContent | DefinitionContent | undefined = item.children[0];
  const paragraph = first?.type === 'paragraph' ? contentOf(first.children) : undefined;
  const before = source.text.slice(range.start, paragraph?.start ?? range.end);
  const marker = /^(?:[-*+]|\d+[.)])[ \t]*/.exec(before)?.[0].length ?? 0;
  if (typeof item.checked !== 'boolean')
    return { kind: 'listItem', depth, range, content: paragraph ?? emptyAt(range.start + marker) };
  const box = source.text.indexOf('[', range.start) + 1;
  return {
    kind: 'listItem',
    depth,
    range,
    content: paragraph ?? emptyAt(box + 2),
    box: { start: box, end: box + 1 },
  };
}

function readTable(source: SourceText, table: Table, range: Range): TableBlock {
  const [header, ...rows] = table.children.map((row): TableRow => {
    const whole = trimEnd(source, rangeOf(row));
    return {
      range: whole,
      cells: row.children.map((cell) =>
        readCell(source.text, rangeOf(cell), whole, contentOf(cell.children)),
      ),
    };
  });
  const line = source.lineRange(source.lineAt(range.start) + 1);
  const delimiter = trimEnd(source, {
    // In a list or a quote the line begins with the signs of that.
    start: line.start + (/^[ \t>]*/.exec(source.slice(line))?.[0].length ?? 0),
    end: line.end,
  });
  return {
    kind: 'table',
    range,
    header: header ?? { range, cells: [] },
    delimiter,
    rows,
  };
}

/** mdast gives a cell with the pipe before it, and the last one with the pipe behind it too. */
function readCell(text: string, cell: Range, row: Range, content: Range | undefined): TableCell {
  const start = text[cell.start] === '|' ? cell.start + 1 : cell.start;
  const limit = Math.min(cell.end, row.end);
  const piped = limit > start && text[limit - 1] === '|' && (content === undefined || content.end < limit);
  const outer = { start, end: Math.max(start, piped ? limit - 1 : limit) };
  return { outer, content: content ?? emptyAt(Math.min(outer.start + 1, outer.end)) };
}

function rangeOf({ position }: Nodes): Range {
  return { start: position?.start.offset ?? 0, end: position?.end.offset ?? 0 };
}

function contentOf(children: readonly Nodes[]): Range | undefined {
  const [first] = children;
  const last = children.at(-1);
  return first === undefined || last === undefined
    ? undefined
    : { start: rangeOf(first).start, end: rangeOf(last).end };
}

function emptyAt(offset: number): Range {
  return { start: offset, end: offset };
}

function trimEnd({ text }: SourceText, { start, end }: Range): Range {
  let to = end;
  while (to > start && /[ \t\r\n]/.test(text.charAt(to - 1))) to--;
  return { start, end: to };
}
