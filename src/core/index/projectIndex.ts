import { compareText } from '../base/compareText.ts';
import { runAtOnce, type Steps } from '../base/steps.ts';
import { leadsOut } from '../model/destination.ts';
import {
  pathOf,
  type Criterion,
  type Item,
  type Spec,
  type Stream,
  type Task,
  type WorkItem,
} from '../model/item.ts';
import type { Link } from '../model/link.ts';
import { mostCriteria } from '../model/criteria.ts';
import { sameInSteps, type ParsedDocument } from '../model/parsedDocument.ts';
import { isConflict, toProblem, type Problem } from '../model/problem.ts';
import { findByKey } from '../model/rowIdentity.ts';
import type { Status } from '../model/status.ts';
import type { Language } from '../model/statusVocabulary.ts';
import type { Root } from '../model/system.ts';
import { nameOfDocument, type DocumentId, type DocumentPart } from '../text/document.ts';
import { type Key, toKey } from '../text/key.ts';
import { lineAt } from '../text/lineStarts.ts';
import type { Range } from '../text/range.ts';
import { CompactCopies } from './compactCopy.ts';
import { CriteriaGraph, findCriterion, type CriterionMeaning, type TaskInStream } from './criteriaGraph.ts';
import { LinkGraph, linksOf, type LinkTarget, type PathKind } from './linkGraph.ts';
import { listedFiles, StreamBranches } from './streamBranches.ts';
import { UsedWords } from './usedWords.ts';

/** Where files stand, as the systems see it that they are of. */
export interface Places {
  /** The innermost root that a path lies in. */
  rootOf(path: string): Root | undefined;
  /** The folder that a path speaks of. */
  placeOf(path: string): string;
}

/** All tracked files of one workspace folder, by key, and what follows from several of them together. */
export class ProjectIndex {
  readonly #files = new Map<Key, ParsedDocument>();
  /** The same by their ids. */
  readonly #documents = new Map<string, ParsedDocument>();
  readonly #copies = new CompactCopies();
  readonly #places: Places;
  readonly #branches: StreamBranches;
  readonly #words = new UsedWords();
  readonly #links: LinkGraph;
  readonly #criteria: CriteriaGraph;
  /** What was worked out of a file and its neighbours, until one of them changes. */
  readonly #derived = new Map<Key, unknown>();
  /**
   * Whether every file was read once. Before that nothing is said about links and criteria: what is missing may only not
   * have been read yet.
   */
  complete = false;

  constructor(places: Places) {
    this.#places = places;
    this.#branches = new StreamBranches(
      (path) => this.#rootOf(path),
      (key) => this.pathOf(key),
    );
    this.#links = new LinkGraph(this.#files, (path) => places.rootOf(path)?.path);
    this.#criteria = new CriteriaGraph(this.#files, this.#links);
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

  #put(key: Key, parsed: ParsedDocument | undefined): readonly Key[] {
    const before = this.#files.get(key);
    if (before === undefined && parsed === undefined) return [];
    const touched = new Set([key]);
    if (before !== undefined) {
      this.#documents.delete(nameOfDocument(before.id));
      this.#touchNeighbours(before, touched);
      this.#links.remove(before);
      this.#criteria.remove(before);
      this.#words.count(streamOf(before.item), -1);
    }
    if (parsed === undefined) this.#files.delete(key);
    else {
      this.#files.set(key, parsed);
      this.#documents.set(nameOfDocument(parsed.id), parsed);
      this.#links.add(parsed);
      this.#criteria.add(parsed);
      this.#words.count(streamOf(parsed.item), 1);
      this.#touchNeighbours(parsed, touched);
    }
    if ((before === undefined) !== (parsed === undefined))
      for (const linker of this.#links.mayLink((parsed ?? before)?.id.path ?? '')) touched.add(linker);
    const [was, is] = [streamOf(before?.item), streamOf(parsed?.item)];
    for (const other of this.#branches.replace(key, was, is, this.complete)) touched.add(other);
    for (const each of touched) this.#derived.delete(each);
    return [...touched];
  }

  /**
   * What `work` gives for a file, kept until the file or a neighbour of it changes. One purpose for each kind of file.
   */
  derive<T>(key: Key, work: () => T): T {
    if (!this.complete) return work();
    const known = this.#derived.get(key);
    if (known !== undefined) return known as T;
    const result = work();
    this.#derived.set(key, result);
    return result;
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
    return this.#documents.get(nameOfDocument(id));
  }

  /** The zero-based line at which an item begins; 0 where its document is not there. */
  lineOf({ document, range }: DocumentPart): number {
    return lineAt(this.document(document)?.lineStarts ?? [], range.start);
  }

  /** The key of an item's document, and the zero-based line at which the item begins there. */
  placeIn(location: DocumentPart): { readonly key: Key; readonly line: number } {
    const { document } = location;
    return { key: this.document(document)?.key ?? toKey(document.path), line: this.lineOf(location) };
  }

  /** The zero-based line at which a range of a file begins. */
  lineIn(key: Key, { start }: Range): number {
    return lineAt(this.#files.get(key)?.lineStarts ?? [], start);
  }

  files(): Iterable<ParsedDocument> {
    return this.#files.values();
  }

  /** Paths of specs that stand out of the folder and that a link made known. */
  outsidePaths(): readonly string[] {
    return [...this.#files.values()].map(({ id }) => id.path).filter(leadsOut);
  }

  /** Whether there is anything besides specs. */
  hasTracked(): boolean {
    for (const { holds } of this.#files.values()) if (holds !== 'spec') return true;
    return false;
  }

  /** Every file of a kind, those that hold nothing that could be read included, in the order of their paths. */
  filesOf(holds: Item['kind']): readonly ParsedDocument[] {
    return [...this.#files.values()]
      .filter((file) => file.holds === holds)
      .sort((a, b) => compareText(a.key, b.key));
  }

  /** In the order of their paths. */
  streams(): readonly Stream[] {
    return this.filesOf('stream').flatMap(({ item }) => streamOf(item) ?? []);
  }

  specs(): readonly Spec[] {
    return this.filesOf('spec').flatMap(({ item }) => (item?.kind === 'spec' ? [item] : []));
  }

  workItems(kind: WorkItem['kind']): readonly WorkItem[] {
    return this.filesOf(kind).flatMap(({ item }) => (item?.kind === kind ? [item] : []));
  }

  findStream(key: Key): Stream | undefined {
    return streamOf(this.#files.get(key)?.item);
  }

  findSpec(key: Key): Spec | undefined {
    const item = this.#files.get(key)?.item;
    return item?.kind === 'spec' ? item : undefined;
  }

  findTask(stream: Key, key: Key): Task | undefined {
    const found = findByKey(stream, key, this.findStream(stream)?.tasks ?? []);
    return found.kind === 'found' ? found.row : undefined;
  }

  findCriterion(key: Key, id: string): Criterion | undefined {
    const spec = this.findSpec(key);
    return spec === undefined ? undefined : findCriterion(spec, id);
  }

  /**
   * The streams whose `Branch:` line names a branch of the folder's own repository, those in the outermost tracking directories
   * first.
   * @param root only those in this tracking directory
   */
  streamsOfBranch(branch: string, root?: string): readonly Stream[] {
    const found = this.#branches.get(branch).flatMap((key) => this.findStream(key) ?? []);
    if (root !== undefined) return found.filter((stream) => this.#rootOf(pathOf(stream)) === root);
    const depth = (stream: Stream): number => this.#rootOf(pathOf(stream)).split('/').length;
    return found.length < 2 ? found : found.sort((a, b) => depth(a) - depth(b));
  }

  /** What tells a file from one of the same name in another root: `packages/api`; empty in the one at the top. */
  placeOf(path: string): string {
    return this.#places.placeOf(path);
  }

  /** Where the document with a key stands in its folder; empty when there is none. */
  pathOf(key: Key): string {
    return this.#files.get(key)?.id.path ?? '';
  }

  #rootOf(path: string): string {
    return this.#places.rootOf(path)?.path ?? '';
  }

  /** Whether a link of an item leads to the file at `path`. */
  leadsTo(from: Stream | WorkItem, link: Link, path: string): boolean {
    return this.#links.leadsTo(pathOf(from), link, path);
  }

  /** Every link of a file with where it leads, in order. */
  linksOf(key: Key): readonly { readonly link: Link; readonly target: LinkTarget }[] {
    const file = this.#files.get(key);
    return file?.item === undefined
      ? []
      : linksOf(file.item).map((link) => ({ link, target: this.#links.resolve(file.id.path, link) }));
  }

  /** The streams with a link that leads to a path. */
  streamsLinking(path: string): readonly Stream[] {
    return [...this.eachStreamLinking(path)];
  }

  /** The same one after the other, for who does not want all. */
  *eachStreamLinking(path: string): Iterable<Stream> {
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
    const changed = this.#links.setKind(path, kind);
    for (const each of changed) this.#derived.delete(each);
    return changed;
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
    // What follows from two states of a file is told by neither.
    if (file.problems.some(isConflict)) return file.problems;
    const { item } = file;
    const stream = streamOf(item);
    // What another branch links may be there, and not here.
    const here = this.complete && stream?.copy === undefined;
    const more = [
      ...(stream === undefined ? [] : this.#branches.problems(stream)),
      ...(here && item !== undefined ? this.#links.problems(file) : []),
      ...(here && stream !== undefined ? this.#criteriaProblems(stream) : []),
    ];
    return more.length === 0
      ? file.problems
      : [...file.problems, ...more].sort((a, b) => a.range.start - b.range.start);
  }

  /** See `PreferredWord`. */
  preferredWord(status: Status, languages: ReadonlySet<Language>): string | undefined {
    return this.#words.preferred(status, languages);
  }

  #criteriaProblems(stream: Stream): readonly Problem[] {
    const problems: Problem[] = [];
    for (const task of stream.tasks) {
      const {
        mentions,
        location: { range },
      } = task;
      if (this.#criteria.namesTooMany(stream, task))
        problems.push(toProblem('row.manyCriteria', 'warning', { most: mostCriteria }, range));
      for (const { id } of mentions) {
        const meaning = this.#criteria.meaning(stream, id);
        if (meaning.kind === 'ambiguous') {
          const specs = meaning.specs.slice(0, listedFiles).map((spec) => this.pathOf(spec));
          const more = meaning.specs.length - specs.length;
          problems.push(toProblem('criterion.ambiguous', 'warning', { id, specs, more }, range));
        } else if (meaning.kind === 'undefined')
          problems.push(toProblem('criterion.undefined', 'warning', { id }, range));
      }
    }
    return problems;
  }

  /** Files whose rows tell something about this one: what it links, what it serves, what serves it. */
  #touchNeighbours({ key, item }: ParsedDocument, touched: Set<Key>): void {
    if (!this.complete || item === undefined) return;
    this.#criteria.neighbours(item, (other) => touched.add(other));
    for (const { target } of this.linksOf(key)) if (target.kind === 'file') touched.add(toKey(target.path));
  }
}

function streamOf(item: Item | undefined): Stream | undefined {
  return item?.kind === 'stream' ? item : undefined;
}
