import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findMember, readJson, type DataNode } from '../../../../src/core/text/dataDocument.ts';

/** Every node of a tree, and every key as a node of its own. */
function nodesOf(node: DataNode): readonly DataNode[] {
  switch (node.kind) {
    case 'value':
      return [node];
    case 'array':
      return [node, ...node.items.flatMap(nodesOf)];
    case 'object':
      return [
        node,
        ...node.members.flatMap(({ key, keyRange, value }) => [
          { kind: 'value' as const, value: key, range: keyRange },
          ...nodesOf(value),
        ]),
      ];
  }
}

/** What a node stands for; of a key that is there twice the last value counts. */
function valueOf(node: DataNode): unknown {
  switch (node.kind) {
    case 'value':
      return node.value;
    case 'array':
      return node.items.map(valueOf);
    case 'object':
      // Defines `__proto__` as a member like any other.
      return Object.fromEntries(node.members.map(({ key, value }) => [key, valueOf(value)]));
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What every text has to give, whatever it is. */
function check(text: string): void {
  const { root, problems } = readJson(text);
  for (const { range } of problems) {
    assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length, text);
  }
  assert.equal(root !== undefined, isJson(text), text);
  if (root === undefined) {
    assert.equal(problems.length, 1);
    return;
  }
  for (const node of nodesOf(root))
    assert.deepEqual(valueOf(node), JSON.parse(text.slice(node.range.start, node.range.end)));
}

/** Values that are written with more white space and escapes than JavaScript would. */
const json = fc
  .tuple(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 2, '\t'), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([text, indent, ending]) =>
    JSON.stringify(JSON.parse(text), null, indent)
      .replaceAll('\n', ending)
      .replaceAll('a', '\\u0061')
      .replaceAll(':', ' : '),
  )
  .filter(isJson);

describe('a text of JSON', () => {
  it('is a tree in which every range holds its value', () => {
    fc.assert(fc.property(json, check));
  });

  it('is read exactly where it is valid, however it was cut, doubled or changed', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.nat(), fc.string(), (text, from, count, typed) => {
        const at = from % (text.length + 1);
        check(text.slice(0, at));
        check(text + text);
        check(text.slice(0, at) + typed + text.slice(at + (count % 5)));
      }),
    );
  });

  it('may be any text at all', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), check));
    const signs = fc.constantFrom(
      ...'{}[],:"\\/*-+.0eE tfn\n\r\t\u0000\uFEFF\u2028'.split(''),
      'true',
      '//',
      '/*',
      '"a":',
    );
    fc.assert(
      fc.property(
        fc.array(signs, { maxLength: 40 }).map((all) => all.join('')),
        check,
      ),
      { numRuns: 2000 },
    );
  });
});

describe('what is wrong with a text of JSON', () => {
  /** The kind of each problem, and what it is seen at. */
  const problemsOf = (text: string): string[] =>
    readJson(text).problems.map(({ fault, range }) => `${fault.kind} ${text.slice(range.start, range.end)}`);

  for (const [name, text, problem] of [
    ['nothing', ' \n', 'empty  \n'],
    ['the end is missing', '{"a": [1, 2', 'truncated 2'],
    ['it ends in a text', '{"a": "b\n'.trimEnd(), 'truncated "b'],
    ['it ends behind a comma', '{"a": 1,\n', 'truncated ,'],
    ['there are two values', '{"a": 1}\n{"b": 2}\n', 'continued {"b": 2}'],
    ['a bracket is left', '[1]]', 'continued ]'],
    ['there is a comment', '{ // why\n"a": 1}', 'comment // why'],
    ['a comma ends a list', '[1, 2, ]', 'trailingComma ]'],
    ['a comma ends an object', '{"a": 1,}', 'trailingComma }'],
    ['a key has no quotes', '{a: 1}', 'invalid a'],
    ['a text goes over its line', '"a\nb"', 'invalid "a'],
    ['a mark is before it', '\uFEFF{}', 'invalid \uFEFF'],
    ['a key is there twice', '{"a": 1, "b": 2, "a": 3}', 'duplicateKey "a"'],
    ['a key names the prototype', '{"x": {"__proto__": {"y": 1}}}', 'prototypeKey "__proto__"'],
  ] as const)
    it(`is told with its place: ${name}`, () => {
      assert.deepEqual(problemsOf(text), [problem]);
    });

  it('is told without going down: a hundred thousand brackets', () => {
    for (const sign of ['[', '{"a":', '[{"a":[']) {
      const { root, problems } = readJson(sign.repeat(100_000));
      assert.equal(root, undefined);
      assert.deepEqual(
        problems.map(({ fault }) => fault),
        [{ kind: 'tooDeep', levels: 100 }],
      );
    }
    assert.notEqual(readJson('['.repeat(100) + ']'.repeat(100)).root, undefined);
    assert.equal(readJson('['.repeat(101) + ']'.repeat(101)).root, undefined);
    // Brackets in texts are no brackets.
    assert.notEqual(readJson(JSON.stringify(['['.repeat(1000)])).root, undefined);
  });
});

describe('a member of an object', () => {
  const { root } = readJson('{"name": "a", "title": "b", "name": "c"}');
  it('is found by the first of several keys that is there, and there by the last', () => {
    assert.deepEqual(findMember(root, 'label', 'name', 'title')?.value, {
      kind: 'value',
      value: 'c',
      range: { start: 36, end: 39 },
    });
    assert.equal(findMember(root, 'label'), undefined);
    assert.equal(findMember(readJson('[1]').root, '0'), undefined);
    assert.equal(findMember(undefined, 'name'), undefined);
  });
});
