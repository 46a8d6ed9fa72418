import { compareText } from '../base/compareText.ts';
import type { Key } from '../text/key.ts';

const none: readonly Key[] = [];

/** Sets of keys by a text. Most sets hold one key: that one is kept as it is, which is a tenth of a Set's memory. */
export class KeySets {
  readonly #sets = new Map<string, Key | Set<Key>>();
  /** What {@link get} gave, until a key comes or goes: sets of thousands are asked for by each of thousands of files. */
  readonly #sorted = new Map<string, readonly Key[]>();

  add(text: string, key: Key): void {
    const known = this.#sets.get(text);
    if (known === undefined) this.#sets.set(text, key);
    else if (!(known instanceof Set)) {
      if (known !== key) this.#sets.set(text, new Set([known, key]));
    } else {
      known.add(key);
      this.#sorted.delete(text);
    }
  }

  delete(text: string, key: Key): void {
    const known = this.#sets.get(text);
    if (known === key) this.#sets.delete(text);
    else if (known instanceof Set) {
      known.delete(key);
      this.#sorted.delete(text);
      const [only] = known;
      if (known.size === 1 && only !== undefined) this.#sets.set(text, only);
    }
  }

  has(text: string): boolean {
    return this.#sets.has(text);
  }

  holds(text: string, key: Key): boolean {
    const known = this.#sets.get(text);
    return known instanceof Set ? known.has(key) : known === key;
  }

  size(text: string): number {
    const known = this.#sets.get(text);
    if (known === undefined) return 0;
    return known instanceof Set ? known.size : 1;
  }

  /** Sorted, so that nothing depends on the order in which files were read. */
  get(text: string): readonly Key[] {
    const known = this.#sets.get(text);
    if (known === undefined) return none;
    if (!(known instanceof Set)) return [known];
    const kept = this.#sorted.get(text);
    if (kept !== undefined) return kept;
    const sorted = [...known].sort(compareText);
    this.#sorted.set(text, sorted);
    return sorted;
  }
}
