import { fileURLToPath, pathToFileURL } from 'node:url';
import { basename, resolve } from 'node:path';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import type { FolderId } from '../../core/text/document.ts';
import type { Clock, MarkdownParser, Settings, World } from '../../project/world.ts';
import { systemClock } from './clock.ts';
import { FileStore } from './fileStore.ts';
import { FolderWatcher } from './folderWatcher.ts';
import { readFolderSettings, type WrittenSettings } from './folderSettings.ts';
import { createGit } from './git.ts';
import { GitRepository } from './gitRepository.ts';
import { LinkGuard, toRoot, type Root } from './linkGuard.ts';
import { otherWorktrees } from './otherWorktrees.ts';
import type { Places } from './places.ts';
import { walkFolder } from './trackedListing.ts';

export interface OpenOptions {
  readonly markdown: MarkdownParser;
  /** Hears of errors that nobody waits for. */
  readonly log: (error: unknown) => void;
  /** Whether changes are followed; without, somebody has to ask for a look. */
  readonly watch?: boolean;
  /** Places out of the folders that may be read through links. */
  readonly allowed?: readonly string[];
  /** Whether git is asked about other branches and worktrees. Without, a folder is read as if it were all there is. */
  readonly branches?: boolean;
  /** See `FileStoreOptions`. */
  readonly databaseWorker?: string | undefined;
  /** Waits between two looks at a file that was replaced. */
  readonly idle?: (milliseconds: number) => Promise<void>;
}

/** The disk and git, for any process. */
export interface OpenedWorld extends World, Disposable {
  readonly documents: FileStore;
  readonly repository: GitRepository;
}

/**
 * Opens folders without VS Code. Their ids are `file:` URIs.
 * @param folders absolute or relative paths
 */
export function openWorld(folders: readonly string[], options: OpenOptions): OpenedWorld {
  const { markdown, log, watch = false, allowed = [], branches = true, idle, databaseWorker } = options;
  const store = new DisposableStore();
  const places = placesOf(folders);
  const newGuard = (): LinkGuard => new LinkGuard(rootsOf(places, allowed));
  const git = createGit(log);
  const watcher = watch
    ? store.add(
        new FolderWatcher({
          pathOf: (folder) => places.pathOf(folder),
          idOf: (path) => places.idOf(path),
          changed: (event) => {
            documents.tellChanged(event);
          },
          gitMoved: () => {
            repository.tellMoved();
          },
          log,
        }),
      )
    : undefined;
  const clock: Clock = { ...systemClock };
  let worktrees = worktreesOf(places).join('\0');
  const documents = store.add(
    new FileStore({
      places,
      clock,
      newGuard,
      ignored: (path) => git.ignored(path),
      search: walkFolder,
      log,
      watcher,
      idle,
      databaseWorker,
    }),
  );
  const follow = (path: string) => documents.reader.guard.follow(path);
  const written = (folder: FolderId): WrittenSettings =>
    readFolderSettings(places.pathOf(folder) ?? '', follow);
  const settings: Settings = { of: (folder) => written(folder).reading };
  const repository = store.add(
    new GitRepository({
      git,
      places,
      isTrusted: () => branches,
      baseOf: (folder) => written(folder).branchBase,
      watcher,
      onDidAsk: () => {
        documents.reader.forget();
        // With worktrees, what links lead to comes and goes.
        const now = worktreesOf(places).join('\0');
        if (now === worktrees) return;
        worktrees = now;
        for (const { id } of places.folders) documents.tellChanged({ folder: id });
      },
      log,
    }),
  );
  return {
    documents,
    repository,
    markdown,
    settings,
    clock,
    dispose: () => {
      store.dispose();
    },
  };
}

function placesOf(paths: readonly string[]): Places {
  const idOf = (path: string): FolderId => pathToFileURL(path).toString();
  const folders = paths.map((path) => {
    const absolute = resolve(path);
    return { id: idOf(absolute), name: basename(absolute) };
  });
  return { folders, idOf, pathOf: (folder) => fileURLToPath(folder) };
}

function openedIn(places: Places): readonly string[] {
  return places.folders.flatMap(({ id }) => places.pathOf(id) ?? []);
}

/** The folders in the other worktrees of their clones. */
function worktreesOf(places: Places): readonly string[] {
  return openedIn(places).flatMap((path) => otherWorktrees(path).map(({ folder }) => folder));
}

function rootsOf(places: Places, allowed: readonly string[]): readonly Root[] {
  const paths = [...openedIn(places), ...worktreesOf(places), ...allowed.map((path) => resolve(path))];
  return paths.map(toRoot);
}
