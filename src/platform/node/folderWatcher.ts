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

/** Hears the name of what changed in a directory. */
type Heard = (name: string) => void;

interface Listener {
  readonly watcher: fs.FSWatcher;
  /** The directory that is listened to, whatever stands at its path by now. */
  readonly directory: string;
  heard: Heard;
}

/**
 * Tells where files may have changed, by the system's own events: one listener for each directory that holds, or may come to hold,
 * something of interest. (Listening to whole trees is neither complete nor cheap on Linux, and all that is needed is known.)
 */
export class FolderWatcher implements ListingWatcher, GitWatcher, Disposable {
  readonly #options: FolderWatcherOptions;
  /** Listeners by who asked for them, and by the paths of their directories. */
  readonly #listeners = new Map<string, Map<string, Listener>>();

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
    const wanted = new Map<string, Heard>();
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
    const wanted = new Map<string, Heard>();
    for (const glob of committed) {
      const holder = folderOf(glob);
      // Where there is no such directory yet, it comes in one above.
      for (const at of [holder, ...directoriesAbove(holder)])
        wanted.set(join(path, at), (name) => {
          this.#options.changed({ folder: id, path: at === '' ? name : `${at}/${name}` });
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
    const wanted = new Map<string, Heard>([
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
    for (const listeners of this.#listeners.values())
      for (const { watcher } of listeners.values()) watcher.close();
    this.#listeners.clear();
  }

  /** Listens to these directories from now on, and to no others for the same one who asks. */
  #listen(asker: string, wanted: ReadonlyMap<string, Heard>): void {
    const before = this.#listeners.get(asker) ?? new Map<string, Listener>();
    const now = new Map<string, Listener>();
    for (const [path, heard] of wanted) {
      const directory = identify(path);
      const known = before.get(path);
      const listener =
        known !== undefined && known.directory === directory ? known : this.#open(path, directory, heard);
      if (listener === undefined) continue;
      listener.heard = heard;
      now.set(path, listener);
      if (listener === known) before.delete(path);
    }
    // Only then, so that nothing is missed in between.
    for (const { watcher } of before.values()) watcher.close();
    this.#listeners.set(asker, now);
  }

  #open(path: string, directory: string | undefined, heard: Heard): Listener | undefined {
    // What is not there yet comes with an event of the directory above.
    if (directory === undefined) return undefined;
    try {
      const watcher = fs.watch(path, { persistent: false });
      const listener: Listener = { watcher, directory, heard };
      watcher.on('change', (_event, name) => {
        if (typeof name === 'string') listener.heard(name);
      });
      // It ends with its directory; whoever listens above hears of that.
      watcher.on('error', () => {
        watcher.close();
      });
      return listener;
    } catch (error) {
      this.#options.log(error);
      return undefined;
    }
  }
}

/** What tells a directory from another one that has its path later; undefined when none is there. */
function identify(path: string): string | undefined {
  try {
    const stats = fs.statSync(path, { bigint: true });
    return stats.isDirectory() ? `${stats.dev}:${stats.ino}` : undefined;
  } catch {
    return undefined;
  }
}

/** The directories above a relative path, up to the base itself. */
function directoriesAbove(path: string): readonly string[] {
  const above: string[] = [];
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
    above.push(path.slice(0, at));
  return [...above, ''];
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
