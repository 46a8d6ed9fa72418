import type { Claims } from '../model/claims.ts';
import type { Stream } from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { toProblem, type Problem } from '../model/problem.ts';
import { isUnfinished } from '../model/taskRules.ts';
import { isSameDocument } from '../text/document.ts';
import { keyIn } from '../text/key.ts';

/** Claims of tasks that are done, gone or called otherwise by now: whoever writes a claim next drops them. */
export function orphans(
  claims: Claims | undefined,
  stream: Stream,
  { id, key, parts }: ParsedDocument,
): readonly Problem[] {
  if (claims === undefined || claims.isEmpty) return [];
  const first = parts.find((part) => part.kind === 'streamPart');
  if (first?.tasks?.some(({ can }) => can.owner === 'claims') !== true) return [];
  const tasks = new Map(
    stream.tasks
      .filter(({ location }) => isSameDocument(location.document, id))
      .map((task) => [task.key, task]),
  );
  return [...claims.within(id.path, stream.branch)].flatMap(({ name, claim: { owner } }) => {
    const task = tasks.get(keyIn(key, name));
    if (task !== undefined && isUnfinished(task)) return [];
    const range = task?.location.range ?? { start: 0, end: 0 };
    return [toProblem('claim.orphan', 'hint', { task: task?.title.value ?? name, owner }, range)];
  });
}
