import type { Outcome } from '../core/model/outcome.ts';
import type { Moment, Plan, Unchanged } from '../core/model/plan.ts';
import type { Doubt, Refusal } from '../core/model/refusal.ts';
import type { DocumentId } from '../core/text/document.ts';
import type { TextEdit } from '../core/text/edit.ts';
import type { FullSnapshot } from './snapshot.ts';

/** What is locked and read before planning, and where it is changed. */
export interface Scope {
  /** Each once. What is not in a scope is not changed, but may be made. */
  readonly documents: readonly DocumentId[];
  /** `disk`: change the files; an editor with unsaved changes refuses. `editor`: change the text of the editor, unsaved. */
  readonly through: 'disk' | 'editor';
}

/**
 * Makes a plan of documents as they are under their locks; in the order of the scope. It is asked again when one of them changed
 * meanwhile, but not once any has been written: then the commit is refused, and says what was.
 */
export interface Planner {
  /** What takes long is done here, before the locks are taken: nobody waits for a busy thread with a lock in hand. */
  prepare?(snapshots: readonly FullSnapshot[]): Promise<void>;
  /** Undefined when something has to be prepared first. */
  plan(snapshots: readonly FullSnapshot[], moment: Moment): Promise<Plan | Unchanged | Refusal | undefined>;
}

/** A document that was edited: what it held, and what was put in. */
export interface Written {
  readonly document: DocumentId;
  readonly base: string;
  readonly edits: readonly TextEdit[];
}

/** A change that was made. */
export type Done =
  | (Written & {
      readonly kind: 'edit';
      /** What it holds since, where that is more than was put in. */
      readonly now?: string;
    })
  | { readonly kind: 'create' | 'delete'; readonly document: DocumentId; readonly text: string };

/** What became of a plan, and the documents that may be different now. */
export interface Committed {
  readonly result:
    | { readonly kind: 'done'; readonly outcome?: Outcome }
    | Unchanged
    | Refusal
    /** An error came after a document was replaced, and what stands there now is not what was written. */
    | Doubt;
  readonly touched: readonly DocumentId[];
  /** All that was done, in order, with what documents held before. */
  readonly done: readonly Done[];
}
