import type { Stats } from 'node:fs';

const [groupWrites, othersWrite, sticky] = [0o020, 0o002, 0o1000];

/**
 * Whether a record may decide what becomes of files in a folder: all who can have written it could have changed them themselves.
 * In a clone that several users share, some may write in git's directory and not in each other's worktrees.
 * @param record the record, or a content
 * @param holder the folder that it is in
 */
export function mayDecide(record: Stats, holder: Stats, folder: Stats): boolean {
  const isOwners = isTrusted(record, folder) && (record.mode & (groupWrites | othersWrite)) === 0;
  return isOwners || mayAsMuch(holder, folder);
}

/**
 * Whether a file may take its place in a folder: it is not a gift of somebody who could change it there, and could not before.
 * @param replaced what has its name now
 */
export function mayBePut(file: Stats, holder: Stats, folder: Stats, replaced: Stats | undefined): boolean {
  return file.uid === replaced?.uid || isTrusted(file, folder) || mayAsMuch(holder, folder);
}

/** Whether it belongs to us, or to somebody who may do anything in the folder. */
function isTrusted({ uid }: Stats, folder: Stats): boolean {
  const user = process.geteuid?.();
  return user === undefined || [user, 0, folder.uid].includes(uid);
}

/** Whether all who may write in one folder may do that in another, too. */
function mayAsMuch(one: Stats, other: Stats): boolean {
  if (!isTrusted(one, other)) return false;
  const may = (who: number): boolean => (other.mode & who) !== 0 && (other.mode & sticky) === 0;
  if ((one.mode & othersWrite) !== 0 && !may(othersWrite)) return false;
  return (one.mode & groupWrites) === 0 || may(othersWrite) || (one.gid === other.gid && may(groupWrites));
}
