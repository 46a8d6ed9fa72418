import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { Emitter } from '../core/base/event.ts';
import { FolderRules, type FoundFormat } from '../core/formats/folderRules.ts';
import type { System } from '../core/formats/format.ts';
import { type Key, toKey } from '../core/text/key.ts';
import { FolderReader } from './folderReader.ts';
import { FolderState } from './folderState.ts';
import type { Folder } from './documentStore.ts';
import { PendingReads, type Keeper } from './pendingReads.ts';
import type { World } from './world.ts';

/** What changed since the last time: documents of a folder, by their keys, or a folder that came or went. */
export interface ProjectDelta {
  readonly folder: string;
  readonly keys: readonly Key[];
}

/**
 * Keeps the index of every folder true: hints only say where to look, a re-read tells. One loop reads, so that readings
 * never finish out of order; what it found is fired at most once a round.
 */
export class IndexKeeper implements Disposable {
  readonly #world: World;
  readonly #systems: readonly System[];
  readonly #log: (error: unknown) => void;
  readonly #disposables = new DisposableStore();
  readonly #changed: Emitter<ProjectDelta>;
  readonly #loading: Emitter<void>;
  readonly #cloned: Emitter<string>;
  readonly #states = new Map<string, FolderState>();
  /** What to look at in the next round; `all` lists the folder again. */
  readonly #pending = new Map<string, Set<Key> | 'all'>();
  /** Folders whose clone is to be looked at, once their files are read. */
  readonly #moved = new Set<string>();
  #draining: Promise<void> | undefined;
  readonly #readings: PendingReads;
  readonly #reader: FolderReader;
  #started: Promise<void> | undefined;
  #disposed = false;

  constructor(world: World, log: (error: unknown) => void, systems: readonly System[]) {
    this.#world = world;
    this.#systems = systems;
    this.#log = log;
    this.#changed = this.#disposables.add(new Emitter<ProjectDelta>(log));
    this.#loading = this.#disposables.add(new Emitter<void>(log));
    this.#cloned = this.#disposables.add(new Emitter<string>(log));
    const keeper: Keeper = {
      isCurrent: (state) => this.#states.get(state.folder.id) === state,
      changed: (folder, keys) => {
        this.#changed.fire({ folder, keys });
      },
      refreshFile: (folder, key) => {
        this.look(folder, key);
      },
      ended: () => {
        this.#wake();
      },
    };
    this.#readings = new PendingReads(world, log, keeper);
    this.#reader = new FolderReader(world, log, this.#readings, keeper);
    this.#disposables.add(
      world.documents.onDidChange(({ folder, path }) => {
        const state = this.#states.get(folder);
        if (state === undefined) this.#lookInWorktree(folder, path);
        if (state === undefined) return;
        // What could not be listed may be something else now.
        if (path !== undefined && state.unlisted.has(path)) this.look(folder, undefined);
        // Before everything is read, only what was peeked at is followed.
        else if (path === undefined ? this.#started !== undefined : this.#concerns(state, path))
          this.look(folder, path === undefined ? undefined : toKey(path));
      }),
    );
    this.#disposables.add(
      world.repository.onDidMove((folder) => {
        if (this.#started !== undefined) this.refreshGit(folder);
      }),
    );
    this.#disposables.add(
      world.documents.onDidChangeFolders(() => {
        if (this.#started !== undefined) this.#syncFolders();
      }),
    );
  }

  get onDidChange() {
    return this.#changed.event;
  }

  /** Fires when a folder's first reading is complete, and when folders come or go. */
  get onDidLoad() {
    return this.#loading.event;
  }

  /** Fires with a folder after git was asked about its clone. */
  get onDidAskGit() {
    return this.#cloned.event;
  }

  /** In the order of the workspace. Empty until {@link load} was called. */
  get folders(): readonly FolderState[] {
    return this.#folders.flatMap((folder) => this.#states.get(folder.id) ?? []);
  }

  /**
   * Reads only the files that are named after a branch, for what is shown before anybody asks for more.
   */
  async peek(folder: string, branch: string): Promise<void> {
    if (this.#started !== undefined) return;
    const found = this.#folders.find(({ id }) => id === folder);
    if (found === undefined) return;
    const rules = this.rulesOf(folder);
    const globs = rules.homes.flatMap((root) => rules.committedIn(root));
    const listed = await this.#world.documents.listBelow(folder, globs);
    const paths = listed.filter((path) => rules.isNamedAfter(path, branch));
    if (paths.length === 0) return;
    if (!this.#states.has(folder)) this.#states.set(folder, new FolderState(this.#world, found, rules));
    for (const path of paths) this.look(folder, toKey(path));
    await this.idle();
  }

  folder(id: string): FolderState | undefined {
    return this.#states.get(id);
  }

  /**
   * Starts reading, once; resolves when every folder was read, but for what the Markdown worker still reads. Never fails: what
   * cannot be read is a problem in the index.
   */
  load(): Promise<void> {
    if (this.#disposed) return Promise.resolve();
    // Not at once: whoever hears that it begins may ask for it again, and has to find it begun.
    this.#started ??= Promise.resolve().then(() => this.#readAll());
    return this.#started;
  }

  #readAll(): Promise<void> {
    const all = this.#when(() => this.#folders.every(({ id }) => this.#states.get(id)?.loaded === true));
    this.#syncFolders();
    return all;
  }

  /** Resolves when something is true that changes with {@link onDidLoad}, or all is disposed. */
  #when(isTrue: () => boolean): Promise<void> {
    if (this.#disposed || isTrue()) return Promise.resolve();
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
    return this.#folders.every(({ id }) => this.#states.get(id)?.index.complete === true);
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
    for (const folder of this.#folders) this.look(folder.id, undefined);
    await this.idle();
  }

  /** Resolves when nothing is left to look at, the Markdown worker's share included. */
  async idle(): Promise<void> {
    while (this.#draining !== undefined || this.#readings.late.size > 0) {
      await this.#drained();
      await Promise.all(this.#readings.late);
    }
  }

  /** What is being read is given up: without its folders the loop has nothing to do. */
  dispose(): void {
    this.#disposed = true;
    this.#states.clear();
    this.#pending.clear();
    this.#disposables.dispose();
  }

  /** What decides what is read in a folder, by the settings as they are now. */
  rulesOf(folder: string): FolderRules {
    return new FolderRules(this.#systems, this.#world.settings.of(folder));
  }

  /** See `FolderReader.formatsOf`. */
  formatsOf(state: FolderState, path: string): readonly FoundFormat[] {
    return this.#reader.formatsOf(state, path);
  }

  get #folders(): readonly Folder[] {
    return this.#world.documents.folders;
  }

  #concerns({ rules, index }: FolderState, path: string): boolean {
    if (index.file(toKey(path)) !== undefined) return true;
    return this.#started !== undefined && (rules.formatsOf(path).length > 0 || index.concerns(path));
  }

  #syncFolders(): void {
    const present = new Set(this.#folders.map((folder) => folder.id));
    for (const id of [...this.#states.keys()]) if (!present.has(id)) this.#forget(id);
    for (const folder of this.#folders) {
      if (this.#states.get(folder.id)?.loaded === true) continue;
      this.#begin(folder);
    }
    this.#loading.fire();
  }

  #begin(folder: Folder): void {
    if (this.#disposed) return;
    if (!this.#states.has(folder.id))
      this.#states.set(folder.id, new FolderState(this.#world, folder, this.rulesOf(folder.id)));
    this.look(folder.id, undefined);
  }

  #forget(id: string): void {
    const keys = [...(this.#states.get(id)?.index.keys() ?? [])];
    this.#states.delete(id);
    this.#pending.delete(id);
    this.#changed.fire({ folder: id, keys });
  }

  async #drained(): Promise<void> {
    while (this.#draining !== undefined) await this.#draining;
  }

  /** Something may be different in another worktree: what is shown of it, or which of its files are. */
  #lookInWorktree(folder: string, path: string | undefined): void {
    for (const [id, { sources }] of this.#states) {
      if (!sources.worktreeFolders().includes(folder)) continue;
      const known = path === undefined ? [] : [...sources.keysOf(folder, path)];
      for (const each of known) this.look(id, each);
      this.refreshGit(id);
    }
  }

  /** Says that git may have moved in a folder. */
  refreshGit(folder: string): void {
    if (this.#states.get(folder)?.loaded !== true) return;
    this.#moved.add(folder);
    this.#wake();
  }

  /** Says that a document, or anything in the folder, may be different now. */
  look(folder: string, key: Key | undefined): void {
    if (!this.#states.has(folder)) return;
    if (key === undefined) this.#pending.set(folder, 'all');
    else {
      const pending = this.#pending.get(folder);
      if (pending === undefined) this.#pending.set(folder, new Set([key]));
      else if (pending !== 'all') pending.add(key);
    }
    this.#wake();
  }

  #wake(): void {
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
  }

  async #drain(): Promise<void> {
    // Hints come in bursts: let the burst end before the first look.
    await this.#world.clock.pause();
    for (;;) {
      try {
        const next = this.#pending.entries().next().value;
        if (next !== undefined) {
          const [id, keys] = next;
          this.#pending.delete(id);
          const state = this.#states.get(id);
          if (state === undefined) continue;
          if (keys === 'all') await this.#readFolder(state);
          else await this.#reader.readDocuments(state, keys, true);
          continue;
        }
        const [moved] = this.#moved;
        if (moved !== undefined) {
          this.#moved.delete(moved);
          const state = this.#states.get(moved);
          if (state !== undefined) await this.#readClone(state);
          continue;
        }
        const ready = this.#readings.late.size > 0 ? undefined : this.folders.find(isReady);
        if (ready === undefined) return;
        await this.#complete(ready);
      } catch (error) {
        // What was let go of while it was used is nobody's fault.
        if (this.#disposed) return;
        this.#log(error);
      }
    }
  }

  async #readFolder(state: FolderState): Promise<void> {
    const id = state.folder.id;
    const rules = this.rulesOf(id);
    if (!sameRules(rules, state.rules)) {
      // Other settings: what was read under the old ones is read anew, and told once it is there.
      const stale = [...state.index.keys()];
      const fresh = new FolderState(this.#world, state.folder, rules);
      this.#states.set(id, fresh);
      await this.#readFolder(fresh);
      this.#changed.fire({ folder: id, keys: [...new Set([...stale, ...fresh.index.keys()])] });
      this.#loading.fire();
      return;
    }
    try {
      await this.#reader.readListed(state);
    } catch (error) {
      if (this.#disposed) return;
      this.#log(error);
      this.#reader.showFailure(state, error);
    }
    // Whatever happened: commands wait for this, and the next look lists again.
    if (!state.loaded) {
      state.loaded = true;
      this.#loading.fire();
    }
    this.refreshGit(id);
  }

  /** Asks git which progress files are the truth, and reads those that are others than before. */
  async #readClone(state: FolderState): Promise<void> {
    const due = await state.askGit();
    if (this.#states.get(state.folder.id) !== state) return;
    await this.#reader.readDocuments(state, due, true);
    this.#cloned.fire(state.folder.id);
  }

  /** Every file was read once: now it can be said where links lead and which criteria there are. */
  async #complete(state: FolderState): Promise<void> {
    const { index, folder } = state;
    index.complete = true;
    const changed = new Set<Key>();
    await this.#reader.inSlices(state, [...index.keys()], async (key) => {
      await this.#reader.lookAtLinks(state, key);
    });
    await this.#reader.inSlices(state, [...index.keys()], (key) => {
      if (index.problems(key).length !== index.file(key)?.problems.length) changed.add(key);
    });
    this.#changed.fire({ folder: folder.id, keys: [...changed] });
    this.#loading.fire();
  }
}

function isReady({ loaded, index }: FolderState): boolean {
  return loaded && !index.complete;
}

function sameRules(a: FolderRules, b: FolderRules): boolean {
  return a.key === b.key;
}
