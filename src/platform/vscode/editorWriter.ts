import { join } from 'node:path';
import * as vscode from 'vscode';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import type { ToolLock } from '../../core/model/toolLock.ts';
import type { DocumentId, FolderId } from '../../core/text/document.ts';
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
} from '../../project/documentWriter.ts';
import { rowsOf } from '../node/databaseMount.ts';
import type { DiskWriter } from '../node/diskWriter.ts';
import { sharedFolderOf } from '../node/lockPlace.ts';
import type { UnsavedRegistry } from '../node/unsavedRegistry.ts';
import { applyInEditors, openDocument } from './editors.ts';
import { keepCursors } from './keptCursors.ts';
import { uriOf } from './places.ts';
import { keptReadOnly, notWritable, outside } from './writable.ts';

export interface EditorWriterOptions {
  readonly disk: DiskWriter;
  readonly unsavedElsewhere: UnsavedRegistry;
  /** Editors before the disk. */
  readonly read: (document: DocumentId) => FullSnapshot | Promise<FullSnapshot>;
  /** Whether a link on the way leads out of the workspace. */
  readonly leadsOut: (document: DocumentId) => boolean;
  /** What has to be done before the text of an editor is changed for somebody. */
  readonly beforeEdit: (uri: vscode.Uri) => Promise<void>;
}

/** Writes files of the disk as {@link DiskWriter} does, where VS Code and the person allow it, or texts of editors. */
export class EditorWriter implements DocumentWriter {
  readonly #options: EditorWriterOptions;
  readonly #disk: DiskWriter;

  constructor(options: EditorWriterOptions) {
    this.#options = options;
    this.#disk = options.disk;
  }

  read(document: DocumentId): FullSnapshot | Promise<FullSnapshot> {
    return this.#options.read(document);
  }

  async exclusively<T>(
    documents: readonly DocumentId[],
    run: (held: readonly (HeldLock | undefined)[]) => Promise<T>,
  ): Promise<T | Refusal> {
    for (const document of documents) {
      const why = this.#refuse(document);
      if (why !== undefined) return why;
    }
    return this.#disk.exclusively(documents, run);
  }

  async takeToolLock(lock: ToolLock): Promise<HeldToolLock | BusyToolLock | Refusal> {
    const why = notWritable(uriOf(lock.root.folder, lock.root.path));
    return why ?? this.#disk.takeToolLock(lock);
  }

  async apply(change: DocumentEdits): Promise<ApplyResult> {
    const { folder, path } = change.document;
    const uri = uriOf(folder, path);
    const why = notWritable(uri);
    if (why !== undefined) return why;
    if (change.through === 'editor') {
      await this.#options.beforeEdit(uri);
      return applyInEditors([{ kind: 'edit', ...change }]);
    }
    if (openDocument(uri)?.isDirty === true) return refusal('file.dirty', { path });
    return keepingCursors([{ kind: 'edit', ...change }], () => this.#disk.apply(change));
  }

  /** On the disk all or none outweighs that VS Code can undo a deletion. */
  async applyTogether(
    changes: readonly LockedChange[],
    through: Scope['through'],
    mayWrite: () => boolean,
    isUndo?: boolean,
  ): Promise<ApplyResult> {
    for (const { kind, document } of changes) {
      const { folder, path } = document;
      const uri = uriOf(folder, path);
      const why = kind === 'create' ? this.#refuseNew(document) : notWritable(uri);
      if (why !== undefined) return why;
      if (through === 'editor') await this.#options.beforeEdit(uri);
      else if (openDocument(uri)?.isDirty === true) return refusal('file.dirty', { path });
      if (kind !== 'moveFolder') continue;
      const unsaved = vscode.workspace.textDocuments.find(
        (each) => each.isDirty && each.uri.toString().startsWith(`${uri.toString()}/`),
      );
      if (unsaved !== undefined)
        return refusal('file.dirty', { path: vscode.workspace.asRelativePath(unsaved.uri) });
    }
    if (through === 'disk')
      return keepingCursors(changes, () => this.#disk.applyTogether(changes, through, mayWrite, isUndo));
    return applyInEditors(changes);
  }

  async create(document: DocumentId, text: string, isUndo?: boolean): Promise<CreateResult> {
    return this.#refuseNew(document) ?? this.#disk.create(document, text, isUndo);
  }

  async removeFolder(document: DocumentId): Promise<Refusal | undefined> {
    return this.#refuseNew(document) ?? this.#disk.removeFolder(document);
  }

  /** By VS Code: it can be undone there, and the file is in the trash where there is one. */
  async remove(
    document: DocumentId,
    base: string,
    held: HeldLock | undefined,
    isUndo?: boolean,
  ): Promise<ApplyResult> {
    const { folder, path } = document;
    const uri = uriOf(folder, path);
    const why = notWritable(uri) ?? keptReadOnly(uri, path);
    if (why !== undefined) return why;
    if (openDocument(uri)?.isDirty === true) return { kind: 'stale' };
    if (rowsOf(document) !== undefined) return this.#disk.remove(document, base, held, isUndo);
    const checked = this.#disk.removeBy(document, base, held, () => undefined);
    if (checked.kind !== 'done') return checked;
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(uri, { ignoreIfNotExists: true });
    if (await vscode.workspace.applyEdit(edit)) return { kind: 'done' };
    return refusal('file.notWritten', { name: path, reason: 'notRemoved' });
  }

  checkout(document: DocumentId): string {
    return this.#disk.checkout(document);
  }

  isOnBranch(folder: FolderId, branch: string | undefined, held?: HeldLock): boolean {
    return this.#disk.isOnBranch(folder, branch, held);
  }

  isGitBusy(folder: FolderId, held?: HeldLock): boolean {
    return this.#disk.isGitBusy(folder, held);
  }

  isCheckedOut(folder: FolderId, branch: string): boolean {
    return this.#disk.isCheckedOut(folder, branch);
  }

  exists(document: DocumentId): boolean {
    return this.#disk.exists(document);
  }

  #refuse(document: DocumentId): Refusal | undefined {
    const { folder, path } = document;
    const uri = uriOf(folder, path);
    const why = notWritable(uri) ?? keptReadOnly(uri, path);
    if (why !== undefined) return why;
    const found = this.#disk.resolve(document);
    if (found.kind === 'refused') return found;
    const process = this.#options.unsavedElsewhere.whoElse(uri.fsPath);
    return process === undefined
      ? undefined
      : refusal('file.dirtyElsewhere', {
          path,
          process,
          records: join(sharedFolderOf(found.file.real), 'dirty'),
        });
  }

  #refuseNew(document: DocumentId): Refusal | undefined {
    const why = notWritable(uriOf(document.folder, document.path));
    return why ?? (this.#options.leadsOut(document) ? outside(document.path) : undefined);
  }
}

async function keepingCursors(
  changes: readonly LockedChange[],
  write: () => Promise<ApplyResult>,
): Promise<ApplyResult> {
  const kept = changes.flatMap((change) => {
    if (change.kind !== 'edit') return [];
    const { document, base, edits } = change;
    return [keepCursors(uriOf(document.folder, document.path), base, edits)];
  });
  const result = await write();
  if (result.kind !== 'done') for (const each of kept) each.dispose();
  return result;
}
