import { dirname, join } from 'node:path';
import * as fs from 'node:fs';
import type { Disposable } from '../../core/base/disposable.ts';
import type { FolderRules } from '../../core/formats/folderRules.ts';
import {
  databaseAt,
  databasePaths,
  fromRowPath,
  toRowPath,
  toUnnamedPath,
  type PlacedRows,
} from '../../core/formats/specDatabase/places.ts';
import { schema } from '../../core/formats/specDatabase/schema.ts';
import type { DocumentId, FolderId } from '../../core/text/document.ts';
import type { FileEvent, PathProblem } from '../../project/documentStore.ts';
import type { Snapshot, Wanted } from '../../project/snapshot.ts';
import type { DatabaseProblem, Failed } from './databaseFile.ts';
import type { DatabaseThread } from './databaseThread.ts';
import { outsideProblem, whyUnreadable } from './disk.ts';
import type { LinkGuard } from './linkGuard.ts';
import type { DiskListing, FoundPaths } from './listing.ts';
import type { Places } from './places.ts';
import type { RowText } from './rowReader.ts';

export interface DatabaseMountOptions {
  readonly places: Places;
  readonly guard: () => Pick<LinkGuard, 'follow'>;
  /** Whether databases may be opened: before trust none is. */
  readonly mayOpen: () => boolean;
  readonly thread: DatabaseThread;
  readonly changed: (event: FileEvent) => void;
  readonly log: (error: unknown) => void;
}

/** What was told of a database last. */
interface Told {
  /** Why nothing of it can be read, or that there is nothing. */
  readonly problem: string | undefined;
  /** What changes with each document, by its path. */
  readonly states: Map<string, string>;
}

interface Listed extends Told {
  readonly problems: readonly PathProblem[];
  /** Somebody else has it now. */
  readonly isBusy: boolean;
}

/** Where a database is, if it may be opened. */
type Found = { readonly kind: 'found'; readonly real: string } | { readonly kind: 'none' } | Failed;

/** How long until a database that was locked is looked at again, in milliseconds. */
const retryDelay = 1000;

/** The documents of databases among those of a folder: rows are read as texts below the path of their database. */
export class DatabaseMount implements Disposable {
  readonly #options: DatabaseMountOptions;
  readonly #told = new Map<string, Told>();
  /** Databases that are being looked at, and whether to look once more then. */
  readonly #looking = new Map<string, boolean>();
  readonly #retries = new Map<string, NodeJS.Timeout>();
  #isDisposed = false;

  constructor(options: DatabaseMountOptions) {
    this.#options = options;
  }

  /**
   * Lists the documents of a folder's databases.
   * @param files what else was listed: where all of the folder was looked into, nothing more is looked at for what is not there
   */
  async list(
    folder: FolderId,
    rules: FolderRules,
    files: Pick<DiskListing, 'folders' | 'linked'>,
  ): Promise<FoundPaths> {
    const paths: string[] = [];
    const problems: PathProblem[] = [];
    for (const database of databasesIn(rules)) {
      const listed = mayHave(files, database) ? await this.#list(folder, database) : nothing();
      paths.push(...listed.states.keys());
      problems.push(...listed.problems);
      this.#told.set(nameOf(folder, database), listed);
      if (listed.isBusy) this.#retry(folder, database);
    }
    return { paths, problems };
  }

  /** Reads documents, in order. Those of one database are all of one moment. */
  async read(wanted: readonly Wanted[]): Promise<readonly Snapshot[]> {
    const found: Snapshot[] = wanted.map(() => ({ kind: 'missing' }));
    const groups = new Map<
      string,
      { readonly at: number; readonly rows: PlacedRows; readonly wanted: Wanted }[]
    >();
    for (const [at, each] of wanted.entries()) {
      const rows = rowsOf(each.document);
      if (rows === undefined) continue;
      const name = nameOf(each.document.folder, rows.database);
      groups.set(name, [...(groups.get(name) ?? []), { at, rows, wanted: each }]);
    }
    for (const group of groups.values()) {
      const [first] = group;
      if (first === undefined) continue;
      const { folder } = first.wanted.document;
      const { database } = first.rows;
      const place = this.#find(folder, database);
      if (place.kind === 'none') continue;
      const stamp = place.kind === 'found' ? stampOf(place.real) : 'failed';
      const due = group.filter(({ at, wanted: { version } }) => {
        const isSame = place.kind === 'found' && version === stamp;
        if (isSame) found[at] = { kind: 'unchanged' };
        return !isSame;
      });
      if (due.length === 0) continue;
      const texts = await this.#readTexts(
        place,
        due.map(({ rows }) => rows),
      );
      for (const [
        i,
        {
          at,
          wanted: { document },
        },
      ] of due.entries()) {
        const text = texts[i] ?? { kind: 'missing' };
        found[at] =
          text.kind === 'text'
            ? { kind: 'text', text: text.text, isUnsaved: false, version: stamp }
            : text.kind === 'missing'
              ? text
              : { ...text, version: `${stamp}!` };
        // It is told once it can be read.
        if (text.kind === 'unreadable' && isBusy(text.problem)) {
          this.#told.get(nameOf(folder, database))?.states.delete(document.path);
          this.#retry(folder, database);
        }
      }
    }
    return found;
  }

  /** Whether a document was there when its database was last looked at. */
  exists(document: DocumentId): boolean {
    const rows = rowsOf(document);
    if (rows === undefined) return false;
    return this.#told.get(nameOf(document.folder, rows.database))?.states.has(document.path) === true;
  }

  /** Hears of a change on the disk. True for one of a database: what it means for its documents is told by itself. */
  hears({ folder, path }: FileEvent): boolean {
    const database = path === undefined ? undefined : databaseAt(path);
    if (database === undefined) return false;
    this.#look(folder, database);
    return true;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const timer of this.#retries.values()) clearTimeout(timer);
    this.#retries.clear();
  }

  async #list(folder: FolderId, database: string): Promise<Listed> {
    const states = new Map<string, string>();
    const place = this.#find(folder, database);
    const listed =
      place.kind === 'found' ? await this.#options.thread.ask({ kind: 'list', path: place.real }) : place;
    switch (listed.kind) {
      case 'listed': {
        for (const { kind, name, state } of listed.documents)
          states.set(toRowPath({ database, kind, name }), state);
        const problems = listed.unnamed.map(({ kind, row, problem }) => ({
          path: toUnnamedPath(database, kind, row),
          problem,
        }));
        return { problem: JSON.stringify(problems), states, problems, isBusy: false };
      }
      case 'failed': {
        const { problem } = listed;
        if (isMissing(problem)) break;
        const problems = [{ path: database, problem }];
        return { problem: JSON.stringify(problems), states, problems, isBusy: isBusy(problem) };
      }
      default:
        break;
    }
    return nothing();
  }

  async #readTexts(
    place: Found & { kind: 'found' | 'failed' },
    documents: readonly PlacedRows[],
  ): Promise<readonly RowText[]> {
    const answer =
      place.kind === 'found'
        ? await this.#options.thread.ask({
            kind: 'read',
            path: place.real,
            documents: documents.map(({ kind, name }) => ({ kind, name })),
          })
        : place;
    if (answer.kind === 'read') return answer.texts;
    if (answer.kind !== 'failed' || isMissing(answer.problem)) return [];
    const { problem } = answer;
    return documents.map(() => ({ kind: 'unreadable', problem }));
  }

  /** Finds a database, by links that do not lead out. */
  #find(folder: FolderId, database: string): Found {
    const base = this.#options.places.pathOf(folder);
    if (base === undefined) return { kind: 'none' };
    const followed = this.#options.guard().follow(join(base, database));
    switch (followed.kind) {
      case 'outside':
        return { kind: 'failed', problem: outsideProblem(followed.target) };
      case 'broken':
        return { kind: 'failed', problem: { code: 'file.unreadable', data: whyUnreadable(followed.error) } };
      case 'inside':
        if (followed.stats === undefined) return { kind: 'none' };
        return this.#options.mayOpen()
          ? { kind: 'found', real: followed.real }
          : { kind: 'failed', problem: { code: 'database.untrusted', data: {} } };
    }
  }

  /** Looks which documents are others now, one look at a time, until nothing was heard meanwhile. */
  #look(folder: FolderId, database: string): void {
    const name = nameOf(folder, database);
    if (this.#looking.has(name)) {
      this.#looking.set(name, true);
      return;
    }
    this.#looking.set(name, false);
    this.#tell(folder, database)
      .catch(this.#options.log)
      .finally(() => {
        const isAgain = this.#looking.get(name) === true;
        this.#looking.delete(name);
        if (isAgain) this.#look(folder, database);
      });
  }

  async #tell(folder: FolderId, database: string): Promise<void> {
    const name = nameOf(folder, database);
    // Before it is listed there is nobody to tell.
    if (this.#isDisposed || !this.#told.has(name)) return;
    const now = await this.#list(folder, database);
    const before = this.#told.get(name);
    if (before === undefined) return;
    this.#told.set(name, now);
    if (now.isBusy) this.#retry(folder, database);
    if (before.problem !== now.problem) {
      this.#options.changed({ folder });
      return;
    }
    for (const path of new Set([...before.states.keys(), ...now.states.keys()]))
      if (before.states.get(path) !== now.states.get(path)) this.#options.changed({ folder, path });
  }

  /** Nobody says when a lock ends. */
  #retry(folder: FolderId, database: string): void {
    const name = nameOf(folder, database);
    if (this.#isDisposed || this.#retries.has(name)) return;
    const timer = setTimeout(() => {
      this.#retries.delete(name);
      this.#look(folder, database);
    }, retryDelay);
    timer.unref();
    this.#retries.set(name, timer);
  }
}

/** Where databases may come. */
export const databaseFolders: readonly string[] = databasePaths.map((path) => dirname(path));

/** The document of a database that a document is; undefined for a file. */
export function rowsOf({ path, commit }: DocumentId): PlacedRows | undefined {
  return commit === undefined ? fromRowPath(path) : undefined;
}

/** Whether a document is a database itself. */
export function isDatabase({ path, commit }: DocumentId): boolean {
  return commit === undefined && databasePaths.includes(path);
}

/** Makes the tables in a file that is empty. Gives why not, if so. */
export async function makeTables(thread: DatabaseThread, real: string): Promise<Failed | undefined> {
  const made = await thread.ask({ kind: 'initialize', path: real, schema });
  return made.kind === 'failed' ? made : undefined;
}

/** The file that a document is in: itself, or its database. */
export function fileOf(document: DocumentId): DocumentId {
  const rows = rowsOf(document);
  return rows === undefined ? document : { folder: document.folder, path: rows.database };
}

function nothing(): Listed {
  return { problem: undefined, states: new Map(), problems: [], isBusy: false };
}

/** Whether a database may be where it would be. */
function mayHave({ folders, linked }: Pick<DiskListing, 'folders' | 'linked'>, database: string): boolean {
  const directory = dirname(database);
  const isWhole = folders.includes('');
  return !isWhole || folders.includes(directory) || linked.some(({ path }) => path === directory);
}

/** Where databases may be that are read by the rules of a folder. */
export function databasesIn(rules: FolderRules): readonly string[] {
  return databasePaths.filter(
    (database) => rules.formatsOf(toRowPath({ database, kind: 'change', name: 'x' })).length > 0,
  );
}

function nameOf(folder: FolderId, database: string): string {
  return `${folder}\0${database}`;
}

function isMissing({ code, data }: DatabaseProblem): boolean {
  return code === 'file.unreadable' && data.reason === 'missing';
}

function isBusy({ code }: DatabaseProblem): boolean {
  return code === 'database.locked' || code === 'database.slow';
}

/** What changes when a database does: nothing is opened for it. A log without anything in it is as good as none. */
function stampOf(path: string): string {
  const parts = [path, `${path}-wal`].map((each) => {
    const stats = fs.lstatSync(each, { bigint: true, throwIfNoEntry: false });
    return stats === undefined || stats.size === 0n ? '' : `${stats.ino}:${stats.size}:${stats.mtimeNs}`;
  });
  return parts.join(' ');
}
