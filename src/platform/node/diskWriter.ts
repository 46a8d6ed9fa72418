import { join } from 'node:path';
import type { PathKind } from '../../core/index/linkGraph.ts';
import type { FolderMove } from '../../core/model/plan.ts';
import type { ToolLock } from '../../core/model/toolLock.ts';
import { nameOfDocument, type DocumentId, type FolderId } from '../../core/text/document.ts';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import { lockLost } from '../../project/commit.ts';
import type { Scope } from '../../project/plan.ts';
import type { FullSnapshot } from '../../project/snapshot.ts';
import type {
  ApplyResult,
  BusyToolLock,
  CreateResult,
  DocumentEdits,
  DocumentWriter,
  HeldLock,
  HeldToolLock,
  LockedChange,
  ResolvedFile,
} from '../../project/documentWriter.ts';
import { fileOf, isDatabase, makeTables, rowsOf, type DatabaseMount } from './databaseMount.ts';
import type { DatabaseThread } from './databaseThread.ts';
import { isLink } from './disk.ts';
import { createFile, removeFolder } from './fileCreation.ts';
import { whyNotWritten } from './fileSteps.ts';
import { editFile, removeFile } from './fileWrites.ts';
import { writeTogether, type FileStep } from './journal.ts';
import type { Recovered } from './journalRecovery.ts';
import { guardFor, resolveFile, type LinkGuard } from './linkGuard.ts';
import { gitStamp, isCheckedOut, isGitBusy, isOnBranch, meetingsIn, placeOf, realPath } from './lockPlace.ts';
import { pathOf, type Places } from './places.ts';
import { RecoveringLocks } from './recoveringLocks.ts';
import type { ReplacedFiles } from './replacedFiles.ts';
import { changeRows, notWritten, type RowsResult } from './rowChanges.ts';
import { takeToolLock, toolLockPath, type ToolLockPlace } from './toolLock.ts';

/** What writing files takes. */
export interface DiskWriterOptions {
  readonly places: Places;
  /** With the roots as they are at that moment, and nothing remembered. */
  readonly newGuard: () => LinkGuard;
  readonly read: (document: DocumentId) => FullSnapshot | Promise<FullSnapshot>;
  readonly kind: (document: DocumentId) => PathKind | undefined;
  readonly replaced: ReplacedFiles;
  /** What is in databases. */
  readonly databases: { readonly mount: Pick<DatabaseMount, 'exists'>; readonly thread: DatabaseThread };
  /** Hears of what other processes left halfway, and what became of it. */
  readonly log: (error: unknown) => void;
}

/**
 * Writes files of a disk. A file is found once, links followed: what was found then is what is locked and written. What leaves the
 * workspace is refused.
 */
export class DiskWriter implements DocumentWriter {
  readonly #options: DiskWriterOptions;
  readonly #locks: RecoveringLocks;

  constructor(options: DiskWriterOptions) {
    this.#options = options;
    this.#locks = new RecoveringLocks({}, (recovered) => {
      options.log(toLogged(recovered));
    });
  }

  read(document: DocumentId): FullSnapshot | Promise<FullSnapshot> {
    return this.#options.read(document);
  }

  async exclusively<T>(
    documents: readonly DocumentId[],
    run: (held: readonly (HeldLock | undefined)[]) => Promise<T>,
  ): Promise<T | Refusal> {
    const files: ResolvedFile[] = [];
    for (const document of documents) {
      const found = this.resolve(document);
      if (found.kind === 'refused') return found;
      files.push(found.file);
    }
    return this.#locks.holdAll(files, run);
  }

  takeToolLock(lock: ToolLock): Promise<HeldToolLock | BusyToolLock | Refusal> {
    const found = this.resolve(lock.root);
    if (found.kind === 'refused') return Promise.resolve(found);
    const place = toolLockPlaceOf(lock, found.file.real);
    const taken = takeToolLock(place);
    if (taken.kind === 'busy') return Promise.resolve({ ...taken, path: toolLockPath(place) });
    if (taken.kind === 'held') return Promise.resolve(taken);
    return Promise.resolve(refusal('file.notWritten', { name: lock.document.path, ...taken.why }));
  }

  apply({ document, base, edits, held, isUndo = false }: DocumentEdits): Promise<ApplyResult> {
    if (rowsOf(document) !== undefined)
      return this.#changeRows([{ kind: 'edit', document, base, edits, held }], isUndo).then(withoutExisting);
    const path = pathOf(this.#options.places, document);
    // What is gone has no lock, and nothing to be written to.
    if (held === undefined || path === undefined) return Promise.resolve({ kind: 'stale' });
    const old = this.#options.replaced.replacing({ document, checkout: this.checkout(document) });
    return Promise.resolve(editFile(path, base, edits, held, old));
  }

  applyTogether(
    changes: readonly LockedChange[],
    _through: Scope['through'],
    mayWrite: () => boolean,
    isUndo = false,
  ): Promise<ApplyResult> {
    const steps: FileStep[] = [];
    const rows = changes.filter(({ document }) => rowsOf(document) !== undefined);
    for (const change of changes) {
      if (rows.includes(change)) continue;
      const step = this.#toStep(change);
      if (step.kind === 'stale' || step.kind === 'refused') return Promise.resolve(step);
      steps.push(step);
    }
    if (rows.length === 0) return Promise.resolve(writeSteps(steps, mayWrite));
    const write = (): ApplyResult => (mayWrite() ? writeSteps(steps, mayWrite) : { kind: 'stale' });
    return this.#changeRows(rows, isUndo, write).then(withoutExisting);
  }

  async create(document: DocumentId, text: string, isUndo = false): Promise<CreateResult> {
    if (isDatabase(document)) return this.#createDatabase(document);
    if (rowsOf(document) === undefined) return this.#make(document, (target) => createFile(target, text));
    const made = await this.#changeRows([{ kind: 'create', document, text }], isUndo);
    switch (made.kind) {
      case 'done':
        return { kind: 'created', now: made.now?.[0]?.text };
      case 'stale':
        return refusal('file.missing', { path: fileOf(document).path });
      case 'unknown':
        return refusal('database.busy', { name: document.path });
      default:
        return made;
    }
  }

  removeFolder(document: DocumentId): Promise<Refusal | undefined> {
    const found = this.resolve(document);
    if (found.kind === 'refused') return Promise.resolve(found);
    const path = pathOf(this.#options.places, document);
    // Without the folder a link to it would lead to nothing.
    return Promise.resolve(path === undefined || isLink(path) ? undefined : removeFolder(found.file.real));
  }

  remove(
    document: DocumentId,
    base: string,
    held: HeldLock | undefined,
    isUndo = false,
  ): Promise<ApplyResult> {
    if (rowsOf(document) !== undefined)
      return this.#changeRows([{ kind: 'delete', document, base, held }], isUndo).then(withoutExisting);
    return Promise.resolve(this.removeBy(document, base, held));
  }

  /** @param unlink does it, at the very end; what it leaves, somebody else removes */
  removeBy(
    document: DocumentId,
    base: string,
    held: HeldLock | undefined,
    unlink?: (target: string) => void,
  ): ApplyResult {
    const path = pathOf(this.#options.places, document);
    if (held === undefined || path === undefined) return { kind: 'stale' };
    return removeFile(path, base, held, unlink);
  }

  checkout(document: DocumentId): string {
    const path = pathOf(this.#options.places, fileOf(document));
    return path === undefined ? '' : gitStamp(path);
  }

  isOnBranch(folder: FolderId, branch: string | undefined, held?: HeldLock): boolean {
    const at = this.#folderOf(folder, held);
    return at === undefined || isOnBranch(at, branch);
  }

  isGitBusy(folder: FolderId, held?: HeldLock): boolean {
    const at = this.#folderOf(folder, held);
    return at !== undefined && isGitBusy(at);
  }

  isCheckedOut(folder: FolderId, branch: string): boolean {
    const at = this.#folderOf(folder, undefined);
    return at !== undefined && isCheckedOut(at, branch);
  }

  exists(document: DocumentId): boolean {
    if (rowsOf(document) !== undefined) return this.#options.databases.mount.exists(document);
    const kind = this.#options.kind(document);
    // What leads out is nothing here: to make something there is refused.
    return kind === 'file' || kind === 'folder';
  }

  /** Refuses what leaves the workspace when all symbolic links on the way are followed, and what cannot be followed. */
  resolve(document: DocumentId): { readonly kind: 'resolved'; readonly file: ResolvedFile } | Refusal {
    const { folder, path } = fileOf(document);
    const base = this.#options.places.pathOf(folder);
    if (base === undefined) return refusal('workspace.virtual', {});
    const found = resolveFile(guardFor(base, this.#options.newGuard()), base, path);
    switch (found.kind) {
      case 'resolved':
        return found;
      case 'outside':
        return refusal('link.outside', { path });
      case 'broken':
        return refusal('file.notWritten', { name: path, ...whyNotWritten(found.error) });
    }
  }

  /**
   * Settles what other processes left halfway in directories of a folder, so that nobody reads half a change; whether there was
   * anything. Waits for nobody who is at work.
   */
  async recover(folder: FolderId, directories: Iterable<string>): Promise<boolean> {
    const base = this.#options.places.pathOf(folder);
    if (base === undefined) return false;
    const guard = this.#options.newGuard();
    try {
      const found = [...directories].flatMap((directory) => {
        const looked = guard.look(join(base, directory));
        return looked.kind === 'inside' ? [looked.real] : [];
      });
      return await this.#locks.recover(meetingsIn(found));
    } catch (error) {
      // Whoever takes the lock of a file tries again, and is told.
      this.#options.log(error);
      return false;
    }
  }

  /** Makes a file, whole or not at all, and the tables in it. */
  async #createDatabase(document: DocumentId): Promise<CreateResult> {
    const { thread } = this.#options.databases;
    const found = this.resolve(document);
    if (found.kind === 'refused') return found;
    const unable = thread.refusal();
    if (unable !== undefined) return notWritten(document.path, unable);
    const made = createFile(found.file.real, '');
    if (made.kind !== 'created') return made;
    const failed = await makeTables(thread, found.file.real);
    return failed === undefined ? { kind: 'created', isLasting: true } : notWritten(document.path, failed);
  }

  /** Changes documents of one database, whose lock they have, and others with them. */
  async #changeRows(
    changes: readonly LockedChange[],
    isUndo: boolean,
    writeOthers: () => ApplyResult = () => ({ kind: 'done' }),
  ): Promise<RowsResult> {
    const [first] = changes;
    const files = new Set(changes.map(({ document }) => nameOfDocument(fileOf(document))));
    if (first === undefined || files.size > 1)
      return refusal('file.notWritten', { name: first?.document.path ?? '', reason: 'misfit' });
    const found = this.resolve(first.document);
    if (found.kind === 'refused') return found;
    for (const change of changes)
      // What is gone has no lock, and nothing to be written to.
      if (isLocked(change) && change.held?.file.real !== found.file.real) return { kind: 'stale' };
    return changeRows(this.#options.databases.thread, found.file.real, changes, isUndo, () => {
      const lost = changes.find((each) => isLocked(each) && each.held?.still() === false);
      return lost === undefined ? writeOthers() : refusal(lockLost, { name: lost.document.path });
    });
  }

  #make(document: DocumentId, make: (target: string) => CreateResult): CreateResult {
    const found = this.resolve(document);
    return found.kind === 'refused' ? found : make(found.file.real);
  }

  #toStep(change: LockedChange): FileStep | { readonly kind: 'stale' } | Refusal {
    if (change.kind === 'moveFolder') return this.#toMove(change);
    const { document } = change;
    if (change.kind === 'create') {
      const found = this.resolve(document);
      if (found.kind === 'refused') return found;
      return { kind: 'create', path: found.file.real, text: change.text };
    }
    const path = pathOf(this.#options.places, document);
    const { base, held } = change;
    if (held === undefined || path === undefined) return { kind: 'stale' };
    if (change.kind === 'delete') return { kind: 'remove', path, base, held };
    const old = this.#options.replaced.replacing({ document, checkout: this.checkout(document) });
    return { kind: 'edit', path, base, held, edits: change.edits, old };
  }

  /** The folder is found in the one around it: where it is a link, that would be moved, and not what is behind it. */
  #toMove({ document, to, mayMove }: FolderMove): FileStep | Refusal {
    const reals: string[] = [];
    for (const { folder, path } of [document, to]) {
      const at = path.lastIndexOf('/');
      const above = this.resolve({ folder, path: path.slice(0, Math.max(0, at)) });
      if (above.kind === 'refused') return above;
      reals.push(join(above.file.real, path.slice(at + 1)));
    }
    const [path = '', target = ''] = reals;
    return { kind: 'move', path, to: target, ...(mayMove === undefined ? {} : { mayMove }) };
  }

  #folderOf(folder: FolderId, held: HeldLock | undefined): string | undefined {
    const path = this.#options.places.pathOf(folder);
    return held?.file.folder ?? (path === undefined ? undefined : realOrSpelled(path));
  }
}

/** {@link writeTogether}; without git, locks are in the folders of their files, and go where those go. */
function writeSteps(steps: readonly FileStep[], mayWrite: () => boolean): ApplyResult {
  const result = writeTogether(steps, mayWrite);
  if (result.kind === 'done')
    for (const move of steps)
      if (move.kind === 'move')
        for (const step of steps)
          if (step.kind === 'edit' || step.kind === 'remove') step.held.followMove(move.path, move.to);
  return result;
}

function isLocked(change: LockedChange): change is Extract<LockedChange, { kind: 'edit' | 'delete' }> {
  return change.kind === 'edit' || change.kind === 'delete';
}

/** What is edited is there: that something is in the way means that another plan is needed. */
function withoutExisting(result: RowsResult): ApplyResult {
  return result.kind === 'exists' ? { kind: 'stale' } : result;
}

function toLogged({ kind, files, left }: Recovered): Error {
  const what = kind === 'completed' ? 'completed' : 'undone';
  const names = files.map((file) => (left.includes(file) ? `${file} (left alone)` : file));
  return new Error(`A process ended in the middle of a change, which was ${what}: ${names.join(', ')}`);
}

/** The real path of a folder; as it is spelled where that cannot be found out. */
function realOrSpelled(path: string): string {
  try {
    return realPath(path) ?? path;
  } catch {
    return path;
  }
}

/** Where the lock of another tool is, by the real path of its root. */
function toolLockPlaceOf(
  { names, inRepository, isFile, staleAfterMs = Infinity }: ToolLock,
  root: string,
): ToolLockPlace {
  const rest = { staleAfterMs, ...(isFile === undefined ? {} : { isFile }) };
  if (inRepository !== undefined) {
    const { like, isInGit } = placeOf(join(root, 'any'));
    if (isInGit) return { root: like, names: inRepository, ...rest };
  }
  return { root, names, ...rest };
}
