import { relative, sep } from 'node:path';
import type { ConflictStages } from '../../core/model/merge.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/event.ts';
import { noBranchStatus, type FolderBranchStatus } from '../../core/model/branchStatus.ts';
import type { DocumentId, FolderId } from '../../core/text/document.ts';
import type { RelativeGlob } from '../../core/text/glob.ts';
import type {
  BranchStatusRequest,
  Clone,
  Hosting,
  BranchChange,
  Repository,
} from '../../project/repository.ts';
import { BranchStatusReader } from './branchStatusReader.ts';
import { checkOut, firstDay, nestedRepository, remove, start, worktreePath } from './branchWork.ts';
import { CloneReader, nameFrom } from './cloneReader.ts';
import type { Git } from './git.ts';
import { gitStamp, realPath, worktreeTop } from './lockPlace.ts';
import { pathOf, type Places } from './places.ts';

/** Listens to what lies out of the workspace folders: git's directories, and what is read in other worktrees. */
export interface GitWatcher {
  /** @param folder absolute */
  watchGit(folder: string): void;
  /**
   * Worktrees of a folder's clone, those that are no workspace folders.
   * @param worktrees their absolute paths by their ids
   */
  watchWorktrees(
    folder: FolderId,
    worktrees: ReadonlyMap<FolderId, string>,
    wanted: readonly RelativeGlob[],
  ): void;
}

export interface GitRepositoryOptions {
  readonly git: Git;
  readonly places: Places;
  /** Nothing is asked of git in a folder that nobody trusts. */
  readonly isTrusted: () => boolean;
  /** The setting that names a folder's base branch, as somebody wrote it. */
  readonly baseOf: (folder: FolderId) => unknown;
  readonly watcher: GitWatcher | undefined;
  /** Hears that git was asked: worktrees may have come or gone. */
  readonly onDidAsk: () => void;
  readonly log: (error: unknown) => void;
}

/** The clones that folders of a disk are in, asked of git. */
export class GitRepository implements Repository, Disposable {
  readonly #options: GitRepositoryOptions;
  readonly #git: Git;
  readonly #clones: CloneReader;
  readonly #statuses: BranchStatusReader;
  readonly #moved: Emitter<FolderId>;

  constructor(options: GitRepositoryOptions) {
    this.#options = options;
    this.#git = options.git;
    this.#clones = new CloneReader(options.git, options.log);
    this.#statuses = new BranchStatusReader(options.git);
    this.#moved = new Emitter<FolderId>(options.log);
  }

  get onDidMove() {
    return this.#moved.event;
  }

  /** Something in a repository changed: every folder looks, which is cheap where nothing moved. */
  tellMoved(): void {
    for (const { id } of this.#options.places.folders) this.#moved.fire(id);
  }

  async clone(
    folder: FolderId,
    committed: readonly RelativeGlob[],
    inWorktrees: readonly RelativeGlob[],
  ): Promise<Clone | undefined> {
    const clone = await this.#readClone(folder, committed, inWorktrees);
    this.#options.onDidAsk();
    return clone;
  }

  async #readClone(
    folder: FolderId,
    committed: readonly RelativeGlob[],
    inWorktrees: readonly RelativeGlob[],
  ): Promise<Clone | undefined> {
    const { places, baseOf, watcher } = this.#options;
    const path = this.#trusted(folder);
    if (path === undefined) return undefined;
    // Before it is read: what comes meanwhile is told.
    watcher?.watchGit(path);
    const reading = await this.#clones.read({ folder: path, committed, base: baseOf(folder) });
    if (reading === undefined) return undefined;
    const own = realPath(path);
    const here = own ?? path;
    const workspace = new Map(
      places.folders.flatMap(({ id }) => {
        const at = places.pathOf(id);
        const real = at === undefined ? undefined : realPath(at);
        return real === undefined ? [] : [[real, id] as const];
      }),
    );
    const others = new Map<FolderId, string>();
    const worktrees = new Map<string, { readonly folder: FolderId; readonly name: string }>();
    for (const [branch, at] of reading.worktrees) {
      const id = at === own ? folder : (workspace.get(at) ?? places.idOf(at));
      worktrees.set(branch, { folder: id, name: nameFrom(here, at) });
      if (at !== own && !workspace.has(at)) others.set(id, at);
    }
    watcher?.watchWorktrees(folder, others, inWorktrees);
    const paths = new Set(reading.worktrees.values());
    // A detached worktree has no branch: the folder itself is one of its siblings all the same.
    if (own !== undefined) paths.add(own);
    return {
      refs: reading.refs,
      base: reading.base,
      head: reading.head,
      worktrees,
      siblings: [...workspace].flatMap(([at, id]) => (paths.has(at) ? [id] : [])),
      filesOf: ({ commit }) => reading.files.get(commit) ?? [],
      newWorktreeName: (branch) => nameFrom(here, worktreePath(here, branch)),
      lacking: reading.lacking,
    };
  }

  async branchStatus(folder: FolderId, request: BranchStatusRequest): Promise<FolderBranchStatus> {
    const path = this.#trusted(folder);
    const real = path === undefined ? undefined : realPath(path);
    const top = real === undefined ? undefined : worktreeTop(real);
    if (real === undefined || top === undefined) return noBranchStatus;
    const { places } = this.#options;
    return this.#statuses.read({
      ...request,
      folder: real,
      prefix: relative(top, real).split(sep).join('/'),
      streams: request.streams.map(({ at, worktree, ...stream }) => {
        const file = at === undefined ? undefined : places.pathOf(at);
        const tree = worktree === undefined ? undefined : places.pathOf(worktree);
        return {
          ...stream,
          ...(file === undefined ? {} : { at: file }),
          ...(tree === undefined ? {} : { worktree: tree }),
        };
      }),
    });
  }

  checkout(document: DocumentId): string {
    const path = pathOf(this.#options.places, document);
    return path === undefined ? '' : gitStamp(path);
  }

  async stages({ folder, path }: DocumentId): Promise<ConflictStages | undefined> {
    const at = this.#trusted(folder);
    return at === undefined ? undefined : this.#git.stages(at, path);
  }

  async textAtChange(changed: DocumentId, { folder, path }: DocumentId): Promise<string | undefined> {
    const at = changed.folder === folder ? this.#trusted(folder) : undefined;
    return at === undefined ? undefined : this.#git.textAtChange(at, changed.path, path);
  }

  async hosting(folder: FolderId): Promise<Hosting> {
    const path = this.#trusted(folder);
    if (path === undefined) return { remotes: [], pullRequests: new Map() };
    return { remotes: await this.#git.remotes(path), pullRequests: await this.#git.pullRequests(path) };
  }

  async firstDay(folder: FolderId, base: string, commit: string): Promise<string | undefined> {
    const path = this.#trusted(folder);
    return path === undefined ? undefined : firstDay(this.#git, path, base, commit);
  }

  async changedFiles(folder: FolderId): Promise<readonly string[]> {
    const path = this.#trusted(folder);
    return path === undefined ? [] : ((await this.#git.uncommitted(path)) ?? []);
  }

  nestedRepository({ folder, path }: DocumentId): string | undefined {
    const at = this.#trusted(folder);
    return at === undefined ? undefined : nestedRepository(at, path);
  }

  async changeBranch(folder: FolderId, change: BranchChange): ReturnType<Repository['changeBranch']> {
    const path = this.#trusted(folder);
    if (path === undefined) return { kind: 'failed', why: { code: 'workspace.untrusted', data: {} } };
    if (change.kind === 'remove') {
      const { name, commit, from } = change;
      const at = from.where === 'here' ? path : this.#trusted(from.folder);
      if (at === undefined) return { kind: 'failed', why: { code: 'git.noRepository', data: {} } };
      const back = from.where === 'here' ? from.back : undefined;
      const removed = await remove(this.#git, path, { name, commit, at, back });
      return removed.kind === 'failed' ? removed : { kind: 'done', folder };
    }
    const made = await (change.kind === 'checkOut'
      ? checkOut(this.#git, path, change)
      : start(this.#git, path, change));
    if (made.kind === 'failed') return made;
    return { kind: 'done', folder: made.folder === path ? folder : this.#options.places.idOf(made.folder) };
  }

  dispose(): void {
    this.#moved.dispose();
  }

  #trusted(folder: FolderId): string | undefined {
    return this.#options.isTrusted() ? this.#options.places.pathOf(folder) : undefined;
  }
}
