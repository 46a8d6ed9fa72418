import type { FoundFormat } from '../core/formats/folderRules.ts';
import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';
import { toKey, type Key, type KeyedDocument } from '../core/text/key.ts';
import type { FolderState } from './folderState.ts';
import type { FileText, Host, PathProblem } from './host.ts';
import { lookAtLinks } from './links.ts';
import type { Keeper, PendingReads } from './pendingReads.ts';
import { inChunks, inSlices } from './slices.ts';

/** So many files are read at one go: the disk answers faster when nothing else is done in between. */
const readAhead = 8;

/** Reads documents of a folder into its index. */
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
  formatsOf({ folder, rules, index }: FolderState, path: string): readonly FoundFormat[] {
    const formats = rules.formatsOf(path);
    if (formats.length > 0 && this.#host.belongsTo(folder.id, rules.placeOf(path)) === 'worktree') return [];
    const read = formats.filter(
      ({ format }) => format.listed === 'everywhere' || !this.#host.isIgnored(folder.id, path),
    );
    if (read.length > 0) return read;
    const linked = index.isLinkedAsSpec(path) ? rules.findLinked('spec', path) : undefined;
    return linked === undefined ? [] : [linked];
  }

  /**
   * Lists the folder and reads what is new or different. Fails only when nothing could be listed.
   */
  async readListed(state: FolderState): Promise<void> {
    const { paths, problems } = await this.#host.list(state.folder.id, state.rules);
    state.setUnlisted(problems);
    const listed = new Set([...[...paths, ...state.unlisted.keys()].map(toKey), ...state.sources.keys()]);
    const gone = new Set([...state.index.keys(), ...state.index.knownPaths().map(toKey)]);
    for (const key of listed) gone.delete(key);
    await this.readDocuments(state, listed, false);
    // What is below something that could not be listed is told there, once.
    const covered = [...gone].filter(
      (key) => state.problemAbove(state.sources.documentOf(key).path) !== undefined,
    );
    for (const key of covered) gone.delete(key);
    const hidden = covered.flatMap((key) => state.replace(key, undefined));
    if (hidden.length > 0) this.#keeper.changed(state.folder.id, hidden);
    await this.readDocuments(state, gone, true);
  }

  /** A folder that could not be listed at all keeps what is known of it, and says so. */
  showFailure(state: FolderState, error: unknown): void {
    const problem: PathProblem = {
      path: state.rules.homes[0]?.path ?? '',
      problem: { code: 'folder.unreadable', data: { reason: 'notListed', text: messageOf(error) } },
    };
    state.setUnlisted([...state.unlisted.values(), problem]);
    this.#keeper.changed(state.folder.id, state.showProblem(problem));
  }

  /** `always` reads also what has an unchanged stamp: a file can change within one tick of its clock. */
  async readDocuments(state: FolderState, keys: Iterable<Key>, always: boolean): Promise<void> {
    const changed = new Set<Key>();
    await this.inSlices(state, inChunks(keys, readAhead), async (chunk) => {
      const due = always ? chunk : await this.#withoutKnown(state, chunk);
      const read = due.map((key) => {
        const document = { id: state.sources.documentOf(key), key };
        const { path } = document.id;
        const out = state.unlisted.has(path) || state.problemAbove(path)?.problem.code === 'file.outside';
        const formats = out ? [] : this.formatsOf(state, path);
        return { document, formats, text: formats.length === 0 ? undefined : this.#read(state, key) };
      });
      // Each may be some megabytes: others have their turn between them as well.
      await this.inSlices(state, read, async ({ document, formats, text }) => {
        for (const each of await this.#take(state, document, formats, await text)) changed.add(each);
      });
    });
    if (state.index.complete)
      for (const key of [...changed])
        for (const each of await this.lookAtLinks(state, key)) changed.add(each);
    if (changed.size > 0) this.#keeper.changed(state.folder.id, [...changed]);
  }

  /** What goes wrong with one file is a problem of that file alone. */
  #read(state: FolderState, key: Key): FileText | Promise<FileText> {
    const failed = (error: unknown): FileText => {
      this.#log(error);
      return { kind: 'unreadable', problem: unreadable(error), stamp: 'error' };
    };
    try {
      const text = state.sources.read(key);
      return text instanceof Promise ? text.catch(failed) : text;
    } catch (error) {
      return failed(error);
    }
  }

  /** Takes what was read into the index; gives the keys of what is different now. */
  async #take(
    state: FolderState,
    document: KeyedDocument,
    [format, ...others]: readonly FoundFormat[],
    text: FileText | undefined,
  ): Promise<readonly Key[]> {
    const { path } = document.id;
    try {
      const unlisted = state.unlisted.get(path);
      if (unlisted !== undefined) return state.showProblem(unlisted);
      if (format === undefined || text === undefined) return await this.#readOther(state, document);
      return await this.#readings.take(state, document, [format, ...others], text);
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

  lookAtLinks(state: FolderState, key: Key): Promise<readonly Key[]> {
    return lookAtLinks(
      this.#host,
      state,
      key,
      (each) => this.formatsOf(state, each).length > 0,
      (each) => {
        this.#keeper.refreshFile(state.folder.id, each);
      },
    );
  }

  /** Those that are new, or whose stamp is another one than when they were read. */
  async #withoutKnown(state: FolderState, keys: readonly Key[]): Promise<readonly Key[]> {
    const due: Key[] = [];
    for (const key of keys) {
      const known = state.suspects.has(key) ? undefined : state.stamps.get(key);
      if (known === undefined || known !== (await this.#stamp(state, key))) due.push(key);
    }
    return due;
  }

  async #stamp(state: FolderState, key: Key): Promise<string | undefined> {
    try {
      return await state.sources.stamp(key);
    } catch (error) {
      // Reading says what is wrong.
      this.#log(error);
      return undefined;
    }
  }

  /** What is no tracked file (any more), but what links may mean. */
  async #readOther(state: FolderState, { id: { path }, key }: KeyedDocument): Promise<readonly Key[]> {
    const changed: readonly Key[] = state.index.file(key) === undefined ? [] : state.replace(key, undefined);
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
