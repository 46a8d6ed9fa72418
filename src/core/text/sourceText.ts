import type { Position, Range } from './range.ts';

/**
 * A text with its line table. Lines end at `\n`, `\r\n` or a lone `\r`, in any mix.
 * It never starts with a byte order mark: whoever reads bytes takes it off (and puts it back when writing).
 */
export class SourceText {
  readonly text: string;
  /** Offset at which each line starts. */
  readonly #starts: number[];

  constructor(text: string) {
    this.text = text;
    const starts = [0];
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 10) starts.push(i + 1);
      else if (unit === 13) {
        if (text.charCodeAt(i + 1) === 10) i++;
        starts.push(i + 1);
      }
    }
    this.#starts = starts;
  }

  /** At least 1: an empty text has one empty line; a final newline opens one more, empty line. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** The zero-based line that holds `offset`. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#start(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The line's text without its line ending. Throws a RangeError for a line that is not there. */
  lineRange(line: number): Range {
    const start = this.#start(line);
    let end = line + 1 < this.#starts.length ? this.#start(line + 1) : this.text.length;
    if (end > start && this.text.charCodeAt(end - 1) === 10 && line + 1 < this.#starts.length) end--;
    if (end > start && this.text.charCodeAt(end - 1) === 13 && line + 1 < this.#starts.length) end--;
    return { start, end };
  }

  /** The line ending of `line`: `\n`, `\r\n`, `\r`, or empty on the last line. */
  lineEnding(line: number): string {
    const next = line + 1 < this.#starts.length ? this.#start(line + 1) : this.text.length;
    return this.text.slice(this.lineRange(line).end, next);
  }

  positionAt(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.text.length));
    const line = this.lineAt(at);
    return { line, character: at - this.#start(line) };
  }

  offsetAt(position: Position): number {
    return this.#start(position.line) + position.character;
  }

  /** The text of `range`. For a string that outlives this text use {@link flat}. */
  slice(range: Range): string {
    return this.text.slice(range.start, range.end);
  }

  /** A copy of the text of `range` that does not keep the whole text alive (V8 slices do). */
  flat(range: Range): string {
    return flatten(this.slice(range));
  }

  #start(line: number): number {
    const start = this.#starts[line];
    if (start === undefined) throw new RangeError(`no line ${line}`);
    return start;
  }
}

/** Makes V8 copy a sliced or concatenated string into one of its own. */
export function flatten(text: string): string {
  // Slices of up to 12 units are copies already.
  return text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string);
}
