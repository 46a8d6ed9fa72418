import type { Coded } from './codes/coded.ts';
import type { FileDoubts, FileRefusals } from './codes/files.ts';
import type { GitRefusals } from './codes/git.ts';
import type { TrackingRefusals } from './codes/tracking.ts';

/** All reasons why a request cannot be met, by dotted, stable codes: `task.taken`, `file.dirty`, `workspace.untrusted`. */
export interface RefusalData extends FileRefusals, GitRefusals, TrackingRefusals {}
export type RefusalCode = keyof RefusalData;

/**
 * A request that cannot be met, told to whoever asked: a value, not an exception. Nothing was written. Its sentence is made by
 * `core/messages/refusals.ts`.
 */
export type Refusal = (
  | Coded<RefusalData>
  /** Not moved to codes yet. */
  | { readonly code: string; readonly data?: undefined; readonly message: string }
) & {
  readonly kind: 'refused';
  /** A person may overrule it after a look at the owner's name. */
  readonly confirmable?: {
    /** Whose row it is; run the action again with `confirmed: { owner }` to do it all the same. */
    readonly owner: string;
    /** The button that does it: `Take Over`. */
    readonly label: string;
  };
};

/** What makes it uncertain whether something was written: whoever asked has to look. */
export type Doubt = Coded<FileDoubts> & { readonly kind: 'unknown' };

/** The adapter for what is not moved to codes yet. */
export function refuse(code: string, message: string): Refusal {
  return { kind: 'refused', code, message };
}

export function refusal<Code extends RefusalCode>(code: Code, data: RefusalData[Code]): Refusal {
  return { kind: 'refused', code, data } as Refusal;
}
