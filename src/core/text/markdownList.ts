import { perStep, type Steps } from '../base/steps.ts';
import type { ListItemBlock, NestedBlock, NotSure } from './markdown.ts';
import {
  isBlank,
  lineKind,
  notSure,
  textStart,
  trimmedLine,
  type LineKind,
  type Scanned,
} from './markdownLines.ts';
import { fenceEnd } from './markdownFence.ts';
import { isDelimiter } from './pipeRow.ts';
import type { Range } from './range.ts';
import type { SourceText } from './sourceText.ts';

/** An item that lines can still belong to. */
interface OpenItem {
  readonly block: { -readonly [Key in keyof ListItemBlock]: ListItemBlock[Key] };
  /** Column at which its text begins: what is indented less is not its. */
  readonly column: number;
  /** `-`, `*`, `+`, `.` or `)`: another one begins another list. */
  readonly sign: string;
}

/**
 * Reads a list at the top level, with the lists in its items: markers with one space behind them, text that goes on,
 * indented or not, fenced code, and nothing else inside items.
 */
export function* scanList(source: SourceText, first: number): Steps<Scanned | NotSure> {
  const blocks: ListItemBlock[] = [];
  const nested: NestedBlock[] = [];
  /** The items around the line, outermost first. */
  let open: OpenItem[] = [];
  /** Whether text of the innermost item is open, so that the next line can go on with it. */
  let paragraph: 'first' | 'later' | undefined;
  let line = first;
  for (; line < source.lineCount; line++) {
    if (line % perStep === 0) yield;
    if (isBlank(source, line)) {
      paragraph = undefined;
      continue;
    }
    const range = trimmedLine(source, line);
    const from = textStart(source, line);
    const indent = from - range.start;
    const kind = lineKind(source.text, from, range.end);
    // `---` behind a blank line ends the list as any other block does.
    if (kind === 'underline' && paragraph === undefined && indent === 0 && isRule(source, range)) break;
    if (kind === 'odd' || kind === 'html' || kind === 'underline')
      if (!(kind === 'odd' && paragraph !== undefined && source.text.charAt(from) === '['))
        return notSure('odd line in a list', line);
    const depth = open.filter(({ column }) => column <= indent).length;
    const column = open[depth - 1]?.column ?? 0;
    let end = range.end;
    const isItem = kind === 'bullet' || kind === 'number';
    if (isItem && indent === column) {
      const item = readItem(source, from, range, kind, depth, line);
      if (item.kind === 'notSure') return item;
      const sibling = open[depth];
      // In an open text only `1.` begins a list; what follows an item of its own list is one anyway.
      if (kind === 'number' && paragraph !== undefined && sibling?.sign !== item.sign && !item.begins)
        return notSure('number in a text', line);
      if (line + 1 < source.lineCount && isDelimiter(source.text, trimmedLine(source, line + 1)))
        return notSure('table in a list', line + 1);
      open = [...open.slice(0, depth), { ...item, column: item.column - range.start }];
      blocks.push(item.block);
      paragraph = 'first';
    } else if (paragraph !== undefined && !isItem && isText(kind, source, from)) {
      if (isDelimiter(source.text, range)) return notSure('table in a list', line);
      const item = open.at(-1);
      if (paragraph === 'first' && item !== undefined)
        item.block.content = { start: item.block.content.start, end: range.end };
    } else if (depth === 0 && indent === 0) {
      // Text after a blank line, or another block: the list is over.
      break;
    } else if (paragraph === undefined && kind === 'text' && indent === column && depth > 0) {
      if (line + 1 < source.lineCount && isDelimiter(source.text, trimmedLine(source, line + 1)))
        return notSure('table in a list', line + 1);
      open = open.slice(0, depth);
      paragraph = 'later';
    } else if (kind === 'fence' && indent === column && depth > 0) {
      const last = yield* fenceEnd(source, line, column);
      if (last === undefined) return notSure('fence in a list', line);
      open = open.slice(0, depth);
      paragraph = undefined;
      line = last;
      end = trimmedLine(source, last).end;
      nested.push({ kind: 'code', range: { start: from, end } });
    } else return notSure('block in a list', line);
    for (const { block } of open) block.range = { start: block.range.start, end };
  }
  return { kind: 'scanned', blocks, nested, next: line };
}

function isRule(source: SourceText, { start, end }: Range): boolean {
  return end - start >= 3 && source.text.charAt(start) === '-';
}

function isText(kind: LineKind, source: SourceText, from: number): boolean {
  return kind === 'text' || (kind === 'odd' && source.text.charAt(from) === '[');
}

/** `- [x] Text` and the like, at `from`. */
function readItem(
  source: SourceText,
  from: number,
  line: Range,
  kind: 'bullet' | 'number',
  depth: number,
  number: number,
): (OpenItem & { readonly kind: 'item'; readonly begins: boolean }) | NotSure {
  const { text } = source;
  let at = from;
  if (kind === 'number') while (/[0-9]/.test(text.charAt(at))) at++;
  const sign = text.charAt(at);
  const begins = text.slice(from, at) === '1';
  const start = at + 2;
  const range = { start: from, end: line.end };
  const box = /^\[([ \txX])\]([ \t]?)([^ \t]?)/.exec(text.slice(start, Math.min(line.end, start + 5)));
  if (box !== null && box[2] !== '') {
    if (box[3] === '' || box[1] === '\t' || box[2] === '\t') return notSure('odd check box', number);
    return {
      kind: 'item',
      block: {
        kind: 'listItem',
        depth,
        range,
        content: { start: start + 4, end: line.end },
        box: { start: start + 1, end: start + 2 },
      },
      column: start,
      sign,
      begins,
    };
  }
  if (box !== null) return notSure('odd check box', number);
  const inner = lineKind(text, start, line.end);
  if (inner !== 'text') return notSure('block in an item', number);
  return {
    kind: 'item',
    block: { kind: 'listItem', depth, range, content: { start, end: line.end } },
    column: start,
    sign,
    begins,
  };
}
