import type { Criterion } from '../model/item.ts';
import { plainText } from '../text/inline.ts';
import type { Block, TableRow } from '../text/markdown.ts';
import type { MarkdownDocument } from '../text/syntax.ts';
import { cellText } from '../text/table.ts';

/**
 * The Markdown that says what each criterion is, by its ID: the item, row or paragraph that defines it, and for a heading what
 * stands below it. Where the next criterion begins, the one before ends.
 */
export function criterionSources(
  { source, markdown }: MarkdownDocument,
  criteria: readonly Criterion[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const { blocks } = markdown;
  let at = 0;
  let table: Block | undefined;
  let rowAt: ReadonlyMap<number, TableRow> = new Map();
  for (const [
    i,
    {
      id,
      location: { range },
    },
  ] of criteria.entries()) {
    while (at < blocks.length && (blocks[at]?.range.end ?? 0) < range.start) at++;
    const block = blocks[at];
    if (block === undefined || block.range.start > range.start) continue;
    const limit = nextStart(criteria, i) ?? source.text.length;
    if (block.kind === 'table') {
      if (table !== block) {
        table = block;
        rowAt = new Map(block.rows.map((each) => [each.range.start, each]));
      }
      const row = rowAt.get(range.start);
      const texts = (row?.cells ?? []).map((cell) => cellText(source, cell)).filter((text) => text !== '');
      // The ID leads what is said, also where its column is not the first one.
      const named = texts.findIndex((text) => plainText(text).trim() === id);
      const inOrder = named > 0 ? [id, ...texts.filter((_text, i) => i !== named)] : texts;
      found.set(id, inOrder.join(' · '));
      continue;
    }
    const end = Math.min(limit, block.kind === 'heading' ? sectionEnd(blocks, at) : block.range.end);
    const text = source.text.slice(range.start, Math.max(end, range.start));
    found.set(id, outdent(text, source.positionAt(range.start).character));
  }
  return found;
}

/** Where the next criterion begins that does not share the line of this one. */
function nextStart(criteria: readonly Criterion[], at: number): number | undefined {
  const start = criteria[at]?.location.range.start;
  let next = at + 1;
  while (next < criteria.length && criteria[next]?.location.range.start === start) next++;
  return criteria[next]?.location.range.start;
}

/** A heading's section goes to the next heading, whatever its depth. */
function sectionEnd(blocks: readonly Block[], heading: number): number {
  let end = blocks[heading]?.range.end ?? 0;
  for (let i = heading + 1; i < blocks.length; i++) {
    const block = blocks[i];
    if (block === undefined || block.kind === 'heading' || block.kind === 'rule') break;
    end = block.range.end;
  }
  return end;
}

/** An item of an inner list, as if it stood at the margin. */
function outdent(text: string, columns: number): string {
  return columns === 0 ? text : text.replace(new RegExp(`\\n {1,${columns}}`, 'g'), '\n');
}
