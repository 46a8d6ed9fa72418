/**
 * What can be wrong with a name for a new branch: `dash` is one that it begins with, `signs` are those that git or people cannot
 * have in it, `dots` are `..`, `@{` and a full stop at the end, `part` is what stands between two slashes.
 */
export interface BranchNameFault {
  readonly kind: 'empty' | 'tooLong' | 'dash' | 'signs' | 'dots' | 'part';
}

/** What can be wrong with a name for an Owner cell. */
export type OwnerNameFault =
  | { readonly kind: 'empty' | 'tooLong' | 'start' | 'signs' }
  /** Markdown reads it as something else. */
  | { readonly kind: 'markdown'; readonly name: string; readonly read: string }
  /** It is a word for nobody. */
  | { readonly kind: 'nobody'; readonly name: string };
