import type { Key } from '../text/key.ts';

/** What was worked out of a file and its neighbours, until one of them changes. */
export class Derived {
  readonly #known = new Map<Key, unknown>();

  /** What `work` gives, or gave. One purpose for each kind of file. */
  get<T>(key: Key, work: () => T): T {
    const known = this.#known.get(key);
    if (known !== undefined) return known as T;
    const result = work();
    this.#known.set(key, result);
    return result;
  }

  /** Forgets what is known of some; gives them. */
  forget(keys: readonly Key[]): readonly Key[] {
    for (const each of keys) this.#known.delete(each);
    return keys;
  }
}
