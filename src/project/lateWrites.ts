import type { Disposable } from '../core/base/disposable.ts';
import type { Merge } from '../core/formats/format.ts';
import { loss } from '../core/model/loss.ts';
import { lineEdits } from '../core/text/lineMerge.ts';
import { SourceText } from '../core/text/sourceText.ts';
import type { LostChange } from './changeWatch.ts';
import type { Host, LateWrite } from './host.ts';

/** How often the file may change while it is merged. */
const mergeLimit = 20;

/**
 * Brings into a file what somebody wrote into the one that a change here had replaced: he had it open, and went on writing. What
 * he wrote and what is there now are merged, by rows; where they say different things of one row, that stays as it is and is told.
 */
export class LateWrites implements Disposable {
  readonly #host: Host;
  readonly #mergeOf: (folder: string, path: string) => Merge | undefined;
  readonly #tell: (lost: LostChange) => void;
  readonly #look: (folder: string, path: string) => void;
  readonly #listener: Disposable;

  /** `mergeOf` gives how texts of a path are merged; `look` hears which file was written. */
  constructor(
    host: Host,
    mergeOf: (folder: string, path: string) => Merge | undefined,
    tell: (lost: LostChange) => void,
    look: (folder: string, path: string) => void,
    log: (error: unknown) => void,
  ) {
    this.#host = host;
    this.#mergeOf = mergeOf;
    this.#tell = tell;
    this.#look = look;
    this.#listener = host.onDidWriteReplaced((late) => {
      this.#bringIn(late).catch(log);
    });
  }

  dispose(): void {
    this.#listener.dispose();
  }

  async #bringIn(late: LateWrite): Promise<void> {
    const { folder, path, text, isWhole, checkout } = late;
    const isSure = isWhole && this.#host.checkout(folder, path) === checkout;
    const titles = isSure ? await this.#merge(late) : undefined;
    if (titles?.length === 0 || (titles === undefined && (await this.#holds(folder, path, text)))) return;
    const what =
      titles === undefined ? loss('write.notMerged', { path }) : loss('write.kept', { path, titles });
    this.#tell({ folder, path, keys: [], loss: what, theirs: text });
  }

  /** Titles of what both changed, once all else is in the file; undefined when nothing could be written. */
  async #merge({ folder, path, base, text: theirs }: LateWrite): Promise<readonly string[] | undefined> {
    const merge = this.#mergeOf(folder, path);
    if (merge === undefined) return undefined;
    const merged = await this.#host.exclusively(folder, path, async (held) => {
      for (let attempt = 0; attempt < mergeLimit; attempt++) {
        const now = await this.#host.read(folder, path);
        if (now.kind !== 'text' || now.dirty) return undefined;
        const titles: string[] = [];
        const { text } = merge(
          base,
          now.text,
          theirs,
          { ours: 'file', theirs: 'late' },
          ({ added, kind, title }) => {
            // Lines that both added are all there afterwards.
            if (!added || kind === 'task') titles.push(title);
            return 'ours';
          },
        );
        const done = { kind: 'merged' as const, titles };
        if (text === now.text) return done;
        const edits = lineEdits(new SourceText(now.text), text);
        const result = await this.#host.apply({ folder, path, base: now.text, edits, through: 'disk', held });
        if (result.kind === 'stale') continue;
        this.#look(folder, path);
        return result.kind === 'done' ? done : undefined;
      }
      return undefined;
    });
    return merged?.kind === 'merged' ? merged.titles : undefined;
  }

  async #holds(folder: string, path: string, text: string): Promise<boolean> {
    const now = await this.#host.read(folder, path);
    return now.kind === 'text' && now.text === text;
  }
}
