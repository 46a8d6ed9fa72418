import { createScanner, printParseErrorCode, visit } from 'jsonc-parser';
import type { DocumentId } from './document.ts';
import type { Range } from './range.ts';

/** A value that JSON can hold. */
export type DataValue =
  string | number | boolean | null | readonly DataValue[] | { readonly [key: string]: DataValue };

/** A text of data, as one tree of values with their ranges. */
export interface DataDocument {
  readonly syntax: 'data';
  readonly language: 'json';
  readonly id: DocumentId;
  readonly text: string;
  /** Equal exactly when the text is. */
  readonly version: string;
  /** Missing for a text that could not be read. */
  readonly root?: DataNode;
  readonly problems: readonly DataProblem[];
}

/** A value. `text.slice(range.start, range.end)` is all of it, a string's quotes included. */
export type DataNode =
  | { readonly kind: 'object'; readonly range: Range; readonly members: readonly DataMember[] }
  | { readonly kind: 'array'; readonly range: Range; readonly items: readonly DataNode[] }
  | { readonly kind: 'value'; readonly range: Range; readonly value: string | number | boolean | null };

/** One `"key": value` of an object. A key may be there twice: the last one counts, as for everybody who reads JSON. */
export interface DataMember {
  readonly key: string;
  /** With its quotes. */
  readonly keyRange: Range;
  readonly value: DataNode;
}

export interface DataProblem {
  readonly fault: DataFault;
  readonly range: Range;
}

/** What is wrong with a text of data: why there is no root, or which keys mislead. */
export type DataFault =
  | {
      readonly kind:
        /** Nothing but white space. */
        | 'empty'
        /** It ends in the middle of a value. */
        | 'truncated'
        /** Something follows the value, as where two texts were written one after the other. */
        | 'continued'
        | 'comment'
        | 'trailingComma'
        | 'invalid';
    }
  | { readonly kind: 'tooDeep'; readonly levels: number }
  | { readonly kind: 'duplicateKey'; readonly key: string; readonly first: Range }
  /** A key that changes what an object is wherever it is copied carelessly. */
  | { readonly kind: 'prototypeKey'; readonly key: string };

/** Objects and lists may stand in each other this deep: the library reads them by recursion. */
const deepest = 100;

/**
 * Reads a text as JSON (RFC 8259), without a byte order mark. Total: what cannot be read has a problem, and then no root.
 * @param dialect `withComments` also takes comments, and commas behind the last one, as VS Code does in its settings
 */
export function readJson(
  text: string,
  dialect: 'strict' | 'withComments' = 'strict',
): Pick<DataDocument, 'root' | 'problems'> {
  const unreadable = (fault: DataFault, range: Range): Pick<DataDocument, 'root' | 'problems'> => ({
    problems: [{ fault, range }],
  });
  if (/^[ \t\r\n]*$/.test(text)) return unreadable({ kind: 'empty' }, { start: 0, end: text.length });
  const tooDeep = firstTooDeep(text);
  if (tooDeep !== undefined) return unreadable({ kind: 'tooDeep', levels: deepest }, tooDeep);
  const builder = new TreeBuilder();
  let error: ParseError | undefined;
  visit(
    text,
    {
      onObjectBegin: (start) => {
        builder.open('object', start);
      },
      onObjectProperty: (key, start, length) => {
        builder.name(key, { start, end: start + length });
      },
      onObjectEnd: (start, length) => {
        builder.close(start + length);
      },
      onArrayBegin: (start) => {
        builder.open('array', start);
      },
      onArrayEnd: (start, length) => {
        builder.close(start + length);
      },
      onLiteralValue: (value: string | number | boolean | null, start, length) => {
        builder.add({ kind: 'value', value, range: { start, end: start + length } });
      },
      onError: (code, start, length) => {
        // What follows the first error is guessed.
        error ??= {
          name: printParseErrorCode(code),
          // The library counts one character too many of `/*` at the end.
          range: { start, end: Math.min(start + length, text.length) },
        };
      },
    },
    { disallowComments: dialect === 'strict', allowTrailingComma: dialect === 'withComments' },
  );
  if (error !== undefined) return unreadable(faultOf(text, error), rangeOf(text, error));
  const { root, problems } = builder;
  return root === undefined ? { problems } : { root, problems };
}

/** A document of JSON with its tree. */
export function toDataDocument(id: DocumentId, text: string, version: string): DataDocument {
  return { syntax: 'data', language: 'json', id, text, version, ...readJson(text) };
}

/** The value itself; of keys that are there twice the last one counts. Of a key that misleads there is none. */
export function toValue(node: DataNode): DataValue {
  switch (node.kind) {
    case 'value':
      return node.value;
    case 'array':
      return node.items.map(toValue);
    case 'object':
      return Object.fromEntries(
        node.members.flatMap(({ key, value }) => (key === '__proto__' ? [] : [[key, toValue(value)]])),
      );
  }
}

/** The member of an object that has one of these keys: the last one of the first key that is there. */
export function findMember(node: DataNode | undefined, ...keys: readonly string[]): DataMember | undefined {
  if (node?.kind !== 'object') return undefined;
  for (const key of keys) {
    const found = node.members.findLast((member) => member.key === key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where the text first goes deeper than it is read. */
function firstTooDeep(text: string): Range | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    const start = scanner.getTokenOffset();
    const sign = text.charAt(start);
    if (sign === '}' || sign === ']') depth--;
    else if ((sign === '{' || sign === '[') && ++depth > deepest) return { start, end: start + 1 };
  }
  return undefined;
}

interface OpenNode {
  readonly kind: 'object' | 'array';
  readonly start: number;
  readonly members: DataMember[];
  readonly items: DataNode[];
  /** Where each key was first. */
  readonly keys: Map<string, Range>;
  /** The key whose value comes next. */
  key?: Omit<DataMember, 'value'>;
}

class TreeBuilder {
  root: DataNode | undefined;
  readonly problems: DataProblem[] = [];
  readonly #open: OpenNode[] = [];

  open(kind: OpenNode['kind'], start: number): void {
    this.#open.push({ kind, start, members: [], items: [], keys: new Map() });
  }

  name(key: string, keyRange: Range): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) return;
    const first = parent.keys.get(key);
    if (first !== undefined)
      this.problems.push({ fault: { kind: 'duplicateKey', key, first }, range: keyRange });
    else parent.keys.set(key, keyRange);
    if (key === '__proto__') this.problems.push({ fault: { kind: 'prototypeKey', key }, range: keyRange });
    parent.key = { key, keyRange };
  }

  close(end: number): void {
    const closed = this.#open.pop();
    if (closed === undefined) return;
    const { kind, start, members, items } = closed;
    const range = { start, end };
    this.add(kind === 'object' ? { kind, range, members } : { kind, range, items });
  }

  add(value: DataNode): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) this.root = value;
    else if (parent.kind === 'array') parent.items.push(value);
    else if (parent.key !== undefined) parent.members.push({ ...parent.key, value });
  }
}

interface ParseError {
  /** As the library calls it. */
  readonly name: string;
  readonly range: Range;
}

function faultOf(text: string, { name, range }: ParseError): DataFault {
  const isAtEnd = range.end >= text.trimEnd().length;
  if (range.start >= text.length || (name === 'UnexpectedEndOfString' && isAtEnd))
    return { kind: 'truncated' };
  if (name === 'EndOfFileExpected') return { kind: 'continued' };
  if (name === 'InvalidCommentToken') return { kind: 'comment' };
  const isClosing = /[\]}]/.test(text.charAt(range.start));
  return isClosing && text.slice(0, range.start).trimEnd().endsWith(',')
    ? { kind: 'trailingComma' }
    : { kind: 'invalid' };
}

/** Where an error is seen: at the end of a text, what it ends with. */
function rangeOf(text: string, { name, range }: ParseError): Range {
  if (name === 'EndOfFileExpected')
    return { start: range.start, end: Math.max(range.end, text.trimEnd().length) };
  if (range.start < text.length) return range;
  const end = text.trimEnd().length;
  return { start: Math.max(0, end - 1), end };
}
