import * as fs from 'node:fs';
import { join } from 'node:path';
import type { WhyNotOurs, WhyNotWritten } from '../../core/model/codes/files.ts';
import type { HeldToolLock } from '../../project/documentWriter.ts';
import { hasCode } from './disk.ts';
import { makeChild } from './fileCreation.ts';
import { whyNotWritten } from './fileSteps.ts';
import { FolderExchanged, OpenFolder } from './openFolder.ts';
import { NotOurs, tolerate } from './ownFolders.ts';
import { takeLockFile } from './toolLockFile.ts';

/** Who has held a lock until so many milliseconds before it is stale writes nothing any more: the tool is about to take it. */
const margin = 1000;
/** How often it is tried to remove a lock. One that stays is stale after its time, for the tool and for us. */
const removals = 3;

/** Where a lock is, and when it is stale. */
export interface ToolLockPlace {
  /** The real path of the folder that the names are looked up in. */
  readonly root: string;
  readonly names: readonly string[];
  readonly isFile?: true;
  readonly staleAfterMs: number;
}

/** What became of taking a lock. */
export type TakenToolLock =
  HeldToolLock | { readonly kind: 'busy' } | { readonly kind: 'failed'; readonly why: WhyNoToolLock };
type WhyNoToolLock = WhyNotWritten | { readonly reason: 'noLock'; readonly why: WhyNotOurs };

/** The path of a lock. */
export function toolLockPath({ root, names }: ToolLockPlace): string {
  return join(root, ...names);
}

/**
 * Takes the lock of another tool as that tool does: whoever makes the folder has it, and one that nobody has touched for its time
 * is removed first. Nothing else is ever removed, and no link is followed. Between looking at a stale lock and removing it others
 * may do the same, as with all locks of this kind; so whoever holds one asks `still` before anything is written.
 */
export function takeToolLock(place: ToolLockPlace): TakenToolLock {
  const name = place.names.at(-1) ?? '';
  if (!place.names.every(isPlainName))
    return { kind: 'failed', why: { reason: 'noLock', why: { reason: 'other', text: 'EINVAL' } } };
  const above = join(place.root, ...place.names.slice(0, -1));
  let folder: OpenFolder | undefined;
  try {
    folder = openBelow(place.root, place.names.slice(0, -1));
    if (place.isFile === true) {
      const held = takeLockFile(folder, name, join(above, name));
      if (held === undefined) return { kind: 'busy' };
      folder = undefined;
      return held;
    }
    const at = folder.at(name);
    if (make(at, join(above, name), place.staleAfterMs)) {
      const held = hold(folder, at, place.staleAfterMs);
      folder = undefined;
      return held;
    }
    return { kind: 'busy' };
  } catch (error) {
    return { kind: 'failed', why: whyNot(error, place, above) };
  } finally {
    folder?.close();
  }
}

/** Whether a name is one part of a path on every system, and leads nowhere else. */
function isPlainName(name: string): boolean {
  return /^[\w.-]+$/.test(name) && !/^\.+$/.test(name);
}

/** Opens the folder of a lock, which is made where it is missing. */
function openBelow(root: string, names: readonly string[]): OpenFolder {
  let folder = new OpenFolder(root);
  for (const name of names) {
    const above = folder;
    try {
      const isThere = fs.lstatSync(above.at(name), { throwIfNoEntry: false }) !== undefined;
      folder = isThere ? above.child(name) : makeChild(above, name);
    } finally {
      above.close();
    }
  }
  return folder;
}

/** Makes a lock's folder; false where somebody else has it. */
function make(at: string, path: string, staleAfterMs: number): boolean {
  if (makeNew(at)) return true;
  const stats = fs.lstatSync(at, { throwIfNoEntry: false });
  // It was there a moment ago: the next look may be luckier.
  if (stats === undefined) return false;
  if (!stats.isDirectory()) throw new NotOurs(path);
  if (stats.mtimeMs >= Date.now() - staleAfterMs) return false;
  try {
    fs.rmdirSync(at);
  } catch (error) {
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw new NotOurs(path, 'notEmpty');
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  return makeNew(at);
}

function makeNew(at: string): boolean {
  try {
    fs.mkdirSync(at);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** A lock's folder that was just made. Its folder is closed with it. */
function hold(folder: OpenFolder, at: string, staleAfterMs: number): HeldToolLock {
  const begun = performance.now();
  let mark: string | undefined;
  const isOurs = (): boolean => mark !== undefined && markOf(at) === mark;
  const isSurelyOurs = (): boolean => {
    try {
      return isOurs();
    } catch {
      // It cannot be told, so nothing is written under it.
      return false;
    }
  };
  const remove = (): void => {
    for (let attempt = 0; attempt < removals; attempt++)
      try {
        if (isOurs()) fs.rmdirSync(at);
        return;
      } catch {
        // It may be gone all the same; what is there is looked at again.
      }
  };
  try {
    // By our clock, as its tool reads it; the fraction tells it from one that is made in the same place right afterwards.
    const now = (Date.now() + Math.random()) / 1000;
    tolerate(() => {
      fs.utimesSync(at, now, now);
    });
    mark = markOf(at);
  } catch (error) {
    // Of an unmarked one it is not sure any more whose it is, but it was made right now.
    tolerateAll(() => {
      fs.rmdirSync(at);
    });
    throw error;
  }
  return {
    kind: 'held',
    still: () => performance.now() - begun < staleAfterMs - margin && isSurelyOurs(),
    release: () => {
      remove();
      folder.close();
    },
  };
}

function tolerateAll(change: () => void): void {
  try {
    change();
  } catch {
    // The error that led here is the one that is told.
  }
}

/** What tells a folder from every other one that has its name before or after it. */
function markOf(at: string): string | undefined {
  const stats = fs.lstatSync(at, { bigint: true, throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) return undefined;
  return [stats.dev, stats.ino, stats.birthtimeNs, stats.mtimeNs].join(' ');
}

function whyNot(error: unknown, { root }: ToolLockPlace, above: string): WhyNoToolLock {
  if (error instanceof NotOurs) return { reason: 'noLock', why: { reason: error.reason, path: error.path } };
  if (error instanceof FolderExchanged || hasCode(error, 'ENOTDIR'))
    return { reason: 'noLock', why: { reason: 'inTheWay', path: above } };
  if (hasCode(error, 'EACCES', 'EPERM'))
    return { reason: 'noLock', why: { reason: 'notWritable', folder: above, like: root } };
  return whyNotWritten(error);
}
