import { readFrontMatter } from './frontMatter.ts';
import { oneLine, plainText } from './inline.ts';
import type { FrontMatterBlock } from './markdown.ts';
import type { Range } from './range.ts';
import type { SourceText } from './sourceText.ts';

/** One `Key: value` of a file's head, from a line or from front matter. */
export interface HeaderEntry {
  /** As written, emphasis marks off: `Branch`. */
  readonly key: string;
  /** Plain text of the value, in one line; empty when there is none. */
  readonly text: string;
  /** Where the value stands, for links in it. */
  readonly value: Range;
  /** Key and value. */
  readonly whole: Range;
}

/** The entries of a block of front matter, and why it could not be read as a whole. */
export function readFrontMatterEntries(
  source: SourceText,
  block: FrontMatterBlock,
): {
  readonly entries: readonly HeaderEntry[];
  readonly problems: readonly { readonly message: string; readonly range: Range }[];
} {
  const { fields, problems } = readFrontMatter(source, block);
  const entries = fields.map(({ key, value, range }): HeaderEntry => {
    const at = source.slice(range).lastIndexOf(value);
    const start = at < 0 ? range.start : range.start + at;
    return { key, text: value, value: { start, end: Math.max(start, range.end) }, whole: range };
  });
  return { entries, problems };
}

/** A key of 40 letters with emphasis marks and spaces around it. */
const longestKey = 60;

/**
 * The `Key: value` lines of a paragraph or a list item; a line without a key goes on with the value before it. Empty for
 * prose.
 */
export function readHeaderLines(source: SourceText, range: Range): readonly HeaderEntry[] {
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
    // Keys are short: a line of prose is left after one look, which goes no further than a key can.
    const key = !source.text.slice(start, Math.min(end, start + longestKey)).includes(':')
      ? null
      : /^\s*[*_]{0,2}([A-Za-z][A-Za-z -]{0,39}?)[*_]{0,2}\s*:[*_]{0,2}(?=\s|$)\s*/.exec(
          source.text.slice(start, end),
        );
    if (key?.[1] !== undefined) {
      close();
      open = { key: key[1].trim(), value: { start: start + key[0].length, end }, whole: { start, end } };
    } else if (open !== undefined) {
      open.value = { start: open.value.start, end };
      open.whole = { start: open.whole.start, end };
    }
  }
  close();
  return entries;
}

/** The plain text is worked out when it is asked for: of a line with links nobody does. */
class HeaderLine implements HeaderEntry {
  readonly key: string;
  readonly value: Range;
  readonly whole: Range;
  readonly #source: SourceText;

  constructor(source: SourceText, key: string, value: Range, whole: Range) {
    this.#source = source;
    this.key = key;
    this.value = value;
    this.whole = whole;
  }

  get text(): string {
    return oneLine(plainText(this.#source.slice(this.value)));
  }
}
