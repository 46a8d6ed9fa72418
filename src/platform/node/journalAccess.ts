import * as fs from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { claimsFile } from '../../core/model/claim.ts';
import { hasCode } from './disk.ts';
import { JournalFile } from './journalFile.ts';
import { readSignpost, type JournalRecord } from './journalRecord.ts';
import { mayDecide } from './journalTrust.ts';
import { isInside, placeOf, realPath } from './lockPlace.ts';
import { FolderExchanged, OpenFolder } from './openFolder.ts';
import { findOwnFolder, isThere, NotOurs } from './ownFolders.ts';

/**
 * The files of a record, their folders held open; undefined for a record that somebody wrote who has no say in what becomes of them:
 * whatever it says, nothing outside of the worktrees of this clone is touched, nothing of git's but the claims that are ours, and nothing
 * through a link.
 */
export function openFiles(record: JournalRecord): readonly JournalFile[] | undefined {
  const files: JournalFile[] = [];
  let isOurs = false;
  try {
    if (realPath(record.home) !== record.home) return undefined;
    for (const [index, { path, before, after }] of record.files.entries()) {
      const real = resolve(record.home, path);
      if (files.some((file) => file.real === real)) return undefined;
      const folder = isThere(real) || isThere(dirname(real)) ? openFolder(dirname(real)) : undefined;
      const fields = { change: record.change, index, real, before, after };
      // What is in no folder any more is not touched.
      files.push(new JournalFile({ ...fields, folder, shared: record.home }));
      if (folder === undefined) continue;
      const shared = sharedIfOurs(record, real, folder.stats());
      if (shared === undefined) return undefined;
      files[index] = new JournalFile({ ...fields, folder, shared });
    }
    isOurs = true;
    return files;
  } catch (error) {
    // Such a path, or one that we may not look at, is in none of our changes.
    if (error instanceof NotOurs || hasCode(error, 'ENAMETOOLONG', 'ELOOP', 'EINVAL', 'EACCES', 'EPERM'))
      return undefined;
    throw error;
  } finally {
    if (!isOurs) for (const file of files) file.close();
  }
}

/** Undefined for what is no folder, or one to which a link leads. */
function openFolder(path: string): OpenFolder | undefined {
  try {
    return realPath(path) === path ? new OpenFolder(path) : undefined;
  } catch (error) {
    if (error instanceof FolderExchanged || hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return undefined;
    throw error;
  }
}

/** The shared folder of a file that a record may be about. */
function sharedIfOurs(record: JournalRecord, real: string, folder: fs.Stats): string | undefined {
  const place = placeOf(real);
  // Claims are kept among what is ours there, and written with the file that they are of.
  const isOwn = real === join(record.home, claimsFile);
  if (!isOwn && (basename(real).toLowerCase() === '.git' || (place.isInGit && isInside(place.like, real))))
    return undefined;
  if (!decides(record.home, record.stats, folder)) return undefined;
  if (place.shared === record.home) return place.shared;
  // Of another clone, or without one: its own journal has to lead here.
  const signpost = readSignpost(place.shared, record.change);
  if (signpost?.home !== record.home || !decides(place.shared, signpost.stats, folder)) return undefined;
  return place.shared;
}

function decides(shared: string, record: fs.Stats, folder: fs.Stats): boolean {
  const journal = findOwnFolder({ shared }, 'journal');
  return journal !== undefined && mayDecide(record, fs.lstatSync(journal), folder);
}
