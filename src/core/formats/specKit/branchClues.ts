import { compareText } from '../../base/compareText.ts';
import { branchCalled, branchIn, type Checkouts } from '../../model/branch.ts';
import type { StreamPart } from '../../model/item.ts';
import { toProblem, type Problem } from '../../model/problem.ts';
import type { DocumentId } from '../../text/document.ts';
import type { FoundBranch } from '../format.ts';
import { featureOf, featuresNumbered, numberOfFeature, placeOfActive, type FeaturePlace } from './places.ts';

/** How sure a branch is, by what tells it: the lowest counts. */
const ranks = { name: 0, said: 1, number: 2, active: 3 } as const;

/**
 * The branch of a feature: the one that is called like its folder; else one that a document of it names; else the only one with its
 * number, where no other feature has that; else, for the active feature, what is checked out.
 */
export function branchOfFeature(
  { folder, path }: DocumentId,
  part: StreamPart | undefined,
  checkouts: Checkouts,
  signs: ReadonlySet<string> = new Set(),
): FoundBranch | undefined {
  if (placeOfActive(path) !== undefined) {
    const branch = part === undefined ? undefined : branchIn(folder, checkouts);
    return branch === undefined ? undefined : { branch, rank: ranks.active };
  }
  const place = featureOf(path, signs);
  if (place === undefined) return undefined;
  const byNumber = fitByNumber(place, checkouts, signs);
  // Each feature says it once.
  const hint = part?.role === 'intent' ? byNumber.hint : undefined;
  const told = (branch: string, rank: number): FoundBranch => ({ branch, rank, ...(hint && { hint }) });
  const named = branchCalled(place.name, checkouts.branches);
  if (named !== undefined) return told(named, ranks.name);
  const said = part?.branchClue?.name;
  // What a tool noted before it began a branch says nothing.
  const isBase = part?.role === 'settings' && said === checkouts.base;
  if (said !== undefined && !isBase && checkouts.branches.includes(said)) return told(said, ranks.said);
  if (byNumber.branch !== undefined) return told(byNumber.branch, ranks.number);
  return hint === undefined ? undefined : { branch: undefined, hint };
}

/** The branch that begins with the number of a feature; a hint where several features have it. */
function fitByNumber(
  place: FeaturePlace,
  { branches }: Checkouts,
  signs: ReadonlySet<string>,
): { readonly branch?: string; readonly hint?: Problem } {
  const number = numberOfFeature(place.name);
  if (number === undefined) return {};
  const fitting = branches.filter((branch) => numberOfFeature(lastSegment(branch)) === number);
  if (fitting.length === 0) return {};
  const features = featuresNumbered(place, number, signs);
  const free = fitting.filter((branch) => !features.includes(lastSegment(branch))).sort(compareText);
  const [branch, ...more] = free;
  if (branch === undefined) return {};
  if (features.length < 2) return more.length === 0 ? { branch } : {};
  const start = { start: 0, end: 0 };
  return { hint: toProblem('branch.ofNoFeature', 'warning', { branches: free, features }, start) };
}

function lastSegment(branch: string): string {
  return branch.slice(branch.lastIndexOf('/') + 1);
}
