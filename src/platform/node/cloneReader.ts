import * as fs from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { findBase, type BranchRef } from '../../core/model/branch.ts';
import { folderOf, toRelativeGlob, type RelativeGlob } from '../../core/text/glob.ts';
import type { BranchFile } from '../../project/repository.ts';
import { inSlices } from '../../project/slices.ts';
import { decode, isDirectory, maximumSize, tooLarge } from './disk.ts';
import { mostRefs, type Git, type ListedRef } from './git.ts';
import type { GitObject } from './gitObjects.ts';
import { gitCommonDirectory, headBranch, realPath, worktreeTop } from './lockPlace.ts';
import { otherWorktrees } from './otherWorktrees.ts';
import { systemClock } from './clock.ts';
import { isUntouched } from './reflog.ts';
import { followLinks, listTree, notRegular, readTree, type ListedFile, type TreeFile } from './treeFiles.ts';

/** What is asked about a folder. */
export interface CloneQuestion {
  /** Its path. */
  readonly folder: string;
  /** What is read in commits. */
  readonly committed: readonly RelativeGlob[];
  /** The setting that names the base branch. */
  readonly base: unknown;
}

/** What git and the disk say of the clone that a folder is in. */
export interface CloneReading {
  readonly refs: readonly BranchRef[];
  readonly base: BranchRef | undefined;
  /** What HEAD names in the folder, also a branch without a commit. */
  readonly head: string | undefined;
  /** The folder in every worktree that is there, by the branch that is checked out. */
  readonly worktrees: ReadonlyMap<string, string>;
  /** Where the folder stands in its worktree: `packages/api`, or empty. */
  readonly prefix: string;
  /** Progress files by commit. */
  readonly files: ReadonlyMap<string, readonly BranchFile[]>;
  /** Commits of which this clone, being a partial one, has not all files. */
  readonly lacking: ReadonlySet<string>;
}

/** Nobody reads more in one go, in bytes. */
const largestBatch = 64 * 1024 * 1024;

/** So many of the base's own commits are looked at, the last ones: whoever is behind all of them has not just been made. */
const mostOfBase = 20_000;

/**
 * Reads files of all branches without checking anything out, in six processes: the branches, those that the
 * base contains, the base's own commits where that matters, the trees that hold the files, the sizes of the files, the files. What was read once is not read again; git
 * is asked each time only where its branches are. In a partial clone, whose missing objects are not fetched, it is two processes
 * for each folder on the way to the files.
 */
export class CloneReader {
  readonly #git: Git;
  readonly #log: (error: unknown) => void;
  /** Names and blobs of the files that are read, by commit and glob. */
  readonly #trees = new Map<string, readonly TreeFile[]>();
  /** Contents by blob. */
  readonly #texts = new Map<string, BranchFile['content']>();
  /** By clone, ref and commit. */
  readonly #untouched = new Map<string, boolean>();
  /** The latest reading of each question, and the refs that it rests on. */
  readonly #latest = new Map<string, { readonly listed: string; readonly reading: CloneReading }>();

  constructor(git: Git, log: (error: unknown) => void) {
    this.#git = git;
    this.#log = log;
  }

  async read(question: CloneQuestion): Promise<CloneReading | undefined> {
    const folder = realPath(question.folder);
    const top = folder === undefined ? undefined : worktreeTop(folder);
    if (folder === undefined || top === undefined) return undefined;
    const common = gitCommonDirectory(folder);
    if (common === undefined) return undefined;
    const listed = await this.#git.refs(folder);
    if (listed === undefined) return undefined;
    if (listed.length === mostRefs)
      this.#log(new Error(`Only the ${mostRefs} branches with the latest commits are looked at.`));
    const key = JSON.stringify(question);
    const present = listed.map((each) => ({ ...each, there: isDirectory(each.worktree) }));
    const head = headBranch(folder);
    const packs = stampOfPromised(common);
    const state = JSON.stringify([head, present, packs]);
    const known = this.#latest.get(key);
    if (known?.listed === state) return known.reading;
    const all = listed.flatMap(toBranch);
    const remoteHead = listed.find(({ ref }) => ref === 'refs/remotes/origin/HEAD')?.leadsTo;
    const prefix = relative(top, folder).split(sep).join('/');
    const worktrees = new Map<string, string>();
    // Git keeps worktrees in mind whose folders are gone; and it believes what a repository that was copied says of others.
    const tops = new Set([top, ...otherWorktrees(folder).map((each) => each.top)]);
    for (const { ref, worktree } of listed) {
      const real = worktree === '' ? undefined : realPath(worktree);
      if (real === undefined || !tops.has(real)) continue;
      worktrees.set(ref.replace(/^refs\/heads\//, ''), prefix === '' ? real : join(real, prefix));
    }
    const base = findBase(all, question.base, remoteHead);
    const [within, files] = await Promise.all([
      base === undefined ? [] : this.#git.containedIn(folder, base.commit),
      this.#read(folder, prefix, question.committed, listed, packs !== undefined),
    ]);
    const contained = new Set(within);
    const isBehind = ({ ref, commit }: BranchRef): boolean => contained.has(ref) && commit !== base?.commit;
    const ofBaseItself = new Set(
      base === undefined
        ? []
        : all.some(isBehind)
          ? await this.#git.firstParents(folder, base.commit, mostOfBase)
          : [base.commit],
    );
    const refs: BranchRef[] = [];
    // A reflog is a file, and thousands of branches may be in the base.
    await inSlices(
      systemClock,
      all,
      () => true,
      (each) => {
        refs.push(
          contained.has(each.ref)
            ? {
                ...each,
                contained: true as const,
                ...(ofBaseItself.has(each.commit) ? { onBase: true as const } : {}),
                ...(this.#isUntouched(common, each) ? { untouched: true as const } : {}),
              }
            : each,
        );
      },
    );
    const ofBase = refs.find(({ ref }) => ref === base?.ref);
    const reading = {
      refs,
      base: ofBase,
      worktrees,
      head,
      prefix,
      files: files.byCommit,
      lacking: files.lacking,
    };
    // Something failed, and was told: then it is read anew, though nothing moves.
    if (!files.failed) this.#latest.set(key, { listed: state, reading });
    return reading;
  }

  /** A branch that nothing was done on stays so while it is at the same commit: its reflog is read once. */
  #isUntouched(common: string, { ref, remote, commit }: BranchRef): boolean {
    if (remote !== undefined) return false;
    const key = `${common} ${ref} ${commit}`;
    let known = this.#untouched.get(key);
    if (known === undefined) {
      if (this.#untouched.size > mostOfBase) this.#untouched.clear();
      known = isUntouched(common, ref);
      this.#untouched.set(key, known);
    }
    return known;
  }

  async #read(
    folder: string,
    prefix: string,
    committed: readonly RelativeGlob[],
    refs: readonly ListedRef[],
    partial: boolean,
  ): Promise<{
    readonly byCommit: ReadonlyMap<string, readonly BranchFile[]>;
    readonly lacking: ReadonlySet<string>;
    readonly failed: boolean;
  }> {
    const wanted: (WantedTree & {
      readonly key: string;
      readonly base: string;
      readonly fits: (path: string) => boolean;
    })[] = [];
    const commits = new Map(refs.map(({ commit, tree }) => [commit, tree]));
    const places = committed.map((glob) => ({
      glob,
      base: folderOf(glob),
      fits: askOnce(toRelativeGlob([glob])),
    }));
    for (const [commit, tree] of commits)
      for (const { glob, base, fits } of places) {
        const key = keyOf(commit, prefix, glob);
        if (this.#trees.has(key)) continue;
        wanted.push({ key, base, fits, commit, tree, path: prefix === '' ? base : `${prefix}/${base}` });
      }
    const trees = await this.#readTrees(folder, wanted, partial);
    const missing = new Set<string>();
    const listed = wanted.map(({ base, fits }, i): readonly ListedFile[] => {
      const tree = trees?.[i];
      return tree === 'missing' || tree?.type !== 'tree' ? [] : listTree(tree, base, fits);
    });
    const links = wanted.flatMap(({ commit, path }, i) =>
      (listed[i] ?? []).flatMap((file) =>
        file.linked ? [{ file, name: `${commit}:${path}/${nameOf(file)}` }] : [],
      ),
    );
    const ends = await this.#git.heads(
      folder,
      links.map(({ name }) => name),
    );
    const endOf = new Map(links.map(({ file }, i) => [file, ends?.[i]]));
    wanted.forEach(({ key }, i) => {
      const files = listed[i] ?? [];
      const isFollowed = ends !== undefined || !files.some(({ linked }) => linked);
      // In a partial clone, where a link leads may be what is not there.
      if (trees?.[i] === 'missing' || (partial && !isFollowed)) missing.add(key);
      // What failed is asked again the next time.
      else if (trees !== undefined && isFollowed) this.#trees.set(key, followLinks(files, endOf));
    });
    const blobs = new Set<string>();
    for (const commit of commits.keys())
      for (const glob of committed)
        for (const { blob, problem } of this.#trees.get(keyOf(commit, prefix, glob)) ?? [])
          if (problem === undefined && !this.#texts.has(blob)) blobs.add(blob);
    for (const blob of await this.#readTexts(folder, [...blobs], partial)) missing.add(blob);
    this.#forget([...commits.keys()], prefix, committed);
    const byCommit = new Map<string, readonly BranchFile[]>();
    const lacking = new Set<string>();
    let failed = !partial && missing.size > 0;
    for (const commit of commits.keys()) {
      const files: BranchFile[] = [];
      for (const glob of committed) {
        const key = keyOf(commit, prefix, glob);
        const entries = this.#trees.get(key);
        if (missing.has(key)) lacking.add(commit);
        else if (entries === undefined) failed = true;
        for (const { path, blob, problem } of entries ?? []) {
          const content = problem ?? this.#texts.get(blob);
          if (content !== undefined) files.push({ path, blob, content });
          else if (missing.has(blob)) lacking.add(commit);
          else failed = true;
        }
      }
      byCommit.set(commit, files);
    }
    return { byCommit, lacking, failed };
  }

  /** Trees in the order of asking: undefined for a path that a commit has not. Undefined as a whole when it failed. */
  async #readTrees(
    folder: string,
    wanted: readonly WantedTree[],
    partial: boolean,
  ): Promise<readonly (GitObject | 'missing' | undefined)[] | undefined> {
    if (!partial) {
      const names = wanted.map(({ commit, path }) => `${commit}:${path}`);
      const trees = await this.#git.objects(folder, names);
      if (trees !== undefined) return trees;
    }
    return this.#walk(folder, wanted);
  }

  /** The same from the commits' trees downwards, so that it is known what is not there and what this clone only lacks. */
  async #walk(
    folder: string,
    wanted: readonly WantedTree[],
  ): Promise<readonly (GitObject | 'missing' | undefined)[] | undefined> {
    const ways: { next: string | undefined; readonly parts: readonly string[] }[] = wanted.map(
      ({ tree, path }) => ({ next: tree, parts: path.split('/') }),
    );
    const found: (GitObject | 'missing' | undefined)[] = wanted.map(() => undefined);
    for (let depth = 0; ways.some(({ next }) => next !== undefined); depth++) {
      const names = [...new Set(ways.flatMap(({ next }) => next ?? []))];
      const present = await this.#git.present(folder, names);
      const readable = names.filter((name) => present?.has(name));
      const objects = present === undefined ? undefined : await this.#git.objects(folder, readable);
      if (objects === undefined) return undefined;
      const trees = new Map(readable.map((name, i) => [name, objects[i]]));
      ways.forEach((way, i) => {
        if (way.next === undefined) return;
        const tree = trees.get(way.next);
        const part = way.parts[depth];
        way.next = undefined;
        if (tree === undefined) found[i] = 'missing';
        else if (part === undefined) found[i] = tree;
        else if (tree.type === 'tree')
          way.next = readTree(tree.bytes, tree.oid.length / 2).find(({ name }) => name === part)?.oid;
      });
    }
    return found;
  }

  /** What no branch has any more is forgotten, unless there is little of it: branches come back. */
  #forget(commits: readonly string[], prefix: string, committed: readonly RelativeGlob[]): void {
    if (this.#trees.size < 2 * commits.length * committed.length + 1000) return;
    const wanted = new Set(commits.flatMap((commit) => committed.map((glob) => keyOf(commit, prefix, glob))));
    const blobs = new Set<string>();
    for (const [key, files] of this.#trees)
      if (wanted.has(key)) for (const { blob } of files) blobs.add(blob);
      else this.#trees.delete(key);
    for (const blob of this.#texts.keys()) if (!blobs.has(blob)) this.#texts.delete(blob);
  }

  /** Reads the texts of blobs, and gives those that the clone lacks. */
  async #readTexts(folder: string, all: readonly string[], partial: boolean): Promise<readonly string[]> {
    const present = partial ? await this.#git.present(folder, all) : new Set(all);
    if (present === undefined) return [];
    const blobs = all.filter((blob) => present.has(blob));
    const heads = await this.#git.heads(folder, blobs);
    if (heads === undefined) return [];
    const missing = new Set(all.filter((blob) => !present.has(blob)));
    const batches: string[][] = [];
    let sum = Infinity;
    blobs.forEach((blob, i) => {
      const head = heads[i];
      if (typeof head !== 'object') missing.add(blob);
      else if (head.size > maximumSize) this.#texts.set(blob, tooLarge(head.size));
      else {
        sum += head.size;
        if (sum > largestBatch) {
          sum = head.size;
          batches.push([]);
        }
        batches.at(-1)?.push(blob);
      }
    });
    for (const batch of batches) {
      const objects = await this.#git.objects(folder, batch);
      objects?.forEach((object, i) => {
        const decoded = object?.type === 'blob' ? decode(object.bytes) : notRegular();
        this.#texts.set(batch[i] ?? '', decoded.kind === 'text' ? decoded.text : decoded);
      });
    }
    return [...missing];
  }
}

function nameOf({ path }: TreeFile): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A folder in the tree of a commit. */
interface WantedTree {
  readonly commit: string;
  /** The commit's own tree. */
  readonly tree: string;
  readonly path: string;
}

/**
 * Changes when objects come to a partial clone; undefined for one that is whole. What a remote has promised is marked beside
 * each pack (git-index-pack(1), `--promisor`).
 */
function stampOfPromised(common: string): string | undefined {
  const folder = join(common, 'objects', 'pack');
  if (!isDirectory(folder)) return undefined;
  const promised = fs.readdirSync(folder).filter((name) => name.endsWith('.promisor'));
  return promised.length === 0 ? undefined : promised.sort().join();
}

/** Asks once for each path: branches have most of them in common. */
function askOnce(fits: (path: string) => boolean): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    let answer = known.get(path);
    if (answer === undefined) {
      answer = fits(path);
      known.set(path, answer);
    }
    return answer;
  };
}

function keyOf(commit: string, prefix: string, { base, pattern }: RelativeGlob): string {
  return `${commit}:${prefix}:${base}:${pattern}`;
}

function toBranch({ ref, commit, upstream, time, leadsTo }: ListedRef): BranchRef[] {
  // `origin/HEAD` is another name of a branch that is listed itself.
  if (leadsTo !== '') return [];
  const local = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (local !== undefined)
    return [{ name: local, ref, commit, time, ...(upstream === '' ? {} : { upstream }) }];
  const [, remote, name] = /^refs\/remotes\/([^/]+)\/(.+)$/.exec(ref) ?? [];
  return remote === undefined || name === undefined ? [] : [{ name, ref, remote, commit, time }];
}

/** How people call a folder from another one: `../rpc-2`, or the whole path when it is far away. */
export function nameFrom(folder: string, other: string): string {
  const way = relative(folder, other);
  return isAbsolute(way) || way.startsWith(`..${sep}..${sep}..${sep}`) ? other : way.split(sep).join('/');
}
