import * as fs from 'node:fs';
import type { Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/event.ts';
import { endsInRow } from '../../core/text/unfinished.ts';
import type { LateWrite } from '../../project/documentStore.ts';
import { decode } from './disk.ts';

/** How often a replaced file is looked at, in milliseconds. */
const stepTime = 50;
/** So many looks in a row have to find it as it was before it counts as written to its end. */
const stillFor = 3;
/**
 * So many looks after it was replaced, or written to, nobody has it open any more: two seconds. No longer, because the system tells
 * those who watch a file that it is gone only when nobody has it open, and until then they do not look at the one in its place.
 */
const looksAtMost = 40;
/** So many replaced files of this process are kept open, the last ones. */
const keptAtMost = 32;

/** The file, and what git is at while it is replaced. */
type Place = Pick<LateWrite, 'document' | 'checkout'>;

/** One replacement. */
export interface Replacing {
  /** Before the file is read for the last time. Never throws. */
  open(path: string): void;
  /** Once another file has its name: `before` is what it was read to hold. */
  keep(before: Buffer): void;
  /** Lets go of it, unless it is kept. */
  close(): void;
}

interface Kept {
  readonly handle: number;
  readonly place: Place;
  /** What is known to be in it. */
  known: Buffer;
}

/**
 * Keeps files open for a while that another one has replaced. Who writes a file in place, bit by bit, and has it open when it is
 * replaced goes on in a file that nobody finds any more: here it is found. On Windows nobody replaces a file that somebody has
 * open, so nothing is kept there.
 */
export class ReplacedFiles implements Disposable {
  /** Of the whole process: it is the process that runs out of descriptors. */
  static readonly #open = new Set<Kept>();
  readonly #own = new Set<Kept>();
  readonly #delay: (milliseconds: number) => Promise<void>;
  readonly #late: Emitter<LateWrite>;
  readonly #log: (error: unknown) => void;

  constructor(log: (error: unknown) => void, delay = idly) {
    this.#log = log;
    this.#delay = delay;
    this.#late = new Emitter<LateWrite>(log);
  }

  /** See `DocumentStore.onDidWriteReplaced`. */
  get onDidWrite() {
    return this.#late.event;
  }

  /** How many are looked after. */
  get size(): number {
    return this.#own.size;
  }

  /** Looks after one replacement. */
  replacing(place: Place): Replacing {
    let handle: number | undefined;
    const close = (): void => {
      if (handle !== undefined) fs.close(handle, this.#ignore);
      handle = undefined;
    };
    return {
      open: (path) => {
        close();
        if (process.platform === 'win32') return;
        try {
          handle = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
        } catch {
          // It is replaced all the same.
        }
      },
      keep: (before) => {
        if (handle === undefined) return;
        const kept: Kept = { handle, place, known: before };
        handle = undefined;
        this.#own.add(kept);
        ReplacedFiles.#open.add(kept);
        for (const oldest of ReplacedFiles.#open) {
          if (ReplacedFiles.#open.size <= keptAtMost) break;
          ReplacedFiles.#open.delete(oldest);
        }
        void this.#follow(kept);
      },
      close,
    };
  }

  dispose(): void {
    for (const kept of this.#own) ReplacedFiles.#open.delete(kept);
    this.#late.dispose();
  }

  async #follow(kept: Kept): Promise<void> {
    try {
      // Whatever was written between the last read and now is not known yet.
      let isChanged = true;
      let still = 0;
      let stamp: string | undefined;
      for (let look = 0; look < looksAtMost && ReplacedFiles.#open.has(kept); look++) {
        await this.#delay(stepTime);
        const now = await stampOf(kept.handle);
        if (now !== stamp) {
          // The first look has nothing to compare with.
          if (stamp !== undefined) look = 0;
          stamp = now;
          still = 0;
          isChanged = true;
        } else if (isChanged && ++still >= stillFor) {
          still = 0;
          isChanged = !(await this.#tell(kept, false));
        }
      }
      // Two writes in one tick of the disk's clock have one time; and what was waited for has not come.
      await this.#tell(kept, true);
    } catch (error) {
      this.#log(error);
    } finally {
      this.#own.delete(kept);
      ReplacedFiles.#open.delete(kept);
      fs.close(kept.handle, this.#ignore);
    }
  }

  /** Tells what is new in a file, at the end also what may be unfinished. Gives whether nothing is left to be told. */
  async #tell(kept: Kept, isEnd: boolean): Promise<boolean> {
    const bytes = await read(kept.handle);
    if (bytes.equals(kept.known)) return true;
    const [old, now] = [decode(kept.known), decode(bytes)];
    const isText = old.kind === 'text' && now.kind === 'text';
    const isWhole = isText && !endsInRow(now.text) && linesIn(now.text) >= linesIn(old.text);
    if (!isWhole && !isEnd) return false;
    kept.known = bytes;
    // Who emptied it and wrote no more had nothing to say.
    if (isText && now.text !== '')
      this.#late.fire({ ...kept.place, base: old.text, text: now.text, isWhole });
    return true;
  }

  readonly #ignore = (error: unknown): void => {
    // Nothing was written through it.
    if (error !== null && error !== undefined) this.#log(error);
  };
}

/** Waits without keeping the process alive. */
function idly(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

/** The whole file, from its beginning each time. */
function read(handle: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    fs.fstat(handle, (error, stats) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const buffer = Buffer.alloc(stats.size);
      fs.read(handle, buffer, 0, stats.size, 0, (failed, count) => {
        if (failed === null) resolve(buffer.subarray(0, count));
        else reject(failed);
      });
    });
  });
}

function stampOf(handle: number): Promise<string> {
  return new Promise((resolve, reject) => {
    fs.fstat(handle, { bigint: true }, (error, stats) => {
      if (error === null) resolve(`${stats.size}:${stats.mtimeNs}`);
      else reject(error);
    });
  });
}

function linesIn(text: string): number {
  return text.split('\n').length;
}
