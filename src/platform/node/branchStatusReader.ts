import * as fs from 'node:fs';
import { basename, join } from 'node:path';
import type { BranchStatus, FilelessBranch, FolderBranchStatus } from '../../core/model/branchStatus.ts';
import type { Key } from '../../core/text/key.ts';
import type { AskedStream, BranchStatusRequest } from '../../project/repository.ts';
import type { Git } from './git.ts';

/** A wish with paths for folders, and where it is asked. */
export interface BranchStatusQuestion extends BranchStatusRequest {
  readonly folder: string;
  /** Where the folder stands in its worktree: `packages/api`, or empty. */
  readonly prefix: string;
}

/** Nobody works on them alone: every branch that adds a package changes them. */
const lockFiles = new Set([
  ...[
    'package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'bun.lock',
    'Cargo.lock',
    'go.sum',
  ],
  ...[
    'poetry.lock',
    'uv.lock',
    'Pipfile.lock',
    'Gemfile.lock',
    'composer.lock',
    'Package.resolved',
    'CHANGELOG.md',
  ],
]);

/** So many pairs of branches are looked at for which one builds on the other. */
const mostPairs = 500;

/** What is known of a commit beside its base never changes: it is asked for once. */
export class BranchStatusReader {
  readonly #git: Git;
  readonly #known = new Map<string, Promise<unknown>>();

  constructor(git: Git) {
    this.#git = git;
  }

  async read(question: BranchStatusQuestion): Promise<FolderBranchStatus> {
    const { folder, base, fileless } = question;
    const streams = new Map<Key, BranchStatus>();
    for (const stream of question.streams) streams.set(stream.key, await this.#factsOf(question, stream));
    await this.#addDrift(question, streams);
    await this.#addStacks(question, streams);
    const without: FilelessBranch[] = [];
    for (const { ref, checkedOut } of fileless) {
      const distance = base === undefined ? undefined : await this.#distance(folder, ref.commit, base.commit);
      if (distance !== undefined && distance[0] > 0)
        without.push({ branch: ref.name, commits: distance[0], lastCommit: ref.time, checkedOut });
    }
    return { streams, fileless: without };
  }

  async #factsOf(question: BranchStatusQuestion, stream: AskedStream): Promise<BranchStatus> {
    const { folder, base } = question;
    const { ref, file, at, worktree } = stream;
    const own = base === undefined || base.name === ref.name ? undefined : base;
    const distance = own === undefined ? undefined : await this.#distance(folder, ref.commit, own.commit);
    const left = own === undefined ? undefined : await this.#mergeBase(folder, ref.commit, own.commit);
    const changed = left === undefined ? [] : await this.#changed(folder, left, ref.commit);
    const dirty = worktree === undefined ? undefined : await this.#git.uncommitted(worktree);
    const editing =
      dirty?.some((path) => path === file || (path.endsWith('/') && file.startsWith(path))) === true;
    // Without commits of its own nothing is to be reported.
    const last =
      distance?.[0] === 0 || editing ? undefined : await this.#lastChange(folder, ref.commit, file);
    const edited = at === undefined ? undefined : changeTime(join(at, file));
    return {
      branch: ref.name,
      lastCommit: ref.time,
      changed: changed.flatMap((path) => this.#worth(question, path) ?? []),
      drifted: [],
      contains: [],
      ...(own === undefined ? {} : { base: own.name }),
      ...(distance === undefined ? {} : { ahead: distance[0], behind: distance[1] }),
      ...(edited === undefined ? {} : { edited }),
      ...(dirty === undefined ? {} : { uncommitted: dirty.length }),
      ...(last === undefined ? {} : { unreported: last.since }),
    };
  }

  /** A path in the folder that says something about what a branch is on. */
  #worth({ prefix, roots }: BranchStatusQuestion, path: string): string | undefined {
    const inside =
      prefix === '' ? path : path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : `/${path}`;
    if (lockFiles.has(basename(inside))) return undefined;
    return roots.some((root) => root !== '' && inside.startsWith(`${root}/`)) ? undefined : inside;
  }

  async #addDrift(
    { folder, prefix, base, streams }: BranchStatusQuestion,
    branchStatus: Map<Key, BranchStatus>,
  ): Promise<void> {
    const asked: { readonly key: Key; readonly spec: string; readonly names: readonly string[] }[] = [];
    for (const { key, ref, specs } of streams) {
      if (base === undefined || base.name === ref.name) continue;
      const left = await this.#mergeBase(folder, ref.commit, base.commit);
      if (left === undefined || left === base.commit) continue;
      for (const spec of specs) {
        const inTree = prefix === '' ? spec : `${prefix}/${spec}`;
        const names = [left, base.commit, ref.commit].map((commit) => `${commit}:${inTree}`);
        asked.push({ key, spec, names });
      }
    }
    const heads = await this.#git.heads(
      folder,
      asked.flatMap(({ names }) => names),
    );
    if (heads === undefined) return;
    asked.forEach(({ key, spec }, i) => {
      const [then, now, here] = heads
        .slice(i * 3, i * 3 + 3)
        .map((each) => (typeof each === 'object' ? each.oid : undefined));
      const known = branchStatus.get(key);
      // Gone from the base, or only ever on the branch: then there is no newer promise to read.
      if (known === undefined || now === undefined || then === undefined || now === then || now === here)
        return;
      branchStatus.set(key, { ...known, drifted: [...known.drifted, spec] });
    });
  }

  /** Branches that build on one another share files because of that. */
  async #addStacks(
    { folder, streams }: BranchStatusQuestion,
    branchStatus: Map<Key, BranchStatus>,
  ): Promise<void> {
    // Only one that has commits of its own can be built upon, by one that has as many at least.
    const aheadOf = ({ key }: AskedStream): number => branchStatus.get(key)?.ahead ?? 0;
    const able = streams
      .filter((each) => aheadOf(each) > 0)
      .sort((one, other) => aheadOf(other) - aheadOf(one));
    let pairs = 0;
    for (const one of able)
      for (const other of able) {
        const mine = branchStatus.get(one.key);
        if (mine === undefined || one.ref.commit === other.ref.commit || aheadOf(one) < aheadOf(other))
          continue;
        if (++pairs > mostPairs) return;
        if ((await this.#mergeBase(folder, one.ref.commit, other.ref.commit)) === other.ref.commit)
          branchStatus.set(one.key, { ...mine, contains: [...mine.contains, other.ref.name] });
      }
  }

  #distance(folder: string, commit: string, base: string): Promise<readonly [number, number] | undefined> {
    return this.#once(`distance ${commit} ${base}`, () => this.#git.distance(folder, commit, base));
  }

  #mergeBase(folder: string, a: string, b: string): Promise<string | undefined> {
    return this.#once(`base ${[a, b].sort().join(' ')}`, () => this.#git.mergeBase(folder, a, b));
  }

  async #changed(folder: string, from: string, to: string): Promise<readonly string[]> {
    return (
      (await this.#once(`changed ${from} ${to}`, () => this.#git.changedBetween(folder, from, to))) ?? []
    );
  }

  #lastChange(folder: string, commit: string, file: string): Promise<{ readonly since: number } | undefined> {
    return this.#once(`last ${commit} ${folder} ${file}`, () => this.#git.lastChange(folder, commit, file));
  }

  #once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    let known = this.#known.get(key) as Promise<T> | undefined;
    if (known === undefined) {
      if (this.#known.size > 20_000) this.#known.clear();
      known = ask();
      this.#known.set(key, known);
      // No answer may be a git that failed: it is asked again.
      const forget = (answer: T | undefined): void => {
        if (answer === undefined) this.#known.delete(key);
      };
      known.then(forget, () => {
        forget(undefined);
      });
    }
    return known;
  }
}

function changeTime(path: string): number | undefined {
  const stats = fs.statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : stats.mtimeMs / 1000;
}
