import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';
import type { DocumentId } from '../core/text/document.ts';

/** A document as it is now: what is typed in an editor, else what is on disk. */
export type Snapshot =
  | {
      readonly kind: 'text';
      /** Without a byte order mark. */
      readonly text: string;
      /** True when an editor holds unsaved changes; then `text` is the editor's. */
      readonly isUnsaved: boolean;
      /** Changes when the document does; compares without reading. */
      readonly version: string;
    }
  /** It still has the version that was asked with. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'missing' }
  | (Unreadable & { readonly version: string });

export interface Unreadable {
  readonly kind: 'unreadable';
  readonly problem: Coded<FileProblems>;
}

/** What is read without a version to compare with. */
export type FullSnapshot = Exclude<Snapshot, { readonly kind: 'unchanged' }>;

/** A document to be read, unless it still has the version that is known. */
export interface Wanted {
  readonly document: DocumentId;
  readonly version?: string | undefined;
}
