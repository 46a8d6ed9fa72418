import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { DisposableStore } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/event.ts';
import type { FolderRules } from '../../core/formats/folderRules.ts';
import type { System, Merge } from '../../core/formats/format.ts';
import type { PathKind } from '../../core/index/linkGraph.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { FolderSettings } from '../../core/model/system.ts';
import type { RelativeGlob } from '../../core/text/glob.ts';
import type { Rich } from '../../core/text/rich.ts';
import type {
  ApplyResult,
  Belongs,
  Clone,
  CreateResult,
  FileChange,
  FileEvent,
  FileText,
  Folder,
  HeldLock,
  Host,
  Listing,
  MarkdownResult,
  NewFile,
  RichRequest,
} from '../../project/host.ts';
import { Belonging } from '../node/belonging.ts';
import { outsideText, readFile, stampFile, type Followed } from '../node/disk.ts';
import type { UnsavedRegistry } from '../node/unsavedRegistry.ts';
import type { Git } from '../node/git.ts';
import { keepCopy, type Kept } from '../node/keptCopies.ts';
import { isUnreachable, type LinkGuard } from '../node/linkGuard.ts';
import { gitStamp, headOf, isCheckedOut, isGitBusy, isOnBranch, realPath } from '../node/lockPlace.ts';
import type { MarkdownWorker } from '../node/markdownWorker.ts';
import type { AllowedLinks } from './allowedLinks.ts';
import { Clones } from './clones.ts';
import { documentStamp, openDocument } from './editors.ts';
import { FileEvents, relativePath } from './fileEvents.ts';
import { listBelow, listTracked } from './listing.ts';
import { workspaceGuard, workspaceWorktrees } from './roots.ts';
import { ReplacedFiles } from '../node/replacedFiles.ts';
import { readSettings, WorkspaceRules } from './workspaceRules.ts';
import { readVirtual, statVirtual } from './virtual.ts';
import { VscodeWriter } from './writer.ts';

/** The world as VS Code shows it: open buffers before the disk. */
export class VscodeHost implements Host, Disposable {
  readonly #worker: MarkdownWorker;
  readonly #git: Git;
  readonly #disposables = new DisposableStore();
  readonly #folders: Emitter<void>;
  readonly #fileEvents: FileEvents;
  readonly #writer: VscodeWriter;
  readonly #replaced: ReplacedFiles;
  readonly #clones: Clones;
  readonly #anyFileEvent: Emitter<FileEvent>;
  /** What git ignores in each folder, as it was when the folder was last listed. */
  readonly #ignored = new Map<string, ReadonlySet<string>>();
  readonly #allowed: AllowedLinks;
  readonly #log: (error: unknown) => void;
  /** Where folders really are, as it was when one was last listed. */
  readonly #places = new Map<string, Followed>();
  readonly #belonging = new Map<string, Belonging>();
  /** The other worktrees, as they were when a folder was last listed. */
  #listedWorktrees = '';
  readonly #rules: WorkspaceRules;
  /** For reading alone: whoever writes asks a new one. */
  #reading: LinkGuard | undefined;

  constructor(
    worker: MarkdownWorker,
    git: Git,
    unsaved: UnsavedRegistry,
    allowed: AllowedLinks,
    systems: readonly System[],
    log: (error: unknown) => void,
  ) {
    this.#worker = worker;
    this.#rules = this.#disposables.add(new WorkspaceRules(systems));
    this.#git = git;
    this.#allowed = allowed;
    this.#log = log;
    this.#folders = this.#disposables.add(new Emitter<void>(log));
    this.#fileEvents = this.#disposables.add(new FileEvents(log));
    this.#replaced = this.#disposables.add(new ReplacedFiles(log));
    this.#writer = new VscodeWriter(this, unsaved, this.#replaced, () => workspaceGuard(this.#allowed.valid));
    this.#clones = this.#disposables.add(new Clones(git, log));
    this.#anyFileEvent = this.#disposables.add(new Emitter<FileEvent>(log));
    for (const source of [this.#fileEvents, this.#clones])
      this.#disposables.add(
        source.onDidChangeFile((event) => {
          this.#anyFileEvent.fire(event);
        }),
      );
    this.#disposables.add(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#forgetPlaces();
        this.#folders.fire();
      }),
    );
    this.#disposables.add(
      allowed.onDidChange(() => {
        this.#forgetPlaces();
        for (const { id } of this.folders) this.#anyFileEvent.fire({ folder: id });
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

  get onDidChangeFile() {
    return this.#anyFileEvent.event;
  }

  get onDidWriteReplaced() {
    return this.#replaced.onDidWrite;
  }

  get onDidMoveGit() {
    return this.#clones.onDidMove;
  }

  /** Git moved somewhere, as the built-in extension says. */
  gitMoved(): void {
    this.#clones.moved();
  }

  async clone(folder: string, committed: readonly RelativeGlob[]): Promise<Clone | undefined> {
    const clone = await this.#clones.read(folder, committed);
    this.#forgetPlaces();
    // With worktrees, what links lead to comes and goes.
    if (workspaceWorktrees().join('\0') !== this.#listedWorktrees)
      for (const { id } of this.folders) this.#anyFileEvent.fire({ folder: id });
    return clone;
  }

  async listBelow(folder: string, globs: readonly RelativeGlob[]): Promise<readonly string[]> {
    const { paths, linked } = await listBelow(this.#world, vscode.Uri.parse(folder, true), globs);
    this.#fileEvents.setLinked(folder, linked);
    return paths;
  }

  settings(folder: string): FolderSettings {
    return readSettings(folder);
  }

  async list(folder: string, rules: FolderRules): Promise<Listing> {
    const workspaceFolder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === folder);
    if (workspaceFolder === undefined) return { paths: [], problems: [] };
    this.#forgetPlaces();
    this.#listedWorktrees = workspaceWorktrees().join('\0');
    await this.#askIgnored(workspaceFolder);
    const asked = {
      isIgnored: (path: string): boolean => this.isIgnored(folder, path),
      isElsewhere: (directory: string): boolean => this.belongsTo(folder, directory) === 'worktree',
    };
    const { paths, problems, folders, linked } = await listTracked(
      this.#world,
      workspaceFolder,
      rules,
      asked,
    );
    this.#fileEvents.setLinked(folder, linked);
    this.#fileEvents.setListed(folder, [...paths, ...folders.map((each) => `${each}/`)]);
    // A folder inside another workspace folder is the other's.
    const owns = (path: string): boolean =>
      vscode.workspace.getWorkspaceFolder(this.uri(folder, path)) === workspaceFolder;
    return { paths: paths.filter(owns), problems: problems.filter(({ path }) => owns(path)) };
  }

  belongsTo(folder: string, directory: string): Belongs {
    const uri = this.uri(folder, '');
    if (uri.scheme !== 'file') return 'own';
    let belonging = this.#belonging.get(folder);
    if (belonging === undefined) {
      belonging = new Belonging(uri.fsPath, this.#guard);
      this.#belonging.set(folder, belonging);
    }
    return belonging.of(directory);
  }

  isIgnored(folder: string, path: string): boolean {
    const ignored = this.#ignored.get(folder);
    if (ignored === undefined || ignored.size === 0) return false;
    if (ignored.has(path)) return true;
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
      if (ignored.has(path.slice(0, at + 1))) return true;
    return false;
  }

  kind(folder: string, path: string): PathKind | undefined | Promise<PathKind | undefined> {
    const uri = this.uri(folder, path);
    if (vscode.workspace.getWorkspaceFolder(uri) === undefined && this.#clones.folderOf(uri) === undefined)
      return 'outside';
    if (uri.scheme !== 'file')
      return statVirtual(uri).then((stat) =>
        stat === undefined ? 'missing' : (stat.type & vscode.FileType.Directory) === 0 ? 'file' : 'folder',
      );
    const followed = this.#guard.look(uri.fsPath);
    switch (followed.kind) {
      case 'outside':
        return 'outside';
      case 'broken':
        return isUnreachable(followed.error) ? 'missing' : undefined;
      case 'inside':
        if (followed.stats === undefined) return 'missing';
        return followed.stats.isDirectory() ? 'folder' : 'file';
    }
  }

  stamp(folder: string, path: string): string | undefined | Promise<string | undefined> {
    const uri = this.uri(folder, path);
    const document = openDocument(uri);
    if (document?.isDirty === true) return documentStamp(document);
    if (uri.scheme === 'file') {
      const place = this.#placeOf(uri.fsPath);
      return place.kind === 'outside' ? 'outside' : stampFile(place.path, (each) => this.#guard.follow(each));
    }
    return statVirtual(uri).then((stat) => (stat === undefined ? undefined : `${stat.mtime}:${stat.size}`));
  }

  read(folder: string, path: string): FileText | Promise<FileText> {
    const uri = this.uri(folder, path);
    const document = openDocument(uri);
    if (document?.isDirty === true)
      return { kind: 'text', text: document.getText(), dirty: true, stamp: documentStamp(document) };
    return uri.scheme === 'file' ? this.readDisk(uri) : readVirtual(uri);
  }

  /** What is on disk, whatever an editor holds. */
  readDisk({ fsPath }: vscode.Uri): FileText {
    const place = this.#placeOf(fsPath);
    return place.kind === 'outside'
      ? outsideText(place.target)
      : readFile(place.path, (each) => this.#guard.follow(each));
  }

  /** Keeps what is on disk before an editor is saved over it. */
  keepCopy({ fsPath }: vscode.Uri, stamp: string): Kept {
    return keepCopy(workspaceGuard(this.#allowed.valid).follow(fsPath), stamp);
  }

  /** What git has checked out where a file is (see `headOf`), and whether it is at work there. */
  gitAt({ fsPath }: vscode.Uri): { readonly head: string; readonly isBusy: boolean } {
    const place = this.#placeOf(fsPath);
    if (place.kind === 'outside') return { head: '', isBusy: false };
    const folder = dirname(place.path);
    return { head: headOf(folder), isBusy: isGitBusy(folder) };
  }

  /** What has to be done before the text of an editor is changed for somebody. */
  set beforeEdit(prepare: (uri: vscode.Uri) => Promise<void>) {
    this.#writer.beforeEdit = prepare;
  }

  /** Where the first link of a path that leads out of the workspace leads; undefined when none does. */
  targetOf(folder: string, path: string): string | undefined {
    const uri = this.uri(folder, path);
    const followed = uri.scheme === 'file' ? this.#guard.follow(uri.fsPath) : undefined;
    return followed?.kind === 'outside' ? followed.target : undefined;
  }

  renderMarkdown(texts: readonly RichRequest[]): Promise<readonly (readonly Rich[])[]> {
    return this.#worker.render(texts);
  }

  async readMarkdown(text: string, urgent?: boolean): Promise<MarkdownResult> {
    return this.#worker.parse(text, urgent);
  }

  exclusively<T>(
    folder: string,
    path: string,
    run: (held: HeldLock | undefined) => Promise<T>,
  ): Promise<T | Refusal> {
    return this.#writer.exclusively(folder, path, run);
  }

  apply(change: FileChange): Promise<ApplyResult> {
    return this.#writer.apply(change);
  }

  create(folder: string, file: NewFile): Promise<CreateResult> {
    return this.#writer.create(folder, file);
  }

  remove(folder: string, path: string, base: string, held: HeldLock | undefined): Promise<ApplyResult> {
    return this.#writer.remove(folder, path, base, held);
  }

  createFolder(folder: string, path: string): Promise<CreateResult> {
    return this.#writer.createFolder(folder, path);
  }

  uri(folder: string, path: string): vscode.Uri {
    return vscode.Uri.joinPath(vscode.Uri.parse(folder, true), path);
  }

  checkout(folder: string, path: string): string {
    const uri = this.uri(folder, path);
    return uri.scheme === 'file' ? gitStamp(uri.fsPath) : '';
  }

  isOnBranch(folder: string, branch: string | undefined, held?: HeldLock): boolean {
    const uri = this.uri(folder, '');
    const real = held?.file.folder ?? realPath(uri.fsPath);
    return uri.scheme !== 'file' || isOnBranch(real ?? uri.fsPath, branch);
  }

  isGitBusy(folder: string, held?: HeldLock): boolean {
    const uri = this.uri(folder, '');
    return uri.scheme === 'file' && isGitBusy(held?.file.folder ?? realPath(uri.fsPath) ?? uri.fsPath);
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

  async #askIgnored({ uri }: vscode.WorkspaceFolder): Promise<void> {
    if (uri.scheme !== 'file' || !vscode.workspace.isTrusted) return;
    try {
      this.#ignored.set(uri.toString(), new Set(await this.#git.ignored(uri.fsPath)));
    } catch (error) {
      // What was known stays; more is shown than there should be, and nothing is hidden.
      this.#log(error);
    }
  }

  get #world() {
    return { host: this, guard: this.#guard, log: this.#log };
  }

  get #guard(): LinkGuard {
    return (this.#reading ??= workspaceGuard(this.#allowed.valid));
  }

  #forgetPlaces(): void {
    this.#reading = undefined;
    this.#places.clear();
    this.#belonging.clear();
  }

  /** Where a file is once the links above it are followed: found out once for each folder, until all are listed again. */
  #placeOf(path: string): { kind: 'file'; path: string } | { kind: 'outside'; target: string } {
    const folder = dirname(path);
    let followed = this.#places.get(folder);
    if (followed === undefined) {
      followed = this.#guard.follow(folder);
      this.#places.set(folder, followed);
    }
    if (followed.kind === 'outside') return followed;
    // What is wrong with a folder, its files say.
    return { kind: 'file', path: followed.kind === 'inside' ? join(followed.real, basename(path)) : path };
  }

  /** How versions of a file in a root are merged, here or in another worktree; undefined for other files. */
  mergeOf(uri: vscode.Uri): Merge | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? this.#clones.folderOf(uri);
    const path = folder === undefined ? undefined : relativePath(folder, uri);
    if (folder === undefined || path === undefined) return undefined;
    const rules = this.#rules.of(folder.toString());
    return rules.rootOf(path) === undefined ? undefined : rules.mergeOf(path);
  }
}
