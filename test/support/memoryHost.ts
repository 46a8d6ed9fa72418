import { Emitter } from '../../src/core/base/event.ts';
import type { FolderRules } from '../../src/core/formats/folderRules.ts';
import type { PathKind } from '../../src/core/index/linkGraph.ts';
import { refusal } from '../../src/core/model/refusal.ts';
import type { FolderSettings } from '../../src/core/model/system.ts';
import { applyEdits } from '../../src/core/text/edit.ts';
import { type RelativeGlob, toRelativeGlob } from '../../src/core/text/glob.ts';
import { readMarkdown } from '../../src/core/text/markdownRemark.ts';
import type { Rich } from '../../src/core/text/rich.ts';
import { toRich } from '../../src/core/text/richText.ts';
import type {
  ApplyResult,
  Belongs,
  Clone,
  CreateResult,
  FileChange,
  FileText,
  Folder,
  HeldLock,
  FileEvent,
  Host,
  LateWrite,
  Listing,
  RichRequest,
  MarkdownResult,
  NewFile,
} from '../../src/project/host.ts';
import { notRead } from './notRead.ts';

/** Id of the one folder that a {@link MemoryHost} starts with. */
export const folder = 'memory:/project';

/** A world in memory: files are a map, and time goes on when the test says so. */
export class MemoryHost implements Host {
  folders: readonly Folder[] = [{ id: folder, name: 'project' }];
  readonly files = new Map<string, string>();
  /** Files of other worktrees, by folder. */
  readonly others = new Map<string, Map<string, string>>();
  /** Unsaved text of open editors. */
  readonly editors = new Map<string, string>();
  /** What was read, in order. */
  readonly reads: string[] = [];
  /** Runs right before each write is compared: someone else who is quicker. */
  beforeApply: (() => void) | undefined;
  /** Lets the worker's next answers wait until the test releases them. */
  holdMarkdown: Promise<void> | undefined;
  readonly #folders = new Emitter<void>(raise);
  readonly #hints = new Emitter<FileEvent>(raise);
  readonly #waiting: (() => void)[] = [];
  #version = 0;

  constructor(files: Record<string, string> = {}) {
    for (const [path, text] of Object.entries(files)) this.files.set(path, text);
  }

  readonly onDidChangeFolders = this.#folders.event;
  readonly onDidChangeFile = this.#hints.event;

  /** Someone writes a file; `undefined` removes it. */
  write(path: string, text: string | undefined): void {
    this.#version++;
    if (text === undefined) this.files.delete(path);
    else this.files.set(path, text);
    this.#hints.fire({ folder, path });
  }

  /** Someone writes a file in another worktree. */
  writeIn(at: string, path: string, text: string): void {
    this.#version++;
    const files = this.others.get(at) ?? new Map<string, string>();
    this.others.set(at, files.set(path, text));
    this.#hints.fire({ folder: at, path });
  }

  #of(at: string): Map<string, string> {
    return at === folder ? this.files : (this.others.get(at) ?? this.files);
  }

  hint(path?: string): void {
    this.#hints.fire(path === undefined ? { folder } : { folder, path });
  }

  setFolders(folders: readonly Folder[]): void {
    this.folders = folders;
    this.#folders.fire();
  }

  /** Ends every wait of {@link delay}; how many there were. */
  async passTime(): Promise<number> {
    const waiting = this.#waiting.splice(0);
    for (const go of waiting) go();
    await this.pause();
    return waiting.length;
  }

  trackingDirectory = 'tracking';
  criteriaPattern: unknown = undefined;
  specsInclude: unknown = undefined;
  specsExclude: unknown = undefined;
  settings(): FolderSettings {
    const { trackingDirectory, criteriaPattern, specsInclude, specsExclude } = this;
    return { trackingDirectory, criteriaPattern, specsInclude, specsExclude };
  }

  /** Why nothing can be listed. */
  notListed: Error | undefined;
  /** What is listed with a problem instead of its files. */
  problems: Listing['problems'] = [];
  list(_folder: string, rules: FolderRules): Promise<Listing> {
    if (this.notListed !== undefined) return Promise.reject(this.notListed);
    const known = (path: string): boolean =>
      rules.rootOf(path) !== undefined || rules.formatsOf(path).length > 0;
    const listed = (path: string): boolean =>
      known(path) &&
      !this.ignored.has(path) &&
      !this.problems.some((each) => path === each.path || path.startsWith(`${each.path}/`));
    return Promise.resolve({
      paths: [...this.files.keys()].filter(listed).sort(),
      problems: this.problems,
    });
  }

  /** What git knows, for each folder. */
  readonly clones = new Map<string, Clone>();
  readonly #moved = new Emitter<string>(raise);
  readonly onDidMoveGit = this.#moved.event;
  clone(at: string): Promise<Clone | undefined> {
    return Promise.resolve(this.clones.get(at));
  }

  /** Git moves. */
  setClone(clone: Clone | undefined): void {
    if (clone === undefined) this.clones.delete(folder);
    else this.clones.set(folder, clone);
    this.#moved.fire(folder);
  }

  listBelow(at: string, globs: readonly RelativeGlob[]): Promise<readonly string[]> {
    return Promise.resolve([...this.#of(at).keys()].filter(toRelativeGlob(globs)));
  }

  readonly ignored = new Set<string>();
  /** What directories are a part of, where it is not the folder's own repository. */
  readonly belongings = new Map<string, Belongs>();
  belongsTo(_folder: string, directory: string): Belongs {
    return this.belongings.get(directory) ?? 'own';
  }

  isIgnored(_folder: string, path: string): boolean {
    return this.ignored.has(path);
  }

  kind(_folder: string, path: string): PathKind {
    if (path.startsWith('../')) return 'outside';
    if (this.files.has(path)) return 'file';
    return [...this.files.keys()].some((each) => each.startsWith(`${path}/`)) ? 'folder' : 'missing';
  }

  /** Paths at which nothing can be made. */
  readonly full = new Set<string>();
  create(_folder: string, { path, text }: NewFile): Promise<CreateResult> {
    if (this.full.has(path))
      return Promise.resolve(refusal('file.notWritten', { name: path, reason: 'diskFull' }));
    if (this.files.has(path)) return Promise.resolve({ kind: 'exists' });
    this.#version++;
    this.files.set(path, text);
    return Promise.resolve({ kind: 'created' });
  }

  remove(at: string, path: string, base: string): Promise<ApplyResult> {
    if (this.#of(at).get(path) !== base) return Promise.resolve({ kind: 'stale' });
    this.#of(at).delete(path);
    this.#version++;
    return Promise.resolve({ kind: 'done' });
  }

  createFolder(): Promise<CreateResult> {
    return Promise.resolve({ kind: 'created' });
  }

  stamp(at: string, path: string): string | undefined {
    if (this.broken.has(path)) throw new Error(`${path} is broken`);
    const text = this.#of(at).get(path);
    return text === undefined ? undefined : `${this.#version}:${text.length}`;
  }

  /** Paths at which everything throws, as no host should. */
  readonly broken = new Set<string>();
  read(at: string, path: string): FileText {
    if (this.broken.has(path)) throw new Error(`${path} is broken`);
    this.reads.push(path);
    const typed = this.editors.get(path);
    if (typed !== undefined) return { kind: 'text', text: typed, dirty: true, stamp: 'editor' };
    const text = this.#of(at).get(path);
    if (text === undefined) return { kind: 'missing' };
    return { kind: 'text', text, dirty: false, stamp: this.stamp(at, path) ?? '' };
  }

  async readMarkdown(text: string): Promise<MarkdownResult> {
    await this.holdMarkdown;
    const result = readMarkdown(text);
    return result.kind === 'blocks' ? { kind: 'read', markdown: result } : notRead(result.message);
  }

  renderMarkdown(texts: readonly RichRequest[]): Promise<readonly (readonly Rich[])[]> {
    return Promise.resolve(texts.map(({ markdown, lead }) => toRich(markdown, lead)));
  }

  exclusively<T>(
    _folder: string,
    _path: string,
    run: (held: HeldLock | undefined) => Promise<T>,
  ): Promise<T> {
    return run(undefined);
  }

  readonly #late = new Emitter<LateWrite>(raise);
  readonly onDidWriteReplaced = this.#late.event;
  /** Somebody wrote into a file that was replaced while he had it open. */
  writeLate(path: string, base: string, text: string, isWhole = true): void {
    this.#late.fire({ folder, path, base, text, isWhole, checkout: this.head });
  }

  apply(change: FileChange): Promise<ApplyResult> {
    this.beforeApply?.();
    const place = change.through === 'editor' ? this.editors : this.#of(change.folder);
    const text = place.get(change.path);
    if (text !== change.base) return Promise.resolve({ kind: 'stale' });
    const result = applyEdits(text, change.edits);
    if (result.kind === 'mismatch') return Promise.resolve({ kind: 'stale' });
    place.set(change.path, result.text);
    this.#version++;
    return Promise.resolve({ kind: 'done' });
  }

  /** What git is at. */
  head = '';
  checkout(): string {
    return this.head;
  }

  /** As git said last. */
  isOnBranch(at: string, branch: string | undefined): boolean {
    const worktrees = [...this.clones.values()].flatMap((clone) => [...clone.worktrees]);
    return worktrees.find(([, { folder: each }]) => each === at)?.[0] === branch;
  }

  /** Whether git has its lock for the index, each time that somebody asks. */
  gitIsBusy: () => boolean = () => false;
  isGitBusy(): boolean {
    return this.gitIsBusy();
  }

  isCheckedOut(_at: string, branch: string): boolean {
    return [...this.clones.values()].some((clone) => clone.worktrees.has(branch));
  }

  pause(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  delay(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Milliseconds. */
  time = 0;
  now(): number {
    return this.time;
  }
}

function raise(error: unknown): never {
  throw error;
}
