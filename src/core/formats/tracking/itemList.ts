import type { Head } from '../../model/head.ts';
import { isKnownKey } from '../../model/headKeys.ts';
import { plainText } from '../../text/inline.ts';
import type { TableBlock } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { cellText } from '../../text/table.ts';
import { isNoWorkHeading } from './sections.ts';
import { headingText } from './tables.ts';

/** What somebody wrote as many items in one file. */
export interface ItemList {
  readonly count: number;
  readonly first: Range;
}

/**
 * The entries of a file that is a list of items where one item is expected: nothing but headings and lists, titled as a list is, or
 * nothing but tables. Most items have lists of their own, of what has to hold or is to be done: they say more of themselves, or their
 * title says what they are.
 */
export function findItemList(file: MarkdownDocument, head: Head): ItemList | undefined {
  const { id, source, markdown } = file;
  if (head.entries.some(({ key }) => isKnownKey(key))) return undefined;
  const entries: Range[] = [];
  const tables: TableBlock[] = [];
  let areLists = false;
  for (const block of markdown.blocks)
    switch (block.kind) {
      case 'heading':
        if (block !== head.title && isOfOneItem(headingText(source, block).toLowerCase())) return undefined;
        break;
      case 'listItem':
        areLists = true;
        if (block.depth === 0) entries.push({ start: block.range.start, end: block.content.end });
        break;
      case 'table':
        tables.push(block);
        for (const { range } of block.rows) entries.push(range);
        break;
      case 'rule':
        break;
      case 'paragraph':
      case 'code':
      case 'html':
      case 'quote':
      case 'frontMatter':
        return undefined;
    }
  const [first] = entries;
  if (first === undefined || entries.length < 2) return undefined;
  const fileName = id.path.slice(id.path.lastIndexOf('/') + 1).replace(/\.md$/i, '');
  const title = head.title === undefined ? undefined : headingText(source, head.title);
  const isTable = !areLists && (title === undefined || tables.every((each) => isOfItems(file, each)));
  return isTable || isListTitle(title ?? fileName) ? { count: entries.length, first } : undefined;
}

function isOfOneItem(heading: string): boolean {
  return isNoWorkHeading(heading) || /(?<!\p{L})(?:tasks?|steps|plan)(?!\p{L})/u.test(heading);
}

const listTitle =
  /^(?:(?:the|our|my|product|project|team|feature) )*(?:backlog|ideas?|to ?dos?|later|someday(?: maybe)?|wish ?list|ice ?box|parking lot|tech(?:nical)? debts?|debts?)(?: (?:list|items|ideas|backlog))?$/;

function isListTitle(title: string): boolean {
  const words = title.toLowerCase().replace(/\([^()]*\)/g, ' ');
  return listTitle.test(words.replace(/[^\p{L}]+/gu, ' ').trim());
}

/** Whether a table has a column that names items, and one that says how much they matter or cost. */
function isOfItems({ source }: MarkdownDocument, { header }: TableBlock): boolean {
  const heads = header.cells.map((cell) => plainText(cellText(source, cell)).trim());
  return (
    heads.some((head) =>
      /^(?:(?:backlog|debt) )?(?:ideas?|items?|features?|stor(?:y|ies)|epics?)$/i.test(head),
    ) && heads.some((head) => /^(?:prio(?:rity)?|effort|estimates?|size|status|impact)$/i.test(head))
  );
}
