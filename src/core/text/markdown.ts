import type { Range } from './range.ts';

/**
 * The block structure of a Markdown text (CommonMark with GFM tables and task lists, and YAML front matter):
 * what the strict scanner and remark must agree on, range by range. Inline markup is not part of it.
 * Blocks stand in text order. All ranges are offsets into the text that was read, without a byte order mark.
 */
export interface Markdown {
  readonly kind: 'blocks';
  readonly blocks: readonly Block[];
  /** What stands in list items and quotes and holds rows, or text that is none, however deep; in text order. */
  readonly nested: readonly NestedBlock[];
}

/** A table, or what nothing is read from, in a list item or a quote. */
export type NestedBlock = TableBlock | CodeBlock | HtmlBlock;

export type Block =
  | FrontMatterBlock
  | HeadingBlock
  | ParagraphBlock
  | TableBlock
  | ListItemBlock
  | CodeBlock
  | HtmlBlock
  | QuoteBlock
  | RuleBlock;

/** `---⏎status: open⏎---` at the very start; `content` is what stands between the fences' lines. */
export interface FrontMatterBlock {
  readonly kind: 'frontMatter';
  readonly range: Range;
  readonly content: Range;
}

/** `## Tasks ##`: `range` from the first `#` to the end of the line's text, `content` is `Tasks`. */
export interface HeadingBlock {
  readonly kind: 'heading';
  readonly depth: 1 | 2 | 3 | 4 | 5 | 6;
  readonly range: Range;
  readonly content: Range;
}

/** Lines of prose at the top level; from the first to the last character that is no white space. */
export interface ParagraphBlock {
  readonly kind: 'paragraph';
  readonly range: Range;
}

/** A pipe table; among `blocks` one at the top level. */
export interface TableBlock {
  readonly kind: 'table';
  readonly range: Range;
  readonly header: TableRow;
  /** The `| --- | --- |` line, white space around it left out. */
  readonly delimiter: Range;
  readonly rows: readonly TableRow[];
}

/** One line of a table. A row may have fewer or more cells than the header. */
export interface TableRow {
  readonly range: Range;
  readonly cells: readonly TableCell[];
}

/** In `| Add jitter |`: `outer` is everything between the pipes, `content` is `Add jitter` (empty cell: `start === end`). */
export interface TableCell {
  readonly outer: Range;
  readonly content: Range;
}

/** A bullet or number of a top-level list and of lists inside it. */
export interface ListItemBlock {
  readonly kind: 'listItem';
  /** 0 for an item of a list at the top level, 1 for an item of a list inside that, and so on. */
  readonly depth: number;
  readonly range: Range;
  /**
   * The text of the item's first paragraph, without marker and check box; empty (at the end of marker and box)
   * when the item does not begin with a paragraph. It may cover several lines.
   */
  readonly content: Range;
  /** The one character between `[` and `]`, for a GFM task list item. */
  readonly box?: Range;
}

/** A fenced or indented code block. */
export interface CodeBlock {
  readonly kind: 'code';
  readonly range: Range;
}

/** A block of HTML, comments included. */
export interface HtmlBlock {
  readonly kind: 'html';
  readonly range: Range;
}

/** A block quote at the top level; what is in it is not read, but for what is `nested`. */
export interface QuoteBlock {
  readonly kind: 'quote';
  readonly range: Range;
}

/** `---` between blocks. */
export interface RuleBlock {
  readonly kind: 'rule';
  readonly range: Range;
}

/** Why the strict scanner left a text to remark: a short constant reason, and the zero-based line that made it unsure. */
export interface NotSure {
  readonly kind: 'notSure';
  readonly reason: string;
  readonly line: number;
}
