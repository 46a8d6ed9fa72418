import * as fs from 'node:fs';
import { join } from 'node:path';
import { hasCode } from './disk.ts';
import { lacksHardLinks } from './fileSteps.ts';
import type { Place } from './lockPlace.ts';
import { parseRecord, readOwn, removeQuietly, writeOwn, type OwnRecord } from './ownFolders.ts';
import { temporaryName } from './temporaryFiles.ts';

/** Numbers above this were not made by counting, and do not count. */
const highestNumber = 2 ** 40;
/** Counting from one reaches no number above this, in centuries: it began at a number that somebody else put there. */
const highestReached = highestNumber / 2;

/** A lock that was taken: where it is, and the record that says so. */
export interface Taken {
  readonly kind: 'taken';
  readonly folder: string;
  readonly number: number;
  /** Tells this taking from every other one, also where the folder was removed and counting began anew. */
  readonly nonce: string;
  readonly record: string;
  readonly temporary: string;
}

/** The highest generation in a lock's folder: the lock. */
export interface Latest {
  readonly number: number;
  /** Undefined when it is not readable as a file of ours. */
  readonly record: OwnRecord | undefined;
  readonly isReleased: boolean;
  /** The number that is to be taken next; undefined when there is none above: then counting begins anew. */
  readonly next: number | undefined;
}

export function readLatest(folder: string): Latest {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  const names = new Set(entries.map(({ name }) => name));
  const number = entries
    .filter((entry) => entry.isFile())
    .reduce((highest, { name }) => Math.max(highest, generationOf(name) ?? 0), 0);
  // What is no generation may have the name of the next one.
  let above = number + 1;
  while (names.has(String(above))) above++;
  const next = above > highestNumber ? undefined : above;
  if (number === 0) return { number, record: undefined, isReleased: true, next };
  const record = readOwn(join(folder, String(number)));
  const nonce = record === undefined ? undefined : nonceOf(record.text);
  return {
    number,
    record,
    isReleased: nonce !== undefined && names.has(releaseName(number, nonce)),
    next,
  };
}

/** The number that a name says, as we write it: without leading zeros, and not above what can be counted to. */
export function generationOf(name: string): number | undefined {
  const number = /^[1-9]\d{0,12}$/.test(name) ? Number(name) : undefined;
  return number === undefined || number > highestNumber ? undefined : number;
}

/** The number of a generation, or of the mark that ends it. */
export function numberOf(name: string): number | undefined {
  return generationOf(name.replace(/\.[0-9a-f]{16}\.r$/, ''));
}

/** Whether a number was not reached by counting from one. */
export function isUnreachable(number: number): boolean {
  return number > highestReached;
}

function releaseName(number: number, nonce: string): string {
  return `${number}.${nonce}.r`;
}

export function isHeld({ folder, number, record }: Taken): boolean {
  try {
    const latest = readLatest(folder);
    return latest.number === number && latest.record?.text === record;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}

/** Makes a generation, whole or not at all; false when somebody else has it. */
export function publish({ folder, number, record }: Taken, place: Place): boolean {
  const target = join(folder, String(number));
  const temporary = join(place.shared, 'new', temporaryName());
  try {
    writeOwn(place, temporary, record);
    try {
      fs.linkSync(temporary, target);
    } catch (error) {
      // A disk without hard links: what is read of it while it is written counts as alive.
      if (!lacksHardLinks(error)) throw error;
      writeOwn(place, target, record);
    }
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    removeQuietly(temporary);
  }
}

function nonceOf(record: string): string | undefined {
  const { nonce } = parseRecord(record);
  return typeof nonce === 'string' && /^[0-9a-f]{16}$/.test(nonce) ? nonce : undefined;
}

/** Others wait until this is written: so it is tried until it is. It says whose lock it ends, and ends no other one. */
export function release(taken: Taken, attempt = 0): void {
  const { folder, number, nonce } = taken;
  const own = join(folder, String(number));
  const mark = join(folder, releaseName(number, nonce));
  try {
    try {
      fs.linkSync(own, mark);
    } catch (error) {
      if (!lacksHardLinks(error)) throw error;
      fs.writeFileSync(mark, '', { flag: 'wx' });
    }
  } catch (error) {
    // Taken over, or the folder was removed: there is nothing left to release.
    if (hasCode(error, 'EEXIST', 'ENOENT')) return;
    if (attempt < 3) release(taken, attempt + 1);
    else
      setTimeout(() => {
        release(taken, attempt);
      }, 500).unref();
  }
}
