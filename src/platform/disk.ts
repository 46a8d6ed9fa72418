import * as fs from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { t } from '@vscode/l10n';
import type { FileText } from '../project/host.ts';

/** Files above this are shown as too large and are not parsed. */
export const maximumSize = 5 * 1024 * 1024;

/** Kept as it is by {@link TextDecoder}: whoever needs the text without it takes it off and knows. */
const byteOrderMark = '\uFEFF';
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

type Decoded =
  | { readonly kind: 'text'; readonly text: string; readonly bom: boolean }
  | { readonly kind: 'unreadable'; readonly code: string; readonly message: string };

/** Bytes of a text file as text without its byte order mark, or why they are none. */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length > maximumSize) return tooLarge(bytes.length);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return unreadable('file.encoding', t('This file is UTF-16. Save it as UTF-8 to have it read.'));
  try {
    const text = decoder.decode(bytes);
    if (text.includes('\0')) return binary();
    const bom = text.startsWith(byteOrderMark);
    return { kind: 'text', text: bom ? text.slice(1) : text, bom };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    if (bytes.includes(0)) return binary();
    return unreadable('file.encoding', t('This file is not valid UTF-8. Save it as UTF-8 to have it read.'));
  }
}

/** Identifies the state of a file without reading it: inode, size and time of change in nanoseconds. */
export function stampFile(path: string): string | undefined {
  try {
    return stampOf(fs.statSync(path, { bigint: true }));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    return `error:${codeOf(error)}`;
  }
}

/**
 * Reads a file synchronously: asynchronous reads of small files cost five times as much and more.
 * Total: every failure is a value. A symbolic link is followed only if `mayFollow` says so.
 */
export function readFile(path: string, mayFollow: (path: string) => boolean = () => true): FileText {
  let handle: number | undefined;
  try {
    const opened = openPlain(path) ?? openLinked(path, mayFollow);
    if (opened === 'outside')
      return {
        ...unreadable(
          'file.outside',
          t('This is a link that leads out of the workspace: it is not followed.'),
        ),
        stamp: 'outside',
      };
    handle = opened;
    const stats = fs.fstatSync(handle, { bigint: true });
    const stamp = stampOf(stats);
    if (!stats.isFile()) return { ...unreadable('file.unreadable', t('This is not a regular file.')), stamp };
    if (stats.size > BigInt(maximumSize)) return { ...tooLarge(Number(stats.size)), stamp };
    const decoded = decode(readBytes(handle, Number(stats.size)));
    return decoded.kind === 'text'
      ? { kind: 'text', text: decoded.text, dirty: false, stamp }
      : { ...decoded, stamp };
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR') && !isLink(path)) return { kind: 'missing' };
    return { ...unreadable('file.unreadable', whyUnreadable(error)), stamp: `error:${codeOf(error)}` };
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

function openLinked(path: string, mayFollow: (path: string) => boolean): number | 'outside' {
  // One that leads nowhere, or in a circle, says so.
  fs.statSync(path);
  return mayFollow(path) ? fs.openSync(path, reading) : 'outside';
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

/** What stands at a path, links followed. */
export function kindOf(path: string): 'file' | 'folder' | 'missing' {
  try {
    const stats = fs.statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return 'missing';
    return stats.isDirectory() ? 'folder' : 'file';
  } catch (error) {
    // A part of the path is a file, a circle, too long or not ours to see: nothing that could be opened.
    if (hasCode(error, 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EACCES', 'EPERM', 'ERR_INVALID_ARG_VALUE'))
      return 'missing';
    throw error;
  }
}

/**
 * Every file below a folder, as paths relative to it with `/` between the parts. A link to a folder is followed
 * unless it leads to a folder above it; a link that leads nowhere or in a circle is listed, so that it shows.
 */
export function listFiles(root: string): string[] {
  const found: string[] = [];
  const walk = (folder: string, prefix: string, above: readonly string[]): void => {
    const real = fs.realpathSync(folder);
    if (above.includes(real)) return;
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const name = prefix + entry.name;
      if (entry.isDirectory() || (entry.isSymbolicLink() && isDirectory(path)))
        walk(path, `${name}/`, [...above, real]);
      else found.push(name);
    }
  };
  try {
    walk(root, '', []);
  } catch (error) {
    // The folder went away while it was read: the next look lists again.
    if (!hasCode(error, 'ENOENT', 'ENOTDIR')) throw error;
  }
  return found.sort();
}

/**
 * Whether a path, or what is there of it already, is below one of the folders when all links are followed. By parts of the
 * path, not by characters: `/ws-other` is not below `/ws`.
 */
export function isBelow(folders: readonly string[], path: string): boolean {
  let real: string;
  try {
    real = realPathOf(path);
  } catch (error) {
    // Nobody can say where it leads.
    if (hasCode(error, 'ELOOP', 'EACCES', 'EPERM', 'ENAMETOOLONG')) return false;
    throw error;
  }
  return folders.some((folder) => {
    const way = relative(realPathOf(folder), real);
    return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
  });
}

/** The real path of the part that is there, with the rest as it is. */
function realPathOf(path: string): string {
  try {
    return fs.realpathSync.native(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR') || dirname(path) === path) throw error;
    // A link to nowhere has a real path of its own: where it would lead.
    const target = isLink(path) ? resolve(dirname(path), fs.readlinkSync(path)) : undefined;
    return target === undefined ? join(realPathOf(dirname(path)), basename(path)) : realPathOf(target);
  }
}

/** Whether a folder stands there, links followed. */
export function isDirectory(path: string): boolean {
  try {
    return fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch (error) {
    if (hasCode(error, 'ELOOP', 'EACCES')) return false;
    throw error;
  }
}

function isLink(path: string): boolean {
  return fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function stampOf(stats: fs.BigIntStats): string {
  return `${stats.ino}:${stats.size}:${stats.mtimeNs}`;
}

function tooLarge(size: number) {
  const mebibytes = (size / 1024 / 1024).toFixed(1);
  return unreadable(
    'file.tooLarge',
    t('This file is too large to be read ({0} MiB; the limit is 5 MiB).', mebibytes),
  );
}

function binary() {
  return unreadable('file.binary', t('This file holds NUL bytes: it is not a text file.'));
}

function unreadable(code: string, message: string) {
  return { kind: 'unreadable', code, message } as const;
}

/** The system's word for an error: `ENOENT`; empty for other errors. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(codeOf(error));
}

/** Why a file could not be read, as one sentence. */
export function whyUnreadable(error: unknown): string {
  switch (codeOf(error)) {
    case 'ELOOP':
      return t('This is a symbolic link that leads in a circle.');
    case 'ENOENT':
      return t('This is a symbolic link to a file that is not there.');
    case 'EACCES':
    case 'EPERM':
      return t('This file may not be read: permission denied.');
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
