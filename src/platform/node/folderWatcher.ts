import * as fs from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { Disposable } from '../../core/base/disposable.ts';
import type { FolderId } from '../../core/text/document.ts';
import { belowFolder, folderOf, type RelativeGlob } from '../../core/text/glob.ts';
import type { FileEvent } from '../../project/documentStore.ts';
import { claimsIn } from './claimsPlace.ts';
import { isDirectory, mayBeFolder } from './disk.ts';
import type { FolderListing } from './diskReader.ts';
import type { ListingWatcher } from './fileStore.ts';
import type { GitWatcher } from './gitRepository.ts';
import { gitCommonDirectory, realPath, toPortable } from './lockPlace.ts';

export interface FolderWatcherOptions {
  readonly pathOf: (folder: FolderId) => string | undefined;
  readonly idOf: (path: string) => FolderId;
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
  /** Whether the directory may have ended, and the listener with it. */
  hasEnded: boolean;
}

/**
 * Tells where files may have changed, by the system's own events: one listener for each directory that was looked into, as something
 * of interest may come anywhere. (Listening to whole trees is not complete on Linux, and hears of what is left out too.)
 */
export class FolderWatcher implements ListingWatcher, GitWatcher, Disposable {
  readonly #options: FolderWatcherOptions;
  /** Listeners by who asked for them, and by the paths of their directories. */
  readonly #listeners = new Map<string, Map<string, Listener>>();
  #isDisposed = false;

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
    // Several paths may lead to one directory.
    const hear = (directory: string, heard: Heard): void => {
      const before = wanted.get(directory);
      const both: Heard = (name) => {
        before?.(name);
        heard(name);
      };
      wanted.set(directory, before === undefined ? heard : both);
    };
    // The folder itself may go and come again.
    hear(dirname(base), (name) => {
      if (name === basename(base)) this.#options.changed({ folder });
    });
    for (const holder of holders)
      hear(join(base, holder), (name) => {
        if (name === '.git') this.#options.gitMoved();
        // Where a repository begins, and what it ignores, decides what is read.
        if (name === '.git' || name === '.gitignore') this.#options.changed({ folder });
        else tell(below(holder, name));
      });
    // Files behind links are told of by the paths of the links.
    for (const { path, real } of linked)
      if (isDirectory(real))
        hear(real, (name) => {
          tell(below(path, name));
        });
      else
        hear(dirname(real), (name) => {
          if (name === basename(real)) tell(path);
        });
    // What came after a directory was looked into, and before it was listened to, nobody was told of.
    if (this.#listen(`files\0${folder}`, wanted)) this.#options.changed({ folder });
  }

  watchWorktrees(
    folder: FolderId,
    worktrees: ReadonlyMap<FolderId, string>,
    globs: readonly RelativeGlob[],
  ): void {
    const wanted = new Map<string, Heard>();
    for (const [id, path] of worktrees)
      for (const glob of globs) {
        const holder = folderOf(glob);
        const levels = belowFolder(glob).split('/').length - 1;
        const inside = directoriesBelow(join(path, holder), levels).map((each) =>
          toPortable(relative(path, each)),
        );
        // Where there is no such directory yet, it comes in one above.
        for (const at of [holder, ...inside, ...directoriesAbove(holder)])
          wanted.set(join(path, at), (name) => {
            this.#options.changed({ folder: id, path: below(at, name) });
          });
      }
    this.#listen(`worktrees\0${folder}`, wanted);
  }

  watchGit(folder: string): void {
    const moved = (): void => {
      this.#options.gitMoved();
    };
    const common = gitCommonDirectory(realPath(folder) ?? folder);
    // One that is just being made.
    const unfinished = new Map([[join(folder, '.git'), moved]]);
    this.#listen(`git\0${folder}`, common === undefined ? unfinished : new Map());
    if (common === undefined) return;
    const wanted = new Map<string, Heard>([
      [
        common,
        (name) => {
          if (['HEAD', 'packed-refs', 'refs', 'worktrees', 'throughline'].includes(name)) moved();
        },
      ],
    ]);
    for (const each of directoriesBelow(join(common, 'refs'))) wanted.set(each, moved);
    for (const each of directoriesBelow(join(common, 'worktrees'), 1))
      wanted.set(each, (name) => {
        if (name === 'HEAD' || dirname(each) === common) moved();
      });
    const claims = claimsIn(common);
    wanted.set(claims.folder, (name) => {
      if (name === claims.path)
        this.#options.changed({ folder: this.#options.idOf(claims.folder), path: name });
    });
    this.#listen(`git\0${common}`, wanted);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const listeners of this.#listeners.values())
      for (const { watcher } of listeners.values()) watcher.close();
    this.#listeners.clear();
  }

  /** Listens to these directories from now on, and to no others for the same one who asks. Gives whether any of them is new. */
  #listen(asker: string, wanted: ReadonlyMap<string, Heard>): boolean {
    // What was being listed then is of no use any more.
    if (this.#isDisposed) return false;
    let isNew = false;
    const before = this.#listeners.get(asker) ?? new Map<string, Listener>();
    const now = new Map<string, Listener>();
    for (const [path, heard] of wanted) {
      const directory = identify(path);
      const known = before.get(path);
      const isSame = known?.directory === directory && known?.hasEnded === false;
      const listener = isSame ? known : this.#open(path, directory, heard);
      if (listener === undefined) continue;
      if (listener !== known) isNew = true;
      listener.heard = heard;
      now.set(path, listener);
      if (listener === known) before.delete(path);
    }
    // Only then, so that nothing is missed in between.
    for (const { watcher } of before.values()) watcher.close();
    this.#listeners.set(asker, now);
    return isNew;
  }

  #open(path: string, directory: string | undefined, heard: Heard): Listener | undefined {
    // What is not there yet comes with an event of the directory above.
    if (directory === undefined) return undefined;
    try {
      const watcher = fs.watch(path, { persistent: false });
      const listener: Listener = { watcher, directory, heard, hasEnded: false };
      const name = basename(path);
      watcher.on('change', (event, changed) => {
        if (typeof changed !== 'string') return;
        // So a directory tells of its own end, and of that of one in it with the same name.
        if (event === 'rename' && changed === name) listener.hasEnded = true;
        listener.heard(changed);
      });
      // It ends with its directory; whoever listens above hears of that.
      watcher.on('error', () => {
        listener.hasEnded = true;
        watcher.close();
      });
      return listener;
    } catch (error) {
      this.#options.log(error);
      return undefined;
    }
  }
}

/** What tells a directory from another one that has its path later, perhaps with the number of the first; undefined when none is there. */
function identify(path: string): string | undefined {
  try {
    const stats = fs.statSync(path, { bigint: true });
    return stats.isDirectory() ? `${stats.dev}:${stats.ino}:${stats.birthtimeNs}` : undefined;
  } catch {
    return undefined;
  }
}

/** A path in a directory that is relative; empty for the base itself. */
function below(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
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
