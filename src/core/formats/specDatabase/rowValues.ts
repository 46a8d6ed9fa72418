import type { Report } from '../../model/problem.ts';
import type { Sourced } from '../../model/sourced.ts';
import { findMember, type DataNode } from '../../text/dataDocument.ts';
import type { Document } from '../../text/syntax.ts';

/** An object: a row, or what a list in one holds. */
export type RowNode = Extract<DataNode, { kind: 'object' }>;

/** Reads the values of a row, and reports those of another type. What is not there is as good as empty. */
export class RowValues {
  readonly #text: string;
  readonly #row: RowNode;
  readonly #report: Report;

  constructor({ source }: Document<'data'>, row: RowNode, report: Report) {
    this.#text = source.text;
    this.#row = row;
    this.#report = report;
  }

  /** A text that is not empty. */
  text(key: string): Required<Sourced<string>> | undefined {
    const node = this.#value(key);
    if (node === undefined || isEmpty(node)) return undefined;
    if (node.kind === 'value' && typeof node.value === 'string') {
      const range = { start: node.range.start + 1, end: node.range.end - 1 };
      return { value: node.value, written: this.#text.slice(range.start, range.end), range };
    }
    this.#report('data.type', 'warning', { key, expected: 'text' }, node.range);
    return undefined;
  }

  /** Whatever number or text a column of numbers holds, as it is shown. */
  label(key: string): string {
    const node = this.#value(key);
    if (node?.kind === 'value' && typeof node.value === 'number') return String(node.value);
    if (node !== undefined && !isEmpty(node))
      this.#report('row.number', 'warning', { column: key }, node.range);
    return '?';
  }

  /** What the row is known by in its table; undefined for one that is not of it. */
  id(): number | undefined {
    const node = this.#value('id');
    return node?.kind === 'value' && typeof node.value === 'number' ? node.value : undefined;
  }

  /** The rows of a list in it. */
  rows(key: string): readonly RowNode[] {
    const node = this.#value(key);
    if (node?.kind === 'array') return node.items.flatMap((each) => (each.kind === 'object' ? [each] : []));
    if (node !== undefined && !isEmpty(node))
      this.#report('data.type', 'warning', { key, expected: 'list' }, node.range);
    return [];
  }

  /** Where a key has a value, if it has. */
  node(key: string): DataNode | undefined {
    return this.#value(key);
  }

  #value(key: string): DataNode | undefined {
    return findMember(this.#row, key)?.value;
  }
}

function isEmpty(node: DataNode): boolean {
  return node.kind === 'value' && (node.value === null || node.value === '');
}
