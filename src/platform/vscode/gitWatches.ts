import { join } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/event.ts';
import type { FolderId } from '../../core/text/document.ts';
import { belowFolder, folderOf, type RelativeGlob } from '../../core/text/glob.ts';
import { section, settings } from '../../ids.ts';
import type { FileEvent } from '../../project/documentStore.ts';
import { claimsIn } from '../node/claimsPlace.ts';
import type { GitWatcher } from '../node/gitRepository.ts';
import { gitCommonDirectory, realPath } from '../node/lockPlace.ts';
import { workspacePlaces } from './places.ts';

/** VS Code begins to watch some time after it was asked to, within this, in milliseconds. */
const beginsWithin = 2500;

/** Watches what VS Code does not: git's directories, and what is read in worktrees that are no workspace folders. */
export class GitWatches implements GitWatcher, Disposable {
  readonly #store = new DisposableStore();
  readonly #moved: Emitter<void>;
  readonly #fileEvents: Emitter<FileEvent>;
  /** Ids of the folders of other worktrees. */
  readonly #worktrees = new Set<FolderId>();
  readonly #watched = new Map<string, Disposable>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(log: (error: unknown) => void) {
    this.#moved = this.#store.add(new Emitter<void>(log));
    this.#fileEvents = this.#store.add(new Emitter<FileEvent>(log));
    const { workspace } = vscode;
    this.#store.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${section}.${settings.branchBase}`)) this.#moved.fire();
      }),
    );
    this.#store.add(
      workspace.onDidGrantWorkspaceTrust(() => {
        this.#moved.fire();
      }),
    );
  }

  /** Fires when git may have moved somewhere. */
  get onDidMove() {
    return this.#moved.event;
  }

  /** Fires when something may have changed in another worktree. */
  get onDidChangeFile() {
    return this.#fileEvents.event;
  }

  /** The folder of another worktree that a file is in. */
  folderOf(uri: vscode.Uri): vscode.Uri | undefined {
    for (const id of this.#worktrees) {
      const folder = vscode.Uri.parse(id, true);
      if (uri.scheme === folder.scheme && uri.path.startsWith(`${folder.path}/`)) return folder;
    }
    return undefined;
  }

  watchWorktrees(
    _folder: FolderId,
    worktrees: ReadonlyMap<FolderId, string>,
    wanted: readonly RelativeGlob[],
  ): void {
    for (const [id, path] of worktrees) this.#watchWorktree(id, path, wanted);
  }

  /** Branches, HEADs and worktrees; what lies in a worktree's own folder, VS Code watches already. */
  watchGit(folder: string): void {
    const common = gitCommonDirectory(realPath(folder) ?? folder);
    if (common === undefined) return;
    const moved = (): void => {
      this.#moved.fire();
    };
    this.#listen(common, '{HEAD,packed-refs}', moved);
    this.#listen(join(common, 'refs'), '**', moved);
    this.#listen(join(common, 'worktrees'), '**/HEAD', moved);
    const claims = claimsIn(common);
    this.#listen(claims.folder, claims.path, () => {
      this.#fileEvents.fire({ folder: workspacePlaces.idOf(claims.folder), path: claims.path });
    });
  }

  dispose(): void {
    for (const each of this.#timers) clearTimeout(each);
    this.#timers.clear();
    for (const each of this.#watched.values()) each.dispose();
    this.#watched.clear();
    this.#store.dispose();
  }

  #watchWorktree(id: FolderId, path: string, wanted: readonly RelativeGlob[]): void {
    this.#worktrees.add(id);
    // One watcher for each folder: every one more delays all of them.
    const patterns = new Map<string, Set<string>>();
    for (const glob of wanted) {
      const holder = folderOf(glob);
      patterns.set(holder, (patterns.get(holder) ?? new Set()).add(belowFolder(glob)));
    }
    const before = this.#watched.size;
    for (const [holder, below] of patterns) {
      const folder = vscode.Uri.file(join(path, holder)).path;
      const [only = '', ...more] = below;
      const pattern = more.length === 0 ? only : `{${[...below].join(',')}}`;
      this.#listen(join(path, holder), pattern, (uri) => {
        const rest = uri.path.startsWith(`${folder}/`) ? uri.path.slice(folder.length + 1) : undefined;
        if (rest !== undefined) this.#fileEvents.fire({ folder: id, path: `${holder}/${rest}` });
      });
    }
    if (this.#watched.size > before) this.#lookOnceMore(id);
  }

  /** What came to a worktree before VS Code began to watch there is told by nobody else. */
  #lookOnceMore(id: FolderId): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#fileEvents.fire({ folder: id });
    }, beginsWithin);
    this.#timers.add(timer);
  }

  #listen(folder: string, pattern: string, heard: (uri: vscode.Uri) => void): void {
    const key = `${folder}\0${pattern}`;
    if (this.#watched.has(key)) return;
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(folder), pattern),
    );
    watcher.onDidCreate(heard);
    watcher.onDidChange(heard);
    watcher.onDidDelete(heard);
    this.#watched.set(key, watcher);
  }
}
