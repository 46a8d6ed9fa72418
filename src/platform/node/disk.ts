import * as fs from 'node:fs';
import type { Coded } from '../../core/model/codes/coded.ts';
import type { FileProblems, NoTextProblems, WhyUnreadable } from '../../core/model/codes/files.ts';
import type { FullSnapshot } from '../../project/snapshot.ts';

/** Files above this are shown as too large and are not parsed. */
export const maximumSize = 5 * 1024 * 1024;

/** Kept as it is by {@link TextDecoder}: whoever needs the text without it takes it off and knows. */
const byteOrderMark = '\uFEFF';
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A file that cannot be read, and why. */
export interface Unreadable<Problem = Coded<FileProblems>> {
  readonly kind: 'unreadable';
  readonly problem: Problem;
}

type NoText = Unreadable<Coded<NoTextProblems>>;
type Decoded = { readonly kind: 'text'; readonly text: string; readonly bom: boolean } | NoText;

/** Bytes of a text file as text without its byte order mark, or why they are none. */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length > maximumSize) return tooLarge(bytes.length);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return unreadable({ code: 'file.encoding', data: { found: 'utf16' } });
  try {
    const text = decoder.decode(bytes);
    if (text.includes('\0')) return binary();
    const bom = text.startsWith(byteOrderMark);
    return { kind: 'text', text: bom ? text.slice(1) : text, bom };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    if (bytes.includes(0)) return binary();
    return unreadable({ code: 'file.encoding', data: { found: 'notUtf8' } });
  }
}

/** Where a path really is. */
export type Followed =
  | {
      readonly kind: 'inside';
      /** Without links. */
      readonly real: string;
      /** Whether a link was followed on the way. */
      readonly linked: boolean;
      /** What is there; undefined when nothing is. */
      readonly stats: fs.Stats | undefined;
    }
  /** `link` is the part of the path that leads out, `target` where it leads; nothing there was touched. */
  | { readonly kind: 'outside'; readonly link: string; readonly target: string }
  /** A circle, or a folder on the way that may not be looked into. */
  | { readonly kind: 'broken'; readonly error: unknown };

/** Says where a path leads; without it, every symbolic link is followed. */
export type Follow = (path: string) => Followed;

/**
 * Identifies the state of a file without reading it: inode, size and time of change in nanoseconds. Nothing is looked at where a
 * link leads out.
 */
export function stampFile(path: string, follow?: Follow): string | undefined {
  try {
    const stats = fs.lstatSync(path, { bigint: true });
    if (!stats.isSymbolicLink()) return stampOf(stats);
    const followed = follow?.(path);
    if (followed?.kind === 'outside') return 'outside';
    return stampOf(fs.statSync(followed?.kind === 'inside' ? followed.real : path, { bigint: true }));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    return `error:${codeOf(error)}`;
  }
}

/**
 * Reads a file synchronously: asynchronous reads of small files cost five times as much and more.
 * Total: every failure is a value.
 */
export function readFile(path: string, follow?: Follow): FullSnapshot {
  let handle: number | undefined;
  try {
    const opened = openPlain(path) ?? openLinked(path, follow);
    if (typeof opened !== 'number') return outsideText(opened.target);
    handle = opened;
    const stats = fs.fstatSync(handle, { bigint: true });
    const version = stampOf(stats);
    if (!stats.isFile()) return { ...unreadableFor({ reason: 'notRegular' }), version };
    if (stats.size > BigInt(maximumSize)) return { ...tooLarge(Number(stats.size)), version };
    const decoded = decode(readBytes(handle, Number(stats.size)));
    return decoded.kind === 'text'
      ? { kind: 'text', text: decoded.text, isUnsaved: false, version }
      : { ...decoded, version };
  } catch (error) {
    const isThere = !hasCode(error, 'ENOENT', 'ENOTDIR');
    if (!isThere && !isLink(path)) return { kind: 'missing' };
    const why: WhyUnreadable = isThere ? whyUnreadable(error) : { reason: 'leadsNowhere' };
    return { ...unreadableFor(why), version: `error:${codeOf(error)}` };
  } finally {
    if (handle !== undefined) closeQuietly(handle);
  }
}

const reading = fs.constants.O_RDONLY | fs.constants.O_NONBLOCK;

/** Opens what is no symbolic link; undefined for one. The system tells them apart by itself: no look at each file is needed. */
function openPlain(path: string): number | undefined {
  try {
    return fs.openSync(path, reading | fs.constants.O_NOFOLLOW);
  } catch (error) {
    // FreeBSD says EMLINK.
    if (hasCode(error, 'ELOOP', 'EMLINK') && isLink(path)) return undefined;
    throw error;
  }
}

function openLinked(path: string, follow: Follow | undefined): number | (Followed & { kind: 'outside' }) {
  const followed = follow?.(path);
  switch (followed?.kind) {
    case undefined:
      return fs.openSync(path, reading);
    case 'inside':
      // Nobody may have made a link of it meanwhile.
      return fs.openSync(followed.real, reading | fs.constants.O_NOFOLLOW);
    case 'outside':
      return followed;
    case 'broken':
      throw followed.error;
  }
}

/** What is told of a link that leads out. */
export function outsideProblem(target: string): Coded<Pick<FileProblems, 'file.outside'>> {
  return { code: 'file.outside', data: { target } };
}

/** A file that is not read, because a link on the way to it leads out. */
export function outsideText(target: string): FullSnapshot {
  return { ...unreadable(outsideProblem(target)), version: 'outside' };
}

/** What was read is read, whatever closing says. */
function closeQuietly(handle: number): void {
  try {
    fs.closeSync(handle);
  } catch {
    // Nothing was written through it.
  }
}

/** Small files share one buffer: to get a new one for each costs more than to read it. */
const shared = Buffer.allocUnsafe(64 * 1024);

/** All bytes of an open file; those of a small one are good until the next call. */
function readBytes(handle: number, size: number): Uint8Array {
  if (size < shared.length) {
    const read = fs.readSync(handle, shared, 0, shared.length, 0);
    // Anything else means that the file changed meanwhile.
    if (read === size) return shared.subarray(0, read);
  }
  return fs.readFileSync(handle);
}

/** Whether a folder stands there, links followed; false when that cannot be found out. */
export function isDirectory(path: string): boolean {
  try {
    return fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

/** Whether a folder stands there, or a link that may lead to one; nothing is followed. False when that cannot be found out. */
export function mayBeFolder(path: string): boolean {
  try {
    const stats = fs.lstatSync(path, { throwIfNoEntry: false });
    return stats !== undefined && (stats.isDirectory() || stats.isSymbolicLink());
  } catch {
    return false;
  }
}

export function isLink(path: string): boolean {
  try {
    return fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch {
    // What went wrong before is the reason that counts.
    return false;
  }
}

function stampOf(stats: fs.BigIntStats): string {
  return `${stats.ino}:${stats.size}:${stats.mtimeNs}`;
}

export function tooLarge(bytes: number): NoText {
  return unreadable({ code: 'file.tooLarge', data: { bytes } });
}

function binary(): NoText {
  return unreadable({ code: 'file.binary', data: {} });
}

function unreadable<Problem>(problem: Problem): Unreadable<Problem> {
  return { kind: 'unreadable', problem };
}

/** What cannot be read as a file at all. */
export function unreadableFor(data: FileProblems['file.unreadable']): Unreadable {
  return unreadable({ code: 'file.unreadable', data });
}

/** The system's word for an error: `ENOENT`; empty for other errors. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(codeOf(error));
}

/** Why a file could not be read. An error alone does not tell a link to nowhere from a file that is away. */
export function whyUnreadable(error: unknown): WhyUnreadable {
  switch (codeOf(error)) {
    case 'ELOOP':
      return { reason: 'circle' };
    case 'ENOENT':
    case 'ENOTDIR':
      return { reason: 'missing' };
    case 'EACCES':
    case 'EPERM':
      return { reason: 'denied' };
    case 'ENXIO':
      return { reason: 'notRegular' };
    case 'EMFILE':
    case 'ENFILE':
      return { reason: 'tooManyOpen' };
    case 'ENAMETOOLONG':
      return { reason: 'pathTooLong' };
    default:
      return { reason: 'other', text: textOf(error) };
  }
}

/** What an error says. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
