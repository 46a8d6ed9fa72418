import type { Action, ActionContext, Outcome } from '../core/actions/action.ts';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { Emitter } from '../core/base/event.ts';
import { formatOf } from '../core/formats/registry.ts';
import type { ParsedFile } from '../core/model/parsedFile.ts';
import type { Place } from '../core/text/place.ts';
import { FolderState } from './folderState.ts';
import type { ApplyResult, Host } from './host.ts';
import { parseReading, readBlocks, unreadableFile } from './reading.ts';

/** What changed since the last time: paths by folder, or a folder that came or went. */
export interface ProjectDelta {
  readonly folder: string;
  readonly paths: readonly string[];
}

/** What became of an action: the outcome as written, or why nothing was. */
export type RunResult =
  | { readonly kind: 'done'; readonly summary: string }
  | { readonly kind: 'unchanged'; readonly summary: string }
  | Extract<Outcome, { kind: 'refused' }>;

/** Reads go on for this many milliseconds before other work gets its turn. */
const slice = 8;
/** How long to wait before a text that lost tasks is read again, and how often. */
const suspectDelay = 100;
const suspectLimit = 10;
/** How often an action is planned anew because the file changed meanwhile. */
const planLimit = 8;

/**
 * All that is tracked in the workspace, kept true: watchers only hint, a re-read tells. One loop reads, so that
 * readings never finish out of order; what it found is fired at most once a round.
 */
export class Project implements Disposable {
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

  constructor(host: Host, log: (error: unknown) => void) {
    this.#host = host;
    this.#log = log;
    this.#changed = this.#disposables.add(new Emitter<ProjectDelta>(log));
    this.#loading = this.#disposables.add(new Emitter<void>(log));
    this.#disposables.add(
      host.onDidHint(({ folder, path }) => {
        // Before everything is read, only what was peeked at is followed.
        const peeked = path !== undefined && this.#states.get(folder)?.index.file(path) !== undefined;
        if (this.#started !== undefined || peeked) this.#look(folder, path);
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
    const paths = found === undefined ? [] : await this.#host.progressFilesOf(folder, branch);
    if (found === undefined || paths.length === 0) return;
    if (!this.#states.has(folder)) this.#states.set(folder, new FolderState(found));
    for (const path of paths) this.#look(folder, path);
    await this.settled();
  }

  folder(id: string): FolderState | undefined {
    return this.#states.get(id);
  }

  /** Starts reading, once; resolves when every folder was read, but for what the Markdown worker still reads. */
  load(): Promise<void> {
    this.#started ??= Promise.resolve().then(() => {
      this.#syncFolders();
      return this.#drained();
    });
    return this.#started;
  }

  /** Looks at everything again; resolves when that is done. */
  async refresh(): Promise<void> {
    await this.load();
    for (const folder of this.#host.folders) this.#look(folder.id, undefined);
    await this.settled();
  }

  /** Resolves when nothing is left to look at, the Markdown worker's share included. */
  async settled(): Promise<void> {
    while (this.#draining !== undefined || this.#late.size > 0) {
      await this.#drained();
      await Promise.all(this.#late);
    }
  }

  /**
   * Reads the file as it is now, lets the action plan on it and has the host write; plans again when the file
   * changed meanwhile. Nothing is written unless the result is `done`.
   */
  async run<Args>(
    target: { readonly folder: string; readonly path: string },
    action: Action<Args>,
    args: Args,
    options: { readonly me: string; readonly through: 'disk' | 'editor' },
  ): Promise<RunResult> {
    const { folder, path } = target;
    const format = formatOf(path, this.#host.settings(folder).trackingDirectory);
    if (format === undefined)
      return refused('file.unknown', `${path} is not a file that Throughline can change.`);
    for (let attempt = 0; attempt < planLimit; attempt++) {
      const text = await this.#host.read(folder, path);
      if (text.kind === 'missing') return refused('file.missing', `${path} is no longer there.`);
      if (text.kind === 'unreadable') return refused(text.code, `${path} cannot be changed: ${text.message}`);
      if (text.dirty && options.through === 'disk')
        return refused('file.dirty', `${path} has unsaved changes in an editor.`);
      const reading = await readBlocks(this.#host, path, text.text);
      if (reading.kind === 'failed')
        return refused('file.markdown', `${path} cannot be changed: ${reading.message}`);
      const state = this.#states.get(folder);
      const context: ActionContext = {
        file: reading.file,
        format,
        me: options.me,
        preferred: (status) => state?.index.preferredWord(status),
      };
      const outcome = action(context, args);
      if (outcome.kind !== 'edits') return outcome;
      const result: ApplyResult = await this.#host.apply({
        folder,
        path,
        base: text.text,
        edits: outcome.edits,
        through: options.through,
      });
      if (result.kind === 'stale') continue;
      // What was written comes back by the same road as anyone's edit; this only tells it to come now.
      this.#look(folder, path);
      await this.settled();
      if (result.kind === 'done') return { kind: 'done', summary: outcome.summary };
      if (result.kind === 'unknown') return refused('file.unknownResult', result.message);
      return result;
    }
    return refused('file.contended', `${path} keeps changing; nothing was written. Try again.`);
  }

  /** Where the task stands in the file as it is now; undefined when it is not there exactly once. */
  async locate(folder: string, path: string, taskKey: string): Promise<Place | undefined> {
    const format = formatOf(path, this.#host.settings(folder).trackingDirectory);
    const text = await this.#host.read(folder, path);
    if (format === undefined || text.kind !== 'text') return undefined;
    const parsed = parseReading(format, path, await readBlocks(this.#host, path, text.text));
    return parsed.item?.tasks.find((task) => task.key === taskKey)?.place;
  }

  dispose(): void {
    this.#pending.clear();
    this.#disposables.dispose();
  }

  #syncFolders(): void {
    const present = new Set(this.#host.folders.map((folder) => folder.id));
    for (const id of [...this.#states.keys()]) {
      if (present.has(id)) continue;
      const paths = [...(this.#states.get(id)?.index.paths() ?? [])];
      this.#states.delete(id);
      this.#pending.delete(id);
      this.#changed.fire({ folder: id, paths });
    }
    for (const folder of this.#host.folders) {
      if (this.#states.get(folder.id)?.loaded === true) continue;
      if (!this.#states.has(folder.id)) this.#states.set(folder.id, new FolderState(folder));
      this.#look(folder.id, undefined);
    }
    this.#loading.fire();
  }

  async #drained(): Promise<void> {
    while (this.#draining !== undefined) await this.#draining;
  }

  #look(folder: string, path: string | undefined): void {
    if (!this.#states.has(folder)) return;
    if (path === undefined) this.#pending.set(folder, 'all');
    else {
      const pending = this.#pending.get(folder);
      if (pending === undefined) this.#pending.set(folder, new Set([path]));
      else if (pending !== 'all') pending.add(path);
    }
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
  }

  async #drain(): Promise<void> {
    // Hints come in bursts: let the burst end before the first look.
    await this.#host.pause();
    for (;;) {
      const next = this.#pending.entries().next().value;
      if (next === undefined) return;
      const [id, paths] = next;
      this.#pending.delete(id);
      const state = this.#states.get(id);
      if (state === undefined) continue;
      try {
        if (paths === 'all') await this.#readFolder(state);
        else await this.#readPaths(state, paths, true);
      } catch (error) {
        this.#log(error);
      }
    }
  }

  async #readFolder(state: FolderState): Promise<void> {
    const id = state.folder.id;
    const listed = await this.#host.list(id);
    const gone = new Set(state.index.paths());
    for (const path of listed) gone.delete(path);
    await this.#readPaths(state, listed, false);
    await this.#readPaths(state, gone, true);
    if (!state.loaded) {
      state.loaded = true;
      this.#loading.fire();
    }
  }

  /** `always` reads also what has an unchanged stamp: a file can change within one tick of its clock. */
  async #readPaths(state: FolderState, paths: Iterable<string>, always: boolean): Promise<void> {
    const id = state.folder.id;
    const changed = new Set<string>();
    let since = this.#host.now();
    for (const path of paths) {
      if (!this.#states.has(id)) return;
      if (this.#host.now() - since > slice) {
        await this.#host.pause();
        since = this.#host.now();
      }
      if (!always && state.stamps.has(path) && !state.suspects.has(path)) {
        const stamp = await this.#host.stamp(id, path);
        if (stamp !== undefined && stamp === state.stamps.get(path)) continue;
      }
      for (const each of await this.#readFile(state, path)) changed.add(each);
    }
    if (changed.size > 0) this.#changed.fire({ folder: id, paths: [...changed] });
  }

  /** The paths that are different now; what the worker delivers later fires by itself. */
  async #readFile(state: FolderState, path: string): Promise<readonly string[]> {
    const id = state.folder.id;
    const format = formatOf(path, this.#host.settings(id).trackingDirectory);
    if (format === undefined) {
      // Tracking directories have another name now.
      return state.index.file(path) === undefined ? [] : state.replace(path, undefined);
    }
    const text = await this.#host.read(id, path);
    const number = state.startReading(path);
    if (text.kind === 'missing') return this.#accept(state, path, undefined, undefined);
    state.stamps.set(path, text.stamp);
    if (text.kind === 'unreadable') {
      state.suspects.delete(path);
      return state.replace(path, unreadableFile(path, text.code, text.message));
    }
    const reading = readBlocks(this.#host, path, text.text);
    if (!(reading instanceof Promise))
      return this.#accept(state, path, text.text, parseReading(format, path, reading));
    const late = reading
      .then((answer) => {
        if (this.#states.get(id) !== state || !state.isLatest(path, number)) return;
        const paths = this.#accept(state, path, text.text, parseReading(format, path, answer));
        if (paths.length > 0) this.#changed.fire({ folder: id, paths });
      })
      .catch(this.#log)
      .finally(() => this.#late.delete(late));
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
    const before = state.index.file(path)?.item?.tasks.length ?? 0;
    const after = parsed?.item?.tasks.length ?? 0;
    const suspect = state.suspects.get(path);
    if (after < before && !(suspect !== undefined && suspect.text === text)) {
      const times = (suspect?.times ?? 0) + 1;
      if (times <= suspectLimit) {
        state.suspects.set(path, { text, times });
        void this.#host
          .delay(suspectDelay)
          .then(() => {
            this.#look(state.folder.id, path);
          })
          .catch(this.#log);
        return [];
      }
    }
    state.suspects.delete(path);
    return state.replace(path, parsed);
  }
}

function refused(code: string, message: string): RunResult {
  return { kind: 'refused', code, message };
}
