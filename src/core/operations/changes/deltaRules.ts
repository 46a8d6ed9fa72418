import type { Criterion, RequirementDelta, Spec } from '../../model/item.ts';
import { foldName } from '../../model/changeNames.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import { nearest } from '../../text/nearest.ts';

/** What a delta is to be about. */
export interface WantedDelta {
  readonly operation: RequirementDelta['operation'];
  readonly capability: string;
  readonly requirement: string;
  readonly newName?: string | undefined;
}

/**
 * Why a delta does not fit the living spec, or the other deltas of its change on that. First requirements are renamed, then removed,
 * modified and added: what is renamed is modified by its new name.
 */
export function refuseDelta(
  wanted: WantedDelta,
  others: readonly RequirementDelta[],
  living: Spec | undefined,
): Refusal | undefined {
  const { operation, capability, requirement, newName } = wanted;
  if (newName === requirement) return refusal('delta.sameName', { name: requirement });
  const other = others.find((each) => isAboutSame(wanted, each));
  if (other !== undefined)
    return refusal('delta.contradicts', { name: requirement, operation: other.operation });
  const exists = (name: string): Refusal | undefined => {
    const there = foldedIn(living, name);
    return there === undefined ? undefined : refusal('delta.exists', { name: there, capability });
  };
  if (operation === 'added') return exists(requirement);
  const target = oldNameOf(wanted, others);
  if (livingRequirement(living, target) === undefined) {
    const near = foldedIn(living, target) ?? nearest(target, namesIn(living));
    return refusal('delta.targetMissing', {
      name: target,
      capability,
      ...(near === undefined ? {} : { near }),
    });
  }
  if (newName === undefined || foldName(newName) === foldName(requirement)) return undefined;
  return exists(newName);
}

/** What the requirement of a delta is called in the living spec. */
export function oldNameOf(
  { operation, requirement }: WantedDelta,
  others: readonly RequirementDelta[],
): string {
  const renaming =
    operation === 'modified' ? others.find(({ newName }) => newName === requirement) : undefined;
  return renaming?.requirement ?? requirement;
}

export function livingRequirement(living: Spec | undefined, name: string): Criterion['requirement'] {
  return living?.criteria.find(({ requirement }) => requirement?.name === name)?.requirement;
}

/** Whether another delta has a say in the same requirement, but for one that renames what the other one modifies. */
function isAboutSame(wanted: WantedDelta, other: RequirementDelta): boolean {
  const isRenamedThen = (first: WantedDelta, second: WantedDelta): boolean =>
    first.operation === 'renamed' && second.operation === 'modified' && first.newName === second.requirement;
  if (isRenamedThen(other, wanted) || isRenamedThen(wanted, other)) return false;
  const names = namesOf(other).map(foldName);
  return namesOf(wanted).some((name) => names.includes(foldName(name)));
}

function namesOf({ requirement, newName }: WantedDelta): readonly string[] {
  return newName === undefined ? [requirement] : [requirement, newName];
}

function namesIn(living: Spec | undefined): readonly string[] {
  return (living?.criteria ?? []).flatMap(({ requirement }) => requirement?.name ?? []);
}

function foldedIn(living: Spec | undefined, name: string): string | undefined {
  const wanted = foldName(name);
  return namesIn(living).find((each) => foldName(each) === wanted);
}
