import fc from 'fast-check';

const words = [
  'Add jitter',
  'Wire up',
  'ünïcode 🦦',
  '日本語の仕事',
  'שלום',
  'a\\|b',
  '`x`',
  '[l](../a.md)',
  '$& $1',
  'RPC-RETRY-01',
];
const statusWords = ['todo', 'wip', 'done', '✅ Done', '🔄 In Progress', 'NOT STARTED', 'blocked', ''];
const owners = ['-', '—', '', 'otter', 'maple-7f3a', 'TBD'];

/** Text of a cell or a line that no rule of Markdown takes for something else. */
const title = fc
  .tuple(fc.constantFrom(...words), fc.integer({ min: 0, max: 99 }))
  .map(([word, number]) => `${word} ${number}`);

const eol = fc.constantFrom('\n', '\r\n');

/** A row of `| Task | Status | Owner | Notes |`. */
const row = fc.tuple(
  title,
  fc.constantFrom(...statusWords),
  fc.constantFrom(...owners),
  fc.constantFrom(...words, ''),
);

/** A progress file as people and agents write them, all of it well formed. */
export const wellFormed = fc
  .record({
    eol,
    gaps: fc.boolean(),
    outer: fc.boolean(),
    padded: fc.boolean(),
    rows: fc.uniqueArray(row, { minLength: 1, maxLength: 8, selector: ([name]) => name }),
    header: fc.shuffledSubarray([
      'Branch: `feat/x`',
      'PR: #482',
      'Spec: [a](../a.md),\n[b](../b.md)',
      'Backlog: -',
      'Reviewer: heron',
    ]),
    notes: fc.array(
      title.map((text) => `- otter: ${text}`),
      { maxLength: 3 },
    ),
    end: fc.boolean(),
  })
  .map(({ eol: ending, gaps, outer, padded, rows, header, notes, end }) => {
    const table = [['Task', 'Status', 'Owner', 'Notes'], ...rows];
    const widths = [0, 1, 2, 3].map((i) => Math.max(3, ...table.map((cells) => cells[i]?.length ?? 0)));
    const line = (cells: readonly string[]): string => {
      const texts = cells.map((cell, i) => (padded ? cell.padEnd(widths[i] ?? 0) : cell));
      // Without outer pipes a line must not begin or end with an empty cell.
      const bare = texts.join(' | ');
      return outer || bare.trim() !== bare || bare.startsWith('|') || bare.endsWith('|')
        ? `| ${bare} |`
        : bare;
    };
    const delimiter = widths.map((width) => '-'.repeat(padded ? width : 3));
    const parts = [
      '# feat-x - something',
      ...header,
      '## Tasks',
      [line(table[0] ?? []), line(delimiter), ...rows.map(line)].join('\n'),
      ...(notes.length > 0 ? ['## Notes', notes.join('\n')] : []),
    ];
    const glued = gaps ? parts.join('\n\n') : parts.join('\n');
    return (glued + (end ? '\n' : '')).replaceAll('\n', ending);
  });

/** Lines that mean different things in different company. */
const hostile = [
  '',
  '',
  ' ',
  '\t',
  '# Head',
  '## Tasks ##',
  '#no',
  '####### seven',
  '# ',
  '#',
  'Branch: x',
  'text',
  'text ',
  ' text',
  '    code',
  '\tcode',
  '   three',
  '===',
  '---',
  '--',
  '-',
  '***',
  '* * *',
  '___',
  '+',
  '- item',
  '- [ ] box',
  '- [x] done',
  '- [X]',
  '- [ ]  two',
  '-  two',
  '- # head',
  '- - nested',
  '  - nested',
  '    - deep',
  '   - three',
  '  text',
  '   text',
  '* other',
  '1. one',
  '2. two',
  '10) ten',
  '1.',
  '  1. in',
  '   2. in',
  '> quote',
  '>',
  '>> deep',
  '> - list',
  '```',
  '````',
  '```js',
  '``` a`b',
  '~~~',
  '   ```',
  '<!-- c -->',
  '<!-- open',
  'close -->',
  '<!-->',
  '<div>',
  '</div>',
  '<a@b.c>',
  '<?php',
  '[a]: /url',
  '[a]: <',
  '[link](x)',
  '[open',
  'a]: b',
  '[^1]: note',
  '| a | b |',
  '| - | - |',
  '|---|---|',
  '| :-: | -: |',
  '| c | d |',
  '| e |',
  '| f | g | h |',
  'a | b',
  '- | -',
  '--- | ---',
  'c | d',
  '|',
  '||',
  '| |',
  '|a|',
  '\\| a | b',
  'a \\| b | c',
  'a \\\\| b',
  '`a | b` | c',
  '|-|',
  ':-',
  '| a | b',
  'a | b |',
  ' | a | b |',
  '\\',
  'x\\',
  '&amp;',
  'NUL\0',
  '\u2028',
  'a\u00a0',
  '\u00a0',
  'title: x',
  '---',
  '---',
  '...',
  '- a\\',
  '- `',
  '- > q',
  '- ```',
  '  ```',
  '  > q',
  '  | a | b |',
  '  | - | - |',
  '  # h',
  '0. zero',
  '1) a',
  '-\ta',
  '- a\t',
  '*a_ ',
  '**',
  '_x_',
  '!',
  '![i](x)',
  '- [link](x)',
  '- [a]: b',
  '<!--',
  '-->',
  '- <!-- c -->',
  '+ plus',
  '+',
] as const;

/** Documents of hostile lines, with any line endings. */
export const hostileDocument = fc
  .array(fc.tuple(fc.constantFrom(...hostile), fc.constantFrom('\n', '\n', '\n', '\r\n', '\r')), {
    maxLength: 14,
  })
  .map((lines) => lines.map(([line, ending]) => line + ending).join(''));

/** Real texts with some lines changed, moved, doubled or replaced by hostile ones. */
export function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  const change = fc.tuple(
    fc.nat(),
    fc.constantFrom('drop', 'double', 'indent', 'hostile', 'cut', 'swap', 'join'),
    fc.constantFrom(...hostile),
    fc.nat(),
  );
  return fc
    .tuple(fc.constantFrom(...texts), fc.nat(), fc.array(change, { minLength: 1, maxLength: 2 }))
    .map(([text, from, changes]) => {
      const all = text.split('\n');
      // A window of a long text: failures are short, and remark is slow.
      const start = all.length > 60 ? from % (all.length - 60) : 0;
      const lines = all.slice(start, start + 60);
      for (const [at, kind, line, other] of changes) {
        const i = at % lines.length;
        const now = lines[i] ?? '';
        if (kind === 'drop') lines.splice(i, 1);
        else if (kind === 'double') lines.splice(i, 0, now);
        else if (kind === 'indent') lines[i] = ' '.repeat(1 + (other % 6)) + now;
        else if (kind === 'hostile') lines.splice(i, 0, line);
        else if (kind === 'cut') lines[i] = now.slice(other % (now.length + 1));
        else if (kind === 'swap') lines[i] = lines[other % lines.length] ?? '';
        else lines.splice(i, 2, now + (lines[i + 1] ?? ''));
        if (lines.length === 0) lines.push('');
      }
      return lines.join('\n');
    });
}
