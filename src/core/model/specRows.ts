/** What a value of a table may be, as it is read and written. */
export type SqlValue = null | number | string;

/** What is expected of a column. */
export type ColumnType = 'text' | 'number' | 'time' | 'json';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** What a new row has where nothing is given; without it something has to be. */
  readonly preset?: SqlValue;
}

/** A table of specs, as far as it is known here: it may have more columns. */
export interface Table {
  readonly name: string;
  /** Besides `id`. */
  readonly columns: readonly Column[];
  /** The column with the row that a row belongs to. */
  readonly owner?: string;
}

const text = (name: string, preset?: string): Column => ({
  name,
  type: 'text',
  ...(preset === undefined ? {} : { preset }),
});
const time = (name: string): Column => ({ name, type: 'time' });

export const changesTable: Table = {
  name: 'spec_changes',
  columns: [
    text('slug'),
    text('title', ''),
    text('why', ''),
    text('what', ''),
    text('design', ''),
    text('status', 'draft'),
    time('created_at'),
    time('updated_at'),
    { name: 'archived_at', type: 'time', preset: null },
  ],
};

export const tasksTable: Table = {
  name: 'spec_tasks',
  owner: 'change_id',
  columns: [
    { name: 'group_no', type: 'number', preset: 1 },
    { name: 'seq', type: 'number', preset: 1 },
    text('text'),
    text('status', 'pending'),
    time('created_at'),
    time('updated_at'),
  ],
};

export const deltasTable: Table = {
  name: 'spec_deltas',
  owner: 'change_id',
  columns: [
    text('op'),
    text('capability'),
    text('requirement'),
    text('text', ''),
    { name: 'scenarios', type: 'json', preset: '' },
    text('reason', ''),
    text('migration', ''),
    text('rename_to', ''),
    time('created_at'),
  ],
};

export const capabilitiesTable: Table = {
  name: 'spec_capabilities',
  columns: [text('name'), time('created_at'), time('updated_at')],
};

export const requirementsTable: Table = {
  name: 'spec_requirements',
  owner: 'capability_id',
  columns: [text('name'), text('text', ''), time('created_at'), time('updated_at')],
};

export const scenariosTable: Table = {
  name: 'spec_scenarios',
  owner: 'requirement_id',
  columns: [text('name'), text('when_then', ''), time('created_at')],
};

/** All tables that are ever looked at. */
export const specTables: readonly Table[] = [
  changesTable,
  capabilitiesTable,
  requirementsTable,
  scenariosTable,
  deltasTable,
  tasksTable,
];

/** What a document of rows is about. */
export type RowDocumentKind = 'change' | 'capability';

/** Rows of several tables that are read as one document. */
export interface RowDocument {
  readonly kind: RowDocumentKind;
  /** Of any length, with any signs: what its row is called. */
  readonly name: string;
}

/** How the rows of several tables are one document. */
export interface Shape {
  readonly table: Table;
  /** Lists in it, by their keys. */
  readonly lists: readonly { readonly key: string; readonly shape: Shape; readonly order: string }[];
  /** Whether rows that are no longer in the document are deleted; else that is refused. */
  readonly deletes: boolean;
}

const leaf = (table: Table, deletes: boolean): Shape => ({ table, lists: [], deletes });

/** The column that names a document. */
export const nameColumns: Readonly<Record<RowDocumentKind, string>> = { change: 'slug', capability: 'name' };

export const shapes: Readonly<Record<RowDocumentKind, Shape>> = {
  change: {
    table: changesTable,
    lists: [
      { key: 'tasks', shape: leaf(tasksTable, false), order: 'group_no, seq, id' },
      { key: 'deltas', shape: leaf(deltasTable, false), order: 'id' },
    ],
    deletes: false,
  },
  capability: {
    table: capabilitiesTable,
    lists: [
      {
        key: 'requirements',
        shape: {
          table: requirementsTable,
          lists: [{ key: 'scenarios', shape: leaf(scenariosTable, true), order: 'id' }],
          deletes: true,
        },
        order: 'id',
      },
    ],
    deletes: true,
  },
};

/** A row as it was read. Numbers may be of any size, and bytes may stand anywhere. */
export type ReadRow = Readonly<Record<string, unknown>>;

/** A value that is no text, number or nothing: its document cannot be read. */
export class UnfitValue extends Error {
  readonly table: string;
  readonly column: string;
  readonly row: string;

  constructor(table: string, column: string, row: string) {
    super(`${table}.${column} of row ${row}`);
    this.table = table;
    this.column = column;
    this.row = row;
  }
}

/** A row as a member of a document, by the columns that are known. Throws {@link UnfitValue}. */
export function toMembers({ name, columns }: Table, row: ReadRow): Record<string, unknown> {
  const id = fitting(row['id']);
  const told = typeof id === 'number' ? String(id) : '?';
  if (typeof id !== 'number') throw new UnfitValue(name, 'id', told);
  const members: Record<string, unknown> = { id };
  for (const { name: column, type } of columns) {
    const value = fitting(row[column]);
    if (value === undefined) throw new UnfitValue(name, column, told);
    members[column] = type === 'json' && typeof value === 'string' ? unwrap(value) : value;
  }
  return members;
}

/** The text of a document of rows. */
export function toText(members: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(members, undefined, 2)}\n`;
}

/** A value as it is kept in a column of JSON. */
export function wrap(value: unknown): SqlValue | undefined {
  if (value === null || typeof value === 'string') return value;
  return Array.isArray(value) ? JSON.stringify(value) : undefined;
}

/** A list where the text holds one; else the text, for whoever reads it to say what is wrong. */
function unwrap(value: string): unknown {
  if (!value.trimStart().startsWith('[')) return value;
  try {
    const list: unknown = JSON.parse(value);
    // What is deeper than anybody reads stays a text.
    return isList(list) && depthOf(list) <= deepestList ? list : value;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return value;
    throw error;
  }
}

const deepestList = 20;

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function depthOf(value: unknown): number {
  let level: readonly unknown[] = [value];
  let depth = 0;
  while (level.length > 0 && depth <= deepestList) {
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null
        ? Object.values(each as Readonly<Record<string, unknown>>)
        : [],
    );
    depth++;
  }
  return depth;
}

/** Undefined for what no document can hold. */
function fitting(value: unknown): SqlValue | undefined {
  switch (typeof value) {
    case 'bigint':
      return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : undefined;
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'string':
      // The second stands for bytes that are no UTF-8.
      return value.includes('\0') || value.includes('\uFFFD') ? undefined : value;
    default:
      return value === null ? null : undefined;
  }
}
