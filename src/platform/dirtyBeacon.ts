import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { hasCode } from './disk.ts';
import { makeSharedFolder, realPath, sharedFolderOf } from './lockPlace.ts';
import { livenessOf, ownIdentity, readIdentity } from './processIdentity.ts';

/**
 * Tells other windows and tools which files have unsaved changes here: only a window itself knows that. One file for each
 * window, beside the locks, gone when nothing is unsaved.
 */
export class DirtyBeacon {
  readonly #name = `${process.pid}-${randomBytes(6).toString('hex')}.json`;
  readonly #log: (error: unknown) => void;
  /** Real paths by the folder that their clone shares. */
  #told = new Map<string, readonly string[]>();

  constructor(log: (error: unknown) => void) {
    this.#log = log;
  }

  /** Says that these files, and no others, have unsaved changes in this window. */
  tell(paths: readonly string[]): void {
    const wanted = new Map<string, string[]>();
    for (const path of paths) {
      const real = realPath(path);
      if (real === undefined) continue;
      const folder = join(sharedFolderOf(real), 'dirty');
      wanted.set(folder, [...(wanted.get(folder) ?? []), real]);
    }
    for (const folder of this.#told.keys()) if (!wanted.has(folder)) this.#remove(folder);
    for (const [folder, files] of wanted)
      if (this.#told.get(folder)?.join('\0') !== files.join('\0')) this.#write(folder, files);
    this.#told = wanted;
  }

  /** Whether another window that lives has unsaved changes of a file. */
  isDirtyElsewhere(path: string): boolean {
    const real = realPath(path);
    if (real === undefined) return false;
    const folder = join(sharedFolderOf(real), 'dirty');
    let names: string[];
    try {
      names = fs.readdirSync(folder);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return false;
      throw error;
    }
    return names.some((name) => name !== this.#name && this.#tells(join(folder, name), real));
  }

  dispose(): void {
    this.tell([]);
  }

  #tells(file: string, real: string): boolean {
    try {
      const fields = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
      const identity = readIdentity(fields);
      if (identity === undefined || livenessOf(identity) === 'dead') {
        fs.rmSync(file, { force: true });
        return false;
      }
      return Array.isArray(fields['files']) && fields['files'].includes(real);
    } catch (error) {
      // Just being written, or gone: the next look tells.
      if (!(error instanceof SyntaxError) && !hasCode(error, 'ENOENT')) this.#log(error);
      return false;
    }
  }

  #write(folder: string, files: readonly string[]): void {
    try {
      makeSharedFolder(folder);
      const file = join(folder, this.#name);
      fs.writeFileSync(`${file}.tmp`, JSON.stringify({ ...ownIdentity(), files }));
      fs.renameSync(`${file}.tmp`, file);
    } catch (error) {
      this.#log(error);
    }
  }

  #remove(folder: string): void {
    try {
      fs.rmSync(join(folder, this.#name), { force: true });
    } catch (error) {
      this.#log(error);
    }
  }
}
