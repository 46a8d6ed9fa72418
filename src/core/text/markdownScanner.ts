import { perStep, runAtOnce, type Steps } from '../base/steps.ts';
import type { Block, Markdown, NestedBlock, NotSure } from './markdown.ts';
import { fenceEnd } from './markdownFence.ts';
import { isBlank, lineKind, notSure, textStart, trimmedLine, type Scanned } from './markdownLines.ts';
import { scanList } from './markdownList.ts';
import { isDelimiter, readDelimiter, splitRow } from './pipeRow.ts';
import type { Range } from './range.ts';
import type { SourceText } from './sourceText.ts';

/**
 * Reads the blocks of a Markdown text line by line, many times faster than remark. It accepts only shapes that it is sure
 * of and leaves the rest, with the reason, to remark: whatever it accepts, remark reads the same.
 */
export function scanMarkdown(source: SourceText): Markdown | NotSure {
  return runAtOnce(scanInSteps(source));
}

/** {@link scanMarkdown}, in steps. */
export function* scanInSteps(source: SourceText): Steps<Markdown | NotSure> {
  const blocks: Block[] = [];
  const nested: NestedBlock[] = [];
  let line = 0;
  const front = scanFrontMatter(source);
  if (front !== undefined) {
    if (front.kind === 'notSure') return front;
    blocks.push(...front.blocks);
    line = front.next;
  }
  for (let looks = 1; line < source.lineCount; looks++) {
    if (looks % perStep === 0) yield;
    if (isBlank(source, line)) {
      line++;
      continue;
    }
    const range = trimmedLine(source, line);
    const kind = lineKind(source.text, range.start, range.end);
    const scanned = isOfLines(kind)
      ? yield* scanLines(source, line, kind)
      : scanLine(source, line, kind, range);
    if (scanned.kind === 'notSure') return scanned;
    for (const block of scanned.blocks) blocks.push(block);
    for (const block of scanned.nested ?? []) nested.push(block);
    line = scanned.next;
  }
  return { kind: 'blocks', blocks, nested };
}

type LineKind = ReturnType<typeof lineKind>;
type KindOfLines = 'fence' | 'quote' | 'bullet' | 'number' | 'text';

/** Whether a block that begins so may have many lines: only these are read in steps. */
function isOfLines(kind: LineKind): kind is KindOfLines {
  return kind === 'text' || kind === 'bullet' || kind === 'number' || kind === 'quote' || kind === 'fence';
}

function scanLines(source: SourceText, line: number, kind: KindOfLines): Steps<Scanned | NotSure> {
  switch (kind) {
    case 'fence':
      return scanFence(source, line);
    case 'quote':
      return scanQuote(source, line);
    case 'bullet':
    case 'number':
      return scanList(source, line);
    case 'text':
      return scanText(source, line);
  }
}

function scanLine(
  source: SourceText,
  line: number,
  kind: Exclude<LineKind, KindOfLines>,
  range: Range,
): Scanned | NotSure {
  switch (kind) {
    case 'heading':
      return one(scanHeading(source, line), line);
    case 'rule':
      return one({ kind: 'rule', range }, line);
    case 'underline':
      return range.end - range.start >= 3 && source.text.charAt(range.start) === '-'
        ? one({ kind: 'rule', range }, line)
        : notSure('underline without a heading', line);
    case 'comment':
      return scanComment(source, line);
    case 'html':
      return notSure('HTML', line);
    case 'odd':
    case 'blank':
      return notSure(source.text.charAt(range.start) === '[' ? 'definition' : 'indented or odd line', line);
  }
}

function one(block: Block, line: number): Scanned {
  return { kind: 'scanned', blocks: [block], next: line + 1 };
}

/** `---`, lines of YAML, `---` at the very start. */
function scanFrontMatter(source: SourceText): Scanned | NotSure | undefined {
  const first = trimmedLine(source, 0);
  if (source.slice(first) !== '---') return undefined;
  for (let line = 1; line < source.lineCount; line++) {
    const range = trimmedLine(source, line);
    if (source.slice(range) !== '---') continue;
    const { start } = source.lineRange(1);
    const content = { start, end: line > 1 ? source.lineRange(line - 1).end : start };
    // remark leaves white space behind the fences to the text.
    if (range.end !== source.lineRange(line).end || first.end !== source.lineRange(0).end)
      return notSure('white space at front matter', line);
    return {
      kind: 'scanned',
      blocks: [{ kind: 'frontMatter', range: { start: 0, end: range.end }, content }],
      next: line + 1,
    };
  }
  return notSure('front matter without an end', 0);
}

function scanHeading(source: SourceText, line: number): Block {
  const { text } = source;
  const range = trimmedLine(source, line);
  let depth = 0;
  while (text.charAt(range.start + depth) === '#') depth++;
  let start = range.start + depth;
  while (start < range.end && isSpace(text.charAt(start))) start++;
  let end = range.end;
  while (end > start && text.charAt(end - 1) === '#') end--;
  // `C#` keeps its sign, `Tasks ##` does not; a heading of signs alone is empty.
  if (end > start && !isSpace(text.charAt(end - 1))) end = range.end;
  while (end > start && isSpace(text.charAt(end - 1))) end--;
  const empty = range.start + depth;
  return {
    kind: 'heading',
    depth: depth as 1 | 2 | 3 | 4 | 5 | 6,
    range,
    content: start < end ? { start, end } : { start: empty, end: empty },
  };
}

function* scanFence(source: SourceText, line: number): Steps<Scanned | NotSure> {
  const last = yield* fenceEnd(source, line, 0);
  if (last === undefined) return notSure('fence without an end', line);
  const range = { start: source.lineStart(line), end: trimmedLine(source, last).end };
  return { kind: 'scanned', blocks: [{ kind: 'code', range }], next: last + 1 };
}

/** `<!-- ... -->` from the start of a line; the block goes on to the end of the line that closes it. */
function scanComment(source: SourceText, line: number): Scanned | NotSure {
  const { text } = source;
  const { start } = source.lineRange(line);
  const close = text.indexOf('-->', start + 4);
  if (close < 0 || /^<!--(?:>|->)/.test(text.slice(start, start + 6)))
    return notSure('comment without an end', line);
  const last = source.lineAt(close);
  return {
    kind: 'scanned',
    blocks: [{ kind: 'html', range: { start, end: trimmedLine(source, last).end } }],
    next: last + 1,
  };
}

/** Lines of text, lists and headings that all begin with `>`, and a blank line after them. */
function* scanQuote(source: SourceText, line: number): Steps<Scanned | NotSure> {
  const { start } = source.lineRange(line);
  let last = line;
  for (;;) {
    if (last % perStep === 0) yield;
    const range = trimmedLine(source, last);
    if (/^(?:> ?){20}/.test(source.text.slice(range.start, range.start + 40)))
      return notSure('deep quote', last);
    if (mayHoldBlock(source.text, range)) return notSure('block in a quote', last);
    if (last + 1 >= source.lineCount || isBlank(source, last + 1))
      return {
        kind: 'scanned',
        blocks: [{ kind: 'quote', range: { start, end: range.end } }],
        next: last + 1,
      };
    if (source.text.charAt(source.lineRange(last + 1).start) !== '>')
      return notSure('text behind a quote', last + 1);
    last++;
  }
}

/** Whether a line of a quote may be part of a table, code or HTML, at any depth. */
function mayHoldBlock(text: string, line: Range): boolean {
  let at = line.start;
  let spaces = 0;
  for (; at < line.end; at++) {
    const character = text.charAt(at);
    if (character === '>') spaces = 0;
    else if (character === ' ') spaces++;
    else break;
  }
  // One space belongs to the sign; what is indented by four more is code, or goes on in a list.
  if (spaces > 4 || isDelimiter(text, { start: at, end: line.end })) return true;
  return /[<\t]|```|~~~|(?:[-+*]|\d[.)]) {5}/.test(text.slice(at, line.end));
}

/** A paragraph, or the table that its first line is the head of. */
function* scanText(source: SourceText, line: number): Steps<Scanned | NotSure> {
  const { start } = source.lineRange(line);
  if (line + 1 < source.lineCount && isDelimiter(source.text, trimmedLine(source, line + 1)))
    return yield* scanTable(source, line);
  let last = line;
  for (let next = line + 1; next < source.lineCount && !isBlank(source, next); next++) {
    if (next % perStep === 0) yield;
    const end = paragraphEnds(source, next);
    if (typeof end === 'object') return end;
    if (end) break;
    if (next + 1 < source.lineCount && isDelimiter(source.text, trimmedLine(source, next + 1))) {
      // A table ends a paragraph, if it is one.
      const table =
        textStart(source, next) > source.lineRange(next).start ? undefined : yield* scanTable(source, next);
      if (table === undefined || table.kind === 'notSure') return notSure('table in a paragraph', next);
      break;
    }
    last = next;
  }
  return {
    kind: 'scanned',
    blocks: [{ kind: 'paragraph', range: { start, end: trimmedLine(source, last).end } }],
    next: last + 1,
  };
}

/** Whether this line, under a line of a paragraph, begins something else. */
function paragraphEnds(source: SourceText, line: number): boolean | NotSure {
  const range = trimmedLine(source, line);
  const from = textStart(source, line);
  const indent = from - range.start;
  if (isDelimiter(source.text, range)) return notSure('table in a paragraph', line);
  const kind = lineKind(source.text, from, range.end);
  switch (kind) {
    case 'text':
      return false;
    case 'number':
      // Only a list that begins with 1 interrupts a paragraph.
      if (source.text.charAt(from) !== '1' || !/[.)]/.test(source.text.charAt(from + 1))) return false;
      break;
    case 'odd':
      if (source.text.charAt(from) === '[') return false;
      return notSure('indented or odd line', line);
    case 'html':
      return notSure('HTML', line);
    case 'underline':
      return notSure('setext heading', line);
    case 'blank':
    case 'heading':
    case 'fence':
    case 'rule':
    case 'quote':
    case 'comment':
    case 'bullet':
      break;
  }
  return indent === 0 ? true : notSure('indented block', line);
}

function* scanTable(source: SourceText, line: number): Steps<Scanned | NotSure> {
  const { text } = source;
  const headLine = trimmedLine(source, line);
  const delimiter = trimmedLine(source, line + 1);
  const header = splitRow(text, headLine);
  const columns = readDelimiter(text, delimiter);
  if (
    header === undefined ||
    columns?.cells.length !== header.cells.length ||
    !hasPipe(text, headLine.start, headLine.end)
  )
    return notSure('table head', line);
  if (lineKind(text, delimiter.start, delimiter.end) !== 'text')
    return notSure('indented or odd line', line + 1);
  const rows = [];
  let next = line + 2;
  for (; next < source.lineCount && !isBlank(source, next); next++) {
    if (next % perStep === 0) yield;
    const range = trimmedLine(source, next);
    const kind = lineKind(text, range.start, range.end);
    if (kind !== 'text') {
      if (kind === 'odd' || kind === 'html' || kind === 'underline' || kind === 'number')
        return notSure('line behind a table', next);
      break;
    }
    const row = splitRow(text, range);
    if (row === undefined) return notSure('empty row', next);
    rows.push(row);
  }
  const last = rows.at(-1)?.range ?? delimiter;
  return {
    kind: 'scanned',
    blocks: [{ kind: 'table', range: { start: headLine.start, end: last.end }, header, delimiter, rows }],
    next,
  };
}

function hasPipe(text: string, start: number, end: number): boolean {
  const at = text.indexOf('|', start);
  return at >= 0 && at < end;
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\t';
}
