import type { FoundFormat } from '../core/formats/folderRules.ts';
import type { ParsedDocument } from '../core/model/parsedDocument.ts';
import type { Key, KeyedDocument } from '../core/text/key.ts';
import type { FolderState } from './folderState.ts';
import type { FullSnapshot } from './snapshot.ts';
import type { World } from './world.ts';
import { openAtOnce, openByWorker, parsedOf, runWhole, unreadableFile, type OpenedText } from './openText.ts';

/** How long to wait before a text that lost something is read again, in milliseconds. */
const suspectDelay = 100;

/**
 * So many characters wait for the Markdown worker at most, unless one text alone has more: it may take a minute for them, and all of
 * them are in memory. What does not fit is read when there is room.
 */
export const mostWaiting = 8 * 2 ** 20;

/** What reading needs of whoever keeps the index. */
export interface Keeper {
  isCurrent(state: FolderState): boolean;
  changed(folder: string, keys: readonly Key[]): void;
  refreshFile(folder: string, key: Key): void;
  /** The last of the late ones is there. */
  ended(): void;
}

/** Takes texts of files into the index: at once, or when the Markdown worker has read them. */
export class PendingReads {
  readonly #world: World;
  readonly #log: (error: unknown) => void;
  readonly #keeper: Keeper;
  /** Answers of the Markdown worker that are still to come. */
  readonly late = new Set<Promise<void>>();
  /** Characters of the texts that it has to read. */
  #waiting = 0;
  /** Sizes of the texts that did not fit, by their keys. */
  readonly #postponed = new Map<FolderState, Map<Key, number>>();

  constructor(world: World, log: (error: unknown) => void, keeper: Keeper) {
    this.#world = world;
    this.#log = log;
    this.#keeper = keeper;
  }

  /** The keys of what is different now; what the worker delivers later fires by itself. */
  async take(
    state: FolderState,
    document: KeyedDocument,
    formats: readonly [FoundFormat, ...FoundFormat[]],
    text: FullSnapshot,
  ): Promise<readonly Key[]> {
    const { key } = document;
    const id = state.folder.id;
    const number = state.startReading(key);
    const isWanted = (): boolean => this.#keeper.isCurrent(state) && state.isLatest(key, number);
    if (text.kind === 'missing') return this.#accept(state, key, undefined, undefined, isWanted);
    state.versions.set(key, text.version);
    if (text.kind === 'unreadable') {
      state.suspects.delete(key);
      return state.replace(key, unreadableFile(document, formats[0].format, text.problem));
    }
    const accept = (opened: OpenedText): Promise<readonly Key[]> => {
      const parsed = parsedOf(opened);
      return this.#accept(state, key, text.text, parsed && state.sources.place(parsed), isWanted);
    };
    const toOpen = { document, formats, text: text.text };
    const opened = await openAtOnce(this.#world, state.rules, toOpen);
    if (!isWanted()) return [];
    this.#postponed.get(state)?.delete(key);
    if (opened !== undefined) return accept(opened);
    const size = text.text.length;
    if (!this.#hasRoom(size)) {
      this.#postpone(state, key, size);
      return [];
    }
    this.#waiting += size;
    const late = openByWorker(this.#world, state.rules, toOpen)
      .then(async (read) => {
        const keys = isWanted() ? await accept(read) : [];
        if (keys.length > 0) this.#keeper.changed(id, keys);
        // Its links may lead where nobody has looked.
        if (state.index.complete && keys.length > 0) this.#keeper.refreshFile(id, key);
      })
      .catch(this.#log)
      .finally(() => {
        this.late.delete(late);
        this.#waiting -= size;
        this.#readPostponed();
        if (this.late.size === 0) this.#keeper.ended();
      });
    this.late.add(late);
    return [];
  }

  #hasRoom(size: number): boolean {
    return this.#waiting === 0 || this.#waiting + size <= mostWaiting;
  }

  #postpone(state: FolderState, key: Key, size: number): void {
    // As if it had not been looked at yet.
    state.versions.delete(key);
    const sizes = this.#postponed.get(state);
    if (sizes === undefined) this.#postponed.set(state, new Map([[key, size]]));
    else sizes.set(key, size);
  }

  /** Has those looked at again for which there is room now. */
  #readPostponed(): void {
    let expected = 0;
    for (const [state, sizes] of this.#postponed) {
      for (const [key, size] of sizes) {
        if (!this.#hasRoom(expected + size)) return;
        expected += size;
        sizes.delete(key);
        this.#keeper.refreshFile(state.folder.id, key);
      }
      this.#postponed.delete(state);
    }
  }

  /**
   * Takes what was read as the truth; but a file that was there with more tasks a moment ago may be half written,
   * so it has to be read the same twice before tasks disappear.
   */
  async #accept(
    state: FolderState,
    key: Key,
    text: string | undefined,
    parsed: ParsedDocument | undefined,
    isWanted: () => boolean,
  ): Promise<readonly Key[]> {
    // A copy that is not shown has lost nothing.
    const hidden = text !== undefined && parsed === undefined;
    if (!hidden && state.isPossiblyTruncated(key, text, parsed)) {
      void this.#world.clock
        .delay(suspectDelay)
        .then(() => {
          this.#keeper.refreshFile(state.folder.id, key);
        })
        .catch(this.#log);
      return [];
    }
    if (parsed !== undefined)
      return runWhole(this.#world.clock, text ?? '', state.index.replaceInSteps(key, parsed, isWanted));
    if (!isWanted()) return [];
    const changed = state.replace(key, undefined);
    const { folder, path, commit } = state.sources.documentOf(key);
    // What is missing elsewhere may be here.
    if (commit !== undefined || folder !== state.folder.id || !state.index.concerns(path)) return changed;
    return [...changed, ...state.index.setKind(path, 'missing')];
  }
}
