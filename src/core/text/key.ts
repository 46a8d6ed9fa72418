import type { Brand } from '../base/brand.ts';
import type { DocumentId, FolderId } from './document.ts';

/**
 * Names an item or a document; opaque, and unique in a workspace folder: `tracking/progress/2026-06-11-feat-rpc-retry.md#Add jitter`.
 * Formats make those of items, operations find the item again, and nobody reads one. It never holds a line or an offset.
 */
export type Key = Brand<'Key'>;

/** A document, and what its folder's index knows it by, whatever it holds. The keys of its items begin with that. */
export interface KeyedDocument {
  readonly id: DocumentId;
  readonly key: Key;
}

/** A text that is known to be a key: it was one before it was sent or stored, or it is the path of a document at hand. */
export function toKey(text: string): Key {
  return text as Key;
}

/** The key of what is called `name` in the document that `holder` is the key of. */
export function keyIn(holder: Key, name: string): Key {
  // Joined, not flattened: the keys of a document share the text of its own.
  return toKey(`${holder}#${name}`);
}

/** {@link keyIn} for many names: what their keys begin with is one text, which is a third of what a key takes. */
export function keysIn(holder: Key): (name: string) => Key {
  const beginning = `${holder}#`;
  return (name) => toKey(`${beginning}${name}`);
}

/** What {@link keyIn} was given; undefined for a key of another document. */
export function nameIn(holder: Key, key: Key): string | undefined {
  return key.startsWith(`${holder}#`) ? key.slice(holder.length + 1) : undefined;
}

/** The keys that one may be of that {@link keyIn} made. */
export function* holdersOf(key: Key): Iterable<Key> {
  for (let at = key.lastIndexOf('#'); at >= 0; at = key.lastIndexOf('#', at - 1)) {
    yield toKey(key.slice(0, at));
    if (at === 0) return;
  }
}

/** A document of the folder itself: it has its path for its key. */
export function documentAtHand(folder: FolderId, path: string): KeyedDocument {
  return { id: { folder, path }, key: toKey(path) };
}

/** The key that a document has where it is one of the folder itself. */
export function keyAtHand({ path }: DocumentId): Key {
  return toKey(path);
}

/** The key of the claims that are kept beside a folder's documents: no path is like it. */
export const claimsKey: Key = toKey('\0claims');

/** The document of the folder itself that has a key. */
export function idAtHand(folder: FolderId, key: Key): DocumentId {
  return { folder, path: key };
}
