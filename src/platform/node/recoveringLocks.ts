import { basename, join, resolve } from 'node:path';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import type { HeldLock, ResolvedFile } from '../../project/documentWriter.ts';
import { FileLocks, type LockedFile } from './fileLock.ts';
import { isInterrupted, recoverInterrupted, type Recovered } from './journalRecovery.ts';
import { placeOf, type Place } from './lockPlace.ts';
import { whyNotOurs, type OwnPlace } from './ownFolders.ts';

/** How often a change of several files is settled before somebody waits for one of them no longer. */
const mostRecoveries = 3;
/** So long somebody who only reads waits for one who may be at work on a change, in milliseconds. */
const readersPatience = 250;

/** A file of a change that has stopped halfway. */
interface Interrupted {
  readonly kind: 'interrupted';
  readonly real: string;
  readonly place: Place;
}

/**
 * {@link FileLocks}, for one file or several: nobody gets to work on what a change of several files left halfway when its process
 * ended. It is settled first, without any lock in hand but those of that change.
 */
export class RecoveringLocks {
  readonly #locks: FileLocks;
  readonly #options: { readonly patience?: number };
  readonly #onRecovered: (recovered: Recovered) => void;

  /** @param onRecovered is told of what was left halfway, and what became of it */
  constructor(
    options: { readonly patience?: number } = {},
    onRecovered: (recovered: Recovered) => void = () => undefined,
  ) {
    this.#locks = new FileLocks(options);
    this.#options = options;
    this.#onRecovered = onRecovered;
  }

  /** Settles what was left halfway in some places, before anybody has to lock it; whether there was anything. */
  async recover(places: Iterable<OwnPlace>): Promise<boolean> {
    const locks = new FileLocks({ patience: readersPatience });
    let isAny = false;
    for (const place of places)
      for (const recovered of await recoverInterrupted(place, locks)) {
        // Whoever takes the lock of a file is told why.
        if (recovered.kind === 'refused') continue;
        isAny = true;
        this.#onRecovered(recovered);
      }
    return isAny;
  }

  /** See {@link FileLocks.hold}. */
  hold<T>(
    file: ResolvedFile | string,
    run: (held: HeldLock | undefined) => Promise<T>,
  ): Promise<T | Refusal> {
    return this.holdAll([file], ([held]) => run(held));
  }

  /** The same for several files: their locks are taken in an order that all keep to, and `run` is given them in that of `files`. */
  async holdAll<T>(
    files: readonly (ResolvedFile | string)[],
    run: (held: readonly (HeldLock | undefined)[]) => Promise<T>,
  ): Promise<T | Refusal> {
    for (let recoveries = 0; ; recoveries++) {
      const result = await this.#locks.holdAll(files, async (locked) => {
        const found = findInterrupted(files, locked);
        if (found !== undefined) return found;
        return { kind: 'ran' as const, value: await run(locked.map(({ held }) => held)) };
      });
      if (result.kind === 'ran') return result.value;
      if (result.kind === 'refused') return result;
      const { real, place } = result;
      if (recoveries >= mostRecoveries) return busy(real, place);
      // The queues of others of this process have no end to their patience.
      for (const recovered of await recoverInterrupted(place, new FileLocks(this.#options), real)) {
        if (recovered.kind === 'refused') return recovered;
        this.#onRecovered(recovered);
      }
    }
  }
}

function busy(real: string, { shared }: Place): Refusal {
  return refusal('file.busy', {
    name: basename(real),
    holder: { kind: 'others' },
    locks: join(shared, 'locks'),
  });
}

function findInterrupted(
  files: readonly (ResolvedFile | string)[],
  locked: readonly LockedFile[],
): Interrupted | Refusal | undefined {
  for (const [at, file] of files.entries()) {
    const { held, place: known } = locked[at] ?? { held: undefined, place: undefined };
    const real = held?.file.real ?? (typeof file === 'string' ? resolve(file) : file.real);
    let place = known;
    try {
      // Also one that is not there may be about to be made, or to be removed with others.
      place ??= placeOf(real);
      if (isInterrupted(place, real, held !== undefined)) return { kind: 'interrupted', real, place };
    } catch (error) {
      const why =
        place === undefined ? { reason: 'other' as const, text: String(error) } : whyNotOurs(error, place);
      return refusal('file.notWritten', { name: basename(real), reason: 'noLock', why });
    }
  }
  return undefined;
}
