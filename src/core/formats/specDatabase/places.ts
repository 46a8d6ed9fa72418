import type { RowDocument, RowDocumentKind } from '../../model/specRows.ts';

/** Where the agent keeps its database, and where we keep one: from the folder. Nothing else is taken for one. */
export const agentDatabase = '.dirge/sessions/state.db';
export const ownDatabase = '.throughline/specs.db';
export const databasePaths: readonly string[] = [agentDatabase, ownDatabase];

/** What `.gitignore` has of our own, with what stands beside it while it is open. */
export const ignoredDatabase = `/${ownDatabase}*`;

/** Where a kind of documents is, below their database. */
const folders: Readonly<Record<RowDocumentKind, string>> = { change: 'changes', capability: 'specs' };

/** A document of rows, and its database. */
export interface PlacedRows extends RowDocument {
  readonly database: string;
}

/** The path of a document below its database. Names may hold what no path does, such as `/` and `..`. */
export function toRowPath({ database, kind, name }: PlacedRows): string {
  return `${database}/${folders[kind]}/${encode(name)}.json`;
}

/** Where a row is told of that has no name. No name is like it. */
export function toUnnamedPath(database: string, kind: RowDocumentKind, row: string): string {
  return `${database}/${folders[kind]}/?${row}.json`;
}

/** The document at a path; undefined where that is none of a database. */
export function fromRowPath(path: string): PlacedRows | undefined {
  const database = databasePaths.find((each) => path.startsWith(`${each}/`));
  if (database === undefined) return undefined;
  const [, folder, written] = /^([a-z]+)\/([^/]*)\.json$/.exec(path.slice(database.length + 1)) ?? [];
  const kind = kinds.find((each) => folders[each] === folder);
  const name = written === undefined ? undefined : decode(written);
  return kind === undefined || name === undefined ? undefined : { database, kind, name };
}

/** The database that a file belongs to: it is that, or stands beside it while somebody has it open. */
export function databaseAt(path: string): string | undefined {
  return databasePaths.find(
    (each) => path.startsWith(each) && /^(?:-wal|-shm|-journal)?$/.test(path.slice(each.length)),
  );
}

const kinds: readonly RowDocumentKind[] = ['change', 'capability'];

function encode(name: string): string {
  return encodeURIComponent(name).replace(
    /[!'()*~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Undefined for what nobody encoded like this: two paths are never one document. */
function decode(written: string): string | undefined {
  try {
    const name = decodeURIComponent(written);
    return encode(name) === written ? name : undefined;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
