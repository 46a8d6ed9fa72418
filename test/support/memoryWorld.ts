import { Emitter } from '../../src/core/base/event.ts';
import type { FolderRules } from '../../src/core/formats/folderRules.ts';
import type { PathKind } from '../../src/core/index/linkGraph.ts';
import { noBranchStatus } from '../../src/core/model/branchStatus.ts';
import { refusal, type Refusal } from '../../src/core/model/refusal.ts';
import type { FolderSettings } from '../../src/core/model/system.ts';
import type { ToolLock } from '../../src/core/model/toolLock.ts';
import type { DocumentId } from '../../src/core/text/document.ts';
import { applyEdits } from '../../src/core/text/edit.ts';
import { type RelativeGlob, toRelativeGlob } from '../../src/core/text/glob.ts';
import { readMarkdown } from '../../src/core/text/markdownRemark.ts';
import { toRich } from '../../src/core/text/richText.ts';
import { commitTo } from '../../src/project/commit.ts';
import type {
  Belongs,
  DocumentStore,
  FileEvent,
  Folder,
  LateWrite,
  Listing,
} from '../../src/project/documentStore.ts';
import type { FullSnapshot, Snapshot, Wanted } from '../../src/project/snapshot.ts';
import type {
  ApplyResult,
  BusyToolLock,
  CreateResult,
  DocumentEdits,
  DocumentWriter,
  HeldLock,
  HeldToolLock,
  LockedChange,
} from '../../src/project/documentWriter.ts';
import type { Scope } from '../../src/project/plan.ts';
import type { Clone, Repository } from '../../src/project/repository.ts';
import type { Clock, MarkdownParser, MarkdownResult, Settings, World } from '../../src/project/world.ts';
import { notRead } from './notRead.ts';

/** Id of the one folder that a {@link MemoryWorld} starts with. */
export const folder = 'memory:/project';

/** A world in memory: files are a map, and time goes on when the test says so. */
export class MemoryWorld implements World, DocumentWriter {
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
  readonly #events = new Emitter<FileEvent>(raise);
  readonly #late = new Emitter<LateWrite>(raise);
  readonly #moved = new Emitter<string>(raise);
  readonly #waiting: (() => void)[] = [];
  #version = 0;

  constructor(files: Record<string, string> = {}) {
    for (const [path, text] of Object.entries(files)) this.files.set(path, text);
  }

  readonly documents: DocumentStore = this.#store();
  readonly repository: Repository = this.#repository();
  readonly markdown: MarkdownParser = {
    parse: (text, urgent) => this.readMarkdown(text, urgent),
    render: (texts) => Promise.resolve(texts.map(({ markdown, lead }) => toRich(markdown, lead))),
  };
  readonly settings: Settings = { of: () => this.folderSettings() };
  readonly clock: Clock = {
    today: () => '2026-06-20',
    utc: () => '2026-06-20T12:00:00Z',
    now: () => this.now(),
    pause: () => this.pause(),
    delay: () => this.delay(),
  };

  /** Someone writes a file; `undefined` removes it. */
  write(path: string, text: string | undefined): void {
    this.put({ folder, path }, text);
    this.tell({ folder, path });
  }

  /** Someone writes a file in another worktree. */
  writeIn(at: string, path: string, text: string): void {
    this.put({ folder: at, path }, text);
    this.tell({ folder: at, path });
  }

  /** The same, and nobody hears of it. */
  put({ folder: at, path }: DocumentId, text: string | undefined): void {
    this.#version++;
    const files = at === folder ? this.files : (this.others.get(at) ?? new Map<string, string>());
    if (at !== folder) this.others.set(at, files);
    if (text === undefined) files.delete(path);
    else files.set(path, text);
  }

  tell(event: FileEvent): void {
    this.#events.fire(event);
  }

  hint(path?: string): void {
    this.tell(path === undefined ? { folder } : { folder, path });
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
  folderSettings(): FolderSettings {
    const { trackingDirectory, criteriaPattern, specsInclude, specsExclude } = this;
    return { trackingDirectory, criteriaPattern, specsInclude, specsExclude };
  }

  /** When files were changed, in milliseconds; at first all at once. */
  readonly times = new Map<string, number>();
  /** Why nothing can be listed. */
  notListed: Error | undefined;
  /** What is listed with a problem instead of its files. */
  problems: Listing['problems'] = [];
  readonly ignored = new Set<string>();
  /** What directories are a part of, where it is not the folder's own repository. */
  readonly belongings = new Map<string, Belongs>();
  list(rules: FolderRules): Promise<Listing> {
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
      isIgnored: (path) => this.ignored.has(path),
      belongsTo: (directory) => this.belongings.get(directory) ?? 'own',
    });
  }

  /** What git knows, for each folder. */
  readonly clones = new Map<string, Clone>();
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

  kind({ path }: DocumentId): PathKind {
    if (path.startsWith('../')) return 'outside';
    if (this.files.has(path)) return 'file';
    return [...this.files.keys()].some((each) => each.startsWith(`${path}/`)) ? 'folder' : 'missing';
  }

  /** Paths at which nothing can be made. */
  readonly full = new Set<string>();
  create({ path }: DocumentId, text: string): Promise<CreateResult> {
    if (this.full.has(path))
      return Promise.resolve(refusal('file.notWritten', { name: path, reason: 'diskFull' }));
    if (this.files.has(path)) return Promise.resolve({ kind: 'exists' });
    this.#version++;
    this.files.set(path, text);
    return Promise.resolve({ kind: 'created' });
  }

  removeFolder(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  remove({ folder: at, path }: DocumentId, base: string): Promise<ApplyResult> {
    if (this.#of(at).get(path) !== base) return Promise.resolve({ kind: 'stale' });
    this.#of(at).delete(path);
    this.#version++;
    return Promise.resolve({ kind: 'done' });
  }

  /** Paths at which everything throws, as no store should. */
  readonly broken = new Set<string>();
  read({ folder: at, path }: DocumentId): FullSnapshot {
    if (this.broken.has(path)) throw new Error(`${path} is broken`);
    const typed = this.editors.get(path);
    const text = typed ?? this.#of(at).get(path);
    if (text === undefined) return { kind: 'missing' };
    this.reads.push(path);
    const version = this.#versionNow({ folder: at, path }) ?? '';
    return { kind: 'text', text, isUnsaved: typed !== undefined, version };
  }

  /** What tells that a document is as it was, without reading it. */
  versionOf(document: DocumentId): string | undefined {
    if (this.broken.has(document.path)) throw new Error(`${document.path} is broken`);
    return this.#versionNow(document);
  }

  #versionNow({ folder: at, path }: DocumentId): string | undefined {
    const typed = this.editors.get(path);
    if (typed !== undefined) return `editor ${typed}`;
    const text = this.#of(at).get(path);
    return text === undefined ? undefined : `${this.#version}:${text.length}`;
  }

  async readMarkdown(text: string, _urgent?: boolean): Promise<MarkdownResult> {
    await this.holdMarkdown;
    const result = readMarkdown(text);
    return result.kind === 'blocks' ? { kind: 'read', markdown: result } : notRead(result.message);
  }

  exclusively<T>(
    _documents: readonly DocumentId[],
    run: (held: readonly (HeldLock | undefined)[]) => Promise<T>,
  ): Promise<T | Refusal> {
    return run([]);
  }

  /** Locks of other tools that somebody has, by their names; and those that this process took, in order. */
  readonly toolLocks = new Set<string>();
  readonly toolLocksTaken: string[] = [];
  takeToolLock({ root, names }: ToolLock): Promise<HeldToolLock | BusyToolLock> {
    const path = [root.path, ...names].join('/');
    if (this.toolLocks.has(path)) return Promise.resolve({ kind: 'busy', path });
    this.toolLocks.add(path);
    this.toolLocksTaken.push(path);
    return Promise.resolve({
      kind: 'held',
      still: () => this.toolLocks.has(path),
      release: () => {
        this.toolLocks.delete(path);
      },
    });
  }

  /** Somebody wrote into a file that was replaced while he had it open. */
  writeLate(path: string, base: string, text: string, isWhole = true): void {
    this.#late.fire({ document: { folder, path }, base, text, isWhole, checkout: this.head });
  }

  apply({ document, base, edits, through }: DocumentEdits): Promise<ApplyResult> {
    this.beforeApply?.();
    const place = through === 'editor' ? this.editors : this.#of(document.folder);
    const text = place.get(document.path);
    if (text !== base) return Promise.resolve({ kind: 'stale' });
    const result = applyEdits(text, edits);
    if (result.kind === 'mismatch') return Promise.resolve({ kind: 'stale' });
    place.set(document.path, result.text);
    this.#version++;
    return Promise.resolve({ kind: 'done' });
  }

  applyTogether(
    changes: readonly LockedChange[],
    through: Scope['through'],
    mayWrite: () => boolean,
  ): Promise<ApplyResult> {
    this.beforeApply?.();
    const makes: (() => void)[] = [];
    for (const change of changes) {
      const { folder: at, path } = change.document;
      const place = through === 'editor' && this.editors.has(path) ? this.editors : this.#of(at);
      if (change.kind === 'moveFolder') {
        const inside = [...place].filter(([each]) => each.startsWith(`${path}/`));
        const why = change.mayMove?.(inside.map(([each]) => each.slice(path.length + 1)));
        if (why !== undefined) return Promise.resolve(why);
        makes.push(() => {
          for (const [each, text] of inside) {
            place.delete(each);
            place.set(`${change.to.path}${each.slice(path.length)}`, text);
          }
        });
        continue;
      }
      const text = place.get(path);
      if (this.full.has(path))
        return Promise.resolve(refusal('file.notWritten', { name: path, reason: 'diskFull' }));
      if (text !== (change.kind === 'create' ? undefined : change.base))
        return Promise.resolve({ kind: 'stale' });
      const edited = change.kind === 'edit' ? applyEdits(change.base, change.edits) : undefined;
      if (edited?.kind === 'mismatch') return Promise.resolve({ kind: 'stale' });
      const after = change.kind === 'create' ? change.text : edited?.text;
      makes.push(() => (after === undefined ? place.delete(path) : place.set(path, after)));
    }
    if (!mayWrite()) return Promise.resolve({ kind: 'stale' });
    for (const make of makes) make();
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

  exists({ folder: at, path }: DocumentId): boolean {
    return this.#of(at).has(path);
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

  #store(): DocumentStore {
    const folders = (): readonly Folder[] => this.folders;
    return {
      get folders() {
        return folders();
      },
      onDidChangeFolders: this.#folders.event,
      onDidChange: this.#events.event,
      onDidWriteReplaced: this.#late.event,
      list: (_folder, rules) => this.list(rules),
      listBelow: (at, globs) => this.listBelow(at, globs),
      claimsPlace: (folder) => ({
        kind: 'place',
        document: { folder, path: '.throughline/claims.jsonl' },
        prefix: '',
      }),
      // One that throws does it when it is waited for.
      read: async (wanted) => Promise.resolve(wanted.map((each) => this.#readWanted(each))),
      kind: (document) => this.kind(document),
      changedAt: ({ path }) => (this.files.has(path) ? (this.times.get(path) ?? 0) : undefined),
      commit: (scope, planner) => commitTo(this, this.clock, scope, planner),
    };
  }

  #repository(): Repository {
    return {
      onDidMove: this.#moved.event,
      clone: (at) => this.clone(at),
      branchStatus: () => Promise.resolve(noBranchStatus),
      checkout: () => this.checkout(),
      stages: () => Promise.resolve(undefined),
      textAtChange: () => Promise.resolve(undefined),
      hosting: () => Promise.resolve({ remotes: [], pullRequests: new Map() }),
      firstDay: () => Promise.resolve(undefined),
      changedFiles: () => Promise.resolve([]),
      nestedRepository: () => undefined,
      changeBranch: () => Promise.resolve({ kind: 'failed', why: { code: 'git.noRepository', data: {} } }),
    };
  }

  #readWanted({ document, version }: Wanted): Snapshot {
    return version !== undefined && version === this.versionOf(document)
      ? { kind: 'unchanged' }
      : this.read(document);
  }

  #of(at: string): Map<string, string> {
    return at === folder ? this.files : (this.others.get(at) ?? this.files);
  }
}

function raise(error: unknown): never {
  throw error;
}
