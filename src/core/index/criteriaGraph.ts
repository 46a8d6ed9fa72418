import { compareText } from '../base/compareText.ts';
import { prefixOf } from '../model/criteria.ts';
import type { Criterion, Item, Spec, Stream, Task } from '../model/item.ts';
import type { ParsedFile } from '../model/parsedFile.ts';
import type { LinkGraph } from './linkGraph.ts';
import { PathSets } from './pathSets.ts';

/** What a token of the criteria shape stands for in a stream. */
export type CriterionMeaning =
  | { readonly kind: 'defined'; readonly spec: string }
  /** Several specs define it, and the stream links none of them. */
  | { readonly kind: 'ambiguous'; readonly specs: readonly string[] }
  /** No spec defines it, but others of its family: `RPC-RETRY-99`. */
  | { readonly kind: 'undefined' }
  /** A look-alike: `UTF-8`, `SHA-256`. */
  | { readonly kind: 'none' };

/** A task, and the stream whose row it is. */
export interface TaskInStream {
  readonly stream: Stream;
  readonly task: Task;
}

const none: readonly never[] = [];

/** In so few tasks an ID is looked for by itself; more are sorted by their IDs once. */
const fewTasks = 50;

/** Which specs define which criteria, and which tasks serve them. A criterion is its spec's path and its ID. */
export class CriteriaGraph {
  readonly #files: ReadonlyMap<string, ParsedFile>;
  readonly #links: LinkGraph;
  /** By ID: specs that define it, and streams with a task that names it. */
  readonly #definitions = new PathSets();
  readonly #mentions = new PathSets();
  /** How many definitions each family of IDs has. */
  readonly #prefixes = new Map<string, number>();
  /** What was worked out for a stream, as long as it is there: its tasks by the IDs that they name. */
  readonly #served = new WeakMap<Stream, ReadonlyMap<string, readonly Task[]>>();
  /** Where its `Spec:` lines lead, as long as no link may lead somewhere else. */
  readonly #linked = new WeakMap<Stream, { readonly version: number; readonly specs: readonly string[] }>();

  constructor(files: ReadonlyMap<string, ParsedFile>, links: LinkGraph) {
    this.#files = files;
    this.#links = links;
  }

  add({ path, item }: ParsedFile): void {
    if (item?.kind === 'spec')
      for (const { id } of item.criteria) {
        this.#definitions.add(id, path);
        this.#count(id, 1);
      }
    else if (item?.kind === 'stream')
      for (const { criteria } of item.tasks) for (const id of criteria) this.#mentions.add(id, path);
  }

  remove({ path, item }: ParsedFile): void {
    if (item?.kind === 'spec')
      for (const { id } of item.criteria) {
        this.#definitions.delete(id, path);
        this.#count(id, -1);
      }
    else if (item?.kind === 'stream')
      for (const { criteria } of item.tasks) for (const id of criteria) this.#mentions.delete(id, path);
  }

  /** What an ID means in a stream: the linked specs first, else the only definition in the folder. */
  meaning(stream: Stream, id: string): CriterionMeaning {
    const size = this.#definitions.size(id);
    if (size === 0) return { kind: (this.#prefixes.get(prefixOf(id)) ?? 0) > 0 ? 'undefined' : 'none' };
    const specs = this.#definitions.get(id);
    const [only] = specs;
    if (size === 1 && only !== undefined) return { kind: 'defined', spec: only };
    const linked = this.linkedSpecs(stream).find((path) => this.#definitions.holds(id, path));
    return linked === undefined ? { kind: 'ambiguous', specs } : { kind: 'defined', spec: linked };
  }

  /** Paths of the specs that a stream's `Spec:` lines lead to, in their order. */
  linkedSpecs(stream: Stream): readonly string[] {
    const { version } = this.#links;
    const known = this.#linked.get(stream);
    if (known?.version === version) return known.specs;
    const found = new Set<string>();
    for (const link of stream.links) {
      if (link.role !== 'spec') continue;
      const target = this.#links.resolve(stream.path, link);
      if (target.kind === 'file') found.add(target.path);
    }
    const specs = [...found];
    this.#linked.set(stream, { version, specs });
    return specs;
  }

  /** The IDs of a task that are criteria, or meant to be: look-alikes left out. */
  criteriaOf(stream: Stream, { criteria }: Task): readonly string[] {
    if (criteria.length === 0) return criteria;
    const kept = criteria.filter((id) => this.meaning(stream, id).kind !== 'none');
    return kept.length === criteria.length ? criteria : kept;
  }

  /** The tasks that serve a criterion, by the order of the streams' paths; who stops early does not pay for the rest. */
  *eachTaskOf(spec: Spec, id: string): Iterable<TaskInStream> {
    for (const path of this.#mayServe(spec.path, id)) {
      const stream = this.#files.get(path)?.item;
      if (stream?.kind !== 'stream') continue;
      const tasks = this.#tasksNaming(stream, id);
      if (tasks.length > 0 && this.#means(stream, id, spec.path))
        for (const task of tasks) yield { stream, task };
    }
  }

  /** Streams that may have something to do with a spec: they link it, or name one of its IDs. */
  streamsOf(spec: Spec): readonly Stream[] {
    const paths = new Set(this.#links.linkersOf(spec.path));
    for (const { id } of spec.criteria) for (const path of this.#mayServe(spec.path, id)) paths.add(path);
    return [...paths].sort(compareText).flatMap((path) => {
      const item = this.#files.get(path)?.item;
      return item?.kind === 'stream' ? [item] : [];
    });
  }

  /** What of a file's neighbours reads differently when this item comes or goes. */
  neighbours(item: Item | undefined, visit: (path: string) => void): void {
    if (item?.kind === 'spec')
      for (const { id } of item.criteria) {
        for (const path of this.#mentions.get(id)) visit(path);
        // One definition more or less decides what an ID means elsewhere.
        for (const path of this.#definitions.get(id)) visit(path);
      }
    else if (item?.kind === 'stream')
      for (const { criteria } of item.tasks)
        for (const id of criteria) for (const path of this.#definitions.get(id)) visit(path);
  }

  #tasksNaming(stream: Stream, id: string): readonly Task[] {
    if (stream.tasks.length <= fewTasks) return stream.tasks.filter(({ criteria }) => criteria.includes(id));
    const known = this.#served.get(stream);
    if (known !== undefined) return known.get(id) ?? none;
    const served = new Map<string, Task[]>();
    for (const task of stream.tasks)
      for (const each of task.criteria) {
        const tasks = served.get(each);
        if (tasks === undefined) served.set(each, [task]);
        else tasks.push(task);
      }
    this.#served.set(stream, served);
    return served.get(id) ?? none;
  }

  #mayServe(spec: string, id: string): readonly string[] {
    // An ID that stands in many specs is meant only where the spec is linked.
    return this.#definitions.size(id) === 1 ? this.#mentions.get(id) : this.#links.linkersOf(spec);
  }

  #means(stream: Stream, id: string, spec: string): boolean {
    const meaning = this.meaning(stream, id);
    return meaning.kind === 'defined' && meaning.spec === spec;
  }

  #count(id: string, by: number): void {
    const prefix = prefixOf(id);
    const count = (this.#prefixes.get(prefix) ?? 0) + by;
    if (count > 0) this.#prefixes.set(prefix, count);
    else this.#prefixes.delete(prefix);
  }
}

/** The criterion with an ID. */
export function findCriterion(spec: Spec, id: string): Criterion | undefined {
  return spec.criteria.find((criterion) => criterion.id === id);
}
