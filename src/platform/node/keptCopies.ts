import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, join } from 'node:path';
import type { Coded } from '../../core/model/codes/coded.ts';
import type { CopyFailures } from '../../core/model/codes/unsaved.ts';
import { outsideProblem, stampFile, whyUnreadable, type Followed } from './disk.ts';
import { placeOf } from './lockPlace.ts';
import { makeOwnFolder, removeQuietly, whyNotOurs, writeOwnCopy } from './ownFolders.ts';

/** What is larger is not kept, in bytes: it is copied while the editor waits with its save. */
const longestCopy = 64 * 1024 * 1024;

export type Kept =
  /** `copy` is the path of the copy. */
  | { readonly kind: 'kept'; readonly copy: string }
  | { readonly kind: 'failed'; readonly why: Coded<CopyFailures> };

/**
 * Keeps the bytes that a file has now, in our own folder, before somebody writes over them. The copy is named by the time and the
 * file. Total: every failure is a value.
 * @param followed where the file is; nothing is read where a link leads out
 * @param stamp the state of the file (see {@link stampFile}) that is wanted
 */
export function keepCopy(followed: Followed, stamp: string): Kept {
  if (followed.kind === 'outside') return failed(outsideProblem(followed.target));
  if (followed.kind === 'broken') return notRead(followed.error);
  const { real } = followed;
  let original: { readonly bytes: Uint8Array; readonly mode: number } | undefined;
  try {
    original = readOriginal(real);
  } catch (error) {
    return notRead(error);
  }
  if (original === undefined) return failed({ code: 'copy.notRegular', data: {} });
  // A machine that is busy may have let the save go on already.
  if (stampFile(real) !== stamp) return failed({ code: 'copy.writtenAgain', data: {} });
  const place = placeOf(real);
  try {
    const time = new Date().toISOString().replaceAll(':', '-');
    // A name has 255 bytes at most, and a character four.
    const name = Array.from(basename(real)).slice(-40).join('');
    const copy = join(makeOwnFolder(place, 'kept'), `${time}-${randomBytes(4).toString('hex')}-${name}`);
    try {
      writeOwnCopy(place, copy, original.bytes, original.mode);
    } catch (error) {
      // Half a copy would look like a whole one.
      removeQuietly(copy);
      throw error;
    }
    return { kind: 'kept', copy };
  } catch (error) {
    return failed({ code: 'copy.noPlace', data: whyNotOurs(error, place) });
  }
}

function failed(why: Coded<CopyFailures>): Kept {
  return { kind: 'failed', why };
}

function notRead(error: unknown): Kept {
  return failed({ code: 'file.unreadable', data: whyUnreadable(error) });
}

function readOriginal(path: string): { readonly bytes: Uint8Array; readonly mode: number } | undefined {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  const handle = fs.openSync(path, O_RDONLY | (O_NOFOLLOW | 0) | (O_NONBLOCK | 0));
  try {
    const stats = fs.fstatSync(handle);
    if (!stats.isFile() || stats.size > longestCopy) return undefined;
    return { bytes: fs.readFileSync(handle), mode: stats.mode };
  } finally {
    fs.closeSync(handle);
  }
}
