import type { Range } from './range.ts';
import type { SourceText } from './sourceText.ts';
import { readYamlValue, type FrontMatterFault } from './frontMatter.ts';

/** A value of one text, and how it is written. */
export interface FrontMatterScalar {
  readonly value: string;
  /** What stands between the quotes, or the whole where there are none. */
  readonly inner: Range;
  /** With its quotes. */
  readonly range: Range;
  readonly style: 'plain' | 'single' | 'double' | 'block';
  /** Strict YAML reads it as another value, or not at all: `title: a: b`, `@maple`. */
  readonly isLoose?: true;
}

export type FrontMatterValue =
  | { readonly kind: 'scalar'; readonly scalar: FrontMatterScalar }
  /** `range` is where the list stands: within its line, or all lines of its items. */
  | {
      readonly kind: 'list';
      readonly style: 'inline' | 'block';
      readonly items: readonly FrontMatterScalar[];
      readonly range: Range;
    }
  /** Nothing is said; `range` is where a value would be. */
  | { readonly kind: 'empty'; readonly range: Range }
  /** Something else, such as keys of its own; `text` is the plain text of it. */
  | { readonly kind: 'other'; readonly text: string; readonly range: Range };

/** `key: value`, with the lines that the value goes on in. */
export interface FrontMatterEntry {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: FrontMatterValue;
  /** From the key to the end of the value. */
  readonly range: Range;
}

export interface FrontMatterLines {
  readonly entries: readonly FrontMatterEntry[];
  /** Lines that are part of no entry, and values that cannot be read. */
  readonly problems: readonly { readonly fault: FrontMatterFault; readonly range: Range }[];
  /** The first line (zero-based) behind the front matter. */
  readonly end: number;
  /** The line of dashes below it. */
  readonly closing?: Range;
}

/** Longer keys are prose. */
const keyLine = /^([A-Za-z_][\w.-]{0,59})[ \t]*:(?=[ \t]|$)/;

/**
 * Reads front matter key by key, as tools do that take what strict YAML refuses: `title: a: b`, `assignee: @maple`. One value that
 * cannot be read hides no other one. Undefined where the text does not begin with a line of three dashes.
 */
export function readFrontMatterLines(source: SourceText): FrontMatterLines | undefined {
  if (!/^---[ \t]*$/.test(lineText(source, 0)) || source.lineCount < 2) return undefined;
  const closing = findClosing(source);
  const end = closing ?? endOfUnclosed(source);
  const read = readEntries(source, 1, end);
  if (closing !== undefined) return { ...read, end: closing + 1, closing: source.lineRange(closing) };
  const fault = { fault: { kind: 'notClosed' }, range: source.lineRange(0) } as const;
  return { entries: read.entries, problems: [fault, ...read.problems], end };
}

/** {@link readFrontMatterLines} for a text that is nothing else, such as a configuration. */
export function readKeyedLines(source: SourceText): Pick<FrontMatterLines, 'entries' | 'problems'> {
  return readEntries(source, 0, source.lineCount);
}

/** @param end the first line that is not read any more */
function readEntries(
  source: SourceText,
  begin: number,
  end: number,
): Pick<FrontMatterLines, 'entries' | 'problems'> {
  const entries: FrontMatterEntry[] = [];
  const problems: { fault: FrontMatterFault; range: Range }[] = [];
  for (let line = begin; line < end;) {
    const text = lineText(source, line);
    const range = source.lineRange(line);
    const key = keyLine.exec(text);
    if (key === null) {
      if (text.trim() !== '' && !/^[ \t]*#/.test(text) && text !== '---' && text !== '...')
        problems.push({ fault: { kind: 'noKey' }, range });
      line++;
      continue;
    }
    let last = line;
    for (let next = line + 1; next < end; next++) {
      const below = lineText(source, next);
      if (below.trim() === '') continue;
      if (!/^(?:[ \t]|-(?:[ \t]|$)|\]|\})/.test(below) && !/^[ \t]*#/.test(below)) break;
      if (!below.startsWith('#')) last = next;
    }
    const [whole, name = ''] = key;
    const place: Place = { source, from: range.start + whole.length, line, last };
    const value = readValue(place);
    if (value.fault !== undefined) problems.push({ fault: value.fault, range: value.value.range });
    entries.push({
      key: name,
      keyRange: { start: range.start, end: range.start + name.length },
      value: value.value,
      range: { start: range.start, end: source.lineRange(last).end },
    });
    line = last + 1;
  }
  return { entries, problems };
}

/** Where a value stands: from an offset in a line to the end of another line. */
interface Place {
  readonly source: SourceText;
  readonly from: number;
  readonly line: number;
  readonly last: number;
}

type Ranged = Exclude<FrontMatterValue, { kind: 'scalar' }> | (FrontMatterValue & { readonly range: Range });

function readValue(place: Place): { readonly value: Ranged; readonly fault?: FrontMatterFault } {
  const { source, line, last } = place;
  const first = trimmed(source, { start: place.from, end: source.lineRange(line).end });
  const text = source.slice(first);
  const isEmpty = text === '' || text.startsWith('#');
  if (last === line) {
    if (isEmpty) return { value: { kind: 'empty', range: { start: place.from, end: place.from } } };
    const list = readInlineList(source, first);
    if (list !== undefined) return { value: list };
    const scalar = readScalar(source, first);
    if (scalar !== undefined) return { value: { kind: 'scalar', scalar, range: scalar.range } };
  } else if (isEmpty) {
    const list = readBlockList(place);
    if (list !== undefined) return { value: list };
  } else if (/^[>|][+-]?$/.test(text)) {
    const block = readBlock(place, first.start, text.startsWith('>'));
    if (block !== undefined) return { value: { kind: 'scalar', scalar: block, range: block.range } };
  } else if (!/^[-[\]{}>|"'`@&*!%?#]/.test(text)) {
    const scalar = readFolded(source, { start: first.start, end: trimmed(source, rest(place)).end });
    if (scalar !== undefined) return { value: { kind: 'scalar', scalar, range: scalar.range } };
  }
  // The first of several items keeps the blanks before it.
  const start = isEmpty ? source.lineStart(line + 1) : first.start;
  return readByYaml(source, { start, end: rest(place).end });
}

/** What neither form is: YAML's own reader says what it is. */
function readByYaml(
  source: SourceText,
  whole: Range,
): { readonly value: Ranged; readonly fault?: FrontMatterFault } {
  const read = readYamlValue(source.slice(whole));
  const range = trimmed(source, whole);
  const text = source.slice(range);
  if (read.kind === 'fault') return { value: { kind: 'other', text, range }, fault: read.fault };
  if (read.kind === 'text') {
    const scalar = { value: read.value, inner: range, range, style: 'block' } as const;
    return { value: { kind: 'scalar', scalar, range } };
  }
  if (read.kind === 'list') {
    const items = read.items.map((value) => ({ value, inner: range, range, style: 'block' }) as const);
    return { value: { kind: 'list', style: 'inline', items, range } };
  }
  return { value: { kind: 'other', text, range } };
}

function rest({ source, from, last }: Place): Range {
  return { start: from, end: source.lineRange(last).end };
}

/** A text on one line: plain, or in quotes. Undefined where it is neither by itself. */
function readScalar(source: SourceText, range: Range): FrontMatterScalar | undefined {
  const text = source.slice(range);
  const quote = text.charAt(0);
  if (quote === '"' || quote === "'") {
    const pattern =
      quote === '"' ? /^"((?:[^"\\]|\\.)*)"(?:[ \t]+#.*)?$/ : /^'((?:[^']|'')*)'(?:[ \t]+#.*)?$/;
    const written = pattern.exec(text)?.[1];
    if (written === undefined) return looseQuote(range, text);
    const end = range.start + written.length + 2;
    const value = quote === "'" ? written.replaceAll("''", "'") : unescaped(written);
    if (value === undefined) return undefined;
    const inner = { start: range.start + 1, end: end - 1 };
    return { value, inner, range: { start: range.start, end }, style: quote === '"' ? 'double' : 'single' };
  }
  if (/^(?:[[{&*!|>%]|[-?:](?:[ \t]|$))/.test(text)) return undefined;
  return plainScalar(range, text);
}

function plainScalar(range: Range, text: string): FrontMatterScalar {
  const value = text.replace(/[ \t]#.*$/, '').trimEnd();
  const inner = { start: range.start, end: range.start + value.length };
  const isLoose = /^[@`,\]}#]/.test(value) || /:(?:[ \t]|$)/.test(value);
  return { value, inner, range: inner, style: 'plain', ...(isLoose ? { isLoose } : {}) };
}

/** `'It's done'`: with a quote inside that ends it too early for YAML. */
function looseQuote(range: Range, text: string): FrontMatterScalar | undefined {
  const quote = text.charAt(0);
  if (text.length < 3 || !text.endsWith(quote) || text.includes('\\')) return undefined;
  const inner = { start: range.start + 1, end: range.end - 1 };
  const style = quote === '"' ? 'double' : 'single';
  return { value: text.slice(1, -1), inner, range, style, isLoose: true };
}

/** A text that goes on in lines below it; blank lines are line breaks. */
function readFolded(source: SourceText, range: Range): FrontMatterScalar | undefined {
  const text = source.slice(range);
  if (/[ \t]#/.test(text) || /^[ \t]*- /m.test(text) || /:[ \t]*$/m.test(text)) return undefined;
  const value = fold(text.split(/\r\n|[\r\n]/));
  const isLoose = /:[ \t]/.test(value);
  return { value, inner: range, range, style: 'plain', ...(isLoose ? { isLoose } : {}) };
}

/** `>-` or `|` with the lines below it; those are where the text is. */
function readBlock(
  { source, line, last }: Place,
  start: number,
  isFolded: boolean,
): FrontMatterScalar | undefined {
  const lines: string[] = [];
  for (let at = line + 1; at <= last; at++) lines.push(lineText(source, at));
  const indent = indentOf(lines[0] ?? '');
  // Lines further in keep their breaks: that is for YAML to say.
  if (
    indent === 0 ||
    lines.some((each) => each.trim() !== '' && !new RegExp(`^ {${indent}}(?! )`).test(each))
  )
    return undefined;
  const first = source.lineStart(line + 1) + indent;
  const inner = trimmed(source, { start: first, end: source.lineRange(last).end });
  const value = isFolded ? fold(lines) : lines.map((each) => each.slice(indent)).join('\n');
  return { value: value.trim(), inner, range: { start, end: inner.end }, style: 'block' };
}

function fold(lines: readonly string[]): string {
  let text = '';
  let breaks = 0;
  for (const line of lines) {
    const words = line.trim();
    if (words === '') breaks++;
    else {
      text += text === '' ? words : (breaks > 0 ? '\n'.repeat(breaks) : ' ') + words;
      breaks = 0;
    }
  }
  return text;
}

/** `[a, "b, c", @d]` on one line. */
function readInlineList(source: SourceText, range: Range): Ranged | undefined {
  const text = source.slice(range);
  const close = /^\[.*\](?=(?:[ \t]+#.*)?$)/.exec(text)?.[0].length;
  if (close === undefined) return undefined;
  const items: FrontMatterScalar[] = [];
  for (let at = 1; at < close - 1;) {
    const end = endOfItem(text, at, close - 1);
    if (end === undefined) return undefined;
    const place = trimmed(source, { start: range.start + at, end: range.start + end });
    at = end + 1;
    if (place.start === place.end) continue;
    const scalar = readScalar(source, place);
    if (scalar === undefined) return undefined;
    items.push(scalar);
  }
  return { kind: 'list', style: 'inline', items, range: { start: range.start, end: range.start + close } };
}

/** Where an item of a list on one line ends; undefined for one with brackets of its own. */
function endOfItem(text: string, from: number, most: number): number | undefined {
  const start = from + (/^\s*/.exec(text.slice(from, most))?.[0].length ?? 0);
  const quote = text.charAt(start);
  let at = start;
  if (quote === '"' || quote === "'") {
    for (at++; at < most && text.charAt(at) !== quote; at++)
      if (quote === '"' && text.charAt(at) === '\\') at++;
  }
  for (; at < most; at++) {
    const unit = text.charAt(at);
    if (unit === ',') return at;
    if ('[]{}'.includes(unit)) return undefined;
  }
  return most;
}

/** `- a` on lines of their own, each a text that may go on below it. */
function readBlockList({ source, line, last }: Place): Ranged | undefined {
  const items: FrontMatterScalar[] = [];
  let indent: string | undefined;
  for (let at = line + 1; at <= last;) {
    const text = lineText(source, at);
    if (text.trim() === '' || /^[ \t]*#/.test(text)) {
      at++;
      continue;
    }
    const [whole, blanks = ''] = /^([ ]*)-(?:[ \t]+|$)/.exec(text) ?? [];
    if (whole === undefined || blanks !== (indent ?? blanks)) return undefined;
    indent = blanks;
    let end = at;
    while (end < last && isBelow(lineText(source, end + 1), blanks.length)) end++;
    const item = trimmed(source, {
      start: source.lineStart(at) + whole.length,
      end: source.lineRange(end).end,
    });
    const scalar = end === at ? readScalar(source, item) : readItem(source, item);
    if (scalar === undefined) return undefined;
    if (scalar.value !== '' || scalar.style !== 'plain') items.push(scalar);
    at = end + 1;
  }
  const [first] = items;
  const start =
    first === undefined ? source.lineStart(line + 1) : source.lineStart(source.lineAt(first.range.start));
  return { kind: 'list', style: 'block', items, range: { start, end: source.lineRange(last).end } };
}

/** An item on several lines: folded plain text, or `>-` with its lines. */
function readItem(source: SourceText, range: Range): FrontMatterScalar | undefined {
  const text = source.slice(range);
  const [head] = /^[>|][+-]?[ \t]*(?:\r\n|[\r\n])[ \t]*/.exec(text) ?? [];
  if (head === undefined) return /^[-[\]{}>|"'`@&*!%?#]/.test(text) ? undefined : readFolded(source, range);
  const inner = { start: range.start + head.length, end: range.end };
  return { value: fold(source.slice(inner).split(/\r\n|[\r\n]/)), inner, range, style: 'block' };
}

/** Whether a line goes on with what began further left. */
function isBelow(text: string, indent: number): boolean {
  return text.trim() !== '' && indentOf(text) > indent;
}

function indentOf(text: string): number {
  return /^ */.exec(text)?.[0].length ?? 0;
}

/** What a text in double quotes says; undefined for escapes that JSON does not have. */
function unescaped(written: string): string | undefined {
  if (!written.includes('\\')) return written;
  try {
    const value: unknown = JSON.parse(`"${written.replaceAll('\t', '\\t')}"`);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function findClosing(source: SourceText): number | undefined {
  for (let line = 1; line < source.lineCount; line++)
    if (/^---[ \t]*$/.test(lineText(source, line))) return line;
  return undefined;
}

/** Nobody closed it: it ends where lines are no keys any more. */
function endOfUnclosed(source: SourceText): number {
  for (let line = 1; line < source.lineCount; line++) {
    const text = lineText(source, line);
    if (text.trim() === '' || (!keyLine.test(text) && !/^(?:[ \t]|-[ \t])/.test(text))) return line;
  }
  return source.lineCount;
}

function lineText(source: SourceText, line: number): string {
  return source.slice(source.lineRange(line));
}

function trimmed(source: SourceText, range: Range): Range {
  const text = source.slice(range);
  const start = range.start + (text.length - text.trimStart().length);
  return { start, end: Math.max(start, range.start + text.trimEnd().length) };
}
