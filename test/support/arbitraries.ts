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

/** Of one kind, or one after the other. */
const endings = fc.constantFrom(['\n'], ['\r\n'], ['\n', '\r\n']);

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
    endings,
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
  .map(({ endings: all, gaps, outer, padded, rows, header, notes, end }) => {
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
    let at = 0;
    return (glued + (end ? '\n' : '')).replaceAll('\n', () => all[at++ % all.length] ?? '\n');
  });
