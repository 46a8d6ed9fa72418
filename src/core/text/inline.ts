import type { Range } from './range.ts';
import { referenceAt, withReferences } from './references.ts';
import type { SourceText } from './sourceText.ts';

/** `[rpc-retry](../backlog/rpc-retry.md "title")` or `<https://example.org>`, as written. */
export interface InlineLink {
  readonly range: Range;
  /** What a reader sees: `rpc-retry`. */
  readonly text: string;
  /** Without angle brackets and escapes: `../backlog/rpc-retry.md`. */
  readonly destination: string;
}

/** A piece of inline text: something to read as it stands, or a link (an image is a piece with its description). */
type Piece =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'link'; readonly link: InlineLink };

/** The links in a stretch of prose or a cell, in order. Linear: each character is looked at a bounded number of times. */
export function findLinks(source: SourceText, range: Range): readonly InlineLink[] {
  const text = source.slice(range);
  // Nearly every cell is plain words: it is worth a look before the work.
  if (!/[[<]/.test(text)) return noLinks;
  return pieces(text, range.start).flatMap((piece) => (piece.kind === 'link' ? [piece.link] : []));
}

/**
 * What a person reads: a link's text, code without its backticks, escapes and emphasis marks taken off. HTML stays as it
 * was typed: nothing here ever renders it.
 */
export function plainText(raw: string): string {
  if (isPlain(raw)) return raw;
  return pieces(raw, 0)
    .map((piece) => (piece.kind === 'link' ? piece.link.text : piece.text))
    .join('');
}

/**
 * {@link plainText} as it is rendered: references such as `&nbsp;` are the characters they stand for, and a `<br>` is a blank.
 * Code keeps them as they are typed. For showing alone: what rows are known by is as it was typed.
 */
export function renderedText(raw: string): string {
  if (!/[&<]/.test(raw)) return plainText(raw);
  return pieces(raw, 0, true)
    .map((piece) => (piece.kind === 'link' ? withReferences(piece.link.text) : piece.text))
    .join('');
}

/** Whether a text holds no sign of inline markup: a person reads it as it is typed, and no link is in it. */
export function isPlain(raw: string): boolean {
  return !/[\\`*_~[<!]/.test(raw);
}

/** What a person reads in a stretch of prose once it is rendered, in one line, and the links in it. */
export function readInline(
  source: SourceText,
  range: Range,
): { readonly text: string; readonly links: readonly InlineLink[] } {
  const raw = source.slice(range);
  if (isPlain(raw) && !raw.includes('&')) return { text: oneLine(raw), links: noLinks };
  const links: InlineLink[] = [];
  let text = '';
  for (const piece of pieces(raw, range.start, true))
    if (piece.kind === 'link') {
      text += withReferences(piece.link.text);
      links.push(piece.link);
    } else text += piece.text;
  return { text: oneLine(text), links };
}

/** Every stretch of white space as one space, none at the ends. */
export function oneLine(text: string): string {
  // Single spaces, which are nearly all there is, are not touched.
  return text.replace(/\s{2,}|[^\S ]/g, ' ').trim();
}

/** What may begin a piece: everything up to the next of them is plain. */
const special = /[\\`[!<*_~]/g;
const specialRendered = /[\\`[!<*_~&]/g;

const noLinks: readonly InlineLink[] = [];
const noTicks: ReadonlyMap<number, { start: number; end: number; next: number }> = new Map();
const noClosers = new Int32Array(0);
const noMarks: ReadonlySet<number> = new Set();

/** @param rendered see {@link renderedText} */
function pieces(text: string, offset: number, rendered = false): readonly Piece[] {
  const sign = rendered ? specialRendered : special;
  const found: Piece[] = [];
  const ticks = text.includes('`') ? codeRuns(text) : noTicks;
  const closers = text.includes('[') ? matchBrackets(text, ticks) : noClosers;
  const marks = /[*_~]/.test(text) ? emphasis(text, ticks) : noMarks;
  let knownEnds: ReadonlyMap<number, number> | undefined;
  const ends = (): ReadonlyMap<number, number> => (knownEnds ??= destinationEnds(text));
  let plain = '';
  /** From here on all is read as it stands, up to where the reader is. */
  let from = 0;
  let at = 0;
  /** Reads what is before `at` as it stands, and goes on at `next` with something else. */
  const goOn = (next: number, words: string): void => {
    plain += text.slice(from, at) + words;
    from = at = next;
  };
  const flush = (): void => {
    if (plain !== '') found.push({ kind: 'text', text: plain });
    plain = '';
  };
  const addLink = (end: number, words: string, destination: string): void => {
    const range = { start: offset + at, end: offset + end };
    goOn(end, '');
    flush();
    found.push({ kind: 'link', link: { range, text: words, destination } });
  };
  while (at < text.length) {
    sign.lastIndex = at;
    at = sign.exec(text)?.index ?? text.length;
    const each = text.charAt(at);
    const stands = rendered && (each === '&' || each === '<') ? referenceAt(text, at) : undefined;
    if (stands !== undefined) goOn(stands.end, stands.text);
    else if (each === '\\' && isPunctuation(text.charAt(at + 1))) goOn(at + 2, text.charAt(at + 1));
    else if (each === '`') {
      const code = ticks.get(at);
      if (code !== undefined) goOn(code.next, codeText(text.slice(code.start, code.end)));
      else while (text.charAt(at) === '`') at++;
    } else if (each === '[' || (each === '!' && text.charAt(at + 1) === '[')) {
      const open = each === '!' ? at + 1 : at;
      const close = closers[open] ?? 0;
      const target = close === 0 ? undefined : readTarget(text, close + 1, ends);
      if (target === undefined) {
        at++;
        continue;
      }
      // The text of a link is short in real files; a bound keeps brackets in brackets linear.
      const label = unmark(text.slice(open + 1, Math.min(close, open + 1 + 2000)));
      if (each === '!') goOn(target.end, label);
      else addLink(target.end, label, target.destination);
    } else if (each === '<') {
      const url = matchAt(autolink, text, at)?.slice(1, -1);
      if (url === undefined) at++;
      else addLink(at + url.length + 2, url, url);
    } else if (marks.has(at)) goOn(at + 1, '');
    else at++;
  }
  at = text.length;
  goOn(at, '');
  flush();
  return found;
}

const autolink = /<[a-z][a-z0-9+.-]{1,31}:[^\s<>]{0,2000}>/iy;

/** Where the bracket that is opened at an offset closes, 0 for none; code spans and escapes hold none. */
function matchBrackets(
  text: string,
  ticks: ReadonlyMap<number, { next: number }>,
): Readonly<Record<number, number>> {
  // No map: of a million brackets it would be a hundred times slower. For a line, a typed array costs more than all else.
  const pairs: Record<number, number> = text.length > 1000 ? new Int32Array(text.length) : [];
  const open: number[] = [];
  const bracket = /[\\`[\]]/g;
  for (let found = bracket.exec(text); found !== null; found = bracket.exec(text)) {
    const { index } = found;
    switch (found[0]) {
      case '\\':
        bracket.lastIndex = index + 2;
        break;
      case '`': {
        let next = ticks.get(index)?.next ?? index + 1;
        if (next === index + 1) while (text.charAt(next) === '`') next++;
        bracket.lastIndex = next;
        break;
      }
      case '[':
        open.push(index);
        break;
      default: {
        const start = open.pop();
        if (start !== undefined) pairs[start] = index;
      }
    }
  }
  return pairs;
}

/** Every code span by the offset of its first backtick. */
function codeRuns(text: string): ReadonlyMap<number, { start: number; end: number; next: number }> {
  const runs = new Map<number, { start: number; end: number; next: number }>();
  const all = [...text.matchAll(/`+/g)];
  // From the end, so that for each length the next run of that length is known.
  const nextOf = new Map<number, number>();
  const closing = new Map<number, number>();
  for (const run of all.reverse()) {
    const size = run[0].length;
    const next = nextOf.get(size);
    if (next !== undefined) closing.set(run.index, next);
    nextOf.set(size, run.index);
  }
  let free = 0;
  for (const run of all.reverse()) {
    const size = run[0].length;
    const close = closing.get(run.index);
    const escaped = text.charAt(run.index - 1) === '\\';
    if (run.index < free || close === undefined || escaped) continue;
    runs.set(run.index, { start: run.index + size, end: close, next: close + size });
    free = close + size;
  }
  return runs;
}

const simpleTarget = /([^\s()<>\\]{1,1000})\)/y;
const angledDestination = /<((?:[^<>\\\r\n]|\\.){0,2000})>/y;
const whiteSpace = /[ \t\r\n]*/y;
const titleAndEnd = /[ \t\r\n]*(?:(?:"[^"]{0,500}"|'[^']{0,500}'|\([^()]{0,500}\))[ \t\r\n]*)?\)/y;

/** As micromark bounds it. */
const longestDestination = 2000;
const deepestParentheses = 32;

/** `(destination "title")` right behind a link's text. */
function readTarget(
  text: string,
  at: number,
  ends: () => ReadonlyMap<number, number>,
): { destination: string; end: number } | undefined {
  if (text.charAt(at) !== '(') return undefined;
  // As nearly all are: nothing but the destination.
  const simple = matchAt(simpleTarget, text, at + 1);
  if (simple !== undefined) return { destination: simple.slice(0, -1), end: at + 1 + simple.length };
  const from = at + 1 + (matchAt(whiteSpace, text, at + 1)?.length ?? 0);
  const angled = matchAt(angledDestination, text, from);
  if (angled === undefined && text.charAt(from) === '<') return undefined;
  const to = angled === undefined ? ends().get(from - 1) : from + angled.length;
  if (to === undefined || to - at > longestDestination) return undefined;
  const rest = matchAt(titleAndEnd, text, to);
  if (rest === undefined) return undefined;
  return { destination: unescape(angled?.slice(1, -1) ?? text.slice(from, to)), end: to + rest.length };
}

function matchAt(sticky: RegExp, text: string, at: number): string | undefined {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0];
}

/**
 * Where a link's destination ends, by the offset of the character before it (a parenthesis or white space): at white space, or at a
 * parenthesis that closes more than were opened in it. None where those in it do not match. Found for all at once: thousands of
 * openings in a row would each look as far ahead as is allowed.
 */
function destinationEnds(text: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  /** What precedes this word, then each parenthesis that is open in it; undefined for one with too many in it. */
  let open: (number | undefined)[] = [-1];
  const endAt = (at: number): void => {
    const before = open.at(-1);
    if (before !== undefined && !ends.has(before)) ends.set(before, at);
  };
  for (let at = 0; at < text.length; at++) {
    const each = text.charAt(at);
    if (each === '\\' && isPunctuation(text.charAt(at + 1))) at++;
    else if (each === '(') {
      open.push(at);
      const deep = open.length - 2 - deepestParentheses;
      if (deep >= 0) open[deep] = undefined;
    } else if (each === ')') {
      endAt(at);
      if (open.length > 1) open.pop();
    } else if (isSpace(each)) {
      endAt(at);
      open = [at];
    }
  }
  return ends;
}

function codeText(code: string): string {
  const flat = code.replace(/\r\n|\r|\n/g, ' ');
  // CommonMark 0.31.2, 6.1: one space at both ends goes, unless there is nothing else.
  return flat.startsWith(' ') && flat.endsWith(' ') && /[^ ]/.test(flat) ? flat.slice(1, -1) : flat;
}

/** A link's text: marks off, one line. */
function unmark(text: string): string {
  return oneLine(/[\\*`]/.test(text) ? unescape(text).replace(/[*`]/g, '') : text);
}

function unescape(text: string): string {
  return text.includes('\\') ? text.replace(/\\([!-/:-@[-`{-~])/g, '$1') : text;
}

/**
 * The offsets of the `*`, `_` and `~~` that mark emphasis: runs of one sign, as long at both ends, that touch the words
 * between them. Narrower than CommonMark where runs are of different lengths: those stay as they were typed.
 */
function emphasis(text: string, ticks: ReadonlyMap<number, { next: number }>): ReadonlySet<number> {
  const marks = new Set<number>();
  const openers = new Map<string, number[]>();
  for (let at = 0; at < text.length;) {
    const sign = text.charAt(at);
    if (sign === '\\') at += 2;
    else if (sign === '`') at = ticks.get(at)?.next ?? at + 1;
    else if (sign === '*' || sign === '_' || sign === '~') {
      let end = at + 1;
      while (text.charAt(end) === sign) end++;
      const run = text.slice(at, end);
      const before = text.charAt(at - 1);
      const after = text.charAt(end);
      const known = run.length <= 3 && !(sign === '~' && run.length !== 2);
      // CommonMark 0.31.2, 6.2: what is left- or right-flanking; `_` is stricter within words.
      const left = !isSpace(after) && (!isSymbol(after) || isSpace(before) || isSymbol(before));
      const right = !isSpace(before) && (!isSymbol(before) || isSpace(after) || isSymbol(after));
      const opens = left && (sign !== '_' || !right || isSymbol(before));
      const closes = right && (sign !== '_' || !left || isSymbol(after));
      const stack = openers.get(run) ?? [];
      const from = known && closes ? stack.pop() : undefined;
      if (from !== undefined)
        for (let i = 0; i < run.length; i++) {
          marks.add(from + i);
          marks.add(at + i);
        }
      else if (known && opens) openers.set(run, [...stack.slice(-9), at]);
      at = end;
    } else at++;
  }
  return marks;
}

function isSpace(each: string): boolean {
  const unit = each.charCodeAt(0);
  // Nearly all is told by its number.
  return unit > 32 && unit < 128 ? false : each === '' || /\s/.test(each);
}

function isSymbol(each: string): boolean {
  return /[\p{P}\p{S}]/u.test(each);
}

function isPunctuation(each: string): boolean {
  return /[!-/:-@[-`{-~]/.test(each);
}

/** Text that stands for itself in a line of Markdown, whatever signs it has. */
export function escapeInline(text: string): string {
  return text.replace(/[\\`*_[\]<>]/g, '\\$&');
}
