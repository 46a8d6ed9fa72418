import type { Block, NestedBlock, NotSure } from './markdown.ts';
import type { Range } from './range.ts';
import type { SourceText } from './sourceText.ts';

/** What a line is by itself, without the lines around it. Only lines that start at the given column are told apart. */
export type LineKind =
  | 'blank'
  | 'heading'
  | 'fence'
  | 'rule'
  | 'quote'
  | 'html'
  | 'comment'
  | 'bullet'
  | 'number'
  /** Nothing but `=` or `-`: the line under a setext heading. */
  | 'underline'
  /** May be something else than text: an empty list marker, a definition, an indented or tabbed line. */
  | 'odd'
  | 'text';

/** Offset of the first character of a line that is no space. */
export function textStart(source: SourceText, line: number): number {
  let at = source.lineStart(line);
  // The end of the line is no space.
  while (source.text.charCodeAt(at) === 32) at++;
  return at;
}

/** The line without white space at its end. */
export function trimmedLine(source: SourceText, line: number): Range {
  const range = source.lineRange(line);
  let { end } = range;
  while (end > range.start && isSpace(source.text.charCodeAt(end - 1))) end--;
  return { start: range.start, end };
}

export function isBlank(source: SourceText, line: number): boolean {
  const { text } = source;
  let at = source.lineStart(line);
  while (isSpace(text.charCodeAt(at))) at++;
  const unit = text.charCodeAt(at);
  return unit === 10 || unit === 13 || at === text.length;
}

/** What the text from `start` to the end of its line is. */
export function lineKind(text: string, start: number, end: number): LineKind {
  if (start >= end) return 'blank';
  const first = text.charAt(start);
  switch (first) {
    case '#':
      return /^#{1,6}(?: |$)/.test(text.slice(start, Math.min(end, start + 8)))
        ? 'heading'
        : hashText(text, start, end);
    case '`':
    case '~':
      return text.startsWith(first.repeat(3), start) ? 'fence' : 'text';
    case '>':
      return 'quote';
    case '<':
      return text.startsWith('<!--', start) ? 'comment' : 'html';
    case '=':
      return onlyOf(text, start, end, '=') ? 'underline' : 'text';
    case '-':
    case '*':
    case '_':
    case '+':
      return signKind(text, start, end, first);
    case '[':
      return mayBeDefinition(text, start, end) ? 'odd' : 'text';
    case ' ':
    case '\t':
      return 'odd';
    case ':':
      return 'text';
    default:
      return first >= '0' && first <= '9' ? digitKind(text, start, end) : 'text';
  }
}

/** `#tag` is text; `#` and a tab, or seven of them, are left to remark. */
function hashText(text: string, start: number, end: number): LineKind {
  return /^#+[^\s#]/.test(text.slice(start, Math.min(end, start + 8))) ? 'text' : 'odd';
}

function signKind(text: string, start: number, end: number, sign: string): LineKind {
  if (sign === '-' && onlyOf(text, start, end, '-')) return 'underline';
  if (isRule(text, start, end, sign)) return 'rule';
  if (sign === '_') return 'text';
  const next = text.charAt(start + 1);
  if (start + 1 >= end || next === '\t') return 'odd';
  if (next !== ' ') return 'text';
  const after = text.charAt(start + 2);
  return start + 2 >= end || after === ' ' || after === '\t' ? 'odd' : 'bullet';
}

function digitKind(text: string, start: number, end: number): LineKind {
  const match = /^(\d{1,10})[.)](.?.?)/.exec(text.slice(start, Math.min(end, start + 14)));
  if (match === null) return 'text';
  const [, digits = '', after = ''] = match;
  if (digits.length > 9) return 'text';
  if (after === '' || after.startsWith('\t')) return 'odd';
  if (!after.startsWith(' ')) return 'text';
  return after.length < 2 || after[1] === ' ' || after[1] === '\t' ? 'odd' : 'number';
}

/** Whether `[label]:` may begin here; a label that goes on in the next line counts. */
function mayBeDefinition(text: string, start: number, end: number): boolean {
  for (let at = start + 1; at < end; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === ']') return text.charAt(at + 1) === ':';
  }
  return true;
}

/** Three or more of one sign, with spaces between. */
function isRule(text: string, start: number, end: number, sign: string): boolean {
  if (sign === '+') return false;
  let count = 0;
  for (let at = start; at < end; at++) {
    const each = text.charAt(at);
    if (each === sign) count++;
    else if (each !== ' ' && each !== '\t') return false;
  }
  return count >= 3;
}

function onlyOf(text: string, start: number, end: number, sign: string): boolean {
  for (let at = start; at < end; at++) if (text.charAt(at) !== sign) return false;
  return true;
}

function isSpace(unit: number): boolean {
  return unit === 32 || unit === 9;
}

/** What a part of the scan gives: its blocks, and the line after it. */
export interface Scanned {
  readonly kind: 'scanned';
  readonly blocks: readonly Block[];
  readonly nested?: readonly NestedBlock[];
  readonly next: number;
}

export function notSure(reason: string, line: number): NotSure {
  return { kind: 'notSure', reason, line };
}
