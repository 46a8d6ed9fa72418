import type { ProcessName } from '../../core/model/codes/files.ts';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { placeOf, realPath, type Place } from './lockPlace.ts';
import { findOwnFolder, makeOwnFolder, parseRecord, readOwn, removeQuietly, writeOwn } from './ownFolders.ts';
import {
  livenessOf,
  nameOfProcess,
  ownIdentity,
  readIdentity,
  type ProcessIdentity,
} from './processIdentity.ts';
import { diskNow, temporaryName } from './temporaryFiles.ts';

/** So often a window says that its files are still unsaved, in milliseconds. */
const heartbeat = 30_000;
/** A window that cannot be looked at, and that said nothing for so long, is gone: in another container, or on another machine. */
const silence = 4 * heartbeat;

/** What a window says of the files of one clone. */
interface Registered {
  readonly place: Place;
  /** See {@link Place.key}. */
  readonly keys: readonly string[];
}

/**
 * Tells other windows and tools which files have unsaved changes here: only a window itself knows that. One file for each
 * window, beside the locks, gone when nothing is unsaved, and written again and again until then.
 */
export class UnsavedRegistry {
  readonly #name = `${process.pid}-${randomBytes(6).toString('hex')}.json`;
  readonly #log: (error: unknown) => void;
  readonly #heartbeat: number;
  /** By the folder that their clone shares. */
  #written = new Map<string, Registered>();
  #timer: NodeJS.Timeout | undefined;

  constructor(log: (error: unknown) => void, options: { readonly heartbeat?: number } = {}) {
    this.#log = log;
    this.#heartbeat = options.heartbeat ?? heartbeat;
  }

  /** Registers that these files, and no others, have unsaved changes in this window. */
  register(paths: readonly string[]): void {
    const wanted = new Map<string, Registered>();
    for (const path of paths)
      this.#safely(() => {
        const real = realPath(path);
        if (real === undefined) return;
        const place = placeOf(real);
        wanted.set(place.shared, {
          place,
          keys: [...(wanted.get(place.shared)?.keys ?? []), place.key],
        });
      });
    for (const [shared, { place }] of this.#written) if (!wanted.has(shared)) this.#remove(place);
    for (const [shared, entry] of wanted)
      if (this.#written.get(shared)?.keys.join('\0') !== entry.keys.join('\0')) this.#write(entry);
    this.#written = wanted;
    this.#beat();
  }

  /** Whether another window that lives has unsaved changes of a file. */
  isDirtyElsewhere(path: string): boolean {
    return this.whoElse(path) !== undefined;
  }

  /** The process of another window that lives and has unsaved changes of a file. */
  whoElse(path: string): ProcessName | undefined {
    return this.#safely(() => {
      const real = realPath(path);
      const place = real === undefined ? undefined : placeOf(real);
      const folder = place === undefined ? undefined : findOwnFolder(place, 'dirty');
      if (place === undefined || folder === undefined) return undefined;
      for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
        if (!entry.isFile() || !/^\d+-[0-9a-f]{12}\.json$/.test(entry.name) || entry.name === this.#name)
          continue;
        const who = this.#safely(() => whoTells(place, join(folder, entry.name)));
        if (who !== undefined) return nameOfProcess(who);
      }
      return undefined;
    });
  }

  dispose(): void {
    this.register([]);
  }

  #beat(): void {
    if (this.#written.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#timer ??= setInterval(() => {
      for (const entry of this.#written.values()) this.#write(entry);
    }, this.#heartbeat).unref();
  }

  #write({ place, keys }: Registered): void {
    this.#safely(() => {
      const folder = makeOwnFolder(place, 'dirty');
      const temporary = join(makeOwnFolder(place, 'new'), temporaryName());
      try {
        writeOwn(place, temporary, JSON.stringify({ ...ownIdentity(), keys }));
        fs.renameSync(temporary, join(folder, this.#name));
      } finally {
        removeQuietly(temporary);
      }
    });
  }

  #remove(place: Place): void {
    this.#safely(() => {
      const folder = findOwnFolder(place, 'dirty');
      if (folder !== undefined) fs.rmSync(join(folder, this.#name), { force: true });
    });
  }

  /** What others can put on the disk ends no command: it is logged, and counts as nothing told. */
  #safely<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      this.#log(error);
      return undefined;
    }
  }
}

/** Who tells in a record that a file is unsaved; a record whose process is gone is removed. */
function whoTells(place: Place, path: string): ProcessIdentity | undefined {
  const record = readOwn(path);
  const fields = parseRecord(record?.text ?? '');
  const identity = readIdentity(fields);
  // Torn, or no record at all: not for us to remove.
  if (record === undefined || identity === undefined) return undefined;
  const liveness = livenessOf(identity);
  // One from the future was written before the disk's clock was set back, and not again since.
  const isSilent = (): boolean => Math.abs(diskNow(place) - record.at) > silence;
  if (liveness === 'dead' || (liveness === 'unknown' && isSilent())) {
    removeQuietly(path);
    return undefined;
  }
  const { keys } = fields;
  return Array.isArray(keys) && keys.includes(place.key) ? identity : undefined;
}
