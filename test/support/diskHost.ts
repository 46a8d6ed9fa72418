import { join } from 'node:path';
import type { Rich } from '../../media/board/protocol.ts';
import { Emitter } from '../../src/core/base/event.ts';
import type { PathKind } from '../../src/core/index/linkGraph.ts';
import type { FolderRules, FolderSettings } from '../../src/core/model/rules.ts';
import { kindOf, listFiles, readFile, stampFile } from '../../src/platform/disk.ts';
import { FileLocks } from '../../src/platform/fileLock.ts';
import { gitStamp } from '../../src/platform/lockPlace.ts';
import { createFile, createFolder, editFile } from '../../src/platform/fileWrites.ts';
import type { MarkdownWorker } from '../../src/platform/markdownWorker.ts';
import type {
  ApplyResult,
  CreateResult,
  FileChange,
  FileText,
  HeldLock,
  Hint,
  Host,
  MarkdownResult,
  NewFile,
  Refused,
  RichRequest,
} from '../../src/project/host.ts';

/** A folder on disk without VS Code: reads and writes as the extension does. */
export class DiskHost implements Host {
  readonly folders = [{ id: 'bench', name: 'bench' }];
  readonly #root: string;
  readonly #worker: MarkdownWorker | undefined;
  readonly #locks = new FileLocks();
  readonly #folders = new Emitter<void>(raise);
  readonly #hints = new Emitter<Hint>(raise);

  /** Without a worker only what the scanner accepts can be read. */
  constructor(root: string, worker?: MarkdownWorker) {
    this.#root = root;
    this.#worker = worker;
  }

  readonly onDidChangeFolders = this.#folders.event;
  readonly onDidHint = this.#hints.event;

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

  list(): Promise<readonly string[]> {
    const below = (folder: string): string[] =>
      listFiles(join(this.#root, folder)).map((path) => `${folder}/${path}`);
    return Promise.resolve([...below('tracking'), ...below('spec')]);
  }

  isIgnored(): boolean {
    return false;
  }

  progressFilesOf(_folder: string, _rules: FolderRules, _branch: string): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  kind(_folder: string, path: string): PathKind {
    return path.startsWith('../') ? 'outside' : kindOf(join(this.#root, path));
  }

  stamp(_folder: string, path: string): string | undefined {
    return stampFile(join(this.#root, path));
  }

  read(_folder: string, path: string): FileText {
    return readFile(join(this.#root, path));
  }

  async readMarkdown(text: string): Promise<MarkdownResult> {
    return (await this.#worker?.parse(text)) ?? { kind: 'failed', message: 'there is no worker' };
  }

  renderMarkdown(texts: readonly RichRequest[]): Promise<readonly (readonly Rich[])[]> {
    return this.#worker?.render(texts) ?? Promise.resolve([]);
  }

  exclusively<T>(
    _folder: string,
    path: string,
    run: (held: HeldLock | undefined) => Promise<T>,
  ): Promise<T | Refused> {
    return this.#locks.hold(join(this.#root, path), run);
  }

  apply({ path, base, edits, held }: FileChange): Promise<ApplyResult> {
    return Promise.resolve(
      held === undefined ? { kind: 'stale' } : editFile(join(this.#root, path), base, edits, held),
    );
  }

  create(_folder: string, { path, text }: NewFile): Promise<CreateResult> {
    return Promise.resolve(createFile(join(this.#root, path), text));
  }

  createFolder(_folder: string, path: string): Promise<CreateResult> {
    return Promise.resolve(createFolder(join(this.#root, path)));
  }

  checkout(_folder: string, path: string): string {
    return gitStamp(join(this.#root, path));
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
