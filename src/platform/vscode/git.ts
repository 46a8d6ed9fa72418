import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/event.ts';
import type { Git } from '../node/git.ts';
import { within } from '../node/timeLimit.ts';

/** What we use of the built-in git extension's API, version 1. */
interface GitApi {
  readonly onDidOpenRepository: vscode.Event<GitRepository>;
  readonly onDidCloseRepository: vscode.Event<GitRepository>;
  readonly repositories: readonly GitRepository[];
  getRepository(uri: vscode.Uri): GitRepository | null;
}

interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD: { readonly name?: string } | undefined;
    readonly onDidChange: vscode.Event<void>;
  };
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** So long the built-in extension may take to start, in milliseconds. */
const activationLimit = 20_000;

/**
 * The branch that is checked out in each workspace folder: from the built-in git extension, which also tells when it
 * changes; where that is missing or switched off, from git itself.
 */
export class Branches implements Disposable {
  readonly #git: Git;
  readonly #log: (error: unknown) => void;
  readonly #disposables = new DisposableStore();
  readonly #watched = new Map<string, Disposable>();
  readonly #changed: Emitter<void>;
  readonly #moved: Emitter<void>;
  readonly #current = new Map<string, string | undefined>();
  /** What git says after HEAD moved, while the extension still gives the branch that it knew before. */
  readonly #ahead = new Map<
    string,
    { readonly branch: string | undefined; readonly behind: string | undefined }
  >();
  #api: GitApi | undefined;
  #started: Promise<void> | undefined;

  constructor(git: Git, log: (error: unknown) => void) {
    this.#git = git;
    this.#log = log;
    this.#changed = this.#disposables.add(new Emitter<void>(log));
    this.#moved = this.#disposables.add(new Emitter<void>(log));
    this.#disposables.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#started = undefined;
        this.#look();
      }),
    );
    this.#disposables.add(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#watchHeads();
        this.#look();
      }),
    );
    this.#watchHeads();
    this.#disposables.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#look();
      }),
    );
  }

  /** Fires when {@link current} gives another answer for any folder. */
  get onDidChange() {
    return this.#changed.event;
  }

  /** Fires when the built-in extension saw anything move in a repository. */
  get onDidMove() {
    return this.#moved.event;
  }

  /** The branch of a folder (URI as text), as far as it is known: call {@link start} first. */
  current(folder: string): string | undefined {
    return this.#current.get(folder);
  }

  /** Finds out, once; does nothing in an untrusted workspace. */
  start(): Promise<void> {
    if (!vscode.workspace.isTrusted) return Promise.resolve();
    // All trees wait for this: without the built-in extension they are shown without its branches.
    this.#started ??= this.#connect()
      .catch(this.#log)
      .then(() => this.#update())
      .catch(this.#log);
    return this.#started;
  }

  dispose(): void {
    for (const each of this.#watched.values()) each.dispose();
    this.#watched.clear();
    this.#disposables.dispose();
  }

  #look(): void {
    (this.#started === undefined ? this.start() : this.#update()).catch(this.#log);
  }

  async #connect(): Promise<void> {
    const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
    if (extension === undefined) return;
    const git = await within(activationLimit, extension.id, extension.activate());
    if (!git.enabled || this.#api !== undefined) return;
    const api = git.getAPI(1);
    this.#api = api;
    for (const repository of api.repositories) this.#watch(repository);
    this.#disposables.add(
      api.onDidOpenRepository((repository) => {
        this.#watch(repository);
        this.#look();
      }),
    );
    this.#disposables.add(
      api.onDidCloseRepository((repository) => {
        const key = repository.rootUri.toString();
        this.#watched.get(key)?.dispose();
        this.#watched.delete(key);
        this.#look();
      }),
    );
  }

  #watch(repository: GitRepository): void {
    const key = repository.rootUri.toString();
    if (this.#watched.has(key)) return;
    this.#watched.set(
      key,
      repository.state.onDidChange(() => {
        this.#look();
        this.#moved.fire();
      }),
    );
  }

  /** The extension sees a checkout only after some seconds; the file behind HEAD changes at once. */
  #watchHeads(): void {
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const key = `${folder.uri.toString()}/.git/HEAD`;
      if (this.#watched.has(key)) continue;
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(folder, '.git/HEAD'),
      );
      const moved = (): void => {
        if (this.#started !== undefined) this.#headMoved(folder.uri).catch(this.#log);
      };
      watcher.onDidCreate(moved);
      watcher.onDidChange(moved);
      this.#watched.set(key, watcher);
    }
  }

  async #headMoved(folder: vscode.Uri): Promise<void> {
    if (folder.scheme !== 'file' || !vscode.workspace.isTrusted) return;
    const behind = this.#api?.getRepository(folder)?.state.HEAD?.name;
    const branch = await this.#git.branch(folder.fsPath);
    this.#ahead.set(folder.toString(), { branch, behind });
    await this.#update();
  }

  async #update(): Promise<void> {
    let changed = false;
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const id = folder.uri.toString();
      const branch = await this.#branchOf(folder.uri);
      if (this.#current.get(id) === branch) continue;
      this.#current.set(id, branch);
      changed = true;
    }
    if (changed) this.#changed.fire();
  }

  async #branchOf(folder: vscode.Uri): Promise<string | undefined> {
    const repository = this.#api?.getRepository(folder);
    // A repository that was only just opened has no HEAD yet.
    if (repository?.state.HEAD !== undefined) {
      const { name } = repository.state.HEAD;
      const ahead = this.#ahead.get(folder.toString());
      if (ahead !== undefined && ahead.behind === name) return ahead.branch;
      this.#ahead.delete(folder.toString());
      return name;
    }
    return folder.scheme === 'file' && vscode.workspace.isTrusted
      ? this.#git.branch(folder.fsPath)
      : undefined;
  }
}
