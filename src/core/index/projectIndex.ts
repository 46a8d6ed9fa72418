import { runAtOnce, type Steps } from '../base/steps.ts';
import type { Claims } from '../model/claims.ts';
import { leadsOut } from '../model/destination.ts';
import {
  pathOf,
  type Criterion,
  type Holding,
  type Item,
  type Spec,
  type Stream,
  type Task,
  type WorkItem,
} from '../model/item.ts';
import type { Link } from '../model/link.ts';
import { isTracked, sameInSteps, type Elsewhere, type ParsedDocument } from '../model/parsedDocument.ts';
import type { Problem } from '../model/problem.ts';
import type { Status } from '../model/status.ts';
import type { WordStyle } from '../model/statusWords.ts';
import type { FormatId } from '../model/system.ts';
import type { DocumentId, Location } from '../text/document.ts';
import { holdersOf, type Key, toKey } from '../text/key.ts';
import type { Range } from '../text/range.ts';
import { CompactCopies } from './compactCopy.ts';
import { CriteriaGraph, findCriterion, type CriterionMeaning, type TaskInStream } from './criteriaGraph.ts';
import { DeltaGraph } from './deltaGraph.ts';
import { Derived } from './derived.ts';
import { documentProblems } from './documentProblems.ts';
import { Documents } from './documents.ts';
import { Items, type Entry, type FollowedItem } from './items.ts';
import { LinkGraph, type PathKind, type PlacedLink } from './linkGraph.ts';
import type { Places } from './places.ts';
import { StreamBranches } from './streamBranches.ts';
import { WorkItemIds } from './workItemIds.ts';
import { UsedWords } from './usedWords.ts';

/** All tracked files of one workspace folder, by key, and what follows from several of them together. */
export class ProjectIndex {
  readonly #documents = new Documents();
  readonly #files = this.#documents.byKey;
  readonly #items: Items;
  /** What is known of steps besides what their documents say. */
  readonly steps: Items['steps'];
  readonly #copies = new CompactCopies();
  readonly #places: Places;
  readonly #branches: StreamBranches;
  readonly #words = new UsedWords();
  readonly #links: LinkGraph;
  readonly #criteria: CriteriaGraph;
  readonly deltas: DeltaGraph;
  readonly ids: WorkItemIds;
  readonly #derived = new Derived();
  #complete = false;

  constructor(places: Places) {
    this.#places = places;
    this.#items = new Items(this.#files, places);
    this.steps = this.#items.steps;
    const rootOf = (path: string): string => places.rootOf(path)?.path ?? '';
    this.#branches = new StreamBranches(rootOf, (key) => this.pathOf(key));
    this.#links = new LinkGraph(this.#files, (path) => places.rootOf(path)?.path);
    this.ids = new WorkItemIds(this.#items.all, rootOf);
    this.#criteria = new CriteriaGraph(this.#items.all, this.#links, (key) => this.#items.keyOf(key));
    this.deltas = new DeltaGraph(this.#items.all);
  }

  /** Whether every file was read once. Before that nothing is said about links and criteria: what is missing may come. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Every file was read once. */
  setComplete(): void {
    this.#complete = true;
  }

  /**
   * Takes what a file says now in place of what it said; `undefined` takes the file out.
   * Gives the keys of all files that may be shown differently now: empty when nothing is.
   */
  replace(key: Key, parsed: ParsedDocument | undefined): readonly Key[] {
    return runAtOnce(this.replaceInSteps(key, parsed, () => true));
  }

  /** {@link replace}, in steps; nothing is taken where `isWanted` says no once it could be. */
  *replaceInSteps(
    key: Key,
    parsed: ParsedDocument | undefined,
    isWanted: () => boolean,
  ): Steps<readonly Key[]> {
    const kept = parsed === undefined ? undefined : yield* this.#copies.copy(parsed);
    const before = this.#files.get(key);
    if (before !== undefined && kept !== undefined && (yield* sameInSteps(before, kept))) return [];
    return isWanted() ? this.#put(key, kept) : [];
  }

  /** Takes who has claimed what; gives the keys of what may be shown differently now. */
  setClaims(claims: Claims): readonly Key[] {
    const [touched, items] = [new Set<Key>(), this.#items.setClaims(claims)];
    this.#follow(items, touched);
    for (const document of items.flatMap(({ key }) => this.#items.documentsOf(key))) {
      touched.add(document);
      this.#touchNeighbours({ key: document }, touched);
    }
    return this.#derived.forget([...touched]);
  }

  #follow(items: readonly FollowedItem[], touched: Set<Key>): void {
    for (const graph of [this.#criteria, this.deltas]) {
      for (const { was } of items) if (was !== undefined) graph.remove(was);
      for (const { is } of items) if (is !== undefined) graph.add(is);
    }
    for (const { key, was, is } of items) {
      const others = this.#branches.replace(key, streamOf(was), streamOf(is), this.#complete);
      for (const each of [key, ...others]) touched.add(each);
    }
  }

  #put(key: Key, parsed: ParsedDocument | undefined): readonly Key[] {
    const before = this.#files.get(key);
    if ((before ?? parsed) === undefined) return [];
    const touched = new Set([key]);
    if (before !== undefined) {
      this.#touchNeighbours(before, touched);
      this.#links.remove(before);
      this.#words.count(before, -1);
    }
    this.#documents.set(key, parsed);
    if (parsed !== undefined) {
      this.#links.add(parsed);
      this.#words.count(parsed, 1);
    }
    const items = this.#items.follow(before, parsed);
    this.#follow(items, touched);
    for (const each of this.ids.follow(items)) touched.add(each);
    if (parsed !== undefined) this.#touchNeighbours(parsed, touched);
    if ((before === undefined) !== (parsed === undefined))
      for (const linker of this.#links.mayLink((parsed ?? before)?.id.path ?? '')) touched.add(linker);
    // What is said of an item is said at its documents.
    for (const each of [...touched]) {
      touched.add(this.#items.keyOf(each));
      for (const document of this.#items.documentsOf(this.#items.keyOf(each))) touched.add(document);
    }
    return this.#derived.forget([...touched]).filter((each) => each === key || this.#files.has(each));
  }

  /** What `work` gives for a file, kept until the file or a neighbour of it changes. One purpose for each kind of file. */
  derive<T>(key: Key, work: () => T): T {
    return this.#complete ? this.#derived.get(key, work) : work();
  }

  get size(): number {
    return this.#files.size;
  }

  keys(): Iterable<Key> {
    return this.#files.keys();
  }

  file(key: Key): ParsedDocument | undefined {
    return this.#files.get(key);
  }

  document(id: DocumentId): ParsedDocument | undefined {
    return this.#documents.find(id);
  }

  /** The zero-based line at which an item begins; 0 for a whole document, and where the document is not there. */
  lineOf(location: Location): number {
    return this.#documents.lineOf(location);
  }

  /** The key of the document that an item is in; of a stream, that of its first part. */
  keyOf(location: Location): Key {
    return this.#documents.keyOf(location);
  }

  /** The same, and the zero-based line at which the item begins there. */
  placeIn(location: Location): { readonly key: Key; readonly line: number } {
    return { key: this.keyOf(location), line: this.lineOf(location) };
  }

  /** The zero-based line at which a range of a file begins. */
  lineIn(key: Key, range: Range): number {
    return this.#documents.lineIn(key, range);
  }

  files(): Iterable<ParsedDocument> {
    return this.#files.values();
  }

  /** Paths of specs that stand out of the folder and that a link made known. */
  outsidePaths(): readonly string[] {
    return [...this.#files.values()].map(({ id }) => id.path).filter(leadsOut);
  }

  /** Whether there is anything besides specs that no system keeps. */
  hasTracked(): boolean {
    return [...this.#files.values()].some(isTracked);
  }

  /** Every item of a kind, and every document that should hold one and does not, in the order of their keys. */
  entries(holds: Holding): readonly Entry[] {
    return this.#items.entries(holds);
  }

  items(): Iterable<Item> {
    return this.#items.all.values();
  }

  /** In the order of their keys, without what was put away. */
  streams(): readonly Stream[] {
    return this.entries('stream').flatMap(({ item }) => {
      const stream = streamOf(item);
      return stream === undefined || stream.archived === true ? [] : [stream];
    });
  }

  specs(): readonly Spec[] {
    return this.entries('spec').flatMap(({ item }) => specOf(item) ?? []);
  }

  workItems(list: WorkItem['list']): readonly WorkItem[] {
    return this.entries(list).flatMap(({ item }) => (item?.kind === 'workItem' ? [item] : []));
  }

  /** The item with a key, or that the document with that key is about, or holds a part of. */
  itemAt(key: Key): Item | undefined {
    return this.#items.at(key);
  }

  /** What has a key: an item, or a task of one. */
  find(key: Key): Item | Task | undefined {
    const item = this.#items.all.get(key);
    if (item !== undefined) return item;
    for (const holder of holdersOf(key)) {
      const task = this.findTask(holder, key);
      if (task !== undefined) return task;
    }
    return undefined;
  }

  /** Keys of the documents that hold an item, or a part of it. */
  documentsOf(item: Key): readonly Key[] {
    return this.#items.documentsOf(item);
  }

  /** The stream with a key, or that the document with that key holds a part of. */
  findStream(key: Key): Stream | undefined {
    return this.#items.streamAt(key);
  }

  findSpec(key: Key): Spec | undefined {
    return specOf(this.itemAt(key));
  }

  /** The task with a key, of the stream with another one, or that the document with that has a part of. */
  findTask(stream: Key, key: Key): Task | undefined {
    return this.#items.findTask(this.#items.all.has(stream) ? stream : this.#items.keyOf(stream), key);
  }

  findCriterion(key: Key, id: string): Criterion | undefined {
    const spec = this.findSpec(key);
    return spec === undefined ? undefined : findCriterion(spec, id);
  }

  /**
   * The streams whose `Branch:` line names a branch of the folder's own repository, those in the outermost tracking directories
   * first, and last what is only shown.
   * @param root only those in this tracking directory
   */
  streamsOfBranch(branch: string, root?: string): readonly Stream[] {
    return this.#branches.streamsOf(branch, root, (key) => this.findStream(key));
  }

  /** What tells a file from one of the same name in another root: `packages/api`; empty in the one at the top. */
  placeOf(path: string): string {
    return this.#places.placeOf(path);
  }

  /** Where the document is that a stream begins in, when it is not in the folder itself. */
  elsewhere({ location }: Stream): Elsewhere | undefined {
    return this.document(location.document)?.elsewhere;
  }

  /** Where the document with a key stands in its folder, or the first one of an item; empty when there is none. */
  pathOf(key: Key): string {
    return this.#items.pathOf(key);
  }

  /** Whether a link of a stream leads to the file at `path`. */
  leadsTo(from: Stream, link: Link, path: string): boolean {
    return this.#links.leadsTo(pathOf(from), link, path);
  }

  /** Every link of an item or a document, with where it stands and leads, in order. */
  linksOf(key: Key): readonly PlacedLink[] {
    return this.#items.documentsAt(key).flatMap((each) => this.#links.linksOf(each));
  }

  /** The streams with a link that leads to a path, one after the other, for who does not want all. */
  *streamsLinking(path: string): Iterable<Stream> {
    for (const from of this.#links.linkersOf(path)) {
      const stream = this.findStream(from);
      if (stream !== undefined) yield stream;
    }
  }

  /** What an ID of the criteria shape stands for in a stream. */
  meaning(stream: Stream, id: string): CriterionMeaning {
    return this.#criteria.meaning(stream, id);
  }

  /** Keys of the specs that a stream's `Spec:` lines lead to. */
  linkedSpecs(stream: Stream): readonly Key[] {
    return this.#criteria.linkedSpecs(stream);
  }

  /** The criteria that a task names; look-alikes such as `UTF-8` are none. */
  criteriaOf(stream: Stream, task: Task): readonly string[] {
    return this.#criteria.criteriaOf(stream, task);
  }

  /** The tasks that serve a criterion of a spec. */
  tasksOf(spec: Spec, id: string): readonly TaskInStream[] {
    return [...this.#criteria.eachTaskOf(spec, id)];
  }

  /** The same one after the other, for who does not want all. */
  eachTaskOf(spec: Spec, id: string): Iterable<TaskInStream> {
    return this.#criteria.eachTaskOf(spec, id);
  }

  /** The streams that link a spec or serve one of its criteria. */
  streamsOfSpec(spec: Spec): readonly Stream[] {
    return this.#criteria.streamsOf(spec);
  }

  /** Paths that links of a file may mean and that nobody has looked at: tell with {@link setKind} what stands there. */
  unknownPaths(key: Key): readonly string[] {
    const file = this.#files.get(key);
    return file === undefined ? [] : this.#links.unknownPaths(file);
  }

  /** Notes what stands at a path that is no tracked file; gives the files that may be shown differently now. */
  setKind(path: string, kind: PathKind): readonly Key[] {
    return this.#derived.forget(this.#links.setKind(path, kind));
  }

  /** Every path that {@link setKind} was told of. */
  knownPaths(): readonly string[] {
    return this.#links.knownPaths();
  }

  /** Whether a link may mean this path, so that it matters what becomes of it. */
  concerns(path: string): boolean {
    return this.#links.concerns(path);
  }

  /** Whether a stream's `Spec:` line leads to this path: then it is a spec, wherever it stands. */
  isLinkedAsSpec(path: string): boolean {
    return this.#links.isLinkedAsSpec(path);
  }

  /** What is wrong with a file, by itself and together with others, in text order. */
  problems(key: Key): readonly Problem[] {
    const file = this.#files.get(key);
    if (file === undefined) return [];
    return documentProblems(file, this.findStream(key), {
      isComplete: this.#complete,
      items: this.#items,
      ids: this.ids,
      branches: this.#branches,
      links: this.#links,
      criteria: this.#criteria,
      deltas: this.deltas,
    });
  }

  /** See `PreferredWord`: what documents of a format write. */
  preferredWord(format: FormatId, status: Status, style: WordStyle): string | undefined {
    return this.#words.preferred(format, status, style);
  }

  /** Files whose rows tell something about this one: what it links, what it serves, what serves it. */
  #touchNeighbours({ key }: Pick<ParsedDocument, 'key'>, touched: Set<Key>): void {
    const item = this.itemAt(key);
    if (!this.#complete || item === undefined) return;
    this.#criteria.neighbours(item, (other) => touched.add(other));
    this.deltas.neighbours(item, (other) => touched.add(other));
    for (const { target } of this.linksOf(key)) if (target.kind === 'file') touched.add(toKey(target.path));
  }
}

function specOf(item: Item | undefined): Spec | undefined {
  return item?.kind === 'spec' ? item : undefined;
}

function streamOf(item: Item | undefined): Stream | undefined {
  return item?.kind === 'stream' ? item : undefined;
}
