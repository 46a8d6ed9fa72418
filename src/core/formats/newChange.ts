import type { RequirementDelta } from '../model/item.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Edits } from '../text/edit.ts';
import type { RequirementDraft } from '../text/requirementDraft.ts';

/** A change to be made. Its texts are not empty, and fit. */
export interface NewChange {
  readonly slug: string;
  readonly title?: string | undefined;
  readonly why: string;
  readonly what: string;
}

/** When something is written. */
export interface WhenWritten {
  /** `yyyy-mm-dd`, where the person is. */
  readonly today: string;
  /** The time in UTC: `2026-06-11T12:00:00Z`. */
  readonly now: string;
}

/** A delta to be added, which fits the living spec and the other deltas of its change. */
export interface NewDelta {
  readonly operation: RequirementDelta['operation'];
  readonly capability: string;
  /** The name of the requirement; of a renamed one the old name. */
  readonly requirement: string;
  readonly newName?: string | undefined;
  readonly reason?: string | undefined;
  readonly migration?: string | undefined;
  /** What it will say; of one that is added or modified. */
  readonly draft?: RequirementDraft | undefined;
  /** The same below its heading, where it is a copy: as it is written in the living spec. */
  readonly copied?: string | undefined;
  /** There is no living spec of the capability yet. */
  readonly isNewCapability: boolean;
}

/** What becomes of a document: of one that is not there yet, its text. */
export type NewText = Edits | Refusal | { readonly kind: 'text'; readonly text: string };

/** A document to be made. */
export interface NewDocument {
  readonly path: string;
  readonly text: string;
}
