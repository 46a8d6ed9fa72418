import type { Stream } from '../model/item.ts';
import type { Link } from '../model/link.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { toProblem, type Problem } from '../model/problem.ts';
import type { LinkGraph } from './linkGraph.ts';

/**
 * What completed steps say that they made, and is not there. A step that goes on may say what it is about to make, and what one step
 * removes another one may have made.
 */
export function artifactProblems(links: LinkGraph, stream: Stream, file: ParsedDocument): readonly Problem[] {
  const problems: Problem[] = [];
  const steps = stream.tasks.filter(({ can }) => can.step !== undefined);
  if (steps.length === 0) return problems;
  const removed = new Set(
    steps.flatMap((step) =>
      step.links.flatMap(({ role, destination }) => (role === 'file' ? [destination] : [])),
    ),
  );
  for (const { id = '', status, links: own } of steps)
    if (status.value === 'done')
      for (const link of own) {
        if (link.role !== 'artifact' || !isFile(link) || removed.has(link.destination)) continue;
        if (links.resolve(file.id.path, link).kind === 'missing')
          problems.push(
            toProblem('step.artifactMissing', 'hint', { step: id, path: link.destination }, link.range),
          );
      }
  return problems;
}

/** Whether a text is surely that of a file: with its folder and an ending, and without signs of a pattern or lines. */
function isFile({ destination }: Link): boolean {
  return /^[^:*?{}<>$|]+\/[^:*?{}<>$|/]*\w\.[a-z]\w{0,7}$/i.test(destination);
}
