import type { Stream, Task } from '../model/item.ts';
import type { ParsedFile } from '../model/parsedFile.ts';
import type { Problem } from '../model/problem.ts';
import type { Status } from '../model/status.ts';

/** All tracked files of one workspace folder, by path, and what follows from several of them together. */
export class ProjectIndex {
  readonly #files = new Map<string, ParsedFile>();
  /** Paths of the progress files of each branch: more than one is a problem. */
  readonly #branches = new Map<string, Set<string>>();
  /** How often the folder's rows use each word for each status. */
  readonly #words = new Map<Status, Map<string, number>>();

  /**
   * Takes what a file says now in place of what it said; `undefined` takes the file out.
   * Gives the paths of all files whose items or problems are different now: empty when nothing is.
   */
  replace(path: string, parsed: ParsedFile | undefined): readonly string[] {
    const before = this.#files.get(path);
    if (before === undefined ? parsed === undefined : parsed !== undefined && same(before, parsed)) return [];
    const branches = [before?.item?.branch, parsed?.item?.branch];
    this.#count(before?.item, -1);
    this.#count(parsed?.item, 1);
    if (parsed === undefined) this.#files.delete(path);
    else this.#files.set(path, parsed);
    this.#moveBranch(path, before?.item?.branch, parsed?.item?.branch);
    // A second file for a branch is a problem of the first one too.
    const touched = new Set([path]);
    if (branches[0] !== branches[1])
      for (const branch of branches)
        if (branch !== undefined) for (const other of this.#branches.get(branch) ?? []) touched.add(other);
    return [...touched];
  }

  get size(): number {
    return this.#files.size;
  }

  paths(): Iterable<string> {
    return this.#files.keys();
  }

  file(path: string): ParsedFile | undefined {
    return this.#files.get(path);
  }

  files(): Iterable<ParsedFile> {
    return this.#files.values();
  }

  /** In the order of their paths. */
  streams(): readonly Stream[] {
    return [...this.#files.values()]
      .flatMap(({ item }) => item ?? [])
      .sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  }

  findTask(path: string, key: string): Task | undefined {
    return this.#files.get(path)?.item?.tasks.find((task) => task.key === key);
  }

  /** What is wrong with a file, by itself and together with others. */
  problems(path: string): readonly Problem[] {
    const file = this.#files.get(path);
    if (file === undefined) return [];
    const { branch, branchPlace } = file.item ?? {};
    if (branch === undefined || branchPlace === undefined) return file.problems;
    const others = [...(this.#branches.get(branch) ?? [])].filter((other) => other !== path).sort();
    if (others.length === 0) return file.problems;
    const message = `There is another progress file for ${branch}: ${others.join(', ')}. One branch has one.`;
    return [...file.problems, { code: 'branch.duplicate', severity: 'warning', message, place: branchPlace }];
  }

  /** The word that the folder's rows use most for a status. */
  preferredWord(status: Status): string | undefined {
    return mostUsed(this.#words.get(status) ?? new Map<string, number>());
  }

  #moveBranch(path: string, from: string | undefined, to: string | undefined): void {
    if (from !== undefined) {
      const paths = this.#branches.get(from);
      paths?.delete(path);
      if (paths?.size === 0) this.#branches.delete(from);
    }
    if (to !== undefined) this.#branches.set(to, (this.#branches.get(to) ?? new Set<string>()).add(path));
  }

  #count(stream: Stream | undefined, by: number): void {
    for (const { status, statusWord } of stream?.tasks ?? []) {
      if (status === 'unknown' || statusWord === '') continue;
      const counts = this.#words.get(status) ?? new Map<string, number>();
      counts.set(statusWord, (counts.get(statusWord) ?? 0) + by);
      this.#words.set(status, counts);
    }
  }
}

/** The key with the highest count above zero; the first one of equals. */
export function mostUsed(counts: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const [word, count] of counts)
    if (count > most) {
      best = word;
      most = count;
    }
  return best;
}

/** Parsed files are plain data: as text they are equal exactly when they are. */
function same(a: ParsedFile, b: ParsedFile): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
