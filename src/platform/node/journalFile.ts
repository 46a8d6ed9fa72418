import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hasCode, maximumSize } from './disk.ts';
import { link } from './fileCreation.ts';
import { keepOwner, writeWhole } from './fileSteps.ts';
import { mayBePut } from './journalTrust.ts';
import type { OpenFolder } from './openFolder.ts';
import { removeQuietly } from './ownFolders.ts';
import { besideIn, contentName } from './temporaryFiles.ts';

export type Side = 'before' | 'after';

/** What is told apart of a file's content. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What one step of a change in the journal is about, and whether it was made. */
export interface JournalMember {
  readonly real: string;
  readonly name: string;
  /** Hashes of contents; undefined where there is none. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** `Place.shared` of it. */
  readonly shared: string;
  /** Whether it is as before or after the step; `other` where somebody else was at it. */
  state(): Side | 'other';
  /** Whether a content is still kept, whole. */
  has(side: Side): boolean;
  /** Makes the step. */
  forward(): void;
  /** Takes the step back. False where that cannot be done any more. */
  back(): boolean;
  removeContent(side: Side): void;
  close(): void;
}

interface Fields {
  readonly change: string;
  /** Which one of the change's files it is. */
  readonly index: number;
  readonly real: string;
  /** `Place.shared` of the file. */
  readonly shared: string;
  /** Held open; undefined once it is not there any more. */
  readonly folder: OpenFolder | undefined;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * One file of a change that is in the journal. Its content before and after is kept until the change is settled: the one after
 * takes the file's name, so that it is gone from its own place exactly once the file was replaced.
 */
export class JournalFile implements JournalMember {
  readonly real: string;
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly shared: string;
  readonly #folder: OpenFolder | undefined;
  readonly #content: (side: Side) => string;

  constructor({ change, index, real, shared, folder, before, after }: Fields) {
    this.real = real;
    this.name = basename(real);
    this.shared = shared;
    this.before = before;
    this.after = after;
    this.#folder = folder;
    this.#content = (side) => contentName(change, index, side);
  }

  /** Which content it has; `other` where somebody else changed it, or put something else in its place. */
  state(): Side | 'other' {
    if (this.#folder === undefined) return 'other';
    const found = readPlain(this.#folder.at(this.name));
    if (found === 'unfit') return 'other';
    const hash = found === undefined ? undefined : hashOf(found.bytes);
    if (hash === this.after) return 'after';
    return hash === this.before ? 'before' : 'other';
  }

  /** Where a content is kept, the best place first: only on the same disk it can take the file's name. */
  places(side: Side): readonly string[] {
    const name = this.#content(side);
    const own = join(this.shared, 'new', name);
    return this.#folder === undefined ? [own] : [own, besideIn(this.#folder.at('.'), name)];
  }

  /** Whether the content is still kept, whole. There is none of a file that is to be away. */
  has(side: Side): boolean {
    return this[side] !== undefined && this.#find(side) !== undefined;
  }

  /** Gives the file its new content; nothing is replaced that came where nothing was. */
  forward(): void {
    this.#give('after', 'before');
  }

  /** Gives the file its old content. False when that is not there any more, or when somebody else changed the file. */
  back(): boolean {
    const state = this.state();
    if (state !== 'after') return state === 'before';
    if (this.before !== undefined && !this.has('before')) return false;
    this.#give('before', 'after');
    return true;
  }

  removeContent(side: Side): void {
    for (const path of this.places(side)) removeQuietly(path);
  }

  close(): void {
    this.#folder?.close();
  }

  #give(side: Side, from: Side): void {
    const folder = this.#folder;
    if (folder === undefined) return;
    const target = folder.at(this.name);
    if (this[side] === undefined) fs.unlinkSync(target);
    else {
      const content = this.#find(side) ?? this.places(side)[0] ?? '';
      const take = (path: string): void => {
        if (this[from] === undefined) link(path, target);
        else fs.renameSync(path, target);
      };
      try {
        take(content);
      } catch (error) {
        if (!hasCode(error, 'EXDEV')) throw error;
        // One disk, mounted twice.
        take(copyBeside(content, besideIn(folder.at('.'), this.#content(side))));
        removeQuietly(content);
      }
      if (this[from] === undefined) this.removeContent(side);
    }
    folder.flush();
  }

  #find(side: Side): string | undefined {
    const folder = this.#folder;
    return this.places(side).find((path) => {
      const found = readPlain(path);
      if (found === undefined || found === 'unfit' || hashOf(found.bytes) !== this[side]) return false;
      if (folder === undefined) return true;
      const replaced = fs.lstatSync(folder.at(this.name), { throwIfNoEntry: false });
      return mayBePut(found.stats, fs.statSync(dirname(path)), folder.stats(), replaced);
    });
  }
}

function copyBeside(from: string, to: string): string {
  const stats = fs.lstatSync(from);
  writeWhole(to, fs.readFileSync(from), 0o600, (handle) => {
    keepOwner(handle, stats);
  });
  return to;
}

/** A plain file; undefined where nothing is, `unfit` for anything else, and for what is no text of ours by its size. */
function readPlain(
  path: string,
): { readonly bytes: Uint8Array; readonly stats: fs.Stats } | 'unfit' | undefined {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  let handle: number;
  try {
    handle = fs.openSync(path, O_RDONLY | (O_NOFOLLOW | 0) | (O_NONBLOCK | 0));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (hasCode(error, 'ELOOP', 'EMLINK', 'ENXIO', 'EISDIR')) return 'unfit';
    throw error;
  }
  try {
    const stats = fs.fstatSync(handle);
    if (!stats.isFile() || stats.size > maximumSize) return 'unfit';
    return { bytes: fs.readFileSync(handle), stats };
  } finally {
    fs.closeSync(handle);
  }
}
