import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  findMember,
  readJson,
  type DataNode,
  type DataValue,
} from '../../../../src/core/text/dataDocument.ts';
import { DataEditor } from '../../../../src/core/text/dataEdits.ts';
import { applyEdits, type TextEdit } from '../../../../src/core/text/edit.ts';

type ObjectNode = Extract<DataNode, { kind: 'object' }>;
type ArrayNode = Extract<DataNode, { kind: 'array' }>;

function read(text: string): DataNode {
  const { root } = readJson(text);
  assert.ok(root, text);
  return root;
}

function at(root: DataNode, ...path: readonly (string | number)[]): DataNode {
  let node: DataNode | undefined = root;
  for (const step of path)
    node =
      typeof step === 'string'
        ? findMember(node, step)?.value
        : node?.kind === 'array'
          ? node.items[step]
          : undefined;
  assert.ok(node, path.join('.'));
  return node;
}

function edited(text: string, change: (editor: DataEditor, root: DataNode) => readonly TextEdit[]): string {
  const root = read(text);
  const result = applyEdits(text, change(new DataEditor(text, root), root));
  assert.equal(result.kind, 'applied');
  return result.text;
}

/** The text once members of the object at a path are these. */
function withMembers(
  text: string,
  path: readonly (string | number)[],
  changes: Readonly<Record<string, DataValue | undefined>>,
): string {
  return edited(text, (editor, root) => editor.setMembers(at(root, ...path) as ObjectNode, changes));
}

function withItems(
  text: string,
  path: readonly (string | number)[],
  ...values: readonly DataValue[]
): string {
  return edited(text, (editor, root) => editor.append(at(root, ...path) as ArrayNode, values));
}

describe('an edit of JSON', () => {
  it('replaces one value, and leaves every other byte', () => {
    assert.equal(
      withMembers('{\r\n\t"a" : 1e400,\r\n\t"b":  "x" ,"c": "\\u0000"\r\n}', [], { b: 'y' }),
      '{\r\n\t"a" : 1e400,\r\n\t"b":  "y" ,"c": "\\u0000"\r\n}',
    );
    assert.equal(withMembers('{"a": [ [ [1 ] ] ], "b": 1}', [], { b: 2 }), '{"a": [ [ [1 ] ] ], "b": 2}');
  });

  it('does nothing where the value is there already, however it is written', () => {
    const text = '{"a": [1, {"b" : "\\u0041"}], "c": 1.0}';
    assert.equal(withMembers(text, [], { a: [1, { b: 'A' }], c: 1 }), text);
  });

  for (const [name, text, expected] of [
    ['on lines of its own', '{\n  "a": 1\n}\n', '{\n  "a": 1,\n  "z": ["x"]\n}\n'],
    ['with tabs and CRLF', '{\r\n\t"a": 1\r\n}', '{\r\n\t"a": 1,\r\n\t"z": ["x"]\r\n}'],
    ['on one line', '{"a": 1, "b": 2}', '{"a": 1, "b": 2, "z": ["x"]}'],
    ['with spaces inside', '{ "a": 1 }', '{ "a": 1, "z": ["x"] }'],
    ['without any space', '{"a":1}', '{"a":1,"z":["x"]}'],
    ['without members', '{}', '{\n  "z": ["x"]\n}'],
    ['with lists on many lines', '{\n "a": [\n  1\n ]\n}', '{\n "a": [\n  1\n ],\n "z": [\n  "x"\n ]\n}'],
    [
      'with a blank line between',
      '{\n  "a": 1,\n\n  "b": 2\n}',
      '{\n  "a": 1,\n\n  "b": 2,\n  "z": ["x"]\n}',
    ],
  ] as const)
    it(`adds a member in the style of an object ${name}`, () => {
      assert.equal(withMembers(text, [], { z: ['x'] }), expected);
      assert.equal(withMembers(expected, [], { z: undefined }), text);
    });

  it('adds to a list in the layout of its last value', () => {
    assert.equal(
      withItems('{\n  "log": [\n    { "a": 1, "f": [ ] },\n    { "a": 2 }\n  ]\n}', ['log'], {
        a: 3,
        f: ['x', 'y'],
      }),
      '{\n  "log": [\n    { "a": 1, "f": [ ] },\n    { "a": 2 },\n    { "a": 3, "f": ["x", "y"] }\n  ]\n}',
    );
    assert.equal(
      withItems('{\n  "log": [{\n    "a": 1\n  }]\n}', ['log'], { a: 2, b: [] }),
      '{\n  "log": [{\n    "a": 1\n  }, {\n    "a": 2,\n    "b": []\n  }]\n}',
    );
    assert.equal(
      withItems('{\n  "log": []\n}', ['log'], { a: 2, f: ['x'] }),
      '{\n  "log": [\n    {\n      "a": 2,\n      "f": ["x"]\n    }\n  ]\n}',
    );
    assert.equal(withItems('["a"]', [], 'b', 3), '["a", "b", 3]');
    assert.equal(withItems('[\n  1\n]', [], 2, 3), '[\n  1,\n  2,\n  3\n]');
  });

  it('removes members wherever they are, also while others come', () => {
    const text = '{"a": 1, "b": 2, "c": 3, "d": 4}';
    assert.equal(withMembers(text, [], { a: undefined, b: undefined }), '{"c": 3, "d": 4}');
    assert.equal(withMembers(text, [], { b: undefined, c: undefined }), '{"a": 1, "d": 4}');
    assert.equal(withMembers(text, [], { c: undefined, d: undefined, e: 5 }), '{"a": 1, "b": 2, "e": 5}');
    assert.equal(
      withMembers(text, [], { a: undefined, b: 7, c: undefined, d: undefined, e: 5 }),
      '{"b": 7, "e": 5}',
    );
    assert.equal(withMembers('{ "a": 1 }', [], { a: undefined }), '{}');
    assert.equal(withMembers('{ "a": 1 }', [], { a: undefined, b: 2 }), '{ "b": 2 }');
    assert.equal(withMembers('{"a": 1, "a": 2}', [], { a: undefined }), '{}');
  });

  it('writes signs as the rest of the text does', () => {
    assert.equal(withMembers('{"a": "ä"}', [], { b: 'é🦦' }), '{"a": "ä", "b": "é🦦"}');
    assert.equal(
      withMembers('{"a": "\\u00e4"}', [], { b: 'é🦦' }),
      '{"a": "\\u00e4", "b": "\\u00e9\\ud83e\\udda6"}',
    );
  });
});

const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('\u0000', '"}', '],', '🦦', '\n'),
);
const keys = fc.constantFrom('a', 'b', 'c', 'd', 'e', '', '"', ',}', '__proto__');
const { value: anyValue } = fc.letrec<{ value: DataValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
  ),
}));

interface Writing {
  readonly newline: string;
  readonly unit: string;
  readonly colon: string;
  readonly comma: string;
  readonly padding: string;
  /** What each object and list does in turn: one line or many. */
  readonly lines: readonly boolean[];
  readonly end: string;
}
const writing = fc.record<Writing>({
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  unit: fc.constantFrom('  ', '\t', '    ', ''),
  colon: fc.constantFrom(': ', ':', ' : '),
  comma: fc.constantFrom(', ', ','),
  padding: fc.constantFrom('', ' '),
  lines: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
  end: fc.constantFrom('', '\n', ' \r\n\n'),
});

/** A text of a value that nobody formatted with care. */
function write(value: DataValue, style: Writing): string {
  const { newline, unit, colon, comma, padding, lines, end } = style;
  let count = 0;
  const one = (each: DataValue, indent: string): string => {
    if (each === null || typeof each !== 'object') return JSON.stringify(each);
    const isList = Array.isArray(each);
    const isMany = lines[count++ % lines.length] === true;
    const inner = indent + unit;
    const texts = isList
      ? each.map((item: DataValue) => one(item, inner))
      : Object.entries(each).map(([key, item]) => `${JSON.stringify(key)}${colon}${one(item, inner)}`);
    const [open, close] = isList ? '[]' : '{}';
    if (texts.length === 0) return `${open}${close}`;
    return isMany
      ? `${open}${newline}${inner}${texts.join(`,${newline}${inner}`)}${newline}${indent}${close}`
      : `${open}${padding}${texts.join(comma)}${padding}${close}`;
  };
  return one(value, '') + end;
}

/** All objects and lists of a value, each with where it is. */
function containers(
  value: DataValue,
  path: readonly (string | number)[] = [],
): (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [];
  const entries: readonly (readonly [string | number, DataValue])[] = Array.isArray(value)
    ? value.map((item: DataValue, i) => [i, item] as const)
    : Object.entries(value);
  return [path, ...entries.flatMap(([step, item]) => containers(item, [...path, step]))];
}

describe('any edit of any JSON', () => {
  const changes = fc.dictionary(keys, fc.option(anyValue, { nil: undefined, freq: 2 }), { maxKeys: 4 });

  it('makes the text mean what the value means once it is changed, and no more', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(anyValue, { maxLength: 3 }), fc.dictionary(keys, anyValue, { maxKeys: 4 })),
        writing,
        fc.nat(),
        changes,
        fc.array(anyValue, { minLength: 1, maxLength: 3 }),
        (value, style, pick, members, items) => {
          const text = write(value, style);
          const paths = containers(value);
          const path = paths[pick % paths.length] ?? [];
          const root = read(text);
          const node = at(root, ...path);
          const editor = new DataEditor(text, root);
          const edits =
            node.kind === 'object'
              ? editor.setMembers(node, members)
              : editor.append(node as ArrayNode, items);
          const result = applyEdits(text, edits);
          assert.equal(result.kind, 'applied');
          // What is not in the container stays byte for byte.
          for (const { range } of edits)
            assert.ok(node.range.start < range.start && range.end < node.range.end);
          const meant = JSON.parse(text) as DataValue;
          let container = meant as Record<string | number, DataValue>;
          for (const step of path) container = container[step] as Record<string | number, DataValue>;
          if (Array.isArray(container)) container.push(...items);
          else
            for (const [key, each] of Object.entries(members)) {
              if (each === undefined) Reflect.deleteProperty(container, key);
              else
                Object.defineProperty(container, key, {
                  value: each,
                  enumerable: true,
                  writable: true,
                  configurable: true,
                });
            }
          assert.deepEqual(JSON.parse(result.text), JSON.parse(JSON.stringify(meant)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is taken back by its opposite: a member that came and goes again leaves the first bytes', () => {
    fc.assert(
      fc.property(fc.dictionary(keys, anyValue, { maxKeys: 4 }), writing, anyValue, (value, style, added) => {
        const text = write(value, style);
        const grown = withMembers(text, [], { new: added, newer: 1 });
        assert.equal(withMembers(grown, [], { newer: undefined, new: undefined }), text);
      }),
      { numRuns: 100 },
    );
  });
});
