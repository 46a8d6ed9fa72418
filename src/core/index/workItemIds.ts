import { pathOf, type Item, type Stream, type WorkItem } from '../model/item.ts';
import { comparableId, idsInBranch } from '../model/itemIds.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { toProblem, type Problem } from '../model/problem.ts';
import type { Key } from '../text/key.ts';
import type { FollowedItem } from './items.ts';
import { KeySets } from './keySets.ts';

/** More names than these say no more. */
const mostOthers = 3;

/** Work items by their IDs, which hold in one root: others may have the same ones. */
export class WorkItemIds {
  readonly #items: ReadonlyMap<Key, Item>;
  readonly #rootOf: (path: string) => string;
  readonly #byId = new KeySets();
  /** Keys of the items that name an ID as what they wait for, or as their parent. */
  readonly #naming = new KeySets();
  readonly #children = new KeySets();
  /** The same items by their IDs alone, and streams by the IDs that the names of their branches hold. */
  readonly #anywhere = new KeySets();
  readonly #streams = new KeySets();

  /** @param items the live map of the index */
  constructor(items: ReadonlyMap<Key, Item>, rootOf: (path: string) => string) {
    this.#items = items;
    this.#rootOf = rootOf;
  }

  /** Follows items that say something else than before; gives the keys of those of which something else is said now. */
  follow(followed: readonly FollowedItem[]): readonly Key[] {
    const touched = new Set<Key>();
    for (const { key, was, is } of followed)
      for (const stream of [was, is])
        if (stream?.kind === 'stream') this.#followStream(key, stream, stream === is, touched);
    const all = followed.flatMap(({ key, was, is }) =>
      [was, is].flatMap((item) => (item?.kind === 'workItem' ? [{ key, item, isNow: item === is }] : [])),
    );
    for (const { key, item } of all) this.#touch(key, item, touched);
    for (const { key, item, isNow } of all) {
      const change = isNow ? 'add' : 'delete';
      const { id, dependsOn = [], parent } = item.task;
      if (id !== undefined) {
        this.#byId[change](this.#name(item, id), key);
        this.#anywhere[change](comparableId(id), key);
      }
      for (const { value } of dependsOn) this.#naming[change](this.#name(item, value), key);
      if (parent === undefined) continue;
      this.#naming[change](this.#name(item, parent.value), key);
      this.#children[change](this.#name(item, parent.value), key);
    }
    for (const { key, item } of all) this.#touch(key, item, touched);
    return [...touched];
  }

  #touch(key: Key, item: WorkItem, touched: Set<Key>): void {
    touched.add(key);
    const { id, parent } = item.task;
    for (const each of parent === undefined ? [] : this.#byId.get(this.#name(item, parent.value)))
      touched.add(each);
    if (id === undefined) return;
    const name = this.#name(item, id);
    for (const sets of [this.#byId, this.#naming]) for (const each of sets.get(name)) touched.add(each);
    for (const each of this.#streams.get(comparableId(id))) touched.add(each);
  }

  #followStream(key: Key, { branch, otherRepository }: Stream, isNow: boolean, touched: Set<Key>): void {
    if (branch === undefined || otherRepository === true) return;
    for (const id of idsInBranch(branch)) {
      this.#streams[isNow ? 'add' : 'delete'](id, key);
      for (const each of this.#anywhere.get(id)) touched.add(each);
    }
  }

  /** The items that a branch is named after: `tasks/task-12-show-parent`. Neither drafts nor what is archived. */
  ofBranch(branch: string): readonly WorkItem[] {
    const keys = new Set(idsInBranch(branch).flatMap((id) => this.#anywhere.get(id)));
    return [...keys].flatMap((key) => {
      const item = this.#items.get(key);
      return item?.kind === 'workItem' && item.list === 'backlog' && item.shelf === undefined ? [item] : [];
    });
  }

  /** Keys of the streams of branches that are named after an item. */
  streamsNamedAfter({ task: { id }, shelf }: WorkItem): readonly Key[] {
    return id === undefined || shelf !== undefined ? [] : this.#streams.get(comparableId(id));
  }

  /** The items of the same root with an ID; what is archived only where nothing else has it, as its ID may be given again. */
  withId(from: WorkItem, id: string): readonly WorkItem[] {
    const all = this.#itemsOf(this.#byId, from, id);
    const live = all.filter(({ shelf }) => shelf !== 'archived');
    return live.length > 0 ? live : all;
  }

  /** The items that name this one as their parent, but for those that are archived. */
  childrenOf(item: WorkItem): readonly WorkItem[] {
    const { id } = item.task;
    if (id === undefined) return [];
    return this.#itemsOf(this.#children, item, id).filter(
      (each) => each.shelf !== 'archived' && each !== item,
    );
  }

  /** What is wrong with the IDs that an item has and names. Of what is archived nothing is said. */
  problems({ parts }: ParsedDocument): readonly Problem[] {
    return parts.flatMap((item) =>
      item.kind === 'workItem' && item.shelf !== 'archived'
        ? [...this.#ownProblems(item), ...this.#namedProblems(item)]
        : [],
    );
  }

  #ownProblems(item: WorkItem): readonly Problem[] {
    const { id, idRange, key } = item.task;
    if (id === undefined || idRange === undefined) return [];
    const others = this.withId(item, id).filter(({ task }) => task.key !== key);
    if (others.length === 0) return [];
    const paths = others.slice(0, mostOthers).map(({ task }) => pathOf(task));
    return [toProblem('item.sameId', 'warning', { id, others: paths, count: others.length }, idRange)];
  }

  #namedProblems(item: WorkItem): readonly Problem[] {
    const { id: own, dependsOn = [], parent, status } = item.task;
    // What is done waits for nothing any more.
    const severity = status.value === 'done' ? 'hint' : 'warning';
    const problems = dependsOn.flatMap(({ value: id, range }): readonly Problem[] => {
      if (range === undefined) return [];
      if (own !== undefined && comparableId(own) === comparableId(id))
        return [toProblem('item.ownDependency', severity, { id }, range)];
      const count = this.withId(item, id).length;
      if (count === 1) return [];
      return count === 0
        ? [toProblem('item.noDependency', severity, { id }, range)]
        : [toProblem('item.manyDependencies', severity, { id, count }, range)];
    });
    if (parent?.range === undefined || this.withId(item, parent.value).length > 0) return problems;
    return [...problems, toProblem('item.noParent', severity, { id: parent.value }, parent.range)];
  }

  #itemsOf(sets: KeySets, from: WorkItem, id: string): readonly WorkItem[] {
    return sets.get(this.#name(from, id)).flatMap((key) => {
      const item = this.#items.get(key);
      return item?.kind === 'workItem' ? [item] : [];
    });
  }

  #name({ task }: WorkItem, id: string): string {
    return `${this.#rootOf(pathOf(task))}\n${comparableId(id)}`;
  }
}
