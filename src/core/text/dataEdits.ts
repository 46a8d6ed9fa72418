import type { DataMember, DataNode, DataValue } from './dataDocument.ts';
import type { TextEdit } from './edit.ts';

type DataObject = Extract<DataNode, { kind: 'object' }>;
type DataArray = Extract<DataNode, { kind: 'array' }>;

type Lines = 'oneLine' | 'manyLines';

/** How a value is written. */
interface Layout {
  readonly objects: Lines;
  /** Lists of nothing but texts, numbers and the like. */
  readonly lists: Lines;
  /** Inside the braces of an object on one line. */
  readonly padding: string;
}

/** What the whole text has in common. */
interface Style {
  readonly ending: string;
  readonly unit: string;
  readonly colon: string;
  /** After a comma on one line. */
  readonly space: string;
  readonly layout: Layout;
  /** Whether everything else is escaped: Python writes JSON so. */
  readonly isAscii: boolean;
}

/** One of the values of an object or a list, with where it begins: at its key, where it has one. */
interface Entry {
  readonly start: number;
  readonly value: DataNode;
}

/** Writes a value at an indentation, in a layout. */
type Write<T> = (item: T, indent: string, layout: Layout) => string;

/**
 * Makes the smallest edits to a text of JSON, in the style in which it is written: what is not named stays byte for byte. The edits of
 * `jsonc-parser` format what stands around them as well.
 */
export class DataEditor {
  readonly #text: string;
  readonly #style: Style;

  constructor(text: string, root: DataNode) {
    this.#text = text;
    this.#style = styleOf(text, root);
  }

  /** No edit where the value is there already. */
  replace(node: DataNode, value: DataValue): readonly TextEdit[] {
    if (isSame(node, value)) return [];
    const { start, end } = node.range;
    return [this.#edit(start, end, this.#write(value, this.#indentAt(start), this.#layoutLike(node)))];
  }

  /** Gives members of an object these values: those that are there in their places, others at the end; `undefined` removes. */
  setMembers(
    { range, members }: DataObject,
    changes: Readonly<Record<string, DataValue | undefined>>,
  ): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    const added: (readonly [string, DataValue])[] = [];
    const removed = new Set<DataMember>();
    for (const [key, value] of Object.entries(changes)) {
      // Of a key that is there twice the last one counts.
      const known = members.findLast((member) => member.key === key);
      if (value === undefined)
        for (const member of members.filter((each) => each.key === key)) removed.add(member);
      else if (known === undefined) added.push([key, value]);
      else edits.push(...this.replace(known.value, value));
    }
    const colon = this.#colonOf(members);
    const write: Write<readonly [string, DataValue]> = ([key, value], indent, layout) =>
      `${this.#quote(key)}${colon}${this.#write(value, indent, layout)}`;
    const entries = members.map((member) => ({
      start: member.keyRange.start,
      value: member.value,
      isRemoved: removed.has(member),
    }));
    edits.push(...this.#change(range, entries, added, write));
    return edits;
  }

  /** Adds values at the end of a list, laid out like the last one. */
  append({ range, items }: DataArray, values: readonly DataValue[]): readonly TextEdit[] {
    const entries = items.map((value) => ({ start: value.range.start, value, isRemoved: false }));
    return this.#change(range, entries, values, (value, indent, layout) =>
      this.#write(value, indent, layout),
    );
  }

  /** Removes entries between two brackets and adds others behind the last one. */
  #change<T>(
    { start, end }: DataNode['range'],
    entries: readonly (Entry & { readonly isRemoved: boolean })[],
    added: readonly T[],
    write: Write<T>,
  ): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    // Where the last one that stays ends, and where what goes behind it begins.
    let keptEnd: number | undefined;
    let gone: number | undefined;
    let before = start + 1;
    for (const { start: from, value, isRemoved } of entries) {
      if (isRemoved) gone ??= keptEnd ?? from;
      else {
        // With the comma of the one before; of the first ones, with their own.
        if (gone !== undefined) edits.push(this.#edit(gone, keptEnd === undefined ? from : before, ''));
        gone = undefined;
        keptEnd = value.range.end;
      }
      before = value.range.end;
    }
    const last = entries.at(-1);
    if (last === undefined) {
      if (added.length > 0) edits.push(this.#edit(start + 1, end - 1, this.#fill(start, added, write)));
      return edits;
    }
    if (keptEnd === undefined && added.length === 0) return [this.#edit(start + 1, end - 1, '')];
    const gap = this.#gapOf(start, entries);
    const indent = indentOf(gap) ?? this.#indentAt(last.start);
    const layout = this.#layoutAfter(start, entries);
    const texts = added.map((item) => write(item, indent, layout));
    const to = gone === undefined ? (keptEnd ?? start) : last.value.range.end;
    if (keptEnd === undefined) edits.push(this.#edit(gone ?? to, to, texts.join(`,${gap}`)));
    else if (gone !== undefined || texts.length > 0)
      edits.push(this.#edit(keptEnd, to, texts.map((text) => `,${gap}${text}`).join('')));
    return edits;
  }

  /** What stands between the brackets once the first entries are there. */
  #fill<T>(start: number, added: readonly T[], write: Write<T>): string {
    const { layout, ending, unit, space } = this.#style;
    const outer = this.#indentAt(start);
    if (layout.objects === 'oneLine')
      return added.map((item) => write(item, outer, layout)).join(`,${space}`);
    const indent = outer + unit;
    const texts = added.map((item) => write(item, indent, layout));
    return `${ending}${indent}${texts.join(`,${ending}${indent}`)}${ending}${outer}`;
  }

  /** What stands between a comma and the next entry: as it is before the last one. */
  #gapOf(start: number, entries: readonly Entry[]): string {
    const [before, last] = [entries.at(-2), entries.at(-1)];
    if (last === undefined) return '';
    const gap = this.#text.slice(before?.value.range.end ?? start + 1, last.start).replace(',', '');
    // Without blank lines.
    const line = /(?:\r\n|\r|\n)[ \t]*$/.exec(gap)?.[0];
    return line ?? (before === undefined ? this.#style.space : gap);
  }

  #colonOf(members: readonly DataMember[]): string {
    const last = members.at(-1);
    if (last === undefined) return this.#style.colon;
    const colon = this.#text.slice(last.keyRange.end, last.value.range.start);
    return /[\r\n]/.test(colon) ? this.#style.colon : colon;
  }

  /** The layout of what comes instead of a value. */
  #layoutLike(node: DataNode): Layout {
    if (isEmpty(node)) return this.#style.layout;
    const lines = linesOf(this.#text, node);
    return {
      objects: lines,
      lists: isPlainList(node) ? lines : (listLines(this.#text, node) ?? this.#style.layout.lists),
      padding: paddingOf(this.#text, node),
    };
  }

  /** The layout of what comes behind some entries: that of the last one of its kind. */
  #layoutAfter(start: number, entries: readonly Entry[]): Layout {
    const like = entries.findLast(({ value }) => value.kind === 'object' && !isEmpty(value))?.value;
    if (like !== undefined) return this.#layoutLike(like);
    const list = entries.findLast(({ value }) => isPlainList(value))?.value;
    const isOnOneLine = !/[\r\n]/.test(this.#gapOf(start, entries));
    if (isOnOneLine) return { ...this.#style.layout, objects: 'oneLine', lists: 'oneLine' };
    return list === undefined
      ? this.#style.layout
      : { ...this.#style.layout, lists: linesOf(this.#text, list) };
  }

  #write(value: DataValue, indent: string, layout: Layout): string {
    if (value === null || typeof value !== 'object') return this.#quote(value);
    const isList = isArray(value);
    const [open, close] = isList ? '[]' : '{}';
    const isManyLines =
      (isList && value.every((each) => each === null || typeof each !== 'object')
        ? layout.lists
        : layout.objects) === 'manyLines';
    const { ending, unit, colon, space } = this.#style;
    const inner = isManyLines ? indent + unit : indent;
    const within: Layout = isManyLines ? layout : { ...layout, objects: 'oneLine', lists: 'oneLine' };
    const texts = isList
      ? value.map((each) => this.#write(each, inner, within))
      : Object.entries(value).map(
          ([key, each]) => `${this.#quote(key)}${colon}${this.#write(each, inner, within)}`,
        );
    if (texts.length === 0) return `${open}${close}`;
    if (isManyLines)
      return `${open}${ending}${inner}${texts.join(`,${ending}${inner}`)}${ending}${indent}${close}`;
    const padding = isList ? '' : layout.padding;
    return `${open}${padding}${texts.join(`,${space}`)}${padding}${close}`;
  }

  #quote(value: string | number | boolean | null): string {
    const text = JSON.stringify(value);
    if (!this.#style.isAscii) return text;
    return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  }

  /** The white space that the line of a place begins with. */
  #indentAt(offset: number): string {
    const start = Math.max(
      this.#text.lastIndexOf('\n', offset - 1),
      this.#text.lastIndexOf('\r', offset - 1),
    );
    return /^[ \t]*/.exec(this.#text.slice(start + 1, offset))?.[0] ?? '';
  }

  #edit(start: number, end: number, text: string): TextEdit {
    return { range: { start, end }, expect: this.#text.slice(start, end), text };
  }
}

function styleOf(text: string, root: DataNode): Style {
  const [first] = entriesOf(root);
  const gap = first === undefined ? '' : text.slice(root.range.start + 1, first.start);
  const indent = indentOf(gap) ?? '';
  const member = firstMember(root);
  const between = member === undefined ? ': ' : text.slice(member.keyRange.end, member.value.range.start);
  const colon = /[\r\n]/.test(between) ? ': ' : between;
  const isOnOneLine = first !== undefined && !/[\r\n]/.test(gap);
  return {
    ending: /\r\n|\r|\n/.exec(text)?.[0] ?? '\n',
    unit: indent === '' ? '  ' : indent,
    colon,
    space: /\s$/.test(colon) ? ' ' : '',
    layout: {
      objects: isOnOneLine ? 'oneLine' : 'manyLines',
      lists: listLines(text, root) ?? 'oneLine',
      padding: '',
    },
    isAscii: /\\u[0-9a-f]{4}/i.test(text) && !/[^\0-\x7f]/.test(text),
  };
}

/** The indentation of a gap that ends a line. */
function indentOf(gap: string): string | undefined {
  return /[\r\n]([ \t]*)$/.exec(gap)?.[1];
}

function entriesOf(node: DataNode): readonly Entry[] {
  switch (node.kind) {
    case 'object':
      return node.members.map(({ keyRange, value }) => ({ start: keyRange.start, value }));
    case 'array':
      return node.items.map((value) => ({ start: value.range.start, value }));
    case 'value':
      return [];
  }
}

function firstMember(node: DataNode): DataMember | undefined {
  if (node.kind === 'object' && node.members.length > 0) return node.members[0];
  for (const { value } of entriesOf(node)) {
    const found = firstMember(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether the first entry of a value begins on a line of its own. */
function linesOf(text: string, node: DataNode): Lines {
  const [first] = entriesOf(node);
  return first !== undefined && /[\r\n]/.test(text.slice(node.range.start, first.start))
    ? 'manyLines'
    : 'oneLine';
}

/** How the first list of plain values in a value is written. */
function listLines(text: string, node: DataNode): Lines | undefined {
  if (isPlainList(node)) return linesOf(text, node);
  for (const { value } of entriesOf(node)) {
    const found = listLines(text, value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function paddingOf(text: string, node: DataNode): string {
  const [first] = entriesOf(node);
  if (node.kind !== 'object' || first === undefined) return '';
  const gap = text.slice(node.range.start + 1, first.start);
  return /[\r\n]/.test(gap) ? '' : gap;
}

function isPlainList(node: DataNode): boolean {
  return node.kind === 'array' && !isEmpty(node) && node.items.every(({ kind }) => kind === 'value');
}

function isEmpty(node: DataNode): boolean {
  return entriesOf(node).length === 0;
}

function isSame(node: DataNode, value: DataValue): boolean {
  if (node.kind === 'value') return node.value === value;
  if (value === null || typeof value !== 'object') return false;
  if (node.kind === 'array')
    return (
      isArray(value) &&
      value.length === node.items.length &&
      node.items.every((item, i) => isSame(item, value[i] ?? null))
    );
  const entries = Object.entries(value);
  return (
    !isArray(value) &&
    entries.length === node.members.length &&
    entries.every(([key, each], i) => {
      const member = node.members[i];
      return member?.key === key && isSame(member.value, each);
    })
  );
}

function isArray(value: DataValue): value is readonly DataValue[] {
  return Array.isArray(value);
}
