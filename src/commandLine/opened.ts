import * as fs from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathOf, type Stream } from '../core/model/item.ts';
import { pathToFileURL } from 'node:url';
import { ownerSlug } from '../core/model/owner.ts';
import { shownText } from '../core/views/shownText.ts';
import type { Key } from '../core/text/key.ts';
import type { FolderId } from '../core/text/document.ts';
import { createGit } from '../platform/node/git.ts';
import { headBranch, realPath, worktreeTop } from '../platform/node/lockPlace.ts';
import { otherWorktrees } from '../platform/node/otherWorktrees.ts';
import { MarkdownWorker } from '../platform/node/markdownWorker.ts';
import { openWorld, type OpenedWorld } from '../platform/node/openWorld.ts';
import { Project } from '../project/project.ts';
import type { TrackedFolder } from '../project/trackedFolder.ts';
import { isAtOrBelow, meantPaths, type Typing } from './paths.ts';
import { Ended, refused } from './reply.ts';

/** What is opened, where it is not the worktree that it was asked in with all of its branches. */
export interface Wanted {
  /** The branch that is checked out in a worktree, or where that is. */
  readonly branch?: string | undefined;
  readonly folder?: FolderId;
  /** Other branches and worktrees are not read. */
  readonly isAlone?: true;
}

interface OpenOptions {
  /** See `Io.workerFile`. */
  readonly workerFile: string;
  readonly wanted?: Wanted | undefined;
  /** Hears of errors that nobody waits for. */
  readonly log: (error: unknown) => void;
}

/** The folder of a command: the worktree that it was asked in, else the folder itself. Nothing is read before somebody asks. */
export class Opened {
  /** Absolute, a real path. */
  readonly top: string;
  /** Whether it was asked in another worktree than {@link top}. */
  readonly isElsewhere: boolean;
  /** The branch that is checked out here; undefined where there is none, and outside of a repository. */
  readonly branch: string | undefined;
  readonly isInGit: boolean;
  readonly world: OpenedWorld;
  readonly project: Project;
  readonly folder: FolderId;
  /** Where the command was started, and the worktree that is in. */
  readonly #asked: Typing;
  readonly #worker: MarkdownWorker;
  readonly #log: (error: unknown) => void;
  #userName: Promise<string | undefined> | undefined;

  private constructor(
    directory: string,
    asked: string,
    isInGit: boolean,
    { workerFile, wanted = {}, log }: OpenOptions,
  ) {
    const top = (isInGit ? findWorktree(asked, wanted) : undefined) ?? asked;
    this.#asked = { top: asked, directory };
    this.top = top;
    this.isElsewhere = top !== asked;
    this.isInGit = isInGit;
    this.#log = log;
    this.branch = isInGit ? headBranch(top) : undefined;
    this.#worker = new MarkdownWorker({ workerFile, onError: log });
    this.world = openWorld([top], {
      markdown: this.#worker,
      log,
      branches: wanted.isAlone !== true,
      databaseWorker: join(dirname(workerFile), 'databaseWorker.cjs'),
    });
    this.project = new Project(this.world, log);
    this.folder = this.world.documents.folders[0]?.id ?? '';
  }

  /** Ends the command where nothing can be tracked: no folder, a bare repository, the root of the disk, somebody's home. */
  static at(directory: string, options: OpenOptions): Opened {
    const real = realAt(directory);
    if (real === undefined || !fs.statSync(real).isDirectory())
      throw new Ended(refused('folder.missing', `There is no folder ${shownText(directory)}.`));
    const top = worktreeTop(real);
    if (top === undefined && isBare(real))
      throw new Ended(
        refused('git.bare', `${directory} is a bare repository: run this in one of its worktrees.`),
      );
    if (top === undefined && (dirname(real) === real || real === realPath(homedir())))
      throw new Ended(
        refused('folder.tooWide', `${directory} is no project: run this in one, or name it with -C FOLDER.`),
      );
    return new Opened(real, top ?? real, top !== undefined, options);
  }

  /** What a typed path may mean, likeliest first: see {@link meantPaths}. */
  pathsOf(typed: string): readonly string[] {
    const places = [this.#asked, { top: this.top, directory: this.top }];
    const written = [typed, realAt(resolve(this.#asked.directory, typed)) ?? typed];
    return [...new Set(written.flatMap((each) => places.flatMap((place) => meantPaths(each, place))))];
  }

  /** Whether there is a file or a folder at a path. */
  isThere(path: string): boolean {
    return realAt(join(this.top, path)) !== undefined;
  }

  /** The tracking directory of the folder that the command was started in, or of one around it, below the top. */
  innerRoot(): string | undefined {
    const { homes } = this.project.rulesOf(this.folder);
    for (let at = this.#started(); at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/'))))
      for (const { path } of homes) if (this.isThere(`${at}/${path}`)) return `${at}/${path}`;
    return undefined;
  }

  /** Those of some streams that are kept nearest to where the command was started, in it or around it; all where none is. */
  nearest(streams: readonly Stream[]): readonly Stream[] {
    const rules = this.project.rulesOf(this.folder);
    const started = this.#started();
    const around = streams
      .map((stream) => ({ stream, place: rules.placeOf(pathOf(stream)) }))
      .filter(({ place }) => isAtOrBelow(started, place));
    const most = Math.max(...around.map(({ place }) => place.length));
    const found = around.filter(({ place }) => place.length === most).map(({ stream }) => stream);
    return found.length > 0 ? found : streams;
  }

  /** Where the command was started, relative to the top of its worktree. */
  #started(): string {
    return relative(this.#asked.top, this.#asked.directory).replaceAll(sep, '/');
  }

  /** A name for Owner cells out of git's `user.name`. */
  userName(): Promise<string | undefined> {
    this.#userName ??= createGit(this.#log)
      .userName(this.top)
      .then((name) => (name === undefined ? undefined : ownerSlug(name)));
    return this.#userName;
  }

  /** The folder once all of it was read, git's part too. */
  async read(): Promise<TrackedFolder> {
    await this.project.load();
    await this.project.idle();
    return this.tracked();
  }

  /** The same; ends the command where nothing is tracked. */
  async whole(): Promise<TrackedFolder> {
    const tracked = await this.read();
    if (this.project.state === 'noTracking') throw new Ended(this.nothingTracked());
    return tracked;
  }

  /** The folder once {@link read} or {@link whole} was asked for. */
  tracked(): TrackedFolder {
    const tracked = this.known();
    if (tracked === undefined) throw new Ended(this.nothingTracked());
    return tracked;
  }

  /** The folder as far as it was read. */
  known(): TrackedFolder | undefined {
    return this.project.folder(this.folder);
  }

  /** Reads the progress files of the branch that is checked out here, and nothing else where they are in the usual place. */
  async ownBranch(): Promise<void> {
    const { branch, folder, project } = this;
    if (branch === undefined) return;
    if (this.innerRoot() !== undefined) {
      await this.whole();
      return;
    }
    await project.peek(folder, branch);
    if ((this.known()?.index.streamsOfBranch(branch) ?? []).length === 0)
      await project.peekNaming(folder, branch);
  }

  /** Reads the documents that a key of an item may be in, and nothing else. */
  async documentsOf(keys: readonly Key[]): Promise<void> {
    await this.project.peekAt(this.folder, keys);
  }

  nothingTracked() {
    const { unread } = this.known() ?? { unread: [] };
    const [system] = unread;
    return system === undefined
      ? refused('tracking.none', `Nothing is tracked in ${this.top}.`, {}, ['start with: throughline init'])
      : refused(
          'tracking.none',
          `Nothing that Throughline reads is tracked in ${this.top}: it uses ${system.name}.`,
        );
  }

  dispose(): void {
    this.project.dispose();
    this.world.dispose();
    this.#worker.dispose();
  }
}

/** Another worktree of the clone; undefined where this one is meant, or none. */
function findWorktree(top: string, wanted: Wanted): string | undefined {
  if (wanted.branch === undefined && wanted.folder === undefined) return undefined;
  const fits = (each: string): boolean =>
    wanted.branch === undefined
      ? pathToFileURL(each).href === wanted.folder
      : headBranch(each) === wanted.branch;
  return fits(top) ? undefined : otherWorktrees(top).find((other) => fits(other.top))?.top;
}

/** A real path; undefined where there is none, and where nobody can look. */
function realAt(path: string): string | undefined {
  try {
    return realPath(path);
  } catch {
    return undefined;
  }
}

function isBare(folder: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => fs.existsSync(join(folder, name)));
}
