import {
  areOnBase,
  chooseSources,
  refsByBranch,
  type SourceFile,
  type FoundFile,
  type FoundWorktree,
} from '../core/index/branchSources.ts';
import type { BranchRef, Checkouts } from '../core/model/branch.ts';
import type { RelativeGlob } from '../core/text/glob.ts';
import { type Key, toKey } from '../core/text/key.ts';
import { BranchWords, type BranchWord, type ProgressReader } from './branchWords.ts';
import type { BranchFile, Clone } from './repository.ts';
import { inSlices } from './slices.ts';
import type { World } from './world.ts';

/** Which progress files count, as git and the disk were at one moment. */
export interface SourceChoice {
  readonly clone: Clone | undefined;
  /** See `refsByBranch`. */
  readonly refs: ReadonlyMap<string, readonly BranchRef[]>;
  /** Files that are not the ones in the folder, by their keys. */
  readonly sources: ReadonlyMap<Key, SourceFile>;
  /**
   * Branches whose progress files count where they are elsewhere, with the paths of those: files at hand that name the branch are
   * not shown. Without paths where another folder shows them.
   */
  readonly elsewhere: ReadonlyMap<string, readonly string[]>;
  /** Branches that the folder's own files at the paths of sources name. */
  readonly own: ReadonlyMap<string, string>;
  /** Branches that the base contains, with the work that was done on them. */
  readonly merged: ReadonlySet<string>;
}

/** Without git, and before it was asked: the files in the folder count. */
export const withoutGit: SourceChoice = {
  clone: undefined,
  refs: new Map(),
  sources: new Map(),
  elsewhere: new Map(),
  own: new Map(),
  merged: new Set(),
};

/** Progress files in the commits of branches. */
interface CommittedFiles {
  /** All branches that they name. */
  readonly branches: ReadonlySet<string>;
  /** Those of a branch in the tree of a ref's commit, where that is one of the refs that count for the branch. */
  readonly filesOf: (ref: BranchRef, branch: string) => readonly FoundFile[];
  /** Texts of those of the base, by their versions. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Finds out which progress files count for a folder. */
export class SourceChooser {
  readonly #world: World;
  readonly #folder: string;
  readonly #reader: ProgressReader;
  readonly #words: BranchWords;

  constructor(world: World, folder: string, reader: ProgressReader) {
    this.#world = world;
    this.#folder = folder;
    this.#reader = reader;
    this.#words = new BranchWords(world, folder, reader);
  }

  /**
   * Others have their turns meanwhile; one choice at a time. A branch that nothing but files of the folder name needs no choice.
   * @param inWorktrees what is read in other worktrees
   * @param goesOn undefined is returned when it said no
   */
  async choose(
    clone: Clone,
    inWorktrees: readonly RelativeGlob[],
    goesOn: () => boolean,
  ): Promise<SourceChoice | undefined> {
    const { base, head, siblings } = clone;
    const refs = refsByBranch(clone.refs);
    const inCommits = await this.#readCommits(clone, refs, goesOn);
    const all = new Set(inCommits.branches);
    const worktrees = new Map<string, FoundWorktree>();
    for (const [branch, { folder, name }] of clone.worktrees) {
      if (folder === this.#folder) continue;
      const files = await this.#filesIn(folder, inWorktrees, checkoutsOf(clone), goesOn);
      worktrees.set(branch, { folder, name, files });
      for (const file of files) all.add(file.branch);
    }
    const { filesOf } = inCommits;
    const known = { folder: this.#folder, here: head, refs, base, siblings, worktrees, filesOf };
    const copies: SourceFile[] = [];
    const elsewhere = new Map<string, readonly string[]>();
    await inSlices(this.#world.clock, [...all].sort(), goesOn, async (branch) => {
      const chosen = chooseSources(branch, known);
      if (chosen === 'atHand') return;
      if (chosen !== 'elsewhere') {
        // What a branch that is gone left there is changed at hand; the base's own work is on the base.
        const isLeft = branch !== base?.name && areOnBase(chosen, base);
        if (isLeft && (await this.#areAtHand(chosen, inCommits.texts, goesOn))) return;
        for (const copy of chosen) copies.push(copy);
      }
      elsewhere.set(branch, chosen === 'elsewhere' ? [] : chosen.map(({ file }) => file.path));
    });
    const own = new Map<string, string>();
    const sources = new Map<Key, SourceFile>();
    await inSlices(this.#world.clock, copies, goesOn, async (copy) => {
      const { path } = copy.file;
      const ownBranch = (await this.#words.own(path))?.word?.branch;
      if (ownBranch !== undefined) own.set(path, ownBranch);
      sources.set(freeKey(copy, ownBranch, sources), copy);
    });
    const merged = await this.#findMerged(clone, refs, goesOn);
    if (!goesOn()) return undefined;
    this.#words.forgetUnused();
    return { clone, refs, sources, elsewhere, own, merged };
  }

  async #readCommits(
    clone: Clone,
    refs: SourceChoice['refs'],
    goesOn: () => boolean,
  ): Promise<CommittedFiles> {
    const wanted = new Map<string, Set<string>>();
    for (const [branch, all] of refs)
      for (const { commit } of all) wanted.set(commit, (wanted.get(commit) ?? new Set()).add(branch));
    const { base } = clone;
    const branches = new Set<string>();
    const texts = new Map<string, string>();
    const found = new Map<string, FoundFile[]>();
    const unreadable = new Map<string, BranchFile[]>();
    await inSlices(this.#world.clock, committedFiles(clone), goesOn, ({ commit, file }) => {
      const { path, blob, content } = file;
      if (typeof content !== 'string') {
        append(unreadable, commit, file);
        return undefined;
      }
      if (commit === base?.commit) texts.set(blob, content);
      const take = (word: BranchWord | undefined): void => {
        if (word === undefined) return;
        const { branch } = word;
        branches.add(branch);
        // Of thousands of files in each commit all but a few are of other branches.
        if (commit === base?.commit || wanted.get(commit)?.has(branch) === true)
          append(found, `${commit} ${branch}`, { path, branch, version: blob });
      };
      const word = this.#words.of(path, blob, content);
      if (word instanceof Promise) return word.then(take);
      take(word);
      return undefined;
    });
    // Of one that cannot be read, nothing but its name says whose it is.
    const named = new Map<string, FoundFile[]>();
    await inSlices(
      this.#world.clock,
      filesByRef(clone.refs, unreadable),
      goesOn,
      ({ ref, file: { path, blob } }) => {
        const { name: branch } = ref;
        if (!this.#reader.isNamedAfter(path, branch)) return;
        branches.add(branch);
        append(named, ref.ref, { path, branch, version: blob });
      },
    );
    return {
      branches,
      texts,
      filesOf: (ref, branch) => {
        const files = found.get(`${ref.commit} ${branch}`) ?? [];
        return ref.name === branch ? [...files, ...(named.get(ref.ref) ?? [])] : files;
      },
    };
  }

  /** The progress files of another worktree, with the branches that they name, or that something else tells. */
  async #filesIn(
    folder: string,
    globs: readonly RelativeGlob[],
    checkouts: Checkouts,
    goesOn: () => boolean,
  ): Promise<readonly FoundFile[]> {
    const files: FoundFile[] = [];
    await inSlices(
      this.#world.clock,
      await this.#world.documents.listBelow(folder, globs),
      goesOn,
      async (path) => {
        const told = this.#reader.branchOf({ folder, path }, undefined, checkouts);
        const branch = told?.branch ?? (await this.#words.at(folder, path))?.branch;
        // The content is looked at when it is shown: only the place decides here.
        if (branch !== undefined) files.push({ path, branch, version: '' });
      },
    );
    return files;
  }

  /** Whether the folder itself has all these files of the base with the same content. */
  async #areAtHand(
    files: readonly SourceFile[],
    texts: CommittedFiles['texts'],
    goesOn: () => boolean,
  ): Promise<boolean> {
    let are = true;
    const mayBe = (): boolean => are && goesOn();
    await inSlices(this.#world.clock, files, mayBe, async ({ file: { path, version } }) => {
      const text = texts.get(version);
      are = text !== undefined && (await this.#words.isOwn(path, version, text));
    });
    return are;
  }

  /**
   * Branches whose commits the base all has, and whose progress file there shows that they were merged with them: some work was done
   * where the commits came by a merge. A branch that is at one of the base's own commits may just have been made, whatever work its
   * file plans or has seen before: there all has to be done. One that is known to have just been made is never merged.
   */
  async #findMerged(
    clone: Clone,
    refs: SourceChoice['refs'],
    goesOn: () => boolean,
  ): Promise<ReadonlySet<string>> {
    const { base } = clone;
    const merged = new Set<string>();
    const files = base === undefined ? [] : clone.filesOf(base);
    await inSlices(this.#world.clock, files, goesOn, async ({ path, blob, content }) => {
      if (typeof content !== 'string') return;
      const word = await this.#words.of(path, blob, content);
      if (word === undefined || word.branch === base?.name) return;
      const own = refs.get(word.branch) ?? [];
      const mayBeNew = own.every(({ onBase }) => onBase === true);
      if (
        own.length > 0 &&
        own.every(({ contained }) => contained === true) &&
        !own.every(({ untouched }) => untouched === true) &&
        (mayBeNew ? word.finished : word.begun)
      )
        merged.add(word.branch);
    });
    return merged;
  }
}

/** What is checked out in a clone. */
export function checkoutsOf({ head, worktrees, refs, base }: Clone): Checkouts {
  const branches = refs.flatMap(({ name, remote }) => (remote === undefined ? [name] : []));
  return { here: head, worktrees, branches, base: base?.name };
}

/** The files in the commits of branches, each commit once. */
function* committedFiles(clone: Clone): Iterable<{ readonly commit: string; readonly file: BranchFile }> {
  const seen = new Set<string>();
  for (const ref of clone.refs) {
    const { commit } = ref;
    if (seen.has(commit)) continue;
    seen.add(commit);
    for (const file of clone.filesOf(ref)) yield { commit, file };
  }
}

function* filesByRef(
  refs: readonly BranchRef[],
  files: ReadonlyMap<string, readonly BranchFile[]>,
): Iterable<{ readonly ref: BranchRef; readonly file: BranchFile }> {
  for (const ref of refs) for (const file of files.get(ref.commit) ?? []) yield { ref, file };
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
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
