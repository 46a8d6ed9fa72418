import { compareText } from '../base/compareText.ts';
import { blankIdsOf, type BlankId } from '../model/blankIds.ts';
import { mostCriteria, prefixOf } from '../model/criteria.ts';
import { numberOf, type IdRange } from '../model/criteriaRanges.ts';
import {
  identityOf,
  pathOf,
  type Criterion,
  type Item,
  type Spec,
  type Stream,
  type Task,
} from '../model/item.ts';
import { type Key, toKey } from '../text/key.ts';
import type { LinkGraph } from './linkGraph.ts';
import { KeySets } from './keySets.ts';

/** What a token of the criteria shape stands for in a stream. */
export type CriterionMeaning =
  | { readonly kind: 'defined'; readonly spec: Key }
  /** Several specs define it, and the stream links none of them. */
  | { readonly kind: 'ambiguous'; readonly specs: readonly Key[] }
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

/** Tasks by the IDs that they name, and for which state of specs and links that holds. */
interface Named {
  readonly version: string;
  readonly tasks: ReadonlyMap<string, readonly Task[]>;
}

interface NumberedId {
  readonly id: string;
  readonly number: number;
}

/** Where the numbers from one on begin, in a sorted list. */
function firstFrom(ids: readonly NumberedId[], from: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle]?.number ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** In so few tasks an ID is looked for by itself; more are sorted by their IDs once. */
const fewTasks = 50;

/** Which specs define which criteria, and which tasks serve them. A criterion is its spec's path and its ID. */
export class CriteriaGraph {
  readonly #items: ReadonlyMap<Key, Item>;
  readonly #itemOf: (document: Key) => Key;
  readonly #links: LinkGraph;
  /** By ID: specs that define it, and streams with a task that names it. */
  readonly #definitions = new KeySets();
  readonly #mentions = new KeySets();
  /** Keys of the specs that are a part of a stream, by that. */
  readonly #own = new Map<Key, Key>();
  /** How many definitions each family of IDs has. */
  readonly #prefixes = new Map<string, number>();
  /** Keys of the streams with ranges, and how often one came. */
  readonly #ranging = new Set<Key>();
  #rangingVersion = 0;
  /** By ID the streams whose rows name it, of those with ranges; what was put there for each; and for which state that holds. */
  readonly #ranged = new KeySets();
  readonly #rangedNames = new Map<Key, ReadonlyMap<string, readonly Task[]>>();
  #rangedState = '';
  /** What was worked out for a stream, as long as no ID may mean something else: its tasks by the IDs that they name. */
  readonly #served = new WeakMap<Stream, Named>();
  /** How often specs came or went: what a range names may have changed. */
  #definitionsVersion = 0;
  /** The IDs of a spec by their family, sorted by number. */
  readonly #families = new WeakMap<Spec, ReadonlyMap<string, readonly NumberedId[]>>();
  /** Where its `Spec:` lines lead, as long as no link may lead somewhere else. */
  readonly #linked = new WeakMap<Stream, { readonly version: number; readonly specs: readonly Key[] }>();

  /** `items` is the live map of the index; `itemOf` gives the key of what a document is about, or a part of. */
  constructor(items: ReadonlyMap<Key, Item>, links: LinkGraph, itemOf: (document: Key) => Key) {
    this.#items = items;
    this.#itemOf = itemOf;
    this.#links = links;
  }

  add(item: Item): void {
    const { key } = identityOf(item);
    if (item.kind === 'spec') {
      this.#definitionsVersion++;
      if (item.stream !== undefined) this.#own.set(item.stream, key);
      for (const { id } of item.criteria) {
        this.#definitions.add(id, key);
        this.#count(id, 1);
      }
    } else if (item.kind === 'stream') {
      for (const { mentions } of item.tasks) for (const { id } of mentions) this.#mentions.add(id, key);
      if (item.tasks.some(({ ranges }) => ranges !== undefined)) {
        this.#ranging.add(key);
        this.#rangingVersion++;
      }
    }
  }

  remove(item: Item): void {
    const { key } = identityOf(item);
    if (item.kind === 'spec') {
      this.#definitionsVersion++;
      if (item.stream !== undefined) this.#own.delete(item.stream);
      for (const { id } of item.criteria) {
        this.#definitions.delete(id, key);
        this.#count(id, -1);
      }
    } else if (item.kind === 'stream') {
      for (const { mentions } of item.tasks) for (const { id } of mentions) this.#mentions.delete(id, key);
      if (this.#ranging.delete(key)) this.#dropRanged(key);
    }
  }

  /** What an ID means in a stream: the linked specs first, else the only definition in the folder. */
  meaning(stream: Stream, id: string): CriterionMeaning {
    const own = this.#ownSpec(stream);
    if (own !== undefined) return this.#meaningIn(own, stream, id);
    const size = this.#definitions.size(id);
    if (size === 0) return { kind: (this.#prefixes.get(prefixOf(id)) ?? 0) > 0 ? 'undefined' : 'none' };
    const specs = this.#definitions.get(id);
    const [only] = specs;
    if (size === 1 && only !== undefined) return { kind: 'defined', spec: only };
    const linked = this.linkedSpecs(stream).find((key) => this.#definitions.holds(id, key));
    return linked === undefined ? { kind: 'ambiguous', specs } : { kind: 'defined', spec: linked };
  }

  #ownSpec({ key }: Stream): Spec | undefined {
    const own = this.#own.get(key);
    const spec = own === undefined ? undefined : this.#items.get(own);
    return spec?.kind === 'spec' ? spec : undefined;
  }

  /** In a stream with a spec of its own, what others define means nothing unless it links them. */
  #meaningIn(own: Spec, stream: Stream, id: string): CriterionMeaning {
    if (findCriterion(own, id) !== undefined) return { kind: 'defined', spec: own.key };
    const linked = this.linkedSpecs(stream).find((key) => this.#definitions.holds(id, key));
    if (linked !== undefined) return { kind: 'defined', spec: linked };
    const family = familyOf(id);
    if (own.criteria.some((each) => familyOf(each.id) === family)) return { kind: 'undefined' };
    const [only, ...more] = this.#definitions.get(id).filter((key) => this.#isNobodysOwn(key));
    return only === undefined || more.length > 0 ? { kind: 'none' } : { kind: 'defined', spec: only };
  }

  #isNobodysOwn(spec: Key): boolean {
    const item = this.#items.get(spec);
    return item?.kind === 'spec' && item.stream === undefined;
  }

  /** Keys of the specs that a stream has of its own, or that its `Spec:` lines lead to, in their order. */
  linkedSpecs(stream: Stream): readonly Key[] {
    const { version } = this.#links;
    const known = this.#linked.get(stream);
    if (known?.version === version) return known.specs;
    const found = new Set<Key>();
    const own = this.#ownSpec(stream);
    if (own !== undefined) found.add(own.key);
    for (const part of stream.parts)
      for (const link of part.links ?? none) {
        if (link.role !== 'spec') continue;
        const target = this.#links.resolve(pathOf(part), link);
        if (target.kind === 'file') found.add(toKey(target.path));
      }
    const specs = [...found];
    this.#linked.set(stream, { version, specs });
    return specs;
  }

  /** The criterion of a linked spec that is written with a hyphen where a row has a blank. */
  nearId(stream: Stream, { family, number }: BlankId): string | undefined {
    for (const key of this.linkedSpecs(stream)) {
      const spec = this.#items.get(key);
      const ids = spec?.kind === 'spec' ? (this.#familiesOf(spec).get(family) ?? none) : none;
      const found = ids[firstFrom(ids, number)];
      if (found?.number === number) return found.id;
    }
    return undefined;
  }

  /** The IDs of a task that are criteria, or meant to be: look-alikes left out, those of its ranges behind the others. */
  criteriaOf(stream: Stream, task: Task): readonly string[] {
    const names = this.#namedBy(stream, task);
    if (names.length === 0) return names;
    const kept = names.filter((id) => this.meaning(stream, id).kind !== 'none');
    return kept.length === names.length ? names : kept;
  }

  /** Whether the ranges of a task name more IDs than are read of a row. */
  namesTooMany(stream: Stream, task: Task): boolean {
    return task.ranges !== undefined && this.#namedBy(stream, task).length >= mostCriteria;
  }

  /** The tasks that serve a criterion, by the order of the streams' paths; who stops early does not pay for the rest. */
  *eachTaskOf(spec: Spec, id: string): Iterable<TaskInStream> {
    for (const key of this.#mayServe(spec, id)) {
      const stream = this.#items.get(key);
      if (stream?.kind !== 'stream') continue;
      const tasks = this.#tasksNaming(stream, id);
      if (tasks.length > 0 && this.#means(stream, id, spec.key))
        for (const task of tasks) yield { stream, task };
    }
  }

  /** Streams that may have something to do with a spec: they link it, or name one of its IDs. */
  streamsOf(spec: Spec): readonly Stream[] {
    const keys = new Set(this.#linkersOf(spec));
    if (spec.stream !== undefined) keys.add(spec.stream);
    for (const { id } of spec.criteria) for (const key of this.#mayServe(spec, id)) keys.add(key);
    return [...keys].sort(compareText).flatMap((key) => {
      const item = this.#items.get(key);
      return item?.kind === 'stream' ? [item] : [];
    });
  }

  /** What of a file's neighbours reads differently when this item comes or goes. */
  neighbours(item: Item, visit: (key: Key) => void): void {
    if (item.kind === 'spec') {
      if (item.stream !== undefined) visit(item.stream);
      for (const { id } of item.criteria) {
        for (const key of this.#naming(id)) visit(key);
        // One definition more or less decides what an ID means elsewhere.
        for (const key of this.#definitions.get(id)) visit(key);
        for (const key of this.#linkersOf(item)) if (this.#mayBeNear(key)) visit(key);
      }
    } else if (item.kind === 'stream')
      for (const task of item.tasks)
        for (const id of this.#namedBy(item, task)) for (const key of this.#definitions.get(id)) visit(key);
  }

  /** Whether rows of a stream have a blank where IDs have a hyphen. */
  #mayBeNear(key: Key): boolean {
    const stream = this.#items.get(key);
    return stream?.kind === 'stream' && stream.tasks.some((task) => blankIdsOf(task).length > 0);
  }

  #tasksNaming(stream: Stream, id: string): readonly Task[] {
    const ranging = this.#ranging.has(stream.key);
    if (!ranging && stream.tasks.length <= fewTasks)
      return stream.tasks.filter(({ mentions }) => mentions.some((each) => each.id === id));
    return this.#tasksByName(stream, ranging).get(id) ?? none;
  }

  #tasksByName(stream: Stream, ranging: boolean): ReadonlyMap<string, readonly Task[]> {
    const version = ranging ? `${this.#definitionsVersion} ${this.linkedSpecs(stream).join('\n')}` : '';
    const known = this.#served.get(stream);
    if (known?.version === version) return known.tasks;
    const tasks = new Map<string, Task[]>();
    for (const task of stream.tasks)
      for (const each of this.#namedBy(stream, task)) {
        const served = tasks.get(each);
        if (served === undefined) tasks.set(each, [task]);
        else served.push(task);
      }
    this.#served.set(stream, { version, tasks });
    return tasks;
  }

  /** The IDs in a task's row, and those that its ranges name: of the specs that are linked, or that define an end of the range. */
  #namedBy(stream: Stream, { mentions, ranges }: Task): readonly string[] {
    const criteria = mentions.map(({ id }) => id);
    if (ranges === undefined) return criteria;
    const specs = new Set(this.linkedSpecs(stream));
    for (const id of criteria) {
      const meaning = this.meaning(stream, id);
      if (meaning.kind === 'defined') specs.add(meaning.spec);
    }
    const families = [...specs].flatMap((key) => {
      const spec = this.#items.get(key);
      return spec?.kind === 'spec' ? [this.#familiesOf(spec)] : [];
    });
    const names = new Set<string>();
    const grow = ({ family, from, to }: IdRange): void => {
      for (const each of families) {
        const ids = each.get(family) ?? none;
        for (let at = firstFrom(ids, from); at < ids.length && names.size < mostCriteria; at++) {
          const next = ids[at];
          if (next === undefined || next.number > to) break;
          names.add(next.id);
        }
      }
    };
    // As they are read: what a range holds comes behind its first ID.
    const begun = new Map(ranges.map((range) => [`${range.family}${range.from}`, range]));
    for (const id of criteria) {
      if (names.size >= mostCriteria) break;
      names.add(id);
      const numbered = numberOf(id);
      const range = numbered === undefined ? undefined : begun.get(`${numbered.family}${numbered.number}`);
      if (range !== undefined) grow(range);
    }
    ranges.forEach(grow);
    return [...names];
  }

  #familiesOf(spec: Spec): ReadonlyMap<string, readonly NumberedId[]> {
    const known = this.#families.get(spec);
    if (known !== undefined) return known;
    const families = new Map<string, NumberedId[]>();
    for (const { id } of spec.criteria) {
      const numbered = numberOf(id);
      if (numbered === undefined) continue;
      const ids = families.get(numbered.family);
      const each = { id, number: numbered.number };
      if (ids === undefined) families.set(numbered.family, [each]);
      else ids.push(each);
    }
    for (const ids of families.values()) ids.sort((a, b) => a.number - b.number);
    this.#families.set(spec, families);
    return families;
  }

  /** Keys of the streams with a row that names an ID, by itself or in a range. */
  #naming(id: string): readonly Key[] {
    const named = this.#mentions.get(id);
    if (this.#ranging.size === 0) return named;
    this.#updateRanged();
    const ranged = this.#ranged.get(id);
    return ranged.length === 0 ? named : [...new Set([...named, ...ranged])].sort(compareText);
  }

  /** Follows what ranges name: only streams whose rows, links or specs are others than before are looked at again. */
  #updateRanged(): void {
    const state = `${this.#definitionsVersion} ${this.#rangingVersion} ${this.#links.version}`;
    if (state === this.#rangedState) return;
    this.#rangedState = state;
    for (const key of this.#ranging) {
      const stream = this.#items.get(key);
      if (stream?.kind !== 'stream') continue;
      const names = this.#tasksByName(stream, true);
      if (this.#rangedNames.get(key) === names) continue;
      this.#dropRanged(key);
      for (const each of names.keys()) this.#ranged.add(each, key);
      this.#rangedNames.set(key, names);
    }
  }

  #dropRanged(key: Key): void {
    for (const each of this.#rangedNames.get(key)?.keys() ?? []) this.#ranged.delete(each, key);
    this.#rangedNames.delete(key);
  }

  #mayServe(spec: Spec, id: string): readonly Key[] {
    // An ID that stands in many specs is meant only where the spec is linked.
    if (this.#definitions.size(id) === 1) return this.#naming(id);
    const linkers = this.#linkersOf(spec);
    return spec.stream === undefined ? linkers : [...new Set([spec.stream, ...linkers])].sort(compareText);
  }

  /** Keys of the items with a link to a spec. */
  #linkersOf(spec: Spec): readonly Key[] {
    const keys = this.#links.linkersOf(pathOf(spec)).map(this.#itemOf);
    return keys.length < 2 ? keys : [...new Set(keys)];
  }

  #means(stream: Stream, id: string, spec: Key): boolean {
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

/** `FR-` of `FR-001`, `US` of `US1`. */
function familyOf(id: string): string {
  return numberOf(id)?.family ?? prefixOf(id);
}

/** The criterion with an ID. */
export function findCriterion(spec: Spec, id: string): Criterion | undefined {
  return spec.criteria.find((criterion) => criterion.id === id);
}
