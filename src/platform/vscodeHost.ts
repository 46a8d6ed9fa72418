import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { DisposableStore } from '../core/base/disposable.ts';
import { Emitter } from '../core/base/event.ts';
import {
  branchSlug,
  readTrackingPath,
  toTrackingDirectory,
  trackingFolders,
} from '../core/model/trackingPath.ts';
import { SourceText } from '../core/text/sourceText.ts';
import { section, settings } from '../ids.ts';
import type {
  ApplyResult,
  FileChange,
  FileText,
  Folder,
  Hint,
  Host,
  MarkdownResult,
} from '../project/host.ts';
import { editFile, isDirectory, listFiles, readFile, stampFile } from './disk.ts';
import type { MarkdownWorker } from './markdownWorker.ts';
import { listVirtual, readVirtual } from './vscodeVirtual.ts';

/** Folders that hold no tracking directory of the user's own. */
const excluded = '**/{node_modules,.git}/**';

/** The world as VS Code shows it: open buffers before the disk, and one place that writes. */
export class VscodeHost implements Host, Disposable {
  readonly #worker: MarkdownWorker;
  readonly #disposables = new DisposableStore();
  readonly #folders: Emitter<void>;
  readonly #hints: Emitter<Hint>;
  readonly #watchers = new Map<string, Disposable>();
  /** The tracking directories of each folder, as they were last listed. */
  readonly #roots = new Map<string, readonly string[]>();

  constructor(worker: MarkdownWorker, log: (error: unknown) => void) {
    this.#worker = worker;
    this.#folders = this.#disposables.add(new Emitter<void>(log));
    this.#hints = this.#disposables.add(new Emitter<Hint>(log));
    this.#disposables.add(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#watchFolders();
        this.#folders.fire();
      }),
    );
    this.#disposables.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.#hint(document.uri, 'changed');
      }),
    );
    this.#disposables.add(
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#hint(document.uri, 'changed');
      }),
    );
    this.#disposables.add(
      vscode.workspace.onDidSaveTextDocument((document) => {
        this.#hint(document.uri, 'changed');
      }),
    );
    this.#disposables.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#hintAll();
      }),
    );
    this.#disposables.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${section}.${settings.trackingDirectory}`)) this.#hintAll();
      }),
    );
    this.#watchFolders();
  }

  get folders(): readonly Folder[] {
    return (vscode.workspace.workspaceFolders ?? []).map((folder) => ({
      id: folder.uri.toString(),
      name: folder.name,
    }));
  }

  get onDidChangeFolders() {
    return this.#folders.event;
  }

  get onDidHint() {
    return this.#hints.event;
  }

  settings(folder: string) {
    const configuration = vscode.workspace.getConfiguration(section, vscode.Uri.parse(folder, true));
    return { trackingDirectory: toTrackingDirectory(configuration.get<unknown>(settings.trackingDirectory)) };
  }

  async list(folder: string): Promise<readonly string[]> {
    const workspaceFolder = this.#workspaceFolder(folder);
    if (workspaceFolder === undefined) return [];
    const roots = await this.#findRoots(workspaceFolder);
    this.#roots.set(folder, roots);
    const found: string[] = [];
    for (const root of roots) {
      for (const name of trackingFolders) {
        const base = `${root}/${name}`;
        const uri = vscode.Uri.joinPath(workspaceFolder.uri, base);
        const files = uri.scheme === 'file' ? listFiles(uri.fsPath) : await listVirtual(uri);
        for (const file of files) if (isMarkdown(file)) found.push(`${base}/${file}`);
      }
    }
    // A folder inside another workspace folder is the other's.
    return found.filter((path) => this.#owns(workspaceFolder, path));
  }

  async progressFilesOf(folder: string, branch: string): Promise<readonly string[]> {
    const base = `${this.settings(folder).trackingDirectory}/progress`;
    const uri = this.uri(folder, base);
    const files = uri.scheme === 'file' ? listFiles(uri.fsPath) : await listVirtual(uri);
    const ending = `-${branchSlug(branch)}.md`;
    return files.filter((file) => `-${file.toLowerCase()}`.endsWith(ending)).map((file) => `${base}/${file}`);
  }

  stamp(folder: string, path: string): string | undefined | Promise<string | undefined> {
    const uri = this.uri(folder, path);
    const document = openDocument(uri);
    if (document?.isDirty === true) return documentStamp(document);
    if (uri.scheme === 'file') return stampFile(uri.fsPath);
    return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
      (stat) => `${stat.mtime}:${stat.size}`,
      () => undefined,
    );
  }

  read(folder: string, path: string): FileText | Promise<FileText> {
    const uri = this.uri(folder, path);
    const document = openDocument(uri);
    if (document?.isDirty === true)
      return { kind: 'text', text: document.getText(), dirty: true, stamp: documentStamp(document) };
    return uri.scheme === 'file' ? readFile(uri.fsPath) : readVirtual(uri);
  }

  async readMarkdown(text: string): Promise<MarkdownResult> {
    return this.#worker.parse(text);
  }

  async apply(change: FileChange): Promise<ApplyResult> {
    const uri = this.uri(change.folder, change.path);
    const why = notWritable(uri);
    if (why !== undefined) return why;
    const document = openDocument(uri);
    if (change.through === 'editor') return applyInEditor(uri, change);
    if (document?.isDirty === true)
      return {
        kind: 'refused',
        code: 'file.dirty',
        message: `${change.path} has unsaved changes in an editor.`,
      };
    return editFile(uri.fsPath, change.base, change.edits);
  }

  uri(folder: string, path: string): vscode.Uri {
    return vscode.Uri.joinPath(vscode.Uri.parse(folder, true), path);
  }

  pause(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  delay(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  now(): number {
    return performance.now();
  }

  dispose(): void {
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
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**'));
      const store = new DisposableStore();
      store.add(watcher);
      // An atomic save fires create, not change.
      store.add(
        watcher.onDidCreate((uri) => {
          this.#hint(uri, 'came');
        }),
      );
      store.add(
        watcher.onDidChange((uri) => {
          this.#hint(uri, 'changed');
        }),
      );
      store.add(
        watcher.onDidDelete((uri) => {
          this.#hint(uri, 'went');
        }),
      );
      this.#watchers.set(id, store);
    }
  }

  /** Every tracking directory of the folder, the one at its root included whether it is there or not. */
  async #findRoots(folder: vscode.WorkspaceFolder): Promise<readonly string[]> {
    const { trackingDirectory } = this.settings(folder.uri.toString());
    const roots = new Set([trackingDirectory]);
    // Without a search provider, which few virtual file systems have, a search waits for ever.
    if (folder.uri.scheme !== 'file') return [...roots];
    const glob = `**/${trackingDirectory}/{${trackingFolders.join(',')}}/**`;
    for (const uri of await vscode.workspace.findFiles(new vscode.RelativePattern(folder, glob), excluded)) {
      const path = relativePath(folder.uri, uri);
      const root = path === undefined ? undefined : readTrackingPath(path, trackingDirectory)?.root;
      if (root !== undefined) roots.add(root);
    }
    return [...roots].sort();
  }

  /** Turns an event on `uri` into the hint that it is worth. */
  #hint(uri: vscode.Uri, what: 'came' | 'changed' | 'went'): void {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const path = folder === undefined ? undefined : relativePath(folder.uri, uri);
    if (folder === undefined || path === undefined) return;
    const id = folder.uri.toString();
    if (isMarkdown(path) && readTrackingPath(path, this.settings(id).trackingDirectory) !== undefined)
      this.#hints.fire({ folder: id, path });
    // An event may name a folder alone, whatever is in it.
    else if (what === 'went' ? this.#holdsRoot(id, path) : what === 'came' && isFolder(uri))
      this.#hints.fire({ folder: id });
  }

  /** Whether `path` is, holds or is in a tracking directory that was there when the folder was last listed. */
  #holdsRoot(folder: string, path: string): boolean {
    const roots = this.#roots.get(folder) ?? [];
    return roots.some((root) => `${root}/`.startsWith(`${path}/`) || path.startsWith(`${root}/`));
  }

  #hintAll(): void {
    for (const folder of this.folders) this.#hints.fire({ folder: folder.id });
  }

  #workspaceFolder(id: string): vscode.WorkspaceFolder | undefined {
    return vscode.workspace.workspaceFolders?.find((folder) => folder.uri.toString() === id);
  }

  #owns(folder: vscode.WorkspaceFolder, path: string): boolean {
    return vscode.workspace.getWorkspaceFolder(vscode.Uri.joinPath(folder.uri, path)) === folder;
  }
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === wanted);
}

function documentStamp(document: vscode.TextDocument): string {
  return `editor:${document.version}`;
}

/** Why nothing may be written there, if so. */
function notWritable(uri: vscode.Uri): Extract<ApplyResult, { kind: 'refused' }> | undefined {
  if (!vscode.workspace.isTrusted)
    return {
      kind: 'refused',
      code: 'workspace.untrusted',
      message: vscode.l10n.t('Read-only: this workspace is not trusted.'),
    };
  if (uri.scheme !== 'file')
    return {
      kind: 'refused',
      code: 'workspace.virtual',
      message: vscode.l10n.t('Read-only: this folder is not on a disk of this machine.'),
    };
  return undefined;
}

/** Changes the text of an editor, and leaves the saving to whoever typed the rest. */
async function applyInEditor(uri: vscode.Uri, change: FileChange): Promise<ApplyResult> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.getText() !== change.base) return { kind: 'stale' };
  const source = new SourceText(change.base);
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of change.edits) {
    const from = source.positionAt(range.start);
    const to = source.positionAt(range.end);
    edit.replace(uri, new vscode.Range(from.line, from.character, to.line, to.character), text);
  }
  // VS Code refuses when the document moved on since: then it is planned again.
  return (await vscode.workspace.applyEdit(edit)) ? { kind: 'done' } : { kind: 'stale' };
}

function isFolder(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && isDirectory(uri.fsPath);
}

function isMarkdown(path: string): boolean {
  return path.toLowerCase().endsWith('.md');
}

/** `tracking/progress/a.md` for a file below the folder. */
function relativePath(folder: vscode.Uri, uri: vscode.Uri): string | undefined {
  if (folder.scheme !== uri.scheme || folder.authority !== uri.authority) return undefined;
  const base = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return uri.path.startsWith(base) ? uri.path.slice(base.length) : undefined;
}
