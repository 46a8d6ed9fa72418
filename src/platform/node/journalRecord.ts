import * as fs from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { hasCode } from './disk.ts';
import { toPortable, type Place } from './lockPlace.ts';
import { OpenFolder } from './openFolder.ts';
import {
  findOwnFolder,
  isThere,
  makeOwnFolder,
  NotOurs,
  parseRecord,
  readOwn,
  removeQuietly,
  writeOwnCopy,
  type OwnPlace,
} from './ownFolders.ts';
import { livenessOfTag } from './processIdentity.ts';
import { isTemporaryName, journalPaths, tagOf } from './temporaryFiles.ts';

const version = 1;
/** A change of more files is not made in one. */
export const mostFiles = 500;

/** A file of a change: its place, and hashes of its content, which are undefined where it is not there. */
export interface RecordedFile {
  /** From the folder around the journal, with `/`: so it is the same wherever a clone is mounted. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Of a folder: where it is moved to, written as its path is, and what it is known by. */
  readonly moved?: { readonly to: string; readonly id: string };
}

/** A change of several files that has begun, and may be finished or taken back by anybody. */
export interface JournalRecord {
  /** Tells it from every other one, and whose it is; see `temporaryName`. */
  readonly change: string;
  /** {@link Place.shared} of the journal that holds it. */
  readonly home: string;
  readonly files: readonly RecordedFile[];
  /** Whether files are given their old content: then nobody gives them the new one any more. */
  readonly isTakenBack: boolean;
  readonly stats: fs.Stats;
}

/**
 * Publishes a record, flushed, in one step. Files that are locked elsewhere than at home have a signpost in the journal there, which
 * means nothing before.
 * @param places the home first
 */
export function publishRecord(
  [home, ...others]: readonly [Place, ...Place[]],
  change: string,
  files: readonly RecordedFile[],
): void {
  // Of a signpost that leads to a journal without this record, it is known that it means nothing.
  makeJournal(home);
  for (const place of others) {
    const way = toPortable(relative(place.shared, home.shared));
    publish(place, change, { version, home: way });
  }
  publish(home, change, {
    version,
    files: files.map(({ before = null, after = null, ...file }) => ({ ...file, before, after })),
  });
}

function publish(place: Place, change: string, record: object): void {
  const temporary = join(makeOwnFolder(place, 'new'), change);
  const [target] = journalPaths(place.shared, change);
  makeJournal(place);
  try {
    const text = JSON.stringify(record);
    // Others of the clone's group read it; what it says is for its owner to say.
    writeOwnCopy(place, temporary, Buffer.from(text), 0o644);
    // What is too long for a record would be nobody's to read.
    if (readOwn(temporary)?.text !== text) throw new Error('E2BIG');
    const handle = fs.openSync(temporary, 'r+');
    try {
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(temporary, target);
  } finally {
    removeQuietly(temporary);
  }
  flushFolder(dirname(target));
}

function makeJournal(place: Place): void {
  const isNew = !isThere(join(place.shared, 'journal'));
  makeOwnFolder(place, 'journal');
  if (isNew) flushFolder(place.shared);
}

/** Has the disk take the names in a folder. */
export function flushFolder(path: string): void {
  const folder = new OpenFolder(path);
  try {
    folder.flush();
  } finally {
    folder.close();
  }
}

/**
 * From now on files are given their old content, whoever does it. False when the record is gone: then somebody else has settled
 * the change.
 */
export function markTakenBack(home: string, change: string): boolean {
  const [forward, back] = journalPaths(home, change);
  try {
    fs.renameSync(forward, back);
    return true;
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    return isThere(back);
  }
}

/**
 * Ends a change: files are as they are to be.
 * @param others where there are signposts
 */
export function removeRecord(home: string, change: string, others: Iterable<string>): void {
  for (const path of journalPaths(home, change)) fs.rmSync(path, { force: true });
  for (const shared of others) removeQuietly(journalPaths(shared, change)[0]);
}

/** What the journal of a place holds, also what its signposts lead to. Those that lead to nothing any more are removed. */
export function readJournal(place: OwnPlace): readonly JournalRecord[] {
  const names = readNames(place);
  const changes = new Set(names.map((name) => name.replace(/\.back$/, '')));
  return [...changes].filter(isTemporaryName).flatMap((change) => {
    const home = readSignpost(place.shared, change)?.home;
    if (home === undefined) return [];
    const record = readRecord(home, change);
    if (record !== undefined) return record;
    if (home !== place.shared) removeVoid(place.shared, change, home);
    return [];
  });
}

/** Removes a signpost whose maker died before there was a record, or after it was gone. */
function removeVoid(shared: string, change: string, home: string): void {
  const paths = journalPaths(home, change);
  // A disk that is away may come back with the record.
  if (!isThere(dirname(paths[0])) || paths.some(isThere)) return;
  if (livenessOfTag(tagOf(change)) === 'dead') removeQuietly(journalPaths(shared, change)[0]);
}

function readNames(place: OwnPlace): readonly string[] {
  // Hardly anybody has one.
  if (!fs.existsSync(join(place.shared, 'journal'))) return [];
  try {
    const folder = findOwnFolder(place, 'journal');
    return folder === undefined ? [] : fs.readdirSync(folder);
  } catch (error) {
    // What is none of ours, or not for us to read, says nothing about our files.
    if (error instanceof NotOurs || hasCode(error, 'ENOENT', 'EACCES', 'EPERM')) return [];
    throw error;
  }
}

/** What leads to the record of a change from the journal of a place: a signpost, or the record itself. */
export interface Signpost {
  readonly home: string;
  readonly stats: fs.Stats;
}

export function readSignpost(shared: string, change: string): Signpost | undefined {
  for (const path of journalPaths(shared, change)) {
    const found = readFields(path);
    if (found === undefined) continue;
    const { stats, fields } = found;
    const { home = '' } = fields;
    if (typeof home !== 'string' || home.includes('\0')) return undefined;
    return { home: resolve(shared, home), stats };
  }
  return undefined;
}

/** A record; undefined for what is gone, or cannot be read as one. */
export function readRecord(home: string, change: string): JournalRecord | undefined {
  const [forward, back] = journalPaths(home, change);
  for (const path of [forward, back]) {
    const found = readFields(path);
    if (found === undefined) continue;
    const files = toFiles(found.fields['files']);
    if (files === undefined) return undefined;
    return { change, home, files, isTakenBack: path === back, stats: found.stats };
  }
  return undefined;
}

function readFields(
  path: string,
): { readonly fields: Readonly<Record<string, unknown>>; readonly stats: fs.Stats } | undefined {
  let record;
  try {
    record = readOwn(path);
  } catch (error) {
    // Its journal is elsewhere than a signpost says, or not for us to read.
    if (!hasCode(error, 'ENOTDIR', 'EACCES', 'EPERM')) throw error;
  }
  if (record === undefined) return undefined;
  const fields = parseRecord(record.text);
  return fields['version'] === version ? { fields, stats: record.stats } : undefined;
}

function toFiles(files: unknown): readonly RecordedFile[] | undefined {
  if (!Array.isArray(files) || files.length === 0 || files.length > mostFiles) return undefined;
  const read = files.flatMap((file: unknown) => toFile(file) ?? []);
  return read.length === files.length ? read : undefined;
}

function toFile(file: unknown): RecordedFile | undefined {
  if (typeof file !== 'object' || file === null) return undefined;
  const { path, before, after, moved } = file as Record<string, unknown>;
  if (!isPath(path)) return undefined;
  if (moved !== undefined) {
    const { to, id } = typeof moved === 'object' && moved !== null ? (moved as Record<string, unknown>) : {};
    if (!isPath(to) || typeof id !== 'string' || before !== null || after !== null) return undefined;
    return { path, before: undefined, after: undefined, moved: { to, id } };
  }
  const isHash = (hash: unknown): hash is string | null =>
    hash === null || (typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash));
  if (!isHash(before) || !isHash(after) || before === after) return undefined;
  return { path, before: before ?? undefined, after: after ?? undefined };
}

function isPath(path: unknown): path is string {
  return typeof path === 'string' && path !== '' && !path.includes('\0');
}
