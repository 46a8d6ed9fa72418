import type { Format, MarkdownFile, PreferredWord, Refusal } from '../formats/format.ts';
import type { TextEdit } from '../text/edit.ts';

/** Everything an action may look at: the file as it is at this moment, and who asks. */
export interface ActionContext {
  readonly file: MarkdownFile;
  readonly format: Format;
  /** The owner name of whoever asks. */
  readonly me: string;
  readonly preferred: PreferredWord;
}

/** What the asker confirmed: that the row belongs to this owner, and that it is to be changed all the same. */
export interface Confirmation {
  readonly owner: string;
}

/** A refusal that a person may overrule after a look at the owner's name. */
export interface OverridableRefusal extends Refusal {
  /** Whose row it is; run the action again with `confirmed: { owner }` to do it all the same. */
  readonly owner: string;
  /** The button that does it: `Take Over`. */
  readonly override: string;
}

/** What an action gives: edits, nothing to do, or a refusal. Never an exception. */
export type Outcome =
  | {
      readonly kind: 'edits';
      readonly edits: readonly TextEdit[];
      /** What was done, once the edits are written: `Claimed Add jitter. Release Task undoes it.` */
      readonly summary: string;
    }
  | { readonly kind: 'unchanged'; readonly summary: string }
  | Refusal
  | OverridableRefusal;

/** What a person or an agent can do to one file: pure, total. */
export type Action<Args> = (context: ActionContext, args: Args) => Outcome;
