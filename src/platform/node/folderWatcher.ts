import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Disposable } from '../../core/base/disposable.ts';
import type { FolderId } from '../../core/text/document.ts';
import { folderOf, type RelativeGlob } from '../../core/text/glob.ts';
import type { FileEvent } from '../../project/documentStore.ts';
import { isDirectory, mayBeFolder } from './disk.ts';
import type { FolderListing } from './diskReader.ts';
import type { ListingWatcher } from './fileStore.ts';
import type { GitWatcher } from './gitRepository.ts';
import { gitCommonDirectory, realPath } from './lockPlace.ts';

export interface FolderWatcherOptions {
  readonly pathOf: (folder: FolderId) => string | undefined;
  readonly changed: (event: FileEvent) => void;
  readonly gitMoved: () => void;
  readonly log: (error: unknown) => void;
}

/**
 * Tells where files may have changed, by the system's own events: one listener for each directory that holds, or may come to hold,
 * something of interest. (Listening to whole trees is neither complete nor cheap on Linux, and all that is needed is known.)
 */
export class FolderWatcher implements ListingWatcher, GitWatcher, Disposable {
  readonly #options: FolderWatcherOptions;
  /** Listeners by what asked for them, and by directory. */
  readonly #listeners = new Map<string, Map<string, fs.FSWatcher>>();

  constructor(options: FolderWatcherOptions) {
    this.#options = options;
  }

  watchListed(folder: FolderId, { paths, folders, linked }: FolderListing): void {
    const base = this.#options.pathOf(folder);
    if (base === undefined) return;
    const holders = new Set(['']);
    for (const path of [...paths, ...folders.map((each) => `${each}/`)])
      for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
        holders.add(path.slice(0, at));
    const tell = (path: string): void => {
      this.#options.changed({ folder, path });
      // A directory may have come or gone with all that is in it.
      if (holders.has(path) || mayBeFolder(join(base, path))) this.#options.changed({ folder });
    };
    const wanted = new Map<string, (name: string) => void>();
    for (const holder of holders)
      wanted.set(join(base, holder), (name) => {
        if (name !== '.git') tell(holder === '' ? name : `${holder}/${name}`);
      });
    // Files behind links are told of by the paths of the links.
    for (const { path, real } of linked)
      if (isDirectory(real))
        wanted.set(real, (name) => {
          tell(`${path}/${name}`);
        });
      else
        wanted.set(dirname(real), (name) => {
          if (name === basename(real)) tell(path);
        });
    this.#listen(`files\0${folder}`, wanted);
  }

  watchWorktree(id: FolderId, path: string, committed: readonly RelativeGlob[]): void {
    const wanted = new Map<string, (name: string) => void>();
    for (const glob of committed) {
      const holder = folderOf(glob);
      wanted.set(join(path, holder), (name) => {
        this.#options.changed({ folder: id, path: `${holder}/${name}` });
      });
    }
    this.#listen(`files\0${id}`, wanted);
  }

  watchGit(folder: string): void {
    const common = gitCommonDirectory(realPath(folder) ?? folder);
    if (common === undefined) return;
    const moved = (): void => {
      this.#options.gitMoved();
    };
    const wanted = new Map<string, (name: string) => void>([
      [
        common,
        (name) => {
          if (name === 'HEAD' || name === 'packed-refs' || name === 'worktrees') moved();
        },
      ],
    ]);
    for (const each of directoriesBelow(join(common, 'refs'))) wanted.set(each, moved);
    for (const each of directoriesBelow(join(common, 'worktrees'), 1))
      wanted.set(each, (name) => {
        if (name === 'HEAD' || dirname(each) === common) moved();
      });
    this.#listen(`git\0${common}`, wanted);
  }

  dispose(): void {
    for (const listeners of this.#listeners.values()) for (const each of listeners.values()) each.close();
    this.#listeners.clear();
  }

  /** Listens to these directories from now on, and to no others for the same one who asks. */
  #listen(asker: string, wanted: ReadonlyMap<string, (name: string) => void>): void {
    const before = this.#listeners.get(asker) ?? new Map<string, fs.FSWatcher>();
    const now = new Map<string, fs.FSWatcher>();
    for (const [path, heard] of wanted) {
      const listener = this.#open(path, heard);
      if (listener !== undefined) now.set(path, listener);
    }
    // Only then, so that nothing is missed in between.
    for (const each of before.values()) each.close();
    this.#listeners.set(asker, now);
  }

  #open(path: string, heard: (name: string) => void): fs.FSWatcher | undefined {
    try {
      const listener = fs.watch(path, { persistent: false }, (_event, name) => {
        if (name !== null) heard(name);
      });
      // It ends with its directory; whoever listens above hears of that.
      listener.on('error', () => {
        listener.close();
      });
      return listener;
    } catch (error) {
      // What is not there yet comes with an event of the directory above.
      if (isDirectory(path)) this.#options.log(error);
      return undefined;
    }
  }
}

/** A directory and those in it, down to so many levels. */
function directoriesBelow(path: string, levels = 10): readonly string[] {
  if (!isDirectory(path)) return [];
  if (levels === 0) return [path];
  try {
    const entries = fs.readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [path, ...entries.flatMap(({ name }) => directoriesBelow(join(path, name), levels - 1))];
  } catch {
    return [path];
  }
}
