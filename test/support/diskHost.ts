import { join, resolve } from 'node:path';
import { Emitter } from '../../src/core/base/event.ts';
import type { FolderRules } from '../../src/core/formats/folderRules.ts';
import type { PathKind } from '../../src/core/index/linkGraph.ts';
import { refusal, type Refusal } from '../../src/core/model/refusal.ts';
import type { FolderSettings } from '../../src/core/model/system.ts';
import { folderOf, toRelativeGlob, type RelativeGlob } from '../../src/core/text/glob.ts';
import type { Rich } from '../../src/core/text/rich.ts';
import { readFile, stampFile } from '../../src/platform/node/disk.ts';
import { Belonging } from '../../src/platform/node/belonging.ts';
import { FileLocks } from '../../src/platform/node/fileLock.ts';
import { CloneReader, nameFrom } from '../../src/platform/node/cloneReader.ts';
import { LinkGuard, resolveFile, toRoot, type LocatedFile } from '../../src/platform/node/linkGuard.ts';
import { listFiles } from '../../src/platform/node/listing.ts';
import { createGit } from '../../src/platform/node/git.ts';
import {
  gitStamp,
  isCheckedOut,
  isGitBusy,
  isOnBranch,
  realPath,
} from '../../src/platform/node/lockPlace.ts';
import { createFile, createFolder } from '../../src/platform/node/fileCreation.ts';
import { editFile, removeFile, whyNotWritten } from '../../src/platform/node/fileWrites.ts';
import { ReplacedFiles } from '../../src/platform/node/replacedFiles.ts';
import type { MarkdownWorker } from '../../src/platform/node/markdownWorker.ts';
import { otherWorktrees } from '../../src/platform/node/otherWorktrees.ts';
import type {
  ApplyResult,
  Belongs,
  Clone,
  CreateResult,
  FileChange,
  FileEvent,
  FileText,
  HeldLock,
  Host,
  Listing,
  MarkdownResult,
  NewFile,
  RichRequest,
} from '../../src/project/host.ts';
import { notRead } from './notRead.ts';

/** A folder on disk without VS Code: reads and writes as the extension does. */
export class DiskHost implements Host {
  readonly folders = [{ id: 'bench', name: 'bench' }];
  readonly #root: string;
  readonly #worker: MarkdownWorker | undefined;
  readonly #locks = new FileLocks();
  readonly #folders = new Emitter<void>(raise);
  readonly #hints = new Emitter<FileEvent>(raise);

  /**
   * Without a worker only what the scanner accepts can be read.
   * @param idle waits between two looks at a file that was replaced
   */
  constructor(root: string, worker?: MarkdownWorker, idle?: (milliseconds: number) => Promise<void>) {
    this.replaced = new ReplacedFiles(raise, idle);
    this.#root = root;
    this.#worker = worker;
  }

  readonly onDidChangeFolders = this.#folders.event;
  readonly onDidChangeFile = this.#hints.event;

  hint(path: string): void {
    this.#hints.fire({ folder: 'bench', path });
  }

  settings(): FolderSettings {
    return {
      trackingDirectory: undefined,
      specsInclude: undefined,
      specsExclude: undefined,
      criteriaPattern: undefined,
    };
  }

  /** Places out of the folder that may be read through links. */
  readonly allowed: string[] = [];

  /** As it was when the folder was last listed. */
  readonly #guards = new Map<string, LinkGuard>();
  #guard(folder: string): LinkGuard {
    let guard = this.#guards.get(folder);
    if (guard === undefined) {
      guard = this.#newGuard(folder);
      this.#guards.set(folder, guard);
    }
    return guard;
  }

  #newGuard(folder: string): LinkGuard {
    const others = otherWorktrees(resolve(this.#at(folder, ''))).map((each) => each.folder);
    return new LinkGuard(
      [this.#at(folder, ''), ...others, ...this.allowed].map((path) => toRoot(resolve(path))),
    );
  }

  /** Whoever writes looks anew. */
  #resolve(folder: string, path: string): LocatedFile | Refusal {
    const found = resolveFile(this.#newGuard(folder), resolve(this.#at(folder, '')), path);
    if (found.kind === 'resolved') return found;
    if (found.kind === 'outside') return refusal('link.outside', { path });
    return refusal('file.notWritten', { name: path, ...whyNotWritten(found.error) });
  }

  /** Folders that are listed: empty names are the whole of it. */
  listed: readonly string[] = ['tracking', 'spec'];

  list(folder: string, rules: FolderRules): Promise<Listing> {
    this.#guards.clear();
    this.#belonging = undefined;
    return listFiles(this, this.#root, this.listed, {
      guard: this.#guard(folder),
      wanted: (path) => rules.formatsOf(path).length > 0,
      skip: ['.git', 'node_modules'],
      skipFolder: (path) => this.belongsTo(folder, path) === 'worktree',
    });
  }

  readonly #reader = new CloneReader(createGit(raise), raise);
  readonly onDidMoveGit = new Emitter<string>(raise).event;
  async clone(folder: string, committed: readonly RelativeGlob[]): Promise<Clone | undefined> {
    const own = realPath(this.#at(folder, ''));
    const reading = await this.#reader.read({ folder: own ?? '', committed, base: '' });
    if (reading === undefined) return undefined;
    const worktrees = new Map(
      [...reading.worktrees].map(([branch, path]) => [
        branch,
        { folder: path === own ? folder : path, name: nameFrom(own ?? '', path) },
      ]),
    );
    return {
      ...reading,
      worktrees,
      siblings: [folder],
      filesOf: ({ commit }) => reading.files.get(commit) ?? [],
    };
  }

  async listBelow(folder: string, globs: readonly RelativeGlob[]): Promise<readonly string[]> {
    const options = { guard: this.#guard(folder), wanted: toRelativeGlob(globs) };
    return (await listFiles(this, this.#at(folder, ''), globs.map(folderOf), options)).paths;
  }

  /** Folders of other worktrees are known by their paths. */
  #at(folder: string, path: string): string {
    return join(folder.startsWith('/') ? folder : this.#root, path);
  }

  #belonging: Belonging | undefined;
  belongsTo(_folder: string, directory: string): Belongs {
    return (this.#belonging ??= new Belonging(resolve(this.#root), this.#guard('bench'))).of(directory);
  }

  isIgnored(): boolean {
    return false;
  }

  kind(folder: string, path: string): PathKind {
    const followed = this.#guard(folder).look(this.#at(folder, path));
    if (followed.kind !== 'inside') return followed.kind === 'outside' ? 'outside' : 'missing';
    if (followed.stats === undefined) return 'missing';
    return followed.stats.isDirectory() ? 'folder' : 'file';
  }

  stamp(folder: string, path: string): string | undefined {
    return stampFile(this.#at(folder, path), (each) => this.#guard(folder).follow(each));
  }

  read(folder: string, path: string): FileText {
    return readFile(this.#at(folder, path), (each) => this.#guard(folder).follow(each));
  }

  async readMarkdown(text: string, urgent?: boolean): Promise<MarkdownResult> {
    return (await this.#worker?.parse(text, urgent)) ?? notRead('there is no worker');
  }

  renderMarkdown(texts: readonly RichRequest[]): Promise<readonly (readonly Rich[])[]> {
    return this.#worker?.render(texts) ?? Promise.resolve([]);
  }

  exclusively<T>(
    folder: string,
    path: string,
    run: (held: HeldLock | undefined) => Promise<T>,
  ): Promise<T | Refusal> {
    const found = this.#resolve(folder, path);
    return found.kind === 'refused' ? Promise.resolve(found) : this.#locks.hold(found.file, run);
  }

  readonly replaced: ReplacedFiles;
  get onDidWriteReplaced() {
    return this.replaced.onDidWrite;
  }

  apply({ folder, path, base, edits, held }: FileChange): Promise<ApplyResult> {
    if (held === undefined) return Promise.resolve({ kind: 'stale' });
    const old = this.replaced.replacing({ folder, path, checkout: this.checkout(folder, path) });
    return Promise.resolve(editFile(this.#at(folder, path), base, edits, held, old));
  }

  /** Closes the files that were replaced. */
  dispose(): void {
    this.replaced.dispose();
  }

  create(folder: string, { path, text }: NewFile): Promise<CreateResult> {
    const found = this.#resolve(folder, path);
    return Promise.resolve(found.kind === 'refused' ? found : createFile(found.file.real, text));
  }

  remove(folder: string, path: string, base: string, held: HeldLock | undefined): Promise<ApplyResult> {
    return Promise.resolve(
      held === undefined ? { kind: 'stale' } : removeFile(this.#at(folder, path), base, held),
    );
  }

  createFolder(folder: string, path: string): Promise<CreateResult> {
    const found = this.#resolve(folder, path);
    return Promise.resolve(found.kind === 'refused' ? found : createFolder(found.file.real));
  }

  checkout(folder: string, path: string): string {
    return gitStamp(this.#at(folder, path));
  }

  isOnBranch(folder: string, branch: string | undefined, held?: HeldLock): boolean {
    return isOnBranch(held?.file.folder ?? this.#at(folder, ''), branch);
  }

  isGitBusy(folder: string, held?: HeldLock): boolean {
    return isGitBusy(held?.file.folder ?? this.#at(folder, ''));
  }

  isCheckedOut(folder: string, branch: string): boolean {
    return isCheckedOut(this.#at(folder, ''), branch);
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
}

function raise(error: unknown): never {
  throw error;
}
