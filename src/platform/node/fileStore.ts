import { dirname } from 'node:path';
import type { Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/event.ts';
import type { FolderRules } from '../../core/formats/folderRules.ts';
import type { ClaimsPlace } from '../../core/model/claim.ts';
import type { PathKind } from '../../core/index/linkGraph.ts';
import type { DocumentId, FolderId } from '../../core/text/document.ts';
import type { RelativeGlob } from '../../core/text/glob.ts';
import { commitTo } from '../../project/commit.ts';
import type { Committed, Planner, Scope } from '../../project/plan.ts';
import {
  readOne,
  type DocumentStore,
  type FileEvent,
  type Folder,
  type Listing,
} from '../../project/documentStore.ts';
import type { FullSnapshot, Snapshot, Unreadable, Wanted } from '../../project/snapshot.ts';
import { claimsPlaceOf } from './claimsPlace.ts';
import { DatabaseMount, databaseFolders, isDatabase, rowsOf } from './databaseMount.ts';
import { DatabaseThread } from './databaseThread.ts';
import { unreadableFor, textOf } from './disk.ts';
import { DiskReader, type DiskReaderOptions, type FolderListing } from './diskReader.ts';
import { DiskWriter } from './diskWriter.ts';
import { ReplacedFiles } from './replacedFiles.ts';

/** Of a database: SQLite alone opens it, as whoever closes a file lets go of all locks that its process has on it. */
const databaseItself: FullSnapshot = {
  kind: 'unreadable',
  problem: { code: 'file.binary', data: {} },
  version: 'database',
};

/** Hears what was listed, so that changes there are told of. */
export interface ListingWatcher {
  watchListed(folder: FolderId, listing: FolderListing): void;
}

export interface FileStoreOptions extends DiskReaderOptions {
  readonly watcher?: ListingWatcher | undefined;
  /** Waits between two looks at a file that was replaced. */
  readonly idle?: ((milliseconds: number) => Promise<void>) | undefined;
  /** The bundled thread that opens databases, `dist/databaseWorker.cjs`; without it none is. */
  readonly databaseWorker?: string | undefined;
  /** Whether databases may be opened; without it they may. */
  readonly mayOpenDatabases?: () => boolean;
}

/** Documents that are files of a disk: for any process. */
export class FileStore implements DocumentStore, Disposable {
  readonly #options: FileStoreOptions;
  readonly #changed: Emitter<FileEvent>;
  readonly #folders: Emitter<void>;
  /** What other files took the place of. */
  readonly replaced: ReplacedFiles;
  readonly reader: DiskReader;
  readonly writer: DiskWriter;
  /** What is in databases. */
  readonly mount: DatabaseMount;
  readonly #thread: DatabaseThread;

  constructor(options: FileStoreOptions) {
    const { log, places, newGuard, idle } = options;
    this.#options = options;
    this.#changed = new Emitter<FileEvent>(log);
    this.#folders = new Emitter<void>(log);
    this.replaced = new ReplacedFiles(log, idle);
    this.reader = new DiskReader(options);
    this.#thread = new DatabaseThread(options.databaseWorker, log);
    this.mount = new DatabaseMount({
      places,
      guard: () => this.reader.guard,
      mayOpen: options.mayOpenDatabases ?? (() => true),
      thread: this.#thread,
      changed: (event) => {
        this.#changed.fire(event);
      },
      log,
    });
    this.writer = new DiskWriter({
      places,
      newGuard,
      read: (document) => this.#readNow(document),
      databases: { mount: this.mount, thread: this.#thread },
      kind: (document) => this.reader.kind(document),
      replaced: this.replaced,
      log,
    });
  }

  get folders(): readonly Folder[] {
    return this.#options.places.folders;
  }

  get onDidChangeFolders() {
    return this.#folders.event;
  }

  get onDidChange() {
    return this.#changed.event;
  }

  get onDidWriteReplaced() {
    return this.replaced.onDidWrite;
  }

  /** Says that something may be different: whoever watches calls it. */
  tellChanged(event: FileEvent): void {
    if (!this.mount.hears(event)) this.#changed.fire(event);
  }

  async list(folder: FolderId, rules: FolderRules): Promise<Listing> {
    const listing = await this.listWhole(folder, rules);
    this.#options.watcher?.watchListed(folder, {
      ...listing,
      folders: [...listing.folders, ...databaseFolders],
    });
    return this.withDatabases(folder, rules, listing);
  }

  /** A listing of files with the documents of databases. */
  async withDatabases<Listed extends FolderListing>(
    folder: FolderId,
    rules: FolderRules,
    listing: Listed,
  ): Promise<Listed> {
    const { paths, problems } = await this.mount.list(folder, rules, listing);
    if (paths.length + problems.length === 0) return listing;
    return {
      ...listing,
      paths: [...listing.paths, ...paths].sort(),
      problems: [...listing.problems, ...problems],
    };
  }

  /** Lists a folder in which no change of several files is left halfway. This may write. */
  async listWhole(folder: FolderId, rules: FolderRules): Promise<FolderListing> {
    const listing = await this.reader.list(folder, rules);
    const directories = new Set(['', ...listing.folders, ...listing.paths.map((path) => dirname(path))]);
    if (!(await this.writer.recover(folder, directories))) return listing;
    return this.reader.list(folder, rules);
  }

  async listBelow(folder: FolderId, globs: readonly RelativeGlob[]): Promise<readonly string[]> {
    const base = this.#options.places.pathOf(folder);
    return base === undefined ? [] : (await this.reader.listBelow(base, globs)).paths;
  }

  claimsPlace(folder: FolderId): ClaimsPlace | Unreadable | undefined {
    return claimsPlaceOf(this.#options.places, folder);
  }

  async read(wanted: readonly Wanted[]): Promise<readonly Snapshot[]> {
    const inDatabases = wanted.filter(({ document }) => rowsOf(document) !== undefined);
    if (inDatabases.length === 0) return wanted.map((each) => this.readNow(each));
    const rows = await this.readRows(inDatabases);
    return wanted.map((each) => {
      const at = inDatabases.indexOf(each);
      return at < 0 ? this.readNow(each) : (rows[at] ?? { kind: 'missing' });
    });
  }

  /** Documents of databases, in order. */
  async readRows(wanted: readonly Wanted[]): Promise<readonly Snapshot[]> {
    try {
      return await this.mount.read(wanted);
    } catch (error) {
      this.#options.log(error);
      return wanted.map(() => ({
        ...unreadableFor({ reason: 'other', text: textOf(error) }),
        version: 'error',
      }));
    }
  }

  /** One file of those that {@link read} reads. */
  readNow({ document, version }: Wanted): Snapshot {
    if (isDatabase(document)) return databaseItself;
    try {
      if (version !== undefined && this.reader.versionOf(document) === version) return { kind: 'unchanged' };
      return this.reader.read(document);
    } catch (error) {
      this.#options.log(error);
      return { ...unreadableFor({ reason: 'other', text: textOf(error) }), version: 'error' };
    }
  }

  kind(document: DocumentId): PathKind | undefined {
    if (rowsOf(document) !== undefined) return this.mount.exists(document) ? 'file' : 'missing';
    return this.reader.kind(document);
  }

  changedAt(document: DocumentId): number | undefined {
    return this.reader.changedAt(document);
  }

  commit(scope: Scope, planner: Planner): Promise<Committed> {
    return commitTo(this.writer, this.#options.clock, scope, planner);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#folders.dispose();
    this.replaced.dispose();
    this.mount.dispose();
    this.#thread.dispose();
  }

  #readNow(document: DocumentId): FullSnapshot | Promise<FullSnapshot> {
    if (isDatabase(document)) return databaseItself;
    return rowsOf(document) === undefined ? this.reader.read(document) : readOne(this, document);
  }
}
