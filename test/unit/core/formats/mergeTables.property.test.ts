import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeProgressFiles } from '../../../../src/core/formats/tracking/merge/mergeProgressFiles.ts';
import type { MergeConflict } from '../../../../src/core/model/merge.ts';
import { runs } from '../../../support/texts.ts';

/** A table as a model: what its columns are called, and the cells of each row by what the base calls them. */
interface Table {
  readonly columns: readonly { readonly id: string; readonly name: string }[];
  readonly rows: readonly { readonly id: string; readonly cells: Readonly<Record<string, string>> }[];
  readonly notes: readonly string[];
}

type Change = (table: Table, side: string) => Table;

const base = (count: number): Table => ({
  columns: ['Task', 'Status', 'Owner', 'Notes'].map((name) => ({ id: name, name })),
  rows: Array.from({ length: count }, (_, i) => ({
    id: `${i}`,
    cells: { Task: `Do part ${i}`, Status: 'todo', Owner: '-', Notes: i % 2 === 0 ? '' : `n${i}` },
  })),
  notes: ['- maple: first', '- otter: second'],
});

const withRow = (table: Table, at: number, cells: Readonly<Record<string, string>>): Table => ({
  ...table,
  rows: table.rows.map((row, i) => (i === at ? { ...row, cells: { ...row.cells, ...cells } } : row)),
});

/** A name that means nothing to the merge is known by its place, so by its neighbours. */
const hasRemarks = ({ columns }: Table): boolean => columns.some(({ name }) => name === 'Remarks');
const addColumn =
  (at: number): Change =>
  (table, side) => {
    const id = `Points of ${side}`;
    if (hasRemarks(table) || table.columns.some((column) => column.id === id)) return table;
    const columns = table.columns.toSpliced(at % (table.columns.length + 1), 0, { id, name: id });
    const rows = table.rows.map((row, i) => ({ ...row, cells: { ...row.cells, [id]: `${side}${i}` } }));
    return { ...table, columns, rows };
  };
const removeColumn: Change = (table) => ({
  ...table,
  columns: table.columns.filter(({ id }) => id !== 'Notes'),
});
const swapColumns =
  (a: number, b: number): Change =>
  (table) => {
    if (hasRemarks(table)) return table;
    const columns = [...table.columns];
    const [i, j] = [a % columns.length, b % columns.length];
    [columns[i], columns[j]] = [columns[j] ?? { id: '', name: '' }, columns[i] ?? { id: '', name: '' }];
    return { ...table, columns };
  };
const renameColumn =
  (id: string, name: string): Change =>
  (table) => {
    const isInPlace = table.columns.map((column) => column.id).join() === 'Task,Status,Owner,Notes';
    if (name === 'Remarks' && !isInPlace) return table;
    return { ...table, columns: table.columns.map((column) => (column.id === id ? { id, name } : column)) };
  };
const claim =
  (at: number): Change =>
  (table, side) =>
    withRow(table, at, { Status: 'wip', Owner: side });
const writeNote =
  (at: number): Change =>
  (table, side) =>
    table.columns.some(({ id }) => id === 'Notes') ? withRow(table, at, { Notes: `said by ${side}` }) : table;
const renameRow =
  (at: number): Change =>
  (table, side) => {
    // A title that looks like that of another row is taken for it, and two of one title are told apart by nobody.
    const before = table.rows[at]?.cells['Task'] ?? '';
    const title = before.endsWith(side) ? before : `${before} of ${side}`;
    return table.rows.some(({ cells }) => cells['Task'] === title)
      ? table
      : withRow(table, at, { Task: title });
  };
const addRow =
  (at: number): Change =>
  (table, side) => {
    const id = `new ${side}`;
    if (table.rows.some((row) => row.id === id)) return table;
    const cells = Object.fromEntries(table.columns.map((column) => [column.id, `x ${side}`]));
    const row = { id, cells: { ...cells, Task: `Extra of ${side}`, Status: 'wip', Owner: side } };
    return { ...table, rows: table.rows.toSpliced(at % (table.rows.length + 1), 0, row) };
  };
const addNote: Change = (table, side) => ({
  ...table,
  notes: [...new Set([...table.notes, `- ${side}: wow`])],
});
const removeNote: Change = (table) => ({
  ...table,
  notes: table.notes.filter((line) => line !== '- otter: second'),
});

const oneChange = (count: number): fc.Arbitrary<Change> => {
  const at = fc.nat({ max: count - 1 });
  return fc.oneof(
    fc.nat({ max: 4 }).map(addColumn),
    fc.constant(removeColumn),
    fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 })).map(([a, b]) => swapColumns(a, b)),
    fc
      .constantFrom(['Owner', 'Assignee'], ['Notes', 'Remarks'], ['Status', 'State'])
      .map(([id = '', name = '']) => renameColumn(id, name)),
    at.map(claim),
    at.map(claim),
    at.map(writeNote),
    at.map(renameRow),
    fc.nat({ max: count }).map(addRow),
    fc.constantFrom(addNote, removeNote),
  );
};

const cellOf = (row: Table['rows'][number] | undefined, id: string, table: Table): string | undefined =>
  row !== undefined && table.columns.some((column) => column.id === id) ? row.cells[id] : undefined;

function toText({ columns, rows, notes }: Table, padded: boolean): string {
  const pad = (text: string): string => (padded ? text.padEnd(20) : text);
  const line = (cells: readonly string[]): string => `| ${cells.map(pad).join(' | ')} |`;
  return [
    '# x',
    '',
    line(columns.map(({ name }) => name)),
    `|${columns.map(() => '-'.repeat(padded ? 22 : 3)).join('|')}|`,
    ...rows.map(({ cells }) => line(columns.map(({ id }) => cells[id] ?? ''))),
    '',
    '## Notes',
    '',
    ...notes,
    '',
  ].join('\n');
}

const split = (line: string): readonly string[] =>
  line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());

describe('a table that both changed', () => {
  const pair = fc.integer({ min: 2, max: 5 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      padded: fc.boolean(),
      ours: fc.array(oneChange(count), { maxLength: 3 }),
      theirs: fc.array(oneChange(count), { maxLength: 3 }),
      decided: fc.constantFrom('ours' as const, 'theirs' as const),
    }),
  );

  it('has each cell under its column as the one who changed it has it, and says what both changed', () => {
    fc.assert(
      fc.property(pair, ({ count, padded, ours, theirs, decided }) => {
        const old = base(count);
        const apply = (changes: readonly Change[], side: string): Table =>
          changes.reduce((table, change) => change(table, side), old);
        const own = apply(ours, 'oak');
        const other = apply(theirs, 'elm');
        const said: Omit<MergeConflict, 'open'>[] = [];
        const result = mergeProgressFiles(
          toText(old, padded),
          toText(own, padded),
          toText(other, padded),
          { ours: 'a', theirs: 'b' },
          (conflict) => {
            said.push(conflict);
            return decided;
          },
        );
        const lines = result.text.split('\n');
        const [head = '', , ...rest] = lines.slice(2, lines.indexOf('## Notes') - 1);
        const names = split(head);
        // A name that both changed is that of the one who was chosen.
        const idOf = new Map([...own.columns, ...other.columns].map(({ id, name }) => [name, id]));
        const ids = names.map((name) => idOf.get(name) ?? '');
        const has = ({ columns }: Table, id: string): boolean => columns.some((column) => column.id === id);
        const wanted = [...new Set([...own.columns, ...other.columns].map(({ id }) => id))].filter(
          (id) => (has(own, id) && has(other, id)) || !has(old, id),
        );
        assert.deepEqual([...ids].sort(), wanted.sort(), 'all columns that are to be there, each once');
        const rows = rest.map((line) => {
          const cells = split(line);
          assert.equal(cells.length, names.length, line);
          return Object.fromEntries(cells.map((cell, i) => [ids[i] ?? '', cell]));
        });
        const everyId = new Set([...own.rows, ...other.rows].map(({ id }) => id));
        assert.equal(rows.length, everyId.size, 'no row twice, none lost');
        for (const id of everyId) {
          const find = ({ rows: all }: Table) => all.find((row) => row.id === id);
          const [a, was, b] = [find(own), find(old), find(other)];
          const row = rows.find((cells) =>
            [a, b].some((each) => each !== undefined && each.cells['Task'] === cells['Task']),
          );
          const title = row?.['Task'];
          assert.ok(row !== undefined && title !== undefined, `row ${id}`);
          const about = said.filter(
            (each) => each.kind === 'task' && [a, b].some((one) => one?.cells['Task'] === each.title),
          );
          for (const column of new Set([...ids, 'Notes'])) {
            const mine = cellOf(a, column, own);
            const before = cellOf(was, column, old);
            const yours = cellOf(b, column, other);
            const changed = (cell: string | undefined): boolean =>
              cell !== undefined && cell !== (before ?? '');
            const value = changed(mine) ? mine : changed(yours) ? yours : (mine ?? yours ?? '');
            const isClaim = ['Status', 'Owner'].includes(column);
            const both = changed(mine) && changed(yours) && mine !== yours;
            if (ids.includes(column) && !both) assert.equal(row[column], value, `${title}: ${column}`);
            else if (ids.includes(column)) {
              assert.equal(row[column], decided === 'ours' ? mine : yours, `${title}: ${column}`);
              assert.ok(about.length > 0, `${title}: ${column} is said`);
            } else if ((changed(mine) || changed(yours)) && value !== '' && !isClaim)
              assert.ok(
                about.some(({ lost }) => lost?.includes(`${column}: ${value ?? ''}`)),
                `${title}: ${column} is said to be gone`,
              );
          }
          for (const { line, lost, ours: mine, theirs: yours } of about) {
            assert.ok(lines[line]?.includes(title), 'at its line');
            if (lost === undefined && a !== undefined && b !== undefined) {
              const nobody = (owner: string | undefined) => (owner === '-' ? undefined : owner);
              assert.deepEqual([mine, yours], [nobody(a.cells['Owner']), nobody(b.cells['Owner'])]);
            }
          }
        }
        const notes = new Set([...own.notes, ...other.notes]);
        for (const note of notes) {
          const kept = !old.notes.includes(note) || (own.notes.includes(note) && other.notes.includes(note));
          assert.equal(lines.filter((line) => line === note).length, kept ? 1 : 0, note);
        }
        const replaced = [own, other].every(
          (side) => side.notes.join() === `${old.notes[0]},- ${side === own ? 'oak' : 'elm'}: wow`,
        );
        assert.equal(
          said.some(({ kind }) => kind === 'text'),
          replaced,
          'of lines only that both wrote another one in the place of one',
        );
      }),
      { numRuns: runs },
    );
  });
});
