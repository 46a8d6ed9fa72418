import { relativeLink, toDestination, type Destination } from '../model/destination.ts';
import type { Part } from '../model/item.ts';
import { type Key, toKey } from '../text/key.ts';
import type { DocumentPart } from '../text/document.ts';
import type { Link } from '../model/link.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { toProblem, type Problem } from '../model/problem.ts';
import { KeySets } from './keySets.ts';

/** What stands at a path, as somebody who can look found it. */
export type PathKind = 'file' | 'folder' | 'missing' | 'outside';

/** Where a link leads. */
export type LinkTarget =
  | {
      readonly kind: 'file';
      /** Relative to the workspace folder. */
      readonly path: string;
      readonly anchor?: string;
      /** False when the link works only from the tracking directory or from the folder. */
      readonly exact: boolean;
    }
  | { readonly kind: 'folder' | 'missing' | 'outside'; readonly path: string }
  /** Nobody has looked yet. */
  | { readonly kind: 'unknown'; readonly path: string }
  | { readonly kind: 'external'; readonly url: string }
  | { readonly kind: 'anchor'; readonly anchor: string };

/** A link, the place of it, and where it leads. */
export interface PlacedLink {
  readonly link: Link;
  readonly location: DocumentPart;
  readonly target: LinkTarget;
}

const none: readonly never[] = [];

/** Whether a link that nobody wrote leads to nothing: then there is none. */
export function isAbsent({ link, target }: PlacedLink): boolean {
  return (link.role === 'log' || link.ifThere === true) && target.kind !== 'file' && target.kind !== 'folder';
}

/** The path that a link leads to, whatever stands there; undefined for one out of the files: an address, a place in its own text. */
export function pathOfTarget(target: LinkTarget): string | undefined {
  return target.kind === 'external' || target.kind === 'anchor' ? undefined : target.path;
}

/** All links of a folder's files, both ways. */
export class LinkGraph {
  readonly #files: ReadonlyMap<Key, ParsedDocument>;
  readonly #trackingRoot: (path: string) => string | undefined;
  /** By each path that a link may mean: the files with such a link. */
  readonly #linkers = new KeySets();
  /** The same for links that make a spec of what they lead to: few, where a README may be linked by every file. */
  readonly #specLinkers = new KeySets();
  /** What {@link linkersOf} gave, until anything changes. */
  readonly #known = new Map<string, readonly Key[]>();
  #version = 0;
  /** What stands at paths that links may mean and that are no tracked file. */
  readonly #kinds = new Map<string, PathKind>();

  /** `files` is the live map of the index; `trackingRoot` gives the tracking directory that a file stands in. */
  constructor(files: ReadonlyMap<Key, ParsedDocument>, trackingRoot: (path: string) => string | undefined) {
    this.#files = files;
    this.#trackingRoot = trackingRoot;
  }

  /** Another number whenever a link may lead somewhere else than before. */
  get version(): number {
    return this.#version;
  }

  add({ id, key, parts }: ParsedDocument): void {
    this.#change();
    this.#each(id.path, parts, (destination, link) => {
      this.#noteLinker(destination.path, key, link);
    });
  }

  remove({ id, key, parts }: ParsedDocument): void {
    this.#change();
    this.#each(id.path, parts, (destination) => {
      for (const linkers of [this.#linkers, this.#specLinkers]) {
        linkers.delete(destination.path, key);
        for (const other of destination.others()) linkers.delete(other, key);
      }
    });
  }

  /** Every link of a document, in order. */
  linksOf(key: Key): readonly PlacedLink[] {
    const file = this.#files.get(key);
    if (file === undefined) return none;
    return linksOf(file.parts).map((link) => ({
      link,
      location: { document: file.id, range: link.range },
      target: this.resolve(file.id.path, link),
    }));
  }

  /** Where a link of the document at the path `from` leads. */
  resolve(from: string, link: Link): LinkTarget {
    const destination = this.#destination(from, link);
    if (destination.kind !== 'paths') return destination;
    const { path, anchor } = destination;
    const found = (at: string, exact: boolean): LinkTarget =>
      anchor === undefined ? { kind: 'file', path: at, exact } : { kind: 'file', path: at, exact, anchor };
    const first = this.#kindOf(path);
    if (first === 'file') return found(path, true);
    let unknown = first === undefined;
    let other = first === undefined || first === 'missing' ? undefined : { kind: first, path };
    for (const each of destination.others()) {
      const kind = this.#kindOf(each);
      if (kind === 'file') return found(each, false);
      if (kind === undefined) unknown = true;
      else if (kind !== 'missing') other ??= { kind, path: each };
    }
    return other ?? { kind: unknown ? 'unknown' : 'missing', path };
  }

  /** Whether a link of the document at the path `from` leads to the file at `path`. */
  leadsTo(from: string, link: Link, path: string): boolean {
    if (!mayName(link.destination, path)) return false;
    const destination = this.#destination(from, link);
    if (destination.kind !== 'paths' || this.#kindOf(path) !== 'file') return false;
    if (destination.path === path) return true;
    const others = destination.others();
    if (!others.includes(path)) return false;
    return [destination.path, ...others].find((each) => this.#kindOf(each) === 'file') === path;
  }

  /** The files with a link that leads to `path`. */
  linkersOf(path: string): readonly Key[] {
    if (this.#kindOf(path) !== 'file') return none;
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const linkers = this.#linkers.get(path).filter((key) => {
      const from = this.#files.get(key);
      return (
        from !== undefined &&
        listsOf(from.parts).some((links) => links.some((link) => this.leadsTo(from.id.path, link, path)))
      );
    });
    this.#known.set(path, linkers);
    return linkers;
  }

  /** Whether a link for a spec leads to `path`, whatever stands there. */
  isLinkedAsSpec(path: string): boolean {
    return this.#specLinkers.get(path).some((key) => {
      const from = this.#files.get(key);
      return (
        from !== undefined &&
        listsOf(from.parts).some((links) =>
          links.some((link) => {
            if (link.role !== 'spec' || !mayName(link.destination, path)) return false;
            return pathOfTarget(this.resolve(from.id.path, link)) === path;
          }),
        )
      );
    });
  }

  /** The files with a link that may mean `path`, whatever stands there. */
  mayLink(path: string): readonly Key[] {
    return this.#linkers.get(path);
  }

  /**
   * Paths that this file's links may mean and that nobody has looked at. Where else a link may lead matters, and is kept,
   * only once no file stands where it leads first.
   */
  unknownPaths(from: ParsedDocument): readonly string[] {
    let found: Set<string> | undefined;
    const seen = new Set<string>();
    this.#each(from.id.path, from.parts, (destination, link) => {
      const name = `${link.role} ${destination.path}`;
      if (seen.has(name) || this.#kindOf(destination.path) === 'file') return;
      seen.add(name);
      const others = destination.others();
      for (const other of others) this.#noteLinker(other, from.key, link);
      for (const each of [destination.path, ...others])
        if (this.#kindOf(each) === undefined) (found ??= new Set()).add(each);
    });
    if (seen.size > 0) this.#change();
    return found === undefined ? none : [...found];
  }

  /** Notes what stands at a path; the files whose links it may change, empty when it was known. */
  setKind(path: string, kind: PathKind): readonly Key[] {
    if (this.#kinds.get(path) === kind) return [];
    this.#kinds.set(path, kind);
    this.#change();
    return this.#linkers.get(path);
  }

  /** Every path that {@link setKind} was told of. */
  knownPaths(): readonly string[] {
    return [...this.#kinds.keys()];
  }

  /** Whether a link may mean this path, so that it matters what happens to it. */
  concerns(path: string): boolean {
    return this.#linkers.has(path);
  }

  /**
   * What is wrong with the links of a file, each at its place. Of several that lead to the same thing the first is told, one of the
   * head before those of rows and notes; the others are hints, so that each can be mended where it stands.
   */
  problems({ id: { path }, parts }: ParsedDocument): readonly Problem[] {
    const problems: Problem[] = [];
    const told = new Set<string>();
    for (const link of linksOf(parts)) {
      const problem = this.#problem(path, link);
      if (problem === undefined) continue;
      const what = `${problem.code} ${problem.code === 'link.missing' ? problem.data.path : link.destination}`;
      problems.push(told.has(what) ? { ...problem, severity: 'hint' } : problem);
      told.add(what);
    }
    return problems;
  }

  #problem(from: string, link: Link): Problem | undefined {
    const { destination, range, ifThere } = link;
    // What was made or looked at may be gone, and says so with lines behind the path.
    if (ifThere === true || ['artifact', 'file', 'log'].includes(link.role)) return undefined;
    const target = this.resolve(from, link);
    switch (target.kind) {
      case 'missing':
        return toProblem('link.missing', 'warning', { path: target.path, destination }, range);
      case 'outside':
        return toProblem('link.outside', 'warning', { destination }, range);
      case 'folder':
        return link.role === 'other' || link.role === 'docs'
          ? undefined
          : toProblem('link.folder', 'warning', { destination }, range);
      case 'external':
        return /^(?:https?|mailto):/i.test(target.url)
          ? undefined
          : toProblem('link.scheme', 'warning', { destination }, range);
      case 'file':
        return target.exact || link.isPlain === true
          ? undefined
          : toProblem('link.inexact', 'hint', { exact: relativeLink(from, target.path) }, range);
      case 'unknown':
      case 'anchor':
        return undefined;
    }
  }

  #change(): void {
    this.#version++;
    this.#known.clear();
  }

  #noteLinker(to: string, from: Key, { role }: Link): void {
    this.#linkers.add(to, from);
    if (role === 'spec') this.#specLinkers.add(to, from);
  }

  #kindOf(path: string): PathKind | undefined {
    return this.#files.has(toKey(path)) ? 'file' : this.#kinds.get(path);
  }

  #each(
    path: string,
    parts: readonly Part[],
    visit: (destination: Destination & { kind: 'paths' }, link: Link) => void,
  ): void {
    for (const links of listsOf(parts))
      for (const link of links) {
        const destination = this.#destination(path, link);
        if (destination.kind === 'paths') visit(destination, link);
      }
  }

  #destination(from: string, link: Link): Destination {
    return toDestination(from, link.destination, this.#trackingRoot);
  }
}

/** False for most destinations that lead somewhere else: a name that is not percent-encoded stands in them as it is. */
function mayName(destination: string, path: string): boolean {
  return destination.includes(path.slice(path.lastIndexOf('/') + 1)) || destination.includes('%');
}

/** Every link of a document, those of rows and notes included. */
export function linksOf(parts: readonly Part[]): readonly Link[] {
  const lists = listsOf(parts);
  const [only = none] = lists;
  return lists.length < 2 ? only : lists.flat();
}

/** The links of a document where they stand: in its header, its rows, its notes. No list is empty. */
function listsOf(parts: readonly Part[]): readonly (readonly Link[])[] {
  const lists: (readonly Link[])[] = [];
  for (const part of parts) {
    if (part.kind === 'spec') continue;
    const { links = none } = part.kind === 'workItem' ? part.task : part;
    if (links.length > 0) lists.push(links);
    if (part.kind !== 'streamPart') continue;
    for (const { links: own } of part.tasks ?? none) if (own.length > 0) lists.push(own);
    for (const { links: own } of part.notes ?? none) if (own.length > 0) lists.push(own);
  }
  return lists;
}
