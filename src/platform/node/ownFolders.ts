import * as fs from 'node:fs';
import { join } from 'node:path';
import type { WhyNotOurs } from '../../core/model/codes/files.ts';
import { codeOf, hasCode } from './disk.ts';
import type { Place } from './lockPlace.ts';

/** Longest record that is read, in bytes. */
const longestRecord = 256 * 1024;
/** Where a folder of ours would be there is something else, or something in it, which is not ours to use. */
export class NotOurs extends Error {
  readonly path: string;
  readonly reason: 'inTheWay' | 'notEmpty' | 'notFile';

  constructor(path: string, reason: NotOurs['reason'] = 'inTheWay') {
    super(
      `${path} is not ${{ inTheWay: 'a regular folder', notEmpty: 'empty', notFile: 'a regular file' }[reason]}`,
    );
    this.path = path;
    this.reason = reason;
  }
}

/**
 * Makes a folder of ours below {@link Place.shared}, or finds it there. Links are never followed: whoever can put one into a
 * copied repository would choose where we write and what we remove.
 */
export function makeOwnFolder(place: Place, name: string): string {
  return makeOwnFolders(place, [name])[0] ?? '';
}

/** The same for several: each is named by its path below the shared one, with those above it before it. */
export function makeOwnFolders(
  { shared, like, isInGit }: Place,
  names: readonly string[],
): readonly string[] {
  const model = fs.statSync(like);
  const isNew = makeFolder(shared, model);
  // One that was there is somebody's, and so is its list.
  if (isNew && !isInGit) writeLike(join(shared, '.gitignore'), '*\n', model);
  const paths = names.map((name) => join(shared, name));
  for (const path of paths) makeFolder(path, model);
  return paths;
}

/** Where our folders are. */
export type OwnPlace = Pick<Place, 'shared'>;

/** The same without making it: undefined where it is not there. */
export function findOwnFolder({ shared }: OwnPlace, name: string): string | undefined {
  const path = join(shared, name);
  for (const each of [shared, path]) {
    const stats = fs.lstatSync(each, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    if (!stats.isDirectory()) throw new NotOurs(each);
  }
  return path;
}

/** Whether it was made now. */
function makeFolder(path: string, model: fs.Stats): boolean {
  let isNew = false;
  let stats = fs.lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    try {
      fs.mkdirSync(path);
      isNew = true;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    stats = fs.lstatSync(path);
  }
  if (!stats.isDirectory()) throw new NotOurs(path);
  beLike(stats, model, model.mode & 0o7777, {
    chown: (uid, gid) => {
      fs.lchownSync(path, uid, gid);
    },
    chmod: (mode) => {
      fs.chmodSync(path, mode);
    },
    stat: () => fs.lstatSync(path),
  });
  return isNew;
}

/**
 * Makes a file of ours, with the owner, group and rights of the clone: who runs as root in a container and the person outside, or
 * two members of a group, have to be able to go on where the other stopped.
 */
export function writeOwn(place: Place, path: string, text: string): void {
  writeLike(path, text, fs.statSync(place.like));
}

/** The same for what was in another file: nobody may read the copy who may not read that one. */
export function writeOwnCopy(place: Place, path: string, bytes: Uint8Array, mode: number): void {
  writeLike(path, bytes, fs.statSync(place.like), mode);
}

function writeLike(path: string, content: string | Uint8Array, model: fs.Stats, mode = 0o666): void {
  const handle = fs.openSync(path, 'wx', 0o600);
  try {
    beLike(fs.fstatSync(handle), model, model.mode & mode & 0o666, {
      chown: (uid, gid) => {
        fs.fchownSync(handle, uid, gid);
      },
      chmod: (mode) => {
        fs.fchmodSync(handle, mode);
      },
      stat: () => fs.fstatSync(handle),
    });
    fs.writeFileSync(handle, content);
  } finally {
    fs.closeSync(handle);
  }
}

/** Gives something of ours, new or left by an earlier version, owner, group and mode, as far as this user may. */
function beLike(
  now: fs.Stats,
  model: fs.Stats,
  mode: number,
  set: {
    chown(uid: number, gid: number): void;
    chmod(mode: number): void;
    stat(): fs.Stats;
  },
): void {
  const user = process.geteuid?.();
  // Without users, or somebody else's: its owner mends it.
  if (user === undefined || (user !== 0 && now.uid !== user)) return;
  let owned = now;
  if (now.gid !== model.gid || (user === 0 && now.uid !== model.uid)) {
    tolerate(() => {
      set.chown(user === 0 ? model.uid : -1, model.gid);
    });
    owned = set.stat();
  }
  // What the clone's group may do, another group may not.
  const wanted = owned.gid === model.gid ? mode : mode & ~0o2070;
  if ((owned.mode & 0o7777) !== wanted)
    tolerate(() => {
      set.chmod(wanted);
    });
}

/** Some disks know no owners and modes, or not all of them, and some users may not give things away. */
export function tolerate(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!hasCode(error, 'EPERM', 'EACCES', 'EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP')) throw error;
  }
}

/** A record. */
export interface OwnRecord {
  readonly text: string;
  /** When it was written, by the disk's clock. */
  readonly at: number;
  readonly stats: fs.Stats;
}

/** A record; undefined for what is no plain small file, or not there. */
export function readOwn(path: string): OwnRecord | undefined {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  let handle: number;
  try {
    handle = fs.openSync(path, O_RDONLY | (O_NOFOLLOW | 0) | (O_NONBLOCK | 0));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ELOOP', 'EMLINK', 'ENXIO', 'EISDIR')) return undefined;
    throw error;
  }
  try {
    const stats = fs.fstatSync(handle);
    if (!stats.isFile() || stats.size > longestRecord) return undefined;
    return { text: fs.readFileSync(handle, 'utf8'), at: stats.mtimeMs, stats };
  } finally {
    fs.closeSync(handle);
  }
}

/** The fields of a record; none where it is torn, or somebody else's. */
export function parseRecord(text: string): Readonly<Record<string, unknown>> {
  try {
    const record: unknown = JSON.parse(text);
    return typeof record === 'object' && record !== null ? { ...record } : {};
  } catch {
    return {};
  }
}

/** Whether anything has a name; a link is not followed. Throws when that cannot be found out. */
export function isThere(path: string): boolean {
  return fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Removes a file; what cannot be removed now is removed by whoever comes next. */
export function removeQuietly(path: string): void {
  try {
    fs.rmSync(path, { force: true });
  } catch {
    // What became of the file is told, not this.
  }
}

/** Why our folders cannot be used. */
export function whyNotOurs(error: unknown, { shared, like }: Place): WhyNotOurs {
  if (error instanceof NotOurs) return { reason: error.reason, path: error.path };
  if (hasCode(error, 'EACCES', 'EPERM')) return { reason: 'notWritable', folder: shared, like };
  return { reason: 'other', text: codeOf(error) || String(error) };
}
