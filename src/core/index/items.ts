import { compareText } from '../base/compareText.ts';
import {
  identityOf,
  pathOf,
  type BranchFacts,
  type Holding,
  type Item,
  type Part,
  type Stream,
  type StreamPart,
  type Task,
} from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { usesClaims, type Claims } from '../model/claims.ts';
import { findByKey } from '../model/rowIdentity.ts';
import { isSameDocument } from '../text/document.ts';
import { nameIn, type Key } from '../text/key.ts';
import { composeStream } from './composeStream.ts';
import { KeySets } from './keySets.ts';
import type { Places } from './places.ts';
import { StepFacts } from './stepFacts.ts';
import { ToldBranches } from './toldBranches.ts';

/** An item, or a document of which nothing can be read: both have a row. */
export interface Entry {
  /** Of the item, else of the document. */
  readonly key: Key;
  readonly path: string;
  readonly item: Item | undefined;
}

/** An item as it was and as it is. */
export interface FollowedItem {
  readonly key: Key;
  readonly was: Item | undefined;
  readonly is: Item | undefined;
}

/** What the documents of a folder are about: of a stream, what its parts say together. */
export class Items {
  readonly #files: ReadonlyMap<Key, ParsedDocument>;
  readonly #items = new Map<Key, Item>();
  /** Keys of the documents by the items that they hold a part of, but for those that nearly all items are: the key's own. */
  readonly #others = new KeySets();

  /** What {@link entries} gave, until a document comes, goes or says something else. */
  readonly #entries = new Map<Holding, readonly Entry[]>();

  readonly steps = new StepFacts();
  readonly #told: ToldBranches;

  #claims: Claims | undefined;

  /** @param files the live map of the index */
  constructor(files: ReadonlyMap<Key, ParsedDocument>, places: Places) {
    this.#files = files;
    this.#told = new ToldBranches(files, places);
  }

  get claims(): Claims | undefined {
    return this.#claims;
  }

  /** Takes who has claimed what in place of what was known; see {@link follow}. */
  setClaims(claims: Claims): readonly FollowedItem[] {
    const before = this.#claims;
    this.#claims = claims;
    const changed = this.#told.setHere(claims.here).map((key) => this.#anew(key));
    for (const [key, was] of this.#items) {
      if (was.kind !== 'stream' || !usesClaims(was)) continue;
      if ((before?.saidOf(was) ?? '[]') === claims.saidOf(was)) continue;
      const is = this.#compose(key);
      if (is !== undefined) this.#items.set(key, is);
      changed.push({ key, was, is });
    }
    if (changed.length > 0) this.#entries.clear();
    return changed;
  }

  /** By their keys; it follows what comes and goes. */
  get all(): ReadonlyMap<Key, Item> {
    return this.#items;
  }

  /** The key of what a document is about, or holds a part of; its own where it holds nothing. */
  keyOf(document: Key): Key {
    const first = this.#files.get(document)?.parts[0];
    return first === undefined ? document : keyOfPart(first);
  }

  /** The task with a key, of the stream with another one; a work item is one by itself. */
  findTask(stream: Key, key: Key): Task | undefined {
    const item = this.#items.get(stream);
    if (item?.kind === 'workItem') return item.task.key === key ? item.task : undefined;
    if (item?.kind !== 'stream') return undefined;
    for (const document of this.documentsOf(stream)) {
      const id = this.#files.get(document)?.id;
      if (id === undefined || nameIn(document, key) === undefined) continue;
      const there = item.tasks.filter(({ location }) => isSameDocument(location.document, id));
      const found = findByKey(document, key, there);
      if (found.kind === 'found') return found.row;
    }
    return undefined;
  }

  /** The item with a key, or that the document with that key is about, or holds a part of. */
  at(key: Key): Item | undefined {
    return this.#items.get(key) ?? this.#items.get(this.keyOf(key));
  }

  /** The stream with a key, or that the document with that key holds a part of. */
  streamAt(key: Key): Stream | undefined {
    const item = this.#items.get(key) ?? this.#items.get(this.keyOf(key));
    if (item?.kind === 'stream') return item;
    for (const part of this.#files.get(key)?.parts ?? [])
      if (part.kind === 'streamPart') return streamOf(this.#items.get(part.stream));
    return undefined;
  }

  /** Where the document with a key stands in its folder, or the first one of an item; empty when there is none. */
  pathOf(key: Key): string {
    const file = this.#files.get(key);
    if (file !== undefined) return file.id.path;
    const item = this.#items.get(key);
    return item === undefined ? '' : pathOf(identityOf(item));
  }

  /** The document with a key, or those of an item. */
  documentsAt(key: Key): readonly Key[] {
    return this.#files.has(key) ? [key] : this.documentsOf(key);
  }

  documentsOf(item: Key): readonly Key[] {
    const others = this.#others.get(item);
    const own = keysOf(this.#files.get(item)).includes(item);
    if (!own) return others;
    return others.length === 0 ? [item] : [item, ...others].sort(compareText);
  }

  /** Every item of a kind, and every document that should hold one and does not, in the order of their keys. */
  entries(holds: Holding): readonly Entry[] {
    const known = this.#entries.get(holds);
    if (known !== undefined) return known;
    const entries = new Map<Key, Entry>();
    for (const { key: document, id, holds: held, parts } of this.#files.values()) {
      if (parts.length === 0 && held === holds)
        entries.set(document, { key: document, path: id.path, item: undefined });
      for (const part of parts) {
        if (holdingOf(part) !== holds) continue;
        const key = keyOfPart(part);
        const item = this.#items.get(key);
        // What settles something of a stream that is not there has a row of its own, if anything.
        if (item === undefined) entries.set(document, { key: document, path: id.path, item });
        else entries.set(key, { key, path: pathOf(identityOf(item)), item });
      }
    }
    const sorted = [...entries.values()].sort((a, b) => compareText(a.key, b.key));
    this.#entries.set(holds, sorted);
    return sorted;
  }

  /**
   * Follows a document that says something else than before, once the map of files has it; nothing is undefined.
   * @returns the items that it concerns, as they were and as they are
   */
  follow(before: ParsedDocument | undefined, now: ParsedDocument | undefined): readonly FollowedItem[] {
    this.#entries.clear();
    this.steps.follow(before, now);
    for (const key of keysOf(before))
      if (before !== undefined && key !== before.key) this.#others.delete(key, before.key);
    for (const key of keysOf(now)) if (now !== undefined && key !== now.key) this.#others.add(key, now.key);
    const due = this.#told.follow(before, now);
    return [...new Set([...keysOf(before), ...keysOf(now), ...due])].map((key) => this.#anew(key));
  }

  #anew(key: Key): FollowedItem {
    const was = this.#items.get(key);
    const is = this.#compose(key);
    if (is === undefined) this.#items.delete(key);
    else this.#items.set(key, is);
    return { key, was, is };
  }

  #compose(key: Key): Item | undefined {
    const parts: StreamPart[] = [];
    const documents: Key[] = [];
    let facts: BranchFacts | undefined;
    for (const each of this.documentsOf(key)) {
      const document = this.#files.get(each);
      facts ??= document?.facts;
      for (const part of document?.parts ?? [])
        if (part.kind === 'streamPart') {
          if (part.stream !== key) continue;
          parts.push(part);
          documents.push(each);
        } else if (keyOfPart(part) === key) return part;
    }
    if (!isFilled(parts) || parts.every(({ role }) => role === 'settings')) return undefined;
    const isNamed = parts.some(({ branch }) => branch !== undefined);
    const told = isNamed || facts?.otherRepository === true ? undefined : this.#told.of(key);
    facts ??= told?.facts;
    const stream = composeStream(parts, facts, told?.branch);
    const claims = this.#claims;
    if (claims === undefined || claims.isEmpty) return stream;
    const claimed = parts.map((part, i) => claims.claimed(documents[i] ?? key, part, stream.branch));
    return isFilled(claimed) && claimed.some((part, i) => part !== parts[i])
      ? composeStream(claimed, facts, told?.branch)
      : stream;
  }
}

function isFilled<T>(list: readonly T[]): list is readonly [T, ...T[]] {
  return list.length > 0;
}

function streamOf(item: Item | undefined): Stream | undefined {
  return item?.kind === 'stream' ? item : undefined;
}

function holdingOf(part: Part): Holding {
  return part.kind === 'workItem' ? part.list : part.kind === 'spec' ? 'spec' : 'stream';
}

function keysOf(parsed: ParsedDocument | undefined): readonly Key[] {
  return (parsed?.parts ?? []).map(keyOfPart);
}

function keyOfPart(part: Part): Key {
  return part.kind === 'streamPart' ? part.stream : identityOf(part).key;
}
