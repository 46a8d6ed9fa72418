/** Gives each name two signs that no other name has: a page has one of these, so that a mark means the same one all over it. */
export class Marks {
  readonly #marks = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** Two letters of a person or their initials, the first letter and the first sign of the suffix of an agent; in upper case. */
  of(name: string, agent: boolean): string {
    // `@zed` is `Zed`.
    const key = name.replace(/^@/, '').toLowerCase();
    const known = this.#marks.get(key);
    if (known !== undefined) return known;
    const mark = this.#free(name, agent);
    this.#marks.set(key, mark);
    this.#taken.add(mark);
    return mark;
  }

  #free(name: string, agent: boolean): string {
    for (const mark of candidates(name, agent)) if (!this.#taken.has(mark)) return mark;
    // No two signs of the name are left.
    const [first = '?'] = lettersOf(name);
    let number = 2;
    while (this.#taken.has(`${first}${number}`)) number++;
    return `${first}${number}`;
  }
}

function* candidates(name: string, agent: boolean): Iterable<string> {
  const letters = lettersOf(name);
  const [first = '?', second = ''] = letters;
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const [initial = ''] = lettersOf(words.at(-1) ?? '');
  if (agent) yield first + (lettersOf(name.slice(name.lastIndexOf('-') + 1))[0] ?? '');
  yield first + second;
  if (words.length > 1) yield first + initial;
  for (const letter of letters.slice(2)) yield first + letter;
}

function lettersOf(name: string): readonly string[] {
  return Array.from(name.toUpperCase().replace(/[^\p{L}\p{N}]/gu, ''));
}
