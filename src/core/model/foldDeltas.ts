import { runAtOnce } from '../base/steps.ts';
import { comparableBlock, scenarioNamesIn } from '../text/requirementBlocks.ts';
import { foldName } from './changeNames.ts';
import type { RequirementDelta } from './item.ts';
import { toProblem, type Problem } from './problem.ts';

/** A requirement of a living spec, as far as deltas are about it. */
export interface LivingRequirement {
  readonly name: string;
  /** All that stands below its heading. */
  readonly body: string;
}

/** What a requirement of a living spec becomes. */
export type FoldedRequirement =
  | {
      readonly kind: 'kept';
      /** Its new name, where it is renamed. */
      readonly name?: string;
      /** What gives it another text. */
      readonly by?: RequirementDelta;
    }
  | { readonly kind: 'removed' };

/** What becomes of a living spec once deltas are folded into it. */
export interface Folded {
  /** For each requirement that it has, in the same order. */
  readonly living: readonly FoldedRequirement[];
  /** What comes behind them. */
  readonly added: readonly RequirementDelta[];
}

/** Why a delta cannot be folded. The range of the problem is that of the delta. */
export interface DeltaObstacle {
  readonly delta: RequirementDelta;
  readonly problem: Problem;
}

/** What folding comes to: all deltas of a spec, or what stands in their way, whole. */
export type FoldResult =
  | ({ readonly kind: 'folded' } & Folded)
  | { readonly kind: 'obstacles'; readonly obstacles: readonly DeltaObstacle[] };

interface Entry {
  readonly at: number;
  name: string;
  readonly oldName: string;
  readonly body: string;
  by?: RequirementDelta;
}

/**
 * Folds the deltas of a change into the requirements of one living spec: first those that rename, then those that remove, modify and
 * add. Source: `buildUpdatedSpec` of OpenSpec's `specs-apply`; but what is not there is never taken for removed or renamed already.
 * @param living in order, each name once; empty where there is no spec yet
 */
export function foldDeltas(
  living: readonly LivingRequirement[],
  deltas: readonly RequirementDelta[],
): FoldResult {
  return new Folding(living, deltas).run();
}

class Folding {
  readonly #living: readonly LivingRequirement[];
  readonly #deltas: readonly RequirementDelta[];
  readonly #entries = new Map<string, Entry>();
  /** Names by what they have in common with those that differ in case or blanks alone. */
  readonly #alike = new Map<string, Set<string>>();
  readonly #added: RequirementDelta[] = [];
  readonly #obstacles: DeltaObstacle[] = [];

  constructor(living: readonly LivingRequirement[], deltas: readonly RequirementDelta[]) {
    this.#living = living;
    this.#deltas = deltas;
    for (const [at, { name, body }] of living.entries()) this.#put({ at, name, oldName: name, body });
  }

  run(): FoldResult {
    for (const { second, name } of contradictionsIn(this.#deltas)) {
      const delta = this.#deltas[second];
      if (delta !== undefined) this.#refuse(delta, 'delta.twice', { name });
    }
    // What is said twice has no outcome to look at.
    if (this.#obstacles.length === 0)
      for (const operation of ['renamed', 'removed', 'modified', 'added'] as const)
        for (const delta of this.#deltas) if (delta.operation === operation) this.#fold(delta);
    const [last] = this.#deltas.slice(-1);
    if (this.#obstacles.length === 0 && this.#living.length > 0 && last !== undefined)
      if (this.#entries.size + this.#added.length === 0)
        this.#refuse(last, 'capability.emptied', { capability: last.capability });
    if (this.#obstacles.length > 0) return { kind: 'obstacles', obstacles: this.#obstacles };
    const kept = new Map([...this.#entries.values()].map((entry) => [entry.at, entry]));
    return {
      kind: 'folded',
      living: this.#living.map((_, at): FoldedRequirement => {
        const entry = kept.get(at);
        if (entry === undefined) return { kind: 'removed' };
        const { name, oldName, by } = entry;
        return { kind: 'kept', ...(name === oldName ? {} : { name }), ...(by === undefined ? {} : { by }) };
      }),
      added: this.#added,
    };
  }

  #fold(delta: RequirementDelta): void {
    const { operation, requirement, newName, body } = delta;
    if (operation === 'added') {
      this.#add(delta);
      return;
    }
    const entry = this.#entries.get(requirement);
    if (entry === undefined) {
      const near = this.#near(requirement);
      const { capability } = delta;
      this.#refuse(delta, 'delta.targetMissing', {
        name: requirement,
        capability,
        ...(near === undefined ? {} : { near }),
      });
      return;
    }
    switch (operation) {
      case 'removed':
        this.#take(entry);
        return;
      case 'renamed': {
        if (newName === undefined) return;
        const there = this.#entries.has(newName) ? newName : this.#near(newName, requirement);
        if (there !== undefined) this.#refuseExisting(delta, there);
        else {
          this.#take(entry);
          entry.name = newName;
          this.#put(entry);
        }
        return;
      }
      case 'modified': {
        const scenarios = scenariosLeftOut(entry.body, body);
        if (scenarios.length > 0)
          this.#refuse(delta, 'delta.losesScenarios', { name: requirement, scenarios });
        if (this.#hasScenario(delta) && comparableBlock(entry.body) !== comparableBlock(body))
          entry.by = delta;
      }
    }
  }

  #add(delta: RequirementDelta): void {
    const { requirement, body } = delta;
    const entry = this.#entries.get(requirement);
    if (entry !== undefined) {
      // What is there already, word for word, needs not be added.
      const now = entry.by?.body ?? entry.body;
      if (comparableBlock(now) !== comparableBlock(body)) this.#refuseExisting(delta, requirement);
      return;
    }
    const near = this.#near(requirement);
    if (near !== undefined) this.#refuseExisting(delta, near);
    else if (this.#hasScenario(delta)) {
      this.#added.push(delta);
      this.#put({ at: -1, name: requirement, oldName: requirement, body });
    }
  }

  #hasScenario(delta: RequirementDelta): boolean {
    if (runAtOnce(scenarioNamesIn(delta.body)).length > 0) return true;
    this.#refuse(delta, 'requirement.noScenario', { name: delta.requirement });
    return false;
  }

  #put(entry: Entry): void {
    this.#entries.set(entry.name, entry);
    const folded = foldName(entry.name);
    const alike = this.#alike.get(folded) ?? new Set();
    this.#alike.set(folded, alike.add(entry.name));
  }

  #take({ name }: Entry): void {
    this.#entries.delete(name);
    this.#alike.get(foldName(name))?.delete(name);
  }

  /** Another name that differs in case or blanks alone. */
  #near(name: string, except?: string): string | undefined {
    return [...(this.#alike.get(foldName(name)) ?? [])].find((each) => each !== except && each !== name);
  }

  #refuseExisting(delta: RequirementDelta, name: string): void {
    this.#refuse(delta, 'delta.exists', { name, capability: delta.capability, sameText: false });
  }

  #refuse(delta: RequirementDelta, ...[code, data]: Why): void {
    this.#obstacles.push({ delta, problem: toProblem(code, 'error', data, delta.location.range) });
  }
}

type Why = {
  readonly [Code in Problem['code']]: readonly [Code, Extract<Problem, { code: Code }>['data']];
}[Problem['code']];

/**
 * What the living requirement is called that a delta changes; undefined for one that is added.
 * @param deltas those of the change on one spec: what is renamed is modified by its new name
 */
export function livingNames(
  deltas: readonly RequirementDelta[],
): (delta: RequirementDelta) => string | undefined {
  const renamed = new Map(
    deltas.flatMap(({ newName, requirement }) => (newName === undefined ? [] : [[newName, requirement]])),
  );
  return ({ operation, requirement }) =>
    operation === 'added' ? undefined : (renamed.get(requirement) ?? requirement);
}

/** Names of scenarios that a requirement has, and its new text has not; as often as it has one more. */
export function scenariosLeftOut(body: string, now: string): readonly string[] {
  const left = new Map<string, number>();
  for (const name of runAtOnce(scenarioNamesIn(now))) left.set(name, (left.get(name) ?? 0) + 1);
  return runAtOnce(scenarioNamesIn(body)).filter((name) => {
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count <= 0;
  });
}

/** Two deltas that are about one requirement, by their places in a list. */
interface Contradiction {
  readonly first: number;
  readonly second: number;
  readonly name: string;
}

/**
 * Deltas that are about one requirement, each with the first such one. To modify what is renamed as well is fine by the new name: first
 * requirements are renamed.
 */
export function contradictionsIn(
  deltas: readonly Pick<RequirementDelta, 'operation' | 'requirement' | 'newName'>[],
): readonly Contradiction[] {
  const known = new Map<string, number>();
  const found: Contradiction[] = [];
  const take = (name: string, second: number, key = name): void => {
    const first = known.get(key);
    if (first === undefined) known.set(key, second);
    else found.push({ first, second, name });
  };
  const isRenamed = new Set(deltas.flatMap(({ newName }) => newName ?? []));
  for (const [at, { operation, requirement, newName }] of deltas.entries()) {
    if (operation === 'modified' && isRenamed.has(requirement)) {
      take(requirement, at, `modified\n${requirement}`);
      continue;
    }
    take(requirement, at);
    if (newName !== undefined) take(newName, at);
  }
  return found;
}
