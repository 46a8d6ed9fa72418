import type { FoundFormat } from '../core/formats/folderRules.ts';
import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';
import { toKey, type Key, type KeyedDocument } from '../core/text/key.ts';
import type { FolderState } from './folderState.ts';
import type { PathProblem } from './documentStore.ts';
import type { FullSnapshot, Snapshot } from './snapshot.ts';
import { lookAtLinks } from './links.ts';
import type { Keeper, PendingReads } from './pendingReads.ts';
import { inChunks, inSlices } from './slices.ts';
import type { World } from './world.ts';

/** So many files are read at one go: the disk answers faster when nothing else is done in between. */
const readAhead = 8;

interface WantedDocument {
  readonly document: KeyedDocument;
  readonly formats: readonly FoundFormat[];
  /** When it still has this one, it needs not be read. */
  readonly version: string | undefined;
}

/** Without a snapshot it is of no format. */
interface ReadDocument extends WantedDocument {
  readonly snapshot: FullSnapshot | undefined;
}

/** Reads documents of a folder into its index. */
export class FolderReader {
  readonly #world: World;
  readonly #log: (error: unknown) => void;
  readonly #readings: PendingReads;
  readonly #keeper: Keeper;

  constructor(world: World, log: (error: unknown) => void, readings: PendingReads, keeper: Keeper) {
    this.#world = world;
    this.#log = log;
    this.#readings = readings;
    this.#keeper = keeper;
  }

  /** Files are known by their place, specs also by a link. Those of another worktree are its own. */
  formatsOf({ rules, index, listing }: FolderState, path: string): readonly FoundFormat[] {
    const formats = rules.formatsOf(path);
    if (formats.length > 0 && listing.belongsTo(rules.placeOf(path)) === 'worktree') return [];
    const read = formats.filter(({ format }) => format.listed === 'everywhere' || !listing.isIgnored(path));
    if (read.length > 0) return read;
    const linked = index.isLinkedAsSpec(path) ? rules.findLinked('spec', path) : undefined;
    return linked === undefined ? [] : [linked];
  }

  /**
   * Lists the folder and reads what is new or different. Fails only when nothing could be listed.
   */
  async readListed(state: FolderState): Promise<void> {
    const listing = await this.#world.documents.list(state.folder.id, state.rules);
    state.setListing(listing);
    const listed = new Set([
      ...[...listing.paths, ...state.unlisted.keys()].map(toKey),
      ...state.sources.keys(),
    ]);
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

  /** `always` reads also what has the version that is known: a file can change within one tick of its clock. */
  async readDocuments(state: FolderState, keys: Iterable<Key>, always: boolean): Promise<void> {
    const changed = new Set<Key>();
    await this.inSlices(state, inChunks(keys, readAhead), async (chunk) => {
      const wanted = chunk.map((key): WantedDocument => {
        const document = { id: state.sources.documentOf(key), key };
        const { path } = document.id;
        const out = state.unlisted.has(path) || state.problemAbove(path)?.problem.code === 'file.outside';
        const formats = out ? [] : this.formatsOf(state, path);
        return {
          document,
          formats,
          version: always || state.suspects.has(key) ? undefined : state.versions.get(key),
        };
      });
      const read = await this.#read(state, wanted);
      // Each may be some megabytes: others have their turn between them as well.
      await this.inSlices(state, read, async ({ document, formats, snapshot }) => {
        for (const each of await this.#take(state, document, formats, snapshot)) changed.add(each);
      });
    });
    if (state.index.complete)
      for (const key of [...changed])
        for (const each of await this.lookAtLinks(state, key)) changed.add(each);
    if (changed.size > 0) this.#keeper.changed(state.folder.id, [...changed]);
  }

  /** Reads documents, but those that are of no format; leaves out what is as it was. */
  async #read(state: FolderState, wanted: readonly WantedDocument[]): Promise<readonly ReadDocument[]> {
    const inFormat = wanted.filter(({ formats }) => formats.length > 0);
    const snapshots = new Map<WantedDocument, Snapshot>();
    for (const [i, snapshot] of (await this.#readAll(state, inFormat)).entries()) {
      const each = inFormat[i];
      if (each !== undefined) snapshots.set(each, snapshot);
    }
    return wanted.flatMap((each): readonly ReadDocument[] => {
      const snapshot = snapshots.get(each);
      return snapshot?.kind === 'unchanged' ? [] : [{ ...each, snapshot }];
    });
  }

  /** What goes wrong with one file is a problem of that file alone. */
  async #readAll(state: FolderState, wanted: readonly WantedDocument[]): Promise<readonly Snapshot[]> {
    try {
      return await state.sources.read(wanted.map(({ document: { key }, version }) => ({ key, version })));
    } catch (error) {
      if (wanted.length < 2) {
        this.#log(error);
        return [{ kind: 'unreadable', problem: unreadable(error), version: 'error' }];
      }
    }
    const snapshots: Snapshot[] = [];
    for (const each of wanted) snapshots.push(...(await this.#readAll(state, [each])));
    return snapshots;
  }

  /** Takes what was read into the index; gives the keys of what is different now. */
  async #take(
    state: FolderState,
    document: KeyedDocument,
    [format, ...others]: readonly FoundFormat[],
    snapshot: FullSnapshot | undefined,
  ): Promise<readonly Key[]> {
    const { path } = document.id;
    try {
      const unlisted = state.unlisted.get(path);
      if (unlisted !== undefined) return state.showProblem(unlisted);
      if (format === undefined || snapshot === undefined) return await this.#readOther(state, document);
      return await this.#readings.take(state, document, [format, ...others], snapshot);
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
    return inSlices(this.#world.clock, items, () => this.#keeper.isCurrent(state), visit);
  }

  lookAtLinks(state: FolderState, key: Key): Promise<readonly Key[]> {
    return lookAtLinks(
      this.#world,
      state,
      key,
      (each) => this.formatsOf(state, each).length > 0,
      (each) => {
        this.#keeper.refreshFile(state.folder.id, each);
      },
    );
  }

  /** What is no tracked file (any more), but what links may mean. */
  async #readOther(state: FolderState, { id: { path }, key }: KeyedDocument): Promise<readonly Key[]> {
    const changed: readonly Key[] = state.index.file(key) === undefined ? [] : state.replace(key, undefined);
    if (!state.index.concerns(path)) return changed;
    const kind = await this.#world.documents.kind({ folder: state.folder.id, path });
    return kind === undefined ? changed : [...changed, ...state.index.setKind(path, kind)];
  }
}

function unreadable(error: unknown): Coded<FileProblems> {
  return { code: 'file.unreadable', data: { reason: 'other', text: messageOf(error) } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
