import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { t } from '@vscode/l10n';
import { applyEdits, type TextEdit } from '../core/text/edit.ts';
import type { ApplyResult, CreateResult, HeldLock } from '../project/host.ts';
import { codeOf, decode, hasCode, whyUnreadable } from './disk.ts';

/**
 * Replaces the bytes of the edited ranges, and no other, while the file still holds `base`: a whole new file beside it, flushed,
 * takes its name in one step. Until then every failure leaves the old bytes; an error after it is `unknown`, never "failed".
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
  let temporary: string | undefined;
  /** What the file was and is to be, from the moment on at which it may be either. */
  let replacing: { readonly target: string; readonly before: Buffer; readonly after: Buffer } | undefined;
  try {
    const target = fs.realpathSync.native(path);
    fs.accessSync(target, fs.constants.W_OK);
    const { mode, nlink } = fs.statSync(target);
    if (nlink > 1)
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
    temporary = held.temporary;
    writeWhole(temporary, after, mode);
    if (!held.still())
      return refused(
        'file.lockLost',
        t('nothing was written, its lock was taken over or removed. Try again.'),
      );
    if (!fs.readFileSync(target).equals(before)) return { kind: 'stale' };
    replacing = { target, before, after };
    fs.renameSync(temporary, target);
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
        message: t('{0} may have been replaced, but then: {1}', name, whyUnreadable(error)),
      };
    if (hasCode(error, 'ENOENT')) return { kind: 'stale' };
    return refused('file.notWritten', whyNotWritten(error));
  } finally {
    if (temporary !== undefined) removeQuietly(temporary);
  }
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
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.throughline`);
  try {
    fs.mkdirSync(dirname(path), { recursive: true });
    writeWhole(temporary, text, 0o666);
    try {
      fs.linkSync(temporary, path);
    } catch (error) {
      // A disk without hard links.
      if (!lacksHardLinks(error)) throw error;
      fs.copyFileSync(temporary, path, fs.constants.COPYFILE_EXCL);
    }
    return { kind: 'created' };
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return { kind: 'exists' };
    return notMade(path, error);
  } finally {
    removeQuietly(temporary);
  }
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
    return fs.mkdirSync(path, { recursive: true }) === undefined ? { kind: 'exists' } : { kind: 'created' };
  } catch (error) {
    return notMade(path, error);
  }
}

function notMade(path: string, error: unknown): CreateResult {
  return { kind: 'refused', code: 'file.notWritten', message: `${basename(path)}: ${whyNotWritten(error)}` };
}

/** Writes a new file and has the disk take it; what an earlier holder of the same name left is replaced. */
function writeWhole(path: string, content: Uint8Array | string, mode: number): void {
  fs.rmSync(path, { force: true });
  const handle = fs.openSync(path, 'wx', mode);
  try {
    if (mode !== 0o666) fs.fchmodSync(handle, mode);
    fs.writeFileSync(handle, content);
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

/** The next holder of the lock removes what cannot be removed now. */
export function removeQuietly(path: string): void {
  try {
    fs.rmSync(path, { force: true });
  } catch {
    // What became of the file is told, not this.
  }
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
