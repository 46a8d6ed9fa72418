import { unreadableFor, type Unreadable } from './disk.ts';
import type { GitObject, GitObjectHead, LinkEnd } from './gitObjects.ts';

/** A file in a tree. */
export interface TreeFile {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly blob: string;
  /** Why there is no such blob. */
  readonly problem?: Unreadable;
}

/** The same, before it is known where links lead. */
export interface ListedFile extends TreeFile {
  /** Whether it is a symbolic link: then the blob is its text. */
  readonly linked: boolean;
}

/** How git writes the mode of a symbolic link. */
const linkMode = '120000';

/**
 * The files in a tree that fit by their paths; not those in trees below it.
 * @param base the path of the tree, relative to the workspace folder
 */
export function listTree(
  { bytes, oid }: GitObject,
  base: string,
  fits: (path: string) => boolean,
): readonly ListedFile[] {
  return readTree(bytes, oid.length / 2).flatMap(({ mode, name, oid: blob }) =>
    /^1[02]0/.test(mode) && fits(base === '' ? name : `${base}/${name}`)
      ? [{ path: base === '' ? name : `${base}/${name}`, blob, linked: mode === linkMode }]
      : [],
  );
}

/** Files with each link replaced by what it leads to; a link that only gives a file beside it another name is left out. */
export function followLinks<File extends ListedFile>(
  files: readonly File[],
  endOf: ReadonlyMap<File, GitObjectHead | LinkEnd | undefined>,
): readonly TreeFile[] {
  const own = new Set(files.flatMap(({ blob, linked }) => (linked ? [] : [blob])));
  return files.flatMap((file): TreeFile[] => {
    const { path, blob, linked } = file;
    if (!linked) return [{ path, blob }];
    const end = endOf.get(file);
    if (typeof end !== 'object')
      return [{ path, blob: `${end ?? 'missing'} ${blob}`, problem: whyNotFollowed(end) }];
    if (end.type !== 'blob') return [{ path, blob: end.oid, problem: notRegular() }];
    return own.has(end.oid) ? [] : [{ path, blob: end.oid }];
  });
}

export function notRegular(): Unreadable {
  return unreadableFor({ reason: 'notRegular' });
}

function whyNotFollowed(end: LinkEnd | undefined): Unreadable {
  switch (end) {
    case 'symlink':
      return unreadableFor({ reason: 'leadsOut' });
    case 'loop':
      return unreadableFor({ reason: 'circle' });
    case 'dangling':
    case 'notdir':
    case undefined:
      return unreadableFor({ reason: 'leadsNowhere' });
  }
}

/** The entries of a tree object: mode, a space, the name, NUL and the object name as bytes (gitformat-pack(5)). */
export function readTree(
  bytes: Uint8Array,
  length: number,
): { readonly mode: string; readonly name: string; readonly oid: string }[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: { mode: string; name: string; oid: string }[] = [];
  for (let at = 0; at < buffer.length;) {
    const space = buffer.indexOf(0x20, at);
    const end = buffer.indexOf(0, space);
    if (space < 0 || end < 0) break;
    const next = end + 1 + length;
    entries.push({
      mode: buffer.toString('latin1', at, space),
      name: buffer.toString('utf8', space + 1, end),
      oid: buffer.toString('hex', end + 1, next),
    });
    at = next;
  }
  return entries;
}
