import { compareText } from '../base/compareText.ts';
import type { Item, StreamPart } from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import type { Key } from '../text/key.ts';
import { composeStream } from './composeStream.ts';
import { KeySets } from './keySets.ts';

/** An item, or a document of which nothing can be read: both have a row. */
export interface Entry {
  /** Of the item, else of the document. */
  readonly key: Key;
  readonly path: string;
  readonly item: Item | undefined;
}

/** What the documents of a folder are about: of a stream, what its parts say together. */
export class Items {
  readonly #files: ReadonlyMap<Key, ParsedDocument>;
  readonly #items = new Map<Key, Item>();
  /** Keys of the documents by the items that they are about, or hold a part of. */
  readonly #documents = new KeySets();

  /** @param files the live map of the index */
  constructor(files: ReadonlyMap<Key, ParsedDocument>) {
    this.#files = files;
  }

  /** By their keys; it follows what comes and goes. */
  get all(): ReadonlyMap<Key, Item> {
    return this.#items;
  }

  /** The key of what a document is about, or holds a part of; its own where it holds nothing. */
  keyOf(document: Key): Key {
    return keysOf(this.#files.get(document))[0] ?? document;
  }

  documentsOf(item: Key): readonly Key[] {
    return this.#documents.get(item);
  }

  /** Every item of a kind, and every document that should hold one and does not, in the order of their keys. */
  entries(holds: Item['kind']): readonly Entry[] {
    const entries = new Map<Key, Entry>();
    for (const file of this.#files.values()) {
      if (file.holds !== holds) continue;
      const key = this.keyOf(file.key);
      const item = this.#items.get(key);
      entries.set(key, { key, path: item?.location.document.path ?? file.id.path, item });
    }
    return [...entries.values()].sort((a, b) => compareText(a.key, b.key));
  }

  /**
   * Follows a document that says something else than before, once the map of files has it; nothing is undefined.
   * @returns the items that it concerns, as they were and as they are
   */
  follow(
    before: ParsedDocument | undefined,
    now: ParsedDocument | undefined,
  ): readonly { readonly key: Key; readonly was: Item | undefined; readonly is: Item | undefined }[] {
    for (const key of keysOf(before)) if (before !== undefined) this.#documents.delete(key, before.key);
    for (const key of keysOf(now)) if (now !== undefined) this.#documents.add(key, now.key);
    return [...new Set([...keysOf(before), ...keysOf(now)])].map((key) => {
      const was = this.#items.get(key);
      const is = this.#compose(key);
      if (is === undefined) this.#items.delete(key);
      else this.#items.set(key, is);
      return { key, was, is };
    });
  }

  #compose(key: Key): Item | undefined {
    const documents = this.documentsOf(key).flatMap((each) => this.#files.get(each) ?? []);
    const parts: StreamPart[] = [];
    for (const part of documents.flatMap((each) => each.parts))
      if (part.kind === 'streamPart') {
        if (part.stream === key) parts.push(part);
      } else if (part.key === key) return part;
    const [first, ...others] = parts;
    const state = documents.find(({ branchState }) => branchState !== undefined)?.branchState;
    return first === undefined ? undefined : composeStream([first, ...others], state);
  }
}

function keysOf(parsed: ParsedDocument | undefined): readonly Key[] {
  return (parsed?.parts ?? []).map((part) => (part.kind === 'streamPart' ? part.stream : part.key));
}
