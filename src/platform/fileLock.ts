import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { t } from '@vscode/l10n';
import type { HeldLock, Refused } from '../project/host.ts';
import { codeOf, hasCode } from './disk.ts';
import { lacksHardLinks, removeQuietly, whyNotWritten } from './fileWrites.ts';
import { lockFolderOf, makeSharedFolder, realPath } from './lockPlace.ts';
import { livenessOf, ownIdentity, readIdentity, type ProcessIdentity } from './processIdentity.ts';

/** How long a holder that cannot be looked at is believed, in milliseconds: it may be in another container. */
const lease = 30_000;
/** How long it is waited for a lock, in milliseconds. */
const patience = 5000;

/** What a lock's folder holds of one generation. */
interface Generation {
  readonly number: number;
  readonly released: boolean;
}

/**
 * Exclusive use of files among all processes that ask for it here. A lock is a folder with a file for each generation: the
 * highest number is the lock, and it is free when `<n>.r` is beside it or its holder is surely dead. To take it means to link
 * `<n+1>`, which succeeds for one; nothing is ever deleted to make room for a new lock, so that no two can think it theirs.
 * (Locks that remove a stale one first admit two holders after a crash.)
 */
export class FileLocks {
  readonly #patience: number;
  readonly #identity = ownIdentity();
  /** The last in each queue of this process, by the lock's folder. */
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(options: { readonly patience?: number } = {}) {
    this.#patience = options.patience ?? patience;
  }

  /**
   * Runs `run` while the lock of a file is held, and gives what it gives. A file that is not there needs no lock.
   * Never wait for a person, or for another lock, while holding one.
   */
  async hold<T>(path: string, run: (held: HeldLock | undefined) => Promise<T>): Promise<T | Refused> {
    const place = placeOf(path);
    if (place === undefined) return run(undefined);
    if ('kind' in place) return place;
    const { real, folder } = place;
    const before = this.#queues.get(folder);
    const mine = (async () => {
      // Whoever was before told its own failures.
      await before?.catch(() => undefined);
      return this.#hold(real, folder, run);
    })();
    this.#queues.set(folder, mine);
    try {
      return await mine;
    } finally {
      if (this.#queues.get(folder) === mine) this.#queues.delete(folder);
    }
  }

  async #hold<T>(real: string, folder: string, run: (held: HeldLock) => Promise<T>): Promise<T | Refused> {
    const number = await this.#acquire(real, folder);
    if (typeof number === 'object') return number;
    try {
      return await run({
        still: () => isHighest(folder, number),
        temporary: temporaryOf(real, number),
      });
    } finally {
      release(folder, number);
    }
  }

  async #acquire(real: string, folder: string): Promise<number | Refused> {
    // What cannot be written needs no lock; and to make a folder on a read-only disk fails with all kinds of words.
    try {
      fs.accessSync(real, fs.constants.W_OK);
    } catch (error) {
      return {
        kind: 'refused',
        code: 'file.notWritten',
        message: `${basename(real)}: ${whyNotWritten(error)}`,
      };
    }
    const begun = performance.now();
    /** How often in a row something was not there. */
    let missing = 0;
    for (let attempt = 0; ; attempt++) {
      let holder: string | undefined;
      try {
        makeSharedFolder(folder);
        const last = generations(folder).at(-1);
        holder = last === undefined || last.released ? undefined : holderOf(folder, last.number);
        const number = (last?.number ?? 0) + 1;
        if (holder === undefined && this.#take(folder, number)) {
          clean(real, folder, number);
          return number;
        }
        missing = 0;
      } catch (error) {
        // A folder that was removed meanwhile is made again; one that cannot be made is not there either.
        if (!hasCode(error, 'ENOENT') || ++missing > 20) return noLock(real, error);
      }
      if (performance.now() - begun > this.#patience)
        return {
          kind: 'refused',
          code: 'file.busy',
          message: t(
            '{0} is being changed by {1}; nothing was written. Try again.',
            basename(real),
            holder ?? t('others'),
          ),
        };
      // Not all at the same moments.
      const pause = Math.min(2 ** Math.min(attempt, 5), 24) * (0.5 + Math.random());
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Makes a generation; false when somebody was quicker. Whatever goes wrong, none is left behind that waits for nobody. */
  #take(folder: string, number: number): boolean {
    const record = JSON.stringify({ ...this.#identity, nonce: randomBytes(8).toString('hex') });
    try {
      if (!publish(folder, number, record)) return false;
      if (isHighest(folder, number)) return true;
      // Somebody was quicker by a whole turn, and has a higher one.
      removeQuietly(join(folder, String(number)));
      return false;
    } catch (error) {
      if (isRecord(folder, number, record)) release(folder, number);
      throw error;
    }
  }
}

function noLock(path: string, error: unknown): Refused {
  return {
    kind: 'refused',
    code: 'file.notWritten',
    message: t(
      '{0}: nothing was written, its lock cannot be taken ({1}).',
      basename(path),
      codeOf(error) || String(error),
    ),
  };
}

/** The real path of a file and the folder of its lock; undefined for a file that is not there. */
function placeOf(path: string): { readonly real: string; readonly folder: string } | Refused | undefined {
  try {
    const real = realPath(path);
    return real === undefined ? undefined : { real, folder: lockFolderOf(real) };
  } catch (error) {
    return noLock(path, error);
  }
}

function temporaryOf(real: string, generation: number): string {
  return join(dirname(real), `.${basename(real)}.${generation}.throughline`);
}

/** All generations in the folder, the highest last. */
function generations(folder: string): Generation[] {
  const names = fs.readdirSync(folder);
  const released = new Set(names.filter((name) => name.endsWith('.r')));
  return names
    .filter((name) => /^\d{1,15}$/.test(name))
    .map((name) => ({ number: Number(name), released: released.has(`${name}.r`) }))
    .sort((a, b) => a.number - b.number);
}

function isHighest(folder: string, number: number): boolean {
  try {
    return generations(folder).at(-1)?.number === number;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Makes a generation, whole or not at all; false when somebody else has it. */
function publish(folder: string, number: number, record: string): boolean {
  const target = join(folder, String(number));
  const temporary = join(folder, `${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
  try {
    fs.writeFileSync(temporary, record, { flag: 'wx' });
    try {
      fs.linkSync(temporary, target);
    } catch (error) {
      // A disk without hard links: what is read of it while it is written counts as alive.
      if (!lacksHardLinks(error)) throw error;
      fs.writeFileSync(target, record, { flag: 'wx' });
    }
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    removeQuietly(temporary);
  }
}

function isRecord(folder: string, number: number, record: string): boolean {
  try {
    return fs.readFileSync(join(folder, String(number)), 'utf8') === record;
  } catch {
    // Not there: not ours.
    return false;
  }
}

/** Who holds a generation, in words; undefined when it is free because its holder is dead. */
function holderOf(folder: string, number: number): string | undefined {
  const path = join(folder, String(number));
  const age = Date.now() - fs.statSync(path).mtimeMs;
  const identity = recordedIdentity(path);
  // Also a clock that was set back ends a lease.
  const expired = Math.abs(age) > lease;
  if (identity === undefined) return expired ? undefined : t('an unknown process');
  const liveness = livenessOf(identity);
  if (liveness === 'dead' || (liveness === 'unknown' && expired)) return undefined;
  return t('process {0} on {1}', identity.pid, identity.host);
}

function recordedIdentity(path: string): ProcessIdentity | undefined {
  try {
    return readIdentity(JSON.parse(fs.readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Removes what earlier holders left, once they can have no more to say: also the content that they did not finish. */
function clean(real: string, folder: string, number: number): void {
  let names: string[];
  try {
    names = fs.readdirSync(folder);
  } catch {
    // The next holder cleans.
    return;
  }
  for (const name of names) {
    const old = /^(\d{1,15})(?:\.r)?$/.exec(name)?.[1];
    if (old !== undefined && Number(old) < number) {
      removeQuietly(temporaryOf(real, Number(old)));
      removeQuietly(join(folder, name));
    }
    const pid = /^(\d+)-[0-9a-f]+\.tmp$/.exec(name)?.[1];
    // One of this process that lives and loses it tries again.
    if (pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid))))
      removeQuietly(join(folder, name));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

/** Others wait until this is written: so it is tried until it is. */
function release(folder: string, number: number, attempt = 0): void {
  try {
    fs.linkSync(join(folder, String(number)), join(folder, `${number}.r`));
  } catch (error) {
    // Taken over, or the folder was removed: there is nothing left to release.
    if (hasCode(error, 'EEXIST', 'ENOENT')) return;
    if (lacksHardLinks(error) && releaseWithoutLinks(folder, number)) return;
    if (attempt < 3) release(folder, number, attempt + 1);
    else
      setTimeout(() => {
        release(folder, number, attempt);
      }, 500).unref();
  }
}

function releaseWithoutLinks(folder: string, number: number): boolean {
  try {
    fs.writeFileSync(join(folder, `${number}.r`), '');
    return true;
  } catch {
    // Tried again, as any other failure to release.
    return false;
  }
}
