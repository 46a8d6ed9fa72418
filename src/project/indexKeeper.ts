import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { Emitter } from '../core/base/event.ts';
import type { Format } from '../core/formats/format.ts';
import { formatOf, linkedSpec } from '../core/formats/registry.ts';
import type { ParsedFile } from '../core/model/parsedFile.ts';
import { toRules, type FolderRules } from '../core/model/rules.ts';
import { FolderState } from './folderState.ts';
import type { FileText, Folder, Host } from './host.ts';
import { parseReading, readBlocks, unreadableFile, type Reading } from './reading.ts';
import { inChunks, inSlices } from './slices.ts';

/** What changed since the last time: paths by folder, or a folder that came or went. */
export interface ProjectDelta {
  readonly folder: string;
  readonly paths: readonly string[];
}

/** So many files are read at one go: the disk answers faster when nothing else is done in between. */
const readAhead = 8;
/** How long to wait before a text that lost something is read again, in milliseconds. */
const suspectDelay = 100;

/**
 * Keeps the index of every folder true: hints only say where to look, a re-read tells. One loop reads, so that readings
 * never finish out of order; what it found is fired at most once a round.
 */
export class IndexKeeper implements Disposable {
  readonly #host: Host;
  readonly #log: (error: unknown) => void;
  readonly #disposables = new DisposableStore();
  readonly #changed: Emitter<ProjectDelta>;
  readonly #loading: Emitter<void>;
  readonly #states = new Map<string, FolderState>();
  /** What to look at in the next round; `all` lists the folder again. */
  readonly #pending = new Map<string, Set<string> | 'all'>();
  #draining: Promise<void> | undefined;
  /** Answers of the Markdown worker that are still to come. */
  readonly #late = new Set<Promise<void>>();
  #started: Promise<void> | undefined;
  #disposed = false;

  constructor(host: Host, log: (error: unknown) => void) {
    this.#host = host;
    this.#log = log;
    this.#changed = this.#disposables.add(new Emitter<ProjectDelta>(log));
    this.#loading = this.#disposables.add(new Emitter<void>(log));
    this.#disposables.add(
      host.onDidHint(({ folder, path }) => {
        const state = this.#states.get(folder);
        if (state === undefined) return;
        // Before everything is read, only what was peeked at is followed.
        if (path === undefined ? this.#started !== undefined : this.#concerns(state, path))
          this.look(folder, path);
      }),
    );
    this.#disposables.add(
      host.onDidChangeFolders(() => {
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

  /** In the order of the workspace. Empty until {@link load} was called. */
  get folders(): readonly FolderState[] {
    return this.#host.folders.flatMap((folder) => this.#states.get(folder.id) ?? []);
  }

  /**
   * Reads only the progress files that a branch's name points to, for what is shown before anybody asks for more.
   */
  async peek(folder: string, branch: string): Promise<void> {
    if (this.#started !== undefined) return;
    const found = this.#host.folders.find(({ id }) => id === folder);
    if (found === undefined) return;
    const rules = this.rulesOf(folder);
    const paths = await this.#host.progressFilesOf(folder, rules, branch);
    if (paths.length === 0) return;
    if (!this.#states.has(folder)) this.#states.set(folder, new FolderState(found, rules));
    for (const path of paths) this.look(folder, path);
    await this.settled();
  }

  folder(id: string): FolderState | undefined {
    return this.#states.get(id);
  }

  /** Starts reading, once; resolves when every folder was read, but for what the Markdown worker still reads. */
  load(): Promise<void> {
    if (this.#disposed) return Promise.resolve();
    // Not at once: whoever hears that it begins may ask for it again, and has to find it begun.
    this.#started ??= Promise.resolve().then(() => this.#readAll());
    return this.#started;
  }

  #readAll(): Promise<void> {
    return new Promise((resolve) => {
      const listener = this.onDidLoad(() => {
        if (this.#host.folders.some(({ id }) => this.#states.get(id)?.loaded !== true)) return;
        listener.dispose();
        resolve();
      });
      this.#syncFolders();
    });
  }

  /** Looks at everything again; resolves when that is done. */
  async refresh(): Promise<void> {
    await this.load();
    for (const folder of this.#host.folders) this.look(folder.id, undefined);
    await this.settled();
  }

  /** Resolves when nothing is left to look at, the Markdown worker's share included. */
  async settled(): Promise<void> {
    while (this.#draining !== undefined || this.#late.size > 0) {
      await this.#drained();
      await Promise.all(this.#late);
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
    return toRules(this.#host.settings(folder));
  }

  /** Files are known by their place, specs also by a link. */
  formatOf({ folder, rules, index }: FolderState, path: string): Format | undefined {
    const format = formatOf(path, rules);
    if (format !== undefined && !(format.id === 'spec' && this.#host.isIgnored(folder.id, path)))
      return format;
    return /\.(?:md|markdown)$/i.test(path) && index.isLinkedAsSpec(path) ? linkedSpec : undefined;
  }

  #concerns({ rules, index }: FolderState, path: string): boolean {
    if (index.file(path) !== undefined) return true;
    return this.#started !== undefined && (formatOf(path, rules) !== undefined || index.concerns(path));
  }

  #syncFolders(): void {
    const present = new Set(this.#host.folders.map((folder) => folder.id));
    for (const id of [...this.#states.keys()]) if (!present.has(id)) this.#forget(id);
    for (const folder of this.#host.folders) {
      if (this.#states.get(folder.id)?.loaded === true) continue;
      this.#begin(folder);
    }
    this.#loading.fire();
  }

  #begin(folder: Folder): void {
    if (this.#disposed) return;
    if (!this.#states.has(folder.id))
      this.#states.set(folder.id, new FolderState(folder, this.rulesOf(folder.id)));
    this.look(folder.id, undefined);
  }

  #forget(id: string): void {
    const paths = [...(this.#states.get(id)?.index.paths() ?? [])];
    this.#states.delete(id);
    this.#pending.delete(id);
    this.#changed.fire({ folder: id, paths });
  }

  async #drained(): Promise<void> {
    while (this.#draining !== undefined) await this.#draining;
  }

  /** Says that a file, or anything in the folder, may be different now. */
  look(folder: string, path: string | undefined): void {
    if (!this.#states.has(folder)) return;
    if (path === undefined) this.#pending.set(folder, 'all');
    else {
      const pending = this.#pending.get(folder);
      if (pending === undefined) this.#pending.set(folder, new Set([path]));
      else if (pending !== 'all') pending.add(path);
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
    await this.#host.pause();
    for (;;) {
      try {
        const next = this.#pending.entries().next().value;
        if (next !== undefined) {
          const [id, paths] = next;
          this.#pending.delete(id);
          const state = this.#states.get(id);
          if (state === undefined) continue;
          if (paths === 'all') await this.#readFolder(state);
          else await this.#readPaths(state, paths, true);
          continue;
        }
        const ready = this.#late.size > 0 ? undefined : this.folders.find(isReady);
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
      const stale = [...state.index.paths()];
      const fresh = new FolderState(state.folder, rules);
      this.#states.set(id, fresh);
      await this.#readFolder(fresh);
      this.#changed.fire({ folder: id, paths: [...new Set([...stale, ...fresh.index.paths()])] });
      this.#loading.fire();
      return;
    }
    const listed = await this.#host.list(id, rules);
    const gone = new Set([...state.index.paths(), ...state.index.knownPaths()]);
    for (const path of listed) gone.delete(path);
    await this.#readPaths(state, listed, false);
    await this.#readPaths(state, gone, true);
    if (!state.loaded) {
      state.loaded = true;
      this.#loading.fire();
    }
  }

  /** Every file was read once: now it can be said where links lead and which criteria there are. */
  async #complete(state: FolderState): Promise<void> {
    const { index, folder } = state;
    index.complete = true;
    const changed = new Set<string>();
    await this.#inSlices(state, [...index.paths()], async (path) => {
      await this.#lookAtLinks(state, path);
    });
    await this.#inSlices(state, [...index.paths()], (path) => {
      if (index.problems(path).length !== index.file(path)?.problems.length) changed.add(path);
    });
    this.#changed.fire({ folder: folder.id, paths: [...changed] });
    this.#loading.fire();
  }

  /** `always` reads also what has an unchanged stamp: a file can change within one tick of its clock. */
  async #readPaths(state: FolderState, paths: Iterable<string>, always: boolean): Promise<void> {
    const id = state.folder.id;
    const changed = new Set<string>();
    await this.#inSlices(state, inChunks(paths, readAhead), async (chunk) => {
      const due = always ? chunk : await this.#withoutKnown(state, chunk);
      const read = due.map((path) => {
        const format = this.formatOf(state, path);
        return { path, format, text: format === undefined ? undefined : this.#host.read(id, path) };
      });
      for (const { path, format, text } of read) {
        const taken =
          format === undefined || text === undefined
            ? await this.#readOther(state, path)
            : this.#takeText(state, path, format, text instanceof Promise ? await text : text);
        for (const each of taken) changed.add(each);
      }
    });
    if (state.index.complete)
      for (const path of [...changed])
        for (const each of await this.#lookAtLinks(state, path)) changed.add(each);
    if (changed.size > 0) this.#changed.fire({ folder: id, paths: [...changed] });
  }

  #inSlices<T>(
    state: FolderState,
    items: Iterable<T>,
    visit: (item: T) => void | Promise<void>,
  ): Promise<void> {
    return inSlices(this.#host, items, () => this.#states.get(state.folder.id) === state, visit);
  }

  /** Finds out what stands where the links of a file may lead; a spec that is found so is read next. */
  async #lookAtLinks(state: FolderState, path: string): Promise<readonly string[]> {
    const { index, folder } = state;
    const changed: string[] = [];
    for (const candidate of index.unknownPaths(path)) {
      const found = this.#host.kind(folder.id, candidate);
      const kind = found instanceof Promise ? await found : found;
      changed.push(...index.setKind(candidate, kind));
    }
    for (const { target } of index.linksOf(path))
      if (
        target.kind === 'file' &&
        index.file(target.path) === undefined &&
        index.isLinkedAsSpec(target.path)
      )
        this.look(folder.id, target.path);
    // What was a spec only because of a link that is gone is none any more.
    if (index.file(path)?.format === 'spec' && this.formatOf(state, path) === undefined)
      this.look(folder.id, path);
    return changed;
  }

  /** Those that are new, or whose stamp is another one than when they were read. */
  async #withoutKnown(state: FolderState, paths: readonly string[]): Promise<readonly string[]> {
    const due: string[] = [];
    for (const path of paths) {
      const known = state.suspects.has(path) ? undefined : state.stamps.get(path);
      if (known === undefined || known !== (await this.#host.stamp(state.folder.id, path))) due.push(path);
    }
    return due;
  }

  /** A path that is no tracked file (any more), but that links may mean. */
  async #readOther(state: FolderState, path: string): Promise<readonly string[]> {
    const changed: readonly string[] =
      state.index.file(path) === undefined ? [] : state.replace(path, undefined);
    if (!state.index.concerns(path)) return changed;
    return [...changed, ...state.index.setKind(path, await this.#host.kind(state.folder.id, path))];
  }

  /** The paths that are different now; what the worker delivers later fires by itself. */
  #takeText(state: FolderState, path: string, format: Format, text: FileText): readonly string[] {
    const id = state.folder.id;
    const number = state.startReading(path);
    if (text.kind === 'missing') return this.#accept(state, path, undefined, undefined);
    state.stamps.set(path, text.stamp);
    if (text.kind === 'unreadable') {
      state.suspects.delete(path);
      return state.replace(path, unreadableFile(path, format.id, text.code, text.message));
    }
    const reading = readBlocks(this.#host, path, text.text);
    const parse = (answer: Reading): ParsedFile => parseReading(format, state.rules, path, answer);
    if (!(reading instanceof Promise)) return this.#accept(state, path, text.text, parse(reading));
    const late = reading
      .then((answer) => {
        if (this.#states.get(id) !== state || !state.isLatest(path, number)) return;
        const paths = this.#accept(state, path, text.text, parse(answer));
        if (paths.length > 0) this.#changed.fire({ folder: id, paths });
        // Its links may lead where nobody has looked.
        if (state.index.complete && paths.length > 0) this.look(id, path);
      })
      .catch(this.#log)
      .finally(() => {
        this.#late.delete(late);
        if (this.#late.size === 0) this.#wake();
      });
    this.#late.add(late);
    return [];
  }

  /**
   * Takes what was read as the truth; but a file that was there with more tasks a moment ago may be half written,
   * so it has to be read the same twice before tasks disappear.
   */
  #accept(
    state: FolderState,
    path: string,
    text: string | undefined,
    parsed: ParsedFile | undefined,
  ): readonly string[] {
    if (state.isSuspect(path, text, parsed)) {
      void this.#host
        .delay(suspectDelay)
        .then(() => {
          this.look(state.folder.id, path);
        })
        .catch(this.#log);
      return [];
    }
    const changed = state.replace(path, parsed);
    if (parsed !== undefined || !state.index.concerns(path)) return changed;
    return [...changed, ...state.index.setKind(path, 'missing')];
  }
}

function isReady({ loaded, index }: FolderState): boolean {
  return loaded && !index.complete;
}

function sameRules(a: FolderRules, b: FolderRules): boolean {
  return a.key === b.key;
}
