/** Digits and letters of numbers, `2` to `ZZ`. */
const base = 36;

/**
 * Gives each name up to three signs that no other name has. A page has one of these, so that a mark means the same one all over it,
 * and for as long as it is open.
 */
export class Marks {
  readonly #marks = new Map<string, string>();
  readonly #taken = new Set<string>();
  /** Where to go on counting, by the first sign. */
  readonly #numbers = new Map<string, number>();

  /** Gives marks to all of them that have none yet, whatever order they come in; what was given before stays. */
  learn(owners: readonly { readonly name: string; readonly agent: boolean }[]): void {
    const names = new Map(owners.map(({ name, agent }) => [keyOf(name), agent]));
    for (const [key, agent] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) this.of(key, agent);
  }

  /** Two letters of a person or their initials, the first letter and one or two signs of the suffix of an agent; in upper case. */
  of(name: string, agent: boolean): string {
    const key = keyOf(name);
    const known = this.#marks.get(key);
    if (known !== undefined) return known;
    const mark = this.#free(key, agent);
    this.#marks.set(key, mark);
    this.#taken.add(mark);
    return mark;
  }

  #free(name: string, agent: boolean): string {
    for (const mark of candidates(name, agent)) if (!this.#taken.has(mark)) return mark;
    // None of the name's own signs is left.
    const [first = '?'] = signsOf(name);
    for (let number = this.#numbers.get(first) ?? 2; ; number++) {
      const mark = first + number.toString(base).toUpperCase();
      if (this.#taken.has(mark)) continue;
      this.#numbers.set(first, number);
      return mark;
    }
  }
}

/** `@zed` is `Zed`. */
function keyOf(name: string): string {
  return name.replace(/^@/, '').toLowerCase();
}

function* candidates(name: string, agent: boolean): Iterable<string> {
  const signs = signsOf(name);
  const [first = '?', second = ''] = signs;
  if (agent) {
    const [one = '', two = ''] = signsOf(name.slice(name.lastIndexOf('-') + 1));
    yield first + one;
    yield first + one + two;
  }
  yield first + second;
  const words = name.split(/[\s\p{P}]+/u).flatMap((word) => signsOf(word)[0] ?? []);
  if (words.length > 1) yield first + (words.at(-1) ?? '');
  for (const sign of signs.slice(2)) yield first + sign;
}

/** The letters, numbers and pictures of a name, each with all that is written on it. */
function signsOf(name: string): readonly string[] {
  return Array.from(new Intl.Segmenter('en').segment(name.toUpperCase()), ({ segment }) =>
    // So much as a family takes; longer ones are no sign of any script.
    segment.length > 12 ? (Array.from(segment)[0] ?? '') : segment,
  ).filter((sign) => /[\p{L}\p{N}\p{So}]/u.test(sign));
}
