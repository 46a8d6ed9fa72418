import * as fs from 'node:fs';
import { basename, dirname } from 'node:path';
import type { WhyNotWritten } from '../../core/model/codes/files.ts';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import { applyEdits, type TextEdit } from '../../core/text/edit.ts';
import { lockLost } from '../../project/commit.ts';
import type { ApplyResult, HeldLock } from '../../project/documentWriter.ts';
import { codeOf, decode, hasCode, textOf, whyUnreadable } from './disk.ts';
import { FolderExchanged, OpenFolder } from './openFolder.ts';
import { removeQuietly, tolerate } from './ownFolders.ts';
import type { Replacing } from './replacedFiles.ts';

/**
 * Replaces the bytes of the edited ranges, and no other, while the file still holds `base` and its path still leads to the file
 * that is locked: a whole new file, flushed, takes its name in one step, with the same owner, group and mode. Until then every failure leaves the old bytes; an error after it is
 * `unknown`, never "failed".
 * @param base the text without byte order mark
 * @param old looks after the file that is replaced, which somebody may have open
 */
export function editFile(
  path: string,
  base: string,
  edits: readonly TextEdit[],
  held: HeldLock,
  old?: Replacing,
): ApplyResult {
  const name = basename(path);
  const lost = (): Refusal => refusal(lockLost, { name });
  let folder: OpenFolder | undefined;
  let temporary: string | undefined;
  /** What the file was and is to be, from the moment on at which it may be either. */
  let replacing: { readonly target: string; readonly before: Buffer; readonly after: Buffer } | undefined;
  try {
    const { real } = held.file;
    if (!leadsTo(path, real)) return refusal('file.moved', { name });
    folder = new OpenFolder(dirname(real));
    const target = folder.at(basename(real));
    const stats = fs.lstatSync(target);
    if (stats.isSymbolicLink()) return refusal('file.moved', { name });
    fs.accessSync(target, fs.constants.W_OK);
    if (stats.nlink > 1) return refusal('file.hardLink', { name });
    const before = fs.readFileSync(target);
    const decoded = decode(before);
    if (decoded.kind !== 'text') return refusal(decoded.problem.code, { name, problem: decoded.problem });
    if (decoded.text !== base) return { kind: 'stale' };
    const edited = applyEdits(base, edits);
    if (edited.kind === 'mismatch') return { kind: 'stale' };
    const after = splice(before, base, edits, decoded.bom);
    const check = decode(after);
    if (check.kind !== 'text' || check.text !== edited.text)
      return refusal('file.notWritten', { name, reason: 'misfit' });
    for (const wanted of held.temporaries) {
      const isLast = wanted === held.temporaries.at(-1);
      temporary = dirname(wanted) === folder.path ? folder.at(basename(wanted)) : wanted;
      // Only within one disk can a file take another's name.
      if (!isLast && fs.statSync(dirname(temporary)).dev !== stats.dev) continue;
      writeWhole(temporary, after, 0o600, (handle) => {
        keepOwner(handle, stats);
      });
      if (!fits(temporary, stats)) {
        removeQuietly(temporary);
        if (!isLast) continue;
        return refusal('file.owner', { name });
      }
      if (!held.still()) return lost();
      old?.open(target);
      if (!fs.readFileSync(target).equals(before)) return { kind: 'stale' };
      replacing = { target, before, after };
      try {
        fs.renameSync(temporary, target);
        old?.keep(before);
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
    folder.flush();
    if (fs.readFileSync(target).equals(after)) return { kind: 'done' };
    return { kind: 'unknown', code: 'file.changedAfter', data: { name } };
  } catch (error) {
    if (error instanceof FolderExchanged) return refusal('file.moved', { name });
    const found = replacing === undefined ? 'before' : whichIs(replacing);
    if (found === 'after') return { kind: 'done' };
    if (found === 'neither')
      return {
        kind: 'unknown',
        code: 'file.incomplete',
        data: { name, why: whyUnreadable(error) },
      };
    if (!isStill(held)) return lost();
    if (hasCode(error, 'ENOENT')) return { kind: 'stale' };
    return refusal('file.notWritten', { name, ...whyNotWritten(error) });
  } finally {
    old?.close();
    if (temporary !== undefined) removeQuietly(temporary);
    folder?.close();
  }
}

/** Whether a path leads to a file, which is named by its real path. Both are asked of the disk: it may spell them differently. */
function leadsTo(path: string, real: string): boolean {
  const [a, b] = [fs.statSync(path, { bigint: true }), fs.lstatSync(real, { bigint: true })];
  return a.dev === b.dev && a.ino === b.ino;
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

/**
 * Removes a file that still holds `base`, while its path still leads to the file that is locked.
 * @param unlink does it, at the very end
 */
export function removeFile(
  path: string,
  base: string,
  held: HeldLock,
  unlink: (target: string) => void = fs.unlinkSync,
): ApplyResult {
  const name = basename(path);
  const { real } = held.file;
  let folder: OpenFolder | undefined;
  try {
    if (!leadsTo(path, real)) return refusal('file.moved', { name });
    folder = new OpenFolder(dirname(real));
    const target = folder.at(basename(real));
    if (fs.lstatSync(target).isSymbolicLink()) return refusal('file.moved', { name });
    const decoded = decode(fs.readFileSync(target));
    if (decoded.kind !== 'text' || decoded.text !== base || !held.still()) return { kind: 'stale' };
    unlink(target);
    folder.flush();
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof FolderExchanged) return refusal('file.moved', { name });
    if (hasCode(error, 'ENOENT')) return fs.existsSync(path) ? { kind: 'stale' } : { kind: 'done' };
    return refusal('file.notWritten', { name, ...whyNotWritten(error) });
  } finally {
    folder?.close();
  }
}

/** Writes a new file and has the disk take it. Nobody else reads it before it has its owner and mode, which `own` gives it. */
export function writeWhole(
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

/** Why nothing was written. */
export function whyNotWritten(error: unknown): WhyNotWritten {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return { reason: 'readOnly' };
    case 'ENOENT':
    case 'ENOTDIR':
      return { reason: 'missing' };
    case 'EROFS':
      return { reason: 'diskReadOnly' };
    case 'ENOSPC':
      return { reason: 'diskFull' };
    default:
      return { reason: 'other', text: textOf(error) };
  }
}
