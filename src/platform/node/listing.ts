import * as fs from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Coded } from '../../core/model/codes/coded.ts';
import type { FileProblems } from '../../core/model/codes/files.ts';
import type { Listing, PathProblem } from '../../project/documentStore.ts';
import { inSlices } from '../../project/slices.ts';
import type { Clock } from '../../project/world.ts';
import { hasCode, outsideProblem, whyUnreadable } from './disk.ts';
import { isWithin, type LinkGuard } from './linkGuard.ts';

/** How much of a folder is listed: more than anybody tracks, and little enough for any machine. */
export interface Limits {
  /** Files and folders below each listed folder. */
  readonly entries: number;
  /** Levels of folders. */
  readonly depth: number;
}

export const limits: Limits = { entries: 50_000, depth: 40 };

/** So many entries of a folder are read in one step; other work of the thread may go on between two. */
const stepSize = 256;

/** Something listed that a symbolic link leads to: what happens there is told of another path. */
export interface LinkedPlace {
  /** Relative to the base, by the link. */
  readonly path: string;
  /** Absolute, without links. */
  readonly real: string;
}

/** Paths that are wanted, and what could not be listed. */
export type FoundPaths = Pick<Listing, 'paths' | 'problems'>;

/** What is below folders of a disk. */
export interface DiskListing extends FoundPaths {
  /** Folders that were listed, by their own names. */
  readonly folders: readonly string[];
  readonly linked: readonly LinkedPlace[];
}

/** What a listing found so far, on a disk or elsewhere: what is cut, and what cannot be listed, is told. */
export class Found {
  readonly #limits: Limits;
  readonly #paths: string[] = [];
  readonly #problems = new Map<string, PathProblem>();
  readonly #counts = new Map<string, number>();

  constructor(limit: Limits) {
    this.#limits = limit;
  }

  /** Counts an entry below a listed folder; false when there are too many: then nothing more of it is taken. */
  count(top: string): boolean {
    const count = (this.#counts.get(top) ?? 0) + 1;
    this.#counts.set(top, count);
    if (count <= this.#limits.entries) return true;
    this.tell(top, tooMany(this.#limits.entries, top));
    return false;
  }

  /** Whether a folder that is so many levels down is still listed. */
  goesDown(path: string, depth: number): boolean {
    if (depth <= this.#limits.depth) return true;
    this.tell(path, { code: 'folder.tooDeep', data: { levels: this.#limits.depth } });
    return false;
  }

  take(path: string): void {
    this.#paths.push(path);
  }

  tell(path: string, problem: Coded<FileProblems>): void {
    if (!this.#problems.has(path)) this.#problems.set(path, { path, problem });
  }

  get listing(): FoundPaths {
    return { paths: this.#paths.sort(), problems: [...this.#problems.values()] };
  }
}

export interface ListOptions {
  readonly guard: LinkGuard;
  readonly limits?: Limits;
  /** Names of folders that are not listed. */
  readonly skip?: readonly string[];
  /** Whether a file is wanted, by its path relative to the base. */
  readonly wanted: (path: string) => boolean;
  /** Whether a folder, or what a link to one leads to, may hold something wanted, by its path relative to the base. */
  readonly mayHold?: (path: string) => boolean;
  /** Whether a folder, by its path relative to the base, is not listed. */
  readonly skipFolder?: (path: string) => boolean;
}

/**
 * The files below folders of `base` that are wanted, as paths relative to it with `/` between the parts. Each real folder is listed once,
 * whatever links lead to it: under its own name if that is below one of the folders too. A link to a folder above it is left out, and
 * one to a file is a file, unless that is listed below the same folder by itself. What cannot be listed is a problem of its own, and never of what is beside it; a folder that is not
 * there holds nothing.
 * @param base absolute
 * @param folders relative to `base`; empty for `base` itself
 */
export async function listFiles(
  clock: Pick<Clock, 'now' | 'pause'>,
  base: string,
  folders: readonly string[],
  options: ListOptions,
): Promise<DiskListing> {
  const walk = new Walk(base, options);
  await inSlices(
    clock,
    walk.steps(folders),
    () => true,
    () => undefined,
  );
  return { ...walk.found.listing, folders: walk.listed, linked: walk.linked };
}

/** A folder or a link that is still to be looked at. */
interface Waiting {
  /** Absolute, without links but for the last part of a link. */
  readonly at: string;
  /** Relative to the base, by the links that lead there. */
  readonly path: string;
  readonly depth: number;
  /** The listed folder that it is below. */
  readonly top: string;
}

class Walk {
  readonly found: Found;
  readonly #base: string;
  readonly #guard: LinkGuard;
  readonly #skip: ReadonlySet<string>;
  readonly #skipFolder: (path: string) => boolean;
  readonly #wanted: (path: string) => boolean;
  readonly #mayHold: (path: string) => boolean;
  readonly linked: LinkedPlace[] = [];
  readonly listed: string[] = [];
  /** The folders that were listed, and the one that each is below. */
  readonly #seen = new Map<string, string>();
  readonly #full = new Set<string>();
  #folders: Waiting[] = [];
  #links: Waiting[] = [];
  /** Links to files, until it is known what is listed by its own name. */
  readonly #files: Waiting[] = [];

  constructor(
    base: string,
    {
      guard,
      limits: limit = limits,
      skip = [],
      skipFolder = () => false,
      mayHold = () => true,
      wanted,
    }: ListOptions,
  ) {
    this.#base = base;
    this.#guard = guard;
    this.#skip = new Set(skip);
    this.#skipFolder = skipFolder;
    this.#wanted = wanted;
    this.#mayHold = mayHold;
    this.found = new Found(limit);
  }

  /** Lists in small steps: real folders first, nearest first, then what links lead to. */
  *steps(folders: readonly string[]): Generator<undefined> {
    for (const path of folders) {
      this.#look({ at: join(this.#base, path), path, depth: 0, top: path }, 'top');
      yield;
    }
    while (this.#folders.length + this.#links.length > 0) {
      const due = this.#folders;
      this.#folders = [];
      for (const folder of due) yield* this.#list(folder);
      if (this.#folders.length > 0) continue;
      // The same order on every machine decides which of several links names a folder.
      const links = this.#links.sort((a, b) => (a.path < b.path ? -1 : 1));
      this.#links = [];
      for (const link of links) {
        this.#look(link, 'link');
        yield;
      }
    }
    const known = new Set<string>();
    for (const { at, path, top } of this.#files) {
      if (this.#seen.get(dirname(at)) === top || known.has(`${top}\0${at}`)) continue;
      known.add(`${top}\0${at}`);
      this.found.take(path);
      this.linked.push({ path, real: at });
    }
  }

  /** Finds out where a path leads that may be a link. */
  #look(waiting: Waiting, what: 'top' | 'link'): void {
    const { at, path } = waiting;
    const followed = this.#guard.follow(at);
    if (followed.kind === 'outside') {
      // A link above the folder is told once, whatever is below it.
      const link = what === 'top' ? toSlashes(relative(this.#base, followed.link)) : path;
      this.found.tell(link, outsideProblem(followed.target));
    } else if (followed.kind === 'inside' && followed.stats?.isDirectory() === true) {
      // The place may have a name of its own here, which is better.
      if (what === 'top' && followed.linked) this.#links.push(waiting);
      else if (what === 'link' && !this.#mayHold(path)) return;
      // A link to a folder above itself would only repeat it.
      else if (!followed.linked || !isWithin(followed.real, dirname(at)))
        this.#folders.push({ ...waiting, at: followed.real });
    } else if (what === 'link' && this.#wanted(path)) {
      // What a link leads to may come, and is heard of then.
      if (followed.kind === 'inside' && followed.stats === undefined)
        this.linked.push({ path, real: followed.real });
      if (followed.kind === 'inside' && followed.stats !== undefined)
        this.#files.push({ ...waiting, at: followed.real });
      // Reading says why it cannot be read.
      else this.found.take(path);
    } else if (followed.kind === 'broken') {
      this.#failed(path, followed.error);
    } else if (what === 'top') {
      if (followed.stats !== undefined)
        this.found.tell(path, { code: 'folder.unreadable', data: { reason: 'file' } });
    } else if (followed.stats === undefined && followed.linked) {
      this.found.tell(path, { code: 'folder.unreadable', data: { reason: 'leadsNowhere' } });
    }
  }

  *#list(folder: Waiting): Generator<undefined> {
    const { at, path, depth, top } = folder;
    if (this.#seen.has(at) || this.#full.has(top)) return;
    this.#seen.set(at, top);
    if (at === join(this.#base, path)) this.listed.push(path);
    else this.linked.push({ path, real: at });
    if (!this.found.goesDown(path, depth)) return;
    let open: fs.Dir | undefined;
    try {
      open = fs.opendirSync(at, { bufferSize: stepSize });
      for (let read = 1; ; read++) {
        const entry = open.readSync();
        if (entry === null) break;
        if (!this.found.count(top)) {
          this.#full.add(top);
          break;
        }
        this.#take(entry, folder);
        if (read % stepSize === 0) yield;
      }
    } catch (error) {
      // What went away meanwhile, or is no folder any more, holds nothing.
      if (!hasCode(error, 'ENOENT', 'ENOTDIR')) this.#failed(path, error);
    } finally {
      closeQuietly(open);
    }
    yield;
  }

  #take(entry: fs.Dirent, { at, path: above, depth, top }: Waiting): void {
    const { name } = entry;
    const path = above === '' ? name : `${above}/${name}`;
    if (entry.isDirectory()) {
      if (this.#skip.has(name) || this.#skipFolder(path) || !this.#mayHold(path)) return;
      if (this.#wanted(path)) this.found.tell(path, { code: 'file.unreadable', data: { reason: 'folder' } });
      if (this.#canBeNamed(at, name, path))
        this.#folders.push({ at: below(at, name), path, depth: depth + 1, top });
    } else if (entry.isSymbolicLink()) {
      if (this.#canBeNamed(at, name, path))
        this.#links.push({ at: below(at, name), path, depth: depth + 1, top });
    } else if (this.#wanted(path) && this.#canBeNamed(at, name, path)) this.found.take(path);
  }

  /** Names that are no text come with signs that stand for what could not be decoded, and name nothing. */
  #canBeNamed(at: string, name: string, path: string): boolean {
    if (!name.includes('\uFFFD')) return true;
    try {
      fs.lstatSync(below(at, name));
      return true;
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) return true;
      this.found.tell(path, { code: 'file.name', data: {} });
      return false;
    }
  }

  #failed(path: string, error: unknown): void {
    this.found.tell(path, { code: 'folder.unreadable', data: whyUnreadable(error) });
  }
}

export function tooMany(entries: number, folder: string): Coded<FileProblems> {
  return { code: 'folder.tooMany', data: { entries, folder } };
}

function below(folder: string, name: string): string {
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}

function toSlashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** What was listed is listed, whatever closing says. */
function closeQuietly(open: fs.Dir | undefined): void {
  try {
    open?.closeSync();
  } catch {
    // It was only read.
  }
}
