import { readFrontMatter, type FrontMatter } from './frontMatter.ts';
import { oneLine, plainText } from './inline.ts';
import type { FrontMatterBlock, TableBlock } from './markdown.ts';
import type { Range } from './range.ts';
import type { SourceText } from './sourceText.ts';

/** One `Key: value` of a file's head: from a line, from front matter or from a table. */
export interface HeaderEntry {
  /** As written, emphasis marks off: `Branch`. */
  readonly key: string;
  /** Plain text of the value, in one line; empty when there is none. */
  readonly text: string;
  /** Where the value stands, for links in it. */
  readonly value: Range;
  /** Key and value. */
  readonly whole: Range;
  /** Its value is the text itself, in front matter, and no Markdown. */
  readonly isPlain?: true;
  /** The table that it stands in, if it does. */
  readonly table?: TableBlock;
}

/** The entries of a block of front matter, and why it could not be read as a whole. */
export function readFrontMatterEntries(
  source: SourceText,
  block: FrontMatterBlock,
): {
  readonly entries: readonly HeaderEntry[];
  readonly problems: FrontMatter['problems'];
} {
  const { fields, problems } = readFrontMatter(source, block);
  const entries = fields.map(({ key, value, range }): HeaderEntry => {
    const at = source.slice(range).lastIndexOf(value);
    const start = at < 0 ? range.start : range.start + at;
    return {
      key,
      text: value,
      value: { start, end: Math.max(start, range.end) },
      whole: range,
      isPlain: true,
    };
  });
  return { entries, problems };
}

/** Whether a key is one of those that documents say such things by: they are known also where a line does not begin with them. */
export type IsKnownKey = (key: string) => boolean;

/** What is known of keys. */
export interface KnownKeys {
  readonly isKnown: IsKnownKey;
  /** Whether its value is a word or two: `Priority: high`, and what comes on the next line is prose. */
  readonly isWord: IsKnownKey;
}

/** A key of 40 letters with emphasis marks, signs and spaces around it. */
const longestKey = 70;
/** `**Branch:** `, `Branch: `, with the sign of an emoji before it. */
const keyAtStart =
  /^[\s>]*(?:\p{Extended_Pictographic}[\uFE0E\uFE0F]? ?)?[*_]{0,2}(\p{L}[\p{L}\p{M} -]{0,39}?)[*_]{0,2}\s*[:：][*_]{0,2}(\s*)/u;
/** What parts several keys in one line, and the key behind it: ` | **Date**: `. */
const keyBehind = /\s[|·•]\s+(?=([*_]{0,2})(\p{L}[\p{L}\p{M} -]{0,39}?)[*_]{0,2}\s*[:：][*_]{0,2}\s)/gu;

/**
 * The `Key: value` lines of a paragraph, a list item or a quote; a line without a key goes on with the value before it. Several
 * stand in one line where ` | `, ` · ` or ` • ` is between them, and the next key is bold or known. Empty for prose.
 */
export function readHeaderLines(
  source: SourceText,
  range: Range,
  { isKnown, isWord }: KnownKeys,
): readonly HeaderEntry[] {
  const entries: HeaderEntry[] = [];
  let open: { key: string; value: Range; whole: Range } | undefined;
  const close = (): void => {
    if (open !== undefined) entries.push(new HeaderLine(source, open.key, open.value, open.whole));
    open = undefined;
  };
  const last = source.lineAt(range.end);
  for (let line = source.lineAt(range.start); line <= last; line++) {
    const whole = source.lineRange(line);
    const start = Math.max(whole.start, range.start);
    const end = Math.min(whole.end, range.end);
    const parts = partsOf(source.text, start, end, isKnown);
    if (parts.length === 0 && open !== undefined && !isSaid(source, open, isWord)) {
      open.value = { start: open.value.start, end };
      open.whole = { start: open.whole.start, end };
    }
    for (const part of parts) {
      close();
      open = part;
    }
  }
  close();
  return entries;
}

/** Whether a value is all there, so that the next line is none of it. */
function isSaid(
  source: SourceText,
  { key, value }: { readonly key: string; readonly value: Range },
  isWord: IsKnownKey,
): boolean {
  return isWord(key) && source.slice(value).trim() !== '';
}

/** The keys that stand in a line, each with its value; none where the line does not begin with one. */
function partsOf(
  text: string,
  start: number,
  end: number,
  isKnown: IsKnownKey,
): { key: string; value: Range; whole: Range }[] {
  // Keys are short: a line of prose is left after one look, which goes no further than a key can.
  if (!/[:：]/.test(text.slice(start, Math.min(end, start + longestKey)))) return [];
  const line = text.slice(start, end);
  const [first, name = '', gap = ''] = keyAtStart.exec(line) ?? [];
  if (first === undefined) return [];
  const key = name.trim();
  // Words of other languages begin prose as well: there a key is one that is known.
  if (!/^[A-Za-z -]+$/.test(key) && !isKnown(key)) return [];
  const isApart = gap !== '' || first.length === line.length || first.includes('：');
  // `Branch:feat/x` is one too; `https://` and `std::vector` are none.
  if (!isApart && (!isKnown(key) || /[/:]/.test(line.charAt(first.length)))) return [];
  const parts = [{ key, value: { start: start + first.length, end }, whole: { start, end } }];
  if (!/[|·•]/.test(line)) return parts;
  for (const match of line.matchAll(keyBehind)) {
    const [separator, mark = '', next = ''] = match;
    const before = parts.at(-1);
    const cut = start + match.index;
    if (before === undefined || cut < before.value.start || (mark === '' && !isKnown(next.trim()))) continue;
    before.value.end = cut;
    before.whole.end = cut;
    const from = cut + separator.length;
    const [led = ''] = keyAtStart.exec(text.slice(from, end)) ?? [];
    parts.push({ key: next.trim(), value: { start: from + led.length, end }, whole: { start: from, end } });
  }
  for (const { value } of parts)
    while (value.end > value.start && /\s/.test(text.charAt(value.end - 1))) value.end--;
  return parts;
}

/** An entry whose value is a cell. */
export function headerCell(source: SourceText, key: string, value: Range, table: TableBlock): HeaderEntry {
  return new HeaderLine(source, key, value, value, table);
}

/** The plain text is worked out when it is asked for: of a line with links nobody does. */
class HeaderLine implements HeaderEntry {
  readonly key: string;
  readonly value: Range;
  readonly whole: Range;
  readonly table?: TableBlock;
  readonly #source: SourceText;

  constructor(source: SourceText, key: string, value: Range, whole: Range, table?: TableBlock) {
    this.#source = source;
    this.key = key;
    this.value = value;
    this.whole = whole;
    if (table !== undefined) this.table = table;
  }

  get text(): string {
    const raw = this.#source.slice(this.value);
    return oneLine(plainText(this.table === undefined ? raw : raw.replaceAll('\\|', '|')));
  }
}
