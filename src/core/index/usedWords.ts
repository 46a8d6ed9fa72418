import type { Part, Task } from '../model/item.ts';
import type { Status } from '../model/status.ts';
import { plainWord } from '../model/statusWords.ts';
import type { Language } from '../model/statusVocabulary.ts';

/** How often the rows of a folder use each word for each status. */
export class UsedWords {
  readonly #counts = new Map<Status, Map<string, number>>();

  /** Counts the words of a document's tasks `by` times: -1 takes them back. */
  count(parts: readonly Part[], by: number): void {
    for (const part of parts) if (part.kind === 'streamPart') this.#count(part.tasks ?? [], by);
  }

  #count(tasks: readonly Task[], by: number): void {
    for (const { status } of tasks) {
      if (status.value === 'unknown' || status.written === '') continue;
      const counts = this.#counts.get(status.value) ?? new Map<string, number>();
      counts.set(status.written, (counts.get(status.written) ?? 0) + by);
      this.#counts.set(status.value, counts);
    }
  }

  /** See `PreferredWord`. */
  preferred(status: Status, languages: ReadonlySet<Language>): string | undefined {
    const counts = new Map<string, number>();
    for (const [cell, count] of this.#counts.get(status) ?? []) {
      const word = plainWord(cell);
      const fits =
        word?.languages.size === 0 || [...(word?.languages ?? [])].some((each) => languages.has(each));
      if (word !== undefined && fits) counts.set(word.text, (counts.get(word.text) ?? 0) + count);
    }
    return mostUsed(counts);
  }
}

/** The key with the highest count above zero; the first one of equals. */
function mostUsed(counts: Iterable<readonly [string, number]>): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const [word, count] of counts)
    if (count > most) {
      best = word;
      most = count;
    }
  return best;
}
