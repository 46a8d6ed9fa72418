import type { Format } from '../core/formats/format.ts';
import { formatOf, linkedSpec } from '../core/formats/registry.ts';
import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';
import { placeOfFile } from '../core/model/trackingPath.ts';
import type { FolderState } from './folderState.ts';
import type { FileText, Host, PathProblem } from './host.ts';
import { lookAtLinks } from './links.ts';
import type { Keeper, PendingReads } from './pendingReads.ts';
import { inChunks, inSlices } from './slices.ts';

/** So many files are read at one go: the disk answers faster when nothing else is done in between. */
const readAhead = 8;

/** Reads what is at paths of a folder into its index. */
export class FolderReader {
  readonly #host: Host;
  readonly #log: (error: unknown) => void;
  readonly #readings: PendingReads;
  readonly #keeper: Keeper;

  constructor(host: Host, log: (error: unknown) => void, readings: PendingReads, keeper: Keeper) {
    this.#host = host;
    this.#log = log;
    this.#readings = readings;
    this.#keeper = keeper;
  }

  /** Files are known by their place, specs also by a link. Those of another worktree are its own. */
  formatOf({ folder, rules, index }: FolderState, path: string): Format | undefined {
    const format = formatOf(path, rules);
    if (
      format !== undefined &&
      this.#host.belongsTo(folder.id, placeOfFile(path, rules.trackingDirectory)) === 'worktree'
    )
      return undefined;
    if (format !== undefined && !(format.id === 'spec' && this.#host.isIgnored(folder.id, path)))
      return format;
    return /\.(?:md|markdown)$/i.test(path) && index.isLinkedAsSpec(path) ? linkedSpec : undefined;
  }

  /**
   * Lists the folder and reads what is new or different. Fails only when nothing could be listed.
   */
  async readListed(state: FolderState): Promise<void> {
    const { paths, problems } = await this.#host.list(state.folder.id, state.rules);
    state.setUnlisted(problems);
    const listed = new Set([...paths, ...state.unlisted.keys(), ...state.sources.paths()]);
    const gone = new Set([...state.index.paths(), ...state.index.knownPaths()]);
    for (const path of listed) gone.delete(path);
    await this.readPaths(state, listed, false);
    // What is below something that could not be listed is told there, once.
    const covered = [...gone].filter((path) => state.problemAbove(path) !== undefined);
    for (const path of covered) gone.delete(path);
    const hidden = covered.flatMap((path) => state.replace(path, undefined));
    if (hidden.length > 0) this.#keeper.changed(state.folder.id, hidden);
    await this.readPaths(state, gone, true);
  }

  /** A folder that could not be listed at all keeps what is known of it, and says so. */
  showFailure(state: FolderState, error: unknown): void {
    const problem: PathProblem = {
      path: state.rules.trackingDirectory,
      problem: { code: 'folder.unreadable', data: { reason: 'notListed', text: messageOf(error) } },
    };
    state.setUnlisted([...state.unlisted.values(), problem]);
    this.#keeper.changed(state.folder.id, state.showProblem(problem));
  }

  /** `always` reads also what has an unchanged stamp: a file can change within one tick of its clock. */
  async readPaths(state: FolderState, paths: Iterable<string>, always: boolean): Promise<void> {
    const id = state.folder.id;
    const changed = new Set<string>();
    await this.inSlices(state, inChunks(paths, readAhead), async (chunk) => {
      const due = always ? chunk : await this.#withoutKnown(state, chunk);
      const read = due.map((path) => {
        const out = state.unlisted.has(path) || state.problemAbove(path)?.problem.code === 'file.outside';
        const format = out ? undefined : this.formatOf(state, path);
        return { path, format, text: format === undefined ? undefined : this.#read(state, path) };
      });
      // Each may be some megabytes: others have their turn between them as well.
      await this.inSlices(state, read, async ({ path, format, text }) => {
        for (const each of await this.#take(state, path, format, await text)) changed.add(each);
      });
    });
    if (state.index.complete)
      for (const path of [...changed])
        for (const each of await this.lookAtLinks(state, path)) changed.add(each);
    if (changed.size > 0) this.#keeper.changed(id, [...changed]);
  }

  /** What goes wrong with one file is a problem of that file alone. */
  #read(state: FolderState, path: string): FileText | Promise<FileText> {
    const failed = (error: unknown): FileText => {
      this.#log(error);
      return { kind: 'unreadable', problem: unreadable(error), stamp: 'error' };
    };
    try {
      const text = state.sources.read(path);
      return text instanceof Promise ? text.catch(failed) : text;
    } catch (error) {
      return failed(error);
    }
  }

  /** Takes what was read at a path into the index; gives the paths that are different now. */
  async #take(
    state: FolderState,
    path: string,
    format: Format | undefined,
    text: FileText | undefined,
  ): Promise<readonly string[]> {
    try {
      const unlisted = state.unlisted.get(path);
      if (unlisted !== undefined) return state.showProblem(unlisted);
      if (format === undefined || text === undefined) return await this.#readOther(state, path);
      return await this.#readings.take(state, path, format, text);
    } catch (error) {
      this.#log(error);
      return state.showProblem({ path, problem: unreadable(error) });
    }
  }

  inSlices<T>(
    state: FolderState,
    items: Iterable<T>,
    visit: (item: T) => void | Promise<void>,
  ): Promise<void> {
    return inSlices(this.#host, items, () => this.#keeper.isCurrent(state), visit);
  }

  lookAtLinks(state: FolderState, path: string): Promise<readonly string[]> {
    return lookAtLinks(
      this.#host,
      state,
      path,
      (each) => this.formatOf(state, each) !== undefined,
      (each) => {
        this.#keeper.refreshFile(state.folder.id, each);
      },
    );
  }

  /** Those that are new, or whose stamp is another one than when they were read. */
  async #withoutKnown(state: FolderState, paths: readonly string[]): Promise<readonly string[]> {
    const due: string[] = [];
    for (const path of paths) {
      const known = state.suspects.has(path) ? undefined : state.stamps.get(path);
      if (known === undefined || known !== (await this.#stamp(state, path))) due.push(path);
    }
    return due;
  }

  async #stamp(state: FolderState, path: string): Promise<string | undefined> {
    try {
      return await state.sources.stamp(path);
    } catch (error) {
      // Reading says what is wrong.
      this.#log(error);
      return undefined;
    }
  }

  /** A path that is no tracked file (any more), but that links may mean. */
  async #readOther(state: FolderState, path: string): Promise<readonly string[]> {
    const changed: readonly string[] =
      state.index.file(path) === undefined ? [] : state.replace(path, undefined);
    if (!state.index.concerns(path)) return changed;
    const kind = await this.#host.kind(state.folder.id, path);
    return kind === undefined ? changed : [...changed, ...state.index.setKind(path, kind)];
  }
}

function unreadable(error: unknown): Coded<FileProblems> {
  return { code: 'file.unreadable', data: { reason: 'other', text: messageOf(error) } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
