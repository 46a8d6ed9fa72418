import { isProgressFile, pathOf, type Stream, type StreamWord } from '../model/item.ts';
import { toProblem, type Problem } from '../model/problem.ts';
import { compareText } from '../base/compareText.ts';
import type { Key } from '../text/key.ts';
import { KeySets } from './keySets.ts';

/** Which streams are of a branch: of the folder's own repository, and in each root. */
export class StreamBranches {
  readonly #rootOf: (path: string) => string;
  readonly #pathOf: (key: Key) => string;
  /** Keys of the streams of each branch of the folder's own repository. */
  readonly #own = new KeySets();
  /** The same in each root, whatever repository it is in: more than one is a problem. */
  readonly #inRoots = new KeySets();

  constructor(rootOf: (path: string) => string, pathOf: (key: Key) => string) {
    this.#rootOf = rootOf;
    this.#pathOf = pathOf;
  }

  /**
   * Notes what a stream says now in place of what it said.
   * @returns the streams of a branch that it came to or left, at most some of them unless `all` are asked for
   */
  replace(key: Key, was: Stream | undefined, is: Stream | undefined, all: boolean): readonly Key[] {
    move(this.#own, key, ownBranch(was), ownBranch(is));
    const [from, to] = [this.#inRoot(was), this.#inRoot(is)];
    move(this.#inRoots, key, from, to);
    // A second stream of a branch is a problem of the first one too. While all are read for the first time, each of thousands
    // would touch all before it: those are looked at again once everything is there.
    if (from === to) return [];
    return [from, to].flatMap((branch) =>
      branch !== undefined && (all || this.#inRoots.size(branch) <= listedFiles)
        ? this.#inRoots.get(branch)
        : [],
    );
  }

  /**
   * Those of a branch of the folder's own repository: progress files, those in outermost roots first, then records of other systems.
   * The first one speaks for the branch.
   * @param root only progress files in this one
   */
  streamsOf(
    branch: string,
    root: string | undefined,
    find: (key: Key) => Stream | undefined,
  ): readonly Stream[] {
    const found = this.#own.get(branch).flatMap((key) => find(key) ?? []);
    const rootOf = (stream: Stream): string => this.#rootOf(pathOf(stream));
    if (root !== undefined)
      return found.filter((stream) => isProgressFile(stream) && rootOf(stream) === root);
    const depth = (stream: Stream): number => rootOf(stream).split('/').length;
    return found.length < 2
      ? found
      : found.sort(
          (a, b) => leadOf(a) - leadOf(b) || compare(depth(a), depth(b)) || compareText(a.key, b.key),
        );
  }

  problems(stream: Stream): readonly Problem[] {
    const { branch, branchRange } = stream;
    const name = this.#inRoot(stream);
    if (name === undefined || branch === undefined || branchRange === undefined) return [];
    const count = this.#inRoots.size(name) - 1;
    if (count < 1) return [];
    const others = this.#inRoots
      .get(name)
      .slice(0, listedFiles + 1)
      .filter((other) => other !== stream.key)
      .slice(0, listedFiles)
      .map((other) => this.#pathOf(other));
    return [toProblem('branch.duplicate', 'warning', { branch, others, count }, branchRange)];
  }

  #inRoot(stream: Stream | undefined): string | undefined {
    // Several workflows may run on one branch, each with a record of its own.
    return stream?.branch === undefined || !isProgressFile(stream)
      ? undefined
      : `${this.#rootOf(pathOf(stream))}\n${stream.branch}`;
  }
}

/** Which of the streams of a branch speaks for it: the lowest. */
function leadOf({ called }: Stream): number {
  const order: Readonly<Record<StreamWord, number>> = {
    specKit: 1,
    openSpec: 2,
    specDatabase: 3,
    workspace: 4,
    trace: 5,
  };
  return called === undefined ? 0 : order[called];
}

/** A problem names no more files than this: a branch may have thousands. */
export const listedFiles = 5;

function move(sets: KeySets, key: Key, from: string | undefined, to: string | undefined): void {
  if (from !== undefined) sets.delete(from, key);
  if (to !== undefined) sets.add(to, key);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function ownBranch(stream: Stream | undefined): string | undefined {
  return stream?.otherRepository === true ? undefined : stream?.branch;
}
