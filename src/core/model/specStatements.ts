import {
  nameColumns,
  shapes,
  wrap,
  type Column,
  type RowDocumentKind,
  type Shape,
  type SqlValue,
} from './specRows.ts';

/** The id of the row that an earlier statement of the same list made. */
export interface MadeRow {
  readonly madeBy: number;
}

/** One change of one row, which has to be as it was read. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly (SqlValue | MadeRow)[];
  /** How many rows it changes: anything else means that somebody was quicker. */
  readonly changes: number;
}

export type Statements =
  | { readonly kind: 'statements'; readonly statements: readonly Statement[] }
  /** The rows cannot be as the document says: `place` is where in it, `tasks/2/seq`. */
  | { readonly kind: 'unfit'; readonly place: string };

/** Parsed JSON. */
type Json = unknown;

/** Statements that are being collected. */
interface Collected {
  readonly list: Statement[];
  /** Whether what was done is taken back: then any row may go, and one that comes has the number that it had. */
  readonly isUndo: boolean;
}

/** The statements that make the rows of a document what another version of it says. */
export function toStatements(kind: RowDocumentKind, before: Json, after: Json, isUndo: boolean): Statements {
  return collect(isUndo, (found) => {
    updateRow(found, shapes[kind], before, after, '');
  });
}

/** The statements that make the rows of a new document; it has to be called what it says. */
export function toInsertions(kind: RowDocumentKind, name: string, after: Json, isUndo: boolean): Statements {
  return collect(isUndo, (found) => {
    if (membersOf(after)?.[nameColumns[kind]] !== name) throw new Unfit(nameColumns[kind]);
    insertRow(found, shapes[kind], after, undefined, '');
  });
}

/** The statements that remove the rows of a document, where they may be removed. */
export function toDeletions(kind: RowDocumentKind, before: Json, isUndo: boolean): Statements {
  return collect(isUndo, (found) => {
    if (!shapes[kind].deletes && !isUndo) throw new Unfit('');
    deleteRow(found, shapes[kind], before, '');
  });
}

class Unfit extends Error {}

function collect(isUndo: boolean, fill: (found: Collected) => void): Statements {
  const list: Statement[] = [];
  try {
    fill({ list, isUndo });
    return { kind: 'statements', statements: list };
  } catch (error) {
    if (error instanceof Unfit) return { kind: 'unfit', place: error.message };
    throw error;
  }
}

function updateRow(found: Collected, shape: Shape, before: Json, after: Json, place: string): void {
  const { table, lists } = shape;
  const [was, is] = [rowOf(before, place), rowOf(after, place)];
  const known = new Set(['id', ...table.columns.map(({ name }) => name), ...lists.map(({ key }) => key)]);
  for (const key of Object.keys(is)) if (!known.has(key)) throw new Unfit(`${place}${key}`);
  if (was['id'] !== is['id']) throw new Unfit(`${place}id`);
  const changed = table.columns.filter(({ name }) => !isSame(was[name], is[name]));
  // Deleted rows go first, as their names may be given to others.
  for (const each of lists)
    mergeLists(
      found,
      each.shape,
      listOf(was, each.key, place),
      listOf(is, each.key, place),
      idOf(is, place),
      `${place}${each.key}/`,
    );
  if (changed.length === 0) return;
  const set = changed.map(({ name }) => `${name} = ?`).join(', ');
  // How a list was spelled, nobody knows any more.
  const guards = changed.filter(({ type }) => type !== 'json');
  found.list.push({
    sql: [`UPDATE ${table.name} SET ${set} WHERE id = ?`, ...guards.map(({ name }) => `${name} IS ?`)].join(
      ' AND ',
    ),
    values: [
      ...changed.map((column) => written(column, is[column.name], place)),
      idOf(is, place),
      ...guards.map((column) => asRead(column, was[column.name], place)),
    ],
    changes: 1,
  });
}

function mergeLists(
  found: Collected,
  shape: Shape,
  before: readonly Json[],
  after: readonly Json[],
  owner: number,
  place: string,
): void {
  const rows = after.map((each, at) => ({ row: each, place: `${place}${at}/` }));
  const kept = new Map<number, { readonly row: Json; readonly place: string }>();
  for (const each of rows) {
    const id = rowOf(each.row, each.place)['id'];
    if (id === undefined) continue;
    if (typeof id !== 'number' || kept.has(id)) throw new Unfit(`${each.place}id`);
    kept.set(id, each);
  }
  const old = new Map(before.map((each) => [idOf(rowOf(each, place), place), each]));
  for (const [id, each] of old)
    if (!kept.has(id)) {
      if (!shape.deletes && !found.isUndo) throw new Unfit(place);
      deleteRow(found, shape, each, place);
    }
  for (const [id, each] of kept)
    if (old.has(id)) updateRow(found, shape, old.get(id), each.row, each.place);
    else if (!found.isUndo) throw new Unfit(`${each.place}id`);
  for (const each of rows) {
    const id = membersOf(each.row)?.['id'];
    if (typeof id !== 'number' || !old.has(id)) insertRow(found, shape, each.row, owner, each.place);
  }
}

function insertRow(
  found: Collected,
  { table, lists }: Shape,
  after: Json,
  owner: number | MadeRow | undefined,
  place: string,
): void {
  const row = rowOf(after, place);
  const known = new Set([...table.columns.map(({ name }) => name), ...lists.map(({ key }) => key)]);
  if (found.isUndo) known.add('id');
  for (const key of Object.keys(row)) if (!known.has(key)) throw new Unfit(`${place}${key}`);
  const values: (SqlValue | MadeRow)[] = table.columns.map((column) =>
    written(column, row[column.name] ?? column.preset, place),
  );
  const names = table.columns.map(({ name }) => name);
  if (row['id'] !== undefined) {
    names.push('id');
    values.push(idOf(row, place));
  }
  if (owner !== undefined && table.owner !== undefined) {
    names.push(table.owner);
    values.push(owner);
  }
  const { list } = found;
  const madeBy = list.length;
  const places = names.map(() => '?').join(', ');
  list.push({
    sql: `INSERT INTO ${table.name} (${names.join(', ')}) VALUES (${places})`,
    values,
    changes: 1,
  });
  for (const { key, shape } of lists)
    for (const [at, each] of listOf(row, key, place).entries())
      insertRow(found, shape, each, { madeBy }, `${place}${key}/${at}/`);
}

/** With all that belongs to it, whether or not the database does that by itself. */
function deleteRow(found: Collected, { table, lists }: Shape, before: Json, place: string): void {
  const row = rowOf(before, place);
  for (const { key, shape } of lists)
    for (const each of listOf(row, key, place)) deleteRow(found, shape, each, `${place}${key}/`);
  found.list.push({ sql: `DELETE FROM ${table.name} WHERE id = ?`, values: [idOf(row, place)], changes: 1 });
}

function membersOf(value: Json): Readonly<Record<string, Json>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : undefined;
}

function rowOf(value: Json, place: string): Readonly<Record<string, Json>> {
  const members = membersOf(value);
  if (members === undefined) throw new Unfit(place);
  return members;
}

function listOf(row: Readonly<Record<string, Json>>, key: string, place: string): readonly Json[] {
  const list = row[key] ?? [];
  if (!Array.isArray(list)) throw new Unfit(`${place}${key}`);
  return list;
}

function idOf({ id }: Readonly<Record<string, Json>>, place: string): number {
  if (typeof id !== 'number') throw new Unfit(`${place}id`);
  return id;
}

function isSame(a: Json, b: Json): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** What a column takes. */
function written({ name, type, preset }: Column, value: Json, place: string): SqlValue {
  if (value === null && preset === null) return null;
  const found = type === 'json' ? wrap(value) : value;
  if (type === 'number' ? Number.isSafeInteger(found) : typeof found === 'string') return found as SqlValue;
  throw new Unfit(`${place}${name}`);
}

/** What stands in a column already, of whatever type. */
function asRead({ name }: Column, value: Json, place: string): SqlValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new Unfit(`${place}${name}`);
}
