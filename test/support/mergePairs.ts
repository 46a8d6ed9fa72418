import fc from 'fast-check';

/** One of two people who change a copy of the same table. */
export interface Change {
  readonly claims: readonly { readonly row: number; readonly owner: string }[];
  readonly note: string | undefined;
  readonly added: string | undefined;
  /** Aligns the whole table anew, as a formatter does. */
  readonly aligned: boolean;
}

/** Rows of a table as a model: task, status, owner. */
export type Rows = readonly { readonly task: string; readonly status: string; readonly owner: string }[];

export interface Pair {
  readonly rows: number;
  readonly padded: boolean;
  readonly ours: Change;
  readonly theirs: Change;
}

const sideOf = (side: string, rows: number, plain: boolean): fc.Arbitrary<Change> =>
  fc.record({
    claims: fc
      .uniqueArray(fc.nat({ max: rows - 1 }), { minLength: 1, maxLength: 3 })
      .map((found) => found.map((row) => ({ row, owner: `${side}${row}` }))),
    note: plain ? fc.constant(undefined) : fc.option(fc.constant(`- ${side}: took some`), { nil: undefined }),
    added: plain ? fc.constant(undefined) : fc.option(fc.constant(`Extra of ${side}`), { nil: undefined }),
    aligned: plain ? fc.constant(false) : fc.boolean(),
  });

/** Two changes of one table; `plain` ones do nothing but claim. */
export const pairs = (plain: boolean): fc.Arbitrary<Pair> =>
  fc.integer({ min: 4, max: 40 }).chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      padded: fc.boolean(),
      ours: sideOf('otter', rows, plain),
      theirs: sideOf('maple', rows, plain),
    }),
  );

export function baseRows(count: number): Rows {
  return Array.from({ length: count }, (_, i) => ({ task: `Do part ${i}`, status: 'todo', owner: '-' }));
}

export function changeRows(rows: Rows, { claims, added }: Change): Rows {
  const changed = rows.map((row, i) => {
    const claim = claims.find((each) => each.row === i);
    return claim === undefined ? row : { ...row, status: 'wip', owner: claim.owner };
  });
  return added === undefined ? changed : [...changed, { task: added, status: 'todo', owner: '-' }];
}

/** The file that holds the rows. A claim in it changes its two cells and, in a padded table, keeps their widths. */
export function toText(rows: Rows, padded: boolean, change?: Change): string {
  const width = (column: 'task' | 'status' | 'owner'): number =>
    change?.aligned === true
      ? Math.max(6, ...rows.map((row) => row[column].length)) + (change.claims.length % 2)
      : padded
        ? { task: 20, status: 8, owner: 12 }[column]
        : 0;
  const line = (cells: readonly string[]): string =>
    `| ${cells
      .map((cell, i) => cell.padEnd(width((['task', 'status', 'owner'] as const)[i] ?? 'task')))
      .join(' | ')} |`;
  return [
    '# feat/x',
    'Branch: `feat/x`',
    '',
    '## Tasks',
    '',
    line(['Task', 'Status', 'Owner']),
    line(['---', '---', '---']),
    ...rows.map(({ task, status, owner }) => line([task, status, owner])),
    '',
    '## Notes',
    '',
    '- nobody: begins',
    ...(change?.note === undefined ? [] : [change.note]),
    '',
  ].join('\n');
}

/** What the rows of a merged text say; a row between conflict markers is counted once for each side. */
export function readRows(text: string): Rows {
  return [...text.matchAll(/^\| (Do part \d+|Extra of \w+) *\| (\w+) *\| (\S+) *\|$/gm)].map(
    ([, task = '', status = '', owner = '']) => ({ task, status, owner }),
  );
}

/** Everything that both did, where they do not want the same row. */
export function expectedRows({ rows, ours, theirs }: Pair): Rows {
  const merged = changeRows(changeRows(baseRows(rows), { ...ours, added: undefined }), {
    ...theirs,
    added: undefined,
  });
  return [
    ...merged,
    ...[ours.added, theirs.added].flatMap((task) =>
      task === undefined ? [] : [{ task, status: 'todo', owner: '-' }],
    ),
  ];
}

export function contested({ ours, theirs }: Pair): readonly number[] {
  return ours.claims.flatMap(({ row }) => (theirs.claims.some((each) => each.row === row) ? [row] : []));
}
