import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeProgressFiles } from '../../../../src/core/formats/tracking/merge/mergeProgressFiles.ts';
import { toLines } from '../../../../src/core/text/lineMerge.ts';
import { hostileDocument, hostileList } from '../../../support/hostile.ts';
import { runs } from '../../../support/texts.ts';

const names = { ours: 'editor', theirs: 'disk' };

/** What the save of an editor writes when the file has become another one on disk meanwhile. */
const save = (base: string, editor: string, disk: string): string =>
  mergeProgressFiles(base, editor, disk, names, () => 'ours').text;

/** Texts that somebody types, of which any beginning may be there when a save comes. */
const typed = fc
  .constantFrom(
    ...[
      '- ',
      '- [ ] box',
      '-\n',
      '-  two',
      '* ',
      '1. one',
      '> quote',
      '<br>',
      '<details>\n<summary>',
      '<!-- hidden',
    ],
    ...[
      '```sh\nnpm test\n',
      '~~~\n',
      '[a]: /url',
      '[a',
      '    code',
      '\tcode',
      'Heading\n===',
      'Heading\n---',
      '---\ntitle: x\n',
    ],
    ...[
      '# Head',
      '#',
      '| a | b |\n|---|---|\n| c | d |',
      '| ',
      'plain words',
      '***',
      '\n\n',
      '- maple: said so',
    ],
  )
  .chain((text) => fc.integer({ min: 1, max: text.length }).map((length) => text.slice(0, length)));

interface Base {
  readonly text: string;
  readonly rows: number;
}

/** A file whose rows are known by `n0`, `n1`... in their Notes, between documents that may be anything. */
const file: fc.Arbitrary<Base> = fc
  .record({
    before: fc.oneof(fc.constant(''), hostileDocument, hostileList),
    after: fc.oneof(fc.constant(''), hostileDocument, hostileList),
    rows: fc.integer({ min: 2, max: 6 }),
    column: fc.constantFrom('ID', '#'),
    alike: fc.boolean(),
    aligned: fc.boolean(),
    example: fc.constantFrom('none', 'fence', 'comment'),
  })
  .map(({ before, after, rows, column, alike, aligned, example }) => {
    const pad = (text: string): string => (aligned ? text.padEnd(9) : text);
    const line = (...cells: readonly string[]): string => `| ${cells.map(pad).join(' | ')} |\n`;
    const head =
      line(column, 'Task', 'Status', 'Owner', 'Notes') + line(...Array.from({ length: 5 }, () => '---'));
    const title = (i: number): string => (alike ? 'Do it' : `Do ${i}`);
    const all = Array.from({ length: rows }, (_, i) => line(`${i + 1}`, title(i), 'todo', '-', `n${i}`)).join(
      '',
    );
    const copy = head + line('1', title(0), 'todo', '-', 'x');
    const shown = { none: '', fence: `\`\`\`\n${copy}\`\`\`\n\n`, comment: `<!--\n${copy}-->\n\n` }[example];
    return {
      // An editor has one kind of line ends.
      text: `${before}\n\n## Tasks\n\n${shown}${head}${all}\n## Notes\n\n- otter: first\n- otter: second\n\n${after}`.replace(
        /\r\n?/g,
        '\n',
      ),
      rows,
    };
  });

const lineOf = (text: string, tag: string): string =>
  toLines(text).find((line) => new RegExp(`\\| ${tag}\\b`).test(line)) ?? '';

const claimed = (line: string, owner: string): string =>
  line
    .replace(/todo( *)/, (_all, space: string) => `wip${space === '' ? '' : `${space} `}`)
    .replace(/\| -( *)\| /, (_all, space: string) => `| ${owner}${space.slice(owner.length - 1) || ' '}| `);

describe('a save while others write', () => {
  it('keeps every claim of a row that the editor did not touch, and all that was typed or added', () => {
    const edits = fc.record({
      typing: fc.array(fc.tuple(typed, fc.nat()), { minLength: 1, maxLength: 3 }),
      noted: fc.array(fc.nat(), { maxLength: 2 }),
      claims: fc.uniqueArray(fc.nat({ max: 5 }), { minLength: 1, maxLength: 4 }),
      addedRow: fc.boolean(),
      addedNote: fc.boolean(),
    });
    fc.assert(
      fc.property(file, edits, ({ text: base, rows }, { typing, noted, claims, addedRow, addedNote }) => {
        let disk = base;
        const expected = new Map<string, string>();
        for (const row of claims.filter((each) => each < rows)) {
          const old = lineOf(base, `n${row}`);
          const line = claimed(old, `oak${row}`);
          assert.ok(line.includes(`oak${row}`) && line.includes('wip'), line);
          disk = disk.replace(old, line);
          expected.set(`n${row}`, line);
        }
        const last = lineOf(disk, `n${rows - 1}`);
        if (addedRow) disk = disk.replace(last, `${last}| 9 | New on disk | todo | - | n9 |\n`);
        if (addedNote) disk = disk.replace('- otter: second\n', '- otter: second\n- oak: new on disk\n');

        let editor = base;
        for (const row of noted.map((each) => each % rows)) {
          expected.delete(`n${row}`);
          editor = editor.replace(new RegExp(`\\| n${row}\\b( typed)?`), `| n${row} typed`);
        }
        const lines = toLines(editor);
        for (const [text, at] of typing) lines.splice(at % lines.length, 0, `${text}\n`);
        editor = lines.join('');

        const saved = save(base, editor, disk);
        const found = toLines(saved);
        for (const [tag, line] of expected) assert.equal(lineOf(saved, tag), line, 'the claim is there');
        for (let row = 0; row < rows; row++)
          assert.equal(
            found.filter((each) => new RegExp(`\\| n${row}\\b`).test(each)).length,
            1,
            `row ${row} once`,
          );
        if (addedRow) assert.equal(saved.split('New on disk').length, 2);
        if (addedNote) assert.equal(saved.split('oak: new on disk').length, 2);
        for (const row of noted) assert.ok(saved.includes(`n${row % rows} typed`));
        for (const [text] of typing)
          for (const line of text.split('\n'))
            assert.ok(
              found.some((each) => each.replace(/[\r\n]+$/, '') === line),
              `typed ${JSON.stringify(line)}`,
            );
        assert.equal(save(disk, saved, disk), saved, 'merged once more it stays');
      }),
      { numRuns: runs },
    );
  });

  it('is the disk where nothing was typed, and the editor where nothing came', () => {
    fc.assert(
      fc.property(file, ({ text }) => {
        const disk = text.replace('todo', 'wip');
        assert.equal(save(text, text, disk), disk);
        assert.equal(save(text, disk, text), disk);
      }),
      { numRuns: runs },
    );
  });

  const table = (...rows: readonly string[]): string =>
    `# x\n\n| Task | Status | Owner |\n|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join('')}\n`;
  const base = table('One | todo | -', 'Two | todo | -');
  const disk = table('One | todo | -', 'Two | wip | oak');

  it('keeps a claim while the head, the line below it or a fence around the table is typed', () => {
    for (const editor of [
      base.replace('| Task |', '| Ta'),
      base.replace('|---|---|---|\n', '|---|--\n'),
      base.replace('|---|---|---|\n', ''),
      base.replace('| Task', '```\n| Task'),
      `${base.replace('| Task', '```\n| Task')}\`\`\`\n`,
      `${base.replace('| Task', '<!--\n| Task')}-->\n`,
      `---\n${base}`,
      base.replace('| Two', '\n| Two'),
      base.replace('| Two', '- \n| Two'),
      base.replaceAll('\n|', '\n- |').replace('- | Two', '| Two'),
    ]) {
      const saved = save(base, editor, disk);
      assert.equal(saved, editor.replace('Two | todo | -', 'Two | wip | oak'));
    }
  });

  it('has a row once that was claimed by both while the line below the head is typed', () => {
    const typing = (text: string): string => text.replace('|---|', '|\n|---|');
    const editor = typing(table('One | todo | -', 'Two | wip | maple'));
    const added = table('One | todo | -', 'New | todo | -', 'Two | wip | oak');
    const rows = toLines(save(base, editor, added)).filter((line) => /todo|wip/.test(line));
    assert.deepEqual(rows.sort(), [
      '| New | todo | - |\n',
      '| One | todo | - |\n',
      '| Two | wip | maple |\n',
    ]);
  });

  it('keeps the claim of a row that was moved while the line below the head is typed', () => {
    const moved = table('Two | todo | -', 'One | todo | -').replace('|---|', '|\n|---|');
    assert.equal(save(base, moved, disk), moved.replace('Two | todo | -', 'Two | wip | oak'));
  });

  it('keeps what both added at one place, once where it is the same', () => {
    const note = (...lines: readonly string[]): string =>
      `${base}${lines.map((line) => `${line}\n`).join('')}`;
    assert.equal(save(base, note('typed here'), note('came there')), note('typed here', 'came there'));
    assert.equal(save(base, note('a', 'b'), note('a', 'c')), note('a', 'b', 'c'));
  });

  it('keeps two columns of one name apart, and cells behind the last column', () => {
    const wide = (first: string, second: string, status: string): string =>
      `| Task | Notes | Status | Notes |\n|---|---|---|---|\n| One | ${first} | ${status} | ${second} |\n`;
    assert.equal(
      save(wide('', '', 'todo'), wide('', '', 'wip'), wide('a', '', 'todo')),
      wide('a', '', 'wip'),
    );
    const long = (status: string, more: string): string =>
      `| Task | Status |\n|---|---|\n| One | ${status} | ${more} |\n`;
    const saved = mergeProgressFiles(long('todo', 'a'), long('wip', 'a'), long('todo', 'b'), names);
    assert.ok(saved.text === long('wip', 'b') || saved.conflicts.length === 1, saved.text);
  });
});
