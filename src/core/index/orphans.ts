import { usesClaims, type Claims } from '../model/claims.ts';
import type { Stream } from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { toProblem, type Problem } from '../model/problem.ts';

/** That claims cannot be read, or those of tasks that are done, gone or called otherwise by now: whoever writes a claim next drops them. */
export function orphans(
  claims: Claims | undefined,
  { branch }: Stream,
  { id, key, parts }: ParsedDocument,
): readonly Problem[] {
  if (claims === undefined) return [];
  const { unread, shownPath } = claims;
  if (unread !== undefined && parts.some((part) => part.kind === 'streamPart' && usesClaims(part)))
    return [toProblem('claim.unread', 'warning', { path: shownPath, problem: unread }, { start: 0, end: 0 })];
  if (claims.isEmpty) return [];
  return parts.flatMap((part) => {
    if (part.kind !== 'streamPart' || !usesClaims(part)) return [];
    return claims.among(key, id.path, part.tasks ?? [], branch).orphans.map(({ claim, task, label }) => {
      const range = task?.location.range ?? { start: 0, end: 0 };
      return toProblem(
        'claim.orphan',
        'hint',
        { task: task?.title.value ?? label, owner: claim.owner },
        range,
      );
    });
  });
}
