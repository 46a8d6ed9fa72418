import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { t } from '@vscode/l10n';
import { applyEdits, type TextEdit } from '../core/text/edit.ts';
import { lockLost, type ApplyResult, type CreateResult, type HeldLock } from '../project/host.ts';
import { codeOf, decode, hasCode, whyUnreadable } from './disk.ts';
import { placeOf, type Place } from './lockPlace.ts';
import { besideIn, makeOwnFolder, removeQuietly, sweep, temporaryName, tolerate } from './ownFolders.ts';

/**
 * Replaces the bytes of the edited ranges, and no other, while the file still holds `base`: a whole new file, flushed, takes its
 * name in one step, with the same owner, group and mode. Until then every failure leaves the old bytes; an error after it is
 * `unknown`, never "failed".
 * @param base the text without byte order mark
 */
export function editFile(
  path: string,
  base: string,
  edits: readonly TextEdit[],
  held: HeldLock,
): ApplyResult {
  const name = basename(path);
  const refused = (code: string, message: string): ApplyResult => ({
    kind: 'refused',
    code,
    message: `${name}: ${message}`,
  });
  const lost = (): ApplyResult =>
    refused(lockLost, t('nothing was written, its lock was taken over or removed. Try again.'));
  let temporary: string | undefined;
  /** What the file was and is to be, from the moment on at which it may be either. */
  let replacing: { readonly target: string; readonly before: Buffer; readonly after: Buffer } | undefined;
  try {
    const target = fs.realpathSync.native(path);
    fs.accessSync(target, fs.constants.W_OK);
    const stats = fs.statSync(target);
    if (stats.nlink > 1)
      return refused(
        'file.hardLink',
        t('nothing was written, the file has another name (a hard link) that would keep the old text.'),
      );
    const before = fs.readFileSync(target);
    const decoded = decode(before);
    if (decoded.kind !== 'text') return refused(decoded.code, decoded.message);
    if (decoded.text !== base) return { kind: 'stale' };
    const wanted = applyEdits(base, edits);
    if (wanted.kind === 'mismatch') return { kind: 'stale' };
    const after = splice(before, base, edits, decoded.bom);
    const check = decode(after);
    if (check.kind !== 'text' || check.text !== wanted.text)
      return refused('file.notWritten', t('nothing was written, the edit does not fit.'));
    for (temporary of held.temporaries) {
      const isLast = temporary === held.temporaries.at(-1);
      // Only within one disk can a file take another's name.
      if (!isLast && fs.statSync(dirname(temporary)).dev !== stats.dev) continue;
      writeWhole(temporary, after, 0o600, (handle) => {
        keepOwner(handle, stats);
      });
      if (!fits(temporary, stats)) {
        removeQuietly(temporary);
        if (!isLast) continue;
        return refused(
          'file.owner',
          t(
            'nothing was written, the file belongs to another user or group and would not any more. Write as its owner, or make it writable for a group of yours.',
          ),
        );
      }
      if (!held.still()) return lost();
      if (!fs.readFileSync(target).equals(before)) return { kind: 'stale' };
      replacing = { target, before, after };
      try {
        fs.renameSync(temporary, target);
        break;
      } catch (error) {
        if (hasCode(error, 'EXDEV') && !isLast) {
          // One disk, mounted twice.
          replacing = undefined;
          removeQuietly(temporary);
          continue;
        }
        // Whoever took the lock over removed what was to take the name.
        if (hasCode(error, 'ENOENT') && !held.still()) {
          temporary = undefined;
          return lost();
        }
        throw error;
      }
    }
    temporary = undefined;
    flushFolder(dirname(target));
    if (fs.readFileSync(target).equals(after)) return { kind: 'done' };
    return { kind: 'unknown', message: t('{0} was changed by someone else right after the change.', name) };
  } catch (error) {
    const found = replacing === undefined ? 'before' : whichIs(replacing);
    if (found === 'after') return { kind: 'done' };
    if (found === 'neither')
      return {
        kind: 'unknown',
        message: t(
          '{0} may have been written, but the write did not complete: {1}',
          name,
          whyUnreadable(error),
        ),
      };
    if (!isStill(held)) return lost();
    if (hasCode(error, 'ENOENT')) return { kind: 'stale' };
    return refused('file.notWritten', whyNotWritten(error));
  } finally {
    if (temporary !== undefined) removeQuietly(temporary);
  }
}

function isStill(held: HeldLock): boolean {
  try {
    return held.still();
  } catch {
    // It cannot be said: the first error is the one that is told.
    return true;
  }
}

/** Gives a new file the owner, group and mode of the one that it is to replace, as far as this user may. */
function keepOwner(handle: number, { uid, gid, mode }: fs.Stats): void {
  const now = fs.fstatSync(handle);
  if (now.uid !== uid || now.gid !== gid) {
    tolerate(() => {
      fs.fchownSync(handle, uid, gid);
    });
    // The group alone may be given by whoever is in it.
    if (fs.fstatSync(handle).gid !== gid)
      tolerate(() => {
        fs.fchownSync(handle, -1, gid);
      });
  }
  const owned = fs.fstatSync(handle);
  // To run as somebody is for that one to give.
  const given = 0o1777 | (owned.uid === uid ? 0o4000 : 0) | (owned.gid === gid ? 0o2000 : 0);
  fs.fchmodSync(handle, mode & given);
}

/**
 * Whether a new file may take the place of another: it has its owner and group, or rights that say the same for another one. A
 * group counts for nothing where it may do what everybody may, and an owner where the group may do as much.
 */
function fits(path: string, { uid, gid, mode }: fs.Stats): boolean {
  const now = fs.lstatSync(path);
  // Reading and writing: nothing here is run.
  const [owner, group, others] = [(mode >> 6) & 6, (mode >> 3) & 6, mode & 6];
  if (now.gid !== gid && group !== others) return false;
  return now.uid === uid || (now.gid === gid ? group : others) === owner || others === owner;
}

/** What stands there after an error that may have come after the file was replaced. */
function whichIs({
  target,
  before,
  after,
}: {
  readonly target: string;
  readonly before: Buffer;
  readonly after: Buffer;
}): 'before' | 'after' | 'neither' {
  try {
    const now = fs.readFileSync(target);
    return now.equals(after) ? 'after' : now.equals(before) ? 'before' : 'neither';
  } catch {
    // It cannot be said, and that is what is told.
    return 'neither';
  }
}

/** Makes a file, whole or not at all, and the folders above it; whatever stands there already is left alone. */
export function createFile(path: string, text: string): CreateResult {
  let isMade = false;
  try {
    const name = temporaryName();
    makeFolders(dirname(path));
    const folder = fs.realpathSync.native(dirname(path));
    const place = placeOf(join(folder, basename(path)));
    sweep(place, folder);
    const model = fs.statSync(folder);
    for (const temporary of [ownTemporary(place, name, model), besideIn(folder, name)]) {
      if (temporary === undefined) continue;
      try {
        writeWhole(temporary, text, 0o666, (handle) => {
          beNewIn(handle, model);
        });
        link(temporary, path);
        isMade = true;
        flushFolder(folder);
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
  }
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
function beNewIn(handle: number, folder: fs.Stats): void {
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

function link(from: string, to: string): void {
  try {
    fs.linkSync(from, to);
  } catch (error) {
    // A disk without hard links.
    if (!lacksHardLinks(error)) throw error;
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
  }
}

/** Makes a folder and those above it, each kept by the disk. Gives whether any was made. */
function makeFolders(path: string): boolean {
  const first = fs.mkdirSync(path, { recursive: true });
  if (first === undefined) return false;
  const made: string[] = [];
  for (let at = path; at.length >= first.length && at !== dirname(at); at = dirname(at)) made.unshift(at);
  for (const folder of made) {
    const above = fs.statSync(dirname(folder));
    // Whoever runs as root makes it for the owner of what it is in.
    if (process.geteuid?.() === 0)
      tolerate(() => {
        fs.lchownSync(folder, above.uid, above.gid);
      });
    flushFolder(dirname(folder));
  }
  return true;
}

/** Removes a file that still holds `base`. */
export function removeFile(path: string, base: string, held: HeldLock): ApplyResult {
  const name = basename(path);
  try {
    const decoded = decode(fs.readFileSync(path));
    if (decoded.kind !== 'text' || decoded.text !== base || !held.still()) return { kind: 'stale' };
    fs.unlinkSync(path);
    flushFolder(dirname(path));
    return { kind: 'done' };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return fs.existsSync(path) ? { kind: 'stale' } : { kind: 'done' };
    return { kind: 'refused', code: 'file.notWritten', message: `${name}: ${whyNotWritten(error)}` };
  }
}

/** Makes a folder, and those above it. */
export function createFolder(path: string): CreateResult {
  try {
    return makeFolders(path) ? { kind: 'created' } : { kind: 'exists' };
  } catch (error) {
    return notMade(path, error);
  }
}

function notMade(path: string, error: unknown): CreateResult {
  return { kind: 'refused', code: 'file.notWritten', message: `${basename(path)}: ${whyNotWritten(error)}` };
}

/** Writes a new file and has the disk take it. Nobody else reads it before it has its owner and mode, which `own` gives it. */
function writeWhole(
  path: string,
  content: Uint8Array | string,
  mode: number,
  own: (handle: number) => void,
): void {
  // What an earlier try under the same lock could not remove.
  fs.rmSync(path, { force: true });
  const handle = fs.openSync(path, 'wx', mode);
  try {
    fs.writeFileSync(handle, content);
    own(handle);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** Has the disk take the new name of a file, where the system can do that for a folder. */
function flushFolder(folder: string): void {
  let handle: number;
  try {
    handle = fs.openSync(folder, fs.constants.O_RDONLY);
  } catch (error) {
    if (hasCode(error, 'EISDIR', 'EPERM', 'EACCES')) return;
    throw error;
  }
  try {
    fs.fsyncSync(handle);
  } catch (error) {
    if (!hasCode(error, 'EINVAL', 'EPERM', 'ENOTSUP')) throw error;
  } finally {
    fs.closeSync(handle);
  }
}

/** Whether an error says that the disk knows no hard links. */
export function lacksHardLinks(error: unknown): boolean {
  return hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS');
}

/** `before` with the edits of its text put in: bytes outside their ranges are copied, never encoded again. */
function splice(before: Buffer, text: string, edits: readonly TextEdit[], bom: boolean): Buffer {
  const ordered = [...edits].sort((a, b) => a.range.start - b.range.start);
  const parts: Buffer[] = [];
  let textAt = 0;
  let byteAt = bom ? 3 : 0;
  let copied = 0;
  for (const edit of ordered) {
    const start = byteAt + Buffer.byteLength(text.slice(textAt, edit.range.start));
    const end = start + Buffer.byteLength(edit.expect);
    parts.push(before.subarray(copied, start), Buffer.from(edit.text));
    copied = end;
    byteAt = end;
    textAt = edit.range.end;
  }
  parts.push(before.subarray(copied));
  return Buffer.concat(parts);
}

/** Why nothing was written, to be put behind the name of the file. */
export function whyNotWritten(error: unknown): string {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return t('nothing was written, the file or its folder is read-only.');
    case 'EROFS':
      return t('nothing was written, the disk is read-only.');
    case 'ENOSPC':
      return t('nothing was written, the disk is full.');
    default:
      return t('nothing was written: {0}', error instanceof Error ? error.message : String(error));
  }
}
