import type { DocumentId } from '../text/document.ts';

/**
 * Who has claimed a task whose file has no place for an owner: a line of `throughline/claims.jsonl` in the git common directory, which
 * all worktrees of a clone share; without git in `.throughline/claims.jsonl`.
 */
export interface Claim {
  /** Path of the document from the top of its worktree, and the name of the task in it: `feature-list.json#F001`. */
  readonly task: string;
  /** Worktrees of a clone may have the same file on two branches. */
  readonly branch?: string;
  readonly owner: string;
  /** RFC 3339, UTC. */
  readonly since: string;
}

/** What the file of the claims is called. */
export const claimsFile = 'claims.jsonl';

/** Where a file of claims is, as people know it: with the names of the two folders above it. */
export function shownClaims({ folder, path }: DocumentId): string {
  return [
    ...folder
      .split('/')
      .filter((name) => name !== '')
      .slice(-2),
    path,
  ]
    .slice(-3)
    .join('/');
}

/** Where the claims of a folder are kept, and what their tasks and branches are there. */
export interface ClaimsPlace {
  readonly kind: 'place';
  readonly document: DocumentId;
  /** The folder's path from the top of its worktree, with a `/` at its end; empty for the top itself. */
  readonly prefix: string;
  /** What is checked out in the folder: whose the tasks of streams are that name no branch. */
  readonly branch?: string;
}
