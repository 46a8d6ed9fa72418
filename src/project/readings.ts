import type { Format } from '../core/formats/format.ts';
import type { ParsedFile } from '../core/model/parsedFile.ts';
import type { FolderState } from './folderState.ts';
import type { FileText, Host } from './host.ts';
import { parseReading, readBlocks, unreadableFile, type Reading } from './reading.ts';

/** How long to wait before a text that lost something is read again, in milliseconds. */
const suspectDelay = 100;

/** What reading needs of whoever keeps the index. */
export interface Keeper {
  isCurrent(state: FolderState): boolean;
  changed(folder: string, paths: readonly string[]): void;
  look(folder: string, path: string): void;
  /** The last of the late ones is there. */
  ended(): void;
}

/** Takes texts of files into the index: at once, or when the Markdown worker has read them. */
export class Readings {
  readonly #host: Host;
  readonly #log: (error: unknown) => void;
  readonly #keeper: Keeper;
  /** Answers of the Markdown worker that are still to come. */
  readonly late = new Set<Promise<void>>();

  constructor(host: Host, log: (error: unknown) => void, keeper: Keeper) {
    this.#host = host;
    this.#log = log;
    this.#keeper = keeper;
  }

  /** The paths that are different now; what the worker delivers later fires by itself. */
  take(state: FolderState, path: string, format: Format, text: FileText): readonly string[] {
    const id = state.folder.id;
    const number = state.startReading(path);
    if (text.kind === 'missing') return this.#accept(state, path, undefined, undefined);
    state.stamps.set(path, text.stamp);
    if (text.kind === 'unreadable') {
      state.suspects.delete(path);
      return state.replace(path, unreadableFile(path, format.id, text.code, text.message));
    }
    const reading = readBlocks(this.#host, path, text.text);
    const parse = (answer: Reading): ParsedFile | undefined =>
      state.copies.place(path, parseReading(format, state.rules, path, answer));
    if (!(reading instanceof Promise)) return this.#accept(state, path, text.text, parse(reading));
    const late = reading
      .then((answer) => {
        if (!this.#keeper.isCurrent(state) || !state.isLatest(path, number)) return;
        const paths = this.#accept(state, path, text.text, parse(answer));
        if (paths.length > 0) this.#keeper.changed(id, paths);
        // Its links may lead where nobody has looked.
        if (state.index.complete && paths.length > 0) this.#keeper.look(id, path);
      })
      .catch(this.#log)
      .finally(() => {
        this.late.delete(late);
        if (this.late.size === 0) this.#keeper.ended();
      });
    this.late.add(late);
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
    // A copy that is not shown has lost nothing.
    const hidden = text !== undefined && parsed === undefined;
    if (!hidden && state.isSuspect(path, text, parsed)) {
      void this.#host
        .delay(suspectDelay)
        .then(() => {
          this.#keeper.look(state.folder.id, path);
        })
        .catch(this.#log);
      return [];
    }
    const changed = state.replace(path, parsed);
    if (parsed !== undefined || !state.index.concerns(path)) return changed;
    return [...changed, ...state.index.setKind(path, 'missing')];
  }
}
