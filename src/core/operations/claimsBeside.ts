import type { OpenDocument } from '../formats/format.ts';
import { itemIn } from '../index/composeStream.ts';
import type { ClaimsPlace } from '../model/claim.ts';
import { Claims, usesClaims } from '../model/claims.ts';
import type { StreamTask } from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import type { DocumentChange, Plan } from '../model/plan.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import type { DocumentId } from '../text/document.ts';
import { claimsKey, type Key } from '../text/key.ts';
import type { PlanContext, ReadContext } from './operation.ts';

/** Who has claimed tasks of a document that has no place for owners, as it is under the lock. */
export interface ClaimsBeside {
  readonly kind: 'claims';
  readonly document: DocumentId;
  readonly claims: Claims;
  /** Of the document's stream. */
  readonly branch: string | undefined;
  /** There is no file of them yet. */
  readonly isNew: boolean;
  /** Whether the claims are still those of the branch that the document is of. */
  readonly condition: NonNullable<Plan['condition']>;
}

/** The key of the claims, where owners of the tasks of a document are kept there. */
export function claimsBeside({ index }: ReadContext, document: Key): readonly Key[] {
  const stream = index.findStream(document);
  return stream !== undefined && usesClaims(stream) ? [claimsKey] : [];
}

/** The clone's claims as they are under the lock; refused where nobody may write them, as by a version that does not know them. */
export function claimsNow(context: PlanContext):
  | {
      readonly kind: 'claims';
      readonly place: ClaimsPlace;
      readonly claims: Claims;
      readonly isNew: boolean;
    }
  | Refusal
  | undefined {
  const { claims: place } = context;
  const found = context.claimsText();
  if (found === undefined || place === undefined) return undefined;
  if (found.kind === 'refused') return found;
  const claims = new Claims(found.kind === 'text' ? found.text : '', place);
  return claims.unread === undefined
    ? { kind: 'claims', place, claims, isNew: found.kind === 'missing' }
    : refusal('file.unreadable', { path: claims.shownPath, problem: claims.unread });
}

export function openClaims(
  context: PlanContext,
  { document, parsed }: OpenDocument,
): ClaimsBeside | Refusal | undefined {
  const now = claimsNow(context);
  if (now?.kind !== 'claims') return now;
  const item = itemIn(parsed);
  const named = item?.kind === 'stream' ? item.branch : undefined;
  const { place, claims, isNew } = now;
  const branch = named ?? context.index.findStream(document.key)?.branch;
  const { folder, path } = document.id;
  return {
    kind: 'claims',
    document: place.document,
    claims,
    branch,
    condition: (moment) =>
      branch !== undefined || moment.isOnBranch(folder, place.branch)
        ? undefined
        : refusal('branch.switched', { path }),
    // As it was read: one that came since makes this plan a stale one.
    isNew,
  };
}

/** What a document says, with the owners that are kept beside it. */
export function withClaims({ parsed }: OpenDocument, { claims, branch }: ClaimsBeside): ParsedDocument {
  return {
    ...parsed,
    parts: parsed.parts.map((part) =>
      part.kind === 'streamPart' ? claims.claimed(parsed.key, part, branch) : part,
    ),
  };
}

/** Makes a task somebody's, or with null nobody's. Claims of what is done or gone are dropped with it. */
export function setOwner(
  { open: { parsed }, now }: { readonly open: OpenDocument; readonly now: string },
  { claims, document, branch, isNew }: ClaimsBeside,
  task: StreamTask,
  owner: string | null,
): readonly DocumentChange[] {
  const tasks = parsed.parts.flatMap((part) => (part.kind === 'streamPart' ? (part.tasks ?? []) : []));
  const edits = claims.edits(parsed.key, { task, tasks, branch }, owner ?? undefined, now);
  if (edits.length === 0) return [];
  if (!isNew) return [{ kind: 'edit', document, edits }];
  const text = edits.map((edit) => edit.text).join('');
  return [{ kind: 'create', document, text }];
}
