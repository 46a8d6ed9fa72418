import { join } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/event.ts';
import { folderOf, type RelativeGlob } from '../../core/text/glob.ts';
import { section, settings } from '../../ids.ts';
import type { Clone, FileEvent } from '../../project/host.ts';
import { CloneReader, nameFrom } from '../node/cloneReader.ts';
import type { Git } from '../node/git.ts';
import { gitCommonDirectory, realPath } from '../node/lockPlace.ts';

/** The clones that workspace folders are in: their branches and worktrees, and when something moves there. */
export class Clones implements Disposable {
  readonly #reader: CloneReader;
  readonly #store = new DisposableStore();
  readonly #moved: Emitter<string>;
  readonly #fileEvents: Emitter<FileEvent>;
  /** Ids of the folders of other worktrees. */
  readonly #worktrees = new Set<string>();
  readonly #watched = new Map<string, Disposable>();

  constructor(git: Git, log: (error: unknown) => void) {
    this.#reader = new CloneReader(git, log);
    this.#moved = this.#store.add(new Emitter<string>(log));
    this.#fileEvents = this.#store.add(new Emitter<FileEvent>(log));
    const { workspace } = vscode;
    this.#store.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${section}.${settings.branchBase}`)) this.moved();
      }),
    );
    this.#store.add(
      workspace.onDidGrantWorkspaceTrust(() => {
        this.moved();
      }),
    );
  }

  /** Fires with a workspace folder when git may have moved there. */
  get onDidMove() {
    return this.#moved.event;
  }

  /** Fires when something may have changed in another worktree. */
  get onDidChangeFile() {
    return this.#fileEvents.event;
  }

  /** Something in a repository changed: every folder looks, which is cheap where nothing moved. */
  moved(): void {
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) this.#moved.fire(uri.toString());
  }

  async read(folder: string, committed: readonly RelativeGlob[]): Promise<Clone | undefined> {
    const uri = vscode.Uri.parse(folder, true);
    if (uri.scheme !== 'file' || !vscode.workspace.isTrusted) return undefined;
    const base: unknown = vscode.workspace.getConfiguration(section, uri).get(settings.branchBase);
    const reading = await this.#reader.read({ folder: uri.fsPath, committed, base });
    if (reading === undefined) return undefined;
    const own = realPath(uri.fsPath);
    const ids = new Map(
      (vscode.workspace.workspaceFolders ?? []).map((each) => [
        realPath(each.uri.fsPath),
        each.uri.toString(),
      ]),
    );
    const worktrees = new Map<string, { folder: string; name: string }>();
    for (const [branch, path] of reading.worktrees) {
      const id = path === own ? folder : (ids.get(path) ?? vscode.Uri.file(path).toString());
      worktrees.set(branch, { folder: id, name: nameFrom(own ?? uri.fsPath, path) });
      if (path !== own && !ids.has(path)) this.#watch(id, path, committed);
    }
    this.#watchGit(uri.fsPath);
    const paths = new Set(reading.worktrees.values());
    // A detached worktree has no branch: the folder itself is one of its siblings all the same.
    if (own !== undefined) paths.add(own);
    return {
      refs: reading.refs,
      base: reading.base,
      head: reading.head,
      worktrees,
      siblings: [...ids].flatMap(([path, id]) => (path !== undefined && paths.has(path) ? [id] : [])),
      filesOf: ({ commit }) => reading.files.get(commit) ?? [],
      lacking: reading.lacking,
    };
  }

  /** Id of the folder of another worktree that a file is in. */
  folderOf(uri: vscode.Uri): vscode.Uri | undefined {
    for (const id of this.#worktrees) {
      const folder = vscode.Uri.parse(id, true);
      if (uri.scheme === folder.scheme && uri.path.startsWith(`${folder.path}/`)) return folder;
    }
    return undefined;
  }

  dispose(): void {
    for (const each of this.#watched.values()) each.dispose();
    this.#watched.clear();
    this.#store.dispose();
  }

  #watch(id: string, path: string, committed: readonly RelativeGlob[]): void {
    this.#worktrees.add(id);
    for (const glob of committed) {
      const holder = folderOf(glob);
      this.#listen(join(path, holder), glob.pattern.slice(glob.pattern.lastIndexOf('/') + 1), (uri) => {
        this.#fileEvents.fire({
          folder: id,
          path: `${holder}/${uri.path.slice(uri.path.lastIndexOf('/') + 1)}`,
        });
      });
    }
  }

  /** Branches, HEADs and worktrees; what lies in a worktree's own folder, VS Code watches already. */
  #watchGit(folder: string): void {
    const common = gitCommonDirectory(realPath(folder) ?? folder);
    if (common === undefined) return;
    const moved = (): void => {
      this.moved();
    };
    this.#listen(common, '{HEAD,packed-refs}', moved);
    this.#listen(join(common, 'refs'), '**', moved);
    this.#listen(join(common, 'worktrees'), '**/HEAD', moved);
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
