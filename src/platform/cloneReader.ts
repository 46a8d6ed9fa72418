import { isAbsolute, join, relative, sep } from 'node:path';
import { findBase, type BranchRef } from '../core/model/branch.ts';
import type { BranchFile } from '../project/host.ts';
import { decode, isDirectory, maximumSize } from './disk.ts';
import { mostRefs, type Git, type ListedRef } from './git.ts';
import { gitCommonDirectory, headBranch, realPath, worktreeTop } from './lockPlace.ts';

/** What is asked about a folder. */
export interface CloneQuestion {
  /** Its path. */
  readonly folder: string;
  /** Tracking directories in it, relative. */
  readonly trackingRoots: readonly string[];
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
}

/** Nobody reads more in one go: what is above it comes next time. */
const largestBatch = 64 * 1024 * 1024;

/**
 * Reads the progress files of all branches without checking anything out, in five processes: the branches, those that the
 * base contains, the trees that hold progress files, the sizes of the files, the files. What was read once is not read again; git is asked each time only where
 * its branches are.
 */
export class CloneReader {
  readonly #git: Git;
  readonly #log: (error: unknown) => void;
  /** Names and blobs of progress files, by commit and tracking directories. */
  readonly #trees = new Map<string, readonly { readonly path: string; readonly blob: string }[]>();
  /** Texts by blob; undefined for what is no text, or too large. */
  readonly #texts = new Map<string, string | undefined>();
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
    const listed = common === undefined ? undefined : await this.#git.refs(folder);
    if (listed === undefined) return undefined;
    if (listed.length === mostRefs)
      this.#log(new Error(`Only the ${mostRefs} branches with the latest commits are looked at.`));
    const key = JSON.stringify(question);
    const present = listed.map((each) => ({ ...each, there: isDirectory(each.worktree) }));
    const head = headBranch(folder);
    const state = JSON.stringify([head, present]);
    const known = this.#latest.get(key);
    if (known?.listed === state) return known.reading;
    const all = listed.flatMap(toBranch);
    const remoteHead = listed.find(({ ref }) => ref === 'refs/remotes/origin/HEAD')?.leadsTo;
    const prefix = relative(top, folder).split(sep).join('/');
    const worktrees = new Map<string, string>();
    for (const { ref, worktree } of listed) {
      // Git keeps worktrees in mind whose folders are gone; and it believes what a repository that was copied says of others.
      if (worktree === '' || !isDirectory(worktree)) continue;
      const real = realPath(worktree);
      if (real === undefined || gitCommonDirectory(real) !== common) continue;
      worktrees.set(ref.replace(/^refs\/heads\//, ''), prefix === '' ? real : join(real, prefix));
    }
    const base = findBase(all, question.base, remoteHead);
    const [within, files] = await Promise.all([
      base === undefined ? [] : this.#git.containedIn(folder, base.commit),
      this.#read(folder, prefix, question.trackingRoots, all),
    ]);
    const contained = new Set(within);
    const refs = all.map((each) => (contained.has(each.ref) ? { ...each, contained: true as const } : each));
    const ofBase = refs.find(({ ref }) => ref === base?.ref);
    const reading = { refs, base: ofBase, worktrees, head, prefix, files };
    // Something failed, and was told: then it is read anew, though nothing moves.
    if (this.#isWhole(refs, prefix, question.trackingRoots))
      this.#latest.set(key, { listed: state, reading });
    return reading;
  }

  async #read(
    folder: string,
    prefix: string,
    trackingRoots: readonly string[],
    refs: readonly BranchRef[],
  ): Promise<ReadonlyMap<string, readonly BranchFile[]>> {
    const wanted: { readonly key: string; readonly base: string; readonly name: string }[] = [];
    const commits = [...new Set(refs.map(({ commit }) => commit))];
    for (const commit of commits)
      for (const root of trackingRoots) {
        const key = keyOf(commit, prefix, root);
        if (this.#trees.has(key)) continue;
        const base = `${root}/progress`;
        wanted.push({ key, base, name: `${commit}:${prefix === '' ? '' : `${prefix}/`}${base}` });
      }
    const trees = await this.#git.objects(
      folder,
      wanted.map(({ name }) => name),
    );
    // What failed is asked again the next time.
    if (trees !== undefined)
      wanted.forEach(({ key, base }, i) => {
        const tree = trees[i];
        const entries = tree?.type === 'tree' ? readTree(tree.bytes, tree.oid.length / 2) : [];
        this.#trees.set(
          key,
          entries.flatMap(({ name, oid }) =>
            /\.md$/i.test(name) ? [{ path: `${base}/${name}`, blob: oid }] : [],
          ),
        );
      });
    const blobs = new Set<string>();
    for (const commit of commits)
      for (const root of trackingRoots)
        for (const { blob } of this.#trees.get(keyOf(commit, prefix, root)) ?? [])
          if (!this.#texts.has(blob)) blobs.add(blob);
    await this.#readTexts(folder, [...blobs]);
    this.#forget(commits, prefix, trackingRoots);
    return new Map(
      commits.map((commit) => [
        commit,
        trackingRoots.flatMap((root) =>
          (this.#trees.get(keyOf(commit, prefix, root)) ?? []).flatMap(({ path, blob }) => {
            const text = this.#texts.get(blob);
            return text === undefined ? [] : [{ path, blob, text }];
          }),
        ),
      ]),
    );
  }

  #isWhole(refs: readonly BranchRef[], prefix: string, trackingRoots: readonly string[]): boolean {
    return refs.every(({ commit }) =>
      trackingRoots.every((root) =>
        this.#trees.get(keyOf(commit, prefix, root))?.every(({ blob }) => this.#texts.has(blob)),
      ),
    );
  }

  /** What no branch has any more is forgotten, unless there is little of it: branches come back. */
  #forget(commits: readonly string[], prefix: string, trackingRoots: readonly string[]): void {
    if (this.#trees.size < 2 * commits.length * trackingRoots.length + 1000) return;
    const wanted = new Set(
      commits.flatMap((commit) => trackingRoots.map((root) => keyOf(commit, prefix, root))),
    );
    const blobs = new Set<string>();
    for (const [key, files] of this.#trees)
      if (wanted.has(key)) for (const { blob } of files) blobs.add(blob);
      else this.#trees.delete(key);
    for (const blob of this.#texts.keys()) if (!blobs.has(blob)) this.#texts.delete(blob);
  }

  async #readTexts(folder: string, blobs: readonly string[]): Promise<void> {
    const sizes = await this.#git.sizes(folder, blobs);
    if (sizes === undefined) return;
    let sum = 0;
    const readable = blobs.filter((_, i) => {
      const size = sizes[i]?.size ?? Infinity;
      if (size > maximumSize || (sum += size) > largestBatch) return false;
      return true;
    });
    const objects = await this.#git.objects(folder, readable);
    if (objects === undefined) return;
    for (const blob of blobs) this.#texts.set(blob, undefined);
    readable.forEach((blob, i) => {
      const object = objects[i];
      const decoded = object?.type === 'blob' ? decode(object.bytes) : undefined;
      if (decoded?.kind === 'text') this.#texts.set(blob, decoded.text);
    });
  }
}

function keyOf(commit: string, prefix: string, root: string): string {
  return `${commit}:${prefix}:${root}`;
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

/** The entries of a tree object: mode, a space, the name, NUL and the object name as bytes (gitformat-pack(5)). */
function readTree(bytes: Uint8Array, length: number): { readonly name: string; readonly oid: string }[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: { name: string; oid: string }[] = [];
  for (let at = 0; at < buffer.length;) {
    const space = buffer.indexOf(0x20, at);
    const end = buffer.indexOf(0, space);
    if (space < 0 || end < 0) break;
    const next = end + 1 + length;
    entries.push({
      name: buffer.toString('utf8', space + 1, end),
      oid: buffer.toString('hex', end + 1, next),
    });
    at = next;
  }
  return entries;
}

/** How people call a folder from another one: `../rpc-2`, or the whole path when it is far away. */
export function nameFrom(folder: string, other: string): string {
  const way = relative(folder, other);
  return isAbsolute(way) || way.startsWith(`..${sep}..${sep}..${sep}`) ? other : way.split(sep).join('/');
}
