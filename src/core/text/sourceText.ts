import type { LineStarts } from './lineStarts.ts';
import type { Position, Range } from './range.ts';

/**
 * A text with its line table. Lines end at `\n`, `\r\n` or a lone `\r`, in any mix.
 * It never starts with a byte order mark: whoever reads bytes takes it off (and puts it back when writing).
 */
export class SourceText {
  readonly text: string;
  readonly lineStarts: LineStarts;
  /** The line that was asked for last: the next question is nearly always about the same or the next one. */
  #last = 0;

  constructor(text: string) {
    this.text = text;
    this.lineStarts = text.includes('\r') ? startsOfLines(text) : startsBehindNewlines(text);
  }

  /** At least 1: an empty text has one empty line; a final newline opens one more, empty line. */
  get lineCount(): number {
    return this.lineStarts.length;
  }

  /** The zero-based line that holds `offset`. */
  lineAt(offset: number): number {
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    const last = this.#last;
    if (offset >= this.lineStart(last)) {
      low = last;
      if (last < high && offset >= this.lineStart(last + 1)) low = last + 1;
      if (low < high && offset < this.lineStart(low + 1)) high = low;
    }
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStart(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    this.#last = low;
    return low;
  }

  /** Offset of the line's first character. Throws a RangeError for a line that is not there. */
  lineStart(line: number): number {
    const start = this.lineStarts[line];
    if (start === undefined) throw new RangeError(`no line ${line}`);
    return start;
  }

  /** The line's text without its line ending. Throws a RangeError for a line that is not there. */
  lineRange(line: number): Range {
    const start = this.lineStart(line);
    let end = line + 1 < this.lineStarts.length ? this.lineStart(line + 1) : this.text.length;
    if (end > start && this.text.charCodeAt(end - 1) === 10 && line + 1 < this.lineStarts.length) end--;
    if (end > start && this.text.charCodeAt(end - 1) === 13 && line + 1 < this.lineStarts.length) end--;
    return { start, end };
  }

  /** The line ending of `line`: `\n`, `\r\n`, `\r`, or empty on the last line. */
  lineEnding(line: number): string {
    const next = line + 1 < this.lineStarts.length ? this.lineStart(line + 1) : this.text.length;
    return this.text.slice(this.lineRange(line).end, next);
  }

  positionAt(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.text.length));
    const line = this.lineAt(at);
    return { line, character: at - this.lineStart(line) };
  }

  offsetAt(position: Position): number {
    return this.lineStart(position.line) + position.character;
  }

  /** The text of `range`. See {@link flatten} for a string that outlives this text. */
  slice(range: Range): string {
    return this.text.slice(range.start, range.end);
  }
}

/** Where lines start in a text whose lines end at `\n` alone, as nearly all do. */
function startsBehindNewlines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10) starts.push(i + 1);
    else if (unit === 13) {
      if (text.charCodeAt(i + 1) === 10) i++;
      starts.push(i + 1);
    }
  }
  return starts;
}

/** A copy of a part of a text that does not keep the whole text alive, as V8's slices do. */
export function flatten(text: string): string {
  // Slices of up to 12 units are copies already.
  return text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string);
}
