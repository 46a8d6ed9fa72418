import { join } from 'node:path';
import * as vscode from 'vscode';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import type { ApplyResult, CreateResult, FileChange, HeldLock, Host, NewFile } from '../../project/host.ts';
import type { UnsavedRegistry } from '../node/unsavedRegistry.ts';
import { createFile, createFolder } from '../node/fileCreation.ts';
import { FileLocks } from '../node/fileLock.ts';
import { editFile, removeFile, whyNotWritten } from '../node/fileWrites.ts';
import { resolveFile, type LocatedFile, type LinkGuard } from '../node/linkGuard.ts';
import { sharedFolderOf } from '../node/lockPlace.ts';
import type { ReplacedFiles } from '../node/replacedFiles.ts';
import { applyInEditor, openDocument } from './editors.ts';
import { keptReadOnly, notWritable, outside } from './writable.ts';

/**
 * The one place that writes in VS Code, and all that it asks before. A file is found once, links followed, while it is asked
 * whether it may be written: what was found then is what is locked and written.
 */
export class VscodeWriter {
  readonly #host: Pick<Host, 'kind' | 'checkout'> & { uri(folder: string, path: string): vscode.Uri };
  readonly #unsavedElsewhere: UnsavedRegistry;
  readonly #replaced: ReplacedFiles;
  readonly #newGuard: () => LinkGuard;
  readonly #locks = new FileLocks();
  beforeEdit: (uri: vscode.Uri) => Promise<void> = () => Promise.resolve();

  /** @param newGuard with the roots as they are at that moment, and nothing remembered */
  constructor(
    host: Pick<Host, 'kind' | 'checkout'> & { uri(folder: string, path: string): vscode.Uri },
    unsavedElsewhere: UnsavedRegistry,
    replaced: ReplacedFiles,
    newGuard: () => LinkGuard,
  ) {
    this.#host = host;
    this.#unsavedElsewhere = unsavedElsewhere;
    this.#replaced = replaced;
    this.#newGuard = newGuard;
  }

  async exclusively<T>(
    folder: string,
    path: string,
    run: (held: HeldLock | undefined) => Promise<T>,
  ): Promise<T | Refusal> {
    const uri = this.#host.uri(folder, path);
    const why = notWritable(uri) ?? keptReadOnly(uri, path);
    if (why !== undefined) return why;
    const found = this.#resolve(folder, path);
    if (found.kind === 'refused') return found;
    const { file } = found;
    const process = this.#unsavedElsewhere.whoElse(uri.fsPath);
    if (process !== undefined)
      return refusal('file.dirtyElsewhere', {
        path,
        process,
        records: join(sharedFolderOf(file.real), 'dirty'),
      });
    return this.#locks.hold(file, run);
  }

  async apply(change: FileChange): Promise<ApplyResult> {
    const uri = this.#host.uri(change.folder, change.path);
    const why = notWritable(uri);
    if (why !== undefined) return why;
    const document = openDocument(uri);
    if (change.through === 'editor') {
      await this.beforeEdit(uri);
      return applyInEditor(uri, change);
    }
    if (document?.isDirty === true) return refusal('file.dirty', { path: change.path });
    // What is gone has no lock, and nothing to be written to.
    if (change.held === undefined) return { kind: 'stale' };
    const { folder, path, base, edits, held } = change;
    const old = this.#replaced.replacing({ folder, path, checkout: this.#host.checkout(folder, path) });
    return editFile(uri.fsPath, base, edits, held, old);
  }

  create(folder: string, { path, text }: NewFile): Promise<CreateResult> {
    return Promise.resolve(this.#make(folder, path, (target) => createFile(target, text)));
  }

  /** By VS Code: it can be undone there, and the file is in the trash where there is one. */
  async remove(folder: string, path: string, base: string, held: HeldLock | undefined): Promise<ApplyResult> {
    const uri = this.#host.uri(folder, path);
    const why = notWritable(uri) ?? keptReadOnly(uri, path);
    if (why !== undefined) return why;
    if (openDocument(uri)?.isDirty === true || held === undefined) return { kind: 'stale' };
    const checked = removeFile(uri.fsPath, base, held, () => undefined);
    if (checked.kind !== 'done') return checked;
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(uri, { ignoreIfNotExists: true });
    if (await vscode.workspace.applyEdit(edit)) return { kind: 'done' };
    return refusal('file.notWritten', { name: path, reason: 'notRemoved' });
  }

  createFolder(folder: string, path: string): Promise<CreateResult> {
    return Promise.resolve(this.#make(folder, path, createFolder));
  }

  #make(folder: string, path: string, make: (target: string) => CreateResult): CreateResult {
    const why = notWritable(this.#host.uri(folder, path));
    if (why !== undefined) return why;
    if (this.#host.kind(folder, path) === 'outside') return outside(path);
    const found = this.#resolve(folder, path);
    return found.kind === 'refused' ? found : make(found.file.real);
  }

  /** Refuses what leaves the workspace when all symbolic links on the way are followed, and what cannot be followed. */
  #resolve(folder: string, path: string): LocatedFile | Refusal {
    const found = resolveFile(this.#newGuard(), this.#host.uri(folder, '').fsPath, path);
    switch (found.kind) {
      case 'resolved':
        return found;
      case 'outside':
        return outside(path);
      case 'broken':
        return refusal('file.notWritten', { name: path, ...whyNotWritten(found.error) });
    }
  }
}
