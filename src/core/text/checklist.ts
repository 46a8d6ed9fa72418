import { perStep, type Steps } from '../base/steps.ts';
import type { Range } from './range.ts';
import type { SourceText } from './sourceText.ts';

/** A line with a check box, as tools see it that read line by line: `  - [x] T001 Make the folder`. */
export interface BoxLine {
  /** Zero-based. */
  readonly line: number;
  /** What is before the marker. */
  readonly indent: string;
  /** `-`, `*`, `+`, `1.` */
  readonly marker: string;
  /** From the marker to the end of the text. */
  readonly range: Range;
  /** What is between the brackets; may be anything that is no bracket. */
  readonly box: Range;
  /** What follows the box, without white space around it. */
  readonly text: Range;
}

const boxLine = /^([ \t]*)([-*+]|\d{1,9}[.)])[ \t]{1,8}\[([^[\]]{1,40})\](?=[ \t]|$)/;

/** The check box on a line; undefined for one that has none, or that Markdown and its tools read as text. */
export function readBoxLine(source: SourceText, line: number): BoxLine | undefined {
  const { start, end } = source.lineRange(line);
  // Most lines have none; no box has this much before it.
  const match = boxLine.exec(source.text.slice(start, Math.min(end, start + longestLead)));
  if (match === null) return undefined;
  const [whole, indent = '', marker = '', inside = ''] = match;
  return toBoxLine(source, line, { indent, marker, inside, length: whole.length });
}

/** The check box on a line by what was found there; `length` reaches from the line's beginning to the closing bracket. */
export function toBoxLine(
  source: SourceText,
  line: number,
  found: Pick<BoxLine, 'indent' | 'marker'> & { readonly inside: string; readonly length: number },
): BoxLine {
  const { indent, marker, inside, length } = found;
  const { start, end } = source.lineRange(line);
  const closing = start + length - 1;
  const text = trimmed(source.text, { start: closing + 1, end });
  return {
    line,
    indent,
    marker,
    range: { start: start + indent.length, end: Math.max(text.end, closing + 1) },
    box: { start: closing - inside.length, end: closing },
    text,
  };
}

const longestLead = 300;

/** A range without white space at its ends. */
export function trimmed(text: string, { start, end }: Range): Range {
  let [from, to] = [start, end];
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}

function isSpace(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 13;
}

/** A heading on a line. */
export interface HeadingLine {
  /** From the first `#` to the end of the text. */
  readonly range: Range;
  readonly depth: number;
  readonly text: Range;
}

/** The heading on a line: `## Phase 1: Setup`. */
export function readHeadingLine(source: SourceText, line: number): HeadingLine | undefined {
  const range = source.lineRange(line);
  const match = /^ {0,3}(#{1,6})(?=[ \t]|$)/.exec(source.text.slice(range.start, range.start + 12));
  if (match === null) return undefined;
  const [lead, signs = ''] = match;
  const { start, end } = trimmed(source.text, { start: range.start + lead.length, end: range.end });
  let close = end;
  while (close > start && source.text[close - 1] === '#') close--;
  const isClosed = close === start || isSpace(source.text.charCodeAt(close - 1));
  const text = isClosed ? trimmed(source.text, { start, end: close }) : { start, end };
  return { range: { start: range.start + lead.length - signs.length, end }, depth: signs.length, text };
}

/** The lines of a text that are neither in a code fence nor in a comment. */
export interface PlainLines {
  /** Zero-based, in order. */
  readonly lines: readonly number[];
  /** A fence or a comment that nothing closes: what follows it is read all the same. */
  readonly unclosed: readonly number[];
}

const comment = '<!--';
const fenceLine = /^[ \t]*(`{3,}|~{3,})/;

/** Fences count however deep they are indented; one in an item ends where less indented work, or a heading, begins. */
export function* plainLines(source: SourceText): Steps<PlainLines> {
  const lines: number[] = [];
  const unclosed: number[] = [];
  // A fence that nothing closes, and that of another sign, would have all the rest looked through again and again.
  const open = new Set<string>();
  for (let line = 0; line < source.lineCount; line++) {
    if (line % perStep === 0) yield;
    const { start, end } = source.lineRange(line);
    const text = source.text.slice(start, Math.min(end, start + longestLead));
    const sign = fenceSign(text);
    if (sign !== undefined && !open.has(sign)) {
      const last = yield* fenceEnd(source, line, sign, indentOf(text));
      if (last !== undefined) {
        line = last;
        continue;
      }
      open.add(sign);
      unclosed.push(line);
    }
    if (!open.has(comment) && text.trimStart().startsWith(comment)) {
      const close = source.text.indexOf('-->', start + comment.length);
      if (close >= 0) {
        line = source.lineAt(close);
        continue;
      }
      open.add(comment);
      unclosed.push(line);
    }
    lines.push(line);
  }
  return { lines, unclosed };
}

function fenceSign(text: string): string | undefined {
  const [lead = '', sign] = fenceLine.exec(text) ?? [];
  const isSpan = sign?.startsWith('`') === true && text.includes('`', lead.length);
  return isSpan ? undefined : sign;
}

/** The last line of the fence that begins on a line. */
function* fenceEnd(
  source: SourceText,
  first: number,
  sign: string,
  indent: number,
): Steps<number | undefined> {
  for (let line = first + 1; line < source.lineCount; line++) {
    if (line % perStep === 0) yield;
    const { start, end } = source.lineRange(line);
    const text = source.text.slice(start, Math.min(end, start + longestLead));
    const lead = text.trim();
    if (lead.startsWith(sign) && lead === sign.charAt(0).repeat(lead.length)) return line;
    const isOut = indent > 0 && lead !== '' && indentOf(text) < indent;
    if (isOut && (readBoxLine(source, line) ?? readHeadingLine(source, line)) !== undefined) return line - 1;
  }
  return undefined;
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

/** What somebody typed for a check box, and Markdown reads as text: `- []`, `-[ ]`, `- [ x ]`, `- [ ]Text`. */
export interface BrokenBox {
  /** From the marker to the closing bracket, with the blank behind it where there is one. */
  readonly range: Range;
  readonly written: string;
  /** The check box that was meant: `- [ ] `. */
  readonly meant: string;
}

/** What follows may not make a link of it. */
const brokenLead =
  /^([ \t]*)([-*+]|\d{1,9}[.)])([ \t]{0,8})\[([ \t]{0,8})([xX]?)([ \t]{0,8})\]([ \t]?)(?=[^\s([:])/;

/** The broken check box that a line, which begins at `start`, begins with. */
export function readBrokenBox(line: string, start: number): BrokenBox | undefined {
  const match = brokenLead.exec(line);
  if (match === null) return undefined;
  const [whole, indent = '', marker = '', space = '', before = '', sign = '', after = '', behind = ''] =
    match;
  const inside = before + sign + after;
  if (space !== '' && inside.length === 1 && behind !== '') return undefined;
  // `[x]y` and `*[x]*` are text.
  if (behind === '' && (sign !== '' || space === '')) return undefined;
  return {
    range: { start: start + indent.length, end: start + whole.length },
    written: `${marker}${space}[${inside}]${behind}`,
    meant: `${marker}${space === '' ? ' ' : space}[${sign === '' ? ' ' : sign}] `,
  };
}
