import {
  chooseSources,
  refsByBranch,
  type SourceFile,
  type FoundFile,
  type FoundWorktree,
} from '../core/index/branchSources.ts';
import type { BranchRef } from '../core/model/branch.ts';
import type { RelativeGlob } from '../core/text/glob.ts';
import { type Key, toKey } from '../core/text/key.ts';
import { readOne } from './documentStore.ts';
import type { BranchFile, Clone } from './repository.ts';
import type { World } from './world.ts';

/** What a progress file says of its branch. */
export interface BranchWord {
  readonly branch: string;
  /** Whether any of its tasks is done. */
  readonly begun: boolean;
  /** Whether there are tasks, and nothing is left to do. */
  readonly finished: boolean;
}

/** Reads what a text says of its branch, as the progress file at a path; undefined when it says nothing. */
export type ReadBranch = (path: string, text: string) => Promise<BranchWord | undefined>;

/** What the folder itself has at a path. */
export interface OwnFile {
  readonly text: string | undefined;
  readonly branch: string | undefined;
}

/** Which progress files count, as git and the disk were at one moment. */
export interface SourceChoice {
  readonly clone: Clone | undefined;
  /** See `refsByBranch`. */
  readonly refs: ReadonlyMap<string, readonly BranchRef[]>;
  /** Files that are not the ones in the folder, by their keys. */
  readonly sources: ReadonlyMap<Key, SourceFile>;
  /** Branches whose progress files at hand are not shown, because another copy is. */
  readonly elsewhere: ReadonlySet<string>;
  /** What the folder has at the paths that others have too. */
  readonly own: ReadonlyMap<string, OwnFile>;
  /** Branches that the base contains, with the work that was done on them. */
  readonly merged: ReadonlySet<string>;
}

/** Without git, and before it was asked: the files in the folder count. */
export const withoutGit: SourceChoice = {
  clone: undefined,
  refs: new Map(),
  sources: new Map(),
  elsewhere: new Set(),
  own: new Map(),
  merged: new Set(),
};

/** Finds out which progress files count for a folder. What a text says of its branch is read once. */
export class SourceChooser {
  readonly #world: World;
  readonly #folder: string;
  readonly #readBranch: ReadBranch;
  readonly #isNamedAfter: (path: string, branch: string) => boolean;
  /** What files said of their branch, by path and content. */
  readonly #words = new Map<string, BranchWord | undefined>();

  /** `isNamedAfter` says whether a path has the name of a branch. */
  constructor(
    world: World,
    folder: string,
    readBranch: ReadBranch,
    isNamedAfter: (path: string, branch: string) => boolean,
  ) {
    this.#isNamedAfter = isNamedAfter;
    this.#world = world;
    this.#folder = folder;
    this.#readBranch = readBranch;
  }

  /** `named` are branches that files of the folder name. */
  async choose(
    clone: Clone,
    committed: readonly RelativeGlob[],
    named: Iterable<string>,
  ): Promise<SourceChoice> {
    const byCommit = new Map<string, readonly FoundFile[]>();
    const unreadable = new Map<BranchRef, readonly FoundFile[]>();
    const texts = new Map<string, string>();
    for (const ref of clone.refs) {
      const files = clone.filesOf(ref);
      unreadable.set(ref, this.#unreadableFilesOf(ref, files));
      if (byCommit.has(ref.commit)) continue;
      const known: FoundFile[] = [];
      for (const { path, blob, content } of files) {
        if (typeof content !== 'string') continue;
        texts.set(blob, content);
        const word = await this.#wordOf(path, blob, () => content);
        if (word !== undefined) known.push({ path, branch: word.branch, version: blob });
      }
      byCommit.set(ref.commit, known);
    }
    const worktrees = new Map<string, FoundWorktree>();
    for (const [branch, { folder, name }] of clone.worktrees)
      if (folder !== this.#folder)
        worktrees.set(branch, { folder, name, files: await this.#filesIn(folder, committed) });
    const all = new Set(named);
    const own = new Map<string, OwnFile>();
    for (const files of [
      ...byCommit.values(),
      ...unreadable.values(),
      ...[...worktrees.values()].map((each) => each.files),
    ])
      for (const { path, branch } of files) {
        all.add(branch);
        if (!own.has(path)) own.set(path, await this.#readOwn(path));
      }
    const refs = refsByBranch(clone.refs);
    const sources = new Map<Key, SourceFile>();
    const elsewhere = new Set<string>();
    for (const branch of [...all].sort()) {
      const chosen = chooseSources(branch, {
        folder: this.#folder,
        here: clone.head,
        refs,
        base: clone.base,
        siblings: clone.siblings,
        worktrees,
        filesOf: (ref) => [...(byCommit.get(ref.commit) ?? []), ...(unreadable.get(ref) ?? [])],
        isInWorkingTree: ({ path, version }) =>
          texts.has(version) && own.get(path)?.text === texts.get(version),
      });
      if (chosen === 'atHand') continue;
      elsewhere.add(branch);
      if (chosen === 'elsewhere') continue;
      for (const copy of chosen) sources.set(freeKey(copy, own.get(copy.file.path)?.branch, sources), copy);
    }
    return { clone, refs, sources, elsewhere, own, merged: await this.#findMerged(clone, refs) };
  }

  /** The files on a branch that cannot be read and are its own by their names: nothing else says whose they are. */
  #unreadableFilesOf({ name }: BranchRef, files: readonly BranchFile[]): readonly FoundFile[] {
    return files.flatMap(({ path, blob, content }) =>
      typeof content !== 'string' && this.#isNamedAfter(path, name)
        ? [{ path, branch: name, version: blob }]
        : [],
    );
  }

  /** The progress files of another worktree, with the branches that they name. */
  async #filesIn(folder: string, committed: readonly RelativeGlob[]): Promise<readonly FoundFile[]> {
    const files: FoundFile[] = [];
    for (const path of await this.#world.documents.listBelow(folder, committed)) {
      const text = await readOne(this.#world.documents, { folder, path });
      if (text.kind !== 'text') continue;
      const word = await this.#wordOf(path, `${folder} ${text.version}`, () => text.text);
      // The content is looked at when it is shown: only the place decides here.
      if (word !== undefined) files.push({ path, branch: word.branch, version: '' });
    }
    return files;
  }

  /** What stands at a path in the folder itself. */
  async #readOwn(path: string): Promise<OwnFile> {
    const text = await readOne(this.#world.documents, { folder: this.#folder, path });
    if (text.kind !== 'text') return { text: undefined, branch: undefined };
    const word = await this.#wordOf(path, `${this.#folder} ${text.version}`, () => text.text);
    return { text: text.text, branch: word?.branch };
  }

  /**
   * Branches whose commits the base all has, and whose progress file there shows that they were merged with them: some work was done
   * where the commits came by a merge. A branch that is at one of the base's own commits may just have been made, whatever work its
   * file plans or has seen before: there all has to be done.
   */
  async #findMerged(clone: Clone, refs: SourceChoice['refs']): Promise<ReadonlySet<string>> {
    const { base } = clone;
    const merged = new Set<string>();
    for (const { path, blob, content } of base === undefined ? [] : clone.filesOf(base)) {
      if (typeof content !== 'string') continue;
      const word = await this.#wordOf(path, blob, () => content);
      if (word === undefined || word.branch === base?.name) continue;
      const own = refs.get(word.branch) ?? [];
      const mayBeNew = own.every(({ onBase }) => onBase === true);
      if (
        own.length > 0 &&
        own.every(({ contained }) => contained === true) &&
        (mayBeNew ? word.finished : word.begun)
      )
        merged.add(word.branch);
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

/** The key of a copy: its path, unless another branch's file has that. */
function freeKey(
  { file: { path, branch } }: SourceFile,
  ownBranch: string | undefined,
  taken: ReadonlyMap<Key, SourceFile>,
): Key {
  const key = toKey(path);
  return (ownBranch === undefined || ownBranch === branch) && !taken.has(key)
    ? key
    : toKey(`${path} @ ${branch}`);
}
