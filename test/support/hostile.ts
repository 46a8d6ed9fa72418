import fc from 'fast-check';

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
  '     five',
  '        eight',
  ' - one in',
  '      - six in',
  '- [ ] - x',
  '- [ ] # x',
  '- \\',
  '- [a]',
  '# h \\#',
  '# h#',
  '\uFEFF',
  '\v',
  '\f- a',
  '\u0085',
  '-\u00a0a',
  '| \\|',
  '|-|\\',
  '| 🦦 | 日 |',
  '--|-',
  '```\t',
  '--- ',
  '<!-- x --> y',
  '<!--->',
  '000000001. a',
  '1234567890. a',
  '> ```',
  '> | a |',
  '\\[a]: x',
  '[a\\]: x',
] as const;

const line = fc.tuple(fc.constantFrom(...hostile), fc.constantFrom('\n', '\n', '\n', '\n\n', '\r\n', '\r'));

/** Documents of hostile lines, with any line endings: mostly short ones, because each line may be left to remark. */
export const hostileDocument = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.array(line, { maxLength: 4 }) },
      { weight: 1, arbitrary: fc.array(line, { maxLength: 14 }) },
    ),
    fc.boolean(),
  )
  .map(([lines, open]) => {
    const text = lines.map(([each, ending]) => each + ending).join('');
    return open ? text.replace(/[\r\n]+$/, '') : text;
  });

/** Characters of a table's lines. */
const cellUnit = fc.constantFrom(
  ...[' ', '|', '|', '|', '\\', '-', 'a', '`', ':', '\t', '\u00a0', '\v', '\0', '&', '[', '*'],
  ...['🦦', ' | ', '\\\\', '\\|'],
);
const delimiterCell = fc.constantFrom('-', '--', ' - ', ' :-', ':-:', '-:\t', '---', '----');
const cellText = fc.array(cellUnit, { maxLength: 9 }).map((units) => units.join(''));

/** Tables of hostile cells, between other blocks. */
export const hostileTable = fc
  .tuple(
    fc.constantFrom('', '', '', '\n', 'x\n', '# h\n', '- a\n\n', '***\n'),
    cellText,
    fc.array(delimiterCell, { minLength: 1, maxLength: 3 }),
    fc.constantFrom(['|', '|'], ['|', ''], ['', '|'], ['', ''], ['', ' ']),
    fc.array(cellText, { maxLength: 4 }),
    fc.constantFrom('', '\n', '\nx', '\n# h', '\n- a', '\n> q', '\n***', '\n```\n```', '\n1. x'),
  )
  .map(([before, head, cells, [left = '', right = ''], rows, after]) => {
    // Half of the heads have as many cells as the delimiter row.
    const fitting = head.length % 2 === 0 ? `|${cells.map(() => 'h').join(' | ')}|` : head;
    return before + [fitting, left + cells.join('|') + right, ...rows].join('\n') + after;
  });

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

const listLines = [
  '- a',
  '- b',
  '  - c',
  '  - d',
  '    - e',
  '* f',
  '1. g',
  '2. h',
  '   - i',
  '- [ ] j',
  'text',
  '  text',
  '    text',
  '      text',
  '',
  '',
  '```',
  '```ts',
  '  ```',
  '  ```ts',
  '   ```',
  '    ```',
  '     ````',
  '~~~',
  '  ~~~ x',
  '  ``` a`b',
  '---',
  '----',
  '  ---',
  '--',
  '- - -',
  '# k',
  '> l',
  '| m | n |',
  '|---|---|',
  '<!-- o -->',
  '[p]: q',
  '===',
  '\tr',
];

/** Lists with text that goes on in odd places, with code, rules and other blocks between their items. */
export const hostileList = fc
  .array(fc.constantFrom(...listLines), { minLength: 1, maxLength: 6 })
  .map((lines) => ['- first', ...lines].join('\n'));

/** Quotes with tables, code, lists and HTML in them, at odd places. */
export const hostileQuote = fc
  .array(
    fc.tuple(
      fc.constantFrom('> ', '>', '>  ', '> > ', '>> ', '', '>     ', '> - ', '>   '),
      fc.constantFrom(
        'text',
        '| a | b |',
        '|---|---|',
        'a | b',
        ':-- | --:',
        '- item',
        '-     code',
        '- | c | d |',
        '  | e | f |',
        '```',
        '~~~',
        '<div>',
        '<!-- c -->',
        '    four',
        '\ttab',
        '# h',
        '---',
        '',
        '1. one',
      ),
    ),
    { minLength: 1, maxLength: 7 },
  )
  .map((lines) => ['> first', ...lines.map((parts) => parts.join(''))].join('\n'));
