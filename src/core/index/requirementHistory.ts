import { compareText } from '../base/compareText.ts';
import type { Item, RequirementDelta, Stream } from '../model/item.ts';
import type { Key } from '../text/key.ts';
import { KeySets } from './keySets.ts';

/** In which order a change does what it does: what it renames has its new name before that is modified. */
const steps: readonly RequirementDelta['operation'][] = ['renamed', 'removed', 'modified', 'added'];

/** What an archived change did to a requirement. */
export interface PastDelta {
  readonly stream: Stream;
  readonly delta: RequirementDelta;
}

/** Which changes made living requirements what they are: those that were put away. */
export class RequirementHistory {
  readonly #items: ReadonlyMap<Key, Item>;
  /** Keys of the archived streams with a delta on a spec. */
  readonly #changed = new KeySets();

  /** @param items the live map of the index */
  constructor(items: ReadonlyMap<Key, Item>) {
    this.#items = items;
  }

  add(item: Item): void {
    for (const spec of specsChangedBy(item)) this.#changed.add(spec, streamKey(item));
  }

  remove(item: Item): void {
    for (const spec of specsChangedBy(item)) this.#changed.delete(spec, streamKey(item));
  }

  /** What reads differently when an item comes or goes. */
  neighbours(item: Item, visit: (key: Key) => void): void {
    for (const spec of specsChangedBy(item)) visit(spec);
  }

  /**
   * The archived changes of each requirement of a living spec by its name of today, the newest first; of each the delta that says
   * most. What was renamed keeps what was done before, and what was removed and added again begins anew. One pass over the deltas
   * of those changes.
   */
  of(spec: Key): ReadonlyMap<string, readonly PastDelta[]> {
    const streams = this.#changed.get(spec).flatMap((key) => {
      const item = this.#items.get(key);
      return item?.kind === 'stream' ? [item] : [];
    });
    const found = new Map<string, readonly PastDelta[]>();
    for (const stream of streams.sort(byAge))
      for (const step of steps)
        for (const delta of stream.deltas)
          if (delta.spec === spec && delta.operation === step) follow(found, { stream, delta });
    return found;
  }
}

function follow(found: Map<string, readonly PastDelta[]>, each: PastDelta): void {
  const { operation, requirement, newName } = each.delta;
  const [last, ...before] = found.get(requirement) ?? [];
  if (operation === 'removed' || operation === 'renamed') found.delete(requirement);
  if (operation === 'removed') return;
  const earlier = last === undefined || last.stream === each.stream ? before : [last, ...before];
  found.set(newName ?? requirement, [each, ...earlier]);
}

/** The oldest first; of one day by their names. */
function byAge(a: Stream, b: Stream): number {
  return (
    compareText(a.archivedAt ?? '', b.archivedAt ?? '') ||
    compareText(a.name, b.name) ||
    compareText(a.key, b.key)
  );
}

function specsChangedBy(item: Item): ReadonlySet<Key> {
  return new Set(item.kind === 'stream' && item.archived === true ? item.deltas.map(({ spec }) => spec) : []);
}

function streamKey(item: Item): Key {
  return item.kind === 'workItem' ? item.task.key : item.key;
}
