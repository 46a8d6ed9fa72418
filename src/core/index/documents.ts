import type { ParsedDocument } from '../model/parsedDocument.ts';
import { isSameDocument, nameOfDocument, type DocumentId, type Location } from '../text/document.ts';
import { keyAtHand, toKey, type Key } from '../text/key.ts';
import { lineAt } from '../text/lineStarts.ts';
import type { Range } from '../text/range.ts';

/** What the documents of a folder say, by their keys and by where they are. */
export class Documents {
  readonly #byKey = new Map<Key, ParsedDocument>();
  /** By their ids, those that have not the key that one of the folder itself has: of other branches and worktrees. */
  readonly #elsewhere = new Map<string, ParsedDocument>();

  get byKey(): ReadonlyMap<Key, ParsedDocument> {
    return this.#byKey;
  }

  /** Takes what a document says now in place of what it said. */
  set(key: Key, parsed: ParsedDocument | undefined): void {
    const before = this.#byKey.get(key);
    if (before !== undefined && before.key !== keyAtHand(before.id))
      this.#elsewhere.delete(nameOfDocument(before.id));
    if (parsed === undefined) {
      this.#byKey.delete(key);
      return;
    }
    this.#byKey.set(key, parsed);
    if (key !== keyAtHand(parsed.id)) this.#elsewhere.set(nameOfDocument(parsed.id), parsed);
  }

  find(id: DocumentId): ParsedDocument | undefined {
    const atHand = this.#byKey.get(keyAtHand(id));
    return atHand !== undefined && isSameDocument(atHand.id, id)
      ? atHand
      : this.#elsewhere.get(nameOfDocument(id));
  }

  /** See `ProjectIndex.lineOf`. */
  lineOf({ document, range }: Location): number {
    return range === undefined ? 0 : lineAt(this.find(document)?.lineStarts ?? [], range.start);
  }

  /** See `ProjectIndex.keyOf`. */
  keyOf({ document }: Location): Key {
    return this.find(document)?.key ?? toKey(document.path);
  }

  /** See `ProjectIndex.lineIn`. */
  lineIn(key: Key, { start }: Range): number {
    return lineAt(this.#byKey.get(key)?.lineStarts ?? [], start);
  }
}
