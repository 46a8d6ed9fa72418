import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import type { HeldToolLock } from '../../project/documentWriter.ts';
import { hasCode } from './disk.ts';
import { lacksHardLinks } from './fileSteps.ts';
import { NotOurs, removeQuietly } from './ownFolders.ts';
import type { OpenFolder } from './openFolder.ts';
import { livenessOfTag, ownTag } from './processIdentity.ts';
import { besideIn, sweepBeside, temporaryName } from './temporaryFiles.ts';

/** Longer files are no locks. */
const longest = 2000;

/**
 * Takes a lock that is a file, as OpenSpec does (`claimArchiveDestination` of its `archive`): whoever makes it has it. That tool never
 * takes one for left behind; of ours we know whether its process lives.
 * @param folder closed with the lock, and only then
 * @param path of the lock, for people
 * @returns undefined while somebody else has it
 */
export function takeLockFile(folder: OpenFolder, name: string, path: string): HeldToolLock | undefined {
  const at = folder.at(name);
  const text = JSON.stringify({ pid: process.pid, nonce: randomUUID(), by: ownTag() });
  sweepBeside(folder.at('.'), Date.now);
  if (!make(folder, at, text)) {
    const found = read(at, path);
    if (found === undefined || !isLeft(found)) return undefined;
    // Others may do the same: only the very file that was looked at goes.
    if (read(at, path) === found) fs.rmSync(at, { force: true });
    if (!make(folder, at, text)) return undefined;
  }
  const isOurs = (): boolean => {
    try {
      return read(at, path) === text;
    } catch {
      // It cannot be told, so nothing is written under it.
      return false;
    }
  };
  return {
    kind: 'held',
    still: isOurs,
    release: () => {
      try {
        if (isOurs()) fs.rmSync(at, { force: true });
      } catch {
        // Whoever comes next finds that its process is gone.
      }
      folder.close();
    },
  };
}

/** Makes a lock, with what it says or not at all: one without it would be nobody's, and stay. False when there is one. */
function make(folder: OpenFolder, at: string, text: string): boolean {
  const temporary = folder.at(besideIn('', temporaryName()));
  try {
    makeFile(temporary, text);
    try {
      fs.linkSync(temporary, at);
    } catch (error) {
      if (!lacksHardLinks(error)) throw error;
      makeFile(at, text);
    }
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    removeQuietly(temporary);
  }
}

function makeFile(at: string, text: string): void {
  const handle = fs.openSync(at, 'wx');
  try {
    fs.writeFileSync(handle, text);
    fs.fsyncSync(handle);
  } catch (error) {
    fs.rmSync(at, { force: true });
    throw error;
  } finally {
    fs.closeSync(handle);
  }
}

/** What a lock says; undefined where it is gone. */
function read(at: string, path: string): string | undefined {
  const stats = fs.lstatSync(at, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isFile() || stats.size > longest) throw new NotOurs(path, 'notFile');
  try {
    return fs.readFileSync(at, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Whether it is one of ours, and its process is gone. */
function isLeft(text: string): boolean {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
  const by = typeof record === 'object' && record !== null ? (record as Record<string, unknown>)['by'] : '';
  return typeof by === 'string' && by !== '' && by !== ownTag() && livenessOfTag(by) === 'dead';
}
