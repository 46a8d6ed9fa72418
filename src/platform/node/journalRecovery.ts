import { dirname, resolve } from 'node:path';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import type { FileLocks } from './fileLock.ts';
import { whyNotWritten } from './fileSteps.ts';
import { openFiles } from './journalAccess.ts';
import type { JournalMember } from './journalFile.ts';
import { markTakenBack, readJournal, readRecord, removeRecord, type JournalRecord } from './journalRecord.ts';
import { placeOf } from './lockPlace.ts';
import { isThere, type OwnPlace } from './ownFolders.ts';
import { diskNow, isLeft, journalPaths, tagOf } from './temporaryFiles.ts';

/** What became of a change of several files that nobody was at work on any more. Files are real paths. */
export interface Recovered {
  /** All files have their new content, or all their old one. */
  readonly kind: 'completed' | 'takenBack';
  readonly files: readonly string[];
  /** But these, which somebody else has changed: they were left alone. */
  readonly left: readonly string[];
}

/**
 * Finishes or takes back every change in the journal of a clone that nobody is at work on any more. What is not for us to do, or
 * cannot be read, is left alone; a refusal says why one is not settled yet. Any number of processes may do it at once, and any may
 * end on the way.
 * @param place the shared folder; see `sharedFolderOf`
 * @param real only those of this file
 */
export async function recoverInterrupted(
  place: OwnPlace,
  locks: FileLocks,
  real?: string,
): Promise<readonly (Recovered | Refusal)[]> {
  const done: (Recovered | Refusal)[] = [];
  for (const record of readJournal(place)) {
    const isWanted = real === undefined || names(record, real);
    const result = isWanted ? await recover(record, locks) : undefined;
    if (result !== undefined) done.push(result);
  }
  return done;
}

/**
 * Whether a change of several files, of which this is one, has stopped halfway.
 * @param isHeld whether its lock is: then nobody else is at work on what was there before the change
 */
export function isInterrupted(place: OwnPlace, real: string, isHeld: boolean): boolean {
  return readJournal(place).some((record) => {
    if (!names(record, real)) return false;
    const files = openFiles(record);
    if (files === undefined) return false;
    try {
      // Who is at work has the locks of those that are still there.
      const isLocked = files.some((file) => file.before !== undefined && isThere(file.real));
      return isLocked || isAbandoned(record, files, isHeld ? [real] : []);
    } finally {
      for (const file of files) file.close();
    }
  });
}

function names({ home, files }: JournalRecord, real: string): boolean {
  return files.some(({ path }) => resolve(home, path) === real);
}

async function recover(record: JournalRecord, locks: FileLocks): Promise<Recovered | Refusal | undefined> {
  const members = openFiles(record);
  if (members === undefined) return undefined;
  for (const file of members) file.close();
  // Folders have no locks.
  const files = members.filter(({ before, after }) => (before ?? after) !== undefined);
  const lockable = files.flatMap(({ real }) => (isThere(real) ? [{ real, folder: dirname(real) }] : []));
  return locks.holdAll(lockable, (locked) => {
    const held = locked.flatMap((each) => (each.held?.still() === true ? each.held.file.real : []));
    return Promise.resolve(settle(record, held));
  });
}

/** All in one turn: what of this process is found later is what it could not do. */
function settle({ home, change }: JournalRecord, held: readonly string[]): Recovered | Refusal | undefined {
  let files: readonly JournalMember[] | undefined;
  try {
    // Somebody may have been quicker.
    const record = readRecord(home, change);
    files = record === undefined ? undefined : openFiles(record);
    if (record === undefined || files === undefined || !isAbandoned(record, files, held)) return undefined;
    const isComplete = !record.isTakenBack && rollForward(files);
    const left = isComplete ? [] : takeBack(record, files);
    if (left === undefined) return undefined;
    removeRecord(home, change, new Set(files.map(({ shared }) => shared)));
    for (const file of files) {
      file.removeContent('after');
      file.removeContent('before');
    }
    return { kind: isComplete ? 'completed' : 'takenBack', files: files.map(({ real }) => real), left };
  } catch (error) {
    const name = files?.[0]?.name ?? change;
    return refusal('file.notWritten', { name, ...whyNotWritten(error) });
  } finally {
    for (const file of files ?? []) file.close();
  }
}

/** Whether nobody is at work on a change: its files are locked until it is settled, but for those that it makes. */
function isAbandoned(
  { home, change }: JournalRecord,
  files: readonly JournalMember[],
  held: readonly string[],
): boolean {
  if (files.some(({ real, before }) => before !== undefined && held.includes(real))) return true;
  const [forward, back] = journalPaths(home, change);
  const path = isThere(back) ? back : forward;
  return isLeft(path, tagOf(change), () => diskNow(placeOf(files[0]?.real ?? home)));
}

/** Gives all files their new content; false when the change cannot be finished. */
function rollForward(files: readonly JournalMember[]): boolean {
  // In this order: what is given away meanwhile is not missed.
  const seen = files.map((file) => ({ file, isReady: isReady(file), state: file.state() }));
  // One that was replaced may have been changed further since: that is nobody's reason to take the change back.
  const isPossible = seen.every(({ isReady: is, state }) => state === 'after' || (state === 'before') === is);
  if (!isPossible) return false;
  try {
    return seen.every(({ file, state }) => state !== 'before' || forward(file));
  } catch {
    // It is taken back: what went wrong in one folder need not in another.
    return false;
  }
}

/** Whether a file was not replaced yet, and may be. */
function isReady(file: JournalMember): boolean {
  return file.after === undefined || file.has('after');
}

function forward(file: JournalMember): boolean {
  if (file.state() === 'other') return false;
  try {
    if (file.state() === 'before') file.forward();
  } catch (error) {
    if (file.state() !== 'after') throw error;
  }
  return true;
}

/** Gives all files their old content, and tells those that it cannot; undefined when somebody else has settled the change. */
function takeBack(
  { home, change }: JournalRecord,
  files: readonly JournalMember[],
): readonly string[] | undefined {
  const isUntouched = new Set(files.filter((file) => isReady(file) && file.state() === 'other'));
  if (!markTakenBack(home, change)) return undefined;
  // First, so that whoever goes on with it after a long stop finds nothing to put in a file's place.
  for (const file of files) file.removeContent('after');
  const left: string[] = [];
  const errors: unknown[] = [];
  for (const file of [...files].reverse())
    try {
      if (!file.back() && !isUntouched.has(file)) left.push(file.real);
    } catch (error) {
      errors.push(error);
    }
  if (errors.length > 0) throw errors[0];
  return left;
}
