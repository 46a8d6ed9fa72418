import { compareText } from '../base/compareText.ts';
import { foldName } from '../model/changeNames.ts';
import { scenariosLeftOut } from '../model/foldDeltas.ts';
import {
  ownNameOf,
  type Criterion,
  type Item,
  type RequirementDelta,
  type Spec,
  type Stream,
} from '../model/item.ts';
import { toProblem, type Problem } from '../model/problem.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import type { Key } from '../text/key.ts';
import { comparableBlock } from '../text/requirementBlocks.ts';
import { KeySets } from './keySets.ts';
import { RequirementHistory } from './requirementHistory.ts';

/** What comes of a delta on the living spec as it is now. */
export type DeltaState =
  | { readonly kind: 'applies' }
  /** The spec has no requirement of the name, but maybe one whose name differs in case or blanks alone. */
  | { readonly kind: 'targetMissing'; readonly near?: string }
  /** It has one of the name that is new. */
  | { readonly kind: 'exists'; readonly name: string; readonly sameText: boolean };

/** A delta, and the change that it is of. */
export interface DeltaInStream {
  readonly stream: Stream;
  readonly delta: RequirementDelta;
}

/** What changes do to living specs. What was put away does nothing any more. */
export class DeltaGraph {
  readonly #items: ReadonlyMap<Key, Item>;
  /** Keys of the streams with a delta on a spec. */
  readonly #changing = new KeySets();
  /** What was put away, which made living specs what they are. */
  readonly history: RequirementHistory;

  /** @param items the live map of the index */
  constructor(items: ReadonlyMap<Key, Item>) {
    this.#items = items;
    this.history = new RequirementHistory(items);
  }

  add(item: Item): void {
    for (const spec of specsOf(item)) this.#changing.add(spec, keyOf(item));
    this.history.add(item);
  }

  remove(item: Item): void {
    for (const spec of specsOf(item)) this.#changing.delete(spec, keyOf(item));
    this.history.remove(item);
  }

  /** What reads differently when an item comes or goes. */
  neighbours(item: Item, visit: (key: Key) => void): void {
    this.history.neighbours(item, visit);
    if (item.kind === 'spec') for (const key of this.#changing.get(item.key)) visit(key);
    for (const spec of specsOf(item)) {
      visit(spec);
      for (const key of this.#changing.get(spec)) visit(key);
    }
  }

  /** The deltas on a living spec, by the order of the changes' keys. */
  deltasOn(spec: Key): readonly DeltaInStream[] {
    return [...this.#changing.get(spec)].sort(compareText).flatMap((key) => {
      const stream = this.#items.get(key);
      if (stream?.kind !== 'stream') return [];
      return stream.deltas.flatMap((delta) => (delta.spec === spec ? [{ stream, delta }] : []));
    });
  }

  stateOf(stream: Stream, delta: RequirementDelta): DeltaState {
    const spec = this.#specOf(delta);
    const { operation, requirement, newName } = delta;
    if (operation === 'added') return existsIn(spec, requirement, delta.body) ?? { kind: 'applies' };
    // What is renamed as well is modified by its new name.
    const renamed = operation === 'modified' ? oldNameOf(stream, delta) : undefined;
    if (requirementIn(spec, renamed ?? requirement) === undefined) {
      const near = nearIn(spec, renamed ?? requirement);
      return { kind: 'targetMissing', ...(near === undefined ? {} : { near }) };
    }
    return (newName === undefined ? undefined : existsIn(spec, newName, undefined)) ?? { kind: 'applies' };
  }

  /** Other changes that are about the requirement of a delta, each once. */
  overlapsOf(stream: Stream, delta: RequirementDelta): readonly Stream[] {
    const names = new Set([delta.requirement, ...(delta.newName === undefined ? [] : [delta.newName])]);
    const others = this.deltasOn(delta.spec).filter(
      (each) =>
        // The same change in another worktree is no other one.
        ownNameOf(each.stream) !== ownNameOf(stream) &&
        (names.has(each.delta.requirement) ||
          (each.delta.newName !== undefined && names.has(each.delta.newName))),
    );
    return [...new Set(others.map((each) => each.stream))];
  }

  /** What is wrong with the deltas in one document, beside the living specs and other changes. */
  problems(stream: Stream, { parts }: ParsedDocument): readonly Problem[] {
    if (stream.archived === true) return [];
    return parts
      .flatMap((part) => (part.kind === 'streamPart' ? (part.deltas ?? []) : []))
      .flatMap((delta) => [...this.#problemsOf(stream, delta)]);
  }

  *#problemsOf(stream: Stream, delta: RequirementDelta): Iterable<Problem> {
    const { requirement: name, capability, location } = delta;
    const { range } = location;
    const state = this.stateOf(stream, delta);
    if (state.kind === 'targetMissing') {
      const near = state.near === undefined ? {} : { near: state.near };
      yield toProblem('delta.targetMissing', 'warning', { name, capability, ...near }, range);
    } else if (state.kind === 'exists') {
      const { sameText } = state;
      const data = { name: state.name, capability, sameText };
      yield toProblem('delta.exists', sameText ? 'hint' : 'warning', data, range);
    } else if (delta.operation === 'modified') {
      const living = requirementIn(this.#specOf(delta), oldNameOf(stream, delta) ?? name);
      const scenarios = scenariosLeftOut(living?.requirement?.body ?? '', delta.body);
      if (scenarios.length > 0)
        yield toProblem('delta.losesScenarios', 'warning', { name, scenarios }, range);
    }
    const others = this.overlapsOf(stream, delta).map(ownNameOf);
    if (others.length > 0) yield toProblem('delta.overlaps', 'hint', { name, others }, range);
  }

  #specOf({ spec }: RequirementDelta): Spec | undefined {
    const item = this.#items.get(spec);
    return item?.kind === 'spec' ? item : undefined;
  }
}

function specsOf(item: Item): ReadonlySet<Key> {
  return new Set(item.kind === 'stream' && item.archived !== true ? item.deltas.map(({ spec }) => spec) : []);
}

function keyOf(item: Item): Key {
  return item.kind === 'workItem' ? item.task.key : item.key;
}

/** The requirement of a living spec with a name. */
export function requirementIn(spec: Spec | undefined, name: string): Criterion | undefined {
  return spec?.criteria.find(({ requirement }) => requirement?.name === name);
}

/** What a requirement that a delta is about is called in the living spec, where the change renames it. */
function oldNameOf({ deltas }: Stream, { spec, requirement }: RequirementDelta): string | undefined {
  return deltas.find((each) => each.spec === spec && each.newName === requirement)?.requirement;
}

function nearIn(spec: Spec | undefined, name: string): string | undefined {
  const wanted = foldName(name);
  for (const { requirement } of spec?.criteria ?? [])
    if (requirement !== undefined && foldName(requirement.name) === wanted) return requirement.name;
  return undefined;
}

function existsIn(
  spec: Spec | undefined,
  name: string,
  body: string | undefined,
): Extract<DeltaState, { readonly kind: 'exists' }> | undefined {
  const there = requirementIn(spec, name)?.requirement;
  if (there === undefined) return undefined;
  const sameText = body !== undefined && comparableBlock(there.body) === comparableBlock(body);
  return { kind: 'exists', name, sameText };
}
