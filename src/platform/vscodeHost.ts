import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Rich } from '../../media/board/protocol.ts';
import type { Disposable } from '../core/base/disposable.ts';
import { DisposableStore } from '../core/base/disposable.ts';
import { Emitter } from '../core/base/event.ts';
import type { PathKind } from '../core/index/linkGraph.ts';
import { toRules, type FolderRules } from '../core/model/rules.ts';
import { branchSlug, readTrackingPath, trackingFolders } from '../core/model/trackingPath.ts';
import { section, settings } from '../ids.ts';
import type {
  ApplyResult,
  Clone,
  CreateResult,
  FileChange,
  FileText,
  Folder,
  HeldLock,
  Hint,
  Host,
  MarkdownResult,
  NewFile,
  Refused,
  RichRequest,
} from '../project/host.ts';
import { isBelow, kindOf, listFiles, readFile, stampFile } from './disk.ts';
import type { DirtyBeacon } from './dirtyBeacon.ts';
import { FileLocks } from './fileLock.ts';
import { createFile, createFolder, editFile, removeFile } from './fileWrites.ts';
import type { Git } from './git.ts';
import { gitStamp, isCheckedOut, isOnBranch, realPath } from './lockPlace.ts';
import type { MarkdownWorker } from './markdownWorker.ts';
import { Clones } from './vscodeClones.ts';
import { applyInEditor, documentStamp, openDocument } from './vscodeEditors.ts';
import { keptReadOnly, notWritable } from './vscodeWritable.ts';
import { FileHints, relativePath } from './vscodeHints.ts';
import { listVirtual, readVirtual } from './vscodeVirtual.ts';

/** Folders that hold no tracking directory of the user's own. */
const excluded = '**/{node_modules,.git}/**';

/** The world as VS Code shows it: open buffers before the disk, and one place that writes. */
export class VscodeHost implements Host, Disposable {
  readonly #worker: MarkdownWorker;
  readonly #git: Git;
  readonly #disposables = new DisposableStore();
  readonly #folders: Emitter<void>;
  readonly #hints: FileHints;
  readonly #locks = new FileLocks();
  readonly #beacon: DirtyBeacon;
  readonly #clones: Clones;
  readonly #anyHint: Emitter<Hint>;
  /** What git ignores in each folder, as it was when the folder was last listed. */
  readonly #ignored = new Map<string, ReadonlySet<string>>();
  /** Folders, and whether a link on the way to them leads out of the workspace. */
  readonly #outside = new Map<string, boolean>();

  constructor(worker: MarkdownWorker, git: Git, beacon: DirtyBeacon, log: (error: unknown) => void) {
    this.#worker = worker;
    this.#git = git;
    this.#folders = this.#disposables.add(new Emitter<void>(log));
    this.#hints = this.#disposables.add(new FileHints(log));
    this.#beacon = beacon;
    this.#clones = this.#disposables.add(new Clones(git, log));
    this.#anyHint = this.#disposables.add(new Emitter<Hint>(log));
    for (const source of [this.#hints, this.#clones])
      this.#disposables.add(
        source.onDidHint((hint) => {
          this.#anyHint.fire(hint);
        }),
      );
    this.#disposables.add(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#folders.fire();
      }),
    );
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
    return this.#anyHint.event;
  }

  get onDidMoveGit() {
    return this.#clones.onDidMove;
  }

  /** Git moved somewhere, as the built-in extension says. */
  gitMoved(): void {
    this.#clones.moved();
  }

  clone(folder: string, trackingRoots: readonly string[]): Promise<Clone | undefined> {
    return this.#clones.read(folder, trackingRoots);
  }

  progressFiles(folder: string, trackingRoots: readonly string[]): readonly string[] {
    return trackingRoots.flatMap((root) =>
      listFiles(this.uri(folder, `${root}/progress`).fsPath)
        .filter(isMarkdown)
        .map((file) => `${root}/progress/${file}`),
    );
  }

  settings(folder: string) {
    const configuration = vscode.workspace.getConfiguration(section, vscode.Uri.parse(folder, true));
    const get = (key: string): unknown => configuration.get<unknown>(key);
    return {
      trackingDirectory: get(settings.trackingDirectory),
      specsInclude: get(settings.specsInclude),
      specsExclude: get(settings.specsExclude),
      criteriaPattern: get(settings.criteriaPattern),
    };
  }

  async list(folder: string, rules: FolderRules): Promise<readonly string[]> {
    const workspaceFolder = this.#workspaceFolder(folder);
    if (workspaceFolder === undefined) return [];
    const { uri } = workspaceFolder;
    this.#outside.clear();
    const [roots, specs] = await Promise.all([
      this.#findRoots(workspaceFolder, rules),
      this.#findSpecs(workspaceFolder, rules),
      this.#askIgnored(workspaceFolder),
    ]);
    const found = new Set<string>();
    for (const root of roots)
      for (const name of trackingFolders) {
        const base = `${root}/${name}`;
        const below = vscode.Uri.joinPath(uri, base);
        const files = uri.scheme === 'file' ? listFiles(below.fsPath) : await listVirtual(below);
        for (const file of files) if (isMarkdown(file)) found.add(`${base}/${file}`);
      }
    for (const path of specs) if (!this.isIgnored(folder, path)) found.add(path);
    this.#hints.setListed(folder, [...found, ...roots.map((root) => `${root}/progress/`)]);
    // A folder inside another workspace folder is the other's.
    return [...found].filter((path) => this.#owns(workspaceFolder, path));
  }

  isIgnored(folder: string, path: string): boolean {
    const ignored = this.#ignored.get(folder);
    if (ignored === undefined || ignored.size === 0) return false;
    if (ignored.has(path)) return true;
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
      if (ignored.has(path.slice(0, at + 1))) return true;
    return false;
  }

  async progressFilesOf(folder: string, rules: FolderRules, branch: string): Promise<readonly string[]> {
    const base = `${rules.trackingDirectory}/progress`;
    const uri = this.uri(folder, base);
    const files = uri.scheme === 'file' ? listFiles(uri.fsPath) : await listVirtual(uri);
    const ending = `-${branchSlug(branch)}.md`;
    return files.filter((file) => `-${file.toLowerCase()}`.endsWith(ending)).map((file) => `${base}/${file}`);
  }

  kind(folder: string, path: string): PathKind | Promise<PathKind> {
    const uri = this.uri(folder, path);
    if (vscode.workspace.getWorkspaceFolder(uri) === undefined && this.#clones.folderOf(uri) === undefined)
      return 'outside';
    if (uri.scheme === 'file') return kindOf(uri.fsPath);
    return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
      ({ type }) => ((type & vscode.FileType.Directory) === 0 ? 'file' : 'folder'),
      () => 'missing',
    );
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
    if (uri.scheme !== 'file') return readVirtual(uri);
    if (this.#isFolderOutside(dirname(uri.fsPath)))
      return {
        kind: 'unreadable',
        code: 'file.outside',
        message: vscode.l10n.t(
          'A link on the way to this file leads out of the workspace: it is not followed.',
        ),
        stamp: 'outside',
      };
    return readFile(uri.fsPath, () => this.#isInside(uri));
  }

  renderMarkdown(texts: readonly RichRequest[]): Promise<readonly (readonly Rich[])[]> {
    return this.#worker.render(texts);
  }

  async readMarkdown(text: string): Promise<MarkdownResult> {
    return this.#worker.parse(text);
  }

  async exclusively<T>(
    folder: string,
    path: string,
    run: (held: HeldLock | undefined) => Promise<T>,
  ): Promise<T | Refused> {
    const uri = this.uri(folder, path);
    const why = notWritable(uri) ?? keptReadOnly(uri, path);
    if (why !== undefined) return why;
    if (!this.#isInside(uri)) return outside(path);
    const who = this.#beacon.whoElse(uri.fsPath);
    if (who !== undefined)
      return {
        kind: 'refused',
        code: 'file.dirtyElsewhere',
        message: vscode.l10n.t(
          '{0} has unsaved changes in another window ({1}); nothing was written. Save or close it there, then try again.',
          path,
          who,
        ),
      };
    return this.#locks.hold(uri.fsPath, run);
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
        message: vscode.l10n.t('{0} has unsaved changes in an editor.', change.path),
      };
    // What is gone has no lock, and nothing to be written to.
    if (change.held === undefined) return { kind: 'stale' };
    return editFile(uri.fsPath, change.base, change.edits, change.held);
  }

  create(folder: string, { path, text }: NewFile): Promise<CreateResult> {
    return Promise.resolve(this.#make(folder, path, (target) => createFile(target, text)));
  }

  remove(folder: string, path: string, base: string, held: HeldLock | undefined): Promise<ApplyResult> {
    const uri = this.uri(folder, path);
    const why = notWritable(uri) ?? keptReadOnly(uri, path);
    if (why !== undefined) return Promise.resolve(why);
    if (openDocument(uri)?.isDirty === true || held === undefined) return Promise.resolve({ kind: 'stale' });
    return Promise.resolve(removeFile(uri.fsPath, base, held));
  }

  createFolder(folder: string, path: string): Promise<CreateResult> {
    return Promise.resolve(this.#make(folder, path, createFolder));
  }

  uri(folder: string, path: string): vscode.Uri {
    return vscode.Uri.joinPath(vscode.Uri.parse(folder, true), path);
  }

  checkout(folder: string, path: string): string {
    const uri = this.uri(folder, path);
    return uri.scheme === 'file' ? gitStamp(uri.fsPath) : '';
  }

  isOnBranch(folder: string, branch: string | undefined): boolean {
    const uri = this.uri(folder, '');
    return uri.scheme !== 'file' || isOnBranch(realPath(uri.fsPath) ?? uri.fsPath, branch);
  }

  isCheckedOut(folder: string, branch: string): boolean {
    const uri = this.uri(folder, '');
    return uri.scheme === 'file' && isCheckedOut(realPath(uri.fsPath) ?? uri.fsPath, branch);
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
    this.#disposables.dispose();
  }

  #make(folder: string, path: string, make: (target: string) => CreateResult): CreateResult {
    const uri = this.uri(folder, path);
    const why = notWritable(uri);
    if (why !== undefined) return why;
    return this.kind(folder, path) === 'outside' || !this.#isInside(uri) ? outside(path) : make(uri.fsPath);
  }

  /** Every tracking directory of the folder, the one at its root included whether it is there or not. */
  async #findRoots(
    folder: vscode.WorkspaceFolder,
    { trackingDirectory }: FolderRules,
  ): Promise<readonly string[]> {
    const roots = new Set([trackingDirectory]);
    const glob = `**/${trackingDirectory}/{${trackingFolders.join(',')}}/**`;
    for (const path of await findPaths(folder, glob)) {
      const root = readTrackingPath(path, trackingDirectory)?.root;
      if (root !== undefined) roots.add(root);
    }
    return [...roots].sort();
  }

  async #findSpecs(folder: vscode.WorkspaceFolder, rules: FolderRules): Promise<readonly string[]> {
    const found = await Promise.all(rules.specs.include.map((glob) => findPaths(folder, glob)));
    return [...new Set(found.flat())].filter((path) => isMarkdown(path) && rules.isSpec(path)).sort();
  }

  async #askIgnored({ uri }: vscode.WorkspaceFolder): Promise<void> {
    if (uri.scheme !== 'file' || !vscode.workspace.isTrusted) return;
    this.#ignored.set(uri.toString(), new Set(await this.#git.ignored(uri.fsPath)));
  }

  /** Asked for each file that is read, and answered once for each folder until all are listed again. */
  #isFolderOutside(folder: string): boolean {
    let known = this.#outside.get(folder);
    if (known === undefined) {
      known = !this.#isInside(vscode.Uri.file(folder));
      this.#outside.set(folder, known);
    }
    return known;
  }

  /** Whether a path stays in the workspace when all symbolic links on the way are followed. */
  #isInside({ fsPath }: vscode.Uri): boolean {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    return (
      isBelow(
        folders.map(({ uri }) => uri.fsPath),
        fsPath,
      ) || this.#clones.isInWorktree(fsPath)
    );
  }

  /** Whether a file is below a tracking directory, here or in another worktree. */
  isTracked(uri: vscode.Uri): boolean {
    if (!trackingFolders.some((name) => uri.path.includes(`/${name}/`))) return false;
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? this.#clones.folderOf(uri);
    const path = folder === undefined ? undefined : relativePath(folder, uri);
    if (folder === undefined || path === undefined) return false;
    const { trackingDirectory } = toRules(this.settings(folder.toString()));
    return readTrackingPath(path, trackingDirectory) !== undefined;
  }

  #workspaceFolder(id: string): vscode.WorkspaceFolder | undefined {
    return vscode.workspace.workspaceFolders?.find((folder) => folder.uri.toString() === id);
  }

  #owns(folder: vscode.WorkspaceFolder, path: string): boolean {
    return vscode.workspace.getWorkspaceFolder(vscode.Uri.joinPath(folder.uri, path)) === folder;
  }
}

function outside(path: string): Refused {
  return {
    kind: 'refused',
    code: 'link.outside',
    message: vscode.l10n.t('{0} leads out of the workspace; nothing was written.', path),
  };
}

function isMarkdown(path: string): boolean {
  return path.toLowerCase().endsWith('.md');
}

/** Paths of the files of a folder that fit a glob. */
async function findPaths(folder: vscode.WorkspaceFolder, glob: string): Promise<readonly string[]> {
  // Without a search provider, which few virtual file systems have, a search waits for ever.
  if (folder.uri.scheme !== 'file') return [];
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, glob), excluded);
  return found.flatMap((uri) => relativePath(folder.uri, uri) ?? []);
}
