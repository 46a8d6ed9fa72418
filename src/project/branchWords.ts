import type { FoundBranch } from '../core/formats/format.ts';
import type { Checkouts } from '../core/model/branch.ts';
import type { StreamPart } from '../core/model/item.ts';
import { digestInSteps } from '../core/text/digest.ts';
import { nameOfDocument, type DocumentId, type FolderId } from '../core/text/document.ts';
import { runWhole } from './openText.ts';
import type { World } from './world.ts';

/** What a progress file says of its branch. */
export interface BranchWord {
  readonly branch: string;
  /** Whether any of its tasks is done. */
  readonly begun: boolean;
  /** Whether there are tasks, and nothing is left to do. */
  readonly finished: boolean;
}

/** A file of the folder itself, as it was read. */
export interface OwnFile {
  readonly version: string;
  /** Of its text; see `digestInSteps`. */
  readonly digest: number;
  readonly word: BranchWord | undefined;
}

/** Reads what the progress files of a folder say of their branches. */
export interface ProgressReader {
  /** Parses a text as the progress file at a path; undefined when it says nothing of a branch. */
  parse(path: string, text: string): Promise<BranchWord | undefined>;
  /** The file at a path of the folder as the index holds it. */
  known(path: string): OwnFile | undefined;
  /** Whether a path has the name of a branch. */
  isNamedAfter(path: string, branch: string): boolean;
  /** See `Format.branchOf`. */
  branchOf(document: DocumentId, part: StreamPart | undefined, checkouts: Checkouts): FoundBranch | undefined;
}

/**
 * What progress files in commits, in other worktrees and in the folder itself say of their branches. Each version is parsed once, and
 * none that the index holds.
 */
export class BranchWords {
  readonly #world: World;
  readonly #folder: FolderId;
  readonly #reader: ProgressReader;
  readonly #words = new RecentMap<BranchWord | undefined>();
  readonly #digests = new RecentMap<number>();
  readonly #own = new RecentMap<OwnFile>();
  /** Versions of files in other worktrees, as they were when they were last read. */
  readonly #elsewhere = new RecentMap<string>();

  constructor(world: World, folder: FolderId, reader: ProgressReader) {
    this.#world = world;
    this.#folder = folder;
    this.#reader = reader;
  }

  /** What a version of the file at a path says. At once when it is known. */
  of(path: string, version: string, text: string): BranchWord | undefined | Promise<BranchWord | undefined> {
    const key = keyOf(path, version);
    return this.#words.has(key) ? this.#words.get(key) : this.#parse(path, version, text);
  }

  /** What a file of another worktree says. */
  async at(folder: FolderId, path: string): Promise<BranchWord | undefined> {
    const document = { folder, path };
    const name = nameOfDocument(document);
    const version = this.#elsewhere.get(name);
    const known = keyOf(path, `${folder} ${version ?? ''}`);
    const wanted = this.#words.has(known) ? { document, version } : { document };
    const [read] = await this.#world.documents.read([wanted]);
    if (read?.kind === 'unchanged') return this.#words.get(known);
    if (read?.kind !== 'text') return undefined;
    this.#elsewhere.set(name, read.version);
    return this.of(path, `${folder} ${read.version}`, read.text);
  }

  /** The file at a path of the folder as it is now; undefined when it is not there or cannot be read. */
  async own(path: string): Promise<OwnFile | undefined> {
    const known = this.#known(path);
    const [read] = await this.#world.documents.read([
      { document: { folder: this.#folder, path }, version: known?.version },
    ]);
    if (read?.kind === 'unchanged') return known;
    if (read?.kind !== 'text') return undefined;
    const { text, version } = read;
    const digest = await runWhole(this.#world.clock, text, digestInSteps(text));
    const own = { version, digest, word: await this.#reader.parse(path, text) };
    this.#own.set(path, own);
    return own;
  }

  /** Whether the folder has the file at a path with the text of a version. */
  async isOwn(path: string, version: string, text: string): Promise<boolean> {
    return this.#isSame(await this.own(path), keyOf(path, version), text);
  }

  /** Forgets the versions that nobody asked for since the last time: they are gone. */
  forgetUnused(): void {
    for (const each of [this.#words, this.#digests, this.#own, this.#elsewhere]) each.forgetUnused();
  }

  async #parse(path: string, version: string, text: string): Promise<BranchWord | undefined> {
    // The same text says the same, whether the file still has it or not.
    const own = this.#known(path);
    const key = keyOf(path, version);
    const isOwn = await this.#isSame(own, key, text);
    const word = isOwn ? own?.word : await this.#reader.parse(path, text);
    this.#words.set(key, word);
    return word;
  }

  /** Compares with a file of the folder; without one there is no need to look at the text. */
  async #isSame(own: OwnFile | undefined, key: string, text: string): Promise<boolean> {
    return own === undefined ? false : own.digest === (await this.#digestOf(key, text));
  }

  #known(path: string): OwnFile | undefined {
    const known = this.#reader.known(path);
    // The index may have another branch's file at that path next time.
    if (known !== undefined) this.#own.set(path, known);
    return known ?? this.#own.get(path);
  }

  async #digestOf(key: string, text: string): Promise<number> {
    const kept = this.#digests.get(key);
    if (kept !== undefined) return kept;
    const digest = await runWhole(this.#world.clock, text, digestInSteps(text));
    this.#digests.set(key, digest);
    return digest;
  }
}

function keyOf(path: string, version: string): string {
  return `${version} ${path}`;
}

/** Keeps what was asked for since {@link forgetUnused} was called the last time but one. */
class RecentMap<T> {
  #used = new Map<string, T>();
  #kept: ReadonlyMap<string, T> = new Map();

  has(key: string): boolean {
    return this.#used.has(key) || this.#kept.has(key);
  }

  get(key: string): T | undefined {
    if (this.#used.has(key) || !this.#kept.has(key)) return this.#used.get(key);
    const value = this.#kept.get(key) as T;
    this.#used.set(key, value);
    return value;
  }

  set(key: string, value: T): void {
    this.#used.set(key, value);
  }

  forgetUnused(): void {
    this.#kept = this.#used;
    this.#used = new Map();
  }
}
