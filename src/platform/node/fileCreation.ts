import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { WhyNotWritten } from '../../core/model/codes/files.ts';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import type { CreateResult } from '../../project/documentWriter.ts';
import { hasCode } from './disk.ts';
import { lacksHardLinks, whyNotWritten, writeWhole } from './fileSteps.ts';
import { placeOf, type Place } from './lockPlace.ts';
import { FolderExchanged, OpenFolder } from './openFolder.ts';
import { makeOwnFolder, removeQuietly, tolerate } from './ownFolders.ts';
import { besideIn, sweep, temporaryName } from './temporaryFiles.ts';

/**
 * Makes a file, whole or not at all, and the folders above it; whatever stands there already is left alone.
 * @param path without links on the way: what becomes one meanwhile is not followed
 */
export function createFile(path: string, text: string): CreateResult {
  let isMade = false;
  let folder: OpenFolder | undefined;
  try {
    const name = temporaryName();
    folder = makeFolders(dirname(path));
    const target = folder.at(basename(path));
    const place = placeOf(path);
    sweep(place, folder.path);
    const model = folder.stats();
    for (const temporary of [ownTemporary(place, name, model), besideIn(folder.at('.'), name)]) {
      if (temporary === undefined) continue;
      try {
        writeWhole(temporary, text, 0o666, (handle) => {
          beNewIn(handle, model);
        });
        try {
          link(temporary, target);
        } catch (error) {
          // A disk that reports a failure may have done it all the same, as those of a network do.
          if (!isSameFile(temporary, target)) throw error;
        }
        isMade = true;
        folder.flush();
        return { kind: 'created' };
      } catch (error) {
        if (!hasCode(error, 'EXDEV')) throw error;
      } finally {
        removeQuietly(temporary);
      }
    }
    throw new Error('no place for a temporary file');
  } catch (error) {
    // It is there, whole; that the disk has not said so is no reason to make it again.
    if (isMade) return { kind: 'created' };
    if (hasCode(error, 'EEXIST')) return { kind: 'exists' };
    return notMade(path, error);
  } finally {
    folder?.close();
  }
}

/** Removes a folder that is empty; one that is not, or is not there, stays as it is. */
export function removeFolder(path: string): Refusal | undefined {
  let above: OpenFolder | undefined;
  try {
    above = new OpenFolder(dirname(path));
    fs.rmdirSync(above.at(basename(path)));
    above.flush();
    return undefined;
  } catch (error) {
    return hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR') ? undefined : notMade(path, error);
  } finally {
    above?.close();
  }
}

/** Makes a folder and those above it, each flushed into the one that it is in, and opens it. */
export function makeFolders(path: string): OpenFolder {
  const above = dirname(path);
  if (above === path || fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined)
    return new OpenFolder(path);
  const parent = makeFolders(above);
  try {
    return makeChild(parent, basename(path));
  } finally {
    parent.close();
  }
}

/** Makes a folder in another one, flushed into that, and opens it; or opens the one that is there. */
export function makeChild(parent: OpenFolder, name: string): OpenFolder {
  try {
    fs.mkdirSync(parent.at(name));
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    return parent.child(name);
  }
  const { uid, gid } = parent.stats();
  // Whoever runs as root makes it for the owner of what it is in.
  if (process.geteuid?.() === 0)
    tolerate(() => {
      fs.lchownSync(parent.at(name), uid, gid);
    });
  parent.flush();
  return parent.child(name);
}

/** Where a new file may be written so that git does not see it; undefined where only its own folder will do. */
function ownTemporary(place: Place, name: string, { dev }: fs.Stats): string | undefined {
  if (!place.isInGit) return undefined;
  try {
    const folder = makeOwnFolder(place, 'new');
    return fs.statSync(folder).dev === dev ? join(folder, name) : undefined;
  } catch {
    // Without a folder of ours the one that the file is for will do.
    return undefined;
  }
}

/** Gives a file the owner and group that it would have had if it had been made in this folder, or by its owner. */
export function beNewIn(handle: number, folder: fs.Stats): void {
  const user = process.geteuid?.();
  if (user === undefined) return;
  const inherits = (folder.mode & 0o2000) !== 0 || user === 0;
  const uid = user === 0 ? folder.uid : user;
  const gid = inherits ? folder.gid : (process.getegid?.() ?? folder.gid);
  const now = fs.fstatSync(handle);
  if (now.uid !== uid || now.gid !== gid)
    tolerate(() => {
      fs.fchownSync(handle, uid, gid);
    });
}

/** Gives a file a name that nothing has yet. */
export function link(from: string, to: string): void {
  try {
    fs.linkSync(from, to);
  } catch (error) {
    // A disk without hard links.
    if (!lacksHardLinks(error)) throw error;
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
  }
}

function isSameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map((path) => fs.lstatSync(path, { bigint: true, throwIfNoEntry: false }));
  return one !== undefined && one.dev === other?.dev && one.ino === other.ino;
}

function notMade(path: string, error: unknown): Refusal {
  const why: WhyNotWritten = error instanceof FolderExchanged ? { reason: 'moved' } : whyNotWritten(error);
  return refusal('file.notWritten', { name: basename(path), ...why });
}
