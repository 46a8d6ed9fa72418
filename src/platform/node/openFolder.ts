import * as fs from 'node:fs';
import { join } from 'node:path';
import { hasCode } from './disk.ts';

/** Another folder than the one that was asked for: somebody put a link on the way to it. */
export class FolderExchanged extends Error {
  constructor(path: string) {
    super(`another folder: ${path}`);
  }
}

const reading = fs.constants.O_RDONLY | (fs.constants.O_DIRECTORY | 0) | (fs.constants.O_NOFOLLOW | 0);

/**
 * A folder, held open: names are looked up in it and nowhere else, whatever becomes of the path that led to it. Node.js cannot
 * pass a descriptor to most calls, but Linux has a path for each (proc(5), `/proc/self/fd`). Elsewhere the path is all there is;
 * then only its last part is surely no link.
 */
export class OpenFolder {
  readonly path: string;
  readonly #handle: number | undefined;
  readonly #at: string;

  /**
   * Throws {@link FolderExchanged} for what is not where its path says, and the system's error for what is not there.
   * @param path without links
   */
  constructor(path: string) {
    this.path = path;
    this.#handle = open(path);
    this.#at = path;
    if (this.#handle === undefined || process.platform !== 'linux') return;
    const at = `/proc/self/fd/${this.#handle}`;
    try {
      // Not mounted everywhere.
      if (!fs.existsSync(at)) return;
      if (!isSpelled(fs.readlinkSync(at), path)) throw new FolderExchanged(path);
      this.#at = at;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The path of a name in this folder, for a call of the file system while the folder is open. */
  at(name: string): string {
    return join(this.#at, name);
  }

  stats(): fs.Stats {
    return this.#handle === undefined ? fs.statSync(this.#at) : fs.fstatSync(this.#handle);
  }

  /** Opens a folder in it. */
  child(name: string): OpenFolder {
    const path = join(this.path, name);
    // Also where there is no other way to it than the path, this throws for a link.
    if (!fs.lstatSync(this.at(name)).isDirectory()) throw new FolderExchanged(path);
    return new OpenFolder(path);
  }

  /** Has the disk take the names in it, where the system can do that for a folder. */
  flush(): void {
    if (this.#handle === undefined) return;
    try {
      fs.fsyncSync(this.#handle);
    } catch (error) {
      if (!hasCode(error, 'EINVAL', 'EPERM', 'ENOTSUP')) throw error;
    }
  }

  close(): void {
    try {
      if (this.#handle !== undefined) fs.closeSync(this.#handle);
    } catch {
      // Nothing was written through it.
    }
  }
}

/** Undefined where folders cannot be opened. */
function open(path: string): number | undefined {
  try {
    return fs.openSync(path, reading);
  } catch (error) {
    // Windows opens no folders, and one that may be written may be unreadable.
    if (hasCode(error, 'EISDIR', 'EPERM', 'EACCES')) return undefined;
    if (fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      throw new FolderExchanged(path);
    throw error;
  }
}

/** A disk that takes capitals for small letters may know a path in either spelling. */
function isSpelled(actual: string, path: string): boolean {
  return actual.toLowerCase() === path.toLowerCase();
}
