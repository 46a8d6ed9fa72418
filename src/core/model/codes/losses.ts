import type { Outcome } from '../outcome.ts';

/** How somebody who writes the same file took back what had been done, and what it is about. */
export interface LossData {
  readonly 'row.removed': { readonly path: string; readonly title: string };
  /** `wasClaimed`: the change gave it to whoever asked. */
  readonly 'row.freed': { readonly path: string; readonly title: string; readonly wasClaimed: boolean };
  readonly 'row.taken': {
    readonly path: string;
    readonly title: string;
    readonly owner: string;
    readonly wasClaimed: boolean;
  };
  readonly 'row.restored': { readonly path: string; readonly title: string };
  readonly 'rows.lost': { readonly path: string; readonly titles: readonly string[] };
  /** A change that was not about one row. */
  readonly 'change.undone': { readonly path: string; readonly changes: readonly Outcome[] };
  /** Someone else was writing while the file was changed, and not all of that is in it. */
  readonly 'write.notMerged': { readonly path: string };
  /** The same, and both changed these; what is in the file was kept. */
  readonly 'write.kept': { readonly path: string; readonly titles: readonly string[] };
}
