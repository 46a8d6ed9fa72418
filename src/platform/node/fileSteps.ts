import * as fs from 'node:fs';
import { basename, dirname } from 'node:path';
import type { WhyNotWritten } from '../../core/model/codes/files.ts';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import { applyEdits, type TextEdit } from '../../core/text/edit.ts';
import type { HeldLock } from '../../project/documentWriter.ts';
import { codeOf, decode, hasCode, textOf } from './disk.ts';
import { OpenFolder } from './openFolder.ts';
import { removeQuietly, tolerate } from './ownFolders.ts';

/** A file where its lock was taken. Its folder is held open: whoever asked closes it. */
export interface FoundFile {
  readonly kind: 'found';
  readonly name: string;
  readonly folder: OpenFolder;
  readonly target: string;
  readonly stats: fs.Stats;
}

/** What a file holds and is to hold. */
export interface PlannedFile {
  readonly kind: 'planned';
  readonly before: Buffer;
  readonly after: Buffer;
}

/** Finds a file, while its path still leads to the one that is locked. */
export function findFile(path: string, { file: { real } }: HeldLock): FoundFile | Refusal {
  const name = basename(path);
  if (leadsTo(path, real)) {
    const folder = new OpenFolder(dirname(real));
    try {
      const target = folder.at(basename(real));
      const stats = fs.lstatSync(target);
      if (!stats.isSymbolicLink()) return { kind: 'found', name, folder, target, stats };
    } catch (error) {
      folder.close();
      throw error;
    }
    folder.close();
  }
  return refusal('file.moved', { name });
}

/** Applies edits to the bytes of a file that may be replaced and still holds `base`. */
export function planEdit(
  { name, target, stats }: FoundFile,
  base: string,
  edits: readonly TextEdit[],
): PlannedFile | { readonly kind: 'stale' } | Refusal {
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
  if (check.kind === 'text' && check.text === edited.text) return { kind: 'planned', before, after };
  return refusal('file.notWritten', { name, reason: 'misfit' });
}

/**
 * Writes, whole and flushed, what is to take the place of a file; false where it cannot have an owner, group and mode that do as
 * well: then nothing is left.
 */
export function prepareContent(temporary: string, content: Uint8Array, stats: fs.Stats): boolean {
  writeWhole(temporary, content, 0o600, (handle) => {
    keepOwner(handle, stats);
  });
  if (fits(temporary, stats)) return true;
  removeQuietly(temporary);
  return false;
}

/** Whether a path leads to a file, which is named by its real path. Both are asked of the disk: it may spell them differently. */
function leadsTo(path: string, real: string): boolean {
  const [a, b] = [fs.statSync(path, { bigint: true }), fs.lstatSync(real, { bigint: true })];
  return a.dev === b.dev && a.ino === b.ino;
}

/** Gives a new file the owner, group and mode of the one that it is to replace, as far as this user may. */
export function keepOwner(handle: number, { uid, gid, mode }: fs.Stats): void {
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
