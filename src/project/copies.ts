import { chooseCopies, refsOf, type Copy, type FoundFile } from '../core/index/copies.ts';
import type { Refusal } from '../core/formats/format.ts';
import type { BranchRef } from '../core/model/branch.ts';
import type { Item, Stream } from '../core/model/item.ts';
import type { Clone, FileText, Host } from './host.ts';

/** A file of the index, and where it really is. */
export interface RealPlace {
  /** The workspace folder, or the same folder of another worktree. */
  readonly folder: string;
  readonly path: string;
}

interface OwnFile {
  readonly text: string | undefined;
  readonly branch: string | undefined;
}

/** What a progress file says of its branch. */
export interface BranchWord {
  readonly branch: string;
  /** Whether any of its tasks is done. */
  readonly begun: boolean;
}

/** Reads what a text says of its branch, as the progress file at a path; undefined when it says nothing. */
export type ReadBranch = (path: string, text: string) => Promise<BranchWord | undefined>;

/**
 * Which files of a folder's index are not the ones in the folder: each stream's truth is the progress file on its branch, in
 * another worktree or in the tree of a commit. They have the path that they have there, or one of their own where the folder
 * has a file of another branch at that path.
 */
export class Copies {
  readonly #host: Host;
  readonly #folder: string;
  readonly #readBranch: ReadBranch;
  /** What files said of their branch, by path and content. */
  readonly #words = new Map<string, BranchWord | undefined>();
  #clone: Clone | undefined;
  /** By path in the index. */
  #copies: ReadonlyMap<string, Copy> = new Map();
  /** Branches whose progress files at hand are not shown, because another copy is. */
  #elsewhere: ReadonlySet<string> = new Set();
  /** What the folder has at the paths that others have too. */
  #own: ReadonlyMap<string, OwnFile> = new Map();
  /** Branches that the base contains, with the work that was done on them. */
  #merged: ReadonlySet<string> = new Set();
  /** Files at hand that were found to be such copies. */
  readonly #hidden = new Map<string, string>();

  constructor(host: Host, folder: string, readBranch: ReadBranch) {
    this.#host = host;
    this.#folder = folder;
    this.#readBranch = readBranch;
  }

  /** What git said last. */
  get clone(): Clone | undefined {
    return this.#clone;
  }

  /** Index paths of files that are not in the folder. */
  paths(): Iterable<string> {
    return this.#copies.keys();
  }

  find(path: string): Copy | undefined {
    return this.#copies.get(path);
  }

  /** Index paths of what another worktree's file may be. */
  *pathsOf(folder: string, path: string): Iterable<string> {
    for (const [index, { at, file }] of this.#copies)
      if (at.kind === 'worktree' && at.folder === folder && file.path === path) yield index;
  }

  /** Ids of the folders of other worktrees of this clone. */
  worktreeFolders(): readonly string[] {
    const folders = [...(this.#clone?.worktrees.values() ?? [])].map(({ folder }) => folder);
    return folders.filter((folder) => folder !== this.#folder);
  }

  /** Where a file of the index can be read and changed; undefined for one that is in no worktree. */
  realPlace(path: string): RealPlace | undefined {
    const copy = this.#copies.get(path);
    if (copy === undefined) return { folder: this.#folder, path };
    return copy.at.kind === 'worktree' ? { folder: copy.at.folder, path: copy.file.path } : undefined;
  }

  /** Where a file of the index is changed, when that is agreed to; undefined for one at hand. */
  placeToChange(path: string, agreed: 'worktree' | 'atHand' | undefined): RealPlace | Refusal | undefined {
    const copy = this.#copies.get(path);
    const hidden = this.#hidden.get(path);
    if (copy === undefined && hidden !== undefined)
      return {
        kind: 'refused',
        code: 'branch.copy',
        message: `This is a copy: what counts for ${hidden} is its progress file on that branch. Nothing was written.`,
      };
    if (copy === undefined) return undefined;
    const { at, file, shown } = copy;
    if (at.kind === 'worktree') {
      if (agreed === 'worktree') return { folder: at.folder, path: file.path };
      const where = shown.where === 'worktree' ? shown.name : '';
      return {
        kind: 'refused',
        code: 'branch.elsewhere',
        message: `${file.branch} is checked out in ${where}: it is changed there. Nothing was written.`,
      };
    }
    if (agreed === 'atHand' && this.#isHere(file)) return { folder: this.#folder, path: file.path };
    return {
      kind: 'refused',
      code: this.#isHere(file) ? 'branch.notCheckedOut' : 'branch.notHere',
      message: `${file.branch} is checked out nowhere; nothing was written. Check it out, here or in a worktree.`,
    };
  }

  /** The index path of what counts instead of a file at hand that is only a copy. */
  truthOf(path: string): string | undefined {
    const branch =
      this.#hidden.get(path) ?? (this.#copies.has(path) ? this.#own.get(path)?.branch : undefined);
    if (branch === undefined) return undefined;
    for (const [index, { file }] of this.#copies) if (file.branch === branch) return index;
    return undefined;
  }

  /** Whether the folder has a copy of its own. */
  #isHere({ path, branch }: FoundFile): boolean {
    return this.#hidden.get(path) === branch || this.#own.get(path)?.branch === branch;
  }

  /** What a file of the index holds; see `Host.read`. */
  read(path: string): FileText | Promise<FileText> {
    const place = this.realPlace(path);
    if (place !== undefined) return this.#host.read(place.folder, place.path);
    const copy = this.#copies.get(path);
    const file =
      copy?.at.kind === 'ref'
        ? this.#clone?.filesOf(copy.at.ref).find((each) => each.path === copy.file.path)
        : undefined;
    return file === undefined
      ? { kind: 'missing' }
      : { kind: 'text', text: file.text, dirty: false, stamp: file.blob };
  }

  stamp(path: string): string | undefined | Promise<string | undefined> {
    const place = this.realPlace(path);
    return place === undefined
      ? this.#copies.get(path)?.file.version
      : this.#host.stamp(place.folder, place.path);
  }

  /** What a file says, with where it is; undefined for a copy that is not shown. */
  place<T extends { readonly item?: Item }>(path: string, parsed: T): T | undefined {
    const copy = this.#copies.get(path);
    const { item } = parsed;
    if (item?.kind !== 'stream' || item.branch === undefined) return parsed;
    this.#hidden.delete(path);
    if (copy === undefined && this.#elsewhere.has(item.branch)) {
      this.#hidden.set(path, item.branch);
      return undefined;
    }
    const { gone, merged } = this.#fateOf(item.branch);
    if (copy === undefined && !gone && !merged) return parsed;
    return {
      ...parsed,
      item: {
        ...item,
        ...(copy === undefined ? {} : { copy: copy.shown }),
        ...(merged ? { merged: true } : {}),
        ...(gone ? { gone: true } : {}),
      },
    };
  }

  /** What became of a branch, as far as git was asked. */
  #fateOf(branch: string): { readonly gone: boolean; readonly merged: boolean } {
    return { gone: this.isGone(branch), merged: this.#merged.has(branch) };
  }

  isGone(branch: string): boolean {
    if (this.#clone === undefined) return false;
    const { head, refs } = this.#clone;
    return branch !== head && refs.length > 0 && refsOf(branch, refs).length === 0;
  }

  /**
   * Takes what git says now, and decides anew. `streams` gives those of the index that name a branch.
   * @returns the index paths that have to be read again
   */
  async update(
    clone: Clone | undefined,
    trackingRoots: readonly string[],
    streams: () => Iterable<Stream & { readonly branch: string }>,
  ): Promise<readonly string[]> {
    const before = this.#copies;
    const elsewhereBefore = this.#elsewhere;
    const { copies, elsewhere } =
      clone === undefined ? none : await this.#decide(clone, trackingRoots, streams);
    this.#clone = clone;
    this.#copies = copies;
    this.#elsewhere = elsewhere;
    const due = new Set<string>();
    for (const path of [...before.keys(), ...copies.keys()])
      if (!sameCopy(before.get(path), copies.get(path))) due.add(path);
    for (const { path, branch, gone = false, merged = false } of streams()) {
      const fate = this.#fateOf(branch);
      const hidden = !copies.has(path) && elsewhere.has(branch);
      if (hidden || gone !== fate.gone || merged !== fate.merged) due.add(path);
    }
    for (const [path, branch] of this.#hidden)
      if (elsewhereBefore.has(branch) && !elsewhere.has(branch)) due.add(path);
    return [...due];
  }

  async #decide(
    clone: Clone,
    trackingRoots: readonly string[],
    streams: () => Iterable<{ readonly branch: string }>,
  ): Promise<{ copies: ReadonlyMap<string, Copy>; elsewhere: ReadonlySet<string> }> {
    const found = new Map<BranchRef, readonly FoundFile[]>();
    const byCommit = new Map<string, readonly FoundFile[]>();
    for (const ref of clone.refs) {
      let files = byCommit.get(ref.commit);
      if (files === undefined) {
        const known: FoundFile[] = [];
        for (const { path, blob, text } of clone.filesOf(ref)) {
          const word = await this.#wordOf(path, blob, () => text);
          if (word !== undefined) known.push({ path, branch: word.branch, version: blob });
        }
        files = known;
        byCommit.set(ref.commit, files);
      }
      found.set(ref, files);
    }
    const worktrees = new Map<string, { folder: string; name: string; files: readonly FoundFile[] }>();
    for (const [branch, { folder, name }] of clone.worktrees) {
      if (folder !== this.#folder)
        worktrees.set(branch, { folder, name, files: await this.#filesIn(folder, trackingRoots) });
    }
    // Every branch that a progress file anywhere names.
    const named = new Set([...streams()].map(({ branch }) => branch));
    for (const files of [...byCommit.values(), ...[...worktrees.values()].map(({ files: each }) => each)])
      for (const { branch } of files) named.add(branch);
    for (const branch of this.#hidden.values()) named.add(branch);

    const copies = new Map<string, Copy>();
    const elsewhere = new Set<string>();
    const texts = new Map<string, string>();
    for (const ref of clone.refs) for (const { blob, text } of clone.filesOf(ref)) texts.set(blob, text);
    const own = new Map<string, OwnFile>();
    for (const files of [...found.values(), ...[...worktrees.values()].map(({ files: each }) => each)])
      for (const { path } of files) if (!own.has(path)) own.set(path, await this.#readOwn(path));
    this.#own = own;
    this.#merged = new Set(await this.#findMerged(clone));
    for (const branch of [...named].sort()) {
      const chosen = chooseCopies(branch, {
        folder: this.#folder,
        here: clone.head,
        refs: clone.refs,
        base: clone.base,
        siblings: clone.siblings,
        worktrees,
        filesOf: (ref) => found.get(ref) ?? [],
        isAtHand: ({ path, version }) => own.get(path)?.text === texts.get(version),
      });
      if (chosen === 'atHand') continue;
      elsewhere.add(branch);
      if (chosen === 'elsewhere') continue;
      for (const copy of chosen) copies.set(freePath(copy, own.get(copy.file.path)?.branch, copies), copy);
    }
    return { copies, elsewhere };
  }

  /** The progress files of another worktree, with the branches that they name. */
  async #filesIn(folder: string, trackingRoots: readonly string[]): Promise<readonly FoundFile[]> {
    const files: FoundFile[] = [];
    for (const path of this.#host.progressFiles(folder, trackingRoots)) {
      const text = await this.#host.read(folder, path);
      if (text.kind !== 'text') continue;
      const word = await this.#wordOf(path, `${folder} ${text.stamp}`, () => text.text);
      // The content is looked at when it is shown: only the place decides here.
      if (word !== undefined) files.push({ path, branch: word.branch, version: '' });
    }
    return files;
  }

  /** What stands at a path in the folder itself. */
  async #readOwn(path: string): Promise<OwnFile> {
    const text = await this.#host.read(this.#folder, path);
    if (text.kind !== 'text') return { text: undefined, branch: undefined };
    const word = await this.#wordOf(path, `${this.#folder} ${text.stamp}`, () => text.text);
    return { text: text.text, branch: word?.branch };
  }

  /**
   * Branches whose commits the base all has, and whose progress file there shows that work was done: without that a branch that
   * has just been started looks the same.
   */
  async #findMerged(clone: Clone): Promise<readonly string[]> {
    const { base, refs } = clone;
    const merged: string[] = [];
    for (const { path, blob, text } of base === undefined ? [] : clone.filesOf(base)) {
      const word = await this.#wordOf(path, blob, () => text);
      if (word?.begun !== true || word.branch === base?.name) continue;
      const own = refsOf(word.branch, refs);
      if (own.length > 0 && own.every(({ contained }) => contained === true)) merged.push(word.branch);
    }
    return merged;
  }

  async #wordOf(path: string, version: string, text: () => string): Promise<BranchWord | undefined> {
    const key = `${version} ${path}`;
    if (!this.#words.has(key)) {
      // Versions come and go: what is still there is read again, once.
      if (this.#words.size > 20_000) this.#words.clear();
      this.#words.set(key, await this.#readBranch(path, text()));
    }
    return this.#words.get(key);
  }
}

const none = { copies: new Map<string, Copy>(), elsewhere: new Set<string>() };

/** The path of a copy in the index: another branch may have a file at the same path. */
function freePath(
  { file: { path, branch } }: Copy,
  ownBranch: string | undefined,
  taken: ReadonlyMap<string, Copy>,
): string {
  if ((ownBranch === undefined || ownBranch === branch) && !taken.has(path)) return path;
  // A slash would make a folder of it.
  return path.replace(/\.md$/i, ` @ ${branch.replaceAll('/', '∕')}.md`);
}

function sameCopy(a: Copy | undefined, b: Copy | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
