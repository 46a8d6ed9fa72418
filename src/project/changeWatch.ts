import { t } from '@vscode/l10n';
import type { Disposable } from '../core/base/disposable.ts';
import { DisposableStore } from '../core/base/disposable.ts';
import { Emitter } from '../core/base/event.ts';
import { applyEdits, type TextEdit } from '../core/text/edit.ts';
import { toLines } from '../core/text/lineMerge.ts';
import type { Host } from './host.ts';

/** How long after a change a file that shows the old row again is surely an overwrite, in milliseconds. */
const watchTime = 2000;

/** A change that was written, and how to do it once more. */
export interface WrittenChange {
  readonly folder: string;
  readonly path: string;
  readonly base: string;
  readonly edits: readonly TextEdit[];
  readonly summary: string;
  /** Resolves with whether it was done again. */
  readonly again: () => Promise<boolean>;
  /** True for what was done again already: a second time it is told. */
  readonly healed: boolean;
}

/** A change that somebody took back, and that was not done again. */
export interface LostChange {
  readonly folder: string;
  readonly path: string;
  /** One sentence. */
  readonly message: string;
}

interface Watched extends WrittenChange {
  /** The lines that it changed, before and after. */
  readonly lines: readonly { readonly before: string; readonly after: string }[];
  readonly until: number;
  /** What git was at; see `Host.checkout`. */
  readonly checkout: string;
}

/**
 * Looks after what was written: who writes a file without asking for its lock, from a text that he read before, takes a claim
 * back without knowing. Done once more is only what surely was such an overwrite: within two seconds, the row exactly as it was
 * before, something else in the file not, and git did not move. All else is somebody's will (a release by hand, a stash, a
 * checkout), and is told.
 */
export class ChangeWatch implements Disposable {
  readonly #host: Host;
  readonly #store = new DisposableStore();
  readonly #lost: Emitter<LostChange>;
  readonly #watched = new Set<Watched>();
  #healed = 0;

  constructor(host: Host, log: (error: unknown) => void) {
    this.#host = host;
    this.#lost = this.#store.add(new Emitter<LostChange>(log));
    this.#store.add(
      host.onDidHint(({ folder, path }) => {
        for (const watched of [...this.#watched])
          if (watched.folder === folder && (path === undefined || watched.path === path))
            this.#look(watched).catch(log);
      }),
    );
  }

  get onDidLose() {
    return this.#lost.event;
  }

  /** How many changes were done again. */
  get healed(): number {
    return this.#healed;
  }

  /** Follows a change from now on; whatever was followed on the same rows is no longer. */
  watch(change: WrittenChange): void {
    const lines = changedLines(change);
    for (const other of this.#watched)
      if (
        other.path === change.path &&
        other.lines.some(({ after }) => lines.some(({ before }) => before === after))
      )
        this.#watched.delete(other);
    if (lines.length === 0) return;
    this.#watched.add({
      ...change,
      lines,
      until: this.#host.now() + watchTime,
      checkout: this.#host.checkout(change.folder, change.path),
    });
  }

  dispose(): void {
    this.#watched.clear();
    this.#store.dispose();
  }

  async #look(watched: Watched): Promise<void> {
    const { folder, path, lines, base } = watched;
    if (this.#host.now() > watched.until) this.#watched.delete(watched);
    if (!this.#watched.has(watched)) return;
    const text = await this.#host.read(folder, path);
    // What is typed in an editor counts when it is saved; an empty file is one that is just being written.
    if (text.kind !== 'text' || text.dirty || text.text === '' || !this.#watched.has(watched)) return;
    const now = new Set(toLines(text.text).map(withoutEnd));
    if (!lines.every(({ before, after }) => now.has(before) && !now.has(after))) return;
    const overwritten =
      text.text !== base && this.#host.checkout(folder, path) === watched.checkout && !watched.healed;
    this.#watched.delete(watched);
    if (overwritten && (await watched.again())) {
      this.#healed++;
      return;
    }
    this.#lost.fire({
      folder,
      path,
      message: t('Somebody took back in {0} what had just been done: {1}', path, watched.summary),
    });
  }
}

/** Lines that were changed as such; none when lines were added. */
function changedLines({ base, edits }: WrittenChange): { readonly before: string; readonly after: string }[] {
  const result = applyEdits(base, edits);
  const before = toLines(base).map(withoutEnd);
  const after = result.kind === 'applied' ? toLines(result.text).map(withoutEnd) : [];
  if (before.length !== after.length) return [];
  return before.flatMap((line, i) => {
    const now = after[i] ?? '';
    return line === now ? [] : [{ before: line, after: now }];
  });
}

function withoutEnd(line: string): string {
  return line.replace(/(?:\r\n|\n|\r)$/, '');
}
