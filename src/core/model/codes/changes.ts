/** Why a change of a file that can be read was not made. */
export interface ChangeRefusals {
  /** Not a file that Throughline can change. */
  readonly 'file.unknown': { readonly path: string };
  /** An editor holds unsaved changes of it. */
  readonly 'file.dirty': { readonly path: string };
  readonly 'file.contended': { readonly path: string };
  readonly 'file.exists': { readonly path: string };
  /** It was changed, or has unsaved changes, and so was not removed. */
  readonly 'file.changed': { readonly path: string };
  /** Git is replacing files there. */
  readonly 'git.busy': { readonly path: string };
}
