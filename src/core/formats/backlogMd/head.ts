import type { Report } from '../../model/problem.ts';
import type { Sourced } from '../../model/sourced.ts';
import {
  readFrontMatterLines,
  type FrontMatterEntry,
  type FrontMatterScalar,
} from '../../text/frontMatterLines.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';

/** Names that begin with an `@` are quoted by the tool before it reads these. */
const nameKeys: ReadonlySet<string> = new Set(['assignee', 'reporter']);

/** The front matter of a task. */
export class Head {
  readonly entries: readonly FrontMatterEntry[];
  /** The first line (zero-based) below it. */
  readonly end: number;
  readonly #source: SourceText;

  /** Undefined where there is none. */
  static read(source: SourceText, report: Report): Head | undefined {
    const lines = readFrontMatterLines(source);
    if (lines === undefined) return undefined;
    for (const { fault, range } of lines.problems) report('frontMatter.invalid', 'warning', fault, range);
    const first = new Map<string, FrontMatterEntry>();
    for (const entry of lines.entries) {
      const { key, keyRange } = entry;
      const known = first.get(key);
      if (known === undefined) first.set(key, entry);
      else report('item.keyTwice', 'warning', { key, line: source.lineAt(known.range.start) + 1 }, keyRange);
      for (const scalar of scalarsOf(entry))
        if (scalar.isLoose === true && !(nameKeys.has(key) && scalar.value.startsWith('@')))
          report('item.quotes', 'warning', { key }, scalar.range);
    }
    return new Head(source, [...first.values()], lines.end);
  }

  private constructor(source: SourceText, entries: readonly FrontMatterEntry[], end: number) {
    this.#source = source;
    this.entries = entries;
    this.end = end;
  }

  find(key: string): FrontMatterEntry | undefined {
    return this.entries.find((entry) => entry.key === key);
  }

  /** A value that is one text, in one line; the first one of a list. */
  text(key: string): Sourced<string> | undefined {
    const [scalar] = scalarsOf(this.find(key));
    const value = scalar?.value.replace(/\s+/g, ' ').trim() ?? '';
    return scalar === undefined || value === '' || value === 'null'
      ? undefined
      : this.#sourced(scalar, value);
  }

  /** A value that is several texts, whether or not it is written as a list. */
  texts(key: string): readonly Sourced<string>[] {
    return scalarsOf(this.find(key)).flatMap((scalar) =>
      scalar.value === '' || scalar.value === 'null' ? [] : [this.#sourced(scalar, scalar.value)],
    );
  }

  /** Where the texts of a key stand, from the first to the last; where they would, where there is none. */
  place(key: string): Range | undefined {
    const entry = this.find(key);
    if (entry === undefined) return undefined;
    const scalars = scalarsOf(entry);
    const [first] = scalars;
    const last = scalars.at(-1);
    if (first !== undefined && last !== undefined) return { start: first.inner.start, end: last.inner.end };
    if (entry.value.kind === 'list' && entry.value.style === 'inline') {
      const start = entry.value.range.start + 1;
      return { start, end: start };
    }
    return entry.value.kind === 'empty' ? entry.value.range : undefined;
  }

  slice(range: Range): string {
    return this.#source.slice(range);
  }

  #sourced({ inner }: FrontMatterScalar, value: string): Sourced<string> {
    return { value, written: this.#source.slice(inner), range: inner };
  }
}

export function scalarsOf(entry: FrontMatterEntry | undefined): readonly FrontMatterScalar[] {
  switch (entry?.value.kind) {
    case 'scalar':
      return [entry.value.scalar];
    case 'list':
      return entry.value.items;
    case 'empty':
    case 'other':
    case undefined:
      return [];
  }
}

/** What an entry says, in one line. */
export function plainValue(entry: FrontMatterEntry): string {
  const text =
    entry.value.kind === 'other'
      ? entry.value.text
      : scalarsOf(entry)
          .map(({ value }) => value)
          .join(', ');
  return text.replace(/\s+/g, ' ').trim();
}
