import { isProgressFile, pathOf, type BranchFacts, type StreamPart } from '../model/item.ts';
import { toDestination } from '../model/destination.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { toKey, type Key } from '../text/key.ts';
import type { Places } from './places.ts';

/** A branch that other documents than a stream's own tell, with what is known of it. */
export interface ToldBranch {
  readonly branch: string;
  readonly facts?: BranchFacts | undefined;
}

/**
 * The branches of streams that name none and that none is named after: a progress file's `Spec:` line leads into the stream's folder,
 * or the stream is the only open one of a group of which one is worked on at a time, which is that of the branch that is checked out.
 */
export class ToldBranches {
  readonly #files: ReadonlyMap<Key, ParsedDocument>;
  readonly #places: Places;
  /** Of each stream: the branch of each progress file that leads into it, by the key of that. */
  readonly #linked = new Map<Key, Map<Key, string>>();
  /** The open streams of each group, and the group of each. */
  readonly #groups = new Map<string, Set<Key>>();
  readonly #groupOf = new Map<Key, string>();
  #here: string | undefined;

  /** @param files the live map of the index */
  constructor(files: ReadonlyMap<Key, ParsedDocument>, places: Places) {
    this.#files = files;
    this.#places = places;
  }

  of(stream: Key): ToldBranch | undefined {
    const [[document, branch] = [], ...others] = this.#linked.get(stream) ?? [];
    if (document !== undefined && branch !== undefined)
      // Where two say different branches, nobody knows which.
      return others.every(([, other]) => other === branch)
        ? { branch, facts: this.#files.get(document)?.facts }
        : undefined;
    const group = this.#groupOf.get(stream);
    return group !== undefined && this.#here !== undefined && this.#groups.get(group)?.size === 1
      ? { branch: this.#here, facts: { followsCheckout: true } }
      : undefined;
  }

  /** Follows a document that says something else than before; the keys of streams whose branch may be another one now. */
  follow(before: ParsedDocument | undefined, now: ParsedDocument | undefined): ReadonlySet<Key> {
    const due = new Set<Key>();
    for (const stream of this.#streamsLinkedBy(before).keys()) {
      const linkers = this.#linked.get(stream);
      linkers?.delete(before?.key ?? stream);
      if (linkers?.size === 0) this.#linked.delete(stream);
      due.add(stream);
    }
    for (const [stream, branch] of this.#streamsLinkedBy(now)) {
      const linkers = this.#linked.get(stream) ?? new Map<Key, string>();
      linkers.set(now?.key ?? stream, branch);
      this.#linked.set(stream, linkers);
      due.add(stream);
    }
    const [was, is] = [this.#openIn(before), this.#openIn(now)];
    if (was?.group !== is?.group || was?.stream !== is?.stream) {
      if (was !== undefined) this.#leave(was.group, was.stream, due);
      if (is !== undefined) this.#enter(is.group, is.stream, due);
    }
    return due;
  }

  /** Takes which branch is checked out; the keys of streams whose branch may be another one now. */
  setHere(branch: string | undefined): readonly Key[] {
    if (branch === this.#here) return [];
    this.#here = branch;
    return [...this.#groups.values()].flatMap((streams) => (streams.size === 1 ? [...streams] : []));
  }

  #enter(group: string, stream: Key, due: Set<Key>): void {
    const streams = this.#groups.get(group) ?? new Set<Key>();
    // Those that it is no longer alone.
    if (streams.size === 1) for (const other of streams) due.add(other);
    streams.add(stream);
    this.#groups.set(group, streams);
    this.#groupOf.set(stream, group);
    due.add(stream);
  }

  #leave(group: string, stream: Key, due: Set<Key>): void {
    const streams = this.#groups.get(group);
    streams?.delete(stream);
    this.#groupOf.delete(stream);
    due.add(stream);
    if (streams?.size === 0) this.#groups.delete(group);
    else if (streams?.size === 1) for (const other of streams) due.add(other);
  }

  /** The streams into whose folders the `Spec:` lines of a progress file lead, with its branch. */
  #streamsLinkedBy(document: ParsedDocument | undefined): ReadonlyMap<Key, string> {
    const found = new Map<Key, string>();
    for (const part of partsOf(document)) {
      const { branch, links = [] } = part;
      if (document === undefined || branch === undefined || !isProgressFile(part)) continue;
      for (const { role, destination } of links) {
        if (role !== 'spec') continue;
        const { path } = document.id;
        const to = toDestination(path, destination, (from) => this.#places.rootOf(from)?.path);
        if (to.kind !== 'paths') continue;
        // Of the places that a link may lead to, mostly only one is there.
        for (const each of [to.path, ...to.others()]) {
          const stream = this.#places.streamAt(each);
          // What another worktree has leads to what stands beside it there.
          if (stream !== undefined) found.set(toKey(`${stream}${document.key.slice(path.length)}`), branch);
        }
      }
    }
    return found;
  }

  /** The stream of a document that is in work, with its group. */
  #openIn(
    document: ParsedDocument | undefined,
  ): { readonly group: string; readonly stream: Key } | undefined {
    for (const part of partsOf(document)) {
      if (part.archived === true || part.status?.value !== 'wip') continue;
      const group = this.#places.groupOf(pathOf(part));
      if (group !== undefined) return { group, stream: part.stream };
    }
    return undefined;
  }
}

function partsOf(document: ParsedDocument | undefined): readonly StreamPart[] {
  return (document?.parts ?? []).flatMap((part) => (part.kind === 'streamPart' ? [part] : []));
}
