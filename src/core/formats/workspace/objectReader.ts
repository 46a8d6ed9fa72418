import type { Field } from '../../model/item.ts';
import type { Report } from '../../model/problem.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { DataMember, DataNode } from '../../text/dataDocument.ts';
import { oneLine } from '../../text/inline.ts';
import type { Range } from '../../text/range.ts';

/** Longer values of unknown keys are cut: they are there to be seen. */
const longestField = 500;

/**
 * Takes what is known out of an object, and gives the rest as fields, so that nothing is left out. A known key with a value of
 * another type is told, and is part of the rest. `null` is as good as no key.
 */
export class ObjectReader {
  readonly #text: string;
  readonly #members: ReadonlyMap<string, DataMember>;
  readonly #taken = new Set<string>();
  readonly #report: Report;

  constructor(text: string, node: DataNode, report: Report) {
    this.#text = text;
    // Of a key that is there twice the last one counts.
    this.#members = new Map(node.kind === 'object' ? node.members.map((member) => [member.key, member]) : []);
    this.#report = report;
  }

  /** The text, number or truth value of the first of these keys that has one. */
  text(...keys: readonly string[]): Sourced<string> | undefined {
    const found = this.#find(keys, 'text', (node) => node.kind === 'value' && node.value !== '');
    return found === undefined ? undefined : sourcedText(this.#text, found);
  }

  /** Such a value where it is a time in ISO 8601. */
  time(...keys: readonly string[]): string | undefined {
    const found = this.#first(
      keys,
      (node) => node.kind === 'value' && typeof node.value === 'string' && isTime(node.value),
    );
    return found === undefined ? undefined : sourcedText(this.#text, found).value;
  }

  /** A number, where a key has one. */
  number(key: string): { readonly value: number; readonly range: Range } | undefined {
    const found = this.#first([key], (node) => node.kind === 'value' && typeof node.value === 'number');
    return found?.kind === 'value' && typeof found.value === 'number'
      ? { value: found.value, range: found.range }
      : undefined;
  }

  /** A truth value, also as text: `"false"` is not true. */
  flag(...keys: readonly string[]): { readonly node: DataNode; readonly value: boolean } | undefined {
    const node = this.#first(keys, (each) => truthOf(each) !== undefined);
    return node === undefined ? undefined : { node, value: truthOf(node) === true };
  }

  /** The elements of a list. */
  list(...keys: readonly string[]): readonly DataNode[] {
    const found = this.#find(keys, 'list', ({ kind }) => kind === 'array');
    return found?.kind === 'array' ? found.items : [];
  }

  /** The elements of a list as texts, each in one line. */
  strings(...keys: readonly string[]): readonly string[] {
    return this.list(...keys).map((node) => shownText(this.#text, node));
  }

  object(...keys: readonly string[]): DataNode | undefined {
    return this.#find(keys, 'object', ({ kind }) => kind === 'object');
  }

  /** Whatever the first of these keys has. */
  any(...keys: readonly string[]): DataNode | undefined {
    return this.#first(keys, () => true);
  }

  /** What was not taken. */
  rest(): readonly Field[] {
    const fields: Field[] = [];
    for (const [key, { value }] of this.#members)
      if (!this.#taken.has(key) && !isNull(value))
        fields.push({
          name: key,
          value: shownText(this.#text, value),
          range: inner(this.#text, value),
        });
    return fields;
  }

  #find(
    keys: readonly string[],
    expected: 'list' | 'object' | 'text',
    fits: (node: DataNode) => boolean,
  ): DataNode | undefined {
    const found = this.#first(keys, fits);
    if (found !== undefined) return found;
    for (const key of keys) {
      const value = this.#members.get(key)?.value;
      const isEmpty = value?.kind === 'value' && (value.value === null || value.value === '');
      if (value !== undefined && !isEmpty && !this.#taken.has(key))
        this.#report('data.type', 'warning', { key, expected }, value.range);
    }
    return undefined;
  }

  #first(keys: readonly string[], fits: (node: DataNode) => boolean): DataNode | undefined {
    for (const key of keys) {
      const value = this.#members.get(key)?.value;
      if (value === undefined || this.#taken.has(key) || isNull(value) || !fits(value)) continue;
      this.#taken.add(key);
      return value;
    }
    return undefined;
  }
}

/** A value as text: a number is as it is written. */
export function sourcedText(text: string, node: DataNode): Sourced<string> {
  const range = inner(text, node);
  const written = text.slice(range.start, range.end);
  const value = node.kind === 'value' && typeof node.value === 'string' ? node.value : written;
  return { value, written, range };
}

/** Any value as somebody reads it in one line: lists of plain values without brackets, all else as JSON. */
export function shownText(text: string, node: DataNode): string {
  const shown =
    node.kind === 'array' && node.items.every(({ kind }) => kind === 'value')
      ? node.items.map((item) => sourcedText(text, item).value).join(', ')
      : node.kind === 'value'
        ? sourcedText(text, node).value
        : text.slice(node.range.start, node.range.end);
  const line = oneLine(shown);
  return line.length <= longestField
    ? line
    : `${line.slice(0, longestField - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The range of a value; of a text without its quotes. */
export function inner(text: string, { range: { start, end } }: DataNode): Range {
  return text.charAt(start) === '"' ? { start: start + 1, end: end - 1 } : { start, end };
}

function truthOf(node: DataNode): boolean | undefined {
  const word = node.kind === 'value' ? String(node.value).toLowerCase() : '';
  return word === 'true' || word === 'false' ? word === 'true' : undefined;
}

function isNull(node: DataNode): boolean {
  return node.kind === 'value' && node.value === null;
}

function isTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(text);
}
