import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { Place } from './lockPlace.ts';
import { findOwnFolder, isThere, makeOwnFolder, removeQuietly, writeOwn } from './ownFolders.ts';
import { livenessOfTag, ownTag } from './processIdentity.ts';

/** After so many milliseconds nobody comes back to a temporary file whose maker cannot be looked at. */
const longestWrite = 10 * 60_000;

/** Milliseconds as the disk counts them: what others wrote cannot be judged by a clock that may be another one than theirs. */
export function diskNow(place: Place): number {
  const path = join(makeOwnFolder(place, 'new'), temporaryName());
  try {
    writeOwn(place, path, '');
    return fs.lstatSync(path).mtimeMs;
  } finally {
    removeQuietly(path);
  }
}

/** A new name for a temporary file, which says whose it is. */
export function temporaryName(): string {
  return `${ownTag()}-${randomBytes(8).toString('hex')}`;
}

const temporaryPattern = /^(\d+-\d*-[0-9a-f]{12})-[0-9a-f]{16}$/;
/** The same for one of several that belong together; see {@link contentName}. */
const contentPattern = /^(\d+-\d*-[0-9a-f]{12}-[0-9a-f]{16})-\d+[ab]$/;

/** Whether a text is such a name: records are read from a disk on which others write too. */
export function isTemporaryName(name: string): boolean {
  return temporaryPattern.test(name);
}

/** The tag of the process that made such a name. */
export function tagOf(name: string): string {
  return temporaryPattern.exec(name)?.[1] ?? '';
}

/** The name for a file's content before or after a change of several files, by the name that the change has in the journal. */
export function contentName(change: string, index: number, side: 'before' | 'after'): string {
  return `${change}-${index}${side === 'before' ? 'b' : 'a'}`;
}

/** Where a change of several files is while it is made, and once it is being undone. */
export function journalPaths(shared: string, change: string): readonly [forward: string, back: string] {
  const path = join(shared, 'journal', change);
  return [path, `${path}.back`];
}

function isInJournal(shared: string, change: string): boolean {
  return journalPaths(shared, change).some(isThere);
}

/** The path of a temporary file where it cannot be in our own folder: hidden, and short whatever the file is called. */
export function besideIn(folder: string, name: string): string {
  return join(folder, `.throughline-${name}.tmp`);
}

/** Whether nobody comes back to a file, by the tag of its maker in its name (see {@link ownTag}). */
export function isLeft(path: string, tag: string, now: () => number): boolean {
  const liveness = livenessOfTag(tag);
  if (liveness !== 'unknown') return liveness === 'dead';
  const stats = fs.lstatSync(path, { throwIfNoEntry: false });
  return stats !== undefined && Math.abs(now() - stats.mtimeMs) > longestWrite;
}

/**
 * Removes temporary files whose makers are dead: those in our own folder, and those beside a file. What a change in the journal
 * still needs stays.
 * @param folder where files were written, or are going to be
 */
export function sweep(place: Place, folder: string): void {
  let now: number | undefined;
  const clock = (): number => (now ??= diskNow(place));
  const isNeeded = (change: string): boolean => isInJournal(place.shared, change);
  sweepBeside(folder, clock, isNeeded);
  quietly(() => {
    const own = findOwnFolder(place, 'new');
    if (own !== undefined) clean(own, (name) => name, clock, isNeeded);
  });
}

/**
 * Removes those beside a file alone.
 * @param isNeeded whether a change in the journal needs what is named after it
 */
export function sweepBeside(
  folder: string,
  now: () => number,
  isNeeded: (change: string) => boolean = () => true,
): void {
  quietly(() => {
    clean(folder, (name) => /^\.throughline-(.+)\.tmp$/.exec(name)?.[1] ?? '', now, isNeeded);
  });
}

function clean(
  where: string,
  nameOf: (entry: string) => string,
  now: () => number,
  isNeeded: (change: string) => boolean,
): void {
  for (const entry of fs.readdirSync(where, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const name = nameOf(entry.name);
    const change = contentPattern.exec(name)?.[1];
    const tag = tagOf(change ?? name);
    if (tag === '') continue;
    const path = join(where, entry.name);
    if (isLeft(path, tag, now) && (change === undefined || !isNeeded(change))) removeQuietly(path);
  }
}

function quietly(run: () => void): void {
  try {
    run();
  } catch {
    // Who writes next sweeps again; that this one could not is no reason to write nothing.
  }
}
