import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { comparable } from '../../model/rowIdentity.ts';
import { plainText } from '../../text/inline.ts';
import type { Block, TableRow } from '../../text/markdown.ts';
import { splitRow } from '../../text/pipeRow.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { cellText } from '../../text/table.ts';
import { withoutMarkers } from './account.ts';
import type { ReadTable } from './tables.ts';

/**
 * The number after the highest: `8` after `7`, `T-012` after `T-011`; empty where there are none that count.
 * @param own what the rows of the table have, which say what it looks like
 * @param used what other rows of tasks have
 * @param others what may be taken where it looks alike
 */
export function nextAfter(
  own: readonly (string | undefined)[],
  used: readonly (string | undefined)[],
  others: readonly (string | undefined)[],
): string {
  const highest = (texts: readonly (string | undefined)[], prefix?: string): Numbered | undefined => {
    let best: Numbered | undefined;
    for (const text of texts) {
      const each = readNumbered(text ?? '');
      if (each === undefined || (prefix !== undefined && comparable(each.prefix) !== prefix)) continue;
      if (best === undefined || each.number > best.number) best = each;
    }
    return best;
  };
  const like = highest(own) ?? highest(used);
  if (like === undefined) return used.length === 0 ? '1' : '';
  const last = highest([...used, ...others], comparable(like.prefix)) ?? like;
  return like.prefix + String(last.number + 1).padStart(like.width, '0');
}

/** The cells of rows that are no tasks. */
export interface OtherRows {
  /** Of those that look like rows of a table and are part of none. */
  readonly stray: readonly (readonly string[])[];
  /** Of those of tables of something else. */
  readonly ofTables: readonly (readonly string[])[];
}

export const noRows: OtherRows = { stray: [], ofTables: [] };

export function otherRows(
  { source, markdown }: MarkdownDocument,
  { problems }: ParsedDocument,
  tables: readonly ReadTable[],
): OtherRows {
  const ofTasks = new Set<Block>(tables.map(({ table }) => table));
  const textsOf = ({ cells }: TableRow): readonly string[] =>
    cells.map((cell) => plainText(cellText(source, cell)).trim());
  const stray: (readonly string[])[] = [];
  for (const { code, range } of problems)
    if (code === 'row.stray')
      for (let line = source.lineAt(range.start); line <= source.lineAt(range.end); line++) {
        const row = splitRow(source.text, withoutMarkers(source, line));
        if (row !== undefined) stray.push(textsOf(row));
      }
  const ofTables = [...markdown.blocks, ...markdown.nested].flatMap((block) =>
    block.kind === 'table' && !ofTasks.has(block) ? block.rows.map(textsOf) : [],
  );
  return { stray, ofTables };
}

/** `T-012` */
interface Numbered {
  readonly prefix: string;
  readonly number: number;
  /** Of the digits. */
  readonly width: number;
}

function readNumbered(text: string): Numbered | undefined {
  const [, prefix, digits] = /^(.*?)(\d{1,9})$/.exec(text) ?? [];
  return prefix === undefined || digits === undefined
    ? undefined
    : { prefix, number: Number(digits), width: digits.length };
}
