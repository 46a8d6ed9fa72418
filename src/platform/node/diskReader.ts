import { basename, dirname, join } from 'node:path';
import type { FolderRules } from '../../core/formats/folderRules.ts';
import type { PathKind } from '../../core/index/linkGraph.ts';
import type { DocumentId, FolderId } from '../../core/text/document.ts';
import { folderOf, toFolderFilter, toRelativeGlob, type RelativeGlob } from '../../core/text/glob.ts';
import type { Belongs, Listing } from '../../project/documentStore.ts';
import type { FullSnapshot } from '../../project/snapshot.ts';
import type { Clock } from '../../project/world.ts';
import { Belonging } from './belonging.ts';
import { outsideText, readFile, stampFile, type Followed } from './disk.ts';
import { guardFor, isUnreachable, type LinkGuard } from './linkGuard.ts';
import { realPath, worktreeTop } from './lockPlace.ts';
import { listFiles, type DiskListing } from './listing.ts';
import { pathOf, type Places } from './places.ts';
import { listTracked, type Search } from './trackedListing.ts';

/** What is listed of a folder, and which folders and links it depends on. */
export interface FolderListing extends Listing {
  /** Folders in which more may come. */
  readonly folders: readonly string[];
  readonly linked: DiskListing['linked'];
}

/** What reading files takes. */
export interface DiskReaderOptions {
  readonly places: Places;
  readonly clock: Clock;
  /** With the roots as they are at that moment, and nothing remembered. */
  readonly newGuard: () => LinkGuard;
  /** What git ignores in a folder. */
  readonly ignored: (path: string) => Promise<readonly string[]>;
  readonly search: Search;
  readonly log: (error: unknown) => void;
}

/** Reads files of a disk. What links on the way to them lead to is looked up once, until it is forgotten. */
export class DiskReader {
  readonly #options: DiskReaderOptions;
  /** Where folders really are. */
  readonly #places = new Map<string, Followed>();
  /** What git ignores in each folder, as it said last. */
  readonly #ignored = new Map<FolderId, ReadonlySet<string>>();
  #guard: LinkGuard | undefined;

  constructor(options: DiskReaderOptions) {
    this.#options = options;
  }

  /** For reading alone: whoever writes asks a new one. */
  get guard(): LinkGuard {
    return (this.#guard ??= this.#options.newGuard());
  }

  /** Links may lead elsewhere now. */
  forget(): void {
    this.#guard = undefined;
    this.#places.clear();
  }

  /** See `DocumentStore.list`. A folder that is on no disk holds nothing. */
  async list(folder: FolderId, rules: FolderRules): Promise<FolderListing> {
    const { places, clock, search, log } = this.#options;
    const base = places.pathOf(folder);
    if (base === undefined)
      return {
        paths: [],
        problems: [],
        folders: [],
        linked: [],
        belongsTo: () => 'own',
        isIgnored: () => false,
      };
    this.forget();
    const { guard } = this;
    const isIgnored = await this.#askIgnored(folder, base);
    const belonging = new Belonging(base, guard);
    const belongsTo = (directory: string): Belongs => belonging.of(directory);
    const isElsewhere = (directory: string): boolean => belongsTo(directory) === 'worktree';
    const asked = { guard, clock, search, log, isIgnored, isElsewhere };
    return { ...(await listTracked(asked, base, rules)), belongsTo, isIgnored };
  }

  /** See `DocumentStore.listBelow`. */
  listBelow(base: string, globs: readonly RelativeGlob[]): Promise<DiskListing> {
    const folders = [...new Set(globs.map(folderOf))];
    const options = { guard: this.guard, wanted: toRelativeGlob(globs), mayHold: toFolderFilter(globs) };
    return listFiles(this.#options.clock, base, folders, options);
  }

  read(document: DocumentId): FullSnapshot {
    const path = pathOf(this.#options.places, document);
    if (path === undefined) return { kind: 'missing' };
    const guard = guardFor(dirname(path), this.guard);
    return guard === this.guard ? this.readAt(path) : readFile(path, (each) => guard.follow(each));
  }

  readAt(path: string): FullSnapshot {
    const place = this.placeOf(path);
    return place.kind === 'outside'
      ? outsideText(place.target)
      : readFile(place.path, (each) => this.guard.follow(each));
  }

  /** The version that a file has now, without reading it; undefined when it is not there. */
  versionOf(document: DocumentId): string | undefined {
    const path = pathOf(this.#options.places, document);
    if (path === undefined) return undefined;
    const place = this.placeOf(path);
    return place.kind === 'outside' ? 'outside' : stampFile(place.path, (each) => this.guard.follow(each));
  }

  /** See `DocumentStore.kind`. */
  kind(document: DocumentId): PathKind | undefined {
    const path = pathOf(this.#options.places, document);
    if (path === undefined) return 'missing';
    const followed = guardFor(dirname(path), this.guard).look(path);
    switch (followed.kind) {
      case 'outside':
        return 'outside';
      case 'broken':
        return isUnreachable(followed.error) ? 'missing' : undefined;
      case 'inside':
        if (followed.stats === undefined) return 'missing';
        return followed.stats.isDirectory() ? 'folder' : 'file';
    }
  }

  /** See `DocumentStore.changedAt`. */
  changedAt(document: DocumentId): number | undefined {
    const path = pathOf(this.#options.places, document);
    if (path === undefined) return undefined;
    const followed = guardFor(dirname(path), this.guard).look(path);
    return followed.kind === 'inside' && followed.stats?.isFile() === true
      ? followed.stats.mtimeMs
      : undefined;
  }

  /** Where the first link of a path that leads out leads; undefined when none does. */
  targetOf(document: DocumentId): string | undefined {
    const path = pathOf(this.#options.places, document);
    const followed = path === undefined ? undefined : this.guard.follow(path);
    return followed?.kind === 'outside' ? followed.target : undefined;
  }

  /** Where a file is once the links above it are followed. */
  placeOf(path: string): { kind: 'file'; path: string } | { kind: 'outside'; target: string } {
    const folder = dirname(path);
    let followed = this.#places.get(folder);
    if (followed === undefined) {
      followed = this.guard.follow(folder);
      this.#places.set(folder, followed);
    }
    if (followed.kind === 'outside') return followed;
    // What is wrong with a folder, its files say.
    return { kind: 'file', path: followed.kind === 'inside' ? join(followed.real, basename(path)) : path };
  }

  async #askIgnored(folder: FolderId, base: string): Promise<(path: string) => boolean> {
    try {
      const isInRepository = worktreeTop(realPath(base) ?? base) !== undefined;
      this.#ignored.set(folder, new Set(isInRepository ? await this.#options.ignored(base) : []));
    } catch (error) {
      // What was known stays; more is shown than there should be, and nothing is hidden.
      this.#options.log(error);
    }
    const ignored = this.#ignored.get(folder);
    if (ignored === undefined || ignored.size === 0) return () => false;
    return (path) => {
      if (ignored.has(path)) return true;
      for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
        if (ignored.has(path.slice(0, at + 1))) return true;
      return false;
    };
  }
}
