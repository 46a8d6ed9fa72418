import { pathOf, type Stream, type StreamPart, type Task } from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { toProblem, type Problem } from '../model/problem.ts';
import { isSameDocument } from '../text/document.ts';
import { surest } from './composeStream.ts';
import { listedFiles } from './streamBranches.ts';

/** Whether a document is the one that the stream has its branch from. */
export function namesBranch({ parts }: Stream, { id }: ParsedDocument): boolean {
  const first = surest(parts);
  return first !== undefined && isSameDocument(first.location.document, id);
}

/** What a document says of a stream that another document of it says otherwise, and that one counts. */
export function outweighed(stream: Stream, { parts }: ParsedDocument): readonly Problem[] {
  if (stream.parts.length < 2) return [];
  return parts.flatMap((part) => {
    if (part.kind !== 'streamPart') return [];
    const problems = [otherBranch(stream, part), otherTasks(stream, part)];
    return problems.filter((problem) => problem !== undefined);
  });
}

function otherBranch(stream: Stream, part: StreamPart): Problem | undefined {
  const { branch, branchRange, branchClue, branchRank, location } = part;
  if (branch === undefined || stream.branch === undefined || branch === stream.branch) return undefined;
  const first = surest(stream.parts);
  // What follows from something else than a name is no contradiction.
  if (first === undefined || (branchRank !== undefined && branchClue?.name !== branch)) return undefined;
  return toProblem(
    'stream.branchDiffers',
    'warning',
    { branch, counts: stream.branch, path: pathOf(first) },
    branchRange ?? branchClue?.range ?? location.range ?? { start: 0, end: 0 },
  );
}

/** That both documents list the same tasks in the same state is a habit of the tools that write them, and misleads nobody. */
function otherTasks(stream: Stream, { role, tasks = [] }: StreamPart): Problem | undefined {
  const first = stream.parts.find((part) => (part.tasks ?? []).length > 0);
  if (first === undefined || first.role === role) return undefined;
  const shown = new Map(stream.tasks.map((task) => [nameOf(task), task.status.value]));
  const others = tasks.filter((task) => shown.get(nameOf(task)) !== task.status.value);
  const [other] = others;
  if (other === undefined) return undefined;
  const names = others.slice(0, listedFiles).map(nameOf);
  return toProblem(
    'stream.tasksDiffer',
    'warning',
    { names, count: others.length, path: pathOf(first) },
    other.location.range,
  );
}

function nameOf({ id, title }: Task): string {
  return id ?? title.value;
}
