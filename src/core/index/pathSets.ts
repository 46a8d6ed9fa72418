const none: readonly string[] = [];

/** Sets of paths by key. Most sets hold one path: that one is kept as it is, which is a tenth of a Set's memory. */
export class PathSets {
  readonly #sets = new Map<string, string | Set<string>>();

  add(key: string, path: string): void {
    const known = this.#sets.get(key);
    if (known === undefined) this.#sets.set(key, path);
    else if (typeof known === 'string') {
      if (known !== path) this.#sets.set(key, new Set([known, path]));
    } else known.add(path);
  }

  delete(key: string, path: string): void {
    const known = this.#sets.get(key);
    if (known === path) this.#sets.delete(key);
    else if (known instanceof Set) {
      known.delete(path);
      const [only] = known;
      if (known.size === 1 && only !== undefined) this.#sets.set(key, only);
    }
  }

  has(key: string): boolean {
    return this.#sets.has(key);
  }

  size(key: string): number {
    const known = this.#sets.get(key);
    return typeof known === 'string' ? 1 : (known?.size ?? 0);
  }

  /** Sorted, so that nothing depends on the order in which files were read. */
  get(key: string): readonly string[] {
    const known = this.#sets.get(key);
    if (known === undefined) return none;
    return typeof known === 'string' ? [known] : [...known].sort();
  }
}
