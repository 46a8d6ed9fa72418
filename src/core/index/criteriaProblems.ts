import { blankIdsOf } from '../model/blankIds.ts';
import { mostCriteria } from '../model/criteria.ts';
import type { Stream } from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { toProblem, type Problem } from '../model/problem.ts';
import type { Key } from '../text/key.ts';
import type { CriteriaGraph } from './criteriaGraph.ts';
import { listedFiles } from './streamBranches.ts';

/** What is wrong with the criteria that the tasks in one document of a stream name. */
export function criteriaProblems(
  criteria: CriteriaGraph,
  stream: Stream,
  { parts }: ParsedDocument,
  pathOf: (spec: Key) => string,
): readonly Problem[] {
  const problems: Problem[] = [];
  /** What heads several tasks is told once, with the first of them. */
  const ofGroups = new Set<string>();
  for (const part of parts)
    for (const task of part.kind === 'streamPart' ? (part.tasks ?? []) : []) {
      const { range } = task.location;
      if (criteria.namesTooMany(stream, task))
        problems.push(toProblem('row.manyCriteria', 'warning', { most: mostCriteria }, range));
      const named = new Set<string>();
      for (const blank of blankIdsOf(task)) {
        const id = criteria.nearId(stream, blank);
        if (id === undefined || named.has(id) || task.mentions.some((each) => each.id === id)) continue;
        named.add(id);
        problems.push(toProblem('criterion.near', 'warning', { written: blank.written, id }, range));
      }
      for (const { id, ofGroup } of task.mentions) {
        if (ofGroup === true && ofGroups.has(id)) continue;
        if (ofGroup === true) ofGroups.add(id);
        const meaning = criteria.meaning(stream, id);
        if (meaning.kind === 'ambiguous') {
          const specs = meaning.specs.slice(0, listedFiles).map(pathOf);
          const more = meaning.specs.length - specs.length;
          problems.push(toProblem('criterion.ambiguous', 'warning', { id, specs, more }, range));
        } else if (meaning.kind === 'undefined')
          problems.push(toProblem('criterion.undefined', 'warning', { id }, range));
      }
    }
  return problems;
}
