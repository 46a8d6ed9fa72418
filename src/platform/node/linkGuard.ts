import * as fs from 'node:fs';
import { basename, dirname, join, parse, sep } from 'node:path';
import type { ResolvedFile } from '../../project/documentWriter.ts';
import { hasCode, type Followed } from './disk.ts';
import { isSharedFolder } from './lockPlace.ts';

/** A folder (with all that is below it) or a file that may be read and changed. */
export interface Root {
  /** Absolute, as it is spelled where it is opened or where a link leads to it. */
  readonly path: string;
  /** The same place without links. */
  readonly real: string;
}

/** As many as Linux follows in one path. */
const maximumLinks = 40;

/**
 * The one guard for reads and writes: follows symbolic links by hand, and looks at nothing that is out of its roots. A link to a
 * slow disk or to `/` costs one `readlink`.
 */
export class LinkGuard {
  readonly #roots: readonly Root[];
  readonly #folders = new Map<string, Followed>();

  /** Roots that contain others may be among them. */
  constructor(roots: Iterable<Root>) {
    this.#roots = [...roots];
  }

  /** Follows an absolute path without `.` and `..`; one that begins in no root is outside. */
  follow(path: string): Followed {
    const start = this.#startOf(path);
    if (start === undefined) return { kind: 'outside', link: path, target: path };
    let at = start.real;
    let link = start.spelled;
    let linked = false;
    let stats: fs.Stats | undefined;
    // Nothing is below what is not there.
    let isGone = false;
    let links = 0;
    const parts = partsOf(path.slice(start.spelled.length));
    if (parts.length === 0)
      try {
        return { kind: 'inside', real: at, linked, stats: statsOf(at) };
      } catch (error) {
        return { kind: 'broken', error };
      }
    for (const part of parts) {
      link = join(link, part);
      // What links add comes before the rest of the path.
      const pending = [part];
      // Whether `at` is free of links: what is outside is taken as it is spelled.
      let known = true;
      for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
        if (next === '.') continue;
        if (next === '..') {
          // The parent of a folder that may be a link is anywhere.
          if (!known) return { kind: 'outside', link, target: join(at, '..', ...pending) };
          at = dirname(at);
          isGone = false;
          continue;
        }
        const to = join(at, next);
        const root = this.#roots.find((each) => isEither(each, to));
        if (root === undefined && !(known && this.#contains(at))) {
          at = to;
          known = false;
          continue;
        }
        try {
          if (root !== undefined) stats = statsOf(root.real);
          else stats = isGone ? undefined : lstatOf(to);
          isGone = stats === undefined;
          if (root !== undefined || stats?.isSymbolicLink() !== true) {
            at = root?.real ?? to;
            known = true;
            continue;
          }
          linked = true;
          if (++links > maximumLinks)
            throw Object.assign(new Error('too many symbolic links'), { code: 'ELOOP' });
          const target = fs.readlinkSync(to);
          const { root: top } = parse(target);
          if (top !== '') at = top;
          pending.unshift(...partsOf(target.slice(top.length)));
        } catch (error) {
          return { kind: 'broken', error };
        }
      }
      if (!known || !this.#contains(at)) return { kind: 'outside', link, target: at };
    }
    return { kind: 'inside', real: at, linked, stats };
  }

  /** Like {@link follow}, for one look: folders above are as they were when this was first asked about something in them. */
  look(path: string): Followed {
    const folder = dirname(path);
    let above = this.#folders.get(folder);
    if (above === undefined) {
      const isTop = dirname(folder) === folder || this.#roots.some((root) => isEither(root, folder));
      above = isTop ? this.follow(folder) : this.look(folder);
      this.#folders.set(folder, above);
    }
    if (above.kind !== 'inside' || above.stats?.isDirectory() !== true) return this.follow(path);
    const real = join(above.real, basename(path));
    try {
      const stats = lstatOf(real);
      if (stats?.isSymbolicLink() !== true) return { kind: 'inside', real, linked: above.linked, stats };
    } catch {
      // Following says what is wrong.
    }
    return this.follow(path);
  }

  #contains(path: string): boolean {
    return this.#roots.some(({ real }) => isWithin(real, path));
  }

  /** The innermost root that a path begins with. */
  #startOf(path: string): { readonly spelled: string; readonly real: string } | undefined {
    let best: { readonly spelled: string; readonly real: string } | undefined;
    for (const root of this.#roots)
      for (const spelled of [root.path, root.real])
        if (isWithin(spelled, path) && spelled.length > (best?.spelled.length ?? -1))
          best = { spelled, real: root.real };
    return best;
  }
}

/** The guard for files of a folder: what we keep in a clone's git directory for all its worktrees has one of its own. */
export function guardFor(folder: string, guard: LinkGuard): Pick<LinkGuard, 'follow' | 'look'> {
  try {
    return isSharedFolder(folder) ? new LinkGuard([toRoot(folder)]) : guard;
  } catch (error) {
    const broken = { kind: 'broken', error } as const;
    return { follow: () => broken, look: () => broken };
  }
}

/** A file whose path was followed through all links. */
export interface LocatedFile {
  readonly kind: 'resolved';
  readonly file: ResolvedFile;
}

/**
 * Finds a file once, for all that is then done with it: the folder that it is looked for in, then its path from there. It need
 * not be there.
 * @param path relative to the folder
 */
export function resolveFile(
  guard: Pick<LinkGuard, 'follow'>,
  folder: string,
  path: string,
): LocatedFile | Exclude<Followed, { kind: 'inside' }> {
  const base = guard.follow(folder);
  if (base.kind !== 'inside') return base;
  const found = guard.follow(join(base.real, path));
  if (found.kind !== 'inside') return found;
  return { kind: 'resolved', file: { real: found.real, folder: base.real } };
}

/** A folder as a root: by its real path, or as it is spelled when it is not there (yet). */
export function toRoot(path: string): Root {
  try {
    return { path, real: fs.realpathSync.native(path) };
  } catch {
    // What cannot be resolved cannot be read either: whoever reads says why.
    return { path, real: path };
  }
}

function isEither({ path, real }: Root, place: string): boolean {
  return path === place || real === place;
}

/** By parts of the path, not by characters: `/ws-other` is not within `/ws`. Both without links. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function partsOf(path: string): string[] {
  return path.split(sep === '/' ? '/' : /[\\/]/).filter((part) => part !== '');
}

/** Very many links lead to what is not there: an error for each takes longer than the look. */
const quiet = { throwIfNoEntry: false } as const;

function lstatOf(path: string): fs.Stats | undefined {
  return orMissing(() => fs.lstatSync(path, quiet));
}

function statsOf(path: string): fs.Stats | undefined {
  return orMissing(() => fs.statSync(path, quiet));
}

function orMissing(look: () => fs.Stats | undefined): fs.Stats | undefined {
  try {
    return look();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Whether an error says that a place may not be looked at, or cannot be: nothing that could be opened. */
export function isUnreachable(error: unknown): boolean {
  return hasCode(error, 'ELOOP', 'ENAMETOOLONG', 'EACCES', 'EPERM', 'ERR_INVALID_ARG_VALUE');
}
