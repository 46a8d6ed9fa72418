import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/event.ts';
import { readingSettings, section } from '../../ids.ts';
import type { FileEvent } from '../../project/documentStore.ts';
import { mayBeFolder } from '../node/disk.ts';
import type { LinkedPlace } from '../node/listing.ts';

type What = 'came' | 'changed' | 'went';

/** Where something may have changed: watchers, editors, window focus and settings, as hints. */
export class FileEvents implements Disposable {
  readonly #disposables = new DisposableStore();
  readonly #events: Emitter<FileEvent>;
  readonly #watchers = new Map<string, Disposable>();
  /** The folders above all files of interest, for each workspace folder. */
  readonly #holders = new Map<string, ReadonlySet<string>>();
  /** Watchers of what links of a folder, or of a worktree, lead to, by the path and where it leads. */
  readonly #linked = new Map<string, Map<string, Disposable>>();

  constructor(log: (error: unknown) => void) {
    this.#events = this.#disposables.add(new Emitter<FileEvent>(log));
    const { workspace, window } = vscode;
    const listen = (listener: Disposable): void => {
      this.#disposables.add(listener);
    };
    const changed = ({ uri }: { readonly uri: vscode.Uri }): void => {
      this.#notify(uri, 'changed');
    };
    listen(
      workspace.onDidChangeTextDocument(({ document }) => {
        changed(document);
      }),
    );
    listen(workspace.onDidCloseTextDocument(changed));
    listen(workspace.onDidSaveTextDocument(changed));
    listen(
      workspace.onDidChangeWorkspaceFolders(() => {
        this.#watchFolders();
      }),
    );
    listen(
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#hintAll();
      }),
    );
    const keys = Object.values(readingSettings);
    listen(
      workspace.onDidChangeConfiguration((event) => {
        if (keys.some((key) => event.affectsConfiguration(`${section}.${key}`))) this.#hintAll();
      }),
    );
    this.#watchFolders();
  }

  get onDidChangeFile() {
    return this.#events.event;
  }

  /** Tells which files (and folders to come) of a workspace folder are of interest, so that folders above them are too. */
  setListed(folder: string, paths: Iterable<string>): void {
    const holders = new Set<string>();
    for (const path of paths)
      for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
        const above = path.slice(0, at);
        if (holders.has(above)) break;
        holders.add(above);
      }
    this.#holders.set(folder, holders);
  }

  /**
   * Watches what links of a folder lead to, as VS Code itself does not follow them. `folder` may be another worktree's.
   * @param places all of the folder, also those that are known
   */
  setLinked(folder: string, places: readonly LinkedPlace[]): void {
    const before = this.#linked.get(folder) ?? new Map<string, Disposable>();
    const now = new Map<string, Disposable>();
    for (const place of places) {
      const key = `${place.path}\0${place.real}`;
      if (!now.has(key)) now.set(key, before.get(key) ?? this.#watchLinked(folder, place));
      before.delete(key);
    }
    for (const watcher of before.values()) watcher.dispose();
    this.#linked.set(folder, now);
  }

  dispose(): void {
    for (const watchers of this.#linked.values()) for (const each of watchers.values()) each.dispose();
    this.#linked.clear();
    for (const watcher of this.#watchers.values()) watcher.dispose();
    this.#watchers.clear();
    this.#disposables.dispose();
  }

  #watchFolders(): void {
    const present = new Map(
      (vscode.workspace.workspaceFolders ?? []).map((each) => [each.uri.toString(), each]),
    );
    for (const [id, watcher] of this.#watchers) {
      if (present.has(id)) continue;
      watcher.dispose();
      this.#watchers.delete(id);
    }
    for (const [id, folder] of present) {
      if (this.#watchers.has(id)) continue;
      // Not only the tracking directories: when a folder above one is renamed, events name that folder alone.
      const pattern = new vscode.RelativePattern(folder, '**');
      const watcher = watch(pattern, (uri, what) => {
        this.#notify(uri, what);
      });
      this.#watchers.set(id, watcher);
    }
  }

  /** A file is watched with its folder: who saves it anew puts another one in its place. */
  #watchLinked(folder: string, { path, real }: LinkedPlace): Disposable {
    const at = vscode.Uri.file(real);
    const whole = mayBeFolder(real);
    const base = whole ? at : vscode.Uri.joinPath(at, '..');
    return watch(new vscode.RelativePattern(base, whole ? '**' : '*'), (uri, what) => {
      if (uri.path === at.path) this.#tell(folder, path, uri, what);
      else if (uri.path.startsWith(`${at.path}/`))
        this.#tell(folder, path + uri.path.slice(at.path.length), uri, what);
    });
  }

  /** Turns an event on `uri` into the event that it is worth, for each folder that may look at it. */
  #notify(uri: vscode.Uri, what: What): void {
    if (uri.path.includes('/.git/') || uri.path.includes('/node_modules/')) return;
    const owner = vscode.workspace.getWorkspaceFolder(uri);
    if (owner === undefined) return;
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const path = relativePath(folder.uri, uri);
      if (path === undefined) continue;
      if (folder === owner) this.#tell(folder.uri.toString(), path, uri, what);
      else this.#events.fire({ folder: folder.uri.toString(), path });
    }
  }

  #tell(folder: string, path: string, uri: vscode.Uri, what: What): void {
    this.#events.fire({ folder, path });
    // An event may name a folder alone, whatever is in it; and a link may lead elsewhere now.
    const isLink = [...(this.#linked.get(folder)?.keys() ?? [])].some((key) => key.startsWith(`${path}\0`));
    const holds = (): boolean => this.#holders.get(folder)?.has(path) === true;
    if (isLink || (what === 'went' ? holds() : what === 'came' && isFolder(uri)))
      this.#events.fire({ folder });
  }

  #hintAll(): void {
    for (const { uri } of vscode.workspace.workspaceFolders ?? [])
      this.#events.fire({ folder: uri.toString() });
  }
}

function watch(pattern: vscode.RelativePattern, heard: (uri: vscode.Uri, what: What) => void): Disposable {
  const store = new DisposableStore();
  const watcher = store.add(vscode.workspace.createFileSystemWatcher(pattern));
  // An atomic save fires create, not change.
  const on = (event: vscode.Event<vscode.Uri>, what: What): void => {
    store.add(
      event((uri) => {
        heard(uri, what);
      }),
    );
  };
  on(watcher.onDidCreate, 'came');
  on(watcher.onDidChange, 'changed');
  on(watcher.onDidDelete, 'went');
  return store;
}

/** `tracking/progress/a.md` for a file below the folder, `../other/spec/a.md` for one beside it. */
export function relativePath(folder: vscode.Uri, uri: vscode.Uri): string | undefined {
  if (folder.scheme !== uri.scheme || folder.authority !== uri.authority) return undefined;
  const base = folder.path.split('/').filter((part) => part !== '');
  const parts = uri.path.split('/').filter((part) => part !== '');
  let shared = 0;
  while (shared < base.length && shared < parts.length && base[shared] === parts[shared]) shared++;
  if (shared === 0 && base.length > 0) return undefined;
  return [...base.slice(shared).map(() => '..'), ...parts.slice(shared)].join('/');
}

/** Also a link: where it leads, only a listing finds out. */
function isFolder(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && mayBeFolder(uri.fsPath);
}
