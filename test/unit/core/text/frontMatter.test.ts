import assert from 'node:assert/strict';
import { frontMatterMessage } from '../../../../src/core/messages/headProblems.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { readFrontMatter, setFrontMatterValue } from '../../../../src/core/text/frontMatter.ts';
import { scanMarkdown } from '../../../../src/core/text/markdownScanner.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';

describe('front matter', () => {
  const open = (text: string) => {
    const source = new SourceText(text);
    const scanned = scanMarkdown(source);
    assert.ok(scanned.kind === 'blocks');
    const [block] = scanned.blocks;
    assert.ok(block?.kind === 'frontMatter');
    return { source, block };
  };
  const read = (yaml: string) => {
    const { source, block } = open(`---\n${yaml}\n---\n# x\n`);
    const { fields, problems } = readFrontMatter(source, block);
    return {
      fields: fields.map(({ key, value, range }) => [key, value, source.slice(range)]),
      problems: problems.map(({ fault }) => frontMatterMessage(fault)),
    };
  };

  it('gives values as they are written', () => {
    assert.deepEqual(read('id: 012\nstatus: "on: hold" # c\ntags: [a,  b]\nempty:').fields, [
      ['id', '012', 'id: 012'],
      ['status', 'on: hold', 'status: "on: hold"'],
      ['tags', 'a, b', 'tags: [a,  b]'],
      ['empty', '', 'empty:'],
    ]);
  });

  it('says what is no YAML, and reads what it can', () => {
    const { problems } = read('a: b: c\nx: y');
    assert.match(problems[0] ?? '', /^The front matter is not valid YAML: /);
    assert.doesNotThrow(() => read('__proto__: x\n<<: *a\n? [k]\n: v'));
    assert.doesNotThrow(() =>
      read(`a: &a [x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a, *a]`).join('\n')}`),
    );
  });

  it('says what is too deep or too long to be read, instead of ending the process', () => {
    const deep = [
      `a: ${'['.repeat(10_000)}`,
      `a: ${'{a: '.repeat(4000)}`,
      `a: ${'["]",'.repeat(3000)}`,
      '- '.repeat(8000),
      '? '.repeat(8000),
      ': '.repeat(8000),
      Array.from({ length: 150 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    ];
    for (const yaml of deep)
      assert.deepEqual(
        read(yaml).problems,
        ['The front matter is nested too deeply to be read.'],
        yaml.slice(0, 20),
      );
    const long = read(Array.from({ length: 5000 }, (_, i) => `key${i}: x`).join('\n'));
    assert.equal(long.fields.length, 0);
    assert.match(long.problems[0] ?? '', /too long/);
    const { source, block } = open(`---\na: b\nc: ${'['.repeat(10_000)}\n---\n`);
    assert.equal(setFrontMatterValue(source, block, 'a', 'x'), undefined);
  });

  it('reads what people nest', () => {
    const links = Array.from({ length: 90 }, (_, i) => `  - "[a${i}](b: c)"`).join('\n');
    const { fields, problems } = read(`a:\n  b:\n    - c: [1, {d: e}]\nlinks:\n${links}\nstatus: open`);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      fields.map(([key]) => key),
      ['a', 'links', 'status'],
    );
  });

  it('is given a value by an edit of that value alone, which reads back as it was meant', () => {
    const set = (yaml: string, key: string, value: string): string | undefined => {
      const text = `---\n${yaml}\n---\n# x\n`;
      const { source, block } = open(text);
      const edit = setFrontMatterValue(source, block, key, value);
      if (edit === undefined) return undefined;
      const applied = applyEdits(text, [edit]);
      assert.ok(applied.kind === 'applied');
      const after = open(applied.text);
      const field = readFrontMatter(after.source, after.block).fields.find((each) => each.key === key);
      assert.equal(field?.value.replaceAll('\\"', '"').replaceAll("''", "'"), value);
      return applied.text.slice(4, -9);
    };
    assert.equal(
      set('a: 1\nstatus:   open  # why\nb: 2', 'status', 'done'),
      'a: 1\nstatus:   done  # why\nb: 2',
    );
    assert.equal(set('status: "open"', 'status', 'say "hi"'), 'status: "say \\"hi\\""');
    assert.equal(set("status: 'open'", 'status', "it's"), "status: 'it''s'");
    assert.equal(set('status: open', 'status', 'done: yes'), 'status: "done: yes"');
    assert.equal(set('status: open', 'status', '# no comment'), 'status: "# no comment"');
    assert.equal(set('status:', 'status', 'done'), 'status: done');
    for (const yaml of [
      'status: [a]',
      'status: |\n  a',
      'status: &x a',
      'other: a',
      'a: b: c',
      'status: a\nstatus: b',
    ])
      assert.equal(set(yaml, 'status', 'done'), undefined, yaml);
    assert.equal(set('status: a', 'status', 'two\nlines'), undefined);
  });
});
