import type { RequirementDelta } from '../model/item.ts';
import type { Folded, LivingRequirement } from '../model/foldDeltas.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import type { DocumentChange } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Root } from '../model/system.ts';
import type { ToolLock } from '../model/toolLock.ts';
import type { DocumentId } from '../text/document.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Document } from '../text/syntax.ts';

/** A document of a change, and what its format reads in it. */
export interface ChangeDocument {
  readonly document: Document;
  readonly parsed: ParsedDocument;
  readonly root: Root;
}

/** A change that is to be put away, with all its documents as they are at this moment. */
export interface OpenChange {
  readonly name: string;
  readonly documents: readonly ChangeDocument[];
  /** `yyyy-mm-dd`, where the person is. */
  readonly today: string;
  /** The time in UTC: `2026-06-11T12:00:00Z`. */
  readonly now: string;
}

/** A living spec, as it is; without a text there is none yet. */
export interface LivingSpec {
  readonly capability: string;
  readonly document: DocumentId;
  readonly text: string | undefined;
}

/** What a living spec holds, for deltas to be folded into it. */
export interface ReadLivingSpec {
  readonly requirements: readonly LivingRequirement[];
  /** What keeps it from being changed: somebody else might read it otherwise. */
  readonly problems: readonly Problem[];
  /**
   * Which of the requirements that a delta is about have changed since it was written.
   * @param past what the spec held when the delta's document was changed last
   */
  changedSince(
    deltas: readonly RequirementDelta[],
    change: OpenChange,
    past: string | undefined,
  ): readonly string[];
  /** What makes the spec what `folded` says; no change where it says so already. */
  write(folded: Folded, change: OpenChange): LivingSpecChange;
}

/** How a living spec is changed. */
export type LivingSpecChange =
  | { readonly kind: 'edit'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'create'; readonly text: string };

/** How a system keeps changes and living specs apart, and puts a change away once its deltas are folded. */
export interface Archiver {
  read(spec: LivingSpec): ReadLivingSpec;
  /** For a living spec whose text is not what people read: the name and the text that they do. Undefined where another system keeps it. */
  toShown?(path: string): { readonly name: string; read(text: string): string } | undefined;
  /** What of the problems in a document of the change means that a delta may not be read as it was meant. */
  isInTheWay(open: ChangeDocument, problem: Problem): boolean;
  /** Whether a change may be put away that changes no living spec. */
  mayBeEmpty(change: OpenChange): boolean;
  /** The lock that the system's own tool takes while it does the same. */
  lock?(change: OpenChange): ToolLock;
  /** What puts the change away, once its deltas are folded; or why that cannot be done. */
  putAway(change: OpenChange, isFree: (document: DocumentId) => boolean): readonly DocumentChange[] | Refusal;
}
