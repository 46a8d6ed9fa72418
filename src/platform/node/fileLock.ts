import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { LockHolder, WhyNotOurs } from '../../core/model/codes/files.ts';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import type { HeldLock, ResolvedFile } from '../../project/documentWriter.ts';
import { codeOf, hasCode } from './disk.ts';
import { whyNotWritten } from './fileSteps.ts';
import {
  isHeld,
  isUnreachable,
  numberOf,
  publish,
  readLatest,
  release,
  type Latest,
  type Taken,
} from './lockFolder.ts';
import { isInside, lockName, placeOf, realPath, type Place } from './lockPlace.ts';
import { makeOwnFolders, parseRecord, readOwn, removeQuietly, tolerate, whyNotOurs } from './ownFolders.ts';
import { livenessOf, nameOfProcess, ownIdentity, readIdentity } from './processIdentity.ts';
import { besideIn, diskNow, isTemporaryName, sweep, temporaryName } from './temporaryFiles.ts';

/** How long a holder that cannot be looked at is believed, in milliseconds: it may be in another container. */
const lease = 30_000;
/** How long it is waited for a lock, in milliseconds. */
const patience = 5000;

/** A file to be locked. */
interface Target {
  readonly kind: 'target';
  readonly file: ResolvedFile;
  readonly place: Place;
}

/** A file's lock, and where it is; neither for a file that is not there. */
export interface LockedFile {
  readonly held: HeldLock | undefined;
  readonly place: Place | undefined;
}
const notLocked: LockedFile = { held: undefined, place: undefined };

/**
 * Exclusive use of files among all processes that ask for it here. A lock is a folder with a file for each generation: the
 * highest number is the lock, and it is free when `<n>.<nonce>.r` is beside it, with the nonce of its record, or its holder is
 * surely dead. To take it means to link `<n+1>`, which succeeds for one; nothing is ever deleted to make room for a new lock, so
 * that no two can think it theirs. (Locks that remove a stale one first admit two holders after a crash.) The nonce says whose a
 * number is, should somebody remove the folder while the lock is held.
 */
export class FileLocks {
  readonly #patience: number;
  readonly #identity = ownIdentity();
  /** The last in each queue of this process, by the lock's folder. */
  readonly #queues = new Map<string, Promise<unknown>>();
  /** Records of holders that cannot be looked at, with when they were first seen here, by the lock's folder. */
  readonly #seen = new Map<string, { readonly text: string; readonly since: number }>();

  constructor(options: { readonly patience?: number } = {}) {
    this.#patience = options.patience ?? patience;
  }

  /**
   * Runs `run` while the lock of a file is held, and gives what it gives. A file that is not there needs no lock. A path is
   * followed wherever it leads.
   * Never wait for a person, or for another lock, while holding one.
   */
  async hold<T>(
    file: ResolvedFile | string,
    run: (held: HeldLock | undefined, place: Place | undefined) => Promise<T>,
  ): Promise<T | Refusal> {
    const target = targetOf(file);
    if (target === undefined) return run(undefined, undefined);
    if (target.kind === 'refused') return target;
    const key = keyOf(target);
    const before = this.#queues.get(key);
    const mine = (async () => {
      // Whoever was before told its own failures.
      await before?.catch(() => undefined);
      return this.#hold(target, run);
    })();
    this.#queues.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#queues.get(key) === mine) this.#queues.delete(key);
    }
  }

  /**
   * The same with several files, all of which are locked: in one order, so that no two wait for each other. Worktrees of a clone
   * share the lock of a file.
   */
  async holdAll<T>(
    files: readonly (ResolvedFile | string)[],
    run: (locked: readonly LockedFile[]) => Promise<T>,
  ): Promise<T | Refusal> {
    const [first, ...others] = files;
    if (first !== undefined && others.length === 0)
      return this.hold(first, (held, place) => run([{ held, place }]));
    const targets = files.map(targetOf);
    const locks = new Map<string, Target>();
    for (const target of targets) {
      if (target?.kind === 'refused') return target;
      if (target !== undefined) locks.set(keyOf(target), target);
    }
    const locked = new Map<string, LockedFile>();
    const holdNext = ([next, ...rest]: readonly (readonly [string, Target])[]): Promise<T | Refusal> => {
      if (next === undefined)
        return run(
          targets.map((target) =>
            target?.kind === 'target' ? lockedFor(target.file, locked.get(keyOf(target))) : notLocked,
          ),
        );
      const [key, { file }] = next;
      return this.hold(file, (held, place) => {
        locked.set(key, { held, place });
        return holdNext(rest);
      });
    };
    return holdNext([...locks].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  async #hold<T>(target: Target, run: (held: HeldLock, place: Place) => Promise<T>): Promise<T | Refusal> {
    const taken = await this.#acquire(target);
    if (taken.kind === 'refused') return taken;
    const { place, file } = target;
    let lock = taken;
    try {
      const held: HeldLock = {
        still: () => isHeld(lock),
        temporaries: [
          join(place.shared, 'new', taken.temporary),
          besideIn(dirname(file.real), taken.temporary),
        ],
        file,
        followMove: (from, to) => {
          if (isInside(from, lock.folder)) lock = { ...lock, folder: join(to, relative(from, lock.folder)) };
        },
      };
      return await run(held, place);
    } finally {
      release(lock);
    }
  }

  async #acquire({ file: { real }, place }: Target): Promise<Taken | Refusal> {
    // What cannot be written needs no lock; and to make a folder on a read-only disk fails with all kinds of words.
    try {
      fs.accessSync(real, fs.constants.W_OK);
    } catch (error) {
      return refusal('file.notWritten', { name: basename(real), ...whyNotWritten(error) });
    }
    const begun = performance.now();
    /** How often in a row something was not there. */
    let missing = 0;
    for (let attempt = 0; ; attempt++) {
      let holder: LockHolder | undefined;
      try {
        const [, , folder = ''] = makeOwnFolders(place, ['new', 'locks', `locks/${lockName(place.key)}`]);
        const latest = readLatest(folder);
        holder = latest.isReleased ? undefined : this.#holderOf(folder, latest, place);
        missing = 0;
        if (holder === undefined && latest.next === undefined) {
          // No holder has such a number again, so this takes nothing from one who was quicker.
          clean(folder, isUnreachable, place, real);
        } else if (holder === undefined && latest.next !== undefined) {
          const taken = this.#take(folder, latest.next, place);
          if (taken !== undefined) {
            this.#seen.delete(folder);
            clean(folder, (number) => number < taken.number, place, real);
            sweep(place, dirname(real));
            return taken;
          }
        }
      } catch (error) {
        // A folder that was removed meanwhile is made again; one that cannot be made is not there either.
        if (!hasCode(error, 'ENOENT') || ++missing > 20) return noLock(real, whyNotOurs(error, place));
      }
      if (performance.now() - begun > this.#patience)
        return refusal('file.busy', {
          name: basename(real),
          holder: holder ?? { kind: 'others' },
          // Anybody can write a record there that names a process which lives.
          locks: join(place.shared, 'locks'),
        });
      // Not all at the same moments.
      const pause = Math.min(2 ** Math.min(attempt, 5), 24) * (0.5 + Math.random());
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Makes a generation; undefined when somebody was quicker. Whatever goes wrong, none is left that waits for nobody. */
  #take(folder: string, number: number, place: Place): Taken | undefined {
    const nonce = randomBytes(8).toString('hex');
    const temporary = temporaryName();
    const record = JSON.stringify({ ...this.#identity, nonce, temporary });
    const taken: Taken = { kind: 'taken', folder, number, nonce, record, temporary };
    try {
      if (!publish(taken, place)) return undefined;
      if (isHeld(taken)) return taken;
      // Somebody was quicker by a whole turn, and has a higher one.
      release(taken);
      return undefined;
    } catch (error) {
      release(taken);
      throw error;
    }
  }

  /** Who holds a generation; undefined when it is free because its holder is dead. */
  #holderOf(folder: string, { number, record }: Latest, place: Place): LockHolder | undefined {
    if (record === undefined) return undefined;
    const identity = readIdentity(parseRecord(record.text));
    const liveness = identity === undefined ? 'unknown' : livenessOf(identity);
    if (liveness === 'dead') return undefined;
    if (liveness === 'unknown' && this.#isExpired(folder, String(number), record, place)) return undefined;
    return identity === undefined ? { kind: 'unknown' } : { kind: 'process', ...nameOfProcess(identity) };
  }

  /** Whether a holder that cannot be looked at has had its time: by the disk's clock, or by ours since we first saw it. */
  #isExpired(
    folder: string,
    name: string,
    { text, at }: { readonly text: string; readonly at: number },
    place: Place,
  ): boolean {
    const seen = this.#seen.get(folder);
    if (seen?.text === text && performance.now() - seen.since > lease) return true;
    if (seen?.text !== text) this.#seen.set(folder, { text, since: performance.now() });
    const now = diskNow(place);
    // Its time would come much too late: from now on it is counted for everybody, also for those who do not stay that long.
    if (at > now)
      tolerate(() => {
        fs.utimesSync(join(folder, name), now / 1000, now / 1000);
      });
    return now - at > lease;
  }
}

function noLock(path: string, why: WhyNotOurs): Refusal {
  return refusal('file.notWritten', { name: basename(path), reason: 'noLock', why });
}

/** Names a lock. */
function keyOf({ place }: Target): string {
  return JSON.stringify([place.shared, place.key]);
}

/** The lock of a file, which may have been taken for another one that has the same. */
function lockedFor(file: ResolvedFile, { held, place }: LockedFile = notLocked): LockedFile {
  if (held === undefined) return notLocked;
  const [shared = ''] = held.temporaries;
  const temporaries = [shared, besideIn(dirname(file.real), basename(shared))];
  return { held: { ...held, file, temporaries }, place };
}

/** Where a file and its lock are; undefined for a file that is not there. */
function targetOf(file: ResolvedFile | string): Target | Refusal | undefined {
  const path = typeof file === 'string' ? file : file.real;
  try {
    const real = typeof file === 'string' ? realPath(file) : file.real;
    if (real === undefined || fs.lstatSync(real, { throwIfNoEntry: false }) === undefined) return undefined;
    const found = typeof file === 'string' ? { real, folder: dirname(real) } : file;
    return { kind: 'target', file: found, place: placeOf(real) };
  } catch (error) {
    return noLock(path, { reason: 'other', text: codeOf(error) || String(error) });
  }
}

/** Removes generations, once their holders can have no more to say: also the content that they did not finish. */
function clean(folder: string, isOld: (number: number) => boolean, place: Place, real: string): void {
  try {
    const old = fs
      .readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => ({ name, number: numberOf(name) ?? Infinity }))
      .filter(({ number }) => number !== Infinity && isOld(number))
      // The lock itself, the highest, is the last; a generation goes before the mark that says that it has ended.
      .sort((a, b) => a.number - b.number || a.name.length - b.name.length);
    for (const { name } of old) {
      const path = join(folder, name);
      const { temporary } = parseRecord(readOwn(path)?.text ?? '');
      // First, so that an earlier holder that goes on after a long stop finds nothing to put in the file's place.
      if (typeof temporary === 'string' && isTemporaryName(temporary)) {
        removeQuietly(join(place.shared, 'new', temporary));
        removeQuietly(besideIn(dirname(real), temporary));
      }
      removeQuietly(path);
    }
  } catch {
    // The next holder cleans.
  }
}
