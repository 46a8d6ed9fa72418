import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { Emitter } from '../core/base/event.ts';
import { FolderRules } from '../core/formats/folderRules.ts';
import type { System } from '../core/formats/format.ts';
import type { FolderConfigs } from '../core/model/system.ts';
import { isSameDocument, type FolderId } from '../core/text/document.ts';
import { claimsKey, toKey, type Key } from '../core/text/key.ts';
import type { FileEvent, Folder } from './documentStore.ts';
import { FolderPipeline } from './folderPipeline.ts';
import type { TrackedFolder } from './trackedFolder.ts';
import { inChunks } from './slices.ts';
import type { World } from './world.ts';

/** So many files are looked through at one go. */
const lookedThrough = 200;

/** A document of a workspace folder's index. */
export interface FolderKey {
  readonly folder: FolderId;
  readonly key: Key;
}

/** What changed since the last time: documents of a folder, by their keys, or a folder that came or went. */
export interface ProjectDelta {
  readonly folder: FolderId;
  readonly keys: readonly Key[];
}

/** The workspace folders, each with a pipeline of its own: what happens in the world goes to the one that it concerns. */
export class Folders implements Disposable {
  readonly #world: World;
  readonly #systems: readonly System[];
  readonly #log: (error: unknown) => void;
  readonly #disposables = new DisposableStore();
  readonly #changed: Emitter<ProjectDelta>;
  readonly #loaded: Emitter<void>;
  readonly #askedGit: Emitter<FolderId>;
  readonly #pipelines = new Map<FolderId, FolderPipeline>();
  #loading: Promise<void> | undefined;
  #isDisposed = false;

  constructor(world: World, log: (error: unknown) => void, systems: readonly System[]) {
    this.#world = world;
    this.#systems = systems;
    this.#log = log;
    this.#changed = this.#disposables.add(new Emitter<ProjectDelta>(log));
    this.#loaded = this.#disposables.add(new Emitter<void>(log));
    this.#askedGit = this.#disposables.add(new Emitter<FolderId>(log));
    this.#disposables.add(
      world.documents.onDidChange((event) => {
        this.#hear(event);
      }),
    );
    this.#disposables.add(
      world.repository.onDidMove((folder) => {
        this.#pipelines.get(folder)?.gitMoved();
      }),
    );
    this.#disposables.add(
      world.documents.onDidChangeFolders(() => {
        if (this.#loading !== undefined) this.#syncFolders();
      }),
    );
  }

  get onDidChange() {
    return this.#changed.event;
  }

  /** Fires when a folder's first reading is complete, and when folders come or go. */
  get onDidLoad() {
    return this.#loaded.event;
  }

  /** Fires with a folder after git was asked about its clone. */
  get onDidAskGit() {
    return this.#askedGit.event;
  }

  /** In the order of the workspace. Empty until {@link load} was called. */
  get all(): readonly TrackedFolder[] {
    return this.#folders.flatMap(({ id }) => this.#pipelines.get(id)?.tracked ?? []);
  }

  /** Those of which everything was listed and read once, but for what the Markdown worker still has. */
  get listed(): readonly TrackedFolder[] {
    return this.all.filter(({ folder }) => this.#pipelines.get(folder.id)?.isListed === true);
  }

  get(id: FolderId): TrackedFolder | undefined {
    return this.#pipelines.get(id)?.tracked;
  }

  /** Reads only the files that are named after a branch, for what is shown before anybody asks for more. */
  async peek(folder: FolderId, branch: string): Promise<void> {
    if (this.#loading !== undefined) return;
    const rules = this.rulesOf(folder);
    const listed = await this.#listHomes(folder);
    await this.peekAt(folder, listed.filter((path) => rules.isNamedAfter(path, branch)).map(toKey));
  }

  /** Reads only the files in which a branch is named at all: they are looked through, and not parsed, but for those. */
  async peekNaming(folder: FolderId, branch: string): Promise<void> {
    if (this.#loading !== undefined) return;
    const naming: Key[] = [];
    for (const paths of inChunks(await this.#listHomes(folder), lookedThrough)) {
      const read = await this.#world.documents.read(paths.map((path) => ({ document: { folder, path } })));
      for (const [i, snapshot] of read.entries())
        if (snapshot.kind === 'text' && snapshot.text.includes(branch)) naming.push(toKey(paths[i] ?? ''));
    }
    await this.peekAt(folder, naming);
  }

  #listHomes(folder: FolderId): Promise<readonly string[]> {
    const rules = this.rulesOf(folder);
    return this.#world.documents.listBelow(
      folder,
      rules.homes.flatMap((root) => rules.committedIn(root)),
    );
  }

  /** Reads only some documents of the folder itself, by their keys. */
  async peekAt(folder: FolderId, keys: readonly Key[]): Promise<void> {
    const found = this.#folders.find(({ id }) => id === folder);
    if (this.#loading !== undefined || keys.length === 0 || found === undefined) return;
    const pipeline = this.#open(found);
    // Whose tasks in them are may be told beside them.
    const wanted = [...keys, claimsKey];
    for (const key of wanted) pipeline.look(key);
    await pipeline.settled(wanted);
  }

  /**
   * Starts reading, once; resolves when every folder was read, but for what the Markdown worker still reads. Never fails: what
   * cannot be read is a problem in the index.
   */
  load(): Promise<void> {
    if (this.#isDisposed) return Promise.resolve();
    // Not at once: whoever hears that it begins may ask for it again, and has to find it begun.
    this.#loading ??= Promise.resolve().then(() => this.#readAll());
    return this.#loading;
  }

  #readAll(): Promise<void> {
    const all = this.#when(() => this.#folders.every(({ id }) => this.#pipelines.get(id)?.isListed === true));
    this.#syncFolders();
    return all;
  }

  /** Resolves when something is true that changes with {@link onDidLoad}, or all is disposed. */
  #when(isTrue: () => boolean): Promise<void> {
    if (this.#isDisposed || isTrue()) return Promise.resolve();
    return new Promise((resolve) => {
      const listener = this.onDidLoad(() => {
        if (!isTrue()) return;
        listener.dispose();
        resolve();
      });
      // Who waits is let go when there is nothing to wait for any more.
      this.#disposables.add({ dispose: resolve });
    });
  }

  /** Whether every file of every folder was read once: before that nothing is said not to be there. */
  get isComplete(): boolean {
    return this.#folders.every(({ id }) => this.get(id)?.index.complete === true);
  }

  /** What `find` finds, once all was read; nothing only when the Markdown worker read its share too. Starts reading. */
  async found<T>(find: () => readonly T[]): Promise<readonly T[]> {
    await this.load();
    const found = find();
    if (found.length > 0) return found;
    await this.#when(() => this.isComplete);
    return find();
  }

  /** Looks at everything again; resolves when that is done. */
  async refresh(): Promise<void> {
    await this.load();
    for (const each of this.#pipelines.values()) each.look();
    await this.idle();
  }

  /** Resolves when nothing is left to look at, the Markdown worker's share included. */
  async idle(): Promise<void> {
    await Promise.all([...this.#pipelines.values()].map((each) => each.idle()));
  }

  /** Resolves when no document of a folder, or none of some, is on its way to the index any more. */
  async settled(folder: FolderId, keys?: readonly Key[]): Promise<void> {
    await this.#pipelines.get(folder)?.settled(keys);
  }

  /** Asks git about a folder's clone now; resolves when what it said is in the index. */
  async askGit(folder: FolderId): Promise<void> {
    // Nobody asks it before all is listed.
    if (this.#loading === undefined) await this.load();
    await this.#pipelines.get(folder)?.askGit();
  }

  /** Says that a document of a folder's index may be different now. */
  look(folder: FolderId, key: Key): void {
    this.#pipelines.get(folder)?.look(key);
  }

  /** What is being read is given up. */
  dispose(): void {
    this.#isDisposed = true;
    for (const each of this.#pipelines.values()) each.dispose();
    this.#pipelines.clear();
    this.#disposables.dispose();
  }

  /** What decides what is read in a folder, by the settings as they are now. */
  rulesOf(folder: FolderId, configs?: FolderConfigs): FolderRules {
    return new FolderRules(this.#systems, this.#world.settings.of(folder), configs);
  }

  get #folders(): readonly Folder[] {
    return this.#world.documents.folders;
  }

  #hear({ folder, path }: FileEvent): void {
    this.#hearOfClaims(folder, path);
    const pipeline = this.#pipelines.get(folder);
    if (pipeline === undefined) {
      this.#hearOfWorktree(folder, path);
      return;
    }
    const { tracked } = pipeline;
    // Before everything is read, only what was peeked at is followed.
    const isStarted = this.#loading !== undefined;
    // What could not be listed may be something else now.
    if (path === undefined || tracked.unlisted.has(path)) {
      if (isStarted) pipeline.look();
      return;
    }
    // Others beside it may be read otherwise now.
    if (isStarted && tracked.rules.isNewSign(path)) pipeline.look();
    const key = toKey(path);
    const isKnown = tracked.index.file(key) !== undefined;
    const isWanted = isStarted && (tracked.rules.formatsOf(path).length > 0 || tracked.index.concerns(path));
    if (isKnown || isWanted) pipeline.look(key);
  }

  #hearOfClaims(folder: FolderId, path: string | undefined): void {
    if (path === undefined) return;
    for (const [id, pipeline] of this.#pipelines) {
      const claims = this.#world.documents.claimsPlace(id);
      if (claims?.kind === 'place' && isSameDocument(claims.document, { folder, path }))
        pipeline.look(claimsKey);
    }
  }

  /** Something may be different in another worktree: what is shown of it, or which of its files are. */
  #hearOfWorktree(folder: FolderId, path: string | undefined): void {
    for (const pipeline of this.#pipelines.values()) {
      const { sources } = pipeline.tracked;
      // One that git is just telling of may have been read before.
      if (!sources.worktreeFolders().includes(folder) && !pipeline.isAskingGit) continue;
      for (const key of path === undefined ? [] : sources.keysOf(folder, path)) pipeline.look(key);
      pipeline.gitMoved();
    }
  }

  #syncFolders(): void {
    const present = new Set(this.#folders.map(({ id }) => id));
    for (const id of [...this.#pipelines.keys()]) if (!present.has(id)) this.#close(id);
    for (const folder of this.#folders) {
      const pipeline = this.#open(folder);
      if (!pipeline.isListed) pipeline.look();
    }
    this.#loaded.fire();
  }

  #open(folder: Folder): FolderPipeline {
    const { id } = folder;
    let pipeline = this.#pipelines.get(id);
    if (pipeline === undefined) {
      pipeline = new FolderPipeline(this.#world, folder, (configs) => this.rulesOf(id, configs), {
        changed: (keys) => {
          this.#changed.fire({ folder: id, keys });
        },
        loaded: () => {
          this.#loaded.fire();
        },
        askedGit: () => {
          this.#askedGit.fire(id);
        },
        log: this.#log,
      });
      this.#pipelines.set(id, pipeline);
    }
    return pipeline;
  }

  #close(id: FolderId): void {
    const pipeline = this.#pipelines.get(id);
    const keys = [...(pipeline?.tracked.index.keys() ?? [])];
    pipeline?.dispose();
    this.#pipelines.delete(id);
    this.#changed.fire({ folder: id, keys });
  }
}
