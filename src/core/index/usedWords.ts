import type { Task } from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import type { Status } from '../model/status.ts';
import { hasSign, plainWord, type WordStyle } from '../model/statusWords.ts';
import type { FormatId } from '../model/system.ts';

/** How often the tasks of a folder use each word for each status: in the documents of each format, which have words of their own. */
export class UsedWords {
  readonly #formats = new Map<FormatId, Map<Status, Map<string, number>>>();

  /** Counts the words of a document's tasks `by` times: -1 takes them back. */
  count({ format, parts }: ParsedDocument, by: number): void {
    let statuses = this.#formats.get(format);
    if (statuses === undefined) {
      statuses = new Map();
      this.#formats.set(format, statuses);
    }
    for (const part of parts) if (part.kind === 'streamPart') countTasks(statuses, part.tasks ?? [], by);
  }

  /** See `PreferredWord`. */
  preferred(format: FormatId, status: Status, { languages, hasSigns }: WordStyle): string | undefined {
    const counts = new Map<string, number>();
    for (const [cell, count] of this.#formats.get(format)?.get(status) ?? []) {
      if (hasSign(cell) !== hasSigns) continue;
      const word = plainWord(cell);
      const fits =
        word?.languages.size === 0 || [...(word?.languages ?? [])].some((each) => languages.has(each));
      if (word !== undefined && fits) counts.set(word.text, (counts.get(word.text) ?? 0) + count);
    }
    return mostUsed(counts);
  }
}

function countTasks(statuses: Map<Status, Map<string, number>>, tasks: readonly Task[], by: number): void {
  for (const { status } of tasks) {
    if (status.value === 'unknown' || status.written === '') continue;
    const counts = statuses.get(status.value) ?? new Map<string, number>();
    counts.set(status.written, (counts.get(status.written) ?? 0) + by);
    statuses.set(status.value, counts);
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
