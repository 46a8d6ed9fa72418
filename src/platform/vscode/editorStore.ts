import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { DisposableStore } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/event.ts';
import type { FolderRules } from '../../core/formats/folderRules.ts';
import type { Merge, System } from '../../core/formats/format.ts';
import type { ClaimsPlace } from '../../core/model/claim.ts';
import type { PathKind } from '../../core/index/linkGraph.ts';
import type { DocumentId, FolderId } from '../../core/text/document.ts';
import { folderOf, toFolderFilter, toRelativeGlob, type RelativeGlob } from '../../core/text/glob.ts';
import { commitTo } from '../../project/commit.ts';
import type { Committed, Planner, Scope } from '../../project/plan.ts';
import {
  nothingListed,
  type DocumentStore,
  type FileEvent,
  type Folder,
  type Listing,
  type PathProblem,
} from '../../project/documentStore.ts';
import type { FullSnapshot, Snapshot, Unreadable, Wanted } from '../../project/snapshot.ts';
import { systemClock } from '../node/clock.ts';
import { databasesIn, rowsOf } from '../node/databaseMount.ts';
import { FileStore } from '../node/fileStore.ts';
import type { Git } from '../node/git.ts';
import { keepCopy, type Kept } from '../node/keptCopies.ts';
import { headOf, isGitBusy } from '../node/lockPlace.ts';
import { pathOf } from '../node/places.ts';
import type { UnsavedRegistry } from '../node/unsavedRegistry.ts';
import type { AllowedLinks } from './allowedLinks.ts';
import { documentVersion, openDocument } from './editors.ts';
import { EditorWriter } from './editorWriter.ts';
import { FileEvents, relativePath } from './fileEvents.ts';
import type { GitWatches } from './gitWatches.ts';
import { uriOf, workspaceGuard, workspacePlaces, workspaceWorktrees } from './places.ts';
import { searchWorkspace } from './search.ts';
import { listVirtual, readVirtual, readVirtualSince, statVirtual } from './virtual.ts';
import { WorkspaceRules } from './workspaceRules.ts';

/** The documents of the workspace as VS Code shows them: open editors before the files of the disk. */
export class EditorStore implements DocumentStore, Disposable {
  readonly #watches: GitWatches;
  readonly #allowed: AllowedLinks;
  readonly #disposables = new DisposableStore();
  readonly #folders: Emitter<void>;
  readonly #changed: Emitter<FileEvent>;
  readonly #fileEvents: FileEvents;
  readonly #files: FileStore;
  readonly #writer: EditorWriter;
  readonly #rules: WorkspaceRules;
  /** The other worktrees, as they were when a folder was last listed. */
  #listedWorktrees = '';
  /** What has to be done before the text of an editor is changed for somebody. */
  beforeEdit: (uri: vscode.Uri) => Promise<void> = () => Promise.resolve();

  constructor(
    git: Pick<Git, 'ignored'>,
    watches: GitWatches,
    unsaved: UnsavedRegistry,
    allowed: AllowedLinks,
    systems: readonly System[],
    databaseWorker: string | undefined,
    log: (error: unknown) => void,
  ) {
    this.#watches = watches;
    this.#allowed = allowed;
    this.#rules = this.#disposables.add(new WorkspaceRules(systems));
    this.#folders = this.#disposables.add(new Emitter<void>(log));
    this.#changed = this.#disposables.add(new Emitter<FileEvent>(log));
    this.#fileEvents = this.#disposables.add(new FileEvents(log));
    this.#files = this.#disposables.add(
      new FileStore({
        places: workspacePlaces,
        clock: systemClock,
        newGuard: () => workspaceGuard(allowed.valid),
        ignored: async (path) => (vscode.workspace.isTrusted ? git.ignored(path) : []),
        search: searchWorkspace,
        databaseWorker,
        mayOpenDatabases: () => vscode.workspace.isTrusted,
        log,
      }),
    );
    this.#writer = new EditorWriter({
      disk: this.#files.writer,
      unsavedElsewhere: unsaved,
      read: (document) => this.#readNow(document),
      leadsOut: (document) => this.#files.kind(document) === 'outside',
      beforeEdit: (uri) => this.beforeEdit(uri),
    });
    for (const source of [this.#fileEvents, watches])
      this.#disposables.add(
        source.onDidChangeFile((event) => {
          this.#files.tellChanged(event);
        }),
      );
    this.#disposables.add(
      this.#files.onDidChange((event) => {
        this.#changed.fire(event);
      }),
    );
    this.#disposables.add(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#files.reader.forget();
        this.#folders.fire();
      }),
    );
    this.#disposables.add(
      allowed.onDidChange(() => {
        this.#lookAgain();
      }),
    );
  }

  get folders(): readonly Folder[] {
    return workspacePlaces.folders;
  }

  get onDidChangeFolders() {
    return this.#folders.event;
  }

  get onDidChange() {
    return this.#changed.event;
  }

  get onDidWriteReplaced() {
    return this.#files.onDidWriteReplaced;
  }

  async list(folder: FolderId, rules: FolderRules): Promise<Listing> {
    const opened = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === folder);
    if (opened === undefined) return nothingListed;
    this.#listedWorktrees = workspaceWorktrees().join('\0');
    if (opened.uri.scheme !== 'file') return this.#listVirtual(opened.uri, rules);
    const listing = vscode.workspace.isTrusted
      ? await this.#files.listWhole(folder, rules)
      : await this.#files.reader.list(folder, rules);
    const { folders, linked } = listing;
    this.#fileEvents.setLinked(folder, linked);
    const { paths, problems } = await this.#files.withDatabases(folder, rules, listing);
    this.#fileEvents.setListed(folder, [...paths, ...folders.map((each) => `${each}/`)]);
    // A folder inside another workspace folder is the other's.
    const owns = (path: string): boolean =>
      vscode.workspace.getWorkspaceFolder(uriOf(folder, path)) === opened;
    return { ...listing, paths: paths.filter(owns), problems: problems.filter(({ path }) => owns(path)) };
  }

  async listBelow(folder: FolderId, globs: readonly RelativeGlob[]): Promise<readonly string[]> {
    const base = workspacePlaces.pathOf(folder);
    if (base === undefined) return (await listVirtualBelow(vscode.Uri.parse(folder, true), globs)).paths;
    const { paths, linked } = await this.#files.reader.listBelow(base, globs);
    this.#fileEvents.setLinked(folder, linked);
    return paths;
  }

  claimsPlace(folder: FolderId): ClaimsPlace | Unreadable | undefined {
    return vscode.workspace.isTrusted ? this.#files.claimsPlace(folder) : undefined;
  }

  async read(wanted: readonly Wanted[]): Promise<readonly Snapshot[]> {
    const inDatabases = wanted.filter(isInDatabase);
    const rows = inDatabases.length === 0 ? [] : await this.#files.readRows(inDatabases);
    const snapshots: Snapshot[] = [];
    for (const each of wanted) {
      const snapshot = rows[inDatabases.indexOf(each)] ?? this.#readWanted(each);
      snapshots.push(snapshot instanceof Promise ? await snapshot : snapshot);
    }
    return snapshots;
  }

  kind(document: DocumentId): PathKind | undefined | Promise<PathKind | undefined> {
    const uri = uriOf(document.folder, document.path);
    if (vscode.workspace.getWorkspaceFolder(uri) === undefined && this.#watches.folderOf(uri) === undefined)
      return 'outside';
    if (uri.scheme === 'file') return this.#files.kind(document);
    return statVirtual(uri).then((stat) =>
      stat === undefined ? 'missing' : (stat.type & vscode.FileType.Directory) === 0 ? 'file' : 'folder',
    );
  }

  changedAt(document: DocumentId): number | undefined {
    const { scheme } = uriOf(document.folder, document.path);
    return scheme === 'file' ? this.#files.changedAt(document) : undefined;
  }

  commit(scope: Scope, planner: Planner): Promise<Committed> {
    return commitTo(this.#writer, systemClock, scope, planner);
  }

  /** Git was asked: with worktrees, what links lead to comes and goes. */
  lookAtWorktrees(): void {
    this.#files.reader.forget();
    if (workspaceWorktrees().join('\0') !== this.#listedWorktrees) this.#lookAgain();
  }

  /** What is on disk, whatever an editor holds. */
  readDisk({ fsPath }: vscode.Uri): FullSnapshot {
    return this.#files.reader.readAt(fsPath);
  }

  /** Keeps what is on disk before an editor is saved over it. */
  keepCopy({ fsPath }: vscode.Uri, version: string): Kept {
    return keepCopy(workspaceGuard(this.#allowed.valid).follow(fsPath), version);
  }

  /** What git has checked out where a file is (see `headOf`), and whether it is at work there. */
  gitAt({ fsPath }: vscode.Uri): { readonly head: string; readonly isBusy: boolean } {
    const place = this.#files.reader.placeOf(fsPath);
    if (place.kind === 'outside') return { head: '', isBusy: false };
    const folder = dirname(place.path);
    return { head: headOf(folder), isBusy: isGitBusy(folder) };
  }

  /** Where the first link of a path that leads out of the workspace leads; undefined when none does. */
  targetOf(document: DocumentId): string | undefined {
    return this.#files.reader.targetOf(document);
  }

  /** How versions of a file in a root are merged, here or in another worktree; undefined for other files. */
  mergeOf(uri: vscode.Uri): Merge | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? this.#watches.folderOf(uri);
    const path = folder === undefined ? undefined : relativePath(folder, uri);
    if (folder === undefined || path === undefined) return undefined;
    const rules = this.#rules.of(folder.toString());
    return rules.rootOf(path) === undefined ? undefined : rules.mergeOf(path);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #lookAgain(): void {
    this.#files.reader.forget();
    for (const { id } of this.folders) this.#changed.fire({ folder: id });
  }

  #readWanted({ document, version }: Wanted): Snapshot | Promise<Snapshot> {
    const uri = uriOf(document.folder, document.path);
    const editor = openDocument(uri);
    if (editor?.isDirty === true) {
      const now = documentVersion(editor);
      return now === version
        ? { kind: 'unchanged' }
        : { kind: 'text', text: editor.getText(), isUnsaved: true, version: now };
    }
    if (pathOf(workspacePlaces, document) !== undefined) return this.#files.readNow({ document, version });
    return version === undefined ? readVirtual(uri) : readVirtualSince(uri, version);
  }

  async #readNow(document: DocumentId): Promise<FullSnapshot> {
    const snapshot = isInDatabase({ document })
      ? (await this.#files.readRows([{ document }]))[0]
      : await this.#readWanted({ document });
    return snapshot === undefined || snapshot.kind === 'unchanged' ? { kind: 'missing' } : snapshot;
  }

  /** Without a search provider, which few virtual file systems have, a search waits for ever: only homes are looked into. */
  async #listVirtual(base: vscode.Uri, rules: FolderRules): Promise<Listing> {
    const globs = rules.homes.flatMap((root) => rules.listedIn(root));
    const { paths, problems } = await listVirtualBelow(base, globs);
    const found: PathProblem[] = [...problems];
    for (const path of databasesIn(rules))
      if ((await statVirtual(vscode.Uri.joinPath(base, path))) !== undefined)
        found.push({ path, problem: { code: 'database.virtual', data: {} } });
    return { ...nothingListed, paths, problems: found };
  }
}

/** On a disk; elsewhere there is nothing that could be opened. */
function isInDatabase({ document }: Wanted): boolean {
  return rowsOf(document) !== undefined && pathOf(workspacePlaces, document) !== undefined;
}

function listVirtualBelow(base: vscode.Uri, globs: readonly RelativeGlob[]) {
  const folders = [...new Set(globs.map(folderOf))];
  return listVirtual(base, folders, { wanted: toRelativeGlob(globs), mayHold: toFolderFilter(globs) });
}
