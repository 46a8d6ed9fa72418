/** What can be wrong in the files of a tracking directory and in specs. */
export interface TrackingProblems {
  readonly 'link.missing': { readonly path: string };
  /** It leads out of the workspace. */
  readonly 'link.outside': { readonly destination: string };
  readonly 'link.folder': { readonly destination: string };
  /** It is neither https, http nor mailto. */
  readonly 'link.scheme': { readonly destination: string };
  /** It leads there only from the tracking directory or the folder; `exact` is how it would be from its own file. */
  readonly 'link.inexact': { readonly exact: string };
}
