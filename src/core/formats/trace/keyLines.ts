import { oneLine, plainText } from '../../text/inline.ts';
import type { Block, HeadingBlock } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';

/** One `**Key:** value` of a section, or a heading in it with what follows. */
export interface KeyLine {
  /** As written: `Key decisions`. */
  readonly name: string;
  /** How it is compared: `key decisions`. */
  readonly key: string;
  /** Plain text in one line; items of a list are parted by `; `. */
  readonly text: string;
  /** The value, over all of its lines; empty where one would be written. */
  readonly value: Range;
  /** Where the key begins, behind the sign of a list item. */
  readonly start: number;
  /** Where the key ends, and its value would begin. */
  readonly keyEnd: number;
  /** The key is a heading, and what follows is its value. */
  readonly isHeading: boolean;
  /** It is one of several in a sentence, and there is no place in it to change. */
  readonly isInSentence?: true;
}

/** What stands in a section of a trace: its keys, and the text that belongs to none of them. */
export interface KeyLines {
  readonly entries: readonly KeyLine[];
  readonly prose: readonly Range[];
  /** Where the last line ends that says something; the section's start when none does. */
  readonly end: number;
}

/** The keys of the protocol: they are known without bold, and in list items. */
export const knownKey =
  /^(?:status|summary|artifacts|key decisions|current focus|challenges|design changes|task|task spec|started|branch|owner|agent)$/;

/** How a key is compared. */
export function keyOf(name: string): string {
  return oneLine(name).toLowerCase();
}

export const lead = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?/;
const boldKey = /^(?:\*\*|__)([^*_:|\s][^*:|]{0,39})(?::(?:\*\*|__)|(?:\*\*|__)\s?:)[ \t]*/;
const plainKey = /^([A-Z][a-z]+(?: [a-z]+)?):(?:[ \t]+|$)/i;
/** A value ends only where the next key is bold: ` | ` may stand in it. */
const separator = /\s\|\s+(?=(?:\*\*|__)[^*_:|\s][^*:|]{0,39}(?::(?:\*\*|__)|(?:\*\*|__)\s?:))/g;

/** As the protocol writes its examples: `**Failed:** Status: failed, Summary: Tests failed, Challenges: none`. */
const sentence = /^(?:\*\*[^*:]{1,40}:\*\*\s*)?(?=status:\s)/i;
const comma = /,\s+(?=(?:summary|artifacts|key decisions|current focus|challenges|design changes):\s)/gi;

/**
 * Reads the lines of a section: keys on lines of their own, or several in one line with ` | ` between them. A value goes on in the
 * lines below; behind a blank line only a list does.
 * @param blocks those of the section: nothing is a key in code
 */
export function readKeyLines(source: SourceText, section: Range, blocks: readonly Block[]): KeyLines {
  const reader = new Reader(source, section.start);
  const last = source.lineAt(section.end);
  const kinds = kindsOf(source, blocks);
  for (let line = source.lineAt(section.start); line <= last; line++) {
    const whole = source.lineRange(line);
    const range = { start: Math.max(whole.start, section.start), end: Math.min(whole.end, section.end) };
    if (range.start <= range.end) reader.read(trim(source, range), kinds.get(line) ?? 'text');
  }
  return reader.finish();
}

type LineKind = 'text' | 'code' | 'hidden' | HeadingBlock;

/** Lines that are more than text. */
function kindsOf(source: SourceText, blocks: readonly Block[]): ReadonlyMap<number, LineKind> {
  const kinds = new Map<number, LineKind>();
  for (const block of blocks) {
    const { kind, range } = block;
    const isHidden = kind === 'rule' || (kind === 'html' && source.text.startsWith('<!--', range.start));
    const first = source.lineAt(range.start);
    if (kind === 'heading') kinds.set(first, block);
    if (kind !== 'code' && kind !== 'heading' && !isHidden) continue;
    // A heading's second line is one of signs.
    for (let line = kind === 'heading' ? first + 1 : first; line <= source.lineAt(range.end); line++)
      kinds.set(line, kind === 'code' ? 'code' : 'hidden');
  }
  return kinds;
}

interface OpenEntry extends Omit<KeyLine, 'key' | 'text' | 'value'> {
  readonly lines: Range[];
}

class Reader {
  readonly #source: SourceText;
  readonly #entries: KeyLine[] = [];
  readonly #prose: Range[] = [];
  #open: OpenEntry | undefined;
  #isBehindBlank = false;
  /** The line before was prose. */
  #isInProse = false;

  #end: number;

  constructor(source: SourceText, start: number) {
    this.#source = source;
    this.#end = start;
  }

  read(range: Range, kind: LineKind): void {
    if (kind === 'hidden') return;
    if (range.start === range.end && kind !== 'code') {
      this.#isBehindBlank = true;
      return;
    }
    this.#end = range.end;
    if (typeof kind === 'object') {
      const name = oneLine(plainText(this.#source.slice(kind.content)));
      this.#begin({ name, start: range.start, keyEnd: range.end, isHeading: true });
    } else if (kind === 'code' || !this.#addKeys(range)) this.#goOn(range, kind);
    this.#isBehindBlank = false;
  }

  finish(): KeyLines {
    this.#close();
    return { entries: this.#entries, prose: this.#prose, end: this.#end };
  }

  #addKeys({ start, end }: Range): boolean {
    const { text } = this.#source;
    const line = text.slice(start, end);
    const [before = ''] = lead.exec(line) ?? [];
    if (this.#addSentence(line, before.length, start)) return true;
    const found = keyAt(line.slice(before.length));
    if (found === undefined) return false;
    const isItem = /\S/.test(before.replaceAll('>', ''));
    // `- **Created:** a.md` goes on with the key above it.
    if (isItem && this.#open !== undefined && !knownKey.test(keyOf(found.name))) return false;
    const cuts = [...line.matchAll(separator)];
    let at = before.length;
    for (const [i, stop] of [...cuts.map(({ index }) => index), line.length].entries()) {
      const part = keyAt(line.slice(at, stop));
      if (part !== undefined) {
        const value = trim(this.#source, { start: start + at + part.length, end: start + stop });
        this.#begin({ name: part.name, start: start + at, keyEnd: value.start, isHeading: false });
        if (value.start < value.end) this.#open?.lines.push(value);
      }
      at = stop + (cuts[i]?.[0].length ?? 0);
    }
    return true;
  }

  /** Keys that commas part; one alone is a line like any other. */
  #addSentence(line: string, from: number, start: number): boolean {
    const label = sentence.exec(line.slice(from));
    const cuts = label === null ? [] : [...line.matchAll(comma)];
    if (label === null || cuts.length === 0) return false;
    let at = from + label[0].length;
    for (const [i, stop] of [...cuts.map(({ index }) => index), line.length].entries()) {
      const part = keyAt(line.slice(at, stop));
      if (part !== undefined) {
        const value = trim(this.#source, { start: start + at + part.length, end: start + stop });
        const { name } = part;
        this.#begin({ name, start: start + at, keyEnd: value.start, isHeading: false, isInSentence: true });
        if (value.start < value.end) this.#open?.lines.push(value);
      }
      at = stop + (cuts[i]?.[0].length ?? 0);
    }
    return true;
  }

  /** A line that begins nothing: it belongs to the open key, or to none. */
  #goOn(range: Range, kind: 'text' | 'code'): void {
    const open = this.#open;
    const isList = lead.exec(this.#source.slice(range))?.[0].trim() !== '';
    const belongs =
      open !== undefined &&
      (open.isHeading || !this.#isBehindBlank || isList || kind === 'code' || open.lines.length === 0);
    if (belongs) {
      open.lines.push(range);
      return;
    }
    this.#close();
    const before = this.#prose.at(-1);
    // The lines of a paragraph are one.
    if (before !== undefined && this.#isInProse && !isList && !this.#isBehindBlank)
      this.#prose[this.#prose.length - 1] = { start: before.start, end: range.end };
    else this.#prose.push(range);
    this.#isInProse = true;
  }

  #begin({ name, start, keyEnd, isHeading, isInSentence }: Omit<OpenEntry, 'lines'>): void {
    this.#close();
    this.#isInProse = false;
    this.#open = { name, start, keyEnd, isHeading, lines: [] };
    if (isInSentence === true) this.#open = { ...this.#open, isInSentence };
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const { name, start, lines, keyEnd, isHeading, isInSentence } = open;
    const value = { start: lines[0]?.start ?? keyEnd, end: lines.at(-1)?.end ?? keyEnd };
    const text = textOf(this.#source, lines);
    const entry = { name, key: keyOf(name), text, value, start, keyEnd, isHeading };
    this.#entries.push(isInSentence === true ? { ...entry, isInSentence } : entry);
  }
}

/** A key that a text begins with, and how long it is with what is around it. */
export function keyAt(text: string): { readonly name: string; readonly length: number } | undefined {
  const bold = boldKey.exec(text);
  if (bold?.[1] !== undefined) return { name: bold[1].trim(), length: bold[0].length };
  const plain = plainKey.exec(text);
  return plain?.[1] !== undefined && knownKey.test(keyOf(plain[1]))
    ? { name: plain[1], length: plain[0].length }
    : undefined;
}

/** The plain text of lines in one. */
export function textOf(source: SourceText, lines: readonly Range[]): string {
  let text = '';
  for (const range of lines) {
    const raw = source.slice(range);
    const [sign = ''] = lead.exec(raw) ?? [];
    const words = oneLine(plainText(raw.slice(sign.length)));
    const joint = text === '' ? '' : sign.trim().replaceAll('>', '') === '' ? ' ' : '; ';
    text += joint + words;
  }
  return text;
}

/** A range without the white space at its ends. */
function trim(source: SourceText, range: Range): Range {
  const raw = source.slice(range);
  const start = range.start + (raw.length - raw.trimStart().length);
  return { start, end: Math.max(start, range.start + raw.trimEnd().length) };
}
