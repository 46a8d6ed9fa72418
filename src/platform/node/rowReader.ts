import {
  nameColumns,
  shapes,
  toMembers,
  toText,
  UnfitValue,
  type ReadRow,
  type RowDocumentKind,
  type Shape,
  type Table,
} from '../../core/model/specRows.ts';
import { TooLarge, type DatabaseProblem } from './databaseFile.ts';
import { maximumSize } from './disk.ts';
import type { SqliteDatabase } from './sqlite.ts';

/** What a database may hold in all, in bytes of text: it is read into memory. */
const mostText = 64 * 1024 * 1024;

/** A document as its rows are now. */
export type RowText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly problem: DatabaseProblem };

export interface Loaded {
  /** Missing where it is none that could name a document. */
  readonly name: string | undefined;
  readonly row: string;
  readonly result: Exclude<RowText, { readonly kind: 'missing' }>;
}

/** Documents of a kind: all, or those with some names. */
export function load(
  database: SqliteDatabase,
  kind: RowDocumentKind,
  names?: readonly string[],
): readonly Loaded[] {
  const shape = shapes[kind];
  const column = nameColumns[kind];
  const rows = select(
    database,
    shape.table,
    'id',
    names === undefined ? undefined : { column, values: names },
  );
  const lists = listsOf(database, shape, names === undefined ? undefined : rows.map(({ id }) => id));
  return rows.map((each): Loaded => {
    const named = each[column];
    const row = String(each['id']);
    const name = typeof named === 'string' && !/[\0\uFFFD]/.test(named) ? named : undefined;
    try {
      const text = toText(compose(shape, each, lists));
      const bytes = Buffer.byteLength(text);
      return bytes <= maximumSize
        ? { name, row, result: { kind: 'text', text } }
        : { name, row, result: { kind: 'unreadable', problem: { code: 'file.tooLarge', data: { bytes } } } };
    } catch (error) {
      if (!(error instanceof UnfitValue)) throw error;
      return { name, row, result: { kind: 'unreadable', problem: unfit(error) } };
    }
  });
}

/** Rows of the lists of a shape, by the shape and the row that they belong to. */
type Lists = ReadonlyMap<Shape, ReadonlyMap<unknown, readonly ReadRow[]>>;

function listsOf(database: SqliteDatabase, { lists }: Shape, owners: readonly unknown[] | undefined): Lists {
  const all = new Map<Shape, ReadonlyMap<unknown, readonly ReadRow[]>>();
  for (const { shape, order } of lists) {
    const { owner = '' } = shape.table;
    const rows = select(
      database,
      shape.table,
      order,
      owners === undefined ? undefined : { column: owner, values: owners },
    );
    const grouped = new Map<unknown, ReadRow[]>();
    for (const row of rows) {
      const group = grouped.get(row[owner]);
      if (group === undefined) grouped.set(row[owner], [row]);
      else group.push(row);
    }
    all.set(shape, grouped);
    const below = listsOf(database, shape, owners === undefined ? undefined : rows.map(({ id }) => id));
    for (const [each, found] of below) all.set(each, found);
  }
  return all;
}

function compose({ table, lists }: Shape, row: ReadRow, rows: Lists): Record<string, unknown> {
  const members = toMembers(table, row);
  for (const { key, shape } of lists)
    members[key] = (rows.get(shape)?.get(row['id']) ?? []).map((each) => compose(shape, each, rows));
  return members;
}

function select(
  database: SqliteDatabase,
  { name, columns, owner }: Table,
  order: string,
  where?: { readonly column: string; readonly values: readonly unknown[] },
): readonly ReadRow[] {
  const values = where?.values ?? [];
  const condition =
    where === undefined ? '' : ` WHERE ${where.column} IN (${values.map(() => '?').join(', ')})`;
  const texts = columns.map((column) => `coalesce(length(CAST(${column.name} AS BLOB)), 0)`);
  const [size] = database.all(
    `SELECT CAST(total(${texts.join(' + ')}) AS INTEGER) AS bytes FROM ${name}${condition}`,
    values,
  );
  const bytes = Number(size?.['bytes'] ?? 0);
  if (bytes > mostText) throw new TooLarge(bytes);
  const wanted = ['id', ...columns.map((column) => column.name), ...(owner === undefined ? [] : [owner])];
  return database.all(`SELECT ${wanted.join(', ')} FROM ${name}${condition} ORDER BY ${order}`, values);
}

/** What is told of a value that no document can hold. */
export function unfit({ table, column, row }: UnfitValue): DatabaseProblem {
  return { code: 'database.value', data: { table, column, row } };
}
