import type { Stream } from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { isConflict, type Problem } from '../model/problem.ts';
import { artifactProblems } from './artifactProblems.ts';
import type { CriteriaGraph } from './criteriaGraph.ts';
import { criteriaProblems } from './criteriaProblems.ts';
import type { DeltaGraph } from './deltaGraph.ts';
import type { Items } from './items.ts';
import type { LinkGraph } from './linkGraph.ts';
import { orphans } from './orphans.ts';
import type { WorkItemIds } from './workItemIds.ts';
import { namesBranch, outweighed } from './outweighed.ts';
import type { StreamBranches } from './streamBranches.ts';

/** What is known besides the documents, each by itself. */
export interface KnownTogether {
  /** Whether every document was read once. */
  readonly isComplete: boolean;
  readonly items: Pick<Items, 'claims' | 'steps' | 'pathOf'>;
  readonly ids: WorkItemIds;
  readonly branches: StreamBranches;
  readonly links: LinkGraph;
  readonly criteria: CriteriaGraph;
  readonly deltas: DeltaGraph;
}

/** What is wrong with a document, by itself and together with others, in text order. */
export function documentProblems(
  file: ParsedDocument,
  stream: Stream | undefined,
  { isComplete, items, ids, branches, links, criteria, deltas }: KnownTogether,
): readonly Problem[] {
  // What follows from two states of a file is told by neither.
  if (file.problems.some(isConflict)) return file.problems;
  // What is over has none.
  if (stream?.archived === true) return [];
  // What another branch links may be there, and not here.
  const here = isComplete && file.elsewhere === undefined;
  const more = [
    ...(stream === undefined ? [] : outweighed(stream, file)),
    ...(stream === undefined ? [] : orphans(items.claims, stream, file)),
    ...(stream !== undefined && namesBranch(stream, file) ? branches.problems(stream) : []),
    ...(here ? links.problems(file) : []),
    ...(here ? ids.problems(file) : []),
    ...(here && stream !== undefined ? artifactProblems(links, stream, file) : []),
    ...(stream === undefined ? [] : items.steps.problems(file)),
    ...(here && stream !== undefined ? deltas.problems(stream, file) : []),
    ...(here && stream !== undefined
      ? criteriaProblems(criteria, stream, file, (spec) => items.pathOf(spec))
      : []),
  ];
  return more.length === 0
    ? file.problems
    : [...file.problems, ...more].sort((a, b) => a.range.start - b.range.start);
}
