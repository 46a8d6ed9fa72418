import { isScalar, parseDocument } from 'yaml';
import type { FrontMatterBlock } from './markdown.ts';
import type { Range } from './range.ts';
import type { SourceText } from './sourceText.ts';

/** One `key: value` of a file's front matter. */
export interface FrontMatterField {
  readonly key: string;
  /** As written, quotes off: `012` stays `012`. Lists of plain values are joined with `, `. */
  readonly value: string;
  readonly range: Range;
}

/** What the front matter holds, or why it is none. */
export interface FrontMatter {
  readonly fields: readonly FrontMatterField[];
  readonly problems: readonly { readonly message: string; readonly range: Range }[];
}

/** Reads a block of front matter: YAML's core schema, few aliases, no tags of its own. Total. */
export function readFrontMatter(source: SourceText, { content }: FrontMatterBlock): FrontMatter {
  const text = source.slice(content);
  const document = parseDocument(text, { schema: 'core', customTags: [], logLevel: 'silent', strict: true });
  const problems = document.errors.map(({ message, pos }) => ({
    message: `The front matter is not valid YAML: ${message.split('\n')[0] ?? ''}`,
    range: {
      start: content.start + pos[0],
      end: content.start + Math.max(pos[0], Math.min(pos[1], text.length)),
    },
  }));
  const fields: FrontMatterField[] = [];
  const map: unknown = document.contents;
  if (map !== null && typeof map === 'object' && 'items' in map && Array.isArray(map.items))
    for (const pair of map.items as readonly { key?: unknown; value?: unknown }[]) {
      if (!isScalar(pair.key)) continue;
      const [start] = pair.key.range ?? [0];
      const end = endOf(pair.value) ?? pair.key.range?.[1] ?? start;
      fields.push({
        key: pair.key.source ?? String(pair.key.value),
        value: valueOf(pair.value),
        range: { start: content.start + start, end: content.start + end },
      });
    }
  return { fields, problems };
}

function endOf(node: unknown): number | undefined {
  return node !== null && typeof node === 'object' && 'range' in node && Array.isArray(node.range)
    ? (node.range as number[])[1]
    : undefined;
}

function valueOf(node: unknown): string {
  if (isScalar(node)) return node.source ?? (typeof node.value === 'string' ? node.value : '');
  if (node !== null && typeof node === 'object' && 'items' in node && Array.isArray(node.items))
    return node.items.map((item: unknown) => valueOf(item)).join(', ');
  return '';
}
