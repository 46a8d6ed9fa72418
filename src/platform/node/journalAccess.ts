import * as fs from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { claimsFile } from '../../core/model/claim.ts';
import { hasCode } from './disk.ts';
import { JournalFile, type JournalMember } from './journalFile.ts';
import { JournalMove } from './journalMove.ts';
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
export function openFiles(record: JournalRecord): readonly JournalMember[] | undefined {
  const files: JournalMember[] = [];
  const reals = new Set<string>();
  let isOurs = false;
  try {
    if (realPath(record.home) !== record.home) return undefined;
    for (const [index, { path, before, after, moved }] of record.files.entries()) {
      const at = openPlace(record, moved?.to ?? path, reals);
      if (at === undefined) return undefined;
      if (moved === undefined) {
        files.push(new JournalFile({ change: record.change, index, before, after, ...at }));
        continue;
      }
      const from = openPlace(record, path, reals, at);
      if (from === undefined) {
        at.folder?.close();
        return undefined;
      }
      files.push(new JournalMove({ from, to: at, id: moved.id, shared: at.shared }));
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

interface OpenPlace {
  readonly real: string;
  /** Undefined where there is none any more: what was in it is not touched. */
  readonly folder: OpenFolder | undefined;
  readonly shared: string;
}

/**
 * Where a path of a record is; undefined for one that it has no say in, or that it names twice.
 * @param reals those that were opened before
 * @param to where a folder is moved to: what the record may do there it may do here, where there is no clone
 */
function openPlace(
  record: JournalRecord,
  path: string,
  reals: Set<string>,
  to?: OpenPlace,
): OpenPlace | undefined {
  const real = resolve(record.home, path);
  if (reals.has(real)) return undefined;
  reals.add(real);
  const folder = isThere(real) || isThere(dirname(real)) ? openFolder(dirname(real)) : undefined;
  if (folder === undefined) return { real, folder, shared: record.home };
  let shared: string | undefined;
  try {
    shared = sharedIfOurs(record, real, folder.stats(), to);
  } finally {
    if (shared === undefined) folder.close();
  }
  return shared === undefined ? undefined : { real, folder, shared };
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
function sharedIfOurs(
  record: JournalRecord,
  real: string,
  folder: fs.Stats,
  to: OpenPlace | undefined,
): string | undefined {
  const place = placeOf(real);
  // Claims are kept among what is ours there, and written with the file that they are of.
  const isOwn = real === join(record.home, claimsFile);
  if (!isOwn && (basename(real).toLowerCase() === '.git' || (place.isInGit && isInside(place.like, real))))
    return undefined;
  if (!decides(record.home, record.stats, folder)) return undefined;
  if (place.shared === record.home) return place.shared;
  if (to !== undefined && !place.isInGit && !placeOf(to.real).isInGit) return to.shared;
  // Of another clone, or without one: its own journal has to lead here.
  const signpost = readSignpost(place.shared, record.change);
  if (signpost?.home !== record.home || !decides(place.shared, signpost.stats, folder)) return undefined;
  return place.shared;
}

function decides(shared: string, record: fs.Stats, folder: fs.Stats): boolean {
  const journal = findOwnFolder({ shared }, 'journal');
  return journal !== undefined && mayDecide(record, fs.lstatSync(journal), folder);
}
