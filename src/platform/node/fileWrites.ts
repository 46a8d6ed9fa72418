import * as fs from 'node:fs';
import { basename, dirname } from 'node:path';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import type { TextEdit } from '../../core/text/edit.ts';
import { lockLost } from '../../project/commit.ts';
import type { ApplyResult, HeldLock } from '../../project/documentWriter.ts';
import { decode, hasCode, whyUnreadable } from './disk.ts';
import { findFile, planEdit, prepareContent, whyNotWritten } from './fileSteps.ts';
import { FolderExchanged, type OpenFolder } from './openFolder.ts';
import { removeQuietly } from './ownFolders.ts';
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
    const found = findFile(path, held);
    if (found.kind !== 'found') return found;
    folder = found.folder;
    const { target, stats } = found;
    const planned = planEdit(found, base, edits);
    if (planned.kind !== 'planned') return planned;
    const { before, after } = planned;
    for (const wanted of held.temporaries) {
      const isLast = wanted === held.temporaries.at(-1);
      temporary = dirname(wanted) === folder.path ? folder.at(basename(wanted)) : wanted;
      // Only within one disk can a file take another's name.
      if (!isLast && fs.statSync(dirname(temporary)).dev !== stats.dev) continue;
      if (!prepareContent(temporary, after, stats)) {
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

function isStill(held: HeldLock): boolean {
  try {
    return held.still();
  } catch {
    // It cannot be said: the first error is the one that is told.
    return true;
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
  let folder: OpenFolder | undefined;
  try {
    const found = findFile(path, held);
    if (found.kind !== 'found') return found;
    folder = found.folder;
    const { target } = found;
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
