import { compareText } from '../base/compareText.ts';
const none: readonly string[] = [];

/** Sets of paths by key. Most sets hold one path: that one is kept as it is, which is a tenth of a Set's memory. */
export class PathSets {
  readonly #sets = new Map<string, string | Set<string>>();
  /** What {@link get} gave, until a path comes or goes: sets of thousands are asked for by each of thousands of files. */
  readonly #sorted = new Map<string, readonly string[]>();

  add(key: string, path: string): void {
    const known = this.#sets.get(key);
    if (known === undefined) this.#sets.set(key, path);
    else if (typeof known === 'string') {
      if (known !== path) this.#sets.set(key, new Set([known, path]));
    } else {
      known.add(path);
      this.#sorted.delete(key);
    }
  }

  delete(key: string, path: string): void {
    const known = this.#sets.get(key);
    if (known === path) this.#sets.delete(key);
    else if (known instanceof Set) {
      known.delete(path);
      this.#sorted.delete(key);
      const [only] = known;
      if (known.size === 1 && only !== undefined) this.#sets.set(key, only);
    }
  }

  has(key: string): boolean {
    return this.#sets.has(key);
  }

  holds(key: string, path: string): boolean {
    const known = this.#sets.get(key);
    return known instanceof Set ? known.has(path) : known === path;
  }

  size(key: string): number {
    const known = this.#sets.get(key);
    return typeof known === 'string' ? 1 : (known?.size ?? 0);
  }

  /** Sorted, so that nothing depends on the order in which files were read. */
  get(key: string): readonly string[] {
    const known = this.#sets.get(key);
    if (known === undefined) return none;
    if (typeof known === 'string') return [known];
    const kept = this.#sorted.get(key);
    if (kept !== undefined) return kept;
    const sorted = [...known].sort(compareText);
    this.#sorted.set(key, sorted);
    return sorted;
  }
}
